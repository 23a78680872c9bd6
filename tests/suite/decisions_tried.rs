//! Undecided names and what decisions change: over boards made by hand, then as commands over the fixtures.

use crate::diff::board::{edition, snapshot};
use crate::support::{Scenario, catalogue, fixtures};
use bangdan::identity::{Candidates, Overlay, Registry};
use bangdan::lint::{names_effect, undecided};
use bangdan::schema::Snapshot;

const BOARDS: &str = "[resource.page]\nurl = \"http://p.example/a\"\n\
    [[board]]\nid = \"test\"\nrolling = true\nname = { en = \"T\", zh = \"榜\" }\nvariants = [{ resource = \"page\", table = { format = \"csv\" } }]\n\
    columns = { model = [\"m\"] }\n\
    [[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nrange = [0, 100]\nprimary = true\n\
    [[board]]\nid = \"test/two\"\nrolling = true\nname = { en = \"Two\", zh = \"二\" }\nvariants = [{ resource = \"page\", table = { format = \"csv\" } }]\n\
    columns = { model = [\"m\"] }\n\
    [[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nrange = [0, 100]\nprimary = true\n";

const SCORE: &[(&str, &str)] = &[("score", "总分")];

fn content(board: &str, month: u8, lines: &str) -> Snapshot {
    let mut content = snapshot(Some(edition(2024, month)), &format!("2024-{month:02}-15"), SCORE, lines);
    content.board = board.into();
    content
}

/// Two boards: three editions of one, one of the other.
fn first() -> Vec<Snapshot> {
    vec![
        content("test", 1, "1 | gpt-4 | OpenAI | 90.1\n2 | Quux Nine | | 80.1\n3 | Zork | | 70.1"),
        content("test", 2, "1 | gpt-4 | OpenAI | 90.2\n2 | Quux-9 Large | | 81.2"),
        content("test", 3, "1 | Zork | | 91.3\n2 | gpt-4 | OpenAI | 90.3"),
    ]
}

fn second() -> Vec<Snapshot> {
    vec![content("test/two", 4, "- | Zork | Nobody | 9.1\n7 | Quux Nine | | 8.1\n8 | Frobnicator | | 7.1")]
}

#[test]
fn the_names_that_most_boards_print_come_first_then_those_of_the_best_places() {
    let catalogue = catalogue(BOARDS);
    let boards: Vec<_> = catalogue.boards().map(|(_, board)| board).zip([first(), second()]).collect();
    let found = undecided(&Registry::built_in().unwrap(), &boards);
    let told: Vec<(&str, usize, Option<u32>, String)> =
        found.iter().map(|one| (one.name.as_str(), one.boards.len(), one.best, one.last.to_string())).collect();
    let day = |month: u8| format!("2024-{month:02}-15T00:00:00Z");
    assert_eq!(
        told,
        [
            ("Zork", 2, Some(1), day(4)),
            ("Quux Nine", 2, Some(2), day(4)),
            ("Quux-9 Large", 1, Some(2), day(2)),
            ("Frobnicator", 1, Some(8), day(4)),
        ]
    );
    assert_eq!(found[0].organizations.iter().collect::<Vec<_>>(), ["Nobody"]);
    assert_eq!(found[0].sources.iter().collect::<Vec<_>>(), ["test"]);
}

#[test]
fn candidates_of_the_boards_developer_come_first_and_then_the_likest() {
    let registry = Registry::built_in().unwrap();
    let known = Candidates::of(&registry);
    let ids = |name: &str, organization: &'static str| -> Vec<String> {
        known.for_name(name, [organization], &[]).into_iter().map(|one| one.id.to_string()).collect()
    };
    let found = ids("讯飞星火(v4.0)", "科大讯飞");
    assert!(!found.is_empty() && found.iter().all(|id| id.starts_with("iflytek/")), "{found:?}");
    assert!(ids("⊕⊗⊙", "").is_empty());
    // What the resolver thought of is a candidate however little alike it is.
    let declined = known.for_name("⊕⊗⊙", [], &["openai/gpt-4".into()]);
    assert_eq!(declined.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["openai/gpt-4"]);
    let models = "id,name,class,kind,open_weights,params_b,released\n\
        google/zork-10,Zork 10,llm,fixed,no,,\nopenai/zork-1,Zork 1,llm,fixed,no,,\nopenai/zork-11,Zork 11,llm,fixed,no,,\n";
    let small = Registry::read(models, "alias,id,config,organization,source,board,from,until,seen_on\n").unwrap();
    let found = Candidates::of(&small).for_name("zork 11x", ["Google"], &[]);
    let found: Vec<(&str, bool)> = found.iter().map(|one| (one.id.as_str(), one.same_developer)).collect();
    assert_eq!(found, [("google/zork-10", true), ("openai/zork-11", false), ("openai/zork-1", false)]);
}

