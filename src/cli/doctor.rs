//! `bangdan doctor`

use super::args::Doctor;
use super::output::{write_bytes, write_report};
use super::session::Session;
use crate::catalogue::{Board, Catalogue};
use crate::error::Result;
use crate::lint::{Diagnosis, Repair, diagnose, effects, patch, patched};
use crate::message;
use crate::report::doctor_report;

/// 4 where a board is held back, 0 where all fit.
pub(super) fn run(session: &Session, arguments: &Doctor) -> Result<u8> {
    let library = session.library()?;
    let source = library.catalogue().source(&arguments.source)?;
    let mut diagnoses: Vec<(&Board, Diagnosis)> = Vec::new();
    for board in &source.boards {
        let history = library.history(source, board)?;
        diagnoses.extend(diagnose(&library, board, &history)?.map(|diagnosis| (board, diagnosis)));
    }
    let repairs: Vec<(&str, &[Repair])> = diagnoses
        .iter()
        .filter(|(_, diagnosis)| !diagnosis.repairs.is_empty())
        .map(|(board, diagnosis)| (board.id.as_str(), diagnosis.repairs.as_slice()))
        .collect();
    let text = if repairs.is_empty() { None } else { Some(patched(&source.file, &source.text, &repairs)?) };
    let change = text.as_ref().map(|text| patch(&source.file, &source.text, text));
    let tried = match text.as_ref().filter(|_| arguments.apply) {
        None => None,
        Some(text) => {
            let repaired = Catalogue::from_text(&source.file, text)?;
            Some(effects(&library, source, repaired.source(source.id.as_str())?)?)
        }
    };
    let report = doctor_report(source.id.as_str(), &diagnoses, change.as_deref(), tried.as_deref());
    write_report(session, &arguments.output, &report)?;
    match (&text, &arguments.save) {
        (Some(text), Some(path)) => {
            write_bytes(Some(path), text.as_bytes())?;
            let path = path.display().to_string();
            session.tell(&message!("the repaired definition is in {path}", "修复后的定义已写入 {path}"));
        }
        (Some(_), None) if !arguments.apply => session.tell(&message!(
            "hint: --apply tries the repair on every capture; --save FILE keeps it as a definition of your own",
            "提示：--apply 在全部抓取上试用修复；--save 文件 将其存为自己的定义"
        )),
        _ => {}
    }
    Ok(if diagnoses.is_empty() { 0 } else { 4 })
}
