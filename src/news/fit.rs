//! News cut into messages that a target takes.

use super::target::Limits;
use super::template::{Letter, Template, Told};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::text::{Language, Message, counted};
use std::ops::Range;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The news that it names, as a range of all.
    pub named: Range<usize>,
    /// The news that it only counts.
    pub counted: Range<usize>,
}

/// What does not change from message to message.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The title.
    pub title: Message,
    /// The last line.
    pub footer: Message,
    /// The language.
    pub language: Language,
}

impl Frame {
    /// The JSON of one message. `signed` is the time in seconds since 1970 and the signature.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render(&self, template: &Template, items: &[Told], batch: &Batch, signed: (i64, &str)) -> Result<String> {
        let more = batch.counted.len();
        let Message { en, zh } = self.footer.clone();
        let footer = match more {
            0 => self.footer.clone(),
            more => message!("… and {more} more. {en}", "……另有 {more} 条。{zh}"),
        };
        template.render(&Letter {
            title: self.title.get(self.language),
            language: self.language.tag(),
            items: items.get(batch.named.clone()).unwrap_or_default(),
            more,
            footer: footer.get(self.language),
            timestamp: &signed.0.to_string(),
            sign: signed.1,
        })
    }
}

/// Cuts the news into messages: each one holds as much as fits, and the last counts what is left over.
///
/// # Errors
/// As [`Template::render`]; and a template of which a message with a single piece of news is too large.
pub fn fit(frame: &Frame, template: &Template, items: &[Told], limits: Limits) -> Result<Vec<Batch>> {
    // As long as any signature.
    let sign = "=".repeat(44);
    let size =
        |batch: &Batch| -> Result<usize> { Ok(frame.render(template, items, batch, (4_102_444_800, &sign))?.len()) };
    let mut batches = Vec::new();
    let mut from = 0;
    while from < items.len() {
        let is_last = batches.len() + 1 >= limits.messages.max(1);
        let batch = |count: usize| {
            let end = from + count;
            Batch { named: from..end, counted: if is_last { end..items.len() } else { end..end } }
        };
        let (mut fits, mut fails) = (0, limits.items.min(items.len() - from) + 1);
        // All at once, most often.
        let mut tried = fails - 1;
        while fits + 1 < fails {
            if size(&batch(tried))? <= limits.bytes {
                fits = tried;
            } else {
                fails = tried;
            }
            tried = fits + (fails - fits) / 2;
        }
        if fits == 0 {
            let bytes = limits.bytes;
            let size = counted(size(&batch(1))?, "byte", "bytes");
            let what = message!(
                "a message with one piece of news has {size}; the target takes {bytes}",
                "只含一条动态的消息已有 {size}，而目标最多接受 {bytes} 字节"
            );
            return Err(
                Error::new(ErrorKind::Usage { what }).with_hint(message!("make the template shorter", "请精简模板"))
            );
        }
        batches.push(batch(fits));
        if is_last {
            break;
        }
        from += fits;
    }
    Ok(batches)
}
