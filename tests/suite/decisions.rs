//! What people decide about names and ids: each action, its scope, and every mistake that a line may have.
//!
//! The registry is a small one made by hand, so that every expected id can be read off it.

use bangdan::identity::{Class, Evidence, Kind, Meaning, Overlay, Place, Query, Registry, Resolution};
use bangdan::text::Language;

const MODELS: &str = "\
id,name,class,kind,open_weights,params_b,released
acme/bar,Bar,llm,floating,no,,
acme/bar@2024-05-13,Bar 2024-05-13,llm,snapshot,no,,2024-05
acme/foo-7b,Foo-7B,llm,fixed,yes,7,2023-06
acme/foo-7b-chat,Foo-7B-Chat,llm,fixed,yes,7,2023-06
zeta/baz-1,Baz-1,llm,fixed,unknown,,
";

const ALIASES: &str = "\
alias,id,config,organization,source,board,from,until,seen_on
Foo Seven,acme/foo-7b,,,,,,,superclue
Foo Talks,acme/foo-7b-chat,,,,,,,superclue
Turbo,acme/bar,,,,,,,clue
Pair,COMPOSITE:acme/foo-7b+zeta/baz-1,,,,,,,clue
";

const HEADER: &str = "action,name,id,config,organization,source,board,from,until,why\n";

fn plain() -> Registry {
    Registry::read(MODELS, ALIASES).unwrap()
}

fn read(lines: &str) -> bangdan::error::Result<Registry> {
    plain().with(&Overlay::read("registry.csv", format!("{HEADER}{lines}\n").as_bytes())?)
}

fn with(lines: &str) -> Registry {
    read(lines).unwrap_or_else(|error| panic!("{}", error.report(Language::English)))
}

fn at(registry: &Registry, name: &str, place: Place) -> Resolution {
    registry.decide(&Query { name, access: "", place })
}

fn everywhere(registry: &Registry, name: &str) -> String {
    at(registry, name, Place::default()).id()
}

fn place(source: &'static str, at: &'static str) -> Place<'static> {
    Place { source, board: "", organization: "", at }
}

fn words(resolution: &Resolution) -> Vec<String> {
    resolution.evidence.iter().map(|evidence| evidence.message().en).collect()
}

#[test]
fn the_registry_made_by_hand_decides_as_its_tables_say() {
    let registry = plain();
    for (name, id) in [
        ("Foo Seven", "acme/foo-7b"),
        ("foo 7b", "acme/foo-7b"),
        ("Bar-2024-05-13", "acme/bar@2024-05-13"),
        ("Quux", "NEW"),
        ("Pair", "COMPOSITE:acme/foo-7b+zeta/baz-1"),
    ] {
        assert_eq!(everywhere(&registry, name), id, "{name}");
    }
}

#[test]
fn an_accepted_name_means_its_id_where_and_when_the_line_says() {
    let registry = with("accept,Quux,acme/bar,access=api,,superclue,,2023-11,2024-01,told by the vendor");
    let decided = at(&registry, "Quux", place("superclue", "2024-01-31"));
    assert_eq!((decided.id().as_str(), decided.configuration().as_str()), ("acme/bar", "access=api"));
    assert_eq!(decided.kind, Some(Kind::Floating));
    assert_eq!(words(&decided), ["decided in registry.csv:2: told by the vendor"]);
    for elsewhere in [place("clue", "2023-12-01"), place("superclue", "2023-10-31"), place("superclue", "2024-02-01")] {
        assert_eq!(at(&registry, "Quux", elsewhere).id(), "NEW", "{elsewhere:?}");
    }
    // What is not known of a place meets no condition.
    assert_eq!(everywhere(&registry, "Quux"), "NEW");
    let board = with("accept,Quux,acme/bar,,,,superclue/general,,,because");
    let on = |board: &'static str| Place { board, ..place("superclue", "") };
    assert_eq!(at(&board, "Quux", on("superclue/general")).id(), "acme/bar");
    assert_eq!(at(&board, "Quux", on("superclue/agent")).id(), "NEW");
}

