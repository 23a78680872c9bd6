//! Which format a body is in: by its first bytes, then by what can be read from it.

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

/// The formats in which a body may be, the likeliest first. `name` is its file name or address.
pub(super) fn formats(name: &str, body: &[u8]) -> Vec<Format> {
    if body.starts_with(b"PK\x03\x04") {
        return vec![Format::Xlsx];
    }
    if body.starts_with(b"PAR1") {
        return vec![Format::Parquet];
    }
    let path = name.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let named = ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format);
    let start = String::from_utf8_lossy(body.get(..body.len().min(4_096)).unwrap_or_default()).into_owned();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let lower = start.to_ascii_lowercase();
    let mut likely = Vec::new();
    if lower.starts_with("<!doctype") || lower.starts_with("<html") || lower.starts_with("<table") {
        // Whatever its name promises, a page is a page.
        return vec![Format::Html];
    }
    likely.extend(named);
    if start.starts_with(['{', '[']) {
        likely.extend([Format::Json, Format::Jsonl]);
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
        assert_eq!(formats("a.csv", b"<!DOCTYPE html><html>"), [Format::Html]);
        assert_eq!(formats("a", b"PK\x03\x04..."), [Format::Xlsx]);
        assert_eq!(formats("https://x.example/a.yml?raw=1", b"- model: a\n")[0], Format::Yaml);
        assert_eq!(formats("a", b"\xef\xbb\xbf[{\"a\":1}]")[0], Format::Json);
        assert_eq!(formats("a", b"# T\n\n| a | b |\n|:-:|---|\n| 1 | 2 |\n")[0], Format::Markdown);
        assert_eq!(formats("a", b"model\tscore\nx\t1\n")[0], Format::Tsv);
        assert_eq!(formats("a.txt", b"model,score\nx,1\n")[0], Format::Csv);
    }
}
