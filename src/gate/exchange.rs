//! Figures that stand where others stood before: names exchanged, columns exchanged, cells moved within a column or a
//! row. All of it is seen by the figures themselves, so a board whose figures all changed shows none of it.

use super::pairing::{Change, Pairing};
use super::words::{list, of_table, problem, quote, share};
use crate::message;
use crate::schema::{Code, Entry, Metric, MetricId, Problem, Score};
use crate::text::{Decimal, counted, fold, plural};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fewer shared entries agree with another column by chance.
const FEWEST: usize = 3;

/// Four fifths of a column's figures come from one other place: the rest may have been revised at the same time.
const MOST: f64 = 0.8;

/// Half of the figures in their place, and the column is no other.
const HALF: f64 = 0.5;

/// Holds the figures against where they stood before.
///
/// # Errors
/// A refusal that names the columns or entries.
pub(super) fn exchanges(pairing: &Pairing<'_>) -> Result<Vec<Problem>, Problem> {
    let metrics: Vec<&Metric> = pairing.metrics().collect();
    let changes: Vec<(&MetricId, &[Change<'_>])> =
        metrics.iter().map(|metric| (&metric.id, pairing.changes(&metric.id))).collect();
    columns(pairing, &changes)?;
    let moved = rows(pairing, &metrics)?;
    names(pairing, &metrics)?;
    changes.iter().try_for_each(|(id, changes)| within_column(pairing, id, changes))?;
    places(pairing)?;
    Ok(moved)
}

/// A metric that now shows what another one showed before.
fn columns(pairing: &Pairing<'_>, changes: &[(&MetricId, &[Change<'_>])]) -> Result<(), Problem> {
    let stayed = |change: &&Change<'_>| change.now.number.agrees_with(change.before.number);
    for (id, own) in changes {
        let in_place = own.iter().filter(stayed).count();
        if own.len() < FEWEST || share(in_place, own.len()) > HALF {
            continue;
        }
        for metric in pairing.before.metrics.iter().filter(|metric| metric.id != **id) {
            let pairs: Vec<(Decimal, Decimal)> = pairing
                .shared
                .iter()
                .filter_map(|(before, now)| Some((before.score(&metric.id)?.number, now.score(id)?.number)))
                .collect();
            let same = pairs.iter().filter(|(before, now)| before == now).count();
            let distinct: BTreeSet<Decimal> = pairs.iter().map(|(before, _)| *before).collect();
            if pairs.len() >= FEWEST && distinct.len() >= FEWEST && share(same, pairs.len()) >= MOST {
                let (all, other) = (pairs.len(), &metric.id);
                let what = message!(
                    "{same} of {all} figures of {id} are those that {other} had before: columns were exchanged",
                    "{id} 的 {all} 个数值中有 {same} 个是 {other} 原来的数值：列被调换"
                );
                return Err(of_table(Code::ColumnsExchanged, pairing.now, what));
            }
        }
    }
    Ok(())
}

/// Rows whose cells stand in other columns than before. Of one row it cannot be told whether it was shifted or put
/// right: in May 2023 SuperCLUE printed the row of Claude shifted for five hours.
fn rows(pairing: &Pairing<'_>, metrics: &[&Metric]) -> Result<Vec<Problem>, Problem> {
    let mut problems = Vec::new();
    for (before, now) in &pairing.shared {
        let count = moved_cells(before, now, metrics);
        if count > 0 {
            let name = quote(&now.name);
            let figures = counted(count, "figure", "figures");
            let stand = plural(count, "stands", "stand");
            let what = message!(
                "{figures} of {name} {stand} in other columns than before",
                "{name} 一行有 {count} 个数值移到了别的列"
            );
            problems.push(problem(Code::RowMoved, &now.at, what));
        }
    }
    let (count, all) = (problems.len(), pairing.shared.len());
    if count >= FEWEST && share(count, all) > HALF {
        let what = message!(
            "the cells of {count} of {all} rows stand in other columns than before",
            "{all} 行中有 {count} 行的单元格移到了别的列"
        );
        return Err(of_table(Code::CellsMoved, pairing.now, what));
    }
    Ok(problems)
}

