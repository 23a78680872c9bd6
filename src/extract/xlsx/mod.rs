//! Workbooks. `guard` unpacks the container within bounds, `sheet` lays out a worksheet, `number` prints a
//! stored number as its format shows it.

mod guard;
mod number;
mod sheet;

pub(super) use sheet::open;
