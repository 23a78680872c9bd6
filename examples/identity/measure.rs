//! Labelled names and pairs, and what the resolver makes of them.

use bangdan::identity::{Meaning, Place, PrintedSources, Query, Registry, Resolution};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A labelled name.
#[derive(Debug, Deserialize)]
pub struct Gold {
    pub source: String,
    pub raw_name: String,
    pub organization_as_shown: String,
    pub expected_id: String,
    pub expected_config: String,
    pub access_as_shown: String,
}

/// A labelled pair of names.
#[derive(Debug, Deserialize)]
pub struct Pair {
    pub name_a: String,
    pub source_a: String,
    pub name_b: String,
    pub source_b: String,
    pub label: String,
    pub id_a: String,
    pub id_b: String,
}

/// The rows of a table.
pub fn read<Row: DeserializeOwned>(text: &str) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect()
}

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

fn decide(
    registry: &Registry,
    sources: &PrintedSources,
    name: &str,
    source: &str,
    organization: &str,
    access: &str,
) -> Resolution {
    let printed = sources.read(source);
    let place = Place { source: &printed.source, board: "", organization, at: &printed.at };
    registry.decide(&Query { name, access, place })
}

/// The figures of the sources that are `wanted`, as a Markdown table; with `rows`, every wrong or missed row first.
pub fn table(
    title: &str,
    registry: &Registry,
    sources: &PrintedSources,
    gold: &[Gold],
    pairs: &[Pair],
    wanted: &dyn Fn(&str) -> bool,
    rows: bool,
) -> String {
    let mut text = format!("## {title}\n\n");
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for row in gold.iter().filter(|row| wanted(&row.source)) {
        let found =
            decide(registry, sources, &row.raw_name, &row.source, &row.organization_as_shown, &row.access_as_shown);
        let (id, settings) = (found.id(), found.configuration());
        let known = registry.model(&row.expected_id).is_some() || !row.expected_id.contains('/');
        for source in [row.source.as_str(), "all"] {
            let tally = tallies.entry(source).or_default();
            tally.rows += 1;
            if known {
                tally.known += 1;
                tally.right += usize::from(id == row.expected_id);
                tally.right_settings += usize::from(settings == row.expected_config);
            } else {
                tally.unknown += 1;
                tally.unknown_right += usize::from(id == row.expected_id);
                tally.unknown_new += usize::from(id == "NEW");
            }
            tally.wrong += usize::from(id != row.expected_id && id != "NEW");
        }
        if rows && (id != row.expected_id || settings != row.expected_config) {
            let (Gold { source, raw_name, organization_as_shown, expected_id, expected_config, .. }, new) =
                (row, if known { "" } else { "unknown " });
            let _ = writeln!(
                text,
                "{new}{source} | {raw_name} | {organization_as_shown} | {expected_id} {expected_config} | got {id} {settings} {:?}",
                found.candidates
            );
        }
    }
    text.push_str("| source | names | in the registry | id right | configuration right | not in the registry | built right | left as new | wrong id |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (source, tally) in &tallies {
        let Tally { rows, known, right, right_settings, unknown, unknown_right, unknown_new, wrong } = tally;
        let share = |part: &usize| {
            if *known == 0 { "-".to_owned() } else { format!("{part} ({:.3})", *part as f64 / *known as f64) }
        };
        let _ = writeln!(
            text,
            "| {source} | {rows} | {known} | {} | {} | {unknown} | {unknown_right} | {unknown_new} | {wrong} |",
            share(right),
            share(right_settings)
        );
    }
    let (mut same, mut merged, mut merges, mut wrong) = (0, 0, 0, 0);
    for pair in pairs.iter().filter(|pair| wanted(&pair.source_a) && wanted(&pair.source_b)) {
        let one = decide(registry, sources, &pair.name_a, &pair.source_a, "", "");
        let other = decide(registry, sources, &pair.name_b, &pair.source_b, "", "");
        let is_merge = one.meaning == other.meaning && !matches!(one.meaning, Meaning::New(_));
        let is_same = pair.label.starts_with("same");
        same += usize::from(is_same);
        merged += usize::from(is_same && is_merge);
        merges += usize::from(is_merge);
        wrong += usize::from(is_merge && !is_same);
        if rows && is_same != is_merge {
            let Pair { name_a, source_a, name_b, source_b, label, id_a, id_b } = pair;
            let _ = writeln!(
                text,
                "pair {name_a} ({source_a}) / {name_b} ({source_b}): {label} {id_a} {id_b}, got {} {}",
                one.id(),
                other.id()
            );
        }
    }
    let recall = if same == 0 { 1.0 } else { merged as f64 / same as f64 };
    let _ = writeln!(
        text,
        "\nPairs: {same} of one identity, {merged} found so (recall {recall:.3}); {merges} merges, {wrong} of them wrong."
    );
    text
}
