//! What a body holds, as far as can be told without a definition.

use super::draft::{Subject, draft};
use super::ids::plain_slug;
use super::sniff::{formats, promised};
use crate::catalogue::{Format, TableSelector};
use crate::extract::Document;
use crate::schema::{Digest, Problem, RawTable};
use crate::text::Message;

/// What a body holds.
#[derive(Debug)]
pub struct Survey {
    /// The format in which it was read.
    pub format: Format,
    /// Its tables.
    pub tables: Vec<RawTable>,
    /// A first definition, and how many boards it has.
    pub definition: String,
    /// How many boards that has.
    pub boards: usize,
    /// Why there is no table, where there is none: a page that a script fills.
    pub emptiness: Option<Message>,
}

/// Reads a body in the likeliest format in which it has a table that may be a ranking. `name` is its address or file
/// name, `media_type` what it was sent as, `format` what a person says of it.
///
/// # Errors
/// Why it cannot be read in the likeliest format, where it can be read in none.
pub fn survey(name: &str, media_type: Option<&str>, body: &[u8], format: Option<Format>) -> Result<Survey, Problem> {
    let document = Document::open(Digest::of(body), body);
    let promised = promised(name, media_type);
    let guess = || formats(promised, body, document.all(Format::Json).is_ok());
    let candidates = format.map_or_else(guess, |format| vec![format]);
    let id = source_id(name);
    // A file's own address is not known: the person who has it fills it in.
    let url = if name.contains("://") { name } else { "https://example.invalid/" };
    let mut first_failure = None;
    let mut best: Option<Survey> = None;
    for format in candidates {
        let (tables, emptiness) = match document.all(format) {
            Ok(tables) => {
                let refusal = document.tables(&TableSelector::of(format)).err();
                (tables, refusal.map(|problem| problem.what))
            }
            Err(problem) => {
                first_failure.get_or_insert(problem);
                continue;
            }
        };
        let (definition, boards) = draft(&Subject { id: &id, url, format, tables: &tables });
        let better = best.as_ref().is_none_or(|best| (boards, tables.len()) > (best.boards, best.tables.len()));
        if better {
            // What its name says it is, it is.
            let found = boards > 0 || (Some(format) == promised && !tables.is_empty());
            best = Some(Survey { format, tables, definition, boards, emptiness });
            if found {
                break;
            }
        }
    }
    match (best, first_failure) {
        (Some(best), None) => Ok(best),
        (Some(best), Some(_)) if !best.tables.is_empty() => Ok(best),
        (_, Some(problem)) => Err(problem),
        (None, None) => Err(crate::schema::Problem {
            code: crate::schema::Code::NoTable,
            at: None,
            what: crate::message!("the body is in no format that can be read", "无法以任何已知格式读取"),
        }),
    }
}

/// A slug of the host's name or the file's.
fn source_id(name: &str) -> String {
    let (_, rest) = name.split_once("://").unwrap_or(("", name));
    let is_address = rest.len() < name.len();
    let part = if is_address {
        rest.split('/').next().unwrap_or_default()
    } else {
        rest.rsplit(['/', '\\']).next().unwrap_or_default()
    };
    let part = if is_address { part.trim_start_matches("www.") } else { part.split('.').next().unwrap_or_default() };
    let slug = plain_slug(part);
    let reserved = ["index", "readme", "con", "prn", "aux", "nul"].contains(&slug.as_str());
    if slug.is_empty() || reserved { "my-source".to_owned() } else { slug }
}
