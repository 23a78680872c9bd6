//! Exports and imports of the common schema: CSV and JSON, row after row, never a whole export in memory.

mod lines;
mod long;
mod names;
mod names_row;
mod overlay;
mod read;
mod sink;
mod wide;

pub use long::LongWriter;
pub use names::{NamesStopped, NamesTable, NamesTold};
pub use overlay::{OpenLine, write_open_lines};
pub use read::LongReader;
pub use sink::ExportFormat;
pub use wide::{WideColumns, WideWriter};
