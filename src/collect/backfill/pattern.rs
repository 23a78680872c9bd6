//! Texts with names to be read from them: `data/{edition}.json`.

use std::collections::BTreeMap;

/// A part of such a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Name(String),
}

/// The values of the names.
pub(super) type Values = BTreeMap<String, String>;

/// The parts of a text; `None` where two names stand side by side, or one has no end.
pub(super) fn parse(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.is_empty() && matches!(parts.last(), Some(Part::Name(_))) {
            return None;
        }
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(Part::Name(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Some(parts)
}

/// Whether the text is made of these parts; the shortest values first, none of them with a character of `ends`. A name
/// that stands twice has one value.
pub(super) fn fit(parts: &[Part], path: &str, values: &mut Values, ends: fn(char) -> bool) -> bool {
    match parts {
        [] => path.is_empty(),
        [Part::Text(text), rest @ ..] => {
            path.strip_prefix(text.as_str()).is_some_and(|path| fit(rest, path, values, ends))
        }
        [Part::Name(name), rest @ ..] => {
            if let Some(value) = values.get(name).cloned() {
                return path.strip_prefix(value.as_str()).is_some_and(|path| fit(rest, path, values, ends));
            }
            let end = path.find(ends).unwrap_or(path.len());
            let stops = path.char_indices().map(|(at, _)| at).chain([path.len()]).skip(1).take_while(|at| *at <= end);
            for stop in stops {
                let before = values.clone();
                values.insert(name.clone(), path[..stop].to_owned());
                if fit(rest, &path[stop..], values, ends) {
                    return true;
                }
                *values = before;
            }
            false
        }
    }
}

/// Undoes percent-encoding.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let value = digit(rest.next())? * 16 + digit(rest.next())?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}
