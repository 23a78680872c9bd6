//! bangdan's one program; see `bangdan --help`.

fn main() {}
