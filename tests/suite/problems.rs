//! Every code of a problem has its page, and every page its code.

use bangdan::schema::{Code, Severity};
use std::path::Path;

/// The codes that have a section, each with the heading that it stands under and its text.
fn sections(page: &str) -> Vec<(String, String, String)> {
    let mut under = "";
    let mut sections: Vec<(String, String, String)> = Vec::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            under = heading;
        } else if let Some(code) = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`')) {
            sections.push((code.to_owned(), under.to_owned(), String::new()));
        } else if let Some((.., text)) = sections.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    sections
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems.md")).unwrap()
}

#[test]
fn every_code_has_one_section_under_its_severity_and_no_section_is_of_no_code() {
    let mut documented: Vec<(String, String)> =
        sections(&page()).into_iter().map(|(code, under, _)| (code, under)).collect();
    documented.sort();
    let under = |severity| match severity {
        Severity::Refusal => "Refusals",
        Severity::Warning => "Warnings",
        Severity::Note => "Notes",
    };
    let mut codes: Vec<(String, String)> =
        Code::ALL.iter().map(|code| (code.as_str().to_owned(), under(code.severity()).to_owned())).collect();
    codes.sort();
    assert_eq!(documented, codes);
}

#[test]
fn every_section_has_an_example_and_says_what_happens_and_what_to_do() {
    for (code, _, text) in sections(&page()) {
        let places = ["*Example.* ", "*bangdan* ", "*What to do.* "].map(|part| text.find(&format!("\n{part}")));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{code}: {places:?}");
    }
}
