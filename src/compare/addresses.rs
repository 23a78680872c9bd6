//! One edition at several addresses: the README and the workbook either agree or are reported.

use super::cells::Change;
use super::diff::{Diff, Pair};
use super::evaluate::diff;
use super::places::Places;
use super::revisions::lines;
use crate::message;
use crate::schema::{Code, Content, Edition, Problem, Snapshot};
use crate::text::{Message, counted, printable_line};
use std::collections::BTreeMap;

/// How many differences a problem names; the rest are counted.
const NAMED: usize = 8;

/// For each edition that stands at several addresses, one problem per address whose latest content differs
/// from the newest one's. What a recorder left out, other precision and other spellings are no difference.
#[must_use]
pub fn address_conflicts(history: &[Snapshot]) -> Vec<Problem> {
    let mut editions: BTreeMap<&Edition, Vec<&Snapshot>> = BTreeMap::new();
    for ((edition, _), line) in lines(history) {
        if let (Some(edition), Some(latest)) = (edition, line.last()) {
            editions.entry(edition).or_default().push(latest);
        }
    }
    let conflicts = editions.into_iter().flat_map(|(edition, mut latest)| {
        latest.sort_by(|a, b| a.order().cmp(&b.order()));
        let newest = latest.pop();
        latest.into_iter().filter_map(move |other| conflict(edition, other, newest?))
    });
    conflicts.collect()
}

fn conflict(edition: &Edition, other: &Snapshot, newest: &Snapshot) -> Option<Problem> {
    let diff = diff(other, newest);
    let differences = differences(&diff);
    if differences.is_empty() {
        return None;
    }
    let (first, second) = (printable_line(&other.address), printable_line(&newest.address));
    let count = differences.len();
    let more = count.saturating_sub(NAMED);
    let join = |pick: fn(&Message) -> &str, comma: &str| {
        differences.iter().take(NAMED).map(|(message, _)| pick(message)).collect::<Vec<_>>().join(comma)
    };
    let (mut en, mut zh) = (join(|message| &message.en, "; "), join(|message| &message.zh, "；"));
    if more > 0 {
        let rest = message!("; and {more} more", "；另有 {more} 处");
        en.push_str(&rest.en);
        zh.push_str(&rest.zh);
    }
    let at = differences.into_iter().find_map(|(_, at)| at);
    let places = counted(count, "place", "places");
    let what = message!(
        "{edition} differs between {first} and {second} in {places}: {en}",
        "{edition} 在 {first} 与 {second} 之间有 {count} 处不同：{zh}"
    );
    Some(Problem { code: Code::AddressesDisagree, at, what })
}

type Difference = (Message, Option<crate::schema::Locator>);

fn differences(diff: &Diff) -> Vec<Difference> {
    let mut found: Vec<Difference> = diff.pairs.iter().flat_map(|pair| cells(diff, pair)).collect();
    for seat in &diff.left {
        let name = printable_line(&seat.name);
        found.push((message!("{name} stands only in the first", "{name} 仅见于前者"), Some(seat.at.clone())));
    }
    for seat in &diff.entered {
        let name = printable_line(&seat.name);
        found.push((message!("{name} stands only in the second", "{name} 仅见于后者"), Some(seat.at.clone())));
    }
    found
}

fn cells(diff: &Diff, pair: &Pair) -> Vec<Difference> {
    let name = printable_line(&pair.to.name);
    let mut found = Vec::new();
    for score in &pair.scores {
        let metric = diff.metrics.iter().find(|metric| metric.id == score.metric);
        let header = metric.map_or_else(|| Message::same(score.metric.as_str()), |metric| metric.name.clone());
        let Message { en, zh } = header;
        let (old, new, at) = match &score.change {
            Change::Moved { from, to, .. } => (from.text.as_str(), to.text.as_str(), &to.at),
            Change::Appeared { from, to } => (from.code(), to.text.as_str(), &to.at),
            Change::Vanished { from, to } => (from.text.as_str(), to.code(), &from.at),
            Change::Precision { .. } | Change::Interval { .. } | Change::Reason { .. } => continue,
        };
        let (old, new) = (printable_line(old), printable_line(new));
        let what = message!("{name}, {en}: {old} and {new}", "{name} 的{zh}：{old} 与 {new}");
        found.push((what, Some(at.clone())));
    }
    // Positions in a table are no claim of the publisher; only printed ranks can contradict each other.
    if let (Places::Ranks, Some(place)) = (&diff.places, &pair.place) {
        let (old, new) = (printable_line(&place.from.text), printable_line(&place.to.text));
        found.push((
            message!("{name}, rank: {old} and {new}", "{name} 的名次：{old} 与 {new}"),
            Some(pair.to.at.clone()),
        ));
    }
    found
}
