//! Which times are looked at.

use super::occurrence::Occurrence;
use crate::schema::Timestamp;
use jiff::SignedDuration;

/// By which time news is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// When it was public.
    #[default]
    Public,
    /// When this archive learnt of it: nothing that came late is missed.
    Learnt,
}

/// Which times are looked at; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// By which time.
    pub by: By,
    /// From when on.
    pub since: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// How long before the archive learnt of it something may have been public: what a backfill brings of past years
    /// is history and no news.
    pub oldest: Option<SignedDuration>,
}

/// Where something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    /// In the window.
    In,
    /// Outside of it.
    Out,
    /// In it, but public long before it was learnt.
    TooOld,
}

impl Window {
    pub(super) fn place(&self, occurrence: &Occurrence) -> Lies {
        let time = match self.by {
            By::Public => occurrence.public_at,
            By::Learnt => occurrence.learnt_at,
        };
        if self.since.is_some_and(|since| time < since) || self.until.is_some_and(|until| time > until) {
            return Lies::Out;
        }
        let age = occurrence.learnt_at.duration_since(occurrence.public_at);
        if self.oldest.is_some_and(|oldest| age > oldest) { Lies::TooOld } else { Lies::In }
    }
}
