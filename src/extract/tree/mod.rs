//! Nested values: JSON, one JSON value a line, YAML, and what scripts assign. `json`, `lines` and `yaml` read them into
//! `node`s, `path` finds the values that a definition means, `records` makes tables of these, `body` is the body that
//! they stand in.

mod body;
mod columns;
mod json;
mod lines;
mod node;
mod path;
mod records;
mod strict;
mod survey;
mod yaml;

pub(super) use body::strings;
pub(super) use json::open as open_json;
pub(super) use lines::open as open_lines;
pub(super) use node::{Node, Value};
pub(super) use path::find;
pub(super) use records::{Origin, tables};
pub(super) use yaml::open as open_yaml;