#[test]
fn other_spellings_of_an_accepted_name_follow_unless_they_mean_something_already() {
    let registry = with("accept,Quux One,acme/bar,,,,,,,because");
    assert_eq!(everywhere(&registry, "quux-one"), "acme/bar");
    // `BAZ 1` is Baz-1 already: in that spelling it may now mean either.
    let both = with("accept,BAZ 1,acme/bar,,,,,,,because");
    assert_eq!(everywhere(&both, "BAZ 1"), "acme/bar");
    assert_eq!(everywhere(&both, "baz_1"), "NEW");
    assert_eq!(everywhere(&both, "Foo-7B"), "acme/foo-7b");
}

#[test]
fn a_new_id_becomes_a_model_of_which_a_further_line_may_tell_more() {
    let registry = with("accept,Quux,acme/quux-9b,,,,,,,announced\naccept,Quux May,acme/quux@2026-05,,,,,,,announced");
    let model = registry.model("acme/quux-9b").unwrap();
    assert_eq!((model.name.as_str(), model.kind, model.class), ("Quux", Kind::Fixed, Class::Llm));
    assert_eq!((model.open_weights, model.params_b.as_str(), model.released.as_str()), (None, "", ""));
    assert_eq!(registry.model("acme/quux@2026-05").unwrap().kind, Kind::Snapshot);
    assert_eq!(registry.models().len(), 7);
    // One name was decided, and no other: not even that which the id spells out.
    assert_eq!(everywhere(&registry, "Quux 9B"), "NEW");
    assert_eq!(everywhere(&registry, "Quux 2026-05"), "NEW");
    assert!(registry.models().is_sorted_by(|a, b| a.id < b.id));
    let told =
        "model,Quux 9B,acme/quux-9b,class=vision;kind=product;open_weights=yes;params_b=9;released=2026-04,,,,,,seen";
    for lines in
        [format!("{told}\naccept,Quux,acme/quux-9b,,,,,,,x"), format!("accept,Quux,acme/quux-9b,,,,,,,x\n{told}")]
    {
        let registry = with(&lines);
        let model = registry.model("acme/quux-9b").unwrap();
        assert_eq!((model.name.as_str(), model.kind, model.class), ("Quux 9B", Kind::Product, Class::Vision));
        let facts = (model.open_weights, model.params_b.as_str(), model.released.as_str());
        assert_eq!(facts, (Some(true), "9", "2026-04"));
        assert_eq!(everywhere(&registry, "quux 9b"), "acme/quux-9b");
    }
}

#[test]
fn a_name_may_be_no_model_or_several() {
    let registry = with("accept,Crowd,NONE,,,,,,,people\naccept,Duo,COMPOSITE:acme/bar+zeta/baz-1,,,,,,,said so");
    assert_eq!(at(&registry, "Crowd", Place::default()).meaning, Meaning::NotAModel);
    assert_eq!(everywhere(&registry, "Duo"), "COMPOSITE:acme/bar+zeta/baz-1");
}

#[test]
fn a_decision_outranks_what_the_board_says_of_the_organisation() {
    let by = |organization: &'static str| Place { organization, ..Place::default() };
    // OpenAI makes no Foo: the registry alone declines.
    assert_eq!(at(&plain(), "Foo Seven", by("OpenAI")).id(), "NEW");
    let registry = with("accept,Foo Seven,acme/foo-7b,,OpenAI,,,,,the column is wrong on this board");
    assert_eq!(at(&registry, "Foo Seven", by("OpenAI")).id(), "acme/foo-7b");
    assert_eq!(at(&registry, "Foo Seven", by("Google")).id(), "NEW");
}

