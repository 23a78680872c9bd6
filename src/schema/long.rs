//! The long table: one row per entry, score and label of a snapshot. The archive's derived tables and the long
//! exports have these columns under these names and in this order.

use super::long_locator::{read_locator, write_locator};
use super::{
    Better, BoardId, Digest, Edition, Entry, Interval, Metric, MetricId, Missing, Rank, Reading, Score, Snapshot,
};
use crate::message;
use crate::text::{Decimal, Message};
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a row of the long table states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKind {
    /// That the entry stands in the table; every entry has one such row, even without scores.
    Entry,
    /// A score or stated absence.
    Score,
    /// Another column, by label name.
    Label,
}

/// The label row under which the link on an entry's name travels. A board's own label that starts with `@` gets
/// a second one.
const LINK: &str = "@link";
/// The label rows, one per part and in order, under which [`Entry::key`] travels.
const KEY: &str = "@key";

/// One row of the long table. The columns `source` and `decimals` follow from `board` and `value`.
#[derive(Debug, Clone, PartialEq)]
pub struct LongRow<'a> {
    /// What the row states.
    pub kind: RowKind,
    /// The board.
    pub board: Cow<'a, str>,
    /// The edition's label; `None` for a rolling board.
    pub edition: Option<Cow<'a, str>>,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When these contents were first seen.
    pub observed_at: Timestamp,
    /// When the same contents were last seen.
    pub last_seen_at: Timestamp,
    /// The digests of the captures, joined with a space.
    pub captures: Arc<str>,
    /// The entry's position in the table, counted from 1.
    pub entry: u32,
    /// The entry's name as printed.
    pub name: Cow<'a, str>,
    /// The organisation as printed.
    pub organization: Option<Cow<'a, str>>,
    /// The id of the model that the name was resolved to; [`rows`] leaves it open.
    pub model: Option<Cow<'a, str>>,
    /// How the model was run; [`rows`] leaves it open.
    pub configuration: Option<Cow<'a, str>>,
    /// The place; `None` for reference rows and boards without ranks.
    pub rank: Option<u32>,
    /// The rank as printed; `None` where the board prints no ranks.
    pub rank_text: Option<Cow<'a, str>>,
    /// Whether the entry is shown outside the ranking.
    pub reference: bool,
    /// The metric's id, or the label's name; `None` on an entry row.
    pub metric: Option<Cow<'a, str>>,
    /// The number with its printed digits; `None` where missing.
    pub value: Option<Decimal>,
    /// The cell as printed; `None` on an entry row.
    pub text: Option<Cow<'a, str>>,
    /// Why there is no number.
    pub missing: Option<Missing>,
    /// Lower end of the printed interval, in the metric's unit.
    pub low: Option<f64>,
    /// Upper end of the printed interval, in the metric's unit.
    pub high: Option<f64>,
    /// The number of questions, votes or battles printed with the score.
    pub n: Option<u64>,
    /// The metric's unit; `None` on entry and label rows.
    pub unit: Option<Cow<'a, str>>,
    /// Which way is better; `None` on entry and label rows.
    pub better: Option<Better>,
    /// Where it stands; `capture 2: ` goes before it where the snapshot has several captures. `None` on a label row.
    pub locator: Option<Cow<'a, str>>,
    /// Whether bangdan computed the score from others of the entry, which stand in rows of their own.
    pub computed: bool,
}

impl RowKind {
    /// The code of the `row_kind` column: `entry`, `score` or `label`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            RowKind::Entry => "entry",
            RowKind::Score => "score",
            RowKind::Label => "label",
        }
    }

    /// Reads what [`code`](RowKind::code) gives.
    #[must_use]
    pub fn from_code(code: &str) -> Option<RowKind> {
        [RowKind::Entry, RowKind::Score, RowKind::Label].into_iter().find(|kind| kind.code() == code)
    }
}

impl LongRow<'_> {
    /// The source: the board's id before the slash.
    #[must_use]
    pub fn source(&self) -> &str {
        self.board.split('/').next().unwrap_or_default()
    }

    /// The number of printed digits after the point.
    #[must_use]
    pub fn decimals(&self) -> Option<u8> {
        self.value.map(Decimal::decimals)
    }
}

