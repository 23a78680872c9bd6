//! The file of rules: what it may say, and what is said of mistakes.

use crate::support::Scenario;
use bangdan::catalogue::Catalogue;
use bangdan::error::Error;
use bangdan::identity::Registry;
use bangdan::news::{Kind, Rules};
use bangdan::text::Language;

fn read(text: &str) -> Result<Rules, Error> {
    let (catalogue, registry) = (Catalogue::built_in().unwrap(), Registry::built_in().unwrap());
    Rules::built_in().unwrap().with("news.toml", text, &catalogue, &registry)
}

#[test]
fn the_rules_that_come_with_the_program_tell_what_is_promised() {
    use Kind::{EnteredTop, LeftTop, MethodChanged, NewLeader, Quarantined, Revised, Stale};
    let rules = Rules::built_in().unwrap().rules;
    let on: Vec<Kind> = rules.iter().flat_map(|rule| rule.on.clone()).collect();
    for kind in [NewLeader, EnteredTop, LeftTop, Revised, MethodChanged, Stale, Quarantined] {
        assert!(on.contains(&kind), "{kind:?}");
    }
    assert!(rules.windows(2).all(|pair| pair[0].importance > pair[1].importance));
    let domestic = rules.iter().find(|rule| rule.name == "domestic-top").unwrap();
    assert_eq!((domestic.country.as_slice(), domestic.top), (["CN".to_owned()].as_slice(), 10));
    assert_eq!(rules.iter().find(|rule| rule.name == "open-top").unwrap().open, Some(true));
}

#[test]
fn a_users_rule_takes_the_place_of_the_one_with_its_name_and_may_switch_it_off() {
    let text = "[[rule]]\nname = \"left-top\"\non = [\"left-top\"]\ntop = 3\n\
                [[rule]]\nname = \"stale\"\noff = true\n\
                [[rule]]\nname = \"ours\"\non = [\"new-leader\"]\nboards = [\"superclue/general\"]\n\
                developer = [\"alibaba\"]\ncountry = [\"cn\"]\nimportance = 200\n";
    let rules = read(text).unwrap().rules;
    let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names.last(), Some(&"ours"));
    assert!(!names.contains(&"stale") && names.contains(&"quarantined"));
    assert_eq!(rules.iter().find(|rule| rule.name == "left-top").unwrap().top, 3);
    assert_eq!(rules.last().unwrap().country, ["CN"]);
    let alone = read("defaults = false\n[[rule]]\nname = \"ours\"\non = [\"revised\"]\n").unwrap().rules;
    assert_eq!(alone.len(), 1);
}

#[test]
fn mistakes_are_refused_with_their_place_and_the_nearest_of_what_would_be_right() {
    let rule = "[[rule]]\nname = \"r\"\non = [\"new-leader\"]\n";
    let hook = "[[webhook]]\nname = \"h\"\n";
    for (text, place, part) in [
        (format!("{rule}tops = 3\n"), "news.toml:4:1", "`top`"),
        ("[[rule]]\nname = \"r\"\non = [\"new-leder\"]\n".to_owned(), "news.toml:3:", "new-leader"),
        (format!("{rule}boards = [\"superclue/generl\"]\n"), "news.toml:4:", "did you mean superclue/general?"),
        (format!("{rule}sources = [\"superclu\"]\n"), "news.toml:4:", "did you mean superclue?"),
        (format!("{rule}developer = [\"Qwen\"]\n"), "news.toml:4:", "did you mean alibaba?"),
        (format!("{rule}country = [\"China\"]\n"), "news.toml:4:", "two letters"),
        (format!("{rule}top = 0\n"), "news.toml:2:", "at least one place"),
        (format!("{rule}{rule}"), "news.toml:2:", "two rules"),
        ("[[rule]]\nname = \"r\"\n".to_owned(), "news.toml:2:", "on = ["),
        ("[[rule]]\nname = \"a b\"\non = [\"stale\"]\n".to_owned(), "news.toml:2:", "ASCII"),
        ("[[rule]]\nname = \"r\"\non = [\"stale\"]\nopen = true\n".to_owned(), "news.toml:2:", "whole board"),
        (format!("{hook}urls = \"x\"\n"), "news.toml:3:1", "`url`"),
        (format!("{hook}rules = [\"new-leaders\"]\n"), "news.toml:3:", "did you mean new-leader?"),
        (format!("{hook}lang = \"fr\"\n"), "news.toml:3:", "\"en\" or \"zh\""),
        (format!("{hook}{hook}"), "news.toml:2:", "two webhooks"),
        ("[feed]\nauthority = \"nobody\"\n".to_owned(), "news.toml:2:", "example.org,2026"),
        ("rule = 3".to_owned(), "news.toml:1:8", "sequence"),
        ("[[rule".to_owned(), "news.toml:1:", ""),
    ] {
        let error = read(&text).unwrap_err();
        let said = error.report(Language::English);
        assert_eq!(error.exit_code(), 2, "{text}\n{said}");
        assert!(said.contains(place) && said.contains(part), "{text}\n{said}");
        assert!(!error.report(Language::Chinese).is_empty());
    }
}

#[test]
fn the_command_reads_the_file_and_tells_by_its_rules() {
    let scenario = Scenario::fixtures();
    scenario.write(
        "news.toml",
        "defaults = false\n[[rule]]\nname = \"first-three\"\ntitle = { en = \"The first three\", zh = \"前三\" }\n\
         on = [\"entered-top\"]\ntop = 3\nboards = [\"superclue/general\"]\n",
    );
    let arguments = ["news", "--rules", "news.toml", "--since", "2023-08-01", "--until", "2023-12-31"];
    let text = scenario.run(&[&arguments[..], &["--format", "csv"]].concat()).succeeded();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 5);
    for row in &rows {
        assert_eq!((&row[1], &row[4]), ("first-three", "superclue/general"));
        assert!(row[16].parse::<u32>().unwrap() <= 3);
    }
    let shown = scenario.run(&arguments).succeeded();
    assert!(shown.contains("The first three"), "{shown}");
    let unknown = scenario.run(&["news", "--rule", "new-leadr"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean new-leader?"), "{}", unknown.stderr);
    let absent = scenario.run(&["news", "--rules", "none.toml"]);
    assert_eq!(absent.code, 2, "{}", absent.stderr);
}

#[test]
fn the_pages_about_news_name_every_kind_and_their_examples_are_read() {
    for page in ["docs/news.md", "docs/news.zh.md"] {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        let kinds = ["new-leader", "entered-top", "left-top", "revised", "method-changed", "stale", "quarantined"];
        for kind in kinds {
            assert!(text.contains(&format!("| `{kind}` |")), "{page}: {kind}");
        }
        let blocks: Vec<&str> = text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
        assert_eq!(blocks.len(), 3, "{page}");
        for block in &blocks {
            read(block).unwrap_or_else(|error| panic!("{page}: {}", error.report(Language::English)));
        }
        let rules = read(blocks[0]).unwrap().rules;
        assert!(rules.iter().any(|rule| rule.name == "our-models") && rules.iter().all(|rule| rule.name != "stale"));
        let hook = &read(blocks[2]).unwrap().webhooks[0];
        assert_eq!((hook.name.as_str(), hook.language), ("team", Some(Language::Chinese)));
    }
}
