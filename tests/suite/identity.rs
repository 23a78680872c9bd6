//! Names that the specification of identities decides, and names that must not be decided. Expected ids are written by
//! hand after the specification's sections on ids, configurations, traps and special answers.
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use bangdan::identity::{Evidence, Kind, Meaning, Place, Query, Registry, Resolution};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn on<'a>(source: &'a str, organization: &'a str, at: &'a str) -> Place<'a> {
    Place { source, board: "", organization, at }
}

fn decide(name: &str, place: Place) -> Resolution {
    Registry::built_in().unwrap().decide(&Query { name, access: "", place })
}

fn is(name: &str, id: &str, configuration: &str) {
    let found = decide(name, Place::default());
    assert_eq!((found.id().as_str(), found.configuration().as_str()), (id, configuration), "{name}: {found:?}");
}

#[test]
fn one_release_bears_no_date_and_several_do() {
    is("claude-3-opus-20240229", "anthropic/claude-3-opus", "");
    is("gpt-4.1-2025-04-14", "openai/gpt-4.1", "");
    is("Grok-4-0709", "xai/grok-4", "");
    is("Qwen3-235B-A22B-Instruct-2507", "alibaba/qwen3-235b-a22b-instruct", "");
    is("gpt-4o-2024-08-06", "openai/gpt-4o@2024-08-06", "");
    is("GPT-4-0613", "openai/gpt-4@2023-06-13", "");
    is("DeepSeek-V3-0324", "deepseek/deepseek-v3@2025-03-24", "");
    is("DeepSeek-R1-0528", "deepseek/deepseek-r1@2025-05-28", "");
    is("mistral-large-2407", "mistral/mistral-large@2024-07", "");
}

#[test]
fn undated_names_float_where_they_are_hosted_and_mean_the_first_release_where_weights_are_open() {
    is("gpt-4o", "openai/gpt-4o", "");
    assert_eq!(decide("gpt-4o", Place::default()).kind, Some(Kind::Floating));
    is("DeepSeek-V3", "deepseek/deepseek-v3", "");
    assert_eq!(decide("DeepSeek-V3", Place::default()).kind, Some(Kind::Fixed));
    is("文心一言", "baidu/ernie-bot", "");
    is("文心一言(v2.0.4)", "baidu/ernie-bot@v2.0.4", "");
    is("文心一言4.0", "baidu/ernie-4.0", "");
    is("通义千问2.0", "alibaba/tongyi-qianwen-2.0", "");
}

#[test]
fn a_variant_is_another_model() {
    is("Qwen2.5-72B", "alibaba/qwen2.5-72b", "");
    is("Qwen2.5-72B-Instruct", "alibaba/qwen2.5-72b-instruct", "");
    is("gemma-2b-it", "google/gemma-2b-it", "");
    is("gemma-2-2b-it", "google/gemma-2-2b-it", "");
    is("Ministral-8B-2410", "mistral/ministral-8b", "");
    assert_ne!(decide("Ministral-3-8b-2512", Place::default()).id(), "mistral/ministral-8b");
    is("Hunyuan-Turbo-0110", "tencent/hunyuan-turbo@2025-01-10", "");
    is("Hunyuan-TurboS-20250226", "tencent/hunyuan-turbos@2025-02-26", "");
    is("gpt-5-mini-2025-08-07", "openai/gpt-5-mini", "");
    is("gpt-4-turbo", "openai/gpt-4-turbo", "");
}

#[test]
fn what_is_said_of_the_run_is_no_part_of_the_model() {
    is("gpt-5 (high)", "openai/gpt-5", "effort=high");
    is("gpt-5 (low)", "openai/gpt-5", "effort=low");
    is("gpt-5-minimal-2025-08-07", "openai/gpt-5", "effort=minimal");
    is("Qwen3-235B-A22B-no-thinking", "alibaba/qwen3-235b-a22b", "thinking=off");
    is("Qwen3-235B-A22B-Thinking-2507", "alibaba/qwen3-235b-a22b-thinking", "");
    is("Claude 3.7 Sonnet (thinking-32k)", "anthropic/claude-3.7-sonnet", "thinking=on;thinking_budget=32k");
    is("Meta-Llama-3.1-405B-Instruct-Turbo", "meta/llama-3.1-405b-instruct", "route=together-turbo");
    is("Meta-Llama-3.1-405B-Instruct-fp8", "meta/llama-3.1-405b-instruct", "quant=fp8");
    is("qwen2.5-coder:7b-instruct-q8_0", "alibaba/qwen2.5-coder-7b-instruct", "quant=q8_0");
    is("文心一言4.0(网页)", "baidu/ernie-4.0", "access=web");
    is("文心一言4.0（API）", "baidu/ernie-4.0", "access=api");
}

#[test]
fn both_orders_of_words_and_every_dot_are_read() {
    is("claude-opus-4-6", "anthropic/claude-opus-4.6", "");
    is("Claude 4.6 Opus", "anthropic/claude-opus-4.6", "");
    is("zai-org/glm-4p7", "zhipu/glm-4.7", "");
    is("MiniMaxAI/minimax-m2p5", "minimax/minimax-m2.5", "");
    is("Amazon Nova Pro 1.0", "amazon/nova-pro-v1", "");
    is("ＧＰＴ－４", "openai/gpt-4", "");
}

