//! What was typed.

use crate::cli::args::Times;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `news`.
#[derive(Debug, Args)]
pub struct News {
    /// Only these sources or boards, by id or name [default: all]
    pub names: Vec<String>,
    /// From this day, time or span on: 2026-07-20, 7d, 24h [default: 7 days]
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Until this day or time [default: the present]
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Take both as times when this archive learnt of it, not as times when it was public
    #[arg(long)]
    pub learnt: bool,
    /// Only what this rule tells; may be given several times [default: all rules]
    #[arg(long, value_name = "NAME")]
    pub rule: Vec<String>,
    /// Your rules and webhooks [default: news.toml in your configuration folder]
    #[arg(long, value_name = "FILE", env = "BANGDAN_NEWS", hide_env_values = true)]
    pub rules: Option<PathBuf>,
    /// Send what was not sent yet to a webhook of your file, or to an address
    #[arg(long, value_name = "NAME|URL")]
    pub webhook: Option<String>,
    /// The webhook's template: feishu, slack, json or a file [default: by its address]
    #[arg(long, value_name = "NAME|FILE", requires = "webhook")]
    pub template: Option<String>,
    /// Print what would be sent, and send nothing
    #[arg(long, requires = "webhook")]
    pub dry_run: bool,
    /// Exit with 1 if there is any news
    #[arg(long)]
    pub exit_code: bool,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Form of the result
    #[arg(long, value_name = "FORMAT", default_value = "terminal", conflicts_with = "webhook")]
    pub format: NewsFormat,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "PATH", conflicts_with = "webhook")]
    pub output: Option<PathBuf>,
}

/// How news is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewsFormat {
    /// For a person at a terminal
    Terminal,
    /// A weekly report (周报) in Markdown
    Markdown,
    /// A web page
    Html,
    /// Comma-separated values
    Csv,
    /// JSON
    Json,
    /// An Atom feed
    Atom,
}
