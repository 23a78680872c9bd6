//! The index of a board: what is known of its snapshots without reading their entries.

use super::derived_wire::{WireEdition, WireMetric, WireProblem, WireRefused, WireTakenOut, time};
use crate::schema::{BoardHistory, BoardId, Content, Digest, Edition, Metric, Problem, Snapshot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// The form of derived files. Files of another one are made again.
const FORM: u32 = 2;

/// What is derived of one board, without the entries.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardIndex {
    /// The board.
    pub board: BoardId,
    /// What it was derived from, as given to [`write_board`](super::Archive::write_board).
    pub stamp: Digest,
    /// The snapshots without their entries, and what was refused, in the order in which they were given.
    pub history: BoardHistory<Head>,
    /// The file of the entries; `None` where no snapshot has any.
    pub(super) table: Option<TableFile>,
}

/// A snapshot without its entries: the fields of [`Snapshot`], its digest and its size.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The edition; `None` for a rolling board.
    pub edition: Option<Edition>,
    /// Which resource and which address of it.
    pub address: String,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When these contents were first seen.
    pub observed_at: Timestamp,
    /// When the same contents were last seen.
    pub last_seen_at: Timestamp,
    /// The captures.
    pub captures: Vec<Digest>,
    /// The metrics that the table has, in its order.
    pub metrics: Arc<[Metric]>,
    /// What a reader should know.
    pub problems: Vec<Problem>,
    /// Columns that whoever recorded the capture left out.
    pub left_out: Arc<[String]>,
    /// [`Snapshot::contents`].
    pub contents: Digest,
    /// The number of entries.
    pub entries: usize,
    pub(super) place: Place,
}

/// The rows of a snapshot in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Place {
    /// The row group.
    pub(super) group: usize,
    /// The first row within the group, counted from 0.
    pub(super) first: usize,
    /// The number of rows.
    pub(super) rows: usize,
}

/// The file of the entries and what its bytes must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TableFile {
    /// Of the whole file; its name.
    pub(super) digest: Digest,
    /// Its length in bytes.
    pub(super) length: u64,
    /// What describes the row groups, at the end of the file.
    pub(super) footer: Stretch,
    /// The row groups.
    pub(super) groups: Vec<Stretch>,
}

/// A stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretch {
    pub(super) start: u64,
    pub(super) length: u64,
    pub(super) digest: Digest,
}

impl Head {
    /// The head of a snapshot that is at hand and stands in no file.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Head {
        Head {
            edition: snapshot.edition.clone(),
            address: snapshot.address.clone(),
            published_at: snapshot.published_at,
            observed_at: snapshot.observed_at,
            last_seen_at: snapshot.last_seen_at,
            captures: snapshot.captures.clone(),
            metrics: snapshot.metrics.as_slice().into(),
            problems: snapshot.problems.clone(),
            left_out: snapshot.left_out.as_slice().into(),
            contents: snapshot.contents(),
            entries: snapshot.entries.len(),
            place: Place::default(),
        }
    }

    /// The snapshot without its entries.
    pub(super) fn snapshot(&self, board: &BoardId) -> Snapshot {
        Snapshot {
            board: board.clone(),
            edition: self.edition.clone(),
            address: self.address.clone(),
            published_at: self.published_at,
            observed_at: self.observed_at,
            last_seen_at: self.last_seen_at,
            captures: self.captures.clone(),
            metrics: self.metrics.to_vec(),
            entries: Vec::new(),
            problems: self.problems.clone(),
            left_out: self.left_out.to_vec(),
        }
    }
}

