//! What the TOML reader says of a definition, in both languages and with the nearest of what would be right, and where
//! in a definition a value stands.

use crate::error::{Error, ErrorKind, Position};
use crate::message;
use crate::text::{Message, nearest};

/// Line and column of an offset.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// Where the last of some values stands, each looked for behind the one before: a board, then its metric. One that is
/// not found is passed over; the last is looked for in the whole text rather than not at all.
#[must_use]
pub fn locate(text: &str, trail: &[&str]) -> Option<usize> {
    let (last, around) = trail.split_last()?;
    let mut from = 0;
    let mut nearest = None;
    for value in around {
        if let Some(found) = after(text, from, value) {
            from = found + value.len();
            nearest = Some(found);
        }
    }
    after(text, from, last).or_else(|| after(text, 0, last)).or(nearest)
}

/// A value as an id, else as a string of its own, else as part of a longer one or of no string.
fn after(text: &str, from: usize, value: &str) -> Option<usize> {
    if value.is_empty() {
        return None;
    }
    let rest = text.get(from..)?;
    let forms = [format!("\"{value}\""), format!("'{value}'")];
    let mut places: Vec<usize> = forms.iter().flat_map(|form| rest.match_indices(form)).map(|(at, _)| at).collect();
    places.sort_unstable();
    let is_id = |at: &&usize| {
        let before = rest.get(..**at).unwrap_or_default().trim_end();
        before.strip_suffix('=').is_some_and(|before| before.trim_end().ends_with("id"))
    };
    let found = places.iter().find(is_id).or_else(|| places.first());
    found.map(|at| at + 1).or_else(|| rest.find(value)).map(|at| from + at)
}

/// The message of the TOML reader.
#[must_use]
pub fn syntax_error(file: &str, text: &str, cause: &toml::de::Error) -> Error {
    let said = cause.message();
    let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let valid = || nearest(first, quoted.iter().skip(1).copied()).into_iter().next();
    let (chinese, suggestion, hint) = if said.starts_with("unknown field ") {
        (format!("未知的键 `{first}`"), valid(), None)
    } else if said.starts_with("unknown variant ") {
        let near = valid();
        let near = near.map(|near| message!("the nearest valid value is \"{near}\"", "最接近的有效值是 \"{near}\""));
        (format!("未知的值 `{first}`"), None, near)
    } else if said.starts_with("missing field ") {
        (format!("缺少键 `{first}`"), None, None)
    } else if let Some(list) = needs_list(said) {
        let hint = message!("a list is written [\"{list}\"]", "列表应写作 [\"{list}\"]");
        (format!("应为列表，而不是文字 \"{list}\""), None, Some(hint))
    } else {
        (format!("TOML 有误：{said}"), None, None)
    };
    let position = cause.span().map(|span| position(text, span.start));
    let what = Message { en: said.to_owned(), zh: chinese };
    let error = Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion });
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// The text that stands where a list should.
fn needs_list(said: &str) -> Option<&str> {
    let (text, expected) = said.strip_prefix("invalid type: string \"")?.rsplit_once("\", expected ")?;
    expected.starts_with("a sequence").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_as_a_string_of_its_own_behind_what_it_belongs_to() {
        let text =
            "# score\nid = \"score/a\"\nmetric = [{ id = \"score\" }]\nid = 'score/b'\nmetric = [{ id = \"score\" }]";
        let line = |trail: &[&str]| locate(text, trail).map(|offset| position(text, offset).line);
        assert_eq!(line(&["score"]), Some(3));
        assert_eq!(line(&["score/b", "score"]), Some(5));
        let twice = "metric = [\n{ id = \"a\", header = [\"a\"] },\n{ id='a' }]";
        assert_eq!(locate(twice, &["a", "a"]).map(|offset| position(twice, offset).line), Some(3));
        assert_eq!(line(&["none", "score/a"]), Some(2));
        assert_eq!(line(&["score/b", "nowhere"]), Some(4));
        assert_eq!(line(&["nowhere"]), None);
    }
}
