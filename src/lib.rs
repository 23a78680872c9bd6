//! bangdan (榜单): reads the public leaderboards of large models, keeps every edition with the bytes
//! it came from, and answers who ranks where, what changed and where each number stands.
//!
//! The layers, lowest first; a module uses lower layers only (`docs/design.md`, and a test, say which):
//! `error`, `text` · `schema`, `stats` · `catalogue`, `identity`, `archive` · `fetch`, `extract`, `normalize`,
//! `gate`, `compare` · `collect`, `lint`, `report`, `render`, `exchange`, `news` · `cli`.

pub mod archive;
pub mod catalogue;
pub mod cli;
pub mod collect;
pub mod compare;
pub mod error;
pub mod exchange;
pub mod extract;
pub mod fetch;
pub mod gate;
pub mod identity;
pub mod lint;
pub mod news;
pub mod normalize;
pub mod render;
pub mod report;
pub mod schema;
pub mod stats;
pub mod text;
