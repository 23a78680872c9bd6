//! A page's tables without a tree. `tokens` takes tags and text from the tokenizer, `starts` and `ends` say what a
//! tag opens and closes, `builder` keeps the open elements, `collector` the cells, `names` what the standard says of
//! names, `read` is the way in.

mod builder;
mod collector;
mod ends;
mod names;
mod read;
mod starts;
mod tokens;

pub(super) use collector::Laid;
pub(super) use read::{Outside, Streamed, read};
