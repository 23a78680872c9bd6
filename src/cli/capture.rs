//! Which body a person means by a digest or the beginning of one.

use crate::error::{ErrorKind, Noun, Result};
use crate::schema::Digest;
use std::collections::BTreeSet;

/// Shorter prefixes fit by chance.
const SHORTEST: usize = 4;

/// The one of these bodies that was typed.
///
/// # Errors
/// None that fits, or several.
pub(super) fn find(objects: &BTreeSet<Digest>, typed: &str) -> Result<Digest> {
    let typed = typed.trim().to_ascii_lowercase();
    let fits = |object: &&Digest| typed.len() >= SHORTEST && object.hex().starts_with(&typed);
    let found: Vec<&Digest> = objects.iter().filter(fits).collect();
    match found[..] {
        [one] => Ok(*one),
        [] => Err(ErrorKind::NotFound { noun: Noun::Capture, name: typed, suggestions: Vec::new() }.into()),
        _ => {
            let candidates = found.iter().map(|object| object.short()).collect();
            Err(ErrorKind::Ambiguous { noun: Noun::Capture, name: typed, candidates }.into())
        }
    }
}
