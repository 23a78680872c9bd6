//! Where a number stands, in words and as data.

use super::wording::minute;
use crate::message;
use crate::schema::{Digest, Locator, Snapshot};
use crate::text::Message;

/// Row, column and body of a cell, for hover.
pub(super) fn place_words(at: &Locator) -> Message {
    let (row, column, body) = (at.row, at.column, at.capture.short());
    let table = &at.table;
    message!("{table}, row {row}, column {column}, of {body}", "{body} 的 {table}，第 {row} 行第 {column} 列")
}

/// The capture and place of a cell, as data attributes.
pub(super) fn place_data(at: &Locator) -> (Digest, String) {
    (at.capture, at.to_string())
}

/// From when to when these contents were seen, and where.
pub(super) fn seen_words(snapshot: &Snapshot) -> Message {
    let (first, last) = (minute(snapshot.observed_at), minute(snapshot.last_seen_at));
    let url = url_of(snapshot);
    if snapshot.observed_at == snapshot.last_seen_at {
        message!("read on {first} from {url}", "{first} 读自 {url}")
    } else {
        message!("read from {first} to {last} from {url}", "{first} 至 {last} 读自 {url}")
    }
}

/// The address of a snapshot without the resource's id.
pub(super) fn url_of(snapshot: &Snapshot) -> &str {
    snapshot.address.split_once(' ').map_or(snapshot.address.as_str(), |(_, url)| url)
}