#[test]
fn decisions_that_join_and_split_series_are_told_board_by_board() {
    let catalogue = catalogue(BOARDS);
    let boards: Vec<_> = catalogue.boards().map(|(_, board)| board).zip([first(), second()]).collect();
    let plain = Registry::built_in().unwrap();
    let with = |registry: &Registry, lines: &str| {
        let text = format!("action,name,id,source,board,until,why\n{lines}\n");
        registry.clone().with(&Overlay::read("o.csv", text.as_bytes()).unwrap()).unwrap()
    };
    let joined = with(&plain, "accept,Quux Nine,quux/nine,,,,x\naccept,Quux-9 Large,quux/nine,,,,x");
    let effect = names_effect(&plain, &joined, &boards);
    let names: Vec<(&str, &str, &str, &str, usize)> = effect
        .names
        .iter()
        .map(|one| (one.board.as_str(), one.name.as_str(), one.before.0.as_str(), one.after.0.as_str(), one.contents))
        .collect();
    assert_eq!(
        names,
        [
            ("test", "Quux Nine", "NEW", "quux/nine", 1),
            ("test", "Quux-9 Large", "NEW", "quux/nine", 1),
            ("test/two", "Quux Nine", "NEW", "quux/nine", 1),
        ]
    );
    let series: Vec<(&str, &str, usize, usize)> =
        effect.series.iter().map(|one| (one.board.as_str(), one.model.as_str(), one.before, one.after)).collect();
    assert_eq!(series, [("test", "quux/nine", 0, 2), ("test/two", "quux/nine", 0, 1)]);
    assert_eq!((effect.spans[0].model.as_str(), effect.spans[0].before, effect.spans[0].after), ("quux/nine", 0, 2));
    assert_eq!(effect.spans.len(), 1);

    // The series of the first board falls apart again, and gpt-4 takes up January's Zork.
    let apart = with(&joined, "split,Quux-9 Large,quux/nine-large,,,,x\naccept,Zork,openai/gpt-4,,test,2024-01,x");
    let effect = names_effect(&joined, &apart, &boards);
    let series: Vec<_> = effect
        .series
        .iter()
        .map(|one| (one.model.as_str(), (one.before, one.after), (one.rows_before, one.rows_after)))
        .collect();
    assert_eq!(
        series,
        [("openai/gpt-4", (3, 3), (3, 4)), ("quux/nine", (2, 1), (2, 1)), ("quux/nine-large", (0, 1), (0, 1)),]
    );
    let given: Vec<&str> = effect.series[1].splits.iter().map(String::as_str).collect();
    let taken: Vec<&str> = effect.series[2].joins.iter().map(String::as_str).collect();
    assert_eq!((given, taken), (vec!["quux/nine-large"], vec!["quux/nine"]));
    assert_eq!(
        effect.spans.iter().map(|span| (span.model.as_str(), span.before, span.after)).collect::<Vec<_>>(),
        [("quux/nine-large", 0, 1)]
    );
    assert!(names_effect(&joined, &joined.clone(), &boards).is_empty());
}

const HEADER: &str = "action,name,id,config,organization,source,board,from,until,why\n";

/// The column `model` of the row of a name, as the wide export has it.
fn exported(scenario: &Scenario, arguments: &[&str], name: &str) -> String {
    let mut all = vec!["export", "superclue/general", "--layout", "wide", "--edition", "2023年12月"];
    all.extend(arguments);
    let text = scenario.run(&all).succeeded();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let column = |header: &str, reader: &mut csv::Reader<&[u8]>| {
        reader.headers().unwrap().iter().position(|known| known == header).unwrap()
    };
    let (named, model) = (column("name", &mut reader), column("model", &mut reader));
    let row = reader.records().map(Result::unwrap).find(|row| &row[named] == name);
    row.unwrap_or_else(|| panic!("{name}: {text}"))[model].to_owned()
}

