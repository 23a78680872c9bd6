//! How dates, places and scores are put into words, by one function each.

use crate::message;
use crate::schema::{Content, Edition, Missing, Rank, Snapshot, Timestamp};
use crate::text::Message;

/// The day of a time in UTC: `2026-04-27`.
pub(super) fn day(time: Timestamp) -> String {
    let text = time.to_string();
    text.get(..10).unwrap_or(&text).to_owned()
}

/// The time to the minute in UTC: `2026-04-27 08:06 UTC`.
pub(super) fn minute(time: Timestamp) -> String {
    let text = time.to_string();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => text,
    }
}

/// The edition's label, or the day for a rolling board.
pub(super) fn edition_or_day(content: &impl Content) -> String {
    content.edition().map_or_else(|| day(content.public_at()), Edition::to_string)
}

/// Where an entry was last seen, told apart from the content in which it is gone: by its edition, by the day where that
/// is the same edition or there is none, and by the minute where that is the same day.
pub(super) fn last_seen(seen: (Option<&Edition>, Timestamp), gone: (Option<&Edition>, Timestamp)) -> String {
    let exact = if day(seen.1) == day(gone.1) { minute(seen.1) } else { day(seen.1) };
    match seen.0 {
        Some(edition) if gone.0 == Some(edition) => format!("{edition} ({exact})"),
        Some(edition) => edition.to_string(),
        None => exact,
    }
}

/// What a snapshot is called where two contents of one edition may stand side by side.
pub(super) fn snapshot_name(snapshot: &Snapshot) -> String {
    match &snapshot.edition {
        Some(edition) => format!("{edition} ({})", day(snapshot.public_at())),
        None => day(snapshot.public_at()),
    }
}

/// What two snapshots are called side by side: by the minute where the day does not tell them apart.
pub(super) fn snapshot_names(from: &Snapshot, to: &Snapshot) -> (String, String) {
    let names = (snapshot_name(from), snapshot_name(to));
    if names.0 != names.1 {
        return names;
    }
    (exact_name(from), exact_name(to))
}

/// What a snapshot is called where others of its day stand beside it.
pub(super) fn exact_name(snapshot: &Snapshot) -> String {
    match &snapshot.edition {
        Some(edition) => format!("{edition} ({})", minute(snapshot.public_at())),
        None => minute(snapshot.public_at()),
    }
}

/// A place as a reader sees it: as printed, `·` where the board prints none.
pub(super) fn place(rank: &Rank) -> String {
    match rank {
        Rank::NotGiven => "·".to_owned(),
        Rank::Place { text, .. } | Rank::Reference { text } => text.clone(),
    }
}

/// A name, with what tells its entry from others of that name: `GPT-4 [5-shot]`.
pub(super) fn keyed_name(name: &str, key: &[String]) -> String {
    let key: Vec<&str> = key.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if key.is_empty() { name.to_owned() } else { format!("{name} [{}]", key.join(", ")) }
}

/// Why there is no number.
pub(super) fn missing(reason: Missing) -> Message {
    match reason {
        Missing::NotListed => message!("not listed", "未列出"),
        Missing::NotReported => message!("not reported by the publisher", "发布方未报告"),
        Missing::Pending => message!("announced, not yet published", "待公布"),
        Missing::Bound => message!("only a bound is printed", "只给出上下限"),
        Missing::Unreadable => message!("not readable as a number", "无法读作数字"),
    }
}