#[test]
fn a_rejected_name_stays_undecided_with_the_id_among_its_candidates() {
    let registry = with("reject,Foo Seven,acme/foo-7b,,,,,,,it is a fine-tune");
    let rejected = at(&registry, "Foo Seven", Place::default());
    assert_eq!(rejected.meaning, Meaning::New("?/foo-seven".to_owned()));
    assert_eq!(rejected.candidates, ["acme/foo-7b".into()]);
    assert_eq!(words(&rejected)[0], "not acme/foo-7b, decided in registry.csv:2: it is a fine-tune");
    assert!(matches!(rejected.evidence[0], Evidence::Rejected(..)) && rejected.evidence.len() > 1);
    assert_eq!(everywhere(&registry, "foo-seven"), "NEW");
    assert_eq!(everywhere(&registry, "Foo-7B"), "acme/foo-7b");
    // What the grammar reads is rejected as well, and only where the line says.
    let registry = with("reject,Bar-2024-05-13,acme/bar@2024-05-13,,,clue,,,,another Bar");
    assert_eq!(at(&registry, "Bar-2024-05-13", place("clue", "")).id(), "NEW");
    assert_eq!(at(&registry, "Bar-2024-05-13", place("superclue", "")).id(), "acme/bar@2024-05-13");
    // It may then be accepted as something else.
    let registry = with("reject,Turbo,acme/bar,,,,,,,no\nsplit,Turbo,zeta/baz-1,,,,,,,but this");
    assert_eq!(everywhere(&registry, "Turbo"), "zeta/baz-1");
}

#[test]
fn all_names_of_a_renamed_id_follow_it() {
    let registry = with("rename,acme/foo-7b,omega/foo-7b,,,,,,,Acme only serves it");
    for name in ["Foo Seven", "Foo-7B", "foo 7b"] {
        assert_eq!(everywhere(&registry, name), "omega/foo-7b", "{name}");
    }
    assert_eq!(everywhere(&registry, "Pair"), "COMPOSITE:omega/foo-7b+zeta/baz-1");
    assert_eq!(everywhere(&registry, "Foo Talks"), "acme/foo-7b-chat");
    assert_eq!(registry.models().len(), 5);
    assert!(registry.models().iter().all(|model| model.id.as_str() != "acme/foo-7b"));
    let model = registry.model("acme/foo-7b").unwrap();
    assert_eq!((model.id.as_str(), model.open_weights, model.params_b.as_str()), ("omega/foo-7b", Some(true), "7"));
    let aliases: Vec<&str> = registry.aliases_of("omega/foo-7b").map(|alias| alias.name.as_str()).collect();
    assert_eq!(aliases, ["Foo Seven"]);
    let found = |typed: &str| -> Vec<String> {
        registry.search(typed).into_iter().map(|found| found.model.id.to_string()).collect()
    };
    assert_eq!((found("acme/foo-7b")[0].as_str(), found("foo seven")[0].as_str()), ("omega/foo-7b", "omega/foo-7b"));
    let chain = with("rename,acme/bar,acme/bar-2,,,,,,,one\nrename,acme/bar-2,acme/bar-3,,,,,,,two");
    assert_eq!((everywhere(&chain, "Turbo"), everywhere(&chain, "bar")), ("acme/bar-3".into(), "acme/bar-3".into()));
    assert_eq!(everywhere(&chain, "Bar-2024-05-13"), "acme/bar@2024-05-13");
    assert_eq!(chain.models().len(), 5);
}

#[test]
fn two_ids_that_are_one_model_are_united() {
    let registry = with("rename,acme/foo-7b-chat,acme/foo-7b,,,,,,,one release\naccept,Foo Talks,acme/foo-7b,,,,,,,so");
    for name in ["Foo Seven", "Foo Talks", "Foo-7B-Chat", "foo-7b"] {
        assert_eq!(everywhere(&registry, name), "acme/foo-7b", "{name}");
    }
    assert_eq!(registry.models().len(), 4);
    assert_eq!(registry.aliases_of("acme/foo-7b").filter(|alias| alias.decision.is_none()).count(), 2);
}

