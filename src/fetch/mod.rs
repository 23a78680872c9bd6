//! Resources → bytes over HTTP: which addresses to ask for, politely, and what came of each.
//!
//! [`Fetcher::run`] walks the resources of some sources and hands every outcome to its caller as it comes; what
//! was captured before is asked of the caller through [`Memory`]. The order of requests is decided by [`Walk`],
//! which knows no network, so that a replay can walk the same road.

mod address;
mod addresses;
mod answer;
mod backfill;
mod body;
mod bound;
mod client;
mod courier;
mod date;
mod editions;
mod environment;
mod expect;
mod fetcher;
mod follow;
mod job;
mod json_path;
mod known;
mod outcome;
mod pace;
mod paging;
mod perform;
mod progress;
mod quota;
mod reach;
mod resolve;
mod retry;
mod robots;
mod secret;
mod settings;
mod template;
mod tries;
mod visit;
mod walk;

pub use address::is_public;
pub use backfill::{Answered, Captured, Commit, File, Github, Index, Listed, Memento, Standing, Wayback, shuts_out};
pub use client::user_agent;
pub use courier::{Courier, Mailbox, Verdict};
pub use date::{parse as parse_date, published};
pub use environment::{Environment, Proxies};
pub use expect::mismatch;
pub use fetcher::Fetcher;
pub use job::Job;
pub use known::{Asked, Last, Memory};
pub use outcome::{Absence, Fetched, Outcome};
pub use progress::{Progress, Quiet};
pub use reach::{Reached, reach};
pub use retry::{Decision, RetryPolicy, decide};
pub use settings::{Certificates, Settings};
pub use template::address;
pub use visit::{Visit, Visited, Visitor};
pub use walk::{Step, Walk};
