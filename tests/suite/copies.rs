//! Boards that show another's figures again: whom they name, who publishes them, and what is refused.

use crate::support::Scenario;
use bangdan::catalogue::{Catalogue, Original, Publishers};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_ranking_that_several_sources_show_has_one_original() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut originals: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (source, board) in catalogue.boards().filter(|(_, board)| board.republishes.is_none()) {
        let benchmark = board.primary().and_then(|metric| metric.benchmark.as_deref());
        benchmark.map(|benchmark| originals.entry(benchmark).or_default().insert(source.id.as_str()));
    }
    // Two publishers who each measured it themselves: one benchmark, and no copy.
    assert_eq!(originals.remove("humaneval"), Some(BTreeSet::from(["cruxeval", "evalplus"])));
    let twice: Vec<_> = originals.iter().filter(|(_, sources)| sources.len() > 1).collect();
    assert!(twice.is_empty(), "counted twice: {twice:?}");
    assert_eq!(originals["lmarena-text"], BTreeSet::from(["lmarena"]));
}

#[test]
fn a_tracker_is_the_publisher_of_its_copy() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut own = BTreeSet::new();
    for (source, board) in catalogue.boards() {
        let publisher = source.publisher_of(board);
        match &board.republishes {
            None => {}
            Some(Original::Board(id)) => {
                let (first, original) = catalogue.board(id.as_str()).unwrap();
                assert_eq!(original.id, *id);
                if publisher == first.publisher_of(original) {
                    own.insert(board.id.as_str());
                }
            }
            Some(Original::Elsewhere(name)) => assert!(!name.contains(publisher), "{}: {publisher}", board.id),
        }
    }
    // Publishers who print a ranking of theirs twice.
    let expected = [
        "confabulations/interactive",
        "gradio-config/text",
        "lawbench/zero-shot-top",
        "lmarena-catalog/text-overall",
        "open-llm-leaderboard-v2",
    ];
    assert_eq!(own, BTreeSet::from(expected));
    let publisher = |id: &str| {
        let (source, board) = catalogue.board(id).unwrap();
        source.publisher_of(board).to_owned()
    };
    for (id, name) in [
        ("lmarena-csv/text", "fboulnois"),
        ("open-llm-leaderboard-v2-csv", "fboulnois"),
        ("lmarena-history", "nakasyou"),
        ("mosaicml/average", "felix-zaslavskiy"),
        ("mle-bench/copy", "TakeoverBench"),
        ("mle-bench", "OpenAI"),
    ] {
        assert_eq!(publisher(id), name, "{id}");
    }
}

/// A source of one board.
fn definition(id: &str, publisher: &str, board: &str) -> String {
    format!(
        "id = \"{id}\"\npublisher = \"{publisher}\"\nname = {{ en = \"{id}\", zh = \"{id}\" }}\n\
         homepage = \"https://example.org/\"\nlanguages = []\n[resource.data]\nurl = \"https://example.org/data.csv\"\n\
         [[board]]\nid = \"{id}/all\"\nname = {{ en = \"{id} all\", zh = \"{id} all\" }}\nrolling = true\n{board}\n\
         columns = {{ model = [\"model\"] }}\nvariants = [{{ resource = \"data\", table = {{ format = \"csv\" }} }}]\n\
         metric = [{{ id = \"score\", header = [\"score\"], primary = true }}]\n"
    )
}

#[test]
fn a_publisher_is_counted_once_and_whoever_only_copies_is_no_publisher() {
    let text = [
        definition("a", "Lab", ""),
        definition("b", "Lab", "republishes = \"a/all\""),
        definition("c", "Tracker", "republishes = \"a/all\""),
        definition("d", "Tracker", "republishes_elsewhere = \"a board of nobody here\""),
        definition("e", "Mixed", "republishes = \"a/all\""),
        definition("f", "Mixed", ""),
    ];
    let scenario = Scenario::new();
    for (index, text) in text.iter().enumerate() {
        scenario.write(&format!("sources/{index}.toml"), text);
    }
    let (catalogue, _) = Catalogue::with_overlay(&scenario.path("sources")).unwrap();
    let catalogue = catalogue.with(|source| source.id.as_str().len() == 1);
    let all = Publishers::of(catalogue.boards());
    assert_eq!((all.own.len(), all.copiers.len()), (2, 1), "{all:?}");
    assert_eq!(all.words().en, "2 publishers and 1 who only copies");
    let copies = Publishers::of(catalogue.boards().filter(|(source, _)| source.id.as_str() == "c"));
    assert_eq!(copies.words().zh, "0 个发布方与 1 个转载方");
}

/// What is said of the files of a folder of definitions.
fn refused(files: &[(&str, &str)]) -> String {
    let scenario = Scenario::new();
    for (id, board) in files {
        scenario.write(&format!("sources/{id}.toml"), &definition(id, "p", board));
    }
    scenario.run(&["list", "--declared"]).ended_with(2).stderr.replace(scenario.path("").to_str().unwrap(), "")
}

#[test]
fn a_copy_of_no_board_of_itself_or_in_a_ring_is_refused_where_it_stands() {
    let said = refused(&[("mine", "republishes = \"lmarena/texts\"")]);
    assert!(said.contains("sources/mine.toml:12:1: mine/all republishes lmarena/texts, which is no board"), "{said}");
    assert!(said.contains("did you mean lmarena/text?"), "{said}");
    let said = refused(&[("mine", "republishes = \"the arena in the moon\"")]);
    assert!(
        said.contains("hint: a board that no definition reads goes by its name: `republishes_elsewhere`"),
        "{said}"
    );
    let said = refused(&[("mine", "republishes = \"mine/all\"")]);
    assert!(said.contains("sources/mine.toml:12:1: mine/all cannot republish itself"), "{said}");
    let (a, b, c) = ("republishes = \"b/all\"", "republishes = \"c/all\"", "republishes = \"a/all\"");
    let said = refused(&[("a", a), ("b", b), ("c", c)]);
    assert!(said.contains("so none of these is the original: a/all → b/all → c/all → a/all"), "{said}");
    // The ring need not hold the board that leads into it.
    let said = refused(&[("a", a), ("b", b), ("c", "republishes = \"b/all\"")]);
    assert!(said.contains("a/all → b/all → c/all → b/all"), "{said}");
    let said = refused(&[("mine", "republishes = \"lmarena/text\"\nrepublishes_elsewhere = \"LMArena\"")]);
    assert!(said.contains("mine/all copies one board"), "{said}");
}

#[test]
fn a_copy_of_a_copy_is_none_in_a_ring_and_an_original_may_be_replaced() {
    let scenario = Scenario::new();
    let copy = definition("mine", "p", "republishes = \"lmarena-csv/text\"");
    scenario.write("sources/mine.toml", &copy);
    // Of the built-in copies of lmarena/text none is the user's.
    scenario.write("sources/lmarena.toml", &definition("lmarena", "p", ""));
    scenario.run(&["list", "--declared"]).succeeded();
    let file = scenario.write("other.toml", &definition("other", "p", "republishes = \"mine/all\""));
    scenario.run(&["lint", file.to_str().unwrap()]).succeeded();
    let file = scenario.write("wrong.toml", &definition("wrong", "p", "republishes = \"mine/none\""));
    let said = scenario.run(&["lint", file.to_str().unwrap()]).ended_with(2).stderr;
    assert!(said.contains("wrong/all republishes mine/none, which is no board"), "{said}");
}
