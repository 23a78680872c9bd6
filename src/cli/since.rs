//! `bangdan diff BOARD --since DATE`

use super::args::{Diff, OutputFormat};
use super::output::write_report;
use super::session::{self, Session};
use super::times;
use crate::catalogue::{Board, Source};
use crate::collect::Library;
use crate::compare::{Follower, chains, diff_through};
use crate::error::Result;
use crate::report::{Since, Steps, since_report};
use crate::schema::{BoardEvent, Content, Snapshot, Timestamp};

/// 1 with `--exit-code` where anything happened.
pub(super) fn run(
    session: &Session,
    arguments: &Diff,
    (library, source, board): (&Library, &Source, &Board),
    typed: &str,
) -> Result<u8> {
    let since = times::parse_start(typed)?;
    let selection = session::selection(&arguments.times, None)?;
    let all = library.history(source, board)?;
    let mut history = session::restrict(all.clone(), &selection);
    history.snapshots.sort_by(|a, b| a.order().cmp(&b.order()));
    let Some(to) = history.snapshots.last() else {
        return Err(session::nothing_held(library, board, &all, &selection));
    };
    session.tell_if_held_back(source, board, &history, session.now(library));
    let before = history.snapshots.iter().rposition(|snapshot| snapshot.public_at() < since);
    let base = before.unwrap_or(0);
    let Some(from) = history.snapshots.get(base) else {
        return Err(session::nothing_held(library, board, &all, &selection));
    };
    let registry = session.registry()?;
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let steps = match arguments.output.format {
        OutputFormat::Csv | OutputFormat::Json => Steps::Rows,
        _ => Steps::Sentences,
    };
    let events = events_since(&history.snapshots, since, &who);
    let chains = chains(from, &events);
    let net = diff_through(from, to, &who, &chains);
    let report = since_report(
        board,
        &Since { typed, from, begins_later: before.is_none(), to, net: &net, chains: &chains, events: &events, steps },
    );
    write_report(session, &arguments.output, &report)?;
    Ok(u8::from(arguments.exit_code && !events.is_empty()))
}

/// The events of contents that became public since; the contents are in their order, in which one of an older edition
/// may be younger.
fn events_since(history: &[Snapshot], since: Timestamp, who: &crate::compare::Who) -> Vec<BoardEvent> {
    let first = history.iter().position(|snapshot| snapshot.public_at() >= since).unwrap_or(history.len());
    // What it is compared with: the contents of its edition and of the one before, or the few before of a rolling board.
    let edition = |index: usize| history.get(index).and_then(Content::edition);
    let mut start = first;
    let mut editions = 0;
    while start > 0 && (edition(start - 1).is_some() || first - start < ROLLING) {
        editions += usize::from(edition(start - 1) != edition(start));
        if editions > 2 {
            break;
        }
        start -= 1;
    }
    let mut follower = Follower::new(who);
    let told = history.iter().skip(start).flat_map(|snapshot| follower.take(snapshot));
    told.filter(|event| event.public_at >= since).collect()
}

/// Contents of a rolling board that are followed before the first that is asked for: its addresses may take turns.
const ROLLING: usize = 8;
