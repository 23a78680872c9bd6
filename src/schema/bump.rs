//! A bump chart: who stood where, content by content.

use crate::text::Message;

/// Lines by place over contents, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bump {
    /// What it shows.
    pub caption: Message,
    /// The contents.
    pub columns: Vec<BumpColumn>,
    /// The entries that reach the top in one of them.
    pub lines: Vec<BumpLine>,
    /// How many rows from the top are drawn.
    pub top: usize,
}

/// A content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BumpColumn {
    /// Its edition, or its day.
    pub name: String,
    /// The same in few signs: `23-09`.
    pub short: String,
    /// What lies between it and the one before.
    pub since: BumpGap,
}

/// What lies between two contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BumpGap {
    /// Nothing: lines are drawn through.
    #[default]
    Joined,
    /// A break: places before and after mean different things.
    Broken,
    /// Contents are missing.
    Missing,
}

/// An entry, followed through its probable renamings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BumpLine {
    /// Its newest name.
    pub name: String,
    /// Where it stood in each content.
    pub steps: Vec<Option<BumpStep>>,
}

/// Where an entry stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BumpStep {
    /// Its row from the top, counted from 1: those that share a place stand in the table's order.
    pub row: usize,
    /// Its place.
    pub place: u32,
}
