//! Whether a board's figures are fresh, stale or held back.

use crate::catalogue::Source;
use crate::message;
use crate::schema::{BoardHistory, Content, Problem, Timestamp};
use crate::text::Message;
use jiff::SignedDuration;

/// How long after the last look a board counts as fresh where the source states no cadence.
const FRESH_DAYS: i64 = 30;

/// How far a board's figures can be relied on to be current.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Looked at within twice the publisher's cadence, and the newest capture was read.
    Fresh,
    /// Not looked at for longer than that.
    Stale,
    /// The newest capture does not fit the definition: the last good snapshot stands.
    Quarantined,
    /// The archive holds nothing of it.
    Empty,
}

impl State {
    /// `fresh`, `stale`, `quarantined`, `empty`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Stale => "stale",
            State::Quarantined => "quarantined",
            State::Empty => "empty",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            State::Fresh => message!("fresh", "最新"),
            State::Stale => message!("stale", "过期"),
            State::Quarantined => message!("quarantined", "已隔离"),
            State::Empty => message!("empty", "无数据"),
        }
    }
}

/// A board's state, since when, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardState {
    /// Which.
    pub state: State,
    /// When the figures that are shown were last seen.
    pub last_seen_at: Option<Timestamp>,
    /// What does not fit, where the newest capture is held back.
    pub problem: Option<Problem>,
}

impl BoardState {
    /// The state at `now` of what the archive holds.
    #[must_use]
    pub fn of<C: Content>(source: &Source, history: &BoardHistory<C>, now: Timestamp) -> BoardState {
        let last_seen_at = history.snapshots.iter().map(Content::last_seen_at).max();
        let newest_refusal = history.refused.last().filter(|refused| Some(refused.observed_at) > last_seen_at);
        let (state, problem) = match (last_seen_at, newest_refusal) {
            (_, Some(refused)) => (State::Quarantined, Some(refused.problem.clone())),
            (None, None) => (State::Empty, None),
            (Some(seen), None) => {
                let days = source.cadence_days.map_or(FRESH_DAYS, |days| i64::from(days) * 2);
                let fresh = now.duration_since(seen) <= SignedDuration::from_hours(24 * days);
                (if fresh { State::Fresh } else { State::Stale }, None)
            }
        };
        BoardState { state, last_seen_at, problem }
    }
}