/// The rows of a snapshot: for each entry its entry row, then its scores in the order of the metrics, then its
/// labels by name. Board, edition, name and rank are filled on every row.
#[must_use]
pub fn rows(snapshot: &Snapshot) -> Vec<LongRow<'_>> {
    let captures: Vec<String> = snapshot.captures.iter().map(Digest::hex).collect();
    let captures: Arc<str> = captures.join(" ").into();
    let mut rows = Vec::new();
    for (index, entry) in snapshot.entries.iter().enumerate() {
        let blank = LongRow {
            kind: RowKind::Entry,
            board: Cow::Borrowed(snapshot.board.as_str()),
            edition: snapshot.edition.as_ref().map(|edition| Cow::Borrowed(edition.label.as_str())),
            published_at: snapshot.published_at,
            observed_at: snapshot.observed_at,
            last_seen_at: snapshot.last_seen_at,
            captures: Arc::clone(&captures),
            entry: u32::try_from(index + 1).unwrap_or(u32::MAX),
            name: Cow::Borrowed(&entry.name),
            organization: entry.organization.as_deref().map(Cow::Borrowed),
            model: None,
            configuration: None,
            rank: entry.rank.place(),
            rank_text: (entry.rank != Rank::NotGiven).then(|| Cow::Borrowed(entry.rank.text())),
            reference: entry.rank.is_reference(),
            metric: None,
            value: None,
            text: None,
            missing: None,
            low: None,
            high: None,
            n: None,
            unit: None,
            better: None,
            locator: None,
            computed: false,
        };
        let locate = |at| Some(Cow::Owned(write_locator(at, &snapshot.captures)));
        rows.push(LongRow { locator: locate(&entry.at), ..blank.clone() });
        let known = snapshot.metrics.iter().map(|metric| (&metric.id, Some(metric)));
        let others = entry.readings.keys().filter(|id| snapshot.metric(id).is_none()).map(|id| (id, None));
        for (id, metric) in known.chain(others) {
            let Some(reading) = entry.readings.get(id) else { continue };
            let score = reading.score();
            rows.push(LongRow {
                kind: RowKind::Score,
                metric: Some(Cow::Borrowed(id.as_str())),
                value: score.map(|score| score.number),
                text: Some(Cow::Borrowed(reading.text())),
                missing: match reading {
                    Reading::Score(_) => None,
                    Reading::Missing { reason, .. } => Some(*reason),
                },
                low: score.and_then(|score| score.interval).map(|interval| interval.low),
                high: score.and_then(|score| score.interval).map(|interval| interval.high),
                n: score.and_then(|score| score.n),
                unit: metric.map(|metric| Cow::Borrowed(metric.unit.as_str())),
                better: metric.map(|metric| metric.better),
                locator: locate(reading.at()),
                computed: metric.is_some_and(|metric| metric.computed.is_some()),
                ..blank.clone()
            });
        }
        let label = |name: Cow<'static, str>, text| LongRow {
            kind: RowKind::Label,
            metric: Some(name),
            text: Some(Cow::Borrowed(text)),
            ..blank.clone()
        };
        rows.extend(entry.labels.iter().map(|(name, text)| {
            let name = if name.starts_with('@') { format!("@{name}") } else { name.clone() };
            label(Cow::Owned(name), text.as_str())
        }));
        rows.extend(entry.link.iter().map(|link| label(Cow::Borrowed(LINK), link.as_str())));
        rows.extend(entry.key.iter().map(|part| label(Cow::Borrowed(KEY), part.as_str())));
    }
    rows
}

/// The entries that [`rows`] wrote, for a snapshot of these captures.
///
/// # Errors
/// The number of the row, counted from 1, and what is wrong with it.
pub fn entries<'a>(captures: &[Digest], rows: impl IntoIterator<Item = LongRow<'a>>) -> Result<Vec<Entry>, Message> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let number = index + 1;
        if row.kind == RowKind::Entry {
            entries.push(entry(captures, row, number)?);
        } else {
            let place = entries.len();
            let entry = entries.last_mut().filter(|_| usize::try_from(row.entry) == Ok(place)).ok_or_else(|| {
                let kind = row.kind.code();
                message!(
                    "row {number}: a {kind} row without its entry row",
                    "第 {number} 行：{kind} 行之前没有对应的 entry 行"
                )
            })?;
            add(entry, captures, row, number)?;
        }
    }
    Ok(entries)
}

