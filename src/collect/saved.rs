//! A file that a person saved, as a capture of a resource.

use super::gather::{Gathered, run_id};
use crate::archive::{Archive, Capture, Note, Outcome};
use crate::catalogue::{Resource, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::{MOST_BODY_BYTES, Timestamp};
use crate::text::nearest;

/// Takes the bytes of a file as what the resource's address gave at `now`; the capture's note says that a file was it.
/// Without a name the source's only resource is meant.
///
/// # Errors
/// No such resource, or more than one and no name; one with many addresses, of which none is known to be the file's; a
/// file that is too large; an archive that cannot be read or written.
pub fn take_file(
    into: &Archive,
    (source, resource): (&Source, Option<&str>),
    (name, bytes): (&str, &[u8]),
    now: Timestamp,
) -> Result<Gathered> {
    let resource = meant(source, resource)?;
    if resource.url.contains('{') {
        let (id, url) = (&resource.id, &resource.url);
        return Err(usage(message!(
            "{id} has many addresses ({url}): which of them a file is from cannot be told",
            "{id} 有多个地址（{url}）：无法得知文件来自哪一个"
        )));
    }
    if bytes.len() > MOST_BODY_BYTES {
        let most = MOST_BODY_BYTES >> 20;
        return Err(usage(message!("{name} has more than {most} MB", "{name} 超过 {most} MB")));
    }
    let captures = into.captures()?;
    let is_same = |capture: &&Capture| {
        capture.source == source.id && capture.resource == resource.id && capture.url == resource.url
    };
    let last = captures.iter().rev().filter(is_same).find_map(Capture::object);
    let outcome = Outcome::of_body(bytes, last, &resource.url, None);
    let is_new = matches!(outcome, Outcome::New { .. });
    let note = Note { of: format!("the file {name}, saved by hand"), ..Note::default() };
    let capture = Capture {
        note: Some(Box::new(note)),
        ..Capture::new(source.id.clone(), &resource.id, &resource.url, now, outcome)
    };
    let mut run = into.begin_run(now, &run_id())?;
    run.record(capture, is_new.then_some(bytes))?;
    run.finish()?;
    let mut gathered = Gathered { new: usize::from(is_new), unchanged: usize::from(!is_new), ..Gathered::default() };
    gathered.touched.insert(source.id.clone());
    Ok(gathered)
}

pub(super) fn meant<'s>(source: &'s Source, name: Option<&str>) -> Result<&'s Resource> {
    let (id, all) = (&source.id, source.resources.keys().map(String::as_str).collect::<Vec<_>>());
    let named = match name {
        Some(name) => source.resources.get(name),
        None => source.resources.values().next().filter(|_| all.len() == 1),
    };
    named.ok_or_else(|| {
        let (en, zh) = (all.join(", "), all.join("、"));
        let Some(name) = name else {
            return usage(message!(
                "{id} has several resources: say which by --resource: {en}",
                "{id} 有多个资源，请用 --resource 指明：{zh}"
            ));
        };
        let error = usage(message!("{id} has no resource {name}: {en}", "{id} 没有资源 {name}：{zh}"));
        match nearest(name, all).first() {
            Some(near) => error.with_hint(message!("did you mean {near}?", "是否指 {near}？")),
            None => error,
        }
    })
}

fn usage(what: crate::text::Message) -> Error {
    Error::new(ErrorKind::Usage { what })
}
