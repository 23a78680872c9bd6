//! The one driver of every way.

use super::account::Account;
use super::held::Held;
use super::intake::Intake;
use super::way::{Wanted, Way};
use crate::archive::Archive;
use crate::catalogue::Source;
use crate::collect::gather::run_id;
use crate::collect::saved;
use crate::error::{ErrorKind, Result};
use crate::fetch::Progress;
use crate::schema::Timestamp;
use std::collections::HashMap;

/// What is asked of a backfill.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The source.
    pub source: &'a Source,
    /// Only this resource of it.
    pub resource: Option<&'a str>,
    /// Nothing that became public before this time.
    pub since: Option<Timestamp>,
    /// Nothing that became public from this time on.
    pub until: Option<Timestamp>,
    /// The time of the run.
    pub now: Timestamp,
    /// Whether it is only said what would be taken.
    pub dry_run: bool,
}

/// Takes the versions that a way hands over into the archive; into none where it is only said what would be taken.
///
/// # Errors
/// No such resource; an archive that cannot be read or written; what stopped the way before the first version. What
/// stopped it later is part of the account.
pub fn backfill(
    archive: Option<&Archive>,
    asked: Asked<'_>,
    way: &mut dyn Way,
    progress: &dyn Progress,
) -> Result<Account> {
    let resources = match asked.resource {
        Some(name) => vec![saved::meant(asked.source, Some(name))?],
        None => asked.source.resources.values().collect(),
    };
    let wanted = Wanted { source: asked.source, resources, since: asked.since, until: asked.until, now: asked.now };
    let captures = archive.map(Archive::captures).transpose()?.unwrap_or_default();
    let mut intake = Intake {
        wanted: &wanted,
        keeper: way.keeper(),
        run: archive.filter(|_| !asked.dry_run).map(|archive| archive.begin_run(asked.now, &run_id())).transpose()?,
        held: Held::of(&asked.source.id, &captures),
        account: Account::default(),
        progress,
        before: HashMap::new(),
        refused: HashMap::new(),
    };
    drop(captures);
    let ended = way.run(&wanted, &mut intake);
    let Intake { run, mut account, .. } = intake;
    if let Some(run) = run {
        run.finish()?;
    }
    match ended {
        Err(error) if account.seen == 0 || is_of_the_archive(error.kind()) => Err(error),
        ended => {
            account.stopped = ended.err();
            Ok(account)
        }
    }
}

fn is_of_the_archive(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Archive { .. })
}
