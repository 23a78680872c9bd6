//! A change of a definition.

use crate::message;
use crate::text::Message;

/// One change of a board's definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// A further header of the model, rank or organization column.
    Column {
        /// `model`, `rank` or `organization`.
        role: &'static str,
        /// The header.
        header: String,
    },
    /// A further header of a label.
    Label {
        /// The label.
        label: String,
        /// The header.
        header: String,
    },
    /// A further header of a metric.
    Metric {
        /// The metric's id.
        metric: String,
        /// The header.
        header: String,
    },
    /// A further heading above the table.
    Heading(String),
    /// A further sheet of the workbook.
    Sheet(String),
    /// Another place in the body.
    Place {
        /// What the definition says.
        from: String,
        /// Where the table stands now.
        to: String,
    },
}

impl Repair {
    /// The change in words.
    #[must_use]
    pub fn words(&self) -> Message {
        match self {
            Repair::Column { role, header } => {
                message!("{header:?} is the {role} column now", "{header:?} 现为 {role} 列")
            }
            Repair::Label { label, header } => {
                message!("{header:?} is the label {label} now", "{header:?} 现为标签 {label}")
            }
            Repair::Metric { metric, header } => {
                message!("{header:?} is the metric {metric} now", "{header:?} 现为指标 {metric}")
            }
            Repair::Heading(heading) => {
                message!("the table stands under {heading:?} now", "表格现位于标题 {heading:?} 之下")
            }
            Repair::Sheet(sheet) => message!("the sheet is called {sheet:?} now", "工作表现名为 {sheet:?}"),
            Repair::Place { from, to } => {
                message!("the table stands at {to:?} and no longer at {from:?}", "表格现位于 {to:?}，而非 {from:?}")
            }
        }
    }
}
