//! When commits became public, where not every clock was right.

use crate::schema::Timestamp;
use jiff::SignedDuration;

/// What keeps two commits of one second in their order.
const STEP: SignedDuration = SignedDuration::from_micros(1);

/// When each of the commits of a line of history became public, the oldest first, and which clocks were not believed.
///
/// The history knows the order better than the clocks. The most commits whose times do not run backwards, and none of
/// which lies after `now`, are believed; every other one was public at the latest when the next one was. Commits of
/// one second are set apart by a microsecond, the last of them keeping the second.
pub(in crate::collect::backfill) fn times(committed: &[i64], now: Timestamp) -> (Vec<Timestamp>, Vec<usize>) {
    let believed = believed(committed, now.as_second());
    let mut next = now;
    let mut times: Vec<Timestamp> = committed
        .iter()
        .zip(&believed)
        .rev()
        .enumerate()
        .map(|(index, (second, believed))| {
            let own = Timestamp::from_second(*second).ok().filter(|_| *believed);
            let latest = if index == 0 { next } else { next.checked_sub(STEP).unwrap_or(next) };
            next = own.map_or(latest, |own| own.min(latest));
            next
        })
        .collect();
    times.reverse();
    let doubted = believed.iter().enumerate().filter(|(_, believed)| !**believed).map(|(index, _)| index).collect();
    (times, doubted)
}

/// A longest run of times that do not fall, of those up to `now`.
fn believed(committed: &[i64], now: i64) -> Vec<bool> {
    // The last index of the best run of each length, and before each index the one that precedes it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; committed.len()];
    for (index, time) in committed.iter().enumerate().filter(|(_, time)| **time <= now) {
        let length = ends.partition_point(|end| committed.get(*end).is_some_and(|last| last <= time));
        if let Some(slot) = before.get_mut(index) {
            *slot = length.checked_sub(1).and_then(|length| ends.get(length)).copied();
        }
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut believed = vec![false; committed.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        if let Some(mark) = believed.get_mut(index) {
            *mark = true;
        }
        at = before.get(index).copied().flatten();
    }
    believed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(committed: &[i64], now: i64) -> (Vec<String>, Vec<usize>) {
        let (times, doubted) = times(committed, Timestamp::from_second(now).unwrap());
        let shown = |time: &Timestamp| format!("{}", time.as_nanosecond() / 1000 - 1_000_000_000_000_000);
        (times.iter().map(shown).collect(), doubted)
    }

    #[test]
    fn order_outranks_clocks() {
        let base = 1_000_000_000;
        let at = |seconds: &[i64]| seconds.iter().map(|second| base + second).collect::<Vec<_>>();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        // Right clocks are left alone.
        assert_eq!(run(&at(&[1, 2, 3]), base + 9), (words("1000000 2000000 3000000"), vec![]));
        // One clock of the future: it was public when the next one was.
        assert_eq!(run(&at(&[1, 1_000_000, 3]), base + 9), (words("1000000 2999999 3000000"), vec![1]));
        // At the tip: now, and never later.
        assert_eq!(run(&at(&[1, 2, 1_000_000]), base + 9), (words("1000000 2000000 9000000"), vec![2]));
        // One clock that was reset.
        assert_eq!(run(&[base + 1, 0, base + 3], base + 9), (words("1000000 2999999 3000000"), vec![1]));
        // One second, three commits.
        assert_eq!(run(&at(&[5, 5, 5]), base + 9), (words("4999998 4999999 5000000"), vec![]));
        assert_eq!(run(&[], base).0.len(), 0);
    }
}
