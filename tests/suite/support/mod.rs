//! What several features' tests need.

mod fetching;
mod plain_server;
mod scenario;
mod server;
mod tls;

pub use fetching::{Remembered, Told, at, catalogue, failure, quick, run, text_of};
pub use plain_server::{Answered, PlainServer};
pub use scenario::{Ended, Scenario, fixtures};
pub use server::{Reply, Seen, Site};
pub use tls::{Asked as AskedInTls, Tunnel};
