//! Saying that only rows of one class of models are shown, and how many are not.

use crate::identity::{Class, ClassCount};
use crate::message;
use crate::schema::{Block, Notice, Tone};
use crate::text::Message;

/// How many rows are shown and why the others are not.
#[must_use]
pub fn class_words(class: Class, count: ClassCount) -> Message {
    let ClassCount { shown, others, unknown } = count;
    let rows = shown + others + unknown;
    let Message { en, zh } = class.name();
    message!(
        "Only rows of {en}s: {shown} of {rows}. Left out: {others} whose model is of another class, {unknown} whose \
         model or its class is not known. Places stand as printed.",
        "仅显示{zh}：{rows} 行中的 {shown} 行。未显示：{others} 行的模型属于其他类别，{unknown} 行的模型或其类别未知。名次均为原样。"
    )
}

pub(super) fn class_notice(class: Class, count: ClassCount) -> Block {
    Block::Notice(Notice { tone: Tone::Muted, text: class_words(class, count) })
}
