//! `bangdan lint`

use super::args::Lint;
use super::lint_try;
use super::output::to_stdout;
use super::session::Session;
use crate::catalogue::{Board, Catalogue, Source};
use crate::collect::Library;
use crate::error::{Error, ErrorKind, Result};
use crate::lint::{Fit, fit};
use crate::message;
use crate::schema::Severity;
use crate::text::{Language, Message, counted, printable};
use std::fs;
use std::path::Path;

/// 1 where a definition no longer fits its newest capture; with `--strict`, where anything was found.
pub(super) fn run(session: &Session, arguments: &Lint) -> Result<u8> {
    let mut catalogues = Vec::new();
    for file in &arguments.files {
        catalogues.push(definition(session, file)?);
    }
    if let Some(place) = &arguments.try_on {
        return lint_try::run(session, arguments, place, &catalogues);
    }
    if catalogues.is_empty() {
        catalogues.push(session.catalogue()?);
    }
    let mut worst = None;
    let mut lines = Vec::new();
    let built_in = Catalogue::built_in()?;
    for catalogue in catalogues {
        for source in catalogue.sources() {
            own(session.language, source, &built_in, &mut lines, &mut worst);
        }
        let library = session.library_if_any(catalogue)?;
        check(session.language, &library, &mut lines, &mut worst)?;
    }
    to_stdout(|stdout| lines.iter().try_for_each(|line| writeln!(stdout, "{}", printable(line))))?;
    let bar = if arguments.strict { Severity::Note } else { Severity::Refusal };
    Ok(u8::from(worst >= Some(bar)))
}

/// A definition file, or the source or board of that name.
fn definition(session: &Session, file: &Path) -> Result<Catalogue> {
    let name = file.display().to_string();
    match fs::read(file) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes).map_err(|cause| {
                let offset = cause.utf8_error().valid_up_to();
                let what = message!("not UTF-8 from byte {offset} on", "从第 {offset} 字节起不是 UTF-8");
                Error::new(ErrorKind::Definition { file: name.clone(), position: None, what, suggestion: None })
            })?;
            // A mistake in another file of the user's is none of this one.
            let (known, _) = session.definitions()?;
            Catalogue::from_text_among(&name, &text, &known)
        }
        Err(cause) => {
            let catalogue = session.catalogue()?;
            if let Ok(source) = catalogue.source(&name).or_else(|_| catalogue.board(&name).map(|(source, _)| source)) {
                return Ok(catalogue.only(source));
            }
            let what = message!("no such file, source or board", "没有这样的文件、来源或榜单");
            Err(Error::new(ErrorKind::Definition { file: name, position: None, what, suggestion: None })
                .caused_by(cause))
        }
    }
}

/// What is worth saying of a definition of the user's own, whatever was captured: that it replaces a built-in one, and
/// that nothing says by which score a board orders.
fn own(
    language: Language,
    source: &Source,
    built_in: &Catalogue,
    lines: &mut Vec<String>,
    worst: &mut Option<Severity>,
) {
    let replaced = built_in.sources().iter().find(|other| other.id == source.id);
    if replaced.is_some_and(|other| other.digest == source.digest) {
        return;
    }
    let mut say = |severity: Severity, what: &Message| {
        *worst = (*worst).max(Some(severity));
        lines.push(what.get(language).to_owned());
    };
    let id = &source.id;
    if let Some(other) = replaced {
        let gone = other.boards.iter().filter(|board| source.boards.iter().all(|own| own.id != board.id));
        let gone: Vec<&str> = gone.map(|board| board.id.as_str()).collect();
        let (all, count) = (other.boards.len(), gone.len());
        let (named, named_zh) = (gone.join(", "), gone.join("、"));
        say(
            Severity::Note,
            &if gone.is_empty() {
                message!(
                    "{id}: replaces the built-in source with all of its {all} boards",
                    "{id}：取代内置来源，其 {all} 个榜单均在"
                )
            } else {
                message!(
                    "{id}: replaces the built-in source, of whose {all} boards {count} are gone: {named}",
                    "{id}：取代内置来源，其 {all} 个榜单中有 {count} 个不再存在：{named_zh}"
                )
            },
        );
    }
    for board in source.boards.iter().filter(|board| board.primary().is_none() && !board.metrics.is_empty()) {
        let id = &board.id;
        say(
            Severity::Warning,
            &message!(
                "{id}: no metric is `primary`: nothing says by which score the board orders",
                "{id}：没有 `primary` 指标，无法得知榜单按哪个分数排序"
            ),
        );
    }
}

fn check(language: Language, library: &Library, lines: &mut Vec<String>, worst: &mut Option<Severity>) -> Result<()> {
    let histories = library.histories()?;
    let mut untried = 0;
    for (source, board) in library.catalogue().boards() {
        let Some(history) = histories.get(&board.id) else { continue };
        let fit = fit(source, board, history);
        *worst = (*worst).max(fit.severity());
        if fit.is_untried() {
            untried += 1;
        }
        describe(language, board, &fit, lines);
    }
    let (boards, sources) = (library.catalogue().boards().count(), library.catalogue().sources().len());
    let (boards_en, sources_en) = (counted(boards, "board", "boards"), counted(sources, "source", "sources"));
    let sum = message!(
        "{boards_en} of {sources_en}; {untried} without a capture to hold them against",
        "共 {sources} 个来源、{boards} 个榜单；其中 {untried} 个没有可供检验的抓取"
    );
    lines.push(sum.get(language).to_owned());
    Ok(())
}

fn describe(language: Language, board: &Board, fit: &Fit, lines: &mut Vec<String>) {
    let (id, read, refused) = (&board.id, fit.read, fit.refused.len());
    if fit.severity().is_none() {
        return;
    }
    let (contents, captures) = (counted(read, "content", "contents"), counted(refused, "capture", "captures"));
    let head = message!("{id}: {contents} read, {captures} refused", "{id}：读取 {read} 个版本，拒收 {refused} 次抓取");
    lines.push(head.get(language).to_owned());
    let mut add = |text: String| lines.push(format!("  {text}"));
    for why in &fit.refused {
        add(why.get(language).to_owned());
    }
    for (code, count) in &fit.problems {
        let code = code.as_str();
        add(message!("newest content: {code} × {count}", "最新内容：{code} × {count}").get(language).to_owned());
    }
    if !fit.unseen_metrics.is_empty() {
        let metrics = fit.unseen_metrics.join(", ");
        add(message!("never seen: {metrics}", "从未出现：{metrics}").get(language).to_owned());
    }
}
