//! The recordings, and the fixtures made of them, as bodies with what is known about each.
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use bangdan::archive::Archive;
use bangdan::catalogue::{Board, Catalogue, Source, Variant};
use bangdan::schema::Timestamp;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// One response.
pub struct Body {
    /// The files below `recordings/clue` that it is.
    pub of: String,
    pub source: String,
    pub resource: String,
    pub edition: Option<String>,
    pub published_at: Option<Timestamp>,
    /// Columns that the recorder had left out.
    pub left_out: Vec<String>,
    pub bytes: Vec<u8>,
}

/// The repositories of the recordings and the sources that they are; the names differ.
pub const REPOSITORIES: &[(&str, &str)] = &[
    ("superclue", "SuperCLUE"),
    ("superclue-agent", "SuperCLUE-Agent"),
    ("superclue-open", "SuperCLUE-Open"),
    ("superclue-safety", "SuperCLUE-Safety"),
    ("superclue-math6", "SuperCLUE-Math6"),
    ("superclue-code3", "SuperCLUE-Code3"),
    ("superclue-industry", "SuperCLUE-Industry"),
    ("superclue-auto", "SuperCLUE-Auto"),
    ("superclue-llama2", "SuperCLUE-Llama2-Chinese"),
    ("math24o", "Math24o"),
    ("clue", "CLUE"),
    ("fewclue", "FewCLUE"),
    ("zeroclue", "ZeroCLUE"),
    ("kgclue", "KgCLUE"),
    ("kgcluebench", "KgCLUEbench"),
    ("dataclue", "DataCLUE"),
    ("qbqtc", "QBQTC"),
    ("ocnli", "OCNLI"),
    ("cluener2020", "CLUENER2020"),
    ("clge", "CLGE"),
    ("lgeb", "LGEB"),
    ("cluepretrainedmodels", "CLUEPretrainedModels"),
    ("clueemotionanalysis2020", "CLUEmotionAnalysis2020"),
    ("cluecorpus2020", "CLUECorpus2020"),
];

/// The folder `recordings/clue`, if it is on this machine; says in one line where it was looked for otherwise.
pub fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings");
    let folder = env::var_os("BANGDAN_RECORDINGS").map_or_else(beside, PathBuf::from).join("clue");
    if !folder.is_dir() {
        println!("skipped: no recordings at {} (set BANGDAN_RECORDINGS)", folder.display());
        return None;
    }
    Some(folder)
}

/// Every recorded README.
pub fn readmes(folder: &Path) -> Vec<Body> {
    let mut bodies = Vec::new();
    for (source, repository) in REPOSITORIES {
        let folder = folder.join("github").join(repository);
        let mut history = csv::Reader::from_path(folder.join("history.csv")).unwrap();
        for record in history.records() {
            let record = record.unwrap();
            bodies.push(Body {
                of: format!("github/{repository}/{}", &record[0]),
                source: (*source).to_owned(),
                resource: "readme".to_owned(),
                edition: None,
                published_at: Some(record[2].parse().unwrap()),
                left_out: Vec::new(),
                bytes: fs::read(folder.join(&record[0])).unwrap(),
            });
        }
    }
    bodies
}

/// Every response of the fixtures.
pub fn fixtures() -> Vec<Body> {
    let archive = Archive::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive")).unwrap();
    let captures = archive.captures().unwrap();
    let bodies = captures.into_iter().filter_map(|capture| {
        let object = capture.object()?;
        let note = capture.note.unwrap();
        Some(Body {
            of: note.of.replace("recordings/clue/", ""),
            left_out: note.left_out,
            source: capture.source.to_string(),
            resource: capture.resource.into(),
            edition: capture.edition,
            published_at: capture.published_at,
            bytes: archive.body(&object).unwrap(),
        })
    });
    bodies.collect()
}

impl Body {
    /// Whether it is of another publisher than CLUE: `world.rs` has the facts of those.
    pub fn is_of_the_world(&self) -> bool {
        self.of.starts_with("recordings/world/")
    }

    /// The source's boards with those variants that hold for this response; boards without any are left out.
    pub fn boards<'a>(&self, catalogue: &'a Catalogue) -> (&'a Source, Vec<(&'a Board, Vec<&'a Variant>)>) {
        let source = catalogue.source(&self.source).unwrap();
        let holds = |variant: &&Variant| {
            let since = variant.published_since.is_none_or(|since| self.published_at.is_none_or(|at| since <= at));
            let until = variant.published_until.is_none_or(|until| self.published_at.is_none_or(|at| at < until));
            variant.resource == self.resource && since && until
        };
        let boards = source.boards.iter().map(|board| (board, board.variants.iter().filter(holds).collect::<Vec<_>>()));
        (source, boards.filter(|(_, variants)| !variants.is_empty()).collect())
    }
}
