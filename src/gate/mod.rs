//! What gets in: a snapshot is held against what its definition declares.

mod judge;

pub use judge::judge;
