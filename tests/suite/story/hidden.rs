//! Rows that could not be read for a while, under the name that they had or under another one.

use crate::diff::board::{JULY, edition, snapshot};
use bangdan::compare::events;
use bangdan::identity::Registry;
use bangdan::schema::{BoardEvent, Code, Entry, Happening, Problem, Snapshot};
use bangdan::text::Message;

fn content(day: &str, month: u8, rows: &str) -> Snapshot {
    snapshot(Some(edition(2023, month)), day, &JULY[..1], rows)
}

/// A row that was left out, as it is quoted.
fn lost(mut content: Snapshot, row: &str) -> Snapshot {
    let what = Message::same(format!("row 4 has 2 cells where the header has 3; it is left out: {row}"));
    content.problems.push(Problem { code: Code::RaggedRow, at: None, what });
    content
}

fn told(history: &[Snapshot]) -> Vec<BoardEvent> {
    let registry = Registry::built_in().unwrap();
    events(history, &|snapshot: &Snapshot, entry: &Entry| registry.who_is(snapshot, entry))
}

/// What is told of coming, going and renaming: code and names.
fn names(told: &[BoardEvent]) -> Vec<String> {
    let line = |event: &BoardEvent| match &event.what {
        Happening::Entered { who, .. } => Some(format!("{} entered", who.name)),
        Happening::Left { who, .. } => Some(format!("{} left", who.name)),
        Happening::Renamed { from, to, .. } => Some(format!("{} is {}", from.name, to.name)),
        _ => None,
    };
    told.iter().filter_map(line).collect()
}

const NOVEMBER: &str = "- | GPT-4 | OpenAI | 77.95\n1 | 文心一言4.0 | 百度 | 74.02";
const DECEMBER: &str = "- | GPT4(网页) | OpenAI | 83.92\n1 | 文心一言4.0 | 百度 | 79.02";

#[test]
fn a_model_whose_row_cannot_be_read_under_its_new_name_has_not_left() {
    let mut november = content("2023-12-02", 11, NOVEMBER);
    november.entries[0].labels.insert("access".into(), "API".into());
    let unread = || lost(content("2023-12-28", 12, DECEMBER), "- | GPT4(API) | OpenAI | 79.84");
    assert_eq!(names(&told(&[november.clone(), unread()])), ["GPT4(网页) entered"]);
    // It can be read again, under its new name.
    let back = content("2023-12-29", 12, &format!("{DECEMBER}\n- | GPT4(API) | OpenAI | 79.84"));
    let returned = told(&[november.clone(), unread(), back]);
    assert_eq!(names(&returned), ["GPT4(网页) entered", "GPT-4 is GPT4(API)"]);
    let why = returned.iter().find_map(|event| match &event.what {
        Happening::Renamed { why, models, .. } => Some((why.en.clone(), models.clone())),
        _ => None,
    });
    assert_eq!(why, Some(("another name of the same model: openai/gpt-4 (access=api)".to_owned(), None)));
    // The row of another model, or one run otherwise, does not hold it.
    for row in ["- | GPT4-Turbo | OpenAI | 90.63", "- | GPT4(网页) 2 | OpenAI | 83.92", "- | 云从科技 | GPT4 | 1.0"]
    {
        let other = lost(content("2023-12-28", 12, DECEMBER), row);
        assert!(names(&told(&[november.clone(), other])).contains(&"GPT-4 left".to_owned()), "{row}");
    }
}

#[test]
fn a_summary_counts_those_whose_rows_can_be_read_at_last_and_those_that_are_gone() {
    let summary = |history: &[Snapshot]| {
        let told = told(history);
        let mut summaries = told.iter().filter_map(|event| match &event.what {
            Happening::Revised { summary, .. } => Some(summary.en.clone()),
            _ => None,
        });
        (summaries.next_back().unwrap(), names(&told))
    };
    let first = "1 | x | | 80.11\n2 | y | | 70.22";
    let unread = || lost(content("2023-12-02", 12, first), "3 | z | 60.33");
    let back = content("2023-12-03", 12, &format!("{first}\n3 | z | | 60.33"));
    let (summary_of_entry, names_of_entry) = summary(&[unread(), back.clone()]);
    assert_eq!(names_of_entry, ["z entered"]);
    assert!(summary_of_entry.starts_with("1 entered, none left"), "{summary_of_entry}");
    let mut gone = content("2023-12-04", 12, first);
    gone.entries[0].labels.insert("new".into(), "another content".into());
    let hidden = lost(content("2023-12-03", 12, first), "3 | z | 60.33");
    let mut before = back;
    before.observed_at = "2023-12-02T00:00:00Z".parse().unwrap();
    before.last_seen_at = before.observed_at;
    let (summary_of_exit, names_of_exit) = summary(&[before, hidden, gone]);
    assert_eq!(names_of_exit, ["z left"]);
    assert!(summary_of_exit.starts_with("none entered, 1 left"), "{summary_of_exit}");
}
