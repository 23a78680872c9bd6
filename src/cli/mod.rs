//! The commands: arguments as typed, then what they mean, then one file per command.

mod accept;
mod args;
mod chinese;
mod completions;
mod decisions;
mod diff;
mod doctor;
mod explain;
mod export;
mod fetch;
mod history;
mod lint;
mod lint_try;
mod list;
mod models;
mod news;
mod output;
mod progress;
mod rebuild;
mod report;
mod run;
mod session;
mod show;
mod times;
mod verify;

pub use run::{command, run};