#[test]
fn no_member_of_a_pair_is_the_pair_and_people_are_no_model() {
    let pair = decide("DeepSeek R1 + claude-3-5-sonnet-20241022", on("aider-polyglot", "", ""));
    assert_eq!(pair.id(), "COMPOSITE:deepseek/deepseek-r1+anthropic/claude-3.5-sonnet@2024-10-22");
    assert_eq!(decide("人类", on("superclue", "CLUE", "")).meaning, Meaning::NotAModel);
}

#[test]
fn what_nothing_explains_stays_undecided() {
    for name in [
        "Optimus Alpha",
        "Llama-3-8B-Foo-Instruct",
        "my-gpt-4-finetune",
        "gpt-4\u{430}",
        "gpt\u{202e}-4",
        "",
        "   ",
        "🚀",
        "-----",
        "GPT-4 Claude-2",
        "qwen2.5-72b-instruct-dpo",
    ] {
        let found = decide(name, Place::default());
        assert!(matches!(found.meaning, Meaning::New(_)), "{name:?}: {found:?}");
    }
    let long = decide(&"gpt-4".repeat(2_000), Place::default());
    assert!(matches!(&long.meaning, Meaning::New(slug) if slug.len() < 200), "{long:?}");
}

#[test]
fn another_organisation_or_an_earlier_time_contradicts() {
    let other = decide("gpt-4o-2024-08-06", on("", "百度", ""));
    assert_eq!(other.id(), "NEW");
    assert_eq!(other.candidates.len(), 1);
    assert!(other.evidence.iter().any(|one| matches!(one, Evidence::Organization(..))), "{other:?}");
    let early = decide("gpt-5 (high)", on("superclue", "OpenAI", "2023-11-28"));
    assert_eq!(early.id(), "NEW");
    assert!(early.evidence.iter().any(|one| matches!(one, Evidence::TooEarly(..))), "{early:?}");
    assert_eq!(decide("Claude-instant", on("superclue", "Authropic", "")).id(), "anthropic/claude-instant");
}

#[test]
fn the_tables_of_the_registry_are_sorted_and_agree_with_each_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/identity/data");
    let rows = |file: &str| -> Vec<csv::StringRecord> {
        csv::Reader::from_path(folder.join(file)).unwrap().into_records().map(Result::unwrap).collect()
    };
    let developers: Vec<String> = rows("developers.csv").iter().map(|row| row[0].to_owned()).collect();
    let models: Vec<String> = rows("models.csv").iter().map(|row| row[0].to_owned()).collect();
    assert!(developers.is_sorted() && models.is_sorted() && models.len() >= 1_500, "{}", models.len());
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".+-".contains(&b));
    for id in &models {
        let (developer, model) = id.split_once('/').unwrap();
        assert!(developers.binary_search(&developer.to_owned()).is_ok(), "{id}: no developer");
        assert!(plain(developer) && model.split('@').count() <= 2 && model.split('@').all(plain), "{id}");
    }
    let mut meant: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for row in &rows("aliases.csv") {
        let known = |id: &str| models.binary_search(&id.to_owned()).is_ok();
        let ids = row[1].strip_prefix("COMPOSITE:");
        assert!(&row[1] == "NONE" || known(&row[1]) || ids.is_some_and(|ids| !ids.is_empty()), "{row:?}");
        // One name in one place means one thing.
        let place: Vec<String> = [0, 3, 4, 5, 6, 7].iter().map(|at| row[*at].to_owned()).collect();
        let other = meant.insert(place, format!("{} {}", &row[1], &row[2]));
        assert!(other.is_none(), "{row:?} and {other:?}");
    }
}

#[test]
fn a_repository_belongs_to_its_owner_on_boards_that_print_repositories() {
    let found = decide("Somebody/Llama-3-8B-Foo", on("open-llm-leaderboard-v1", "", ""));
    assert_eq!(found.id(), "somebody/llama-3-8b-foo");
    assert_eq!(decide("Somebody/Llama-3-8B-Foo", on("swe-bench", "", "")).id(), "NEW");
    assert_eq!(
        decide("meta-llama/Llama-2-70b-chat-hf", on("open-llm-leaderboard-v1", "", "")).id(),
        "meta/llama-2-70b-chat"
    );
}

#[path = "../../examples/identity/measure.rs"]
mod measure;

/// The labelled names beside the checkout, or where `BANGDAN_IDENTITY` says.
fn labelled() -> Option<PathBuf> {
    let folder = env::var_os("BANGDAN_IDENTITY")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/identity"), PathBuf::from);
    folder.join("gold-dev.csv").is_file().then_some(folder)
}

#[test]
fn the_figures_in_the_documentation_are_those_of_the_labelled_names() {
    let Some(folder) = labelled() else {
        println!("skipped: no labelled names (set BANGDAN_IDENTITY)");
        return;
    };
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let measured = measure::figures(&read("gold-dev.csv"), &read("pairs-dev.csv"), false).unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/identity.md");
    let text = fs::read_to_string(&page).unwrap();
    let (start, rest) = text.split_once("<!-- measured -->\n").unwrap();
    let (_, end) = rest.split_once("<!-- end -->").unwrap();
    let wanted = format!("{start}<!-- measured -->\n{}\n<!-- end -->{end}", measured.trim_end());
    if env::var_os("BANGDAN_REGENERATE").is_some() {
        fs::write(&page, &wanted).unwrap();
    }
    assert!(text == wanted, "the page says other figures: set BANGDAN_REGENERATE and run it again");
}
