//! Tables laid out anew, as a definition says: one file for each operation. Every cell keeps the place in the body that
//! it was read from.

mod apply;
mod column;
mod cut;
mod group;
mod melt;
mod only;
mod pivot;
mod sheet;
mod split;
#[cfg(test)]
mod tests;
mod transpose;
mod union;

pub(super) use apply::apply;
