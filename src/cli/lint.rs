//! `bangdan lint`

use super::args::Lint;
use super::lint_try;
use super::output::to_stdout;
use super::session::Session;
use crate::catalogue::{Board, Catalogue};
use crate::collect::Library;
use crate::error::{Error, ErrorKind, Result};
use crate::lint::{Fit, fit};
use crate::message;
use crate::schema::Severity;
use crate::text::{Language, counted, printable};
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
    for catalogue in catalogues {
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
            let known = session.catalogue().or_else(|_| Catalogue::built_in())?;
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
