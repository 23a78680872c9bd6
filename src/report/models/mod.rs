//! The registry of models, and what names mean.

mod effect;
mod list;
mod resolved;
mod standing;
mod suggest;

pub use effect::effect_report;
pub use list::{models_report, search_report};
pub use resolved::resolution_report;
pub use standing::{Standing, standing_report};
pub use suggest::{remark, suggest_report};