#[test]
fn a_split_alias_means_another_id_within_its_scope_only() {
    let registry = with("split,Turbo,acme/turbo-x,,,superclue,,,,there it is the other one");
    assert_eq!(at(&registry, "Turbo", place("superclue", "")).id(), "acme/turbo-x");
    assert_eq!(at(&registry, "Turbo", place("clue", "")).id(), "acme/bar");
    assert_eq!(everywhere(&registry, "Turbo"), "acme/bar");
    let registry = with("split,Turbo,zeta/baz-1,,,,,,,always\nsplit,Turbo,acme/bar,effort=high,,clue,,,,but there");
    assert_eq!(everywhere(&registry, "Turbo"), "zeta/baz-1");
    assert_eq!(everywhere(&registry, "turbo"), "zeta/baz-1");
    let there = at(&registry, "Turbo", place("clue", ""));
    assert_eq!((there.id().as_str(), there.configuration().as_str()), ("acme/bar", "effort=high"));
    assert!(registry.aliases_of("acme/bar").all(|alias| alias.decision.is_some()));
    // What was accepted before is split like what the registry says; a board is narrower than its source.
    let lines = "accept,Quux,acme/bar,,,superclue,,,,a\nsplit,Quux,zeta/baz-1,,,,superclue/general,,,b";
    let registry = with(lines);
    let on = |board: &'static str| Place { board, ..place("superclue", "") };
    assert_eq!(at(&registry, "Quux", on("superclue/general")).id(), "zeta/baz-1");
    assert_eq!(at(&registry, "Quux", on("superclue/agent")).id(), "acme/bar");
    let registry = with("accept,Quux,acme/bar,,,superclue,,,,a\nsplit,Quux,zeta/baz-1,,,,,,,b");
    assert_eq!(at(&registry, "Quux", on("superclue/agent")).id(), "zeta/baz-1");
}

#[test]
fn a_later_line_holds_under_the_ids_of_the_lines_before_it() {
    let registry =
        with("accept,Quux,acme/bar,,,,,,,a\nrename,acme/bar,acme/bar-1,,,,,,,b\naccept,Quux 2,acme/bar-1,,,,,,,c");
    assert_eq!(
        (everywhere(&registry, "Quux"), everywhere(&registry, "Quux 2")),
        ("acme/bar-1".into(), "acme/bar-1".into())
    );
}

#[test]
fn a_second_overlay_is_held_against_the_first() {
    let first = with("accept,Quux,acme/bar,,,,,,,a");
    let overlay = |line: &str| Overlay::read("more.csv", format!("{HEADER}{line}\n").as_bytes()).unwrap();
    assert!(first.clone().with(&overlay("accept,Quux,acme/bar,,,,,,,in other words")).is_ok());
    let error = first.with(&overlay("accept,Quux,zeta/baz-1,,,,,,,b")).unwrap_err();
    let message = error.message();
    assert_eq!(message.en, "more.csv:2:1: it contradicts registry.csv:2: `accept` \"Quux\" acme/bar");
    assert!(message.zh.contains("矛盾"), "{}", message.zh);
}

#[test]
fn lines_that_contradict_each_other_are_refused_in_either_order() {
    for (one, other) in [
        ("accept,Quux,acme/bar,,,,,,,a", "accept,Quux,zeta/baz-1,,,,,,,b"),
        ("accept,Quux,acme/bar,,,,,,,a", "accept,Quux,acme/bar,effort=high,,,,,,b"),
        ("accept,Quux,acme/bar,,,superclue,,,,a", "accept,Quux,zeta/baz-1,,,,superclue/general,,,b"),
        ("accept,Quux,acme/bar,,,,,,2024-01,a", "accept,Quux,zeta/baz-1,,,,,2024-01-15,,b"),
        ("accept,Quux,acme/bar,,,,,,,a", "reject,Quux,acme/bar,,,,,,,b"),
        ("split,Turbo,zeta/baz-1,,,,,,,a", "split,Turbo,acme/foo-7b,,,,,,,b"),
        ("split,Turbo,zeta/baz-1,,,clue,,,,a", "split,Turbo,acme/foo-7b,,OpenAI,,,,,b"),
        ("accept,Turbo,acme/bar,,,clue,,,,a", "split,Turbo,acme/foo-7b,,OpenAI,,,,,b"),
        ("split,Turbo,zeta/baz-1,,,,,,,a", "reject,Turbo,zeta/baz-1,,,,,,,b"),
        ("rename,acme/bar,acme/x,,,,,,,a", "rename,acme/bar,acme/y,,,,,,,b"),
        ("model,X,acme/x,class=llm,,,,,,a", "model,X,acme/x,class=vision,,,,,,b"),
    ] {
        for lines in [format!("{one}\n{other}"), format!("{other}\n{one}")] {
            let Err(error) = read(&lines) else { panic!("{lines}") };
            assert!(error.message().en.starts_with("registry.csv:3:1: "), "{lines}: {}", error.message().en);
            assert!(error.message().en.contains("registry.csv:2"), "{lines}: {}", error.message().en);
            assert!(error.hint().is_some());
        }
    }
    for (one, other) in [
        ("accept,Quux,acme/bar,,,superclue,,,,a", "accept,Quux,zeta/baz-1,,,clue,,,,b"),
        ("accept,Quux,acme/bar,,,,,,2023-12,a", "accept,Quux,zeta/baz-1,,,,,2024-01,,b"),
        ("accept,Quux,acme/bar,,,,,,,a", "reject,Quux,zeta/baz-1,,,,,,,b"),
        ("accept,Quux,acme/bar,,,,,,,a", "accept,Quux,acme/bar,,,,,,,the same"),
    ] {
        for lines in [format!("{one}\n{other}"), format!("{other}\n{one}")] {
            assert!(read(&lines).is_ok(), "{lines}");
        }
    }
}

