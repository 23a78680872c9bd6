//! The long export: the rows of `schema::long`.

use super::sink::{ExportFormat, Field, Sink};
use crate::identity::Resolution;
use crate::schema::long::{LongRow, RowKind, rows};
use crate::schema::{Entry, Snapshot};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the long table, with the columns of [`LongRow::COLUMNS`] in that order.
///
/// The order of rows is that in which they are given; within a snapshot it is entry, kind of row, metric. Given
/// boards by id and snapshots by [`Content::order`](crate::schema::Content::order), the export of an archive is always the same.
pub struct LongWriter<W: Write>(Sink<W>);

impl<W: Write> LongWriter<W> {
    /// Begins an export; the header of a CSV is written at once.
    pub fn new(writer: W, format: ExportFormat) -> io::Result<LongWriter<W>> {
        Sink::new(writer, format, LongRow::COLUMNS.map(str::to_owned).to_vec()).map(LongWriter)
    }

    /// Writes one row.
    pub fn row(&mut self, row: &LongRow<'_>) -> io::Result<()> {
        let cells = row.cells();
        let fields = LongRow::COLUMNS.iter().zip(&cells).map(|(column, cell)| field(column, cell, row.kind));
        self.0.row(fields)
    }

    /// Writes the rows of a snapshot, with `resolve` saying who its entries are.
    pub fn snapshot(&mut self, snapshot: &Snapshot, resolve: impl Fn(&Entry) -> Resolution) -> io::Result<()> {
        self.some(snapshot, resolve, |_| true)
    }

    /// Writes the rows of those entries of a snapshot that `keep` holds for.
    pub fn some(
        &mut self,
        snapshot: &Snapshot,
        resolve: impl Fn(&Entry) -> Resolution,
        mut keep: impl FnMut(&Resolution) -> bool,
    ) -> io::Result<()> {
        let mut entries = snapshot.entries.iter();
        let (mut who, mut kept) = (None, true);
        let day = day_of(snapshot);
        for mut row in rows(snapshot) {
            // The archive's own rows for links and keys are no labels of the publisher.
            if row.kind == RowKind::Label && row.metric.as_ref().is_some_and(|label| label.starts_with('@')) {
                continue;
            }
            row.edition.get_or_insert(Cow::Borrowed(&day));
            if row.kind == RowKind::Entry {
                who = entries.next().map(&resolve);
                kept = who.as_ref().is_none_or(&mut keep);
            }
            if !kept {
                continue;
            }
            let model = who.as_ref().and_then(Resolution::model);
            row.model = model.map(|model| Cow::Owned(model.to_string()));
            row.configuration = who.as_ref().and_then(Resolution::stated).map(Cow::Owned);
            self.row(&row)?;
        }
        Ok(())
    }

    /// Ends the export and gives the writer back, flushed.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

/// The day on which a content became public: the edition of a rolling board, which names none.
pub(super) fn day_of(snapshot: &Snapshot) -> String {
    snapshot.public_at().to_string().chars().take(10).collect()
}

/// Whether a column holds text, so that a formula in it is defused in CSV.
pub(super) fn is_text(column: &str) -> bool {
    matches!(field(column, "x", RowKind::Label), Field::Text(_))
}

fn field<'a>(column: &str, cell: &'a str, kind: RowKind) -> Field<'a> {
    match column {
        "reference" | "computed" => Field::Flag(cell == "true"),
        // What is printed may be empty, which is not the same as that nothing is printed there.
        "text" if kind != RowKind::Entry => Field::Text(cell),
        _ if cell.is_empty() => Field::Nothing,
        "entry" | "rank" | "value" | "decimals" | "low" | "high" | "n" => Field::Number(cell),
        "captures" => Field::Words(cell),
        _ => Field::Text(cell),
    }
}
