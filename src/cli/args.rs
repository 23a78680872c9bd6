//! What was typed. What it means is worked out in [`session`](super::session) and by each command.

use super::models::ClassArgument;
use crate::catalogue::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 榜单: reads the public leaderboards of large models, keeps every edition with the bytes it came from,
/// and answers who ranks where and what changed.
#[derive(Debug, Parser)]
#[command(name = "bangdan", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Example: bangdan report --replay fixtures/archive --output reports")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The archive [default: the nearest one upwards, else the user's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "BANGDAN_ARCHIVE", hide_env_values = true)]
    pub archive: Option<PathBuf>,
    /// Folder of your own source definitions, which overlay the built-in ones
    #[arg(long, global = true, value_name = "DIR", env = "BANGDAN_SOURCES", hide_env_values = true)]
    pub sources: Option<PathBuf>,
    /// Your own decisions about names of models [default: registry.csv in your configuration folder]
    #[arg(long, global = true, value_name = "FILE", env = "BANGDAN_REGISTRY", hide_env_values = true)]
    pub registry: Option<PathBuf>,
    /// Language of messages and reports [default: the locale's]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<LanguageArgument>,
    /// Colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Only errors on the error stream: no progress, notes and hints
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// The present, for ages and staleness [default: the archive's newest capture]
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
}

/// `en` or `zh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArgument {
    /// English
    En,
    /// 中文
    Zh,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For a person at a terminal
    Terminal,
    /// GitHub-flavoured Markdown
    Markdown,
    /// A web page
    Html,
    /// Comma-separated values of the main table
    Csv,
    /// JSON
    Json,
}

/// Where a result goes and in which form.
#[derive(Debug, Args)]
pub struct Output {
    /// Form of the result
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub format: OutputFormat,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// A time from which to look.
#[derive(Debug, Args, Default)]
pub struct Times {
    /// What was public at this day or time (UTC)
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,
    /// What the archive held at this day or time (UTC)
    #[arg(long, value_name = "TIME")]
    pub known_at: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sources and boards, what the archive holds of them and how fresh that is
    #[command(after_help = "Example: bangdan list superclue --lang zh")]
    List(List),
    /// Request the newest pages of sources, or take them from another archive
    #[command(after_help = "Example: bangdan fetch superclue superclue-agent")]
    Fetch(Fetch),
    /// A board's ranking as its publisher prints it
    #[command(after_help = "Example: bangdan show superclue/general --edition 2023年12月")]
    Show(Show),
    /// What changed between two contents of a board
    #[command(after_help = "Example: bangdan diff superclue/general 2023年9月 2023年10月")]
    Diff(Diff),
    /// A model over time on every board, or a board's own history
    #[command(after_help = "Example: bangdan history vivoLM\n         bangdan history superclue/general")]
    History(History),
    /// Where one number comes from: file, row, column, quoted text
    #[command(after_help = "Example: bangdan explain superclue/general vivoLM total --edition 2023年10月")]
    Explain(Explain),
    /// Write an overview and a page for each board
    #[command(after_help = "Example: bangdan report --replay fixtures/archive --output reports")]
    Report(Report),
    /// Write the figures in the common schema
    #[command(after_help = "Example: bangdan export superclue/general --format csv --output general.csv")]
    Export(Export),
    /// The registry of models, and which model a printed name means
    #[command(after_help = "Example: bangdan models list --class multimodal")]
    Models(super::models::Models),
    /// Settle, with a reason, whether a capture that was held back is right
    #[command(after_help = "Example: bangdan accept 07c8206a91b3 --reason \"the marks are out of 100 from now on\"")]
    Accept(Accept),
    /// Check that the archive is whole
    #[command(after_help = "Example: bangdan verify --archive fixtures/archive")]
    Verify,
    /// Make everything derived again from the captures
    #[command(after_help = "Example: bangdan rebuild")]
    Rebuild,
    /// Hold definitions against the captures, or check a definition file
    #[command(after_help = "Example: bangdan lint my-source.toml")]
    Lint(Lint),
    /// What a definition expected and what came, and the likeliest repair
    #[command(after_help = "Example: bangdan doctor superclue --apply")]
    Doctor(Doctor),
    /// Make an empty archive
    #[command(after_help = "Example: bangdan init ./archive")]
    Init(Init),
    /// Print a completion script for a shell
    #[command(after_help = "Example: bangdan completions fish > ~/.config/fish/completions/bangdan.fish")]
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = "Example: bangdan man | man -l -")]
    Man,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only these sources or boards, by id or name
    pub names: Vec<String>,
    /// What is declared of each source and its scores, without an archive
    #[arg(long)]
    pub declared: bool,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
    /// Times.
    #[command(flatten)]
    pub times: Times,
}