#[test]
fn every_mistake_is_told_with_its_line_and_what_to_do() {
    for (line, what, todo) in [
        ("acept,Quux,acme/bar,,,,,,,a", "no action is called \"acept\"", "did you mean `accept`?"),
        ("settle,Quux,acme/bar,,,,,,,a", "no action is called \"settle\"", "leave it empty while undecided"),
        ("accept,Quux,acme/bar,,,,,,,", "`accept` needs `why`", "write the reason"),
        ("accept,,acme/bar,,,,,,,a", "`accept` needs `name`", "fill it in"),
        ("accept,Quux,,,,,,,,a", "`accept` needs `id`", "fill it in"),
        ("accept,Quux,Acme/Quux_9B,,,,,,,a", "\"Acme/Quux_9B\" is no id", "did you mean acme/quux-9b?"),
        ("accept,Quux,quux,,,,,,,a", "\"quux\" is no id", "one / and at most one @"),
        ("accept,Quux,a/b/c,,,,,,,a", "\"a/b/c\" is no id", "did you mean a/b-c?"),
        ("accept,Quux,acme/b@1@2,,,,,,,a", "is no id", "at most one @"),
        ("accept,Duo,COMPOSITE:acme/bar+acme/foo-7,,,,,,,a", "no model acme/foo-7", "did you mean acme/foo-7b"),
        ("accept,Quux,acme/bar,,,,,2023-13,,a", "\"2023-13\" is no date", "write 2023-11"),
        ("accept,Quux,acme/bar,,,,,,2023-02-30,a", "\"2023-02-30\" is no date", "write 2023-11"),
        ("accept,Quux,acme/bar,,,,,2023年11月,,a", "is no date", "write 2023-11"),
        ("accept,Quux,acme/bar,,,,,2024-02,2024-01,a", "meets all of its conditions", "not before `from`"),
        (
            "accept,Quux,acme/bar,,,clue,superclue/general,,,a",
            "meets all of its conditions",
            "a board is one of its source",
        ),
        ("accept,Quux,acme/bar,effort,,,,,,a", "\"effort\" is no setting", "key=value"),
        ("accept,Quux,acme/bar,colour=red,,,,,,a", "no setting is called \"colour\"", "there are access, context"),
        ("accept,Quux,acme/bar,effort=low;effort=high,,,,,,a", "\"effort\" is set twice", "keep one"),
        ("accept,Turbo,zeta/baz-1,,,,,,,a", "the registry says that \"Turbo\" means acme/bar", "say `split`"),
        ("accept,Turbo,zeta/baz-1,,,superclue,,,,a", "the registry says that \"Turbo\" means acme/bar", "say `split`"),
        ("split,Quux,zeta/baz-1,,,,,,,a", "\"Quux\" is no alias there", "say `accept`"),
        ("reject,Quux,acme/barr,,,,,,,a", "no model acme/barr", "did you mean acme/bar"),
        ("reject,Quux,acme/bar,effort=low,,,,,,a", "whatever the configuration", "leave config empty"),
        ("rename,acme/fooo-7b,acme/x,,,,,,,a", "no model acme/fooo-7b", "did you mean acme/foo-7b"),
        ("rename,Foo-7B,acme/x,,,,,,,a", "\"Foo-7B\" is no id", "one / and at most one @"),
        ("rename,acme/bar,acme/bar,,,,,,,a", "acme/bar is called so already", "the new id"),
        ("rename,acme/bar,acme/x,,,clue,,,,a", "`rename` holds everywhere", "leave organization, source"),
        ("rename,acme/bar,NONE,,,,,,,a", "\"NONE\" is no id", "one / and at most one @"),
        ("model,X,acme/x,class=llms,,,,,,a", "class is not \"llms\"", "write llm, vision"),
        ("model,X,acme/x,kind=open,,,,,,a", "kind is not \"open\"", "write fixed, snapshot"),
        ("model,X,acme/x,params_b=big,,,,,,a", "params_b is not \"big\"", "72, 1.5, 8x7"),
        ("model,X,acme/x,released=May,,,,,,a", "released is not \"May\"", "2023-11"),
        ("model,X,acme/x,open_weights=maybe,,,,,,a", "open_weights is not \"maybe\"", "yes, no, unknown"),
        ("model,X,acme/x,effort=low,,,,,,a", "no setting is called \"effort\"", "there are class, kind"),
        ("accept,Quux,acme/bar,a", "4 cells where the first row has 10", "quote a cell"),
        ("accept,Foo,acme/bar,,,,,,,because, really", "11 cells where the first row has 10", "quote a cell"),
    ] {
        let Err(error) = read(&format!("reject,Turbo,acme/foo-7b,,,,,,,fine\n\n{line}")) else { panic!("{line}") };
        let (message, hint) = (error.message(), error.hint().unwrap_or_default());
        assert!(message.en.starts_with("registry.csv:4:1: ") && message.en.contains(what), "{line}: {}", message.en);
        assert!(hint.en.contains(todo), "{line}: {}", hint.en);
        assert!(message.zh != message.en && hint.zh != hint.en, "{line}: {} {}", message.zh, hint.zh);
        assert_eq!(error.exit_code(), 2);
    }
}

