//! Labelled names and pairs, and what the resolver makes of them.

use bangdan::identity::{Meaning, Place, PrintedSources, Query, Registry, Resolution};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

/// Labelled sources, and the sources of the registry that are theirs. Nothing was tuned on the second half before it was
/// measured first.
const HALVES: [&[(&str, &[&str])]; 2] = [
    &[
        ("Aider", &["aider-polyglot"]),
        ("AlpacaEval", &["alpaca-eval"]),
        ("LMArena/text", &["lmarena", "lmarena-csv", "lmarena-catalog", "lmarena-history", "gradio-config"]),
        ("SuperCLUE", &["superclue"]),
        ("maas-rank", &["maas-rank"]),
    ],
    &[
        ("C-Eval", &["c-eval"]),
        ("CLUE/README", &["clue"]),
        ("LMArena/image", &[]),
        ("LMArena/vision", &[]),
        ("MMLU-Pro", &["mmlu-pro"]),
        ("OpenCompass", &["opencompass-configs", "opencompass"]),
        ("Vectara", &["vectara-hallucination"]),
    ],
];

/// A labelled name.
#[derive(Debug, Deserialize)]
struct Gold {
    source: String,
    raw_name: String,
    organization_as_shown: String,
    expected_id: String,
    expected_config: String,
    access_as_shown: String,
}

/// A labelled pair of names.
#[derive(Debug, Deserialize)]
struct Pair {
    name_a: String,
    source_a: String,
    name_b: String,
    source_b: String,
    label: String,
}

/// What became of the names of a source.
#[derive(Debug, Default)]
struct Tally {
    rows: usize,
    known: usize,
    right: usize,
    right_settings: usize,
    unknown: usize,
    unknown_right: usize,
    unknown_new: usize,
    wrong: usize,
}

struct Measured<'a> {
    registry: Registry,
    sources: &'a PrintedSources,
    rows: bool,
}

/// The figures of both halves and of all, as Markdown; with `rows`, what is not decided as labelled too.
pub fn figures(gold: &str, pairs: &str, rows: bool) -> Result<String, Box<dyn Error>> {
    let gold: Vec<Gold> = read(gold)?;
    let pairs: Vec<Pair> = read(pairs)?;
    let sources = PrintedSources::built_in()?;
    let names = ["the first half", "the second half"];
    let mut text = String::new();
    for (name, half) in names.into_iter().zip(HALVES) {
        let ids: Vec<&str> = half.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
        let within = |source: &str| half.iter().any(|(name, _)| source.starts_with(name));
        let registry = Registry::built_in()?.unseen(&ids);
        let measured = Measured { registry, sources: &sources, rows };
        writeln!(text, "### Without what only {name} has\n")?;
        text.push_str(&measured.table(&gold, &pairs, &within));
    }
    writeln!(text, "### With the whole registry\n")?;
    let measured = Measured { registry: Registry::built_in()?, sources: &sources, rows };
    text.push_str(&measured.table(&gold, &pairs, &|_| true));
    Ok(text)
}

fn read<Row: DeserializeOwned>(text: &str) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect()
}

impl Measured<'_> {
    fn decide(&self, name: &str, source: &str, organization: &str, access: &str) -> Resolution {
        let printed = self.sources.read(source);
        let place = Place { source: &printed.source, board: "", organization, at: &printed.at };
        self.registry.decide(&Query { name, access, place })
    }

    fn table(&self, gold: &[Gold], pairs: &[Pair], wanted: &dyn Fn(&str) -> bool) -> String {
        let mut text = String::new();
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        for row in gold.iter().filter(|row| wanted(&row.source)) {
            let found = self.decide(&row.raw_name, &row.source, &row.organization_as_shown, &row.access_as_shown);
            let (id, settings) = (found.id(), found.configuration());
            let is_right = id == row.expected_id;
            // `NEW`, `NONE` and composites are answers that need no registry.
            let known = self.registry.model(&row.expected_id).is_some() || !row.expected_id.contains('/');
            for source in [row.source.as_str(), "all"] {
                let tally = tallies.entry(source).or_default();
                tally.rows += 1;
                tally.wrong += usize::from(!is_right && id != "NEW");
                if known {
                    tally.known += 1;
                    tally.right += usize::from(is_right);
                    tally.right_settings += usize::from(settings == row.expected_config);
                } else {
                    tally.unknown += 1;
                    tally.unknown_right += usize::from(is_right);
                    tally.unknown_new += usize::from(id == "NEW");
                }
            }
            if self.rows && (!is_right || settings != row.expected_config) {
                let Gold { source, raw_name, expected_id, expected_config, .. } = row;
                let known = if known { "" } else { ", not in the registry" };
                let _ = writeln!(
                    text,
                    "- {source}: {raw_name:?} is {expected_id} {expected_config}{known}; got {id} {settings}"
                );
            }
        }
        text.push_str(
            "| source | names | in the registry | id right | configuration right | not in the registry | id built right \
             | left as new | wrong id |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: |\n",
        );
        for (source, tally) in &tallies {
            let Tally { rows, known, right, right_settings, unknown, unknown_right, unknown_new, wrong } = tally;
            let _ = writeln!(
                text,
                "| {source} | {rows} | {known} | {} | {} | {unknown} | {unknown_right} | {unknown_new} | {wrong} |",
                share(*right, *known),
                share(*right_settings, *known)
            );
        }
        text.push_str(&self.pairs(pairs, wanted));
        text
    }

    fn pairs(&self, pairs: &[Pair], wanted: &dyn Fn(&str) -> bool) -> String {
        let mut text = String::new();
        let (mut same, mut both, mut merges, mut wrong) = (0, 0, 0, 0);
        for pair in pairs.iter().filter(|pair| wanted(&pair.source_a) && wanted(&pair.source_b)) {
            let one = self.decide(&pair.name_a, &pair.source_a, "", "");
            let other = self.decide(&pair.name_b, &pair.source_b, "", "");
            let is_merge = one.meaning == other.meaning && !matches!(one.meaning, Meaning::New(_));
            let is_same = pair.label.starts_with("same");
            same += usize::from(is_same);
            both += usize::from(is_same && is_merge);
            merges += usize::from(is_merge);
            wrong += usize::from(is_merge && !is_same);
            if self.rows && is_same != is_merge {
                let Pair { name_a, source_a, name_b, source_b, label } = pair;
                let (one, other) = (one.id(), other.id());
                let _ = writeln!(
                    text,
                    "- {name_a:?} ({source_a}) and {name_b:?} ({source_b}) are {label}; got {one} and {other}"
                );
            }
        }
        let found = share(both, same);
        let _ = writeln!(
            text,
            "\nPairs: {same} of one identity, {found} of them found; {merges} merges, {wrong} of them wrong.\n"
        );
        text
    }
}

/// `12 (0.960)`, rounded down: a share never reads better than it is.
fn share(part: usize, whole: usize) -> String {
    match (part * 1000).checked_div(whole) {
        Some(thousandths) => format!("{part} ({}.{:03})", thousandths / 1000, thousandths % 1000),
        None => "-".to_owned(),
    }
}
