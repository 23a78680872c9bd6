//! Comparing two snapshots, step by step.

use super::cells::{self, ScoreChange};
use super::diff::{Diff, Head, Link, Pair, Seat, Side, Unread};
use super::metrics::{self, Comparability, MetricComparison};
use super::pairing::{self, By, Linked};
use super::places::{self, Places};
use super::rows::{self, TextColumns};
use super::sheet::{Sheet, folded_names};
use super::unread::LostRows;
use super::who::{Who, nobody};
use super::{rescale, summary};
use crate::schema::{MetricId, Snapshot};
use std::collections::HashMap;

/// What changed on a board from one snapshot to another.
///
/// Both are snapshots of one board. Time per entry grows with the logarithm of their count.
#[must_use]
pub fn diff(from: &Snapshot, to: &Snapshot) -> Diff {
    diff_by(from, to, &nobody)
}

/// The same, where it is known `who` some entries are: of those that neither name nor scores link, two that are one
/// model, run the same way as far as both say, are probably one entry under another name.
#[must_use]
pub fn diff_by(from: &Snapshot, to: &Snapshot, who: &Who) -> Diff {
    diff_with(from, to, who, &HashMap::new())
}

/// The same, where other contents have `followed` entries from one to the other: by their indices in both. That
/// counts for entries that would have no partner.
pub(super) fn diff_with(from: &Snapshot, to: &Snapshot, who: &Who, followed: &HashMap<usize, usize>) -> Diff {
    let Paired { metrics, shared, sheets, links, left, entered, unread } = Paired::of(from, to, who, followed);
    let places = compared_places(from, to, &metrics);
    let comparison = Comparison { from, to, who, metrics: &metrics, shared: &shared, sheets: &sheets };
    let (columns, labels) = TextColumns::of(from, to);
    let scores: Vec<Vec<ScoreChange>> = links.iter().map(|link| comparison.scores(*link)).collect();
    let changed: Vec<bool> = scores.iter().map(|scores| comparison.own_score_changed(scores)).collect();
    let indices: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
    let moves = match places {
        Places::Broken { .. } => vec![None; links.len()],
        Places::Positions if from.is_partial() || to.is_partial() => vec![None; links.len()],
        Places::Ranks | Places::Positions => {
            let marks = (places::marks(&places, from), places::marks(&places, to));
            let index = |seats: &[Seat]| seats.iter().map(|seat| seat.index).collect::<Vec<_>>();
            places::changes(&marks.0, &marks.1, &indices, (&index(&left), &index(&entered)), &changed)
        }
    };
    let rows = links.iter().zip(scores).zip(moves);
    let pairs = rows
        .filter_map(|((link, scores), place)| {
            let (old, new) = (from.entries.get(link.from)?, to.entries.get(link.to)?);
            Some(Pair {
                from: seat(from, link.from)?,
                to: seat(to, link.to)?,
                link: comparison.describe(*link),
                place,
                scores,
                organization: columns.organization(old, new),
                labels: columns.labels(old, new),
            })
        })
        .collect();
    Diff {
        board: to.board.clone(),
        from: head(from),
        to: head(to),
        metrics,
        places,
        pairs,
        entered,
        left,
        unread,
        labels,
    }
}

/// Which entry is which, and the entries whose rows could not be read: all that following an entry takes.
pub(super) fn links(from: &Snapshot, to: &Snapshot, who: &Who) -> (Vec<(usize, usize, Link)>, Vec<Unread>) {
    let Paired { metrics, shared, sheets, links, unread, .. } = Paired::of(from, to, who, &HashMap::new());
    let comparison = Comparison { from, to, who, metrics: &metrics, shared: &shared, sheets: &sheets };
    (links.iter().map(|link| (link.from, link.to, comparison.describe(*link))).collect(), unread)
}

/// Two snapshots whose entries are paired, before it is asked what changed in them.
struct Paired {
    metrics: Vec<MetricComparison>,
    shared: Vec<(MetricId, i8)>,
    sheets: (Sheet, Sheet),
    links: Vec<Linked>,
    left: Vec<Seat>,
    entered: Vec<Seat>,
    unread: Vec<Unread>,
}

impl Paired {
    fn of(from: &Snapshot, to: &Snapshot, who: &Who, followed: &HashMap<usize, usize>) -> Paired {
        let mut metrics = metrics::compare(from, to);
        let (from_names, to_names) = (folded_names(from), folded_names(to));
        rescale::mark((from, &from_names), (to, &to_names), &mut metrics);
        let shared: Vec<(MetricId, i8)> =
            metrics.iter().filter_map(|metric| Some((metric.id.clone(), metric.scale()?))).collect();
        let unscaled: Vec<(MetricId, i8)> = shared.iter().map(|(metric, _)| (metric.clone(), 0)).collect();
        let sheets = (Sheet::new(from, from_names, &shared), Sheet::new(to, to_names, &unscaled));
        let same_period = from.edition == to.edition;
        let who_in = |snapshot: &Snapshot, index: usize| who(snapshot, snapshot.entries.get(index)?);
        let (who_from, who_to) = (|index| who_in(from, index), |index| who_in(to, index));
        let mut links = pairing::pair(&sheets.0, &sheets.1, (&who_from, &who_to), shared.len(), same_period);
        join_followed(&mut links, followed);
        links.sort_by_key(|link| link.to);

        let (left, entered) = unpaired(from, to, &links);
        let (lost, mut left) = sort_out((from, Side::From), to, left, who);
        let (hidden, mut entered) = sort_out((to, Side::To), from, entered, who);
        // A recording of some rows cannot say who was not there.
        if to.is_partial() {
            left.clear();
        }
        if from.is_partial() {
            entered.clear();
        }
        let unread = lost.into_iter().chain(hidden).collect();
        Paired { metrics, shared, sheets, links, left, entered, unread }
    }
}

