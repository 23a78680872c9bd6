//! The order of entries for people to read: the publisher's, or, where its file is in no order, by the main metric.

use super::ranking::{measure_words, metric_words};
use super::wording::place;
use crate::catalogue::Board;
use crate::compare::is_human;
use crate::message;
use crate::schema::{Align, Better, Block, Cell, Column, Entry, Metric, Notice, Rank, Snapshot, Tone};
use crate::text::Message;
use std::cmp::Ordering;

/// The entries in the order in which they are shown.
pub(super) enum Order<'a> {
    /// As the publisher has them, with its places.
    Publisher(&'a Snapshot),
    /// By a metric, since the publisher's file is in no order and has no places: each with the place that bangdan
    /// works out, which those of equal scores share; without a score, last and without a place.
    By {
        /// The metric.
        metric: &'a Metric,
        /// Entries and places.
        entries: Vec<(&'a Entry, Option<u32>)>,
    },
}

impl<'a> Order<'a> {
    /// The order of a content of `board`.
    pub(super) fn of(board: &Board, snapshot: &'a Snapshot) -> Order<'a> {
        let is_orderless = board.expect.ordered == Some(false)
            && snapshot.entries.iter().all(|entry| matches!(entry.rank, Rank::NotGiven));
        match snapshot.primary().filter(|metric| is_orderless && metric.better != Better::Neither) {
            Some(metric) => Order::By { metric, entries: by_score(metric, &snapshot.entries) },
            None => Order::Publisher(snapshot),
        }
    }

    /// The entries in this order.
    pub(super) fn entries(&self) -> Vec<&'a Entry> {
        match self {
            Order::Publisher(snapshot) => snapshot.entries.iter().collect(),
            Order::By { entries, .. } => entries.iter().map(|(entry, _)| *entry).collect(),
        }
    }

    /// The column of places, if there are any, and its cells in this order.
    pub(super) fn places(&self) -> Option<(Column, Vec<Cell>)> {
        let column = |key: &str, header: Message| Column::new(key, header, Align::Right, 0);
        match self {
            Order::Publisher(snapshot) if snapshot.entries.iter().all(|entry| entry.rank.text().is_empty()) => None,
            Order::Publisher(snapshot) => {
                let cells = snapshot.entries.iter().map(printed_place).collect();
                Some((column("rank", message!("place", "排名")), cells))
            }
            Order::By { metric, entries } => {
                let cells = entries.iter().map(|(_, place)| worked_out_place(*place, metric)).collect();
                Some((column("computed_rank", message!("place (computed)", "排名（计算所得）")), cells))
            }
        }
    }

    /// Whose order it is, and the main metric, in words.
    pub(super) fn words(&self, primary: &Metric) -> Message {
        let Message { en, zh } = measure_words(primary);
        match self {
            Order::Publisher(_) => {
                message!("in the publisher's order; main metric: {en}", "按发布方的次序；主要指标：{zh}")
            }
            Order::By { .. } => message!(
                "sorted by {en}: the publisher's file is in no order; places are worked out by bangdan",
                "按{zh}排序：发布方的文件无排序，名次由 bangdan 计算"
            ),
        }
    }

    /// Whether it is not the publisher's.
    pub(super) fn is_worked_out(&self) -> bool {
        matches!(self, Order::By { .. })
    }

    /// What a page says above the entries where their order is not the publisher's.
    pub(super) fn notice(&self) -> Option<Block> {
        let Order::By { metric, .. } = self else { return None };
        Some(Block::Notice(Notice { tone: Tone::Muted, text: self.words(metric) }))
    }
}

/// The best first, those of equal scores as they stand; a baseline of people where its score puts it, without a place.
fn by_score<'a>(metric: &Metric, entries: &'a [Entry]) -> Vec<(&'a Entry, Option<u32>)> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| match (a.score(&metric.id), b.score(&metric.id)) {
        (Some(a), Some(b)) => metric.better.compare(b.number, a.number),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let (mut counted, mut shared) = (0, None);
    let placed = sorted.into_iter().map(|entry| {
        let Some(score) = entry.score(&metric.id).filter(|_| !is_human(entry)) else { return (entry, None) };
        counted += 1;
        let place = match shared {
            Some((number, place)) if metric.better.compare(score.number, number) == Ordering::Equal => place,
            _ => counted,
        };
        shared = Some((score.number, place));
        (entry, Some(place))
    });
    placed.collect()
}

fn printed_place(entry: &Entry) -> Cell {
    let cell = Cell::plain(place(&entry.rank));
    match entry.rank.place() {
        Some(place) => cell.valued(f64::from(place)),
        None => cell,
    }
}

fn worked_out_place(place: Option<u32>, metric: &Metric) -> Cell {
    let Some(place) = place else { return Cell::plain(super::wording::place(&Rank::NotGiven)) };
    let Message { en, zh } = metric_words(metric);
    Cell::plain(place.to_string())
        .valued(f64::from(place))
        .noted(message!("computed by bangdan from {en}, not printed", "由 bangdan 按{zh}计算，并非原文所载"))
}
