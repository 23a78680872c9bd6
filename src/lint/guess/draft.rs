//! A first definition of what was found, for a person to correct.

use super::beside::Beside;
use super::ids::slug;
use super::profile::Profile;
use super::roles::{MetricGuess, Roles, roles};
use super::words::{DATE, FAMILIES, LICENCE, has_word};
use crate::catalogue::Format;
use crate::schema::{Better, RawTable};
use crate::text::{fold, printable_line, squeeze, truncate};
use std::fmt::Write as _;

/// What a drafted definition is about.
pub(super) struct Subject<'a> {
    /// The source's id: a slug of the host or file name.
    pub id: &'a str,
    /// Where the body comes from.
    pub url: &'a str,
    /// Its format.
    pub format: Format,
    /// Its tables.
    pub tables: &'a [RawTable],
}

/// The definition's text and how many boards it has.
pub(super) fn draft(subject: &Subject<'_>) -> (String, usize) {
    let mut text = String::new();
    let id = subject.id;
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "# Drafted by `bangdan lint --try`. Read every line against the page: names, units, directions and ranges are guesses.\n\n\
         id = {}\npublisher = {}\nname = {{ en = {}, zh = {} }}\nhomepage = {}\nlanguages = [\"en\"]\n\n\
         [resource.page]\nurl = {}\n",
        quoted(id),
        quoted(id),
        quoted(id),
        quoted(id),
        quoted(subject.url),
        quoted(subject.url),
    );
    let mut boards = 0;
    for (index, table) in subject.tables.iter().enumerate() {
        let profiles: Vec<Profile> = (0..table.header.len()).map(|column| Profile::of(table, column)).collect();
        if let Some(roles) = roles(table, &profiles) {
            boards += 1;
            board(&mut text, subject, index, &profiles, &roles);
        }
    }
    (text, boards)
}

fn board(text: &mut String, subject: &Subject<'_>, index: usize, profiles: &[Profile], roles: &Roles) {
    let Some(table) = subject.tables.get(index) else { return };
    let name = table.heading.as_deref().map(squeeze).filter(|heading| !heading.is_empty());
    let name = truncate(&printable_line(&name.unwrap_or_else(|| format!("{} {}", subject.id, index + 1))), 60);
    let header = |column: usize| profiles.get(column).map_or("", |profile| profile.header.as_str());
    let columns = [("rank", roles.rank), ("model", Some(roles.model)), ("organization", roles.organization)];
    let columns: Vec<String> = columns
        .into_iter()
        .filter_map(|(role, column)| Some(format!("{role} = [{}]", quoted(header(column?)))))
        .collect();
    let number = index + 1;
    let id = subject.id;
    let _ = write!(
        text,
        "\n[[board]]\nid = {}\nname = {{ en = {}, zh = {} }}\nrolling = true\ncolumns = {{ {} }}\n",
        quoted(&format!("{id}/table-{number}")),
        quoted(&format!("{name} ({number})")),
        quoted(&format!("{name}（{number}）")),
        columns.join(", "),
    );
    if !roles.labels.is_empty() {
        let names = label_names(profiles, roles);
        let labels: Vec<String> = (roles.labels.iter().zip(&names))
            .map(|(column, name)| format!("{} = [{}]", key(name), quoted(header(*column))))
            .collect();
        let _ = writeln!(text, "labels = {{ {} }}", labels.join(", "));
        let apart = roles.labels.iter().position(|column| Some(*column) == roles.key);
        if let Some(name) = apart.and_then(|index| names.get(index)) {
            let _ = writeln!(text, "key = [{}]", quoted(name));
        }
    }
    let ignored: Vec<String> =
        roles.ignored.iter().map(|column| header(*column)).filter(|header| !header.is_empty()).map(quoted).collect();
    if !ignored.is_empty() {
        let _ = writeln!(text, "ignore = [{}]", ignored.join(", "));
    }
    let _ = writeln!(
        text,
        "variants = [\n    {{ resource = \"page\", table = {} }},\n]\nmetric = [",
        selector(subject, index)
    );
    let mut seen = Vec::new();
    for metric in &roles.metrics {
        let beside = metric.beside.map(|(column, kind)| (header(column), kind));
        let _ = writeln!(text, "    {},", self::metric(metric, header(metric.column), beside, &mut seen));
    }
    text.push_str("]\n");
    if roles.metrics.iter().all(|metric| !metric.primary) {
        text.push_str("# No score orders the rows: if the board orders by one, give it `primary = true`.\n");
    }
    if are_models(profiles) {
        text.push_str("# Models seem to be columns here: `transpose = true` in `table` makes them rows.\n");
    }
}

