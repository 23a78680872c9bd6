//! What came of a damage, and whether anything could have seen it.
//!
//! *Harmless*: every entry has the name, place, organisation, labels and figures of the reading without damage.
//! *Caught*: nothing was let in, or each wrong or missing cell is named by a problem that the undamaged reading has
//! not: at its row, by the entry's name, or by its column.
//! *Let in*: the rest. It is *betrayed* where what came before tells, by the rules of [`is_betrayed`]; they look at
//! the readings alone and know nothing of the gate.

use super::cases::Case;
use bangdan::schema::{BoardHistory, Code, Digest, Entry, MetricId, Problem, Score, Snapshot};
use bangdan::text::fold;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Caught,
    Harmless,
    /// Some value is wrong or missing without a word, and what came before tells.
    LetIn(String),
    /// The same, and nothing tells.
    Unseen(Why),
}

/// Why nothing could tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nothing of the board came before.
    First,
    /// Nothing of this edition came before at this address.
    NewEdition,
    /// Fewer than five of the entries were there before.
    Few,
    /// Too many of the figures that the damage changed are new.
    NewFigures,
}

/// What a cell says: its column, and the text of it in a form that can be compared.
type Cells = BTreeMap<String, String>;

/// A cell that is not what it was.
struct Wrong {
    name: String,
    column: String,
    /// What it should say; `None` where it should not be there.
    truth: Option<String>,
    row: Option<u32>,
}

fn cells(entry: &Entry) -> Cells {
    let mut cells: Cells = entry.labels.iter().map(|(label, text)| (label.clone(), text.clone())).collect();
    cells.insert("rank".to_owned(), entry.rank.text().to_owned());
    cells.insert("organization".to_owned(), entry.organization.clone().unwrap_or_default());
    for (metric, reading) in &entry.readings {
        if let Some(score) = reading.score() {
            cells.insert(metric.to_string(), score.number.to_string());
        }
    }
    cells.retain(|_, text| !text.is_empty());
    cells
}

fn key(entry: &Entry) -> String {
    format!("{} {}", fold(&entry.name), entry.key.join(" "))
}

fn wrong_cells(truth: &Snapshot, damaged: &Snapshot) -> Vec<Wrong> {
    // A key that stands several times is compared as often as it stands.
    let mut rest: Vec<&Entry> = damaged.entries.iter().collect();
    let mut wrong = Vec::new();
    for entry in &truth.entries {
        let own = cells(entry);
        let found = rest.iter().position(|other| key(other) == key(entry) && cells(other) == own);
        let found = found.or_else(|| rest.iter().position(|other| key(other) == key(entry)));
        let Some(found) = found else {
            let row = Some(entry.at.row);
            wrong.push(Wrong { name: entry.name.clone(), column: "name".into(), truth: Some(String::new()), row });
            continue;
        };
        let other = rest.remove(found);
        let theirs = cells(other);
        let columns: BTreeSet<&String> = own.keys().chain(theirs.keys()).collect();
        for column in columns {
            if own.get(column) != theirs.get(column) {
                wrong.push(Wrong {
                    name: entry.name.clone(),
                    column: column.clone(),
                    truth: own.get(column).cloned(),
                    row: Some(other.at.row),
                });
            }
        }
    }
    let extra = |entry: &&Entry| Wrong {
        name: entry.name.clone(),
        column: "name".into(),
        truth: None,
        row: Some(entry.at.row),
    };
    wrong.extend(rest.iter().map(extra));
    wrong
}

fn is_named(wrong: &Wrong, problems: &[&Problem], lost: usize) -> bool {
    problems.iter().any(|problem| {
        let says = |text: &str| problem.what.en.contains(text);
        let row = problem.at.as_ref().is_some_and(|at| Some(at.row) == wrong.row);
        match problem.code {
            Code::ColumnGone | Code::ManyChanges => says(&wrong.column),
            // It says how many are gone, and names the first of them.
            Code::EntriesGone => wrong.column == "name" && says(&format!("{lost} of ")),
            Code::NewColumn => false,
            _ => row || says(&wrong.name),
        }
    })
}

pub fn judge(case: &Case<'_>, truth: &Snapshot, past: &[&Snapshot], body: &[u8], history: &BoardHistory) -> Verdict {
    let object = Digest::of(body);
    let mut contents = history.snapshots.iter().filter(|snapshot| snapshot.captures.contains(&object));
    let found = contents.find(|snapshot| snapshot.edition == truth.edition);
    let Some(damaged) = found else {
        // Nothing was let in, unless the damage made the content equal to the one before.
        let seen = history.snapshots.iter().any(|other| {
            other.edition == truth.edition && other.address == truth.address && other.last_seen_at >= truth.observed_at
        });
        return if seen { Verdict::Harmless } else { Verdict::Caught };
    };
    let wrong = wrong_cells(truth, damaged);
    if wrong.is_empty() {
        return Verdict::Harmless;
    }
    let known: BTreeSet<(Code, &str)> =
        truth.problems.iter().map(|problem| (problem.code, problem.what.en.as_str())).collect();
    let new: Vec<&Problem> =
        damaged.problems.iter().filter(|problem| !known.contains(&(problem.code, &problem.what.en))).collect();
    let names: BTreeSet<String> = damaged.entries.iter().map(key).collect();
    let before = previous(past, truth);
    let lost = before.map_or(0, |before| before.entries.iter().filter(|entry| !names.contains(&key(entry))).count());
    let unnamed: Vec<&Wrong> = wrong.iter().filter(|wrong| !is_named(wrong, &new, lost)).collect();
    if unnamed.is_empty() {
        return Verdict::Caught;
    }
    let (id, count, all, before) =
        (&case.board.id, unnamed.len(), truth.entries.len(), previous(past, truth).is_some());
    let example = unnamed.first().map_or_else(String::new, |wrong| {
        let (column, name) = (&wrong.column, &wrong.name);
        format!("{id} ({all} entries, before: {before}): {count} cells, as {column} of {name}")
    });
    if is_betrayed(truth, past, damaged, &unnamed) {
        Verdict::LetIn(example)
    } else {
        Verdict::Unseen(why(truth, past))
    }
}

