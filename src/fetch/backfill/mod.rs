//! What others kept of a page: the conversations with those who can be asked over HTTP. None of them knows the
//! archive; the caller says what is held already and is not asked for again.

mod cdx;
mod github;
mod link;
mod memento;
mod shut_out;
mod wayback;

pub use cdx::{Captured, Standing};
pub use github::{Commit, File, Github, Listed};
pub use memento::{Answered, Memento};
pub use shut_out::shuts_out;
pub use wayback::{Index, Wayback};
