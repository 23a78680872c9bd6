//! Which format a body is in: by its first bytes, its name and the media type it came with, then by what can be read
//! from it.

use crate::catalogue::Format;

/// Endings of file names and the formats that they promise.
const ENDINGS: &[(&str, Format)] = &[
    ("html", Format::Html),
    ("htm", Format::Html),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("json", Format::Json),
    ("jsonl", Format::Jsonl),
    ("ndjson", Format::Jsonl),
    ("yml", Format::Yaml),
    ("yaml", Format::Yaml),
    ("xlsx", Format::Xlsx),
    ("parquet", Format::Parquet),
    ("js", Format::Script),
    ("mjs", Format::Script),
    ("ts", Format::Script),
];

/// Media types and the formats that they promise; `text/plain` promises nothing.
const MEDIA_TYPES: &[(&str, Format)] = &[
    ("text/csv", Format::Csv),
    ("text/tab-separated-values", Format::Tsv),
    ("text/markdown", Format::Markdown),
    ("application/json", Format::Json),
    ("application/jsonl", Format::Jsonl),
    ("application/x-ndjson", Format::Jsonl),
    ("application/yaml", Format::Yaml),
    ("text/yaml", Format::Yaml),
    ("text/javascript", Format::Script),
    ("application/javascript", Format::Script),
];

/// What a body's name, or else its media type, says that it is.
pub(super) fn promised(name: &str, media_type: Option<&str>) -> Option<Format> {
    let path = name.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let named = ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format);
    named.or_else(|| {
        let media_type = media_type?.split(';').next()?.trim().to_ascii_lowercase();
        MEDIA_TYPES.iter().find(|(known, _)| *known == media_type).map(|(_, format)| *format)
    })
}

/// The formats in which a body may be, the likeliest first; `promised` is what its name or media type says, and
/// `is_json` whether the whole of it is one JSON value.
pub(super) fn formats(promised: Option<Format>, body: &[u8], is_json: bool) -> Vec<Format> {
    if body.starts_with(b"PK\x03\x04") {
        return vec![Format::Xlsx];
    }
    if body.starts_with(b"PAR1") {
        return vec![Format::Parquet];
    }
    let start = String::from_utf8_lossy(body.get(..body.len().min(4_096)).unwrap_or_default()).into_owned();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let lower = start.to_ascii_lowercase();
    let mut likely = Vec::new();
    if lower.starts_with("<!doctype") || lower.starts_with("<html") || lower.starts_with("<table") {
        // Whatever its name promises, a page is a page.
        return vec![Format::Html];
    }
    likely.extend(promised);
    if start.starts_with(['{', '[']) {
        // One value is JSON, however many lines it has, and nothing else but what its name says.
        likely.push(Format::Json);
        if is_json {
            likely.dedup();
            return likely;
        }
        likely.push(Format::Jsonl);
    }
    if start.lines().any(is_rule) {
        likely.push(Format::Markdown);
    }
    if lower.contains("const ") || lower.contains("export ") || lower.contains("var ") || lower.contains("let ") {
        likely.push(Format::Script);
    }
    let first = start.lines().next().unwrap_or_default();
    likely.push(if first.contains('\t') { Format::Tsv } else { Format::Csv });
    likely.extend([Format::Yaml, Format::Script, Format::Markdown]);
    let mut once = Vec::new();
    for format in likely {
        if !once.contains(&format) {
            once.push(format);
        }
    }
    once
}

/// The line below a Markdown table's header.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_outweigh_the_name_and_the_name_the_guess() {
        let formats = |name: &str, body: &[u8]| super::formats(promised(name, None), body, false);
        assert_eq!(formats("a.csv", b"<!DOCTYPE html><html>"), [Format::Html]);
        assert_eq!(formats("a", b"PK\x03\x04..."), [Format::Xlsx]);
        assert_eq!(formats("https://x.example/a.yml?raw=1", b"- model: a\n")[0], Format::Yaml);
        assert_eq!(formats("a", b"\xef\xbb\xbf[{\"a\":1}]")[0], Format::Json);
        assert_eq!(formats("a", b"# T\n\n| a | b |\n|:-:|---|\n| 1 | 2 |\n")[0], Format::Markdown);
        assert_eq!(formats("a", b"model\tscore\nx\t1\n")[0], Format::Tsv);
        assert_eq!(formats("a.txt", b"model,score\nx,1\n")[0], Format::Csv);
    }

    #[test]
    fn a_media_type_promises_a_format_where_the_name_does_not() {
        assert_eq!(promised("https://x.example/api", Some("text/csv; charset=utf-8")), Some(Format::Csv));
        assert_eq!(promised("https://x.example/a.tsv", Some("text/csv")), Some(Format::Tsv));
        assert_eq!(promised("https://x.example/api", Some("text/plain")), None);
        assert_eq!(super::formats(None, b"{\"a\": 1}", true), [Format::Json]);
        assert_eq!(super::formats(Some(Format::Jsonl), b"{\"a\": 1}", true), [Format::Jsonl, Format::Json]);
    }
}
