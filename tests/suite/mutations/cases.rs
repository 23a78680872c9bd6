//! What is damaged: captures of the fixtures with what came before them, and one small board of our own in every
//! format.

use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::catalogue::{Board, Catalogue, Source, Variant};
use bangdan::collect::{Decisions, derive_decided, sightings};
use bangdan::schema::{BoardHistory, Digest};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// So many captures before the damaged one are derived with it: what the gate learns takes four contents.
const BEFORE: usize = 5;

/// Boards of one source that are taken, the first ones.
const BOARDS: usize = 6;

/// A capture of a board, and what came before it.
pub struct Case<'c> {
    pub source: &'c Source,
    pub board: &'c Board,
    pub variant: &'c Variant,
    /// The last one is damaged.
    pub captures: Vec<Capture>,
    pub bodies: HashMap<Digest, Vec<u8>>,
    pub decisions: Decisions,
}

impl Case<'_> {
    pub fn body(&self) -> &[u8] {
        &self.bodies[&self.captures.last().and_then(Capture::object).unwrap()]
    }

    /// What the captures show of the board, the last one with this body.
    pub fn derive(&self, body: &[u8]) -> BoardHistory {
        let mut captures = self.captures.clone();
        let object = Digest::of(body);
        let last = captures.last_mut().unwrap();
        last.outcome = Outcome::New { object, bytes: body.len() as u64, ext: "bin" };
        let read = |wanted: &Digest| Ok(if *wanted == object { body.to_vec() } else { self.bodies[wanted].clone() });
        let seen = sightings(&self.source.id, &captures);
        let wanted = |board: &bangdan::schema::BoardId| *board == self.board.id;
        let mut histories = derive_decided(self.source, &captures, &seen, &self.decisions, wanted, read).unwrap();
        histories.remove(&self.board.id).unwrap_or_default()
    }
}

/// The last capture of each board and of each of its resources, and the first: that one has nothing before it.
pub fn of_fixtures(catalogue: &Catalogue) -> Vec<Case<'_>> {
    let archive = Archive::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive")).unwrap();
    let mut captures = archive.captures().unwrap();
    captures.retain(|capture| matches!(capture.outcome, Outcome::New { .. }));
    captures.sort_by_key(|capture| (capture.published_at.unwrap_or(capture.observed_at), capture.observed_at));
    let decisions = Decisions::of(archive.decisions().unwrap());
    let mut cases = Vec::new();
    for source in catalogue.sources() {
        let single = |board: &&Board| board.variants.iter().all(|variant| !variant.is_composed());
        for board in source.boards.iter().filter(single).take(BOARDS) {
            let mut resources: BTreeMap<&str, Vec<&Capture>> = BTreeMap::new();
            for capture in captures.iter().filter(|capture| capture.source == source.id) {
                if board.variants.iter().any(|variant| variant.resource == capture.resource) {
                    resources.entry(&capture.resource).or_default().push(capture);
                }
            }
            for (resource, captures) in resources {
                let mut variants = board.variants.iter().filter(|variant| variant.resource == resource);
                // The last variant of a resource is the one that holds now.
                let Some(variant) = variants.next_back() else { continue };
                for end in [1, captures.len()] {
                    let before: Vec<Capture> = captures[end.saturating_sub(BEFORE + 1)..end]
                        .iter()
                        .map(|capture| (*capture).clone())
                        .collect();
                    let bodies = before.iter().filter_map(Capture::object);
                    let bodies = bodies.map(|object| (object, archive.body(&object).unwrap())).collect();
                    let decisions = decisions.clone();
                    cases.push(Case { source, board, variant, captures: before, bodies, decisions });
                    if captures.len() == 1 {
                        break;
                    }
                }
            }
        }
    }
    cases
}

const ROWS: [(&str, &str, [&str; 3]); 10] = [
    ("GPT-4", "OpenAI", ["83.20", "90.10", "76.30"]),
    ("文心一言4.0", "百度", ["79.02", "80.15", "77.89"]),
    ("讯飞星火V3.0", "科大讯飞", ["74.18", "71.40", "76.96"]),
    ("Mistral Café", "Mistral", ["70.25", "69.15", "71.35"]),
    ("ChatGLM2-Pro", "清华&智谱AI", ["64.69", "60.01", "69.37"]),
    ("通义千问2.0", "阿里巴巴", ["60.30", "58.27", "62.33"]),
    ("Baichuan2-13B", "百川智能", ["54.15", "51.72", "56.58"]),
    ("MiniMax-abab5", "MiniMax", ["49.77", "45.81", "53.73"]),
    ("BlueLM", "vivo", ["44.91", "43.38", "46.44"]),
    ("Llama-2-13B", "Meta", ["31.05", "20.56", "41.54"]),
];

/// The formats of the paper board, as definitions name them.
const FORMATS: [&str; 8] = ["markdown", "html", "csv", "tsv", "json", "jsonl", "yaml", "script"];

