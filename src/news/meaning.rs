//! What the events of a board mean to a reader.

use super::kind::Kind;
use super::occurrence::Occurrence;
use crate::catalogue::Source;
use crate::collect::{BoardState, State, stale_at};
use crate::message;
use crate::schema::{BoardEvent, BoardHistory, BoardId, Content, Digest, Happening, Move, Placed, StepKind, Timestamp};
use crate::text::printable_line;
use std::collections::HashMap;

/// What need not be looked at: most of a board's history, most of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// What was public and learnt before this is passed over.
    pub since: Option<Timestamp>,
    /// Changes of place are passed over where both places are behind this one.
    pub top: u32,
}

/// Reads the events of one board in their order.
///
/// What another address of the same edition says is no news, and neither is what the record begins with.
#[derive(Debug)]
pub struct Meaning {
    horizon: Horizon,
    /// Of each content that came last, how many steps led to it, and the time of the last of them.
    shown: HashMap<Digest, (Timestamp, u32)>,
}

impl Meaning {
    /// Reads the events of a board of which nothing was read yet.
    #[must_use]
    pub fn new(horizon: Horizon) -> Meaning {
        Meaning { horizon, shown: HashMap::new() }
    }

    /// What one event means; several things at once for a change of places.
    pub fn of(&mut self, event: &BoardEvent) -> Vec<Occurrence> {
        let nth = self.nth(event);
        let past = self.horizon.since.is_some_and(|since| event.public_at.max(event.observed_at) < since);
        if past || matches!(event.step, StepKind::Beginning | StepKind::Elsewhere) {
            return Vec::new();
        }
        let top = self.horizon.top;
        let direction = |from: Option<u32>, to: Option<u32>| {
            let near = |place: Option<u32>| place.is_some_and(|place| place <= top);
            if near(from) || near(to) { direction(from, to) } else { None }
        };
        let base = |kind: Kind| Occurrence {
            edition: event.edition.as_ref().map(|edition| edition.label.clone()),
            capture: event.after,
            nth,
            ..Occurrence::of_board(kind, &event.board, event.public_at, event.observed_at)
        };
        let entry = |kind: Kind, who: &Placed| Occurrence {
            name: who.name.clone(),
            key: who.key.clone(),
            organization: who.organization.clone(),
            place: who.place,
            score: who.score.clone(),
            was_there: true,
            ..base(kind)
        };
        let moved = |moves: &[Move]| {
            moves
                .iter()
                .filter_map(|one| {
                    let who = Placed {
                        name: one.name.clone(),
                        key: one.key.clone(),
                        organization: one.organization.clone(),
                        place: one.to,
                        ..Placed::default()
                    };
                    Some(Occurrence { before: one.from, ..entry(direction(one.from, one.to)?, &who) })
                })
                .collect()
        };
        match &event.what {
            Happening::Led { leaders, before, .. } => led(leaders, before, &entry),
            Happening::Entered { who, of } if direction(None, who.place).is_some() => {
                let occurrence = Occurrence { of: *of, was_there: false, ..entry(Kind::EnteredTop, who) };
                vec![occurrence]
            }
            Happening::Left { who, .. } if direction(who.place, None).is_some() => {
                let gone = Occurrence {
                    place: None,
                    before: who.place,
                    was_there: false,
                    score: None,
                    ..entry(Kind::LeftTop, who)
                };
                vec![gone]
            }
            Happening::Overtook { who, from, .. } | Happening::Rescored { who, from, .. } => {
                let kind = direction(*from, who.place);
                kind.map(|kind| Occurrence { before: *from, ..entry(kind, who) }).into_iter().collect()
            }
            Happening::Displaced { moves, .. } | Happening::Recounted { moves, .. } => moved(moves),
            Happening::Revised { summary, .. } => {
                vec![Occurrence { detail: summary.clone(), ..base(Kind::Revised) }]
            }
            Happening::MethodBroke { metric, why, splits, declared, .. } if *splits || metric.is_none() => {
                vec![Occurrence { detail: why.clone(), certain: *declared, ..base(Kind::MethodChanged) }]
            }
            _ => Vec::new(),
        }
    }

    /// How often the board had shown the later content before.
    fn nth(&mut self, event: &BoardEvent) -> u32 {
        let Some(after) = event.after else { return 0 };
        match self.shown.get_mut(&after) {
            None => {
                self.shown.insert(after, (event.public_at, 0));
                0
            }
            Some((at, nth)) => {
                if *at != event.public_at {
                    *at = event.public_at;
                    *nth += 1;
                }
                *nth
            }
        }
    }
}

fn direction(from: Option<u32>, to: Option<u32>) -> Option<Kind> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Some(Kind::EnteredTop),
        (Some(from), Some(to)) if to > from => Some(Kind::LeftTop),
        (None, Some(_)) => Some(Kind::EnteredTop),
        (Some(_), None) => Some(Kind::LeftTop),
        _ => None,
    }
}

/// Those who lead now and did not before.
fn led(leaders: &[Placed], before: &[Placed], entry: &impl Fn(Kind, &Placed) -> Occurrence) -> Vec<Occurrence> {
    let is_among =
        |who: &Placed, list: &[Placed]| list.iter().any(|other| other.name == who.name && other.key == who.key);
    if before.is_empty() {
        return Vec::new();
    }
    let names = |list: Vec<&Placed>| list.into_iter().map(|who| who.name.clone()).collect::<Vec<_>>();
    let former = names(before.iter().filter(|who| !is_among(who, leaders)).collect());
    let new = leaders.iter().filter(|who| !is_among(who, before));
    new.map(|who| Occurrence {
        former: former.clone(),
        beside: names(leaders.iter().filter(|other| *other != who).collect()),
        ..entry(Kind::NewLeader, who)
    })
    .collect()
}

/// What the present state of a board means: that it is stale, or that its newest capture is held back.
#[must_use]
pub fn of_state<C: Content>(
    source: &Source,
    board: &BoardId,
    history: &BoardHistory<C>,
    now: Timestamp,
) -> Option<Occurrence> {
    let state = BoardState::of(source, history, now);
    match (state.state, &state.held) {
        (State::Quarantined, Some(held)) => {
            let newest = history
                .refused
                .iter()
                .filter(|refused| refused.captures.first().is_some_and(|capture| capture.short() == held.capture));
            let newest = newest.max_by_key(|refused| refused.observed_at);
            let learnt = newest.map_or(held.since, |refused| refused.observed_at);
            let one_line = |text: &str| printable_line(text).into_owned();
            let (en, zh) = (one_line(&held.problem.what.en), one_line(&held.problem.what.zh));
            let detail = message!("the newest capture is held back: {en}", "最新抓取已隔离：{zh}");
            Some(Occurrence {
                detail,
                edition: newest.and_then(|refused| refused.edition.as_ref()).map(|edition| edition.label.clone()),
                capture: newest.and_then(|refused| refused.captures.first().copied()),
                ..Occurrence::of_board(Kind::Quarantined, board, held.since, learnt)
            })
        }
        (State::Stale, _) => {
            let at = stale_at(source, state.last_seen_at?);
            let day: String = state.last_seen_at?.to_string().chars().take(10).collect();
            let detail = message!(
                "not seen since {day}; its figures may be out of date",
                "自 {day} 起未能再次确认，数据可能已过期"
            );
            let capture = history.snapshots.last().map(Content::contents);
            Some(Occurrence { capture, detail, ..Occurrence::of_board(Kind::Stale, board, at, at) })
        }
        _ => None,
    }
}
