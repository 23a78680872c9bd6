//! The line of a log as it stands in the file. Unknown fields are passed over, so that a later minor format may add some.

use super::capture::{Capture, Keeper, Note, Outcome, Via};
use super::extension::known;
use super::intern::Texts;
use crate::message;
use crate::schema::Digest;
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow)]
    resource: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    edition: Option<Cow<'a, str>>,
    #[serde(borrow)]
    url: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    final_url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    observed_at: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    published_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    outcome: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    ext: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    etag: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    media_type: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<LineNote>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    via: Option<LineVia<'a>>,
}

#[derive(Serialize, Deserialize)]
struct LineVia<'a> {
    #[serde(borrow)]
    kept_by: Cow<'a, str>,
    #[serde(borrow)]
    reference: Cow<'a, str>,
    #[serde(borrow)]
    seen_at: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct LineNote {
    of: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out_sheets: Vec<String>,
}

/// The line of a capture, with its line break.
pub(super) fn write(capture: &Capture) -> Result<String, serde_json::Error> {
    fn some(text: Option<&String>) -> Option<Cow<'_, str>> {
        text.map(|text| Cow::Borrowed(text.as_str()))
    }
    let (outcome, bytes, ext, reason) = match &capture.outcome {
        Outcome::New { bytes, ext, .. } => ("new", Some(*bytes), Some(Cow::Borrowed(*ext)), None),
        Outcome::Unchanged { .. } => ("unchanged", None, None, None),
        Outcome::Absent => ("absent", None, None, None),
        Outcome::Failed { reason } => ("failed", None, None, some(Some(reason))),
    };
    let line = Line {
        source: capture.source.as_str().into(),
        resource: capture.resource.as_str().into(),
        edition: some(capture.edition.as_ref()),
        url: capture.url.as_str().into(),
        final_url: some(capture.final_url.as_ref()),
        observed_at: capture.observed_at.to_string().into(),
        published_at: capture.published_at.map(|time| time.to_string().into()),
        outcome: outcome.into(),
        object: capture.object(),
        bytes,
        ext,
        reason,
        status: capture.status,
        etag: some(capture.etag.as_ref()),
        last_modified: some(capture.last_modified.as_ref()),
        media_type: some(capture.media_type.as_ref()),
        note: capture.note.as_deref().cloned().map(|note| LineNote {
            of: note.of,
            left_out: note.left_out,
            left_out_sheets: note.left_out_sheets,
        }),
        via: capture.via.as_ref().map(|via| LineVia {
            kept_by: via.kept_by.code().into(),
            reference: via.reference.as_str().into(),
            seen_at: via.seen_at.to_string().into(),
        }),
    };
    // A line break within a text is escaped by JSON, so one line is one capture.
    serde_json::to_string(&line).map(|line| line + "\n")
}

/// Reads what [`write()`] writes.
pub(super) fn read(line: &[u8], texts: &mut Texts) -> Result<Capture, Message> {
    let line: Line<'_> = serde_json::from_slice(line).map_err(|error| {
        let error = error.to_string();
        message!("it cannot be read: {error}", "无法读取：{error}")
    })?;
    let outcome = outcome(&line)?;
    let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
    Ok(Capture {
        source: texts.source(&line.source),
        resource: texts.text(&line.resource),
        edition: owned(line.edition),
        url: texts.text(&line.url),
        final_url: owned(line.final_url),
        observed_at: time(&line.observed_at)?,
        published_at: line.published_at.as_deref().map(time).transpose()?,
        outcome,
        status: line.status,
        etag: owned(line.etag),
        last_modified: owned(line.last_modified),
        media_type: owned(line.media_type),
        note: line
            .note
            .map(|note| Box::new(Note { of: note.of, left_out: note.left_out, left_out_sheets: note.left_out_sheets })),
        via: line.via.as_ref().map(via).transpose()?,
    })
}

fn via(line: &LineVia<'_>) -> Result<Via, Message> {
    let kept_by = &*line.kept_by;
    let unknown = || message!("it is kept by {kept_by:?}, which is unknown", "记录方 {kept_by:?} 未知");
    let kept_by = Keeper::from_code(kept_by).ok_or_else(unknown)?;
    Ok(Via { kept_by, reference: line.reference.to_string(), seen_at: time(&line.seen_at)? })
}

fn outcome(line: &Line<'_>) -> Result<Outcome, Message> {
    let needed = |field: &str| message!("it has no {field:?}", "缺少 {field:?}");
    let object = || line.object.ok_or_else(|| needed("object"));
    Ok(match &*line.outcome {
        "new" => {
            let written = line.ext.as_deref().ok_or_else(|| needed("ext"))?;
            let ext = known(written).ok_or_else(|| {
                message!("no object has the extension {written:?}", "没有扩展名为 {written:?} 的对象")
            })?;
            Outcome::New { object: object()?, bytes: line.bytes.ok_or_else(|| needed("bytes"))?, ext }
        }
        "unchanged" => Outcome::Unchanged { object: object()? },
        "absent" => Outcome::Absent,
        "failed" => Outcome::Failed { reason: line.reason.as_deref().ok_or_else(|| needed("reason"))?.to_owned() },
        other => return Err(message!("it has the unknown outcome {other:?}", "结果 {other:?} 未知")),
    })
}

fn time(text: &str) -> Result<Timestamp, Message> {
    text.parse().map_err(|_| message!("{text:?} is not a time", "{text:?} 不是时间"))
}