/// How many figures of an entry stand in other columns than before, if that explains how it changed.
fn moved_cells(before: &Entry, now: &Entry, metrics: &[&Metric]) -> usize {
    let number = |entry: &Entry, metric: &Metric| entry.score(&metric.id).map(|score| score.number);
    let pairs = metrics.iter().map(|metric| (number(before, metric), number(now, metric)));
    let changed: Vec<(Option<Decimal>, Option<Decimal>)> = pairs.filter(|(old, new)| old != new).collect();
    let is_moved = |index: usize, figure: Decimal| {
        let elsewhere = changed.iter().enumerate().any(|(other, (old, _))| other != index && *old == Some(figure));
        elsewhere && figure.has_significant_digits(2)
    };
    let moved = changed.iter().enumerate().filter(|(index, (_, new))| new.is_some_and(|new| is_moved(*index, new)));
    let count = moved.count();
    // A cell at the end is lost where a row is shifted, and small figures agree by chance.
    let explains = count == changed.len() || (count >= 3 && count * 2 > changed.len()) || count + 1 == changed.len();
    if count >= 2 && explains { count } else { 0 }
}

/// Entries that now bear what other entries bore before, while those bear it no longer.
fn names(pairing: &Pairing<'_>, metrics: &[&Metric]) -> Result<(), Problem> {
    let vector = |entry: &Entry| -> Vec<Option<Decimal>> {
        metrics.iter().map(|metric| entry.score(&metric.id).map(|score| score.number)).collect()
    };
    let mut owners: BTreeMap<Vec<Option<Decimal>>, Vec<usize>> = BTreeMap::new();
    let mut changed = Vec::new();
    for (index, (before, now)) in pairing.shared.iter().enumerate() {
        let (old, new) = (vector(before), vector(now));
        if old != new {
            changed.push((index, new));
        }
        owners.entry(old).or_default().push(index);
    }
    let moves: HashMap<usize, usize> = changed
        .iter()
        .filter(|(_, new)| new.iter().flatten().next().is_some())
        .filter_map(|(index, new)| match owners.get(new).map(Vec::as_slice) {
            Some([owner]) if owner != index && changed.iter().any(|(other, _)| other == owner) => {
                Some((*index, *owner))
            }
            _ => None,
        })
        .collect();
    // Some figures agree with another's by chance; several of some digits do not.
    let told: HashMap<usize, usize> = changed
        .iter()
        .filter(|(_, new)| tells(new))
        .filter_map(|(index, _)| Some((*index, *moves.get(index)?)))
        .collect();
    let in_cycles = told.keys().filter(|index| is_in_cycle(&told, **index)).count();
    let all_moved = moves.len() >= 2 && moves.len() == changed.len();
    if all_moved || told.len() >= FEWEST || in_cycles >= 2 {
        let mut found: Vec<usize> = if all_moved { &moves } else { &told }.keys().copied().collect();
        found.sort_unstable();
        return Err(exchanged(pairing, &found));
    }
    organizations(pairing)
}

/// Whether an entry's figures are no other entry's by chance: at least three of two digits or more. 2.00 is of one digit.
fn tells(figures: &[Option<Decimal>]) -> bool {
    let telling = |figure: &&Decimal| figure.trimmed().has_significant_digits(2);
    figures.iter().flatten().filter(telling).count() >= FEWEST
}

/// Whether one comes back to where it started by going from each entry to the one that bore its figures before.
fn is_in_cycle(moves: &HashMap<usize, usize>, start: usize) -> bool {
    let mut at = start;
    (0..moves.len()).any(|_| match moves.get(&at) {
        Some(next) => {
            at = *next;
            at == start
        }
        None => false,
    })
}

fn exchanged(pairing: &Pairing<'_>, found: &[usize]) -> Problem {
    let entries: Vec<&Entry> = found.iter().filter_map(|index| pairing.shared.get(*index)).map(|pair| pair.1).collect();
    let names = list(entries.iter().map(|entry| entry.name.as_str()));
    let what = message!("entries bear what others bore before: {names}", "这些条目的内容是其他条目原来的内容：{names}");
    match entries.first() {
        Some(entry) => problem(Code::NamesExchanged, &entry.at, what),
        None => of_table(Code::NamesExchanged, pairing.now, what),
    }
}

