//! Parquet files. `guard` looks at the footer and at the headers of the pages before anything is unpacked, with `thrift`,
//! their notation; `leaf` says which columns a file has; `pages`, `runs` and `read` decode them, and `value` prints a stored value.

mod guard;
mod leaf;
mod pages;
mod read;
mod runs;
#[cfg(test)]
mod tests;
mod thrift;
mod value;

pub(super) use read::open;