/// The snapshot that [`rows`] wrote. What is no column of the long table stays empty: address, problems, columns
/// left out.
///
/// # Errors
/// Where the rows are not those of one snapshot, or a row cannot be read.
pub fn snapshot<'a>(
    rows: Vec<LongRow<'a>>,
    metrics: Vec<Metric>,
    edition: Option<Edition>,
) -> Result<Snapshot, Message> {
    let Some(first) = rows.first() else { return Err(message!("there are no rows", "没有任何行")) };
    let same = |row: &LongRow<'a>| {
        (&row.board, &row.edition, row.published_at, row.observed_at, row.last_seen_at, &row.captures)
            == (
                &first.board,
                &first.edition,
                first.published_at,
                first.observed_at,
                first.last_seen_at,
                &first.captures,
            )
    };
    if let Some(index) = rows.iter().position(|row| !same(row)) {
        let number = index + 1;
        return Err(message!("row {number} is of another snapshot", "第 {number} 行属于另一个快照"));
    }
    if first.edition.as_deref() != edition.as_ref().map(|edition| edition.label.as_str()) {
        return Err(message!("the rows are of another edition", "这些行属于另一期"));
    }
    let captures: Result<Vec<Digest>, _> = first.captures.split_whitespace().map(str::parse).collect();
    let captures = captures.map_err(|_| message!("`captures` holds no digests", "`captures` 列不是摘要"))?;
    Ok(Snapshot {
        board: BoardId::from(&*first.board),
        edition,
        address: String::new(),
        published_at: first.published_at,
        observed_at: first.observed_at,
        last_seen_at: first.last_seen_at,
        metrics,
        problems: Vec::new(),
        left_out: Vec::new(),
        entries: entries(&captures, rows)?,
        captures,
    })
}

fn entry(captures: &[Digest], row: LongRow<'_>, number: usize) -> Result<Entry, Message> {
    let at = locate(row.locator.as_deref(), captures, number)?;
    let text = row.rank_text.map(Cow::into_owned);
    let rank = match (row.rank, row.reference, text) {
        (Some(place), false, text) => Rank::Place { place, text: text.unwrap_or_default() },
        (None, true, text) => Rank::Reference { text: text.unwrap_or_default() },
        (None, false, None) => Rank::NotGiven,
        _ => return Err(message!("row {number}: the rank contradicts itself", "第 {number} 行：名次自相矛盾")),
    };
    Ok(Entry {
        name: row.name.into_owned(),
        organization: row.organization.map(Cow::into_owned),
        rank,
        readings: BTreeMap::new(),
        labels: BTreeMap::new(),
        link: None,
        key: Vec::new(),
        at,
    })
}

fn add(entry: &mut Entry, captures: &[Digest], row: LongRow<'_>, number: usize) -> Result<(), Message> {
    let (Some(metric), Some(text)) = (row.metric, row.text) else {
        return Err(message!("row {number} has no metric or no text", "第 {number} 行缺少 metric 或 text"));
    };
    let text = text.into_owned();
    if row.kind == RowKind::Score {
        let at = locate(row.locator.as_deref(), captures, number)?;
        let interval = match (row.low, row.high) {
            (Some(low), Some(high)) => Some(Interval { low, high }),
            _ => None,
        };
        let reading = match (row.value, row.missing) {
            (Some(number), None) => Reading::Score(Score { text, number, interval, n: row.n, at }),
            (None, Some(reason)) => Reading::Missing { reason, text, at },
            _ => {
                return Err(message!(
                    "row {number} needs either a value or the reason why it is missing",
                    "第 {number} 行须有数值或缺失原因，且只能有其一"
                ));
            }
        };
        entry.readings.insert(MetricId::from(&*metric), reading);
        return Ok(());
    }
    match &*metric {
        LINK => entry.link = Some(text),
        KEY => entry.key.push(text),
        name => {
            let name = if name.starts_with("@@") { name.strip_prefix('@').unwrap_or(name) } else { name };
            entry.labels.insert(name.to_owned(), text);
        }
    }
    Ok(())
}

fn locate(text: Option<&str>, captures: &[Digest], number: usize) -> Result<super::Locator, Message> {
    text.and_then(|text| read_locator(text, captures))
        .ok_or_else(|| message!("row {number}: the locator cannot be read", "第 {number} 行：无法读取 locator"))
}
