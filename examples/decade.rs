//! Makes an archive of ten years of a hundred boards that are read daily, one reading in twenty with something new, to
//! measure with what the archive's logs, its derived tables and `news` cost there: see `docs/performance.md`.
//!
//! ```sh
//! cargo run --release --example decade -- FOLDER [DAYS]
//! bangdan --archive FOLDER/archive --sources FOLDER/sources news
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::error::{Error, ErrorKind, Result};
use bangdan::message;
use bangdan::schema::{Digest, SourceId, Timestamp};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

const SOURCES: usize = 10;
const BOARDS: usize = 10;
const MODELS: usize = 100;
const METRICS: usize = 5;
const DAYS: usize = 3650;

/// One reading in so many has something new.
const CHANGES: u64 = 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (Some(folder), days) = (arguments.first(), arguments.get(1).map_or(Ok(DAYS), |days| days.parse())) else {
        eprintln!("usage: decade FOLDER [DAYS]");
        return ExitCode::from(2);
    };
    let Ok(days) = days else {
        eprintln!("DAYS is a number");
        return ExitCode::from(2);
    };
    match make(&PathBuf::from(folder), days) {
        Ok((requests, bodies)) => {
            println!("{requests} readings with {bodies} contents in {folder}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How many readings the archive has, and how many bodies.
fn make(folder: &Path, days: usize) -> Result<(usize, usize)> {
    let sources = folder.join("sources");
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::new(ErrorKind::Io { doing: message!("write", "写入"), path }).caused_by(cause)
    };
    fs::create_dir_all(&sources).map_err(unwritable(&sources))?;
    for source in 0..SOURCES {
        let file = sources.join(format!("decade{source}.toml"));
        fs::write(&file, definition(source)).map_err(unwritable(&file))?;
    }
    let archive = Archive::create(&folder.join("archive"))?;
    let mut chance = Chance(20_161_128);
    let mut tables: Vec<Table> = (0..SOURCES * BOARDS).map(|_| Table::new(&mut chance)).collect();
    let mut last: Vec<Option<Digest>> = vec![None; tables.len()];
    let (mut requests, mut bodies) = (0, 0);
    for number in 0..days {
        let mut run = archive.begin_run(time(number, 0), "decade")?;
        for (board, table) in tables.iter_mut().enumerate() {
            if number > 0 && chance.below(CHANGES) == 0 {
                table.change(&mut chance);
            }
            let body = table.csv();
            let (source, name) = (board / BOARDS, board % BOARDS);
            let url = format!("https://decade.example/{source}/{name}.csv");
            let before = last.get(board).copied().flatten();
            let outcome = Outcome::of_body(body.as_bytes(), before, &url, Some("text/csv"));
            let is_new = matches!(outcome, Outcome::New { .. });
            if let Some(last) = last.get_mut(board) {
                *last = outcome.object();
            }
            let id = SourceId::from(format!("decade{source}"));
            let mut capture = Capture::new(id, &format!("board{name}"), &url, time(number, board), outcome);
            capture.status = Some(if is_new { 200 } else { 304 });
            capture.etag = Some(format!("\"{number}\""));
            run.record(capture, is_new.then_some(body.as_bytes()))?;
            (requests, bodies) = (requests + 1, bodies + usize::from(is_new));
        }
        run.finish()?;
    }
    Ok((requests, bodies))
}

fn definition(source: usize) -> String {
    let mut text = format!(
        "id = \"decade{source}\"\npublisher = \"Nobody {source}\"\nname = {{ en = \"Decade {source}\", zh = \"十年榜{source}\" }}\n\
         homepage = \"https://decade.example/\"\nlanguages = [\"zh\"]\n"
    );
    for board in 0..BOARDS {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n[resource.board{board}]\nurl = \"https://decade.example/{source}/{board}.csv\"\n");
    }
    for board in 0..BOARDS {
        let _ = write!(
            text,
            "\n[[board]]\nid = \"decade{source}/b{board}\"\nname = {{ en = \"Board {board}\", zh = \"榜{board}\" }}\n\
             rolling = true\ncolumns = {{ rank = [\"rank\"], model = [\"model\"], organization = [\"org\"] }}\n\
             variants = [{{ resource = \"board{board}\", table = {{ format = \"csv\" }} }}]\nmetric = [\n"
        );
        for metric in 0..METRICS {
            let primary = if metric == 0 { ", primary = true" } else { "" };
            let _ = writeln!(
                text,
                "    {{ id = \"m{metric}\", name = {{ en = \"M{metric}\", zh = \"指标{metric}\" }}, \
                 header = [\"m{metric}\"], range = [0, 100]{primary} }},"
            );
        }
        text.push_str("]\n");
    }
    text
}

/// Noon of a day, and some seconds.
fn time(day: usize, second: usize) -> Timestamp {
    let seconds = i64::try_from(day * 86_400 + second).unwrap_or_default();
    Timestamp::from_second(1_479_038_400 + seconds).unwrap_or_default()
}

/// A board as it stands: names and scores in hundredths.
struct Table {
    rows: Vec<(String, [u64; METRICS])>,
    made: usize,
}

impl Table {
    fn new(chance: &mut Chance) -> Table {
        let mut table = Table { rows: Vec::new(), made: 0 };
        while table.rows.len() < MODELS {
            let row = table.model(chance);
            table.rows.push(row);
        }
        table
    }

    fn model(&mut self, chance: &mut Chance) -> (String, [u64; METRICS]) {
        self.made += 1;
        let base = 2_000 + chance.below(5_000) + u64::try_from(self.made).unwrap_or_default() % 2_000;
        (format!("model-{}-{}b", self.made, 7 + self.made % 65), std::array::from_fn(|_| base + chance.below(600)))
    }

    /// Three models are measured anew, and every second time a new one takes the last one's place.
    fn change(&mut self, chance: &mut Chance) {
        for _ in 0..3 {
            let row = usize::try_from(chance.below(MODELS as u64)).unwrap_or_default();
            let metric = usize::try_from(chance.below(METRICS as u64)).unwrap_or_default();
            let score = self.rows.get_mut(row).and_then(|(_, scores)| scores.get_mut(metric));
            if let Some(score) = score {
                *score = (*score + chance.below(300)).min(9_999);
            }
        }
        if chance.below(2) == 0 {
            let row = self.model(chance);
            self.rows.pop();
            self.rows.push(row);
        }
        self.rows.sort_by(|(a, own), (b, other)| other.cmp(own).then(a.cmp(b)));
    }

    fn csv(&self) -> String {
        let mut text = String::from("rank,model,org,m0,m1,m2,m3,m4\n");
        for (place, (name, scores)) in self.rows.iter().enumerate() {
            let _ = write!(text, "{},{name},org{}", place + 1, name.len() % 12);
            for score in scores {
                let _ = write!(text, ",{}.{:02}", score / 100, score % 100);
            }
            text.push('\n');
        }
        text
    }
}

/// A generator whose numbers are the same everywhere.
struct Chance(u64);

impl Chance {
    /// A number below `most`.
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
