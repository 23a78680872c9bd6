//! `bangdan lint --try`: a body that is not in the archive, with a definition or for a first one.

use super::args::Lint;
use super::output::to_stdout;
use super::session::Session;
use crate::catalogue::{Catalogue, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Asked, Environment, Fetched, Fetcher, Last, Memory, Outcome, Quiet, Settings};
use crate::lint::{Survey, Trial, survey, trial};
use crate::message;
use crate::schema::{Digest, Problem, RawTable, table_words};
use crate::text::{Language, Message, counted, printable, printable_line, squeeze, truncate};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// How many of the tables of a body are described.
const DESCRIBED: usize = 20;

/// 0 where something was read, 1 where a definition fits nothing of the body or nothing looks like a ranking.
pub(super) fn run(session: &Session, arguments: &Lint, place: &str, definitions: &[Catalogue]) -> Result<u8> {
    let body = body(session, place)?;
    if definitions.is_empty() {
        return first_definition(session, arguments, place, &body);
    }
    let mut fits = true;
    for catalogue in definitions {
        for source in catalogue.sources() {
            fits &= hold(session, source, arguments, &body)?;
        }
    }
    Ok(u8::from(!fits))
}

/// Tables and doubts go to the error stream, the definition to the standard output, to be kept as a file.
fn first_definition(session: &Session, arguments: &Lint, place: &str, body: &[u8]) -> Result<u8> {
    let found = survey(place, body, arguments.format).map_err(|problem| unread(place, &problem))?;
    describe(session, &found);
    if let Some(why) = &found.emptiness {
        session.tell(why);
        return Ok(1);
    }
    if found.boards == 0 {
        session.tell(&message!(
            "no table looks like a ranking: at least two rows, a column of names and one of numbers",
            "没有表格像榜单：至少需要两行数据、一列名称与一列数字"
        ));
        return Ok(1);
    }
    to_stdout(|stdout| write!(stdout, "{}", printable(&found.definition)))?;
    let drafted = Catalogue::from_text("draft", &found.definition)?;
    for source in drafted.sources() {
        let trials = trial(source, body, None, session.clock())?;
        for trial in &trials {
            tell_trial(session, trial);
        }
    }
    session.tell(&message!(
        "hint: keep it as a file, correct it, and try it with `bangdan lint FILE --try {place}`",
        "提示：存为文件、修改后，用 `bangdan lint 文件 --try {place}` 检验"
    ));
    Ok(0)
}

fn hold(session: &Session, source: &Source, arguments: &Lint, body: &[u8]) -> Result<bool> {
    let trials = trial(source, body, arguments.edition.as_deref(), session.clock())?;
    for trial in &trials {
        let lines = lines(trial, session.language);
        to_stdout(|stdout| lines.iter().try_for_each(|line| writeln!(stdout, "{}", printable(line))))?;
    }
    let read = trials.iter().filter(|trial| trial.outcome.is_ok()).count();
    let (id, boards) = (&source.id, trials.len());
    let of = counted(boards, "board", "boards");
    session.tell(&message!("{id}: {read} of {of} can be read", "{id}：{boards} 个榜单中可读取 {read} 个"));
    Ok(read > 0 && read == boards)
}

fn tell_trial(session: &Session, trial: &Trial) {
    for line in lines(trial, session.language) {
        session.tell(&crate::text::Message::same(line));
    }
}

/// What came out for a board: how many entries, the first and the last, and every doubt.
fn lines(trial: &Trial, language: Language) -> Vec<String> {
    let board = &trial.board;
    match &trial.outcome {
        Err(problem) => {
            let (code, en, zh) = (problem.code.as_str(), &problem.what.en, &problem.what.zh);
            vec![message!("{board}: {code}: {en}", "{board}：{code}：{zh}").get(language).to_owned()]
        }
        Ok(snapshots) => {
            let mut lines = Vec::new();
            for snapshot in snapshots {
                let name = |entry: Option<&crate::schema::Entry>| {
                    entry.map_or_else(String::new, |entry| truncate(&printable_line(&squeeze(&entry.name)), 40))
                };
                let (entries, first, last) =
                    (snapshot.entries.len(), name(snapshot.entries.first()), name(snapshot.entries.last()));
                let edition =
                    snapshot.edition.as_ref().map(|edition| format!(" {}", edition.label)).unwrap_or_default();
                let entries_en = counted(entries, "entry", "entries");
                lines.push(
                    message!(
                        "{board}{edition}: {entries_en}, from {first} to {last}",
                        "{board}{edition}：{entries} 个条目，从 {first} 到 {last}"
                    )
                    .get(language)
                    .to_owned(),
                );
                for problem in &snapshot.problems {
                    let what = problem.what.get(language);
                    lines.push(format!("  {}: {what}", problem.code.as_str()));
                }
            }
            lines
        }
    }
}

