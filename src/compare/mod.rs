//! What changed between two snapshots of a board, and what became of boards and models over time.
//!
//! Everything here is a pure function of snapshots. [`diff()`] pairs the entries of two snapshots and says
//! what changed and why; [`select()`], [`previous`] and [`revisions()`] choose snapshots of a history;
//! [`board_history`] and [`model_history`] follow leaders and models through it; [`address_conflicts`]
//! holds the addresses that show one edition against each other. [`events`] and [`Follower`] tell everything that
//! happened on a board, content by content.

mod addresses;
mod along;
mod appearance;
mod bump;
mod cells;
mod chains;
mod diff;
mod displacement;
mod evaluate;
mod follow;
mod found;
mod hidden;
mod method;
mod metrics;
mod order;
mod overtaken;
mod pairing;
mod places;
mod ranked;
mod rescale;
mod revisions;
mod rows;
mod select;
mod sheet;
mod standing;
mod step;
mod step_rows;
mod summary;
mod thread;
mod unread;
mod vectors;
mod who;

pub use addresses::address_conflicts;
pub use along::{between, diff_along};
pub use appearance::{Appearance, Event, Revised, model_history};
pub use bump::{bump_lines, missing_before};
pub use cells::{Change, ScoreChange};
pub use chains::{Chain, LastSeen, chains, diff_through, name_after};
pub use diff::{Diff, Head, LabelChange, LabelColumn, Link, Pair, Seat, Side, TextChange, Unread};
pub use evaluate::{diff, diff_by};
pub use follow::{Follower, events};
pub use found::{FoundBreak, Place, found_breaks};
pub use metrics::{Comparability, MetricComparison, Relabel};
pub use order::{Order, is_human};
pub use places::{Cause, Displacement, Mark, PlaceChange, Places};
pub use revisions::{Succession, SuccessionKind, revisions};
pub use select::{Selection, previous, select};
pub use standing::{LeaderBasis, Standing, board_history};
pub use who::{Who, nobody};
