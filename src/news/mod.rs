//! What is new on all boards and worth telling: rules, stories, a weekly report, a feed, and messages to webhooks.
//!
//! [`Occurrence`]s are what boards' events mean for a reader; [`Rules`] say which of them are told and how important
//! they are; [`select()`] tells each story once. From the resulting [`Item`]s come [`list_report`], [`weekly()`] (a
//! page to paste), [`atom`] (a feed) and messages by a [`Template`].

mod boards;
mod feed;
mod fit;
mod item;
mod kind;
mod list;
mod meaning;
mod occurrence;
mod rule;
mod rules;
mod select;
mod sign;
mod target;
mod template;
mod weekly;
mod window;
mod words;

pub use boards::Boards;
pub use feed::{Feed, atom};
pub use fit::{Batch, Frame, fit};
pub use item::{Also, Facts, Item};
pub use kind::Kind;
pub use list::{data_report, list_report, page_report};
pub use meaning::{Horizon, Meaning, of_state};
pub use occurrence::Occurrence;
pub use rule::Rule;
pub use rules::{Rules, Webhook};
pub use select::{Selected, select};
pub use sign::sign;
pub use target::{Flavour, Limits};
pub use template::{Letter, Template, Told};
pub use weekly::{weekly, weekly_title};
pub use window::{By, Window};