fn describe(session: &Session, found: &Survey) {
    let (format, count) = (format!("{:?}", found.format).to_lowercase(), found.tables.len());
    let tables = counted(count, "table", "tables");
    session.tell(&message!("read as {format}: {tables}", "按 {format} 读取：{count} 个表格"));
    for table in found.tables.iter().take(DESCRIBED) {
        let (rows, heading, header) = (table.rows.len(), heading(table), header(table));
        let Message { en: place, zh: place_zh } = table_words(&printable_line(&table.place));
        let rows_en = counted(rows, "row", "rows");
        session
            .tell(&message!("  {place}{heading}: {rows_en} [{header}]", "  {place_zh}{heading}：{rows} 行 [{header}]"));
    }
    if count > DESCRIBED {
        let more = count - DESCRIBED;
        session.tell(&message!("  … and {more} more", "  ……另有 {more} 个"));
    }
}

fn heading(table: &RawTable) -> String {
    table
        .heading
        .as_deref()
        .map(|text| format!(" \"{}\"", truncate(&printable_line(&squeeze(text)), 40)))
        .unwrap_or_default()
}

fn header(table: &RawTable) -> String {
    let cells: Vec<String> =
        table.header.iter().map(|cell| truncate(&printable_line(&squeeze(&cell.text)), 24)).collect();
    truncate(&cells.join(" | "), 160)
}

fn unread(place: &str, problem: &Problem) -> Error {
    let (place, en, zh) = (place.to_owned(), problem.what.en.clone(), problem.what.zh.clone());
    Error::new(ErrorKind::Usage { what: message!("{place} cannot be read: {en}", "无法读取 {place}：{zh}") })
}

/// The bytes of a file, or of an address, which is asked for as politely as a source's.
fn body(session: &Session, place: &str) -> Result<Vec<u8>> {
    if !(place.starts_with("http://") || place.starts_with("https://")) {
        return fs::read(Path::new(place)).map_err(|cause| {
            Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: place.into() }).caused_by(cause)
        });
    }
    let url = toml::Value::String(place.to_owned());
    let definition = format!(
        "id = \"try\"\npublisher = \"?\"\nname = {{ en = \"try\", zh = \"try\" }}\nhomepage = {url}\nlanguages = []\n\
         [resource.page]\nurl = {url}\n"
    );
    let catalogue = Catalogue::from_text("--try", &definition)?;
    let sources: Vec<&Source> = catalogue.sources().iter().collect();
    let environment = Environment::from_variables(|name| std::env::var(name).ok(), sources.iter().copied());
    let fetcher = Fetcher::new(Settings::default(), environment)?;
    let mut came = None;
    let mut keep = |fetched: Fetched| {
        came = Some(fetched.outcome);
        Ok(())
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|cause| {
        let doing = message!("start the network runtime for", "启动网络运行环境");
        Error::new(ErrorKind::Io { doing, path: "network".into() }).caused_by(cause)
    })?;
    let asked = Asked { now: session.clock(), all_editions: false };
    runtime.block_on(fetcher.run(&sources, asked, &Nothing, Arc::new(Quiet), &mut keep))?;
    match came {
        Some(Outcome::New(body)) => Ok(body),
        Some(Outcome::Failed(error)) => Err(error),
        _ => Err(Error::new(ErrorKind::Usage { what: message!("{place} gave no body", "{place} 没有返回内容") })),
    }
}

/// Nothing was captured before.
struct Nothing;

impl Memory for Nothing {
    fn last(&self, _: &str) -> Option<Last> {
        None
    }

    fn body(&self, _: &Digest) -> Option<Vec<u8>> {
        None
    }

    fn absent(&self, _: &str) -> bool {
        false
    }
}