#[test]
fn an_id_that_was_renamed_is_not_revived_by_accident() {
    for line in ["accept,Quux,acme/bar,,,,,,,b", "rename,zeta/baz-1,acme/bar,,,,,,,b", "model,Bar,acme/bar,,,,,,,b"] {
        let error = read(&format!("rename,acme/bar,acme/bar-1,,,,,,,a\n{line}")).unwrap_err();
        assert!(error.message().en.contains("acme/bar is renamed in registry.csv:2"), "{}", error.message().en);
        assert!(error.hint().unwrap().en.contains("say acme/bar-1"));
    }
}

#[test]
fn files_that_are_no_overlay_are_refused() {
    for (bytes, what) in [
        (&b""[..], "registry.csv:1:1: the file has no rows"),
        (b"name,id,why\nQuux,acme/bar,a\n", "registry.csv:1:1: column \"action\" is missing"),
        (b"action,name,id,why,model\n", "no column of an overlay is called \"model\""),
        (b"action,name,id,why,id\n", "column \"id\" stands there twice"),
        (b"action,name,id,why\n,a,b,c\naccept,\xff,acme/bar,a\n", "registry.csv:3:1: not UTF-8"),
    ] {
        let error = Overlay::read("registry.csv", bytes).unwrap_err();
        assert!(error.message().en.contains(what), "{}", error.message().en);
        assert!(error.hint().is_some());
    }
}

#[test]
fn remarks_and_rows_without_an_action_decide_nothing() {
    let text = "# who: me, today\naction,name,id,why\n\"# seen, twice\"\n,Quux,acme/bar,\naccept,'=Sum,acme/bar,because\n#,,,\n";
    let overlay = Overlay::read("registry.csv", text.as_bytes()).unwrap();
    assert_eq!((overlay.decisions().len(), overlay.open()), (1, 1));
    let registry = plain().with(&overlay).unwrap();
    assert_eq!(everywhere(&registry, "Quux"), "NEW");
    // A name that a spreadsheet would run stands defused in the file.
    assert_eq!(everywhere(&registry, "=Sum"), "acme/bar");
}
