//! A table of text cells to a snapshot: headers become metrics, cells become readings, nothing is corrected.
//!
//! What cannot be bound is refused as a [`Problem`](crate::schema::Problem); doubts about single rows and cells are
//! problems of the snapshot. Whether the whole may be kept is the gate's question.

mod beside;
mod checks;
mod columns;
mod compute;
mod ended;
mod join;
mod marks;
mod number;
mod order;
mod quote;
mod rank;
mod row;
mod rows;
mod snapshot;

pub use snapshot::{Context, Part, normalize, read_part, unite};
