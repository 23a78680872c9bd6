//! Definitions held against what the archive holds: does each still fit its captures?

mod fit;

pub use fit::{Fit, fit};
