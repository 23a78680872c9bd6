//! What was typed. What it means is worked out in [`session`](super::session) and by each command.

use super::models::ClassArgument;
use crate::catalogue::Format;
use crate::collect::backfill::WAYS;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

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
    /// Take the earlier versions of a source's pages from what others kept of them
    #[command(after_help = "Example: bangdan backfill superclue --from git --since 2023-05-01")]
    Backfill(Backfill),
    /// A board's ranking as its publisher prints it
    #[command(after_help = "Example: bangdan show superclue/general --edition 2023年12月")]
    Show(Show),
    /// What changed between two contents of a board
    #[command(after_help = "Example: bangdan diff superclue/general 2023年9月 2023年10月")]
    Diff(Diff),
    /// A model over time on every board, or a board over time: places, scores, leaders, events
    #[command(after_help = "Example: bangdan history vivoLM\n         bangdan history superclue/general")]
    History(History),
    /// What is new on all boards, the most important first
    #[command(after_help = "Example: bangdan news --since 7d --format markdown --lang zh --output weekly.md")]
    News(super::news::News),
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
    /// Take over what another archive holds and this one does not
    #[command(after_help = "Example: bangdan merge ../colleague/archive")]
    Merge(Merge),
    /// Take over a published archive over HTTP, only what is missing here
    #[command(after_help = "Example: bangdan pull https://example.org/boards/archive")]
    Pull(Pull),
    /// Take a body out on request; its digest and the reason are kept, its figures are not
    #[command(
        after_help = "Example: bangdan forget 07c8206a91b3 --reason \"asked for by the publisher on 2026-11-20\""
    )]
    Forget(Forget),
    /// Check that the archive is whole
    #[command(after_help = "Example: bangdan verify --archive fixtures/archive")]
    Verify(Verify),
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
    /// Run on: request again after this span of time (6h, 90m, 1d) until stopped
    #[arg(long, value_name = "SPAN", conflicts_with_all = ["replay", "from"])]
    pub every: Option<String>,
    /// Stop after so many rounds
    #[arg(long, value_name = "N", requires = "every", value_parser = clap::value_parser!(u64).range(1..))]
    pub rounds: Option<u64>,
}

/// Arguments of `backfill`.
#[derive(Debug, Args)]
pub struct Backfill {
    /// The source, by id or name
    pub source: String,
    /// The files to read, where the record is a file
    pub files: Vec<PathBuf>,
    /// Who kept the versions
    #[arg(long, value_name = "WAY", value_parser = way())]
    pub from: String,
    /// Only this resource of the source
    #[arg(long, value_name = "RESOURCE")]
    pub resource: Option<String>,
    /// Nothing that became public before this day or time (UTC)
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Nothing that became public after this day or time (UTC)
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Only say what would be taken
    #[arg(long)]
    pub dry_run: bool,
    /// The repository, a folder or an address [default: what the resources' addresses name]
    #[arg(long, value_name = "PATH-OR-URL")]
    pub repository: Option<String>,
    /// Where clones are kept [default: the user's cache folder]
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// Ask this server, one of the same kind, in place of api.github.com or web.archive.org
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// The least time between two requests: 2s, 500ms [default: what the keeper asks for]
    #[arg(long, value_name = "TIME", value_parser = pause)]
    pub pause: Option<Duration>,
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

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The other archive's folder; it is only read
    #[arg(value_name = "DIR")]
    pub other: PathBuf,
}

/// Arguments of `pull`.
#[derive(Debug, Args)]
pub struct Pull {
    /// The address of the published archive's folder; a folder of this machine is merged
    #[arg(value_name = "URL")]
    pub from: String,
    /// Remove bodies that are held here too, where the published archive was asked to take them out
    #[arg(long)]
    pub forget: bool,
    /// The most megabytes that may come
    #[arg(long, value_name = "MB", default_value_t = 20_480)]
    pub at_most: u64,
}

/// Arguments of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// The capture's digest, or as much of it as is unique, as `explain` and pages print it
    pub capture: String,
    /// Why; kept with the digest and shown wherever its figures are missing
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who asked or decides; kept with the reason
    #[arg(long, value_name = "TEXT")]
    pub who: Option<String>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// If it is whole, write listing.jsonl anew, by which others take the archive over plain HTTP
    #[arg(long)]
    pub listing: bool,
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

/// A pause: seconds, or with a unit.
fn pause(text: &str) -> Result<Duration, String> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let seconds = match unit {
        "ms" => number.trim().parse::<f64>().map(|ms| ms / 1000.0),
        "" | "s" => number.trim().parse::<f64>(),
        "m" | "min" => number.trim().parse::<f64>().map(|minutes| minutes * 60.0),
        _ => return Err("2s, 500ms, 1m".to_owned()),
    };
    let pause = seconds.ok().filter(|seconds| *seconds <= 3600.0).map(Duration::try_from_secs_f64);
    pause.and_then(Result::ok).ok_or_else(|| "2s, 500ms, 1m".to_owned())
}

/// The way of backfill that asks the publisher itself, whose captures are like any other.
pub(super) const EDITIONS: &str = "editions";

/// The ways of backfill by name.
fn way() -> clap::builder::PossibleValuesParser {
    WAYS.iter().map(|kind| kind.name).chain([EDITIONS]).collect::<Vec<_>>().into()
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
