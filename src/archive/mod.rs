//! The archive: every response once and unchanged, the log of what was asked and when, and derived tables that can
//! be made again from these.
//!
//! ```text
//! archive.toml                              format = "1.0"
//! captures/2026-11-23T150405Z-<run>.jsonl   one line per request of that run
//! objects/88/8859….md                       bodies by SHA-256
//! decisions/  deliveries/                   one immutable file each
//! forgotten/8859….toml                      which body was taken out on request, and why
//! listing.jsonl                             what is here, for those who take it over HTTP; replaced as a whole
//! derived/                                  disposable
//! ```
//!
//! The durable order: bodies go to temporary files, are synced in one batch and renamed; only then are the lines that
//! name them appended to the run's log and synced. So a crash between any two writes leaves at most bodies that no
//! log names, temporary files, and an unfinished last line, none of which is damage. Each run has a log of its own
//! and bodies are named by their content, so two runs at once do not meet. No publisher's text enters a path.

mod capture;
#[cfg(test)]
mod crash_tests;
mod decision;
mod delivery;
mod derived;
mod derived_columns;
mod derived_events;
mod derived_file;
mod derived_index;
mod derived_wire;
mod disk;
mod extension;
mod find;
mod forgotten;
mod format;
mod intern;
mod layout;
mod line;
mod listing;
mod lock;
mod log;
mod open;
mod part;
mod publish;
mod run;
mod stage;
mod take;
mod unite;
mod verify;

pub use capture::{Capture, Identity, Keeper, Note, Outcome, Via};
pub use decision::{Decision, Ruling};
pub use delivery::{Delivery, Looked, Prepared, Told};
pub use derived_index::{BoardIndex, Head};
pub use find::locate;
pub use forgotten::{Forgotten, Removal};
pub use listing::{LARGEST_LISTING, LISTING, Listed, Listing};
pub use lock::{Lock, Locked};
pub use open::Archive;
pub use part::Part;
pub use run::Run;
pub use stage::{Known, Stage};
pub use take::Taking;
pub use unite::Union;
pub use verify::{Finding, Verification};
