//! Who stood where over time, for a chart, and where contents are missing.

use super::order::Order;
use super::thread::threads;
use super::who::Who;
use crate::schema::{BumpLine, BumpStep, Snapshot};
use jiff::civil::Date;

/// A gap is so many times as long as the steps of a board ordinarily are …
const UNUSUAL: i64 = 3;

/// … and at least so many days.
const LEAST_DAYS: i64 = 45;

/// The entries that reach the first `top` rows in one of the contents, followed through probable renamings, in the order
/// of their first appearance.
#[must_use]
pub fn bump_lines(contents: &[&Snapshot], who: &Who, top: usize) -> Vec<BumpLine> {
    let rows: Vec<Vec<Option<BumpStep>>> = contents.iter().map(|snapshot| steps(snapshot)).collect();
    let step = |content: usize, entry: usize| rows.get(content)?.get(entry).copied().flatten();
    let lines = threads(contents, who, |_, _| true).into_iter().filter_map(|thread| {
        let mut steps = vec![None; contents.len()];
        let mut name = String::new();
        for at in &thread.steps {
            if let Some(slot) = steps.get_mut(at.content) {
                *slot = step(at.content, at.entry);
            }
            if let Some(entry) = contents.get(at.content).and_then(|snapshot| snapshot.entries.get(at.entry)) {
                name.clone_from(&entry.name);
            }
        }
        steps.iter().flatten().any(|step| step.row <= top).then_some(BumpLine { name, steps })
    });
    lines.collect()
}

/// The row and place of each entry: those that share a place stand in the table's order.
fn steps(snapshot: &Snapshot) -> Vec<Option<BumpStep>> {
    let order = Order::of(snapshot);
    let mut placed: Vec<(u32, usize)> =
        order.places.iter().enumerate().filter_map(|(index, place)| Some(((*place)?, index))).collect();
    placed.sort_unstable();
    let mut steps = vec![None; snapshot.entries.len()];
    for (row, (place, index)) in (1..).zip(placed) {
        if let Some(slot) = steps.get_mut(index) {
            *slot = Some(BumpStep { row, place });
        }
    }
    steps
}

/// For each of these contents, of which one follows the other, whether contents are missing before it: editions by their
/// dates, a rolling board by how long nothing was seen of it.
#[must_use]
pub fn missing_before(contents: &[&Snapshot]) -> Vec<bool> {
    let days: Vec<i64> = contents.iter().zip(contents.iter().skip(1)).map(|(from, to)| days(from, to)).collect();
    let mut sorted = days.clone();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let most = (UNUSUAL * usual).max(LEAST_DAYS);
    let enough = days.len() >= 3;
    std::iter::once(false).chain(days.into_iter().map(|days| enough && days > most)).take(contents.len()).collect()
}

/// Days from one content to the next, or of a rolling board those in which it was not seen.
fn days(from: &Snapshot, to: &Snapshot) -> i64 {
    let date = |snapshot: &Snapshot| {
        let order = snapshot.edition.as_ref()?.order;
        let part = |part: u8| i8::try_from(part.max(1)).ok();
        // An edition of a whole year stands at its end.
        let (month, day) = if order.month == 0 { (12, 31) } else { (part(order.month)?, part(order.day)?) };
        Date::new(i16::try_from(order.year).ok()?, month, day).ok()
    };
    if let (Some(from), Some(to)) = (date(from), date(to)) {
        return from.until(to).map_or(0, |span| i64::from(span.get_days()));
    }
    to.public_at().duration_since(from.last_seen_at.min(to.public_at())).as_hours() / 24
}
