//! Data literals in JavaScript and TypeScript. `search` finds where a name is given one, `literal` reads it.

mod literal;
mod search;

pub(super) use search::open;
