//! The history of a git repository, by the `git` program.
//!
//! One pass over the log names every version of every file that is wanted; one `cat-file` gives the bytes. The log
//! follows first parents: these are the states that the branch was in, one after the other, and so what its address
//! gave. What was written on a side branch and merged later stood at the address from the merge on.

mod blobs;
mod clock;
mod clone;
mod command;
mod history;
mod log;
mod open;
mod path;
mod place;
mod way;

pub(super) use clock::times;
pub(super) use way::make;
