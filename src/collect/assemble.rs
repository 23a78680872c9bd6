//! From the tables of several bodies to one content of a board.

use super::derive::{unknown_edition, within};
use super::members::{Member, ReadBody};
use super::merge::Outcome;
use crate::archive::Capture;
use crate::catalogue::{Board, Kind, Source, TableSelector, Variant};
use crate::error::Result;
use crate::extract::{Document, Found, Origin};
use crate::gate;
use crate::message;
use crate::normalize::{Context, read_part, unite};
use crate::schema::{Code, Digest, Edition, Problem, ROWS_LEFT_OUT, RawTable, Snapshot, Timestamp};
use crate::text::{Message, counted, plural};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A board is refused where more than one in so many of its bodies is not there or cannot be read.
const ONE_IN: usize = 3;

/// Tables that were read, by body, address and selector. One body changes among many that stay.
pub(super) struct Tables<'r> {
    body: ReadBody<'r>,
    read: HashMap<(Digest, String, usize), Read>,
}

type Read = Result<Arc<Vec<Found>>, Problem>;

impl<'r> Tables<'r> {
    pub(super) fn new(body: ReadBody<'r>) -> Tables<'r> {
        Tables { body, read: HashMap::new() }
    }

    /// The tables of a body.
    pub(super) fn of(&mut self, selector: &TableSelector, capture: &Capture, digest: Digest) -> Result<Read> {
        // Selectors live as long as the definition, so that their place tells them apart.
        let key = (digest, capture.url.to_string(), std::ptr::from_ref(selector).addr());
        if let Some(read) = self.read.get(&key) {
            return Ok(read.clone());
        }
        let bytes = (self.body)(&digest)?;
        let origin = Origin { url: capture.url.to_string(), edition: capture.edition.clone() };
        let read = Document::open(digest, &bytes).from(origin).tables(selector).map(Arc::new);
        self.read.insert(key, read.clone());
        Ok(read)
    }
}

/// One body of a set.
pub(super) struct Part<'c> {
    url: String,
    capture: Option<(&'c Capture, Digest)>,
    read: Read,
}

impl<'c> Part<'c> {
    pub(super) fn of(url: &str, capture: &'c Capture, digest: Digest, read: Read) -> Part<'c> {
        Part { url: url.to_owned(), capture: Some((capture, digest)), read }
    }

    pub(super) fn missing(url: &str, absent: bool) -> Part<'c> {
        let what = if absent {
            message!("it is named and not there", "清单中有，但不存在")
        } else {
            message!("it could not be had", "未能取得")
        };
        Part { url: url.to_owned(), capture: None, read: Err(Problem { code: Code::UnreadMember, at: None, what }) }
    }
}

/// What a set of bodies is read as.
pub(super) struct Assembly<'a> {
    pub(super) source: &'a Source,
    pub(super) board: &'a Board,
    pub(super) variant: &'a Variant,
    pub(super) address: &'a str,
    /// Addresses that were never asked for: the run was interrupted, or whoever recorded left them out.
    pub(super) unasked: Vec<&'a str>,
    pub(super) at: Timestamp,
    /// When this state of the set became public, where others kept it.
    pub(super) published_at: Option<Timestamp>,
    pub(super) last_seen_at: Timestamp,
}

/// The tables of one edition, each with its body, and the bodies that gave none.
#[derive(Default)]
struct Content<'c> {
    tables: Vec<(&'c Capture, Digest, RawTable)>,
    bad: Vec<(String, Problem)>,
}

