//! Where a name stands: the options of `models resolve` that say it.

use crate::catalogue::Catalogue;
use crate::error::{Error, ErrorKind, Result};
use crate::identity::{Place, PrintedSource, PrintedSources, Query};
use crate::message;
use clap::Args;

/// Where a name stands, as typed.
#[derive(Debug, Args)]
pub struct PlaceArguments {
    /// The source, by id or name, or as tables of names print it: SuperCLUE/README@2023-11
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// The board, by id or name
    #[arg(long, value_name = "BOARD")]
    pub board: Option<String>,
    /// The organisation that stands beside the name
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// How the model was reached, as the board says it (API, 网页, 模型)
    #[arg(long, value_name = "TEXT")]
    pub access: Option<String>,
    /// The month or day of the board: 2023-11, 2023-11-28
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
}

/// Where a name stands, looked up.
#[derive(Debug, Default)]
pub(super) struct Stand {
    source: String,
    board: String,
    organization: String,
    access: String,
    at: String,
}

impl Stand {
    /// # Errors
    /// A source or board that nobody knows, a board of another source, a date that is none.
    pub(super) fn read(arguments: &PlaceArguments, catalogue: &Catalogue, printed: &PrintedSources) -> Result<Stand> {
        let mut stand = Stand {
            organization: arguments.organization.clone().unwrap_or_default(),
            access: arguments.access.clone().unwrap_or_default(),
            ..Stand::default()
        };
        if let Some(typed) = &arguments.source {
            let PrintedSource { source, at } = find_source(typed, catalogue, printed)?;
            (stand.source, stand.at) = (source, at);
        }
        if let Some(typed) = &arguments.board {
            let (source, board) = catalogue.board(typed)?;
            let (id, of, wanted) = (&board.id, &source.id, &stand.source);
            if !wanted.is_empty() && wanted != of.as_str() {
                let what = message!("{id} is a board of {of}, not of {wanted}", "{id} 属于 {of}，而不是 {wanted}");
                return Err(ErrorKind::Usage { what }.into());
            }
            (stand.source, stand.board) = (of.to_string(), id.to_string());
        }
        if let Some(typed) = &arguments.at {
            stand.at = date(typed)?;
        }
        Ok(stand)
    }

    /// The question what `name` means there.
    pub(super) fn query<'a>(&'a self, name: &'a str) -> Query<'a> {
        let place = Place { source: &self.source, board: &self.board, organization: &self.organization, at: &self.at };
        Query { name, access: &self.access, place }
    }
}

fn find_source(typed: &str, catalogue: &Catalogue, printed: &PrintedSources) -> Result<PrintedSource> {
    let unknown = match catalogue.source(typed) {
        Ok(source) => return Ok(PrintedSource { source: source.id.to_string(), at: String::new() }),
        Err(unknown) => unknown,
    };
    let read = printed.read(typed);
    match catalogue.source(&read.source) {
        Ok(source) => Ok(PrintedSource { source: source.id.to_string(), at: read.at }),
        Err(_) if printed.knows(typed) => Ok(read),
        Err(_) => Err(unknown),
    }
}

/// `2023-11` or `2023-11-28`.
fn date(typed: &str) -> Result<String> {
    let day = if typed.len() == 7 { format!("{typed}-01") } else { typed.to_owned() };
    match day.parse::<jiff::civil::Date>() {
        Ok(_) if day.len() == 10 => Ok(typed.to_owned()),
        _ => {
            let what = message!(
                "{typed:?} is not a month or day like 2023-11 or 2023-11-28",
                "{typed:?} 不是月份或日期（例如 2023-11 或 2023-11-28）"
            );
            Err(Error::new(ErrorKind::Usage { what }))
        }
    }
}
