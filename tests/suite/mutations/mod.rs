//! No silent breakage: captures are damaged in many ways, and what comes of each damage is counted.

mod canvas;
mod cases;
mod damage;
mod page;
mod verdict;

use bangdan::catalogue::Catalogue;
use bangdan::schema::{Digest, Snapshot};
use canvas::Canvas;
use cases::Case;
use damage::{Damage, KINDS};
use page::Counts;
use rayon::prelude::*;
use verdict::{Verdict, judge};

/// What every kind of damage comes to on one capture: format, kind, verdict.
fn damaged(case: &Case<'_>) -> Vec<(String, Damage, Verdict)> {
    let (body, object) = (case.body(), Digest::of(case.body()));
    let history = case.derive(body);
    let is_own = |snapshot: &&Snapshot| snapshot.captures.contains(&object);
    let Some(truth) = history.snapshots.iter().rev().find(is_own).filter(|truth| !truth.is_partial()) else {
        return Vec::new();
    };
    // What was another quantity by the definition's word tells nothing of this one, and some rows tell little.
    let tells = |before: &&Snapshot| !is_own(before) && !before.is_partial() && !is_broken(before, truth);
    let past: Vec<&Snapshot> = history.snapshots.iter().filter(tells).collect();
    let canvas = Canvas::of(body, case.board, &case.variant.table);
    let format = format!("{:?}", case.variant.table.format).to_lowercase();
    let mut found = Vec::new();
    for (kind, _) in KINDS {
        let Some(new) = kind.apply(body, canvas.as_ref()).filter(|new| new != body) else { continue };
        let verdict = judge(case, truth, &past, &new, &case.derive(&new));
        found.push((format.clone(), *kind, verdict));
    }
    found
}

/// Whether a metric became another quantity between two contents.
fn is_broken(before: &Snapshot, truth: &Snapshot) -> bool {
    let (before, now) = (before.place_in_time(), truth.place_in_time());
    let between = |order| before.min(now) < order && order <= before.max(now);
    truth.metrics.iter().any(|metric| metric.breaks.iter().any(|at| between(at.order)))
}

#[test]
fn no_damage_that_history_betrays_is_let_in() {
    let catalogue = Catalogue::built_in().unwrap();
    let papers = cases::paper_catalogues();
    let mut cases = cases::of_fixtures(&catalogue);
    cases.extend(papers.iter().flat_map(cases::of_paper));
    let found: Vec<_> = cases.par_iter().flat_map(damaged).collect();
    let mut counts = Counts::default();
    let mut let_in = Vec::new();
    for (format, kind, verdict) in &found {
        counts.add(*kind, format, verdict);
        if let Verdict::LetIn(what) = verdict {
            let_in.push(format!("{kind:?} {format}: {what}"));
        }
    }
    counts.hold_against_the_page(cases.len());
    assert!(let_in.is_empty(), "{} of {}:\n{}", let_in.len(), found.len(), let_in.join("\n"));
}
