//! The addresses of a resource that can be known without an answer: for histories that others kept of them.

use super::known::{Asked, Last, Memory};
use super::outcome::{Absence, Outcome};
use super::walk::{Step, Walk};
use crate::catalogue::{Resource, Source};
use crate::message;
use crate::schema::{Digest, Timestamp};
use crate::text::Message;

/// One such address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The edition's label in it, if the resource has editions.
    pub edition: Option<String>,
    /// The address as captures name it.
    pub url: String,
}

struct Nothing;

impl Memory for Nothing {
    fn last(&self, _: &str) -> Option<Last> {
        None
    }

    fn body(&self, _: &Digest) -> Option<Vec<u8>> {
        None
    }

    fn absent(&self, _: &str) -> bool {
        false
    }
}

/// The addresses of a resource up to the month of `now`, the newest edition first.
///
/// # Errors
/// Why there are none: they are named by what other answers say.
pub fn reach(source: &Source, resource: &Resource, now: Timestamp) -> Result<Vec<Reached>, Message> {
    if let Some((other, _)) = resource.needs().first() {
        return Err(message!("its addresses are named by what {other} says", "其地址由 {other} 的内容给出"));
    }
    if resource.page.is_some() {
        return Err(message!("it is asked for page by page", "它是逐页请求的"));
    }
    let mut walk = Walk::to(source, &resource.id, Asked { now, all_editions: true }, &Nothing);
    let mut reached = Vec::new();
    loop {
        let steps = walk.ready();
        if steps.is_empty() {
            return Ok(reached);
        }
        for step in steps {
            let Step::Ask(job) = step else { continue };
            if job.resource == resource.id {
                let edition = job.edition.as_ref().map(|edition| edition.label.clone());
                reached.push(Reached { edition, url: job.address() });
            }
            let nothing = job.fetched(Outcome::Absent(Absence::Status(404)));
            walk.done(&job, &nothing);
        }
    }
}
