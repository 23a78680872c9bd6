//! What a way of backfill hands over.

use super::intake::Intake;
use crate::archive::Keeper;
use crate::catalogue::{Resource, Source};
use crate::error::Result;
use crate::schema::{Digest, Timestamp};

/// One way to versions that others kept of a source's resources.
pub trait Way {
    /// What kind of record it reads.
    fn keeper(&self) -> Keeper;

    /// Hands over every version, those of one address from the oldest to the newest.
    ///
    /// # Errors
    /// What stops it. What was handed over until then is kept, and the next run goes on from there.
    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()>;
}

/// What versions are wanted of.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The source.
    pub source: &'a Source,
    /// The resources of it.
    pub resources: Vec<&'a Resource>,
    /// Nothing that became public before this time.
    pub since: Option<Timestamp>,
    /// Nothing that became public from this time on.
    pub until: Option<Timestamp>,
    /// When the run began: nothing can have become public later.
    pub now: Timestamp,
}

impl Wanted<'_> {
    /// Whether what became public at this time is wanted.
    #[must_use]
    pub fn admits(&self, published_at: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= published_at) && self.until.is_none_or(|until| published_at < until)
    }
}

/// One version of what stood at an address, without its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The resource of the source.
    pub resource: String,
    /// The edition's label in the address, if the resource has editions.
    pub edition: Option<String>,
    /// The resource's own address: all its versions stand at one.
    pub url: String,
    /// Where these bytes can be had, if known.
    pub final_url: Option<String>,
    /// When they became public, as far as the record says.
    pub published_at: Timestamp,
    /// The last time for which the record vouches that they stood there.
    pub seen_at: Timestamp,
    /// What the record calls them: a commit's id, the name of a file and the place in it.
    pub reference: String,
    /// The HTTP status, where the record has one.
    pub status: Option<u16>,
    /// The `Last-Modified` header, where the record has one.
    pub last_modified: Option<String>,
    /// The `Content-Type` header, where the record has one.
    pub media_type: Option<String>,
}

impl Version {
    /// A version with only what every one has; it was seen when it became public.
    #[must_use]
    pub fn new(resource: &str, url: &str, published_at: Timestamp, reference: &str) -> Version {
        Version {
            resource: resource.to_owned(),
            edition: None,
            url: url.to_owned(),
            final_url: None,
            published_at,
            seen_at: published_at,
            reference: reference.to_owned(),
            status: None,
            last_modified: None,
            media_type: None,
        }
    }
}

/// The bytes of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'b> {
    /// These, after content-decoding.
    Body(&'b [u8]),
    /// Those of a version of the same resource that was handed over before in this run.
    Same {
        /// Their digest.
        object: Digest,
        /// How many they are.
        bytes: u64,
    },
    /// There was nothing at the address from then on.
    Gone,
}