#[test]
fn decisions_are_found_in_the_configuration_folder_and_by_option_and_every_command_heeds_them() {
    let scenario = Scenario::fixtures();
    assert_eq!(exported(&scenario, &[], "360GPT_Pro"), "360/360gpt-pro");
    let other = scenario.write("other.csv", &format!("{HEADER}split,360GPT_Pro,360/other,,,,,,,a test\n"));
    assert_eq!(exported(&scenario, &["--registry", other.to_str().unwrap()], "360GPT_Pro"), "360/other");
    scenario.write(".config/bangdan/registry.csv", &format!("{HEADER}split,360GPT_Pro,360/own,,,,,,,a test\n"));
    assert_eq!(exported(&scenario, &[], "360GPT_Pro"), "360/own");
    assert_eq!(exported(&scenario, &["--registry", other.to_str().unwrap()], "360GPT_Pro"), "360/other");
    let text = scenario.run(&["models", "resolve", "360GPT_Pro", "--explain"]).succeeded();
    assert!(text.contains("360/own") && text.contains("registry.csv:2: a test"), "{text}");
    let history = scenario.run(&["history", "360/own", "--format", "csv"]).succeeded();
    assert!(history.contains("360GPT_Pro"), "{history}");
}

#[test]
fn mistakes_in_a_file_of_decisions_stop_every_command_that_heeds_it() {
    let scenario = Scenario::fixtures();
    for (line, what, hint) in [
        ("accept,Quux,acme/x,,,superclu,,,,a", "no source or board is called \"superclu\"", "did you mean superclue"),
        ("accept,Quux,acme/x,,,,superclue/genral,,,a", "\"superclue/genral\"", "did you mean superclue/general"),
        ("accept,Quux,Acme/X,,,,,,,a", "\"Acme/X\" is no id", "did you mean acme/x?"),
    ] {
        let file = scenario.write("bad.csv", &format!("{HEADER}{line}\n"));
        for command in [&["export", "superclue/general"][..], &["history", "GPT-4"], &["models", "list"]] {
            let ended = scenario.run(&[command, &["--registry", file.to_str().unwrap()]].concat()).ended_with(2);
            assert!(ended.stderr.contains("bad.csv:2:1: ") && ended.stderr.contains(what), "{}", ended.stderr);
            assert!(ended.stderr.contains(hint) && ended.stdout.is_empty(), "{}", ended.stderr);
        }
    }
    let missing = scenario.run(&["models", "list", "--registry", "nowhere.csv"]).ended_with(2);
    assert!(missing.stderr.contains("nowhere.csv") && missing.stderr.contains("suggest"), "{}", missing.stderr);
}

#[test]
fn suggested_lines_are_an_overlay_once_they_are_filled_in() {
    let scenario = Scenario::new();
    let archive = fixtures();
    let replay = ["--replay", archive.to_str().unwrap()];
    let suggest = ["models", "suggest", "--source", "superclue", "--limit", "3", "--format", "csv"];
    let lines = scenario.run(&[&suggest[..], &replay].concat()).succeeded();
    assert!(lines.starts_with(HEADER), "{lines}");
    // Undecided, the file decides nothing.
    let file = scenario.write("open.csv", &lines);
    let path = file.to_str().unwrap();
    let nothing = scenario.run(&[&["models", "try", path, "--exit-code"][..], &replay].concat()).succeeded();
    assert!(nothing.contains("lines without an action, which decide nothing: 3"), "{nothing}");
    assert!(nothing.contains("nothing in the archive changes"), "{nothing}");
    // 讯飞星火(v4.0) stands on eight boards of the README of 2023-09-28.
    let line = lines.lines().find(|line| line.starts_with(",讯飞星火(v4.0),")).unwrap();
    let filled = lines.replace(line, "accept,讯飞星火(v4.0),iflytek/spark@v4.0,,,superclue,,,,the app says so");
    scenario.write("open.csv", &filled);
    let ended = scenario.run(&[&["models", "try", path, "--exit-code", "--format", "csv"][..], &replay].concat());
    let text = ended.ended_with(1).stdout;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 8, "{text}");
    for row in &rows {
        let expected = ["decided", "讯飞星火(v4.0)", "undecided", "iflytek/spark@v4.0"];
        assert_eq!([&row[0], &row[2], &row[3], &row[4]], expected);
    }
    let again = scenario.run(&[&suggest[..], &replay, &["--registry", path]].concat()).succeeded();
    assert!(!again.contains("讯飞星火(v4.0)"), "{again}");
    // Where the file is in use already, it is held against the registry without it.
    let same = scenario.run(&[&["models", "try", path, "--registry", path, "--format", "csv"][..], &replay].concat());
    assert_eq!(same.succeeded(), text);
}

#[test]
fn a_missing_reason_is_asked_for_where_a_line_is_accepted() {
    let scenario = Scenario::new().in_chinese();
    let file = scenario.write("o.csv", &format!("{HEADER}accept,Quux,acme/x,,,,,,,\n"));
    let ended = scenario.run(&["models", "try", file.to_str().unwrap()]).ended_with(2);
    assert!(
        ended.stderr.contains("`accept` 必须填写 `why`") && ended.stderr.contains("请写明理由"),
        "{}",
        ended.stderr
    );
}
