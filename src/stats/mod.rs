//! Statistics of printed numbers, by well-known methods and with the paper named; tested against numbers of other
//! software (`fixtures/golden/stats.py`).

mod fit;
mod nnls;
mod robust;
mod sign;

pub use fit::{Fit, least_squares};
pub use nnls::nnls;
pub use robust::{median, median_deviation};
pub use sign::sign_test;
