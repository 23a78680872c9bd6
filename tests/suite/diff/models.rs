//! Entries that are one model under two names. The first table is SuperCLUE's: `OPT` of November and December 2023 as
//! the README of 2023-12-02 and that of 2023-12-28 print it, a few of its rows.

use super::board::{edition, snapshot};
use super::{names, pair};
use bangdan::compare::{Link, diff, diff_along, diff_by, events, model_history, nobody};
use bangdan::identity::{Identified, Registry};
use bangdan::schema::{Entry, Happening, Snapshot};

const SCORE: &[(&str, &str)] = &[("score", "总分")];

fn contents(lines: [&str; 2]) -> [Snapshot; 2] {
    [
        snapshot(Some(edition(2023, 11)), "2023-12-02", SCORE, lines[0]),
        snapshot(Some(edition(2023, 12)), "2023-12-28", SCORE, lines[1]),
    ]
}

const NOVEMBER: &str =
    "1 | 文心一言4.0 | 百度 | 74.61\n- | Llama-2-13B-Chat | Meta | 35.67\n- | GPT-4 | OpenAI | 78.33";
const DECEMBER: &str =
    "- | GPT4-Turbo | OpenAI | 90.03\n1 | 文心一言4.0(API) | 百度 | 88.38\n- | Llama_2_13B_Chat | Meta | 43.09";