/// Whether at least two headers begin as the names of well-known models do, and those are most of them.
fn are_models(profiles: &[Profile]) -> bool {
    let is_model = |profile: &&Profile| {
        let lower = profile.header.to_lowercase();
        FAMILIES.iter().any(|family| {
            let rest = lower.strip_prefix(family);
            rest.is_some_and(|rest| !family.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        })
    };
    let models = profiles.iter().filter(is_model).count();
    models >= 2 && models * 2 > profiles.len()
}

/// The names of the labels: the usual ones for licences and for the first column of days.
fn label_names(profiles: &[Profile], roles: &Roles) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let name = |column: &usize| {
        let Some(profile) = profiles.get(*column) else { return String::new() };
        let usual = match () {
            () if has_word(&profile.header, LICENCE) => Some("licence"),
            () if profile.is_dates() && has_word(&profile.header, DATE) => Some("released"),
            () => None,
        };
        match usual.filter(|usual| !seen.iter().any(|other| other == usual)) {
            Some(usual) => {
                seen.push(usual.to_owned());
                usual.to_owned()
            }
            None => slug(&profile.header, "label", &mut seen),
        }
    };
    roles.labels.iter().map(name).collect()
}

/// A key as it stands in TOML: quoted only where it must be.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { name.to_owned() } else { quoted(name) }
}

fn metric(metric: &MetricGuess, header: &str, beside: Option<(&str, Beside)>, seen: &mut Vec<String>) -> String {
    let name = quoted(header);
    let mut text = format!(
        "{{ id = {}, name = {{ en = {name}, zh = {name} }}, header = [{}], unit = {}",
        quoted(&slug(header, "metric", seen)),
        quoted(header),
        quoted(metric.unit)
    );
    if metric.better != Better::Higher {
        let _ = write!(text, ", better = {}", quoted(metric.better.code()));
    }
    if let Some((least, largest)) = metric.range {
        let _ = write!(text, ", range = [{least}, {largest}]");
    }
    if let Some(shape) = metric.shape {
        let _ = write!(text, ", shape = [{}]", quoted(shape));
    }
    if let Some((header, kind)) = beside {
        let (key, times) = kind.key();
        let times = times.map(|times| format!(", times = {times}")).unwrap_or_default();
        let _ = write!(text, ", interval = {{ {key} = [{}]{times} }}", quoted(header));
    }
    if metric.primary {
        text.push_str(", primary = true");
    }
    text.push_str(" }");
    text
}

/// What tells the table from the others of its body: its sheet, place or heading, else its headers, else its number.
fn selector(subject: &Subject<'_>, index: usize) -> String {
    let Some(table) = subject.tables.get(index) else { return String::new() };
    let format = format!("{:?}", subject.format).to_lowercase();
    let mut text = format!("{{ format = {}", quoted(&format));
    let alike: Vec<usize> = subject
        .tables
        .iter()
        .enumerate()
        .filter(|(_, other)| {
            fold(other.heading.as_deref().unwrap_or_default()) == fold(table.heading.as_deref().unwrap_or_default())
        })
        .map(|(other, _)| other)
        .collect();
    match subject.format {
        Format::Json | Format::Jsonl | Format::Yaml => {
            let _ = write!(text, ", at = {}", quoted(&table.place));
        }
        Format::Script => {
            let name = table.place.split(' ').next().unwrap_or_default();
            let _ = write!(text, ", at = {}", quoted(name));
            let before =
                subject.tables.iter().take(index).filter(|other| other.place.split(' ').next() == Some(name)).count();
            if subject.tables.iter().filter(|other| other.place.split(' ').next() == Some(name)).count() > 1 {
                let _ = write!(text, ", nth = {}", before + 1);
            }
        }
        Format::Xlsx => {
            let _ = write!(text, ", sheet = [{}]", quoted(table.heading.as_deref().unwrap_or_default()));
        }
        _ => {
            if let Some(heading) = table.heading.as_deref().filter(|heading| !squeeze(heading).is_empty()) {
                let _ = write!(text, ", heading = [{}]", quoted(&squeeze(heading)));
            }
            if alike.len() > 1 {
                let nth = alike.iter().position(|other| *other == index).unwrap_or_default() + 1;
                let _ = write!(text, ", nth = {nth}");
            }
        }
    }
    text.push_str(" }");
    text
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    toml::Value::String(printable_line(text).into_owned()).to_string()
}
