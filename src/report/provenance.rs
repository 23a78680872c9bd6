//! Where a number stands, in words and as data.

use super::wording::minute;
use crate::message;
use crate::schema::{Digest, Locator, Snapshot, table_words};
use crate::text::Message;

/// Row, column and body of a cell, for hover.
pub(super) fn place_words(at: &Locator) -> Message {
    let (row, column, body) = (at.row, at.column, at.capture.short());
    let Message { en, zh } = table_words(&at.table);
    message!("{en}, row {row}, column {column}, of {body}", "{body} 的{zh}，第 {row} 行第 {column} 列")
}

/// The locator of a cell for people: as data in English, with the table's name translated in Chinese.
pub(super) fn locator_words(at: &Locator) -> Message {
    let en = at.to_string();
    let place = en.strip_prefix(&*at.table).unwrap_or_default();
    let zh = format!("{}{place}", table_words(&at.table).zh);
    Message { en, zh }
}

/// The capture and place of a cell, as data attributes.
pub(super) fn place_data(at: &Locator) -> (Digest, String) {
    (at.capture, at.to_string())
}

/// From when to when these contents were seen, and where.
pub(super) fn seen_words(snapshot: &Snapshot) -> Message {
    let (first, last) = (minute(snapshot.observed_at), minute(snapshot.last_seen_at));
    let url = url_of(snapshot);
    if snapshot.last_seen_at < snapshot.observed_at {
        // Others kept it: when it stood there and when it was read from their record are two things.
        let public = minute(snapshot.public_at());
        return message!(
            "public from {public} to {last} at {url}; read on {first} from what others kept",
            "{public} 至 {last} 公开于 {url}；{first} 读自他人保存的记录"
        );
    }
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
