//! Bytes to tables of text cells. Nothing is understood here: no number is read, no rank, no name. A cell keeps its
//! printed text and the place of its bytes, a row keeps the cells that it has.
//!
//! [`Document`] knows no format. Each format is one module that implements `Body`.

mod body;
mod container;
mod decode;
mod delimited;
mod document;
mod head;
mod html;
mod markdown;
mod markup;
mod nest;
mod origin;
mod parquet;
mod record;
mod refusal;
mod reshape;
mod script;
mod select;
mod tidy;
mod tree;
mod xlsx;

pub use document::Document;
pub use origin::Origin;
pub use select::Found;
