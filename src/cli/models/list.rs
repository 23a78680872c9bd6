//! `bangdan models list`

use super::class::ClassArgument;
use crate::cli::args::Output;
use crate::cli::output::write_report;
use crate::cli::session::Session;
use crate::error::{Error, ErrorKind, Noun, Result};
use crate::identity::{Developer, Model, Registry};
use crate::message;
use crate::report::models_report;
use crate::text::{fold, nearest};
use clap::Args;
use std::collections::BTreeSet;

pub(super) const EXAMPLE: &str = "Example: bangdan models list --developer 阿里巴巴 --open";

/// Arguments of `models list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only models of this class
    #[arg(long, value_name = "CLASS")]
    pub class: Option<ClassArgument>,
    /// Only models of this developer, by id or name
    #[arg(long, value_name = "DEVELOPER")]
    pub developer: Option<String>,
    /// Only models of developers that have their seat in this country, by its two letters
    #[arg(long, value_name = "CN")]
    pub country: Option<String>,
    /// Only models of which it is known that the weights are open
    #[arg(long)]
    pub open: bool,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

pub(super) fn run(session: &Session, arguments: &List) -> Result<u8> {
    let registry = session.registry()?;
    let developer = arguments.developer.as_deref().map(|typed| find_developer(&registry, typed)).transpose()?;
    let country = arguments.country.as_deref().map(|typed| find_country(&registry, typed)).transpose()?;
    let is_wanted = |model: &&Model| {
        arguments.class.is_none_or(|class| model.class == class.class())
            && developer.is_none_or(|developer| model.developer() == developer.id)
            && country.is_none_or(|code| registry.developer(model.developer()).is_some_and(|of| of.country == code))
            && (!arguments.open || model.open_weights == Some(true))
    };
    let models: Vec<&Model> = registry.models().iter().filter(is_wanted).collect();
    write_report(session, &arguments.output, &models_report(&registry, &models))?;
    Ok(0)
}

/// The developer by id or by a name that a board has printed.
fn find_developer<'r>(registry: &'r Registry, typed: &str) -> Result<&'r Developer> {
    if let Some(developer) = registry.developer(typed) {
        return Ok(developer);
    }
    let (noun, name) = (Noun::Developer, typed.to_owned());
    match registry.developers_named(typed).as_slice() {
        [developer] => Ok(developer),
        [] => {
            let known = registry.developers().iter();
            let known = known.flat_map(|known| [known.id.as_str(), &known.name.en, &known.name.zh]);
            Err(ErrorKind::NotFound { noun, name, suggestions: nearest(typed, known) }.into())
        }
        several => {
            let candidates = several.iter().map(|developer| developer.id.clone()).collect();
            Err(ErrorKind::Ambiguous { noun, name, candidates }.into())
        }
    }
}

/// The code of a country that some developer has its seat in.
fn find_country<'r>(registry: &'r Registry, typed: &str) -> Result<&'r str> {
    let codes = registry.developers().iter().map(|developer| developer.country.as_str());
    let codes: BTreeSet<&str> = codes.filter(|code| !code.is_empty()).collect();
    codes.iter().find(|code| fold(code) == fold(typed)).copied().ok_or_else(|| {
        let known = codes.into_iter().collect::<Vec<_>>().join(" ");
        let what = message!("no developer has its seat in {typed:?}", "没有开发者位于 {typed:?}");
        Error::new(ErrorKind::Usage { what }).with_hint(message!("known are {known}", "已知的有 {known}"))
    })
}
