//! The wide export: one row per entry, one column per label and metric.

use super::long::day_of;
use super::sink::{ExportFormat, Field, Sink};
use crate::identity::Resolution;
use crate::schema::{Entry, MetricId, ModelId, Reading, Snapshot};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The columns that every wide export begins with.
const FIXED: [&str; 10] = [
    "board",
    "edition",
    "published_at",
    "observed_at",
    "rank",
    "rank_text",
    "name",
    "organization",
    "model",
    "configuration",
];

/// The labels and metrics that a wide export has columns for.
///
/// Labels come first, by name, then metrics in the order in which snapshots were added. A label or metric whose
/// name is that of an earlier column is called `label.<name>` or `metric.<name>`. A metric that bangdan computed has a
/// column `computed.<name>`, apart from that of the contents that print it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WideColumns {
    labels: BTreeSet<String>,
    metrics: Vec<MetricColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct MetricColumn {
    id: MetricId,
    computed: bool,
}

impl WideColumns {
    /// Adds what the snapshot has, and is not there yet.
    pub fn add(&mut self, snapshot: &Snapshot) {
        let known = snapshot.metrics.iter().map(|metric| (&metric.id, metric.computed.is_some()));
        let read = snapshot.entries.iter().flat_map(|entry| entry.readings.keys());
        let others = read.filter(|id| snapshot.metric(id).is_none()).map(|id| (id, false));
        for (id, computed) in known.chain(others) {
            if !self.metrics.iter().any(|column| column.id == *id && column.computed == computed) {
                self.metrics.push(MetricColumn { id: id.clone(), computed });
            }
        }
        for label in snapshot.entries.iter().flat_map(|entry| entry.labels.keys()) {
            if !self.labels.contains(label) {
                self.labels.insert(label.clone());
            }
        }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = FIXED.map(str::to_owned).to_vec();
        let labels = self.labels.iter().map(|label| ("label", label.as_str()));
        let kind = |column: &MetricColumn| if column.computed { "computed" } else { "metric" };
        let metrics = self.metrics.iter().map(|column| (kind(column), column.id.as_str()));
        for (kind, name) in labels.chain(metrics) {
            let taken = kind == "computed" || names.iter().any(|known| known == name);
            names.push(if taken { format!("{kind}.{name}") } else { name.to_owned() });
        }
        names
    }
}

/// Writes the wide table: what is printed, as it is printed. A metric that the table has no cell for is nothing
/// (an empty field, `null`), a cell that prints nothing is an empty text (in CSV the same empty field).
pub struct WideWriter<W: Write> {
    sink: Sink<W>,
    columns: WideColumns,
}

impl<W: Write> WideWriter<W> {
    /// Begins an export; the header of a CSV is written at once.
    pub fn new(writer: W, format: ExportFormat, columns: WideColumns) -> io::Result<WideWriter<W>> {
        Ok(WideWriter { sink: Sink::new(writer, format, columns.names())?, columns })
    }

    /// Writes the entries of a snapshot in its order, with `resolve` saying who they are. Labels and metrics that
    /// are no columns of this export are an error, so that none is lost unseen.
    pub fn snapshot(&mut self, snapshot: &Snapshot, resolve: impl Fn(&Entry) -> Resolution) -> io::Result<()> {
        self.some(snapshot, resolve, |_| true)
    }

    /// Writes those entries of a snapshot that `keep` holds for.
    pub fn some(
        &mut self,
        snapshot: &Snapshot,
        resolve: impl Fn(&Entry) -> Resolution,
        mut keep: impl FnMut(&Resolution) -> bool,
    ) -> io::Result<()> {
        let mut columns = self.columns.clone();
        columns.add(snapshot);
        if columns != self.columns {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the snapshot has columns that the export lacks"));
        }
        let published = snapshot.published_at.map(|time| time.to_string());
        let observed = snapshot.observed_at.to_string();
        let day = day_of(snapshot);
        for entry in &snapshot.entries {
            let who = resolve(entry);
            if !keep(&who) {
                continue;
            }
            let configuration = who.stated();
            let place = entry.rank.place().map(|place| place.to_string());
            let fixed = [
                Field::Text(snapshot.board.as_str()),
                Field::Text(snapshot.edition.as_ref().map_or(&day, |edition| &edition.label)),
                text(published.as_deref()),
                Field::Text(&observed),
                place.as_deref().map_or(Field::Nothing, Field::Number),
                text(Some(entry.rank.text()).filter(|text| !text.is_empty())),
                Field::Text(&entry.name),
                text(entry.organization.as_deref()),
                text(who.model().map(ModelId::as_str)),
                text(configuration.as_deref()),
            ];
            let labels = self.columns.labels.iter().map(|label| text(entry.labels.get(label).map(String::as_str)));
            let metrics = self.columns.metrics.iter().map(|column| {
                let computed = snapshot.metric(&column.id).is_some_and(|metric| metric.computed.is_some());
                let reading = entry.readings.get(&column.id).filter(|_| computed == column.computed);
                text(reading.map(Reading::text))
            });
            self.sink.row(fixed.into_iter().chain(labels).chain(metrics))?;
        }
        Ok(())
    }

    /// Ends the export and gives the writer back, flushed.
    pub fn finish(self) -> io::Result<W> {
        self.sink.finish()
    }
}

fn text(text: Option<&str>) -> Field<'_> {
    text.map_or(Field::Nothing, Field::Text)
}
