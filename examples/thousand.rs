//! Makes an archive of 1,000 contents of one board, to measure with what `show` costs there: see `docs/performance.md`.
//!
//! ```sh
//! cargo run --release --example thousand -- FOLDER
//! bangdan --archive FOLDER/archive --sources FOLDER/sources show thousand
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::collect::{Keep, Library};
use bangdan::error::{Error, ErrorKind, Result};
use bangdan::message;
use bangdan::schema::{SourceId, Timestamp};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

const CONTENTS: usize = 1000;
const MODELS: usize = 40;

const SOURCE: &str = r#"
id = "thousand"
publisher = "Nobody"
name = { en = "Thousand", zh = "千期榜" }
homepage = "https://thousand.example/"
languages = ["zh"]

[resource.readme]
url = "https://thousand.example/README.md"

[[board]]
id = "thousand"
name = { en = "Thousand", zh = "千期榜" }
rolling = true
columns = { rank = ["排名"], model = ["模型"], organization = ["机构"] }
variants = [{ resource = "readme", table = { format = "markdown", heading = ["排行榜"] } }]
metric = [
    { id = "total", name = { en = "Total", zh = "总分" }, header = ["总分"], range = [0, 100], primary = true },
    { id = "code", name = { en = "Code", zh = "代码" }, header = ["代码"], range = [0, 100] },
    { id = "maths", name = { en = "Mathematics", zh = "数学" }, header = ["数学"], range = [0, 100] },
]
"#;

fn main() -> ExitCode {
    let (Some(folder), None) = (env::args_os().nth(1).map(PathBuf::from), env::args_os().nth(2)) else {
        eprintln!("usage: thousand FOLDER");
        return ExitCode::from(2);
    };
    match make(&folder) {
        Ok(held) => {
            println!("{held} contents in {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the archive and what is derived of it; how many contents it then holds.
fn make(folder: &Path) -> Result<usize> {
    let sources = folder.join("sources");
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::new(ErrorKind::Io { doing: message!("write", "写入"), path }).caused_by(cause)
    };
    fs::create_dir_all(&sources).map_err(unwritable(&sources))?;
    let file = sources.join("thousand.toml");
    fs::write(&file, SOURCE).map_err(unwritable(&file))?;
    let archive = Archive::create(&folder.join("archive"))?;
    let mut run = archive.begin_run(day(0), "thousand")?;
    for number in 0..CONTENTS {
        let body = page(number);
        let url = "https://thousand.example/README.md";
        let outcome = Outcome::of_body(body.as_bytes(), None, url, Some("text/markdown"));
        let mut capture = Capture::new(SourceId::from("thousand"), "readme", url, day(number), outcome);
        capture.status = Some(200);
        capture.etag = Some(format!("\"{number}\""));
        run.record(capture, Some(body.as_bytes()))?;
    }
    run.finish()?;
    let (catalogue, broken) = Catalogue::with_overlay(&sources)?;
    if let Some(error) = broken.into_iter().next() {
        return Err(error);
    }
    let library = Library::open(archive, catalogue, Keep::Derived)?;
    let heads = library.heads()?;
    Ok(heads.get(&"thousand".into()).map_or(0, |history| history.snapshots.len()))
}

/// One content a day.
fn day(number: usize) -> Timestamp {
    let seconds = i64::try_from(number).unwrap_or_default() * 86_400;
    Timestamp::from_second(1_672_531_200 + seconds).unwrap_or_default()
}

/// The page of a day: every third model has moved since the day before.
fn page(number: usize) -> String {
    let mut scored: Vec<(usize, usize)> =
        (0..MODELS).map(|model| (9_500 - model * 150 + (number + model) / 3 % 7 * 41, model)).collect();
    scored.sort_by(|a, b| b.cmp(a));
    let mut text =
        "# 排行榜\n\n| 排名 | 模型 | 机构 | 总分 | 代码 | 数学 |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    for (place, (score, model)) in scored.into_iter().enumerate() {
        let part = |shift: usize| {
            let hundredths = score - shift;
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        };
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "| {} | 模型-{model:02}B | 机构{} | {} | {} | {} |",
            place + 1,
            model % 12,
            part(0),
            part(120),
            part(310)
        );
    }
    text
}
