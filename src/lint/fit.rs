//! How a board's definition fits its captures.

use crate::catalogue::{Board, Source};
use crate::collect::held_back;
use crate::message;
use crate::schema::{BoardHistory, Code, Severity};
use crate::text::Message;
use std::collections::BTreeMap;

/// How a board's definition fits its captures.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Contents that could be read.
    pub read: usize,
    /// Captures that were refused, with why, newest last.
    pub refused: Vec<Message>,
    /// Whether the newest capture is among them.
    pub newest_refused: bool,
    /// How many problems of each code the newest content shows.
    pub problems: BTreeMap<Code, usize>,
    /// Metrics that no content has ever had: a header that is misspelt, or a board that was never captured whole.
    pub unseen_metrics: Vec<String>,
}

impl Fit {
    /// The worst that was found; `None` where everything fits.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        if self.newest_refused {
            return Some(Severity::Refusal);
        }
        let worst = self.problems.keys().map(|code| code.severity()).max();
        worst.or_else(|| (!self.unseen_metrics.is_empty() || !self.refused.is_empty()).then_some(Severity::Note))
    }

    /// Whether there is nothing to hold the definition against.
    #[must_use]
    pub fn is_untried(&self) -> bool {
        self.read == 0 && self.refused.is_empty()
    }
}

/// Holds a board's definition against its history.
#[must_use]
pub fn fit(source: &Source, board: &Board, history: &BoardHistory) -> Fit {
    let mut problems = BTreeMap::new();
    for problem in history.snapshots.last().iter().flat_map(|snapshot| &snapshot.problems) {
        *problems.entry(problem.code).or_default() += 1;
    }
    let seen = |id: &crate::schema::MetricId| history.snapshots.iter().any(|snapshot| snapshot.metric(id).is_some());
    let unseen = board.metrics.iter().filter(|metric| !history.snapshots.is_empty() && !seen(&metric.id));
    let unverified = source.unverified.is_some() || board.unverified.is_some();
    Fit {
        read: history.snapshots.len(),
        refused: history.refused.iter().map(refusal_words).collect(),
        newest_refused: !held_back(history).is_empty(),
        problems,
        unseen_metrics: if unverified { Vec::new() } else { unseen.map(|metric| metric.id.to_string()).collect() },
    }
}

fn refusal_words(refused: &crate::schema::Refused) -> Message {
    let when = refused.published_at.unwrap_or(refused.observed_at);
    let (code, en, zh) = (refused.problem.code.as_str(), &refused.problem.what.en, &refused.problem.what.zh);
    match refused.captures.first().map(crate::schema::Digest::short) {
        Some(capture) => message!("{when}, capture {capture}: {code}: {en}", "{when}，抓取 {capture}：{code}：{zh}"),
        None => message!("{when}: {code}: {en}", "{when}：{code}：{zh}"),
    }
}
