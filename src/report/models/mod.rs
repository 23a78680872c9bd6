//! The registry of models, and what names mean.

mod list;
mod resolved;
mod standing;

pub use list::{models_report, search_report};
pub use resolved::resolution_report;
pub use standing::{Standing, standing_report};
