//! What gets in: a snapshot is held against what its definition declares and what the board's earlier contents teach.
//!
//! Nothing here reads a clock, a file or another board. What is learnt comes from contents that got in, in the order
//! of publication, so that a content that arrives late changes what follows it and nothing else.

mod columns;
mod declared;
mod exchange;
mod judge;
mod jump;
mod learnt;
mod memory;
mod names;
mod order;
mod pairing;
mod rows;
mod scale;
mod shift;
mod stable;
mod words;

pub use declared::declared;
pub use judge::{judge, readable};
pub use memory::Memory;
pub use words::is_overridable;

/// Raised whenever the gate lets in, refuses or notes anything else than before: it is part of what derived data
/// depend on.
pub const VERSION: &str = "2";
