//! What is said of a board of which captures were taken out on request, so that nobody takes the rest for all.

use crate::message;
use crate::schema::{BoardHistory, Content, Digest};
use crate::text::{Message, counted, printable_line};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Reasons that are named one by one.
const NAMED: usize = 3;

/// A sentence without a period, if anything was taken out: of how many captures, why, and whether what is shown is
/// older than the newest of them.
#[must_use]
pub fn taken_out_words<C: Content>(history: &BoardHistory<C>) -> Option<Message> {
    let captures: BTreeSet<Digest> = history.taken_out.iter().map(|out| out.capture).collect();
    let newest = history.taken_out.iter().max_by_key(|out| out.public_at())?;
    let mut reasons: Vec<String> = Vec::new();
    for out in &history.taken_out {
        let reason = printable_line(out.reason.trim()).into_owned();
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let further = reasons.len().saturating_sub(NAMED);
    reasons.truncate(NAMED);
    let (mut en, mut zh) = (reasons.join("; "), reasons.join("；"));
    if further > 0 {
        let more = counted(further, "more reason", "more reasons");
        let _ = write!(en, "; and {more}");
        let _ = write!(zh, "；另有 {further} 个理由");
    }
    let count = captures.len();
    let of = counted(count, "capture", "captures");
    let were = crate::text::plural(count, "was", "were");
    let shown = history.snapshots.iter().map(Content::public_at).max();
    let day: String = newest.public_at().to_string().chars().take(10).collect();
    Some(match shown {
        Some(shown) if shown > newest.public_at() => {
            message!("what {of} showed {were} taken out on request ({en})", "应要求移除了 {count} 次抓取的数据（{zh}）")
        }
        Some(_) => message!(
            "what {of} showed {were} taken out on request ({en}); the newest of them is of {day}, and the figures here are \
             older",
            "应要求移除了 {count} 次抓取的数据（{zh}）；其中最新的为 {day}，此处所示数据更早"
        ),
        None => message!(
            "what {of} showed {were} taken out on request ({en}); nothing else is held of it",
            "应要求移除了 {count} 次抓取的数据（{zh}）；此外没有其他数据"
        ),
    })
}