fn why(pair: &bangdan::compare::Pair) -> &str {
    match &pair.link {
        Link::Renamed { why, .. } => &why.en,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_model_that_is_spelt_otherwise_in_the_next_edition_is_probably_renamed() {
    let [november, december] = contents([NOVEMBER, DECEMBER]);
    let by_name = diff(&november, &december);
    assert_eq!(names(&by_name.left), ["文心一言4.0", "Llama-2-13B-Chat", "GPT-4"]);
    let registry = Registry::built_in().unwrap();
    let who = |snapshot: &Snapshot, entry: &Entry| registry.who_is(snapshot, entry);
    let diff = diff_by(&november, &december, &who);
    let llama = pair(&diff, "Llama_2_13B_Chat");
    assert_eq!((llama.from.name.as_str(), llama.link.is_probable()), ("Llama-2-13B-Chat", true));
    assert_eq!(why(llama), "another name of the same model: meta/llama-2-13b-chat");
    assert!(llama.has_new_scores());
    // GPT-4 is not GPT4-Turbo; of 文心一言4.0 it is not said in November how it was reached.
    let unstated = "the same model; one of them does not say how it was run: baidu/ernie-4.0";
    assert_eq!(why(pair(&diff, "文心一言4.0(API)")), unstated);
    assert_eq!((names(&diff.left), names(&diff.entered)), (vec!["GPT-4"], vec!["GPT4-Turbo"]));
    assert!(diff.summary().en.contains("2 probably renamed"), "{}", diff.summary().en);
    // The same where the board's column says how each was reached.
    let [mut november, mut december] = [november, december];
    for entry in november.entries.iter_mut().chain(&mut december.entries) {
        entry.labels.insert("access".into(), "API".into());
    }
    let diff = diff_by(&november, &december, &who);
    assert_eq!(why(pair(&diff, "文心一言4.0(API)")), "another name of the same model: baidu/ernie-4.0 (access=api)");
    assert_eq!((names(&diff.left), names(&diff.entered)), (vec!["GPT-4"], vec!["GPT4-Turbo"]));
}

#[test]
fn the_history_of_a_model_goes_on_under_its_other_name() {
    let history = contents([NOVEMBER, DECEMBER]);
    let registry = Registry::built_in().unwrap();
    let who = |snapshot: &Snapshot, entry: &Entry| registry.who_is(snapshot, entry);
    let asked = |_: &Snapshot, entry: &Entry| entry.name == "Llama_2_13B_Chat";
    let alone = model_history(asked, &nobody, [history.as_slice()]);
    assert_eq!(alone.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Llama_2_13B_Chat"]);
    let rows = model_history(asked, &who, [history.as_slice()]);
    let rows: Vec<(&str, usize, bool)> =
        rows.iter().map(|row| (row.name.as_str(), row.thread, row.renamed.is_empty())).collect();
    assert_eq!(rows, [("Llama-2-13B-Chat", 0, true), ("Llama_2_13B_Chat", 0, false)]);
}

/// Who an entry is, by the letter before the dot of its name.
fn letter(_: &Snapshot, entry: &Entry) -> Option<Identified> {
    entry.name.split_once('.').map(|(letter, _)| Identified::model(letter))
}

fn linked(lines: [&str; 2]) -> Vec<(String, String)> {
    let [from, to] = contents(lines);
    let forth = diff_by(&from, &to, &letter);
    let back = diff_by(&to, &from, &letter);
    let pairs = |diff: &bangdan::compare::Diff| -> Vec<(String, String)> {
        diff.pairs.iter().map(|pair| (pair.from.name.clone(), pair.to.name.clone())).collect()
    };
    let mut backwards: Vec<(String, String)> = pairs(&back).into_iter().map(|(from, to)| (to, from)).collect();
    let mut forwards = pairs(&forth);
    forwards.sort();
    backwards.sort();
    assert_eq!(forwards, backwards, "the same pairs whichever is the earlier");
    forwards
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
}

#[test]
fn a_model_links_only_where_it_stands_once_in_each_table() {
    assert_eq!(linked(["1 | A.1 | | 9.11", "1 | A.2 | | 8.22"]), pairs(&[("A.1", "A.2")]));
    assert_eq!(linked(["1 | A.1 | | 9.11", "1 | B.1 | | 8.22"]), pairs(&[]));
    assert_eq!(linked(["1 | nobody | | 9.11", "1 | no one | | 8.22"]), pairs(&[]));
    // Two rows of the model in one table: neither is told from the other.
    assert_eq!(linked(["1 | A.1 | | 9.11", "1 | A.2 | | 8.22\n2 | A.3 | | 7.33"]), pairs(&[]));
    let kept = ["1 | A.1 | | 9.11\n2 | A.x | | 5.55", "1 | A.2 | | 8.22\n2 | A.x | | 5.55"];
    assert_eq!(linked(kept), pairs(&[("A.x", "A.x")]));
}

/// Who an entry is, by `model.setting+setting`.
fn with_settings(_: &Snapshot, entry: &Entry) -> Option<Identified> {
    let (model, settings) = entry.name.split_once('.')?;
    let settings = settings.split('+').filter_map(|setting| setting.split_once('='));
    let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    Some(Identified { model: model.to_owned(), settings })
}

#[test]
fn settings_that_one_table_leaves_open_link_and_those_that_differ_do_not() {
    let linked = |old: &str, new: &str| -> Vec<(String, String)> {
        let lines = |names: &str, first: f64| -> String {
            let rows = names.split(' ').enumerate();
            let rows: Vec<String> =
                rows.map(|(row, name)| format!("{} | {name} | | {:.2}", row + 1, first - row as f64)).collect();
            rows.join("\n")
        };
        let [from, to] = contents([&lines(old, 90.11), &lines(new, 70.52)]);
        let diff = diff_by(&from, &to, &with_settings);
        assert!(diff.pairs.iter().all(|pair| pair.link.is_probable()), "no name stands in both");
        diff.pairs.iter().map(|pair| (pair.from.name.clone(), pair.to.name.clone())).collect()
    };
    assert_eq!(linked("A.", "A.access=api"), pairs(&[("A.", "A.access=api")]));
    assert_eq!(
        linked("A.access=api", "A.access=api+effort=high"),
        pairs(&[("A.access=api", "A.access=api+effort=high")])
    );
    assert_eq!(linked("A.access=web", "A.access=api"), []);
    assert_eq!(linked("A.effort=high", "A.access=api"), [], "each states what the other does not");
    assert_eq!(linked("A.", "A.access=api A.access=web"), [], "either may be meant");
    assert_eq!(linked("A.access=api A.access=web", "A."), []);
    let column_gone = [("A.effort=high+access=api", "A.effort=high"), ("A.effort=low+access=api", "A.effort=low")];
    assert_eq!(
        linked("A.effort=high+access=api A.effort=low+access=api", "A.effort=high A.effort=low"),
        pairs(&column_gone)
    );
}

#[test]
fn a_model_that_is_run_otherwise_is_no_second_model() {
    let row = |name: &str| format!("1 | {name} | | 70.1 | 1.11 | 2.22");
    let columns: &[(&str, &str)] = &[("score", "总分"), ("part", "分项"), ("other", "另一项")];
    let content = |day: &str, name: &str| snapshot(None, day, columns, &row(name));
    let models = |old: &str, new: &str| {
        let told = events(&[content("2026-01-01", old), content("2026-01-02", new)], &with_settings);
        told.into_iter().find_map(|event| match event.what {
            Happening::Renamed { models, .. } => Some(models),
            _ => None,
        })
    };
    assert_eq!(models("A.access=api", "A."), Some(None));
    assert_eq!(models("A.access=api", "A.access=web"), Some(None));
    assert_eq!(models("A.access=api", "B.access=api"), Some(Some(("A".to_owned(), "B".to_owned()))));
}

#[test]
fn an_equal_name_and_equal_scores_both_outrank_the_model() {
    let columns: &[(&str, &str)] = &[("score", "总分"), ("part", "分项")];
    let on = |lines| snapshot(Some(edition(2023, 11)), "2023-12-02", columns, lines);
    // The scores of A.1 go on under B.1, while A.2 is the same model with others.
    let (from, to) = (on("1 | A.1 | | 81.25 | 60.50"), on("1 | B.1 | | 81.25 | 60.50\n2 | A.2 | | 70.75 | 50.25"));
    let by_scores = diff_by(&from, &to, &letter);
    assert_eq!(pair(&by_scores, "B.1").from.name, "A.1");
    assert!(why(pair(&by_scores, "B.1")).starts_with("equal scores under another name"));
    assert_eq!(names(&by_scores.entered), ["A.2"]);
    let (from, to) = (on("1 | X | | 81.25 | 60.50"), on("1 | X | | 82.75 | 61.25\n2 | Y | | 70.75 | 50.25"));
    let same = |_: &Snapshot, entry: &Entry| (entry.name != "Z").then(|| Identified::model("one"));
    let by_name = diff_by(&from, &to, &same);
    assert_eq!(pair(&by_name, "X").link, Link::SameNameChanged);
    assert_eq!(names(&by_name.entered), ["Y"]);
}

#[test]
fn entries_that_a_label_tells_apart_link_label_by_label() {
    let [mut from, mut to] = contents(["1 | A.1 | | 9.11\n2 | A.1 | | 8.11", "1 | A.2 | | 9.22\n2 | A.2 | | 8.22"]);
    for snapshot in [&mut from, &mut to] {
        for (entry, text) in snapshot.entries.iter_mut().zip(["web", "api"]) {
            entry.labels.insert("access".into(), text.into());
            entry.key = vec!["access".into()];
        }
    }
    let diff = diff_by(&from, &to, &letter);
    let linked: Vec<(usize, usize)> = diff.pairs.iter().map(|pair| (pair.from.index, pair.to.index)).collect();
    assert_eq!(linked, [(0, 0), (1, 1)]);
}

#[test]
fn a_path_through_contents_in_between_knows_the_models_too() {
    let columns = SCORE;
    let on = |day, lines| snapshot(None, day, columns, lines);
    let path = [
        on("2023-01-01", "1 | A.1 | | 9.11"),
        on("2023-01-02", "1 | A.2 | | 8.22"),
        on("2023-01-03", "1 | B | | 8.22"),
    ];
    let path: Vec<&Snapshot> = path.iter().collect();
    let diff = diff_along(&path, &letter).unwrap();
    assert_eq!(pair(&diff, "B").from.name, "A.1");
    let unknown = diff_along(&path, &nobody).unwrap();
    assert_eq!((names(&unknown.left), names(&unknown.entered)), (vec!["A.1"], vec!["B"]));
}