/// The content before: of the same edition at the same address.
fn previous<'a>(past: &[&'a Snapshot], truth: &Snapshot) -> Option<&'a Snapshot> {
    past.iter().rev().find(|before| before.edition == truth.edition && before.address == truth.address).copied()
}

fn why(truth: &Snapshot, past: &[&Snapshot]) -> Why {
    match previous(past, truth) {
        None if past.is_empty() => Why::First,
        None => Why::NewEdition,
        Some(before) if shared(before, truth) < FEWEST => Why::Few,
        Some(_) => Why::NewFigures,
    }
}

/// Of fewer entries in common nothing is concluded.
const FEWEST: usize = 5;

/// How many entries two contents have in common.
fn shared(before: &Snapshot, truth: &Snapshot) -> usize {
    let names: BTreeSet<String> = before.entries.iter().map(|entry| fold(&entry.name)).collect();
    truth.entries.iter().filter(|entry| names.contains(&fold(&entry.name))).count()
}

/// Whether the capture or what came before it tells that something is wrong.
fn is_betrayed(truth: &Snapshot, past: &[&Snapshot], damaged: &Snapshot, wrong: &[&Wrong]) -> bool {
    damaged_names(wrong)
        || leaves_range(truth, damaged)
        || known_figures(truth, past, wrong)
        || lost_column(truth, past, damaged)
        || far_off(past, damaged)
}

/// A name with a tag or a replacement character is no name, whatever came before.
fn damaged_names(wrong: &[&Wrong]) -> bool {
    wrong.iter().any(|wrong| {
        wrong.truth.is_none()
            && (wrong.name.contains("</") || wrong.name.contains('\u{fffd}') || wrong.name.contains("??"))
    })
}

fn values<'s>(snapshot: &'s Snapshot, metric: &MetricId) -> Vec<&'s Score> {
    snapshot.entries.iter().filter_map(|entry| entry.score(metric)).collect()
}

/// Most figures of the metric by which the board orders lie outside of what the definition declares.
fn leaves_range(truth: &Snapshot, damaged: &Snapshot) -> bool {
    damaged.metrics.iter().filter(|metric| metric.primary).any(|metric| {
        let Some((low, high)) = metric.range else { return false };
        let outside = |snapshot: &Snapshot| {
            let values = values(snapshot, &metric.id);
            values.iter().filter(|score| score.value() < low || score.value() > high).count() * 2 > values.len()
        };
        outside(damaged) && !outside(truth)
    })
}

/// The content before has at least five of the entries and shows four fifths of the wrong cells as they should be.
fn known_figures(truth: &Snapshot, past: &[&Snapshot], wrong: &[&Wrong]) -> bool {
    let Some(before) = previous(past, truth) else { return false };
    let known: BTreeMap<String, Cells> = before.entries.iter().map(|entry| (fold(&entry.name), cells(entry))).collect();
    let judged: Vec<bool> = wrong
        .iter()
        .filter_map(|wrong| {
            let truth = wrong.truth.as_ref()?;
            let entry = known.get(&fold(&wrong.name));
            Some(match wrong.column.as_str() {
                "name" => entry.is_some(),
                column => entry.and_then(|cells| cells.get(column)) == Some(truth),
            })
        })
        .collect();
    shared(before, truth) >= FEWEST
        && !judged.is_empty()
        && judged.iter().filter(|known| **known).count() * 5 >= judged.len() * 4
}

/// A metric that the undamaged reading has, and every earlier content, is not there.
fn lost_column(truth: &Snapshot, past: &[&Snapshot], damaged: &Snapshot) -> bool {
    let own: Vec<&&Snapshot> = past.iter().filter(|before| before.address == truth.address).collect();
    truth.metrics.iter().any(|metric| {
        let always = !own.is_empty() && own.iter().all(|before| before.metric(&metric.id).is_some());
        always && damaged.metric(&metric.id).is_none()
    })
}

/// The median of a metric is more than five times as large, or less than a fifth, of all that it ever showed.
fn far_off(past: &[&Snapshot], damaged: &Snapshot) -> bool {
    damaged.metrics.iter().any(|metric| {
        let mut before: Vec<f64> =
            past.iter().flat_map(|before| values(before, &metric.id)).map(Score::value).collect();
        let mut now: Vec<f64> = values(damaged, &metric.id).into_iter().map(Score::value).collect();
        before.sort_by(f64::total_cmp);
        now.sort_by(f64::total_cmp);
        let (Some(least), Some(greatest)) = (before.first(), before.last()) else { return false };
        let Some(median) = now.get(now.len() / 2).filter(|_| now.len() >= 3) else { return false };
        *least > 0.0 && (*median > greatest * 5.0 || *median * 5.0 < *least)
    })
}
