//! What changed in one paired row besides its scores, and the columns that only one table has.

use super::diff::{LabelChange, LabelColumn, Seat, Side, TextChange};
use crate::schema::{Entry, MetricId, Snapshot};
use crate::text::squeeze;
use std::collections::BTreeSet;

/// The columns of text that both snapshots have.
pub(super) struct TextColumns<'a> {
    organization: bool,
    labels: Vec<&'a str>,
}

impl<'a> TextColumns<'a> {
    /// The shared columns, and those that only one of the two has.
    pub fn of(from: &'a Snapshot, to: &'a Snapshot) -> (TextColumns<'a>, Vec<LabelColumn>) {
        let names = |snapshot: &'a Snapshot| -> BTreeSet<&'a str> {
            snapshot.entries.iter().flat_map(|entry| entry.labels.keys().map(String::as_str)).collect()
        };
        let organized = |snapshot: &Snapshot| snapshot.entries.iter().any(|entry| entry.organization.is_some());
        let (old, new) = (names(from), names(to));
        let lone = |label: &&str, only_in, lacking: &Snapshot| LabelColumn {
            label: (*label).to_owned(),
            only_in,
            left_out: !lacking.left_out.is_empty(),
        };
        let mut columns: Vec<LabelColumn> = old.difference(&new).map(|label| lone(label, Side::From, to)).collect();
        columns.extend(new.difference(&old).map(|label| lone(label, Side::To, from)));
        let labels = old.intersection(&new).copied().collect();
        let reworded = from.rewords_organizations() || to.rewords_organizations();
        let organization = organized(from) && organized(to) && !reworded;
        (TextColumns { organization, labels }, columns)
    }

    /// The organisation, where it is written otherwise.
    pub fn organization(&self, from: &Entry, to: &Entry) -> Option<TextChange> {
        if !self.organization {
            return None;
        }
        change(from.organization.as_deref(), to.organization.as_deref())
    }

    /// The labels that changed, by name.
    pub fn labels(&self, from: &Entry, to: &Entry) -> Vec<LabelChange> {
        let text = |entry: &'_ Entry, label: &str| entry.labels.get(label).cloned();
        self.labels
            .iter()
            .filter_map(|&label| {
                let text = change(text(from, label).as_deref(), text(to, label).as_deref())?;
                Some(LabelChange { label: label.to_owned(), text })
            })
            .collect()
    }
}

/// White space is no change, and an empty text is none.
fn change(from: Option<&str>, to: Option<&str>) -> Option<TextChange> {
    let read = |text: Option<&str>| text.map(squeeze).filter(|text| !text.is_empty());
    let (from, to) = (read(from), read(to));
    (from != to).then_some(TextChange { from, to })
}

/// The seat of the entry with this index.
pub(super) fn seat(snapshot: &Snapshot, index: usize, primary: Option<&MetricId>) -> Option<Seat> {
    let entry = snapshot.entries.get(index)?;
    Some(Seat {
        index,
        name: entry.name.clone(),
        organization: entry.organization.clone(),
        rank: entry.rank.clone(),
        primary: primary.and_then(|metric| entry.score(metric)).cloned(),
        at: entry.at.clone(),
    })
}
