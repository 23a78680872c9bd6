//! From the command line to the exit code.

use super::args::{Arguments, Command, Init};
use super::session::Session;
use super::{
    accept, backfill, chinese, completions, diff, doctor, explain, export, fetch, forget, history, lint, list, merge,
    models, news, pull, rebuild, report, show, verify,
};
use crate::archive::Archive;
use crate::error::{Error, Result};
use crate::message;
use crate::text::Language;
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::Write;

/// The command line's definition, with help in a language.
#[must_use]
pub fn command(language: Language) -> clap::Command {
    let command = Arguments::command();
    match language {
        Language::English => command,
        Language::Chinese => chinese::translated(command),
    }
}

/// Runs a command line, program name first, and gives the exit code: 0 done, 1 asked to fail on findings,
/// 2 usage, 3 some sources failed, 4 a board was quarantined, 5 the archive.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = language_of_help(&arguments);
    let parsed =
        command(language).try_get_matches_from(arguments).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(help_or_mistake) => {
            // Help goes to the standard output, mistakes to the error stream; a closed stream takes neither.
            let _ = help_or_mistake.print();
            return if help_or_mistake.use_stderr() { 2 } else { 0 };
        }
    };
    let ran = Session::new(&arguments.global).and_then(|session| {
        let code = dispatch(&session, &arguments.command)?;
        Ok(if session.told_of_mistakes() { code.max(2) } else { code })
    });
    match ran {
        Ok(code) => code,
        Err(error) => fail(&error, language),
    }
}

fn dispatch(session: &Session, command: &Command) -> Result<u8> {
    match command {
        Command::List(arguments) => list::run(session, arguments),
        Command::Fetch(arguments) => fetch::run(session, arguments),
        Command::Backfill(arguments) => backfill::run(session, arguments),
        Command::Show(arguments) => show::run(session, arguments),
        Command::Diff(arguments) => diff::run(session, arguments),
        Command::History(arguments) => history::run(session, arguments),
        Command::News(arguments) => news::run(session, arguments),
        Command::Explain(arguments) => explain::run(session, arguments),
        Command::Report(arguments) => report::run(session, arguments),
        Command::Export(arguments) => export::run(session, arguments),
        Command::Models(arguments) => models::run(session, arguments),
        Command::Accept(arguments) => accept::run(session, arguments),
        Command::Merge(arguments) => merge::run(session, arguments),
        Command::Pull(arguments) => pull::run(session, arguments),
        Command::Forget(arguments) => forget::run(session, arguments),
        Command::Verify(arguments) => verify::run(session, arguments),
        Command::Rebuild => rebuild::run(session),
        Command::Doctor(arguments) => doctor::run(session, arguments),
        Command::Lint(arguments) => lint::run(session, arguments),
        Command::Init(arguments) => init(session, arguments),
        Command::Completions(arguments) => completions::run(session, arguments),
        Command::Man => completions::manual(session),
    }
}

fn init(session: &Session, arguments: &Init) -> Result<u8> {
    Archive::create(&arguments.folder)?;
    let folder = arguments.folder.display();
    session.tell(&message!("an archive is ready in {folder}", "存档已建立于 {folder}"));
    Ok(0)
}

fn fail(error: &Error, language: Language) -> u8 {
    // A closed error stream leaves nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", error.report(language));
    error.exit_code()
}

/// The language for help and for mistakes on the command line, which are told before it is parsed.
fn language_of_help(arguments: &[OsString]) -> Language {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let mut named = None;
    while let Some(argument) = arguments.next() {
        let value = if argument == "--lang" { arguments.next() } else { argument.strip_prefix("--lang=") };
        named = value.and_then(Language::from_tag).or(named);
    }
    named.unwrap_or_else(super::session::language_of_locale)
}
