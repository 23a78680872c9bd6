//! History that others kept, as captures like any other.
//!
//! A [`Way`] hands over versions, one after the other; [`backfill`] keeps them. Nothing but the version in hand and
//! the archive's unfinished batch is in memory, what was handed over is durable batch by batch, and what the archive
//! holds already is passed over: so a backfill may be stopped anywhere and begun again.
//!
//! To add a way, write a file with a [`Way`] and give it a line in [`WAYS`].

mod account;
mod drive;
mod editions;
mod git;
mod github;
mod held;
mod intake;
mod online;
mod pattern;
#[cfg(test)]
mod tests;
mod way;
mod wayback;
mod ways;
mod web;

pub use account::{Account, Skipped, Span};
pub use drive::{Asked, backfill};
pub use editions::{Editions, Found, editions, only_editions};
pub use github::FromGithub;
pub use intake::{Intake, Working};
pub use way::{Content, Version, Wanted, Way};
pub use wayback::FromWayback;
pub use ways::{Kind, Options, WAYS, kind};
