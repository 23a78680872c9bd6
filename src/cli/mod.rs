//! The commands: arguments as typed, then what they mean, then one file per command.

mod accept;
mod args;
mod backfill;
mod backfill_editions;
mod capture;
mod chinese;
mod completions;
mod decisions;
mod diff;
mod doctor;
mod every;
mod explain;
mod export;
mod fetch;
mod forget;
mod history;
mod lint;
mod lint_try;
mod list;
mod merge;
mod models;
mod news;
mod output;
mod progress;
mod pull;
mod rebuild;
mod report;
mod run;
mod session;
mod show;
mod since;
mod stop;
mod times;
mod verify;

pub use run::{command, run};
