//! What is new on all boards and worth telling: rules, stories, a weekly report, a feed, and messages to webhooks.
//!
//! [`Occurrence`]s are what boards' events mean for a reader; [`Rules`] say which of them are told and how important
//! they are; [`select`] tells each story once. From the resulting [`Item`]s come [`list`] (a report), [`weekly`] (a
//! page to paste), [`atom`] (a feed) and [`Message`]s for a webhook.

mod boards;
mod feed;
mod fit;
mod occurrence;
mod item;
mod kind;
mod list;
mod rule;
mod rules;
mod select;
mod sign;
mod target;
mod template;
mod window;
mod words;
mod weekly;

pub use boards::Boards;
pub use feed::{Feed, atom};
pub use fit::{Batch, fit};
pub use occurrence::Occurrence;
pub use item::{Facts, Item};
pub use kind::Kind;
pub use list::{data_report, list_report};
pub use rule::Rule;
pub use rules::{Rules, Webhook};
pub use select::{Selected, select};
pub use sign::sign;
pub use target::{Flavour, Limits};
pub use template::{Letter, Template};
pub use weekly::weekly;
pub use window::{By, Window};
