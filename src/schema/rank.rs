//! A place as printed, never recomputed.

/// Where the publisher puts an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rank {
    /// A place: `1`, `🏅️`, `第3名`. Ties are as printed, so places may repeat and skip.
    Place {
        /// 1 is first.
        place: u32,
        /// As printed.
        text: String,
    },
    /// Shown beside the ranking and not part of it: `-`, `🧝`.
    Reference {
        /// As printed.
        text: String,
    },
    /// The board prints no ranks.
    NotGiven,
}

impl Rank {
    /// The place, if the entry has one.
    #[must_use]
    pub fn place(&self) -> Option<u32> {
        match self {
            Rank::Place { place, .. } => Some(*place),
            Rank::Reference { .. } | Rank::NotGiven => None,
        }
    }

    /// As printed; empty where the board prints no ranks.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Rank::Place { text, .. } | Rank::Reference { text } => text,
            Rank::NotGiven => "",
        }
    }

    /// Whether the entry is shown outside the ranking.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        matches!(self, Rank::Reference { .. })
    }
}
