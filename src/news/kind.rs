//! Kinds of news.

use crate::message;
use crate::text::Message;
use serde::{Deserialize, Serialize};

/// What happened on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Another model leads.
    NewLeader,
    /// A model is among the first so many, and was not before.
    EnteredTop,
    /// A model was among the first so many, and is no longer.
    LeftTop,
    /// One edition says something else than before at the same address.
    Revised,
    /// How the board measures seems to have changed.
    MethodChanged,
    /// Nothing was seen of the board for longer than its publisher's cadence allows.
    Stale,
    /// What came last does not fit and is held back.
    Quarantined,
}

impl Kind {
    /// As rules, tables and ids write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::NewLeader => "new-leader",
            Kind::EnteredTop => "entered-top",
            Kind::LeftTop => "left-top",
            Kind::Revised => "revised",
            Kind::MethodChanged => "method-changed",
            Kind::Stale => "stale",
            Kind::Quarantined => "quarantined",
        }
    }

    /// What a section with such news is called.
    #[must_use]
    pub fn title(self) -> Message {
        match self {
            Kind::NewLeader => message!("New leaders", "榜首易主"),
            Kind::EnteredTop => message!("Entered the top", "进入前列"),
            Kind::LeftTop => message!("Fell out of the top", "跌出前列"),
            Kind::Revised => message!("Silently revised", "数据静默修订"),
            Kind::MethodChanged => message!("Methodology", "评测方法变化"),
            Kind::Stale => message!("Stale", "久未更新"),
            Kind::Quarantined => message!("Held back", "已隔离"),
        }
    }

    /// Whether it is about one entry, and not about a board as a whole.
    #[must_use]
    pub fn is_of_an_entry(self) -> bool {
        matches!(self, Kind::NewLeader | Kind::EnteredTop | Kind::LeftTop)
    }
}
