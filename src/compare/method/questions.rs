//! The number of questions and the name of the test set, where the table prints them.

use super::super::diff::Diff;
use super::super::metrics::MetricComparison;
use crate::message;
use crate::schema::{Happening, MethodChange, MetricId, Snapshot};
use crate::text::{Decimal, Message, fold};

/// Fewer entries than this may have one number in common by accident.
const ENOUGH: usize = 3;

/// What a column is called that counts questions.
const COUNTS: [&str; 8] = ["n", "questions", "question", "samples", "items", "题数", "题量", "题目数"];

/// Other numbers of questions and other test sets than before.
pub(super) fn changed(from: &Snapshot, to: &Snapshot, diff: &Diff) -> Vec<Happening> {
    let mut found: Vec<Happening> = diff.metrics.iter().filter_map(|metric| counted(from, to, metric)).collect();
    for metric in &diff.metrics {
        if let Some(relabel) = &metric.relabelled {
            found.extend(renumbered(&relabel.from, &relabel.to).map(|change| event(Some(metric), change)));
        }
    }
    let sheet = |snapshot: &Snapshot| {
        let table = snapshot.entries.first().map(|entry| entry.at.table.clone())?;
        table.strip_prefix("sheet ").map(str::to_owned)
    };
    if let (Some(old), Some(new)) = (sheet(from), sheet(to)) {
        found.extend(renumbered(&old, &new).map(|change| event(None, change)));
    }
    found
}

/// One number of questions for all entries, and another one now. Where entries differ in it, it counts votes or
/// battles, which grow by themselves.
fn counted(from: &Snapshot, to: &Snapshot, metric: &MetricComparison) -> Option<Happening> {
    let (old, new) = match (common(from, &metric.id), common(to, &metric.id)) {
        (Some(old), Some(new)) => (old, new),
        _ if is_count(metric) => (constant(from, &metric.id)?, constant(to, &metric.id)?),
        _ => return None,
    };
    (old != new).then(|| event(Some(metric), MethodChange::Questions { from: old, to: new }))
}

fn common(snapshot: &Snapshot, metric: &MetricId) -> Option<u64> {
    all_equal(snapshot.entries.iter().filter_map(|entry| entry.score(metric)).map(|score| score.n))
}

fn is_count(metric: &MetricComparison) -> bool {
    let names = [metric.id.as_str(), &metric.name.en, &metric.name.zh];
    names.iter().any(|name| COUNTS.contains(&fold(name).as_str()))
}

fn constant(snapshot: &Snapshot, metric: &MetricId) -> Option<u64> {
    let whole = |number: Decimal| number.to_string().parse::<u64>().ok();
    all_equal(snapshot.entries.iter().filter_map(|entry| entry.score(metric)).map(|score| whole(score.number)))
}

fn all_equal(mut numbers: impl Iterator<Item = Option<u64>>) -> Option<u64> {
    let first = numbers.next()??;
    let mut count = 1;
    for number in numbers {
        if number != Some(first) {
            return None;
        }
        count += 1;
    }
    (count >= ENOUGH).then_some(first)
}

/// Two headers that say the same but for their numbers: another count of questions, or another version of a test set.
/// Dates are neither.
fn renumbered(from: &str, to: &str) -> Option<MethodChange> {
    let (old, new) = (pieces(&fold(from)), pieces(&fold(to)));
    if old.len() != new.len() {
        return None;
    }
    let mut differing = Vec::new();
    for (index, (a, b)) in old.iter().zip(&new).enumerate() {
        if a == b {
            continue;
        }
        if !a.starts_with(is_digit) || !b.starts_with(is_digit) {
            return None;
        }
        differing.push((a, b, index.checked_add(1).and_then(|next| old.get(next))));
    }
    let is_date = |next: Option<&String>| next.is_some_and(|next| next.starts_with(['年', '月', '日', '-', '/']));
    if differing.is_empty() || differing.iter().any(|(_, _, next)| is_date(*next)) {
        return None;
    }
    let counts = |next: Option<&String>| {
        next.is_some_and(|next| {
            ["题", "question", "item", "sample", "道"].iter().any(|word| next.trim_start().starts_with(word))
        })
    };
    if let [(a, b, next)] = differing.as_slice()
        && counts(*next)
        && let (Ok(from), Ok(to)) = (a.parse(), b.parse())
    {
        return Some(MethodChange::Questions { from, to });
    }
    Some(MethodChange::TestSet { from: from.to_owned(), to: to.to_owned() })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Runs of digits (with points within) and of anything else, in turn.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        match pieces.last_mut() {
            Some(piece)
                if piece.starts_with(is_digit) == (is_digit(c) || (c == '.' && piece.starts_with(is_digit))) =>
            {
                piece.push(c);
            }
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

fn event(metric: Option<&MetricComparison>, change: MethodChange) -> Happening {
    let Message { en, zh } = metric.map_or_else(|| message!("the table", "表格"), |metric| metric.name.clone());
    let why = match &change {
        MethodChange::Questions { from, to } => message!(
            "{en}: the number of questions seems to have changed from {from} to {to}",
            "{zh}：题目数量似乎由 {from} 变为 {to}"
        ),
        MethodChange::TestSet { from, to } => message!(
            "{en}: the test set seems to have changed from {from} to {to}",
            "{zh}：测试集似乎由 {from} 变为 {to}"
        ),
        _ => Message::default(),
    };
    let splits = metric.is_none_or(|metric| metric.primary);
    Happening::MethodBroke { metric: metric.map(|metric| metric.id.clone()), declared: false, change, why, splits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_counts_are_told_from_dates_and_names() {
        let test_set = |from: &str, to: &str| MethodChange::TestSet { from: from.into(), to: to.into() };
        assert_eq!(renumbered("CLUE1.0 总分", "CLUE1.1 总分"), Some(test_set("CLUE1.0 总分", "CLUE1.1 总分")));
        assert_eq!(renumbered("AIME 2024", "AIME 2025"), Some(test_set("AIME 2024", "AIME 2025")));
        let questions = MethodChange::Questions { from: 3337, to: 2194 };
        assert_eq!(renumbered("总分（3337题）", "总分（2194题）"), Some(questions));
        assert_eq!(
            renumbered("Score (500 questions)", "Score (492 questions)").unwrap(),
            MethodChange::Questions { from: 500, to: 492 }
        );
        for (from, to) in [
            ("得分（2023年8月）", "得分（2023年9月）"),
            ("总分", "平均"),
            ("LCQMC'", "AFQMC"),
            ("2023-08-01", "2023-09-01"),
            ("MMLU", "MMLU 2"),
            ("总分", "总分"),
        ] {
            assert_eq!(renumbered(from, to), None, "{from} → {to}");
        }
    }
}
