//! `bangdan export`

use super::args::{Export, ExportFormat, Layout};
use super::output::{data_to_stdout, replace_file};
use super::session::{self, Session};
use super::show::unknown_edition;
use crate::compare::select;
use crate::error::Result;
use crate::exchange::{self, LongWriter, WideColumns, WideWriter};
use crate::identity::{ClassCount, OfClass, Registry, Resolution};
use crate::report::class_words;
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
    let registry = session.registry()?;
    let of_class = arguments.class.map(|class| OfClass::new(&registry, class.class()));
    let mut count = ClassCount::default();
    let keep = |who: &Resolution| of_class.is_none_or(|of_class| count.add(of_class.has(who)));
    match &arguments.output {
        Some(path) => {
            replace_file(path, |file| write(arguments, &snapshots, &registry, keep, file))?;
        }
        None => data_to_stdout(|stdout| write(arguments, &snapshots, &registry, keep, &mut BufWriter::new(stdout)))?,
    }
    if let Some(of_class) = of_class {
        session.tell(&class_words(of_class.class(), count));
    }
    Ok(0)
}

fn write(
    arguments: &Export,
    snapshots: &[Snapshot],
    registry: &Registry,
    mut keep: impl FnMut(&Resolution) -> bool,
    writer: &mut dyn Write,
) -> io::Result<()> {
    let format = match arguments.format {
        ExportFormat::Csv => exchange::ExportFormat::Csv,
        ExportFormat::Json => exchange::ExportFormat::Json,
    };
    match arguments.layout {
        Layout::Long => {
            let mut long = LongWriter::new(writer, format)?;
            for snapshot in snapshots {
                long.some(snapshot, |entry| registry.resolve(snapshot, entry), &mut keep)?;
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
                wide.some(snapshot, |entry| registry.resolve(snapshot, entry), &mut keep)?;
            }
            wide.finish()?.flush()
        }
    }
}
