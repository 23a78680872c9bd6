//! Words and numbers as people write them: folding, printed numbers, dates, safe and measured printing,
//! and messages in two languages.

mod arithmetic;
mod date;
mod decimal;
mod fold;
mod language;
mod printable;
mod spreadsheet;
mod suggest;
mod width;

pub use date::DateForm;
pub use decimal::Decimal;
pub use fold::{fold, fold_width, half_width, squeeze};
pub use language::{Language, Message, counted, plural};
pub use printable::{printable, printable_line};
pub use spreadsheet::{defuse_formula, restore_formula};
pub use suggest::nearest;
pub use width::{pad, truncate, width};
