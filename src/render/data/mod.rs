//! Tables as data, for programs: every character is kept, in one language.

mod csv;
mod json;
mod keys;

pub use csv::csv;
pub use json::json;
