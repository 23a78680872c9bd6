//! The registry of models, and what names mean.

mod list;
mod resolved;

pub use list::models_report;
pub use resolved::resolution_report;
