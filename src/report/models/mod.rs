//! The registry of models, and what names mean.

mod list;

pub use list::models_report;