impl Content for Head {
    fn edition(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    fn address(&self) -> &str {
        &self.address
    }

    fn published_at(&self) -> Option<Timestamp> {
        self.published_at
    }

    fn observed_at(&self) -> Timestamp {
        self.observed_at
    }

    fn last_seen_at(&self) -> Timestamp {
        self.last_seen_at
    }

    fn set_last_seen_at(&mut self, time: Timestamp) {
        self.last_seen_at = time;
    }

    fn size(&self) -> usize {
        self.entries
    }

    fn contents(&self) -> Digest {
        self.contents
    }
}

#[derive(Serialize, Deserialize)]
struct WireIndex {
    form: u32,
    board: BoardId,
    stamp: Digest,
    table: Option<TableFile>,
    /// Most snapshots of a board share their metrics: each list stands here once.
    metrics: Vec<Vec<WireMetric>>,
    left_out: Vec<Vec<String>>,
    heads: Vec<WireHead>,
    refused: Vec<WireRefused>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taken_out: Vec<WireTakenOut>,
}

#[derive(Serialize, Deserialize)]
struct WireHead {
    edition: Option<WireEdition>,
    address: String,
    published_at: Option<String>,
    observed_at: String,
    last_seen_at: String,
    captures: Vec<Digest>,
    metrics: usize,
    problems: Vec<WireProblem>,
    left_out: usize,
    contents: Digest,
    entries: usize,
    place: Place,
}

/// What stands before and after the digest of the rest, which makes any damage to the file visible.
const BEFORE: &str = "{\"digest\":\"";
const BETWEEN: &str = "\",\"index\":";
const AFTER: &str = "}\n";

/// The file of an index.
pub(super) fn write(
    board: &BoardId,
    stamp: Digest,
    history: &BoardHistory,
    table: Option<TableFile>,
    places: &[Place],
) -> Result<String, serde_json::Error> {
    let (mut metrics, mut left_out) = (Vec::new(), Vec::new());
    let mut metric_lists: Vec<&[Metric]> = Vec::new();
    let mut left_out_lists: HashMap<&[String], usize> = HashMap::new();
    let mut heads = Vec::with_capacity(history.snapshots.len());
    for (snapshot, place) in history.snapshots.iter().zip(places) {
        // The newest list first: runs of snapshots share one.
        let list = metric_lists.iter().rposition(|list| *list == snapshot.metrics.as_slice()).unwrap_or_else(|| {
            metric_lists.push(&snapshot.metrics);
            metrics.push(snapshot.metrics.iter().map(WireMetric::of).collect());
            metric_lists.len() - 1
        });
        let columns = *left_out_lists.entry(&snapshot.left_out).or_insert_with(|| {
            left_out.push(snapshot.left_out.clone());
            left_out.len() - 1
        });
        heads.push(WireHead {
            edition: snapshot.edition.as_ref().map(WireEdition::of),
            address: snapshot.address.clone(),
            published_at: snapshot.published_at.map(|time| time.to_string()),
            observed_at: snapshot.observed_at.to_string(),
            last_seen_at: snapshot.last_seen_at.to_string(),
            captures: snapshot.captures.clone(),
            metrics: list,
            problems: snapshot.problems.iter().map(WireProblem::of).collect(),
            left_out: columns,
            contents: snapshot.contents(),
            entries: snapshot.entries.len(),
            place: *place,
        });
    }
    let refused = history.refused.iter().map(WireRefused::of).collect();
    let taken_out = history.taken_out.iter().map(WireTakenOut::of).collect();
    let index =
        WireIndex { form: FORM, board: board.clone(), stamp, table, metrics, left_out, heads, refused, taken_out };
    let body = serde_json::to_string(&index)?;
    let digest = Digest::of(body.as_bytes());
    Ok(format!("{BEFORE}{digest}{BETWEEN}{body}{AFTER}"))
}

/// Reads what [`write()`] writes; `None` for anything else.
pub(super) fn read(text: &str) -> Option<BoardIndex> {
    let (digest, rest) = text.strip_prefix(BEFORE)?.split_once(BETWEEN)?;
    let body = rest.strip_suffix(AFTER)?;
    if digest.parse::<Digest>().ok()? != Digest::of(body.as_bytes()) {
        return None;
    }
    let wire: WireIndex = serde_json::from_str(body).ok().filter(|wire: &WireIndex| wire.form == FORM)?;
    let metrics: Vec<Arc<[Metric]>> =
        wire.metrics.into_iter().map(|list| list.into_iter().map(WireMetric::read).collect()).collect::<Option<_>>()?;
    let left_out: Vec<Arc<[String]>> = wire.left_out.into_iter().map(Into::into).collect();
    let head = |head: WireHead| {
        Some(Head {
            edition: head.edition.map(WireEdition::read).transpose().ok()?,
            address: head.address,
            published_at: head.published_at.map(|text| text.parse()).transpose().ok()?,
            observed_at: time(&head.observed_at)?,
            last_seen_at: time(&head.last_seen_at)?,
            captures: head.captures,
            metrics: Arc::clone(metrics.get(head.metrics)?),
            problems: head.problems.into_iter().map(WireProblem::read).collect::<Option<_>>()?,
            left_out: Arc::clone(left_out.get(head.left_out)?),
            contents: head.contents,
            entries: head.entries,
            place: head.place,
        })
    };
    Some(BoardIndex {
        board: wire.board,
        stamp: wire.stamp,
        history: BoardHistory {
            snapshots: wire.heads.into_iter().map(head).collect::<Option<_>>()?,
            refused: wire.refused.into_iter().map(WireRefused::read).collect::<Option<_>>()?,
            taken_out: wire.taken_out.into_iter().map(WireTakenOut::read).collect::<Option<_>>()?,
        },
        table: wire.table,
    })
}