/// Two entries, and no others, that exchanged their organisations: their names were exchanged. A new edition shows this
/// too.
pub(super) fn organizations(pairing: &Pairing<'_>) -> Result<(), Problem> {
    if pairing.before.rewords_organizations() || pairing.now.rewords_organizations() {
        return Ok(());
    }
    let organization = |entry: &Entry| entry.organization.as_deref().map(fold);
    let changed: Vec<usize> = pairing
        .shared
        .iter()
        .enumerate()
        .filter(|(_, (before, now))| organization(before) != organization(now))
        .map(|(index, _)| index)
        .collect();
    let [a, b] = changed[..] else { return Ok(()) };
    let pairs = pairing.shared.get(a).zip(pairing.shared.get(b));
    let Some(((a_before, a_now), (b_before, b_now))) = pairs else { return Ok(()) };
    let crossed = organization(a_now) == organization(b_before) && organization(b_now) == organization(a_before);
    let filled = a_now.organization.is_some() && b_now.organization.is_some();
    if crossed && filled { Err(exchanged(pairing, &[a, b])) } else { Ok(()) }
}

/// The figures of a column are those of before, in other rows.
fn within_column(pairing: &Pairing<'_>, id: &MetricId, changes: &[Change<'_>]) -> Result<(), Problem> {
    let pairs: Vec<(Decimal, Decimal)> =
        changes.iter().map(|Change { before, now, .. }: &Change<'_>| (score(before), score(now))).collect();
    match moved(&pairs) {
        Some(count) => Err(moved_words(pairing, id.as_str(), count)),
        None => Ok(()),
    }
}

/// The same of the places, where no entry came or went: those move all others.
fn places(pairing: &Pairing<'_>) -> Result<(), Problem> {
    let place = |entry: &Entry| entry.rank.place().and_then(|place| Decimal::parse(&place.to_string()));
    let pairs: Vec<(Decimal, Decimal)> =
        pairing.shared.iter().filter_map(|(before, now)| Some((place(before)?, place(now)?))).collect();
    let same_entries = pairing.gone.is_empty() && pairing.new.is_empty();
    let same_figures = pairing.metrics().all(|metric| {
        pairing.changes(&metric.id).iter().all(|change| change.before.number.agrees_with(change.now.number))
    });
    match moved(&pairs).filter(|_| same_entries && same_figures) {
        Some(count) => Err(moved_words(pairing, "rank", count)),
        None => Ok(()),
    }
}

fn score(score: &Score) -> Decimal {
    score.number
}

fn moved_words(pairing: &Pairing<'_>, column: &str, count: usize) -> Problem {
    let what = message!(
        "{count} figures of {column} stand in other rows than before",
        "{column} 列有 {count} 个数值移到了别的行"
    );
    of_table(Code::CellsMoved, pairing.now, what)
}

/// How many figures are not in their place and in another, where most are so and the figures tell themselves apart.
fn moved(pairs: &[(Decimal, Decimal)]) -> Option<usize> {
    let in_place = pairs.iter().filter(|(before, now)| before == now).count();
    let mut counts: BTreeMap<Decimal, usize> = BTreeMap::new();
    for (before, _) in pairs {
        *counts.entry(*before).or_default() += 1;
    }
    let distinct = counts.len();
    let mut found = 0;
    for (_, now) in pairs {
        if let Some(count) = counts.get_mut(now).filter(|count| **count > 0) {
            *count -= 1;
            found += 1;
        }
    }
    // The first or last figure of a column that was moved by a row is lost.
    let most = found + 1 == pairs.len() || share(found, pairs.len()) >= MOST;
    let apart = distinct * 2 >= pairs.len();
    (pairs.len() > FEWEST && apart && most && share(in_place, pairs.len()) <= HALF)
        .then_some(found - in_place.min(found))
}
