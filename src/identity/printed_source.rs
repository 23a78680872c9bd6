//! Names of sources in tables of labelled names, `SuperCLUE/README@2023-11`, as ids of the catalogue.

use super::table;
use crate::error::Result;
use serde::Deserialize;
use std::collections::HashMap;

pub(super) static BUILT_IN: &str = include_str!("data/sources.csv");

/// Where a table of names says that a name stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrintedSource {
    /// The id of the source; what was printed where no table names it.
    pub source: String,
    /// The date after the `@`, or that at the end of a range; empty where there is none.
    pub at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    printed: String,
    source: String,
}

/// The table of such names.
#[derive(Debug, Clone)]
pub struct PrintedSources(HashMap<String, String>);

impl PrintedSources {
    /// The table that comes with the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads it.
    pub fn built_in() -> Result<PrintedSources> {
        let mut sources = HashMap::new();
        table::each("sources.csv", "printed,source", BUILT_IN, |row: Row| {
            sources.insert(row.printed, row.source);
            Ok(())
        })?;
        Ok(PrintedSources(sources))
    }

    /// Whether the table names the source of `SuperCLUE/README@2023-11`, or has it as a source's own id.
    #[must_use]
    pub fn knows(&self, printed: &str) -> bool {
        let name = printed.split(['@', '/']).next().unwrap_or_default();
        self.0.contains_key(name) || self.0.values().any(|id| id == name)
    }

    /// The ids of the sources.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Reads `SuperCLUE/README@2023-11`, or a source's own id.
    #[must_use]
    pub fn read(&self, printed: &str) -> PrintedSource {
        let (name, at) = printed.split_once('@').unwrap_or((printed, ""));
        let prefix = name.split('/').next().unwrap_or_default();
        let source = self.0.get(prefix).map_or(prefix, String::as_str).to_owned();
        let dated = |at: &str| at.len() >= 7 && at.get(4..5) == Some("-") && at.get(5..6) != Some("2");
        // Of a range of years nothing is known to the month.
        let at = if dated(at) { at.to_owned() } else { String::new() };
        PrintedSource { source, at }
    }
}
