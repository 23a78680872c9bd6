//! Whether a board's figures are fresh, stale or held back.

use crate::catalogue::Source;
use crate::message;
use crate::schema::{BoardHistory, Code, Content, Digest, Problem, Refused, Timestamp};
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
    /// The newest capture is held back: the last good snapshot stands.
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
    /// What the newest capture is held back for, if it is.
    pub held: Option<Held>,
}

/// Why a board's newest capture is held back.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// From when on the figures that are shown are known to be out of date: when the first capture that was held back
    /// became public.
    pub since: Timestamp,
    /// What is wrong with the first one that nobody rejected: whether it is right decides what the later ones are held
    /// against.
    pub problem: Problem,
    /// The first digits of its body's digest, by which it is accepted.
    pub capture: String,
    /// How many later ones are held back too.
    pub later: usize,
}

impl Held {
    /// Why, with the code, the day since when and the capture.
    #[must_use]
    pub fn words(&self) -> Message {
        let Held { since, problem, capture, later } = self;
        let (code, en, zh) = (problem.code.as_str(), &problem.what.en, &problem.what.zh);
        let day: String = since.to_string().chars().take(10).collect();
        if capture.is_empty() {
            // A set of bodies of which none was taken.
            return message!("{code}, since {day}: {en}", "{code}，自 {day}：{zh}");
        }
        if *later > 0 {
            return message!(
                "{code}, since {day}, capture {capture} and {later} later: {en}",
                "{code}，自 {day}，抓取 {capture} 及其后 {later} 份：{zh}"
            );
        }
        message!("{code}, since {day}, capture {capture}: {en}", "{code}，自 {day}，抓取 {capture}：{zh}")
    }
}

impl BoardState {
    /// The state at `now` of what the archive holds.
    #[must_use]
    pub fn of<C: Content>(source: &Source, history: &BoardHistory<C>, now: Timestamp) -> BoardState {
        let last_seen_at = history.snapshots.iter().map(Content::last_seen_at).max();
        let held = held_back(history);
        if let Some(first) = held.first() {
            // Once the first is accepted, those after it are held against it.
            let open = held.iter().find(|refused| refused.problem.code != Code::Rejected).unwrap_or(first);
            let capture = open.captures.first().map(Digest::short).unwrap_or_default();
            let later = held.iter().filter(|other| public_at(other) > public_at(open)).count();
            let held = Held { since: public_at(first), problem: open.problem.clone(), capture, later };
            return BoardState { state: State::Quarantined, last_seen_at, held: Some(held) };
        }
        let Some(seen) = last_seen_at else { return BoardState { state: State::Empty, last_seen_at, held: None } };
        let fresh = now <= stale_at(source, seen);
        BoardState { state: if fresh { State::Fresh } else { State::Stale }, last_seen_at, held: None }
    }
}

/// Until when figures that were last seen at this time count as fresh.
#[must_use]
pub fn stale_at(source: &Source, last_seen_at: Timestamp) -> Timestamp {
    let days = source.cadence_days.map_or(FRESH_DAYS, |days| i64::from(days) * 2);
    last_seen_at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
}

/// The captures that were refused and became public after everything that got in, the first to become public first. One
/// that is older than what got in, or that stood there only until that came again, changes nothing about how current
/// that is, whenever it was taken.
#[must_use]
pub fn held_back<C: Content>(history: &BoardHistory<C>) -> Vec<&Refused> {
    let newest = history.snapshots.iter().map(Content::public_at).max();
    let seen = history.snapshots.iter().map(Content::last_seen_at).max();
    let is_newer = |refused: &&Refused| Some(public_at(refused)) > newest && Some(refused.last_seen_at) >= seen;
    let mut held: Vec<&Refused> = history.refused.iter().filter(is_newer).collect();
    held.sort_by_key(|refused| (public_at(refused), refused.observed_at));
    held
}

fn public_at(refused: &Refused) -> Timestamp {
    refused.published_at.unwrap_or(refused.observed_at)
}
