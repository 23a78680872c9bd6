//! `bangdan news`

mod args;
mod events;
mod facts;
mod listed;
mod post;
mod rules;
mod since;
mod targets;

pub use args::News;
pub(super) use listed::run;
