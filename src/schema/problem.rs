//! Doubts about data, as values: a code, a severity, a place and a sentence.

use super::Locator;
use crate::text::Message;

/// Something about a capture, table, row or cell that a reader of the figures should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind of doubt.
    pub code: Code,
    /// Where, if it is about a cell or row.
    pub at: Option<Locator>,
    /// What exactly, in a sentence without a period.
    pub what: Message,
}

impl Problem {
    /// How bad it is; follows from the code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the figures stand.
    Note,
    /// A figure or row is in doubt or left out; the rest stands.
    Warning,
    /// The table was refused.
    Refusal,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        /// The kinds of problem. Each has a section in `docs/problems.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as printed: `ragged-row`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $code,)*
                }
            }

            /// How bad a problem with this code is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$name => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The response is not in the format that the definition names.
    UnreadableBody = "unreadable-body", Refusal;
    /// No table of the response fits the definition.
    NoTable = "no-table", Refusal;
    /// Two tables of one body answer to one edition of the board.
    AmbiguousTable = "ambiguous-table", Refusal;
    /// A table fits but has no row that is an entry.
    NoEntries = "no-entries", Refusal;
    /// A column without which the board cannot be read is not there.
    MissingColumn = "missing-column", Refusal;
    /// Two columns of the table answer to one name.
    DuplicateColumn = "duplicate-column", Refusal;
    /// The header has more or fewer cells than most rows.
    RaggedHeader = "ragged-header", Refusal;
    /// The table's heading has no edition, or one that the definition does not know.
    UnknownEdition = "unknown-edition", Refusal;
    /// Most cells of the metric by which the board orders cannot be read as numbers.
    UnreadableMetric = "unreadable-metric", Refusal;
    /// The values of the metric by which the board orders are on another scale than the definition gives.
    ScaleChanged = "scale-changed", Refusal;
    /// The bodies that the board is made of are not all there, or not of one time.
    IncompleteSet = "incomplete-set", Refusal;
    /// More or fewer entries than the definition declares.
    RowsUnexpected = "rows-unexpected", Refusal;
    /// Most of the entries of the content before are gone.
    RowsLost = "rows-lost", Refusal;
    /// Most names are others than in the content before.
    NamesChanged = "names-changed", Refusal;
    /// Names that every content shows are not there.
    CanaryMissing = "canary-missing", Refusal;
    /// Most of the columns that the content before had are gone.
    ColumnsLost = "columns-lost", Refusal;
    /// The values of a metric lie where none of it ever lay.
    AnotherQuantity = "another-quantity", Refusal;
    /// Nearly all values changed, and no longer resemble those before.
    ValuesChanged = "values-changed", Refusal;
    /// Most scores of a metric that had them are gone.
    ValuesMissing = "values-missing", Refusal;
    /// Entries bear the figures that others bore before, and the reverse.
    NamesExchanged = "names-exchanged", Refusal;
    /// A metric shows the figures of another one.
    ColumnsExchanged = "columns-exchanged", Refusal;
    /// Figures stand in other rows or columns than before.
    CellsMoved = "cells-moved", Refusal;
    /// The order no longer follows the metric by which the board orders.
    OrderBroken = "order-broken", Refusal;
    /// Names are damaged by a wrong encoding.
    DamagedText = "damaged-text", Refusal;
    /// Names hold markup, and never did before.
    MarkupInNames = "markup-in-names", Refusal;
    /// Many rows stand in the table twice.
    DuplicateRows = "duplicate-rows", Refusal;
    /// A person rejected the capture.
    Rejected = "rejected", Refusal;
    /// One of the bodies that the board is made of is not there or cannot be read; the others stand.
    UnreadMember = "unread-member", Warning;
    /// Values lie outside the range that the definition gives.
    OutOfRange = "out-of-range", Warning;
    /// A row has more or fewer cells than the header; it is left out, nothing is shifted.
    RaggedRow = "ragged-row", Warning;
    /// A cell that should hold a number holds something else.
    UnreadNumber = "unread-number", Warning;
    /// A label that should hold a date holds something else.
    UnreadDate = "unread-date", Note;
    /// A rank cell holds something that is neither a place nor a reference mark.
    UnreadRank = "unread-rank", Warning;
    /// Two entries have the same key; both are kept.
    DuplicateEntry = "duplicate-entry", Warning;
    /// A column that the content before had is gone.
    ColumnGone = "column-gone", Warning;
    /// A score that the content before had is gone.
    ScoreGone = "score-gone", Warning;
    /// The figures of a row stand in other columns than before.
    RowMoved = "row-moved", Warning;
    /// A value changed as none here ever does, while the rest stayed.
    ValueJumped = "value-jumped", Warning;
    /// A name is damaged by a wrong encoding.
    DamagedName = "damaged-name", Warning;
    /// A name holds markup.
    MarkupInName = "markup-in-name", Warning;
    /// A number stands where a name should.
    NumberAsName = "number-as-name", Warning;
    /// A score lies outside of its own interval.
    OutsideInterval = "outside-interval", Warning;
    /// A row without a model's name; it is left out.
    UnnamedRow = "unnamed-row", Note;
    /// A row that repeats the header, names a section or holds no reading; it is left out.
    NotAnEntry = "not-an-entry", Note;
    /// A column that the definition neither reads nor ignores.
    NewColumn = "new-column", Note;
    /// A total that contradicts its parts; kept as printed.
    Contradiction = "contradiction", Warning;
    /// Places do not follow the metric by which the board orders; kept as printed.
    OrderDisagrees = "order-disagrees", Note;
    /// Two addresses show the same edition with different figures.
    AddressesDisagree = "addresses-disagree", Warning;
    /// A row of a joined table has no partner in the first table; its readings are left out.
    JoinUnmatched = "join-unmatched", Note;
    /// Nearly all values of a metric changed, where few ever did.
    ManyChanges = "many-changes", Note;
    /// Entries of the content before are gone.
    EntriesGone = "entries-gone", Note;
    /// A person accepted the capture against the gate.
    Accepted = "accepted", Note;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
    }
}