/// Arguments of `fetch`.
#[derive(Debug, Args)]
pub struct Fetch {
    /// Only these sources, by id or name [default: all]
    pub names: Vec<String>,
    /// Take the bytes from this archive instead of the network
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Take a saved file as what the address of one source's resource gave
    #[arg(long, value_name = "FILE", conflicts_with_all = ["replay", "all_editions"])]
    pub from: Option<PathBuf>,
    /// The resource that the saved file is [default: the source's only one]
    #[arg(long, value_name = "RESOURCE", requires = "from")]
    pub resource: Option<String>,
    /// Check every known edition again, not only the newest
    #[arg(long)]
    pub all_editions: bool,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The board, by id or name
    pub board: String,
    /// The edition [default: the newest]
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Only rows whose model is of this class; what is left out is counted
    #[arg(long, value_name = "CLASS")]
    pub class: Option<ClassArgument>,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The board, by id or name
    pub board: String,
    /// The earlier content: an edition or a day [default: the content before the later one]
    pub from: Option<String>,
    /// The later content: an edition or a day [default: the newest]
    pub to: Option<String>,
    /// Everything that happened since this day or time (UTC), summed up and step by step
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to"])]
    pub since: Option<String>,
    /// Exit with 1 if anything changed
    #[arg(long)]
    pub exit_code: bool,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// The model or the board, by name or by id
    #[arg(required_unless_present_any = ["model", "board"], conflicts_with = "model")]
    pub name: Option<String>,
    /// Only this board; without a model, the board itself
    #[arg(long, value_name = "BOARD")]
    pub board: Option<String>,
    /// The model, also where a board has that name
    #[arg(long, value_name = "MODEL")]
    pub model: Option<String>,
    /// How many places the chart of a board shows
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u8).range(1..=50))]
    pub top: u8,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The board, by id or name
    pub board: String,
    /// The model, by name as printed or by id
    pub model: String,
    /// The metric, by id or header
    pub metric: String,
    /// The edition [default: every one that has the model]
    #[arg(long, value_name = "EDITION")]
    pub edition: Option<String>,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Only these sources or boards, by id or name [default: all]
    pub names: Vec<String>,
    /// Read this archive and write nothing to it
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Only rows whose model is of this class; what is left out is counted
    #[arg(long, value_name = "CLASS")]
    pub class: Option<ClassArgument>,
    /// Folder for the pages
    #[arg(long, short, value_name = "DIR", default_value = "reports")]
    pub output: PathBuf,
    /// Times.
    #[command(flatten)]
    pub times: Times,
}

/// How an export is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// One row for each score, with everything about it
    Long,
    /// One row for each entry, one column for each metric
    Wide,
}

/// Form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180, UTF-8)
    Csv,
    /// A JSON array
    Json,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Only these sources or boards, by id or name [default: all]
    pub names: Vec<String>,
    /// Rows for scores or for entries
    #[arg(long, value_name = "LAYOUT", default_value = "long")]
    pub layout: Layout,
    /// Form
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub format: ExportFormat,
    /// Only rows whose model is of this class; what is left out is counted
    #[arg(long, value_name = "CLASS")]
    pub class: Option<ClassArgument>,
    /// Every content instead of the newest one of each board
    #[arg(long)]
    pub history: bool,
    /// Only this edition
    #[arg(long, value_name = "EDITION", conflicts_with = "history")]
    pub edition: Option<String>,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Read this archive and write nothing to it
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
}

/// Arguments of `accept`.
#[derive(Debug, Args)]
pub struct Accept {
    /// The capture's digest, or as much of it as is unique, as `list`, `show` and `lint` print it
    pub capture: String,
    /// Only for this board, by id or name [default: every board that holds it back]
    #[arg(long, value_name = "BOARD")]
    pub board: Option<String>,
    /// Why; kept with the decision
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who decides; kept with the decision
    #[arg(long, value_name = "TEXT")]
    pub who: Option<String>,
    /// The contrary: the capture is wrong, though it was let in
    #[arg(long)]
    pub reject: bool,
}

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct Lint {
    /// Definition files to check [default: hold all definitions against the archive]
    pub files: Vec<PathBuf>,
    /// Read this file or address: with a definition, try it; without one, draft a first one
    #[arg(long = "try", value_name = "URL-OR-FILE")]
    pub try_on: Option<String>,
    /// The format of what `--try` reads [default: guessed]
    #[arg(long, requires = "try_on", value_parser = format)]
    pub format: Option<Format>,
    /// The edition of what `--try` reads, where its address would name it
    #[arg(long, requires = "try_on", value_name = "LABEL")]
    pub edition: Option<String>,
    /// Exit with 1 on notes too, not only on refusals
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// The source, by id or name
    pub source: String,
    /// Try the repair on every capture and show what would change; the definition itself stays as it is
    #[arg(long)]
    pub apply: bool,
    /// Write the repaired definition to this file
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// A format by the name that definitions give it.
fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| Format::NAMES.join(", "))
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder
    #[arg(default_value = ".")]
    pub folder: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
