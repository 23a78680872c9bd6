//! What happened on boards over time: events, breaks of method, `history` and `diff --since`.

mod breaks;
mod commands;
mod events;
mod hidden;
mod outside;
mod recorded;
mod since;