impl Assembly<'_> {
    /// One content, or one for each edition that the tables name.
    pub(super) fn contents(
        &self,
        parts: Vec<Part<'_>>,
        further: &[Member<'_>],
        tables: &mut Tables<'_>,
    ) -> Result<Vec<Outcome>> {
        let mut contents: BTreeMap<Option<Edition>, Content<'_>> = BTreeMap::new();
        let mut bad: Vec<(String, Problem)> = Vec::new();
        let bodies = parts.len();
        for Part { url, capture, read } in parts {
            let (found, (capture, digest)) = match (read, capture) {
                (Ok(found), Some(capture)) => (found, capture),
                (Ok(_), None) => continue,
                (Err(problem), _) => {
                    bad.push((url, problem));
                    continue;
                }
            };
            let mut editions = Vec::new();
            for found in found.iter() {
                let label = found.edition.as_ref().or(self.variant.edition.as_ref()).or(capture.edition.as_ref());
                let edition = match self.board.kind {
                    Kind::Rolling => None,
                    Kind::Editions => match label.and_then(|label| self.source.editions.read(label)) {
                        Some(edition) if within(self.variant, &edition, &self.source.editions) => Some(edition),
                        Some(_) => continue,
                        None => {
                            bad.push((url.clone(), unknown_edition(&found.table, label)));
                            continue;
                        }
                    },
                };
                let content = contents.entry(edition.clone()).or_default();
                if editions.contains(&edition) {
                    content.tables.retain(|(other, ..)| other.url != capture.url);
                    content.bad.push((url.clone(), ambiguous()));
                } else {
                    content.tables.push((capture, digest, found.table.clone()));
                    editions.push(edition);
                }
            }
        }
        if contents.is_empty() {
            let Some((url, problem)) = bad.into_iter().next() else { return Ok(Vec::new()) };
            let problem = if bodies == 1 { problem } else { incomplete(bodies, bodies, &url, &problem) };
            return Ok(vec![Outcome::refused_set(
                (self.address, None),
                (self.published_at, self.at),
                Vec::new(),
                problem,
            )]);
        }
        let mut outcomes = Vec::new();
        for (edition, mut content) in contents {
            content.bad.extend(bad.iter().cloned());
            outcomes.push(self.content(edition.as_ref(), content, further, tables)?);
        }
        Ok(outcomes)
    }

    fn content(
        &self,
        edition: Option<&Edition>,
        tables_of_it: Content<'_>,
        further: &[Member<'_>],
        tables: &mut Tables<'_>,
    ) -> Result<Outcome> {
        let Content { tables: own, mut bad } = tables_of_it;
        let mut captures: Vec<Digest> = Vec::new();
        for (_, digest, _) in &own {
            if !captures.contains(digest) {
                captures.push(*digest);
            }
        }
        let all = own.len() + bad.len();
        let joined = self.joined(edition, &own, further, tables, &mut captures)?;
        let published: Option<Vec<Timestamp>> = own.iter().map(|(capture, ..)| capture.published_at).collect();
        let refused = |captures: Vec<Digest>, problem| {
            Outcome::refused_set((self.address, edition.cloned()), (self.published_at, self.at), captures, problem)
        };
        let joined = match joined {
            Ok(joined) => joined,
            Err(problem) => return Ok(refused(captures, problem)),
        };
        let mut parts = Vec::new();
        let mut first = None;
        let mut left_out: Vec<String> = Vec::new();
        for (capture, _, table) in &own {
            let needs_metrics = self.variant.join.is_empty() && !self.board.metrics.is_empty();
            match read_part(self.board, table) {
                Ok(part) if needs_metrics && !part.has_metrics() => {
                    bad.push((capture.url.to_string(), no_metrics(table)));
                }
                Ok(part) => {
                    first = first.or(Some(table));
                    parts.push(part);
                    for column in capture.note.iter().flat_map(|note| &note.left_out) {
                        if !left_out.contains(column) {
                            left_out.push(column.clone());
                        }
                    }
                }
                Err(problem) => bad.push((capture.url.to_string(), problem)),
            }
        }
        let (Some(first), false) = (first, bad.len() * ONE_IN > all) else {
            let problem = match bad.as_slice() {
                [(_, problem)] if all == 1 => problem.clone(),
                [(url, problem), ..] => incomplete(bad.len(), all, url, problem),
                [] => Problem { code: Code::NoTable, at: None, what: message!("it has no table", "没有表格") },
            };
            return Ok(refused(captures, problem));
        };
        if !self.unasked.is_empty() {
            left_out.push(ROWS_LEFT_OUT.to_owned());
        }
        let context = Context {
            board: self.board,
            edition: edition.cloned(),
            address: self.address.to_owned(),
            published_at: self.published_at.or_else(|| published.and_then(|times| times.into_iter().max())),
            observed_at: self.at,
            captures: captures.clone(),
            left_out: &left_out,
        };
        let parts_read = parts.len();
        let read = unite(&context, parts, first, &joined).and_then(|mut snapshot| {
            snapshot.problems.extend(self.never_asked(parts_read));
            snapshot.problems.extend(bad.iter().map(|(url, problem)| unread(url, problem)));
            gate::readable(self.board, &snapshot)?;
            Ok(Snapshot { last_seen_at: self.last_seen_at, ..snapshot })
        });
        Ok(match read {
            Ok(snapshot) => Outcome::Read(Box::new(snapshot)),
            Err(problem) => refused(captures, problem),
        })
    }

    fn never_asked(&self, read: usize) -> Option<Problem> {
        let (url, count) = (self.unasked.first()?, self.unasked.len());
        let (bodies, belong) = (counted(read, "body that was", "bodies that were"), plural(count, "belongs", "belong"));
        let were = plural(count, "was", "were");
        let what = message!(
            "besides the {bodies} read, {count} that {belong} to the board {were} never asked for; the first is {url}",
            "除已读取的 {read} 份响应外，另有 {count} 份属于该榜单但从未请求；首个为 {url}"
        );
        Some(Problem { code: Code::UnreadMember, at: None, what })
    }

    /// The further tables, of the same edition where they name one; their bodies are added to `captures`.
    fn joined(
        &self,
        edition: Option<&Edition>,
        own: &[(&Capture, Digest, RawTable)],
        further: &[Member<'_>],
        tables: &mut Tables<'_>,
        captures: &mut Vec<Digest>,
    ) -> Result<Result<Vec<RawTable>, Problem>> {
        let label = edition.map(|edition| edition.label.as_str());
        let fits = |other: Option<&str>| other.is_none() || label.is_none() || other == label;
        let mut joined = Vec::new();
        for join in &self.variant.join {
            let mut bodies: Vec<(&Capture, Digest)> = Vec::new();
            match &join.resource {
                None => bodies.extend(own.iter().map(|(capture, digest, _)| (*capture, *digest))),
                Some(resource) => {
                    let known = further.iter().filter(|member| fits(member.edition.as_deref()));
                    let known = known.filter_map(|member| member.known?.body);
                    bodies.extend(known.filter(|(_, c)| c.resource == *resource).map(|(digest, c)| (c, digest)));
                    if bodies.is_empty() {
                        return Ok(Err(no_further(resource, label)));
                    }
                }
            }
            for (capture, digest) in bodies {
                let found = match tables.of(&join.table, capture, digest)? {
                    Ok(found) => found,
                    Err(problem) => return Ok(Err(problem)),
                };
                let table = found.iter().find(|found| fits(found.edition.as_deref()));
                joined.extend(table.map(|found| found.table.clone()));
                if !captures.contains(&digest) {
                    captures.push(digest);
                }
            }
        }
        Ok(Ok(joined))
    }
}

fn ambiguous() -> Problem {
    let what = message!("two of its tables answer to the board", "其中有两张表对应该榜单");
    Problem { code: Code::AmbiguousTable, at: None, what }
}

fn no_metrics(table: &RawTable) -> Problem {
    let what = message!("it has no column of the board's metrics", "没有该榜单任何指标的列");
    Problem { code: Code::MissingColumn, at: Some(table.locate_header(0)), what }
}

fn incomplete(bad: usize, all: usize, url: &str, problem: &Problem) -> Problem {
    let (en, zh) = (&problem.what.en, &problem.what.zh);
    let what = message!(
        "{bad} of {all} bodies are not there or cannot be read; the first is {url}: {en}",
        "{all} 份响应中有 {bad} 份缺失或无法读取；首个为 {url}：{zh}"
    );
    Problem { code: Code::IncompleteSet, at: problem.at.clone(), what }
}

fn unread(url: &str, problem: &Problem) -> Problem {
    let (en, zh) = (&problem.what.en, &problem.what.zh);
    let what: Message = message!("{url} is left out: {en}", "未收录 {url}：{zh}");
    Problem { code: Code::UnreadMember, at: problem.at.clone(), what }
}

fn no_further(resource: &str, edition: Option<&str>) -> Problem {
    let what = match edition {
        Some(edition) => {
            message!(
                "nothing of the resource {resource} is there for {edition}",
                "资源 {resource} 没有 {edition} 的内容"
            )
        }
        None => message!("nothing of the resource {resource} is there", "资源 {resource} 没有内容"),
    };
    Problem { code: Code::IncompleteSet, at: None, what }
}
