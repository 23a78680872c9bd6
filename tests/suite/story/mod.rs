//! What happened on boards over time: events, breaks of method, `history` and `diff --since`.

mod breaks;
mod commands;
mod events;
mod recorded;
mod since;