/// The definitions of one small board in every format.
pub fn paper_catalogues() -> Vec<Catalogue> {
    FORMATS.iter().map(|format| Catalogue::from_text("paper.toml", &definition(format)).unwrap()).collect()
}

fn definition(format: &str) -> String {
    let at = if format == "script" { ", at = \"rows\"" } else { "" };
    format!(
        "id = \"paper-{format}\"\npublisher = \"p\"\nname = {{ en = \"p\", zh = \"p\" }}\nhomepage = \"https://p.example/\"\n\
         languages = []\n[resource.page]\nurl = \"https://p.example/page\"\n\
         [[board]]\nid = \"paper-{format}/all\"\nname = {{ en = \"p\", zh = \"p\" }}\nrolling = true\n\
         columns = {{ rank = [\"rank\"], model = [\"model\"], organization = [\"maker\"] }}\n\
         variants = [{{ resource = \"page\", table = {{ format = \"{format}\"{at} }} }}]\n\
         metric = [{{ id = \"total\", header = [\"total\"], primary = true, range = [0, 100] }},\n\
         {{ id = \"math\", header = [\"math\"], range = [0, 100] }}, {{ id = \"code\", header = [\"code\"], range = [0, 100] }}]\n"
    )
}

/// The board with one more row from one capture to the next, a day later each.
pub fn of_paper(catalogue: &Catalogue) -> Vec<Case<'_>> {
    let source = &catalogue.sources()[0];
    let format = source.id.as_str().strip_prefix("paper-").unwrap();
    let mut captures = Vec::new();
    let mut bodies = HashMap::new();
    for (day, rows) in [(1, 8), (2, 9), (3, 9), (4, 10), (5, 10)] {
        let body = page(format, rows, day).into_bytes();
        let time = format!("2026-11-0{day}T00:00:00Z").parse().unwrap();
        let outcome = Outcome::of_body(&body, None, "page", None);
        bodies.insert(Digest::of(&body), body);
        captures.push(Capture::new(source.id.clone(), "page", "https://p.example/page", time, outcome));
    }
    let (board, decisions) = (&source.boards[0], Decisions::default());
    let variant = &board.variants[0];
    let case = |count: usize| Case {
        source,
        board,
        variant,
        captures: captures[..count].to_vec(),
        bodies: bodies.clone(),
        decisions: decisions.clone(),
    };
    vec![case(1), case(captures.len())]
}

fn page(format: &str, rows: usize, day: usize) -> String {
    // One figure is revised from one capture to the next.
    let cell =
        |row: usize, text: &str| if row == 0 { format!("{}{day}", &text[..text.len() - 1]) } else { text.to_owned() };
    let rows = ROWS.iter().take(rows).enumerate().map(|(index, (name, maker, [total, math, code]))| {
        let rank = (index + 1).to_string();
        let cells =
            [rank, (*name).to_owned(), (*maker).to_owned(), (*total).to_owned(), cell(index, math), (*code).to_owned()];
        cells.to_vec()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let header = ["rank", "model", "maker", "total", "math", "code"];
    let joined = |sep: &str| {
        let lines = std::iter::once(header.join(sep)).chain(rows.iter().map(|row| row.join(sep)));
        lines.map(|line| line + "\n").collect::<String>()
    };
    let object = |row: &Vec<String>, quote: &str| {
        let field = |(key, text): (&&str, &String)| {
            let number = text.parse::<f64>().is_ok();
            if number { format!("{quote}{key}{quote}: {text}") } else { format!("{quote}{key}{quote}: \"{text}\"") }
        };
        format!("{{{}}}", header.iter().zip(row).map(field).collect::<Vec<_>>().join(", "))
    };
    let objects =
        |quote: &str, between: &str| rows.iter().map(|row| object(row, quote)).collect::<Vec<_>>().join(between);
    match format {
        "markdown" => {
            let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
            let head = format!("| {} |\n|---|---|---|---|---|---|\n", header.join(" | "));
            format!("# Board\n\n{head}{}\nThe end.\n", rows.iter().map(|row| line(row)).collect::<String>())
        }
        "html" => {
            let line = |tag: &str, cells: &[String]| {
                let cells = cells.join(&format!("</{tag}><{tag}>")).replace('&', "&amp;");
                format!("<tr><{tag}>{cells}</{tag}></tr>\n")
            };
            let head = line("th", &header.map(str::to_owned));
            let rows: String = rows.iter().map(|row| line("td", row)).collect();
            format!(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><table>\n{head}{rows}</table></body></html>\n"
            )
        }
        "csv" => joined(","),
        "tsv" => joined("\t"),
        "json" => format!("[\n{}\n]\n", objects("\"", ",\n")),
        "jsonl" => objects("\"", "\n") + "\n",
        "yaml" => {
            let line = |row: &Vec<String>| {
                let fields: Vec<String> =
                    header.iter().zip(row).map(|(key, text)| format!("{key}: {text}\n")).collect();
                format!("- {}", fields.join("  "))
            };
            rows.iter().map(line).collect()
        }
        _ => format!("const rows = [\n{}\n];\n", objects("", ",\n")),
    }
}
