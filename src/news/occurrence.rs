//! Something that happened on a board, as plain facts.

use super::kind::Kind;
use crate::schema::{BoardId, Digest, Timestamp};
use crate::text::Message;

/// Something that happened on a board, without a judgement of whether it is worth telling.
///
/// [`Kind::EnteredTop`] and [`Kind::LeftTop`] stand for any change of place: a rule says how many places count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// What.
    pub kind: Kind,
    /// Where.
    pub board: BoardId,
    /// The edition's label; `None` on a rolling board.
    pub edition: Option<String>,
    /// When it was public, as far as is known.
    pub public_at: Timestamp,
    /// When this archive learnt of it.
    pub learnt_at: Timestamp,
    /// The first capture of the content that shows it.
    pub capture: Option<Digest>,
    /// The entry's name as printed; empty where it is about the whole board.
    pub name: String,
    /// What, with the name, tells the entry from others, as printed.
    pub key: Vec<String>,
    /// The entry's organisation as printed.
    pub organization: Option<String>,
    /// Its place now; `None` where it is gone, or has none.
    pub place: Option<u32>,
    /// Its place before; `None` where it was not there, or had none.
    pub before: Option<u32>,
    /// Whether it stood on the board before.
    pub was_there: bool,
    /// How many entries the board has.
    pub of: usize,
    /// Its score by the metric by which the board orders, as printed.
    pub score: Option<String>,
    /// Who led before, for a new leader; names as printed.
    pub former: Vec<String>,
    /// Who leads with it, for a new leader.
    pub beside: Vec<String>,
    /// What was found, where it is about the whole board.
    pub detail: Message,
    /// Whether it is stated, and does not only seem so from the figures.
    pub certain: bool,
    /// How often the board had shown this very content before: 0 but for a rolling board that went back to it.
    pub nth: u32,
}

impl Occurrence {
    /// Something about a whole board.
    #[must_use]
    pub fn of_board(kind: Kind, board: &BoardId, public_at: Timestamp, learnt_at: Timestamp) -> Occurrence {
        Occurrence {
            kind,
            board: board.clone(),
            edition: None,
            public_at,
            learnt_at,
            capture: None,
            name: String::new(),
            key: Vec::new(),
            organization: None,
            place: None,
            before: None,
            was_there: false,
            of: 0,
            score: None,
            former: Vec::new(),
            beside: Vec::new(),
            detail: Message::default(),
            certain: true,
            nth: 0,
        }
    }

    /// The source's part of the board's id.
    #[must_use]
    pub fn source(&self) -> &str {
        self.board.as_str().split('/').next().unwrap_or_default()
    }

    /// The edition, or the day on which it was public.
    #[must_use]
    pub fn when(&self) -> String {
        self.edition.clone().unwrap_or_else(|| self.day())
    }

    /// The day (UTC) on which it was public.
    #[must_use]
    pub fn day(&self) -> String {
        self.public_at.to_string().chars().take(10).collect()
    }
}