fn join_followed(links: &mut Vec<Linked>, followed: &HashMap<usize, usize>) {
    for (&old, &new) in followed {
        if !links.iter().any(|link| link.from == old || link.to == new) {
            links.push(Linked { from: old, to: new, by: By::Followed });
        }
    }
}

fn head(snapshot: &Snapshot) -> Head {
    Head {
        edition: snapshot.edition.clone(),
        address: snapshot.address.clone(),
        published_at: snapshot.published_at,
        observed_at: snapshot.observed_at,
        last_seen_at: snapshot.last_seen_at,
        captures: snapshot.captures.clone(),
        entries: snapshot.entries.len(),
    }
}

fn seat(snapshot: &Snapshot, index: usize) -> Option<Seat> {
    rows::seat(snapshot, index, snapshot.primary().map(|metric| &metric.id))
}

fn unpaired(from: &Snapshot, to: &Snapshot, links: &[Linked]) -> (Vec<Seat>, Vec<Seat>) {
    let free = |snapshot: &Snapshot, paired: &mut dyn Iterator<Item = usize>| {
        let mut free = vec![true; snapshot.entries.len()];
        for index in paired {
            if let Some(free) = free.get_mut(index) {
                *free = false;
            }
        }
        let indices = free.iter().enumerate().filter(|(_, free)| **free).map(|(index, _)| index);
        indices.filter_map(|index| seat(snapshot, index)).collect::<Vec<Seat>>()
    };
    (free(from, &mut links.iter().map(|link| link.from)), free(to, &mut links.iter().map(|link| link.to)))
}

/// Parts the entries whose row in the other snapshot was left out from those that really have none.
fn sort_out(
    (seen, side): (&Snapshot, Side),
    other: &Snapshot,
    seats: Vec<Seat>,
    who: &Who<'_>,
) -> (Vec<Unread>, Vec<Seat>) {
    let lost_rows = LostRows::of(other, who);
    let (mut unread, mut gone) = (Vec::new(), Vec::new());
    for seat in seats {
        match seen.entries.get(seat.index).and_then(|entry| lost_rows.holding(seen, entry)) {
            Some(problem) => unread.push(Unread { seen_in: side, seat, problem: problem.clone() }),
            None => gone.push(seat),
        }
    }
    (unread, gone)
}

fn compared_places(from: &Snapshot, to: &Snapshot, metrics: &[MetricComparison]) -> Places {
    let broken = metrics.iter().filter(|metric| metric.primary).find_map(|metric| match &metric.comparability {
        Comparability::Broken { breaks } => Some(breaks.clone()),
        _ => None,
    });
    match broken {
        Some(breaks) => Places::Broken { breaks },
        None if places::prints_ranks(from) && places::prints_ranks(to) => Places::Ranks,
        None => Places::Positions,
    }
}

struct Comparison<'a> {
    from: &'a Snapshot,
    to: &'a Snapshot,
    who: &'a Who<'a>,
    metrics: &'a [MetricComparison],
    shared: &'a [(MetricId, i8)],
    sheets: &'a (Sheet, Sheet),
}

impl Comparison<'_> {
    fn scores(&self, link: Linked) -> Vec<ScoreChange> {
        let (Some(old), Some(new)) = (self.from.entries.get(link.from), self.to.entries.get(link.to)) else {
            return Vec::new();
        };
        let numbers = self.sheets.0.row(link.from).iter().zip(self.sheets.1.row(link.to));
        let mut changes = Vec::new();
        for ((metric, _), (a, b)) in self.shared.iter().zip(numbers) {
            if let Some(change) = cells::compare(old.readings.get(metric), new.readings.get(metric), (*a, *b)) {
                changes.push(ScoreChange { metric: metric.clone(), change });
            }
        }
        changes
    }

    /// By the metric by which the board orders; where it cannot be compared, by any that can.
    fn own_score_changed(&self, scores: &[ScoreChange]) -> bool {
        let primary = self.metrics.iter().find(|metric| metric.primary && metric.scale().is_some());
        let counts = |score: &&ScoreChange| primary.is_none_or(|primary| primary.id == score.metric);
        scores.iter().filter(counts).any(|score| score.change.is_real())
    }

    fn describe(&self, link: Linked) -> Link {
        match link.by {
            By::Followed => Link::Renamed { outranks_name: false, why: summary::why_followed() },
            By::Model => {
                let who = |snapshot: &Snapshot, index: usize| (self.who)(snapshot, snapshot.entries.get(index)?);
                let why = summary::why_same_model(who(self.from, link.from), who(self.to, link.to));
                Link::Renamed { outranks_name: false, why }
            }
            By::Name { agrees: true } => Link::SameName,
            By::Name { agrees: false } => Link::SameNameChanged,
            By::Scores { count, outranks_name } => {
                Link::Renamed { outranks_name, why: summary::why_renamed(count, outranks_name, self.evidence(link)) }
            }
        }
    }

    /// The first score that both have, with the metric that it is of.
    fn evidence(&self, link: Linked) -> Option<(&MetricComparison, String)> {
        let new = self.to.entries.get(link.to)?;
        let old = self.from.entries.get(link.from)?;
        self.metrics.iter().filter(|metric| metric.scale().is_some()).find_map(|metric| {
            old.score(&metric.id)?;
            Some((metric, new.score(&metric.id)?.number.to_string()))
        })
    }
}
