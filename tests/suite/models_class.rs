//! `--class` on `show`, `export` and `report`: which rows stay is worked out here from the export of everything and the
//! registry's table of models.

use crate::support::Scenario;
use std::collections::BTreeMap;

const MODELS: &str = include_str!("../../src/identity/data/models.csv");

fn table(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect()
}

fn classes() -> BTreeMap<String, String> {
    table(MODELS).iter().map(|row| (row[0].to_owned(), row[2].to_owned())).collect()
}

/// Rows of a class, rows of another one, and how many are of none that is known.
type Split = (Vec<(String, String)>, usize, usize);

/// Places and names of the newest content of a board, by the class of the model that the wide export names.
fn split(scenario: &Scenario, board: &str, class: &str) -> Split {
    let classes = classes();
    let (mut shown, mut others, mut unknown) = (Vec::new(), 0, 0);
    for row in table(&scenario.run(&["export", board, "--layout", "wide"]).succeeded()) {
        match classes.get(&row[8]) {
            Some(known) if known == class => shown.push((row[5].to_owned(), row[6].to_owned())),
            Some(_) => others += 1,
            None => unknown += 1,
        }
    }
    (shown, others, unknown)
}

#[test]
fn show_has_the_rows_of_a_class_with_their_printed_places_and_counts_the_others() {
    let scenario = Scenario::fixtures();
    for (board, class, typed, noun) in [
        ("mathvista/testmini", "multimodal", "multimodal", "multimodal models"),
        ("mathvista/testmini", "llm", "大语言模型", "language models"),
        ("superclue-agent", "llm", "llm", "language models"),
        ("superclue-agent", "decision", "决策大模型", "decision models"),
    ] {
        let (shown, others, unknown) = split(&scenario, board, class);
        let ended = scenario.run(&["show", board, "--class", typed, "--format", "csv"]);
        let (rows, all) = (shown.len(), shown.len() + others + unknown);
        let told = format!(
            "Only rows of {noun}: {rows} of {all}. Left out: {others} whose model is of another class, {unknown} whose"
        );
        assert!(ended.stderr.contains(&told), "{board} {class}: {told}\n{}", ended.stderr);
        let printed: Vec<(String, String)> =
            table(&ended.succeeded()).iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
        assert_eq!(printed, shown, "{board} {class}");
        let terminal = scenario.run(&["show", board, "--class", typed]);
        assert!(terminal.stdout.contains(&format!("{rows} of {all}")) && terminal.stderr.is_empty());
    }
    // By hand: the second place of MathVista is a model of several modalities, people and chance are no model.
    let (shown, _, unknown) = split(&scenario, "mathvista/testmini", "multimodal");
    assert!(shown.contains(&("2".to_owned(), "Gemini Ultra 🥈".to_owned())), "{shown:?}");
    assert!(unknown >= 2 && !shown.iter().any(|(_, name)| name.starts_with("Human") || name.starts_with("Random")));
}

#[test]
fn an_export_of_a_class_is_that_part_of_the_whole_export_row_for_row() {
    let scenario = Scenario::fixtures();
    let classes = classes();
    for (layout, model) in [("long", 11), ("wide", 8)] {
        let command = ["export", "mathvista/testmini", "superclue/general", "--layout", layout];
        let whole = scenario.run(&command).succeeded();
        let ended = scenario.run(&[&command[..], &["--class", "多模态大模型"]].concat());
        let is_of = |row: &&csv::StringRecord| classes.get(&row[model]).is_some_and(|class| class == "multimodal");
        let whole = table(&whole);
        let expected: Vec<_> = whole.iter().filter(is_of).collect();
        assert!(ended.stderr.contains("Only rows of multimodal models"), "{}", ended.stderr);
        let part = table(&ended.succeeded());
        assert!(!part.is_empty() && part.len() < whole.len());
        assert_eq!(part.iter().collect::<Vec<_>>(), expected, "{layout}");
    }
}

#[test]
fn a_report_of_a_class_has_pages_for_boards_with_such_rows_and_names_no_other_model() {
    let scenario = Scenario::fixtures();
    let command = ["report", "mathvista/testmini", "superclue/general", "superclue-agent"];
    let ended = scenario.run(&[&command[..], &["--class", "multimodal", "--output", "pages"]].concat());
    assert!(ended.stderr.contains("boards with such rows: 2; without, left out: 1"), "{}", ended.stderr);
    ended.succeeded();
    let page = |name: &str| std::fs::read_to_string(scenario.path("pages").join(name));
    let index = page("en/index.md").unwrap();
    assert!(index.contains("Only multimodal models, and only the boards that have some."), "{index}");
    assert!(page("en/superclue-agent.md").is_err() && !index.contains("superclue-agent"));
    for board in ["mathvista/testmini", "superclue/general"] {
        let text = page(&format!("en/{}.md", board.replace('/', "."))).unwrap();
        let (shown, others, unknown) = split(&scenario, board, "multimodal");
        let all = shown.len() + others + unknown;
        assert!(text.contains(&format!("Only rows of multimodal models: {} of {all}", shown.len())), "{text:.900}");
        for row in table(&scenario.run(&["export", board, "--layout", "wide"]).succeeded()) {
            let is_shown = shown.iter().any(|(_, name)| *name == row[6]);
            assert_eq!(text.contains(&format!("| {} |", &row[6])), is_shown, "{board}: {}", &row[6]);
        }
    }
}
