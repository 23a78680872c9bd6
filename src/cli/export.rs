//! `bangdan export`

use super::args::{Export, ExportFormat, Layout};
use super::output::{data_to_stdout, replace_file};
use super::session::{self, Session};
use super::show::unknown_edition;
use crate::compare::select;
use crate::error::Result;
use crate::exchange::{self, LongWriter, WideColumns, WideWriter};
use crate::identity::Registry;
use crate::schema::Snapshot;
use std::io::{self, BufWriter, Write};

pub(super) fn run(session: &Session, arguments: &Export) -> Result<u8> {
    let library = session.library_naming(arguments.replay.as_deref(), &arguments.names)?;
    let selection = session::selection(&arguments.times, arguments.edition.as_deref())?;
    let wanted = session::boards(library.catalogue(), &arguments.names)?;
    let mut histories = library.histories()?;
    let mut snapshots: Vec<Snapshot> = Vec::new();
    for (source, board) in &wanted {
        let history = histories.remove(&board.id).unwrap_or_default();
        session.tell_if_held_back(source, board, &history, session.now(&library));
        if arguments.history {
            snapshots.extend(session::restrict(history, &selection).snapshots);
        } else if let Some(chosen) = select(&history.snapshots, &selection) {
            snapshots.push(chosen.clone());
        } else if let (Some(edition), [_]) = (&arguments.edition, wanted.as_slice()) {
            return Err(unknown_edition(&history, edition));
        }
    }
    let registry = Registry::built_in()?;
    match &arguments.output {
        Some(path) => {
            replace_file(path, |file| write(arguments, &snapshots, &registry, file))?;
        }
        None => data_to_stdout(|stdout| write(arguments, &snapshots, &registry, &mut BufWriter::new(stdout)))?,
    }
    Ok(0)
}

fn write(arguments: &Export, snapshots: &[Snapshot], registry: &Registry, writer: &mut dyn Write) -> io::Result<()> {
    let format = match arguments.format {
        ExportFormat::Csv => exchange::ExportFormat::Csv,
        ExportFormat::Json => exchange::ExportFormat::Json,
    };
    match arguments.layout {
        Layout::Long => {
            let mut long = LongWriter::new(writer, format)?;
            for snapshot in snapshots {
                long.snapshot(snapshot, |entry| registry.resolve(entry))?;
            }
            long.finish()?.flush()
        }
        Layout::Wide => {
            let mut columns = WideColumns::default();
            for snapshot in snapshots {
                columns.add(snapshot);
            }
            let mut wide = WideWriter::new(writer, format, columns)?;
            for snapshot in snapshots {
                wide.snapshot(snapshot, |entry| registry.resolve(entry))?;
            }
            wide.finish()?.flush()
        }
    }
}
