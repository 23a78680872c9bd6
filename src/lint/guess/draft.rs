//! A first definition of what was found, for a person to correct.

use super::profile::Profile;
use super::roles::{MetricGuess, Roles, roles};
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
    let list = |column: Option<usize>| {
        column.map_or_else(|| "[]".to_owned(), |column| format!("[{}]", quoted(header(column))))
    };
    let number = index + 1;
    let id = subject.id;
    let _ = write!(
        text,
        "\n[[board]]\nid = {}\nname = {{ en = {}, zh = {} }}\nrolling = true\ncolumns = {{ rank = {}, model = {}, organization = {} }}\n",
        quoted(&format!("{id}/table-{number}")),
        quoted(&format!("{name} ({number})")),
        quoted(&format!("{name}（{number}）")),
        list(roles.rank),
        list(Some(roles.model)),
        list(roles.organization),
    );
    if !roles.labels.is_empty() {
        let mut seen = Vec::new();
        let labels: Vec<String> = roles
            .labels
            .iter()
            .map(|column| {
                format!("{} = [{}]", quoted(&slug(header(*column), "label", &mut seen)), quoted(header(*column)))
            })
            .collect();
        let _ = writeln!(text, "labels = {{ {} }}", labels.join(", "));
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
        let _ = writeln!(text, "    {},", self::metric(metric, header(metric.column), &mut seen));
    }
    text.push_str("]\n");
    if roles.metrics.iter().all(|metric| !metric.primary) {
        text.push_str("# No score orders the rows: if the board orders by one, give it `primary = true`.\n");
    }
}

fn metric(metric: &MetricGuess, header: &str, seen: &mut Vec<String>) -> String {
    let mut text = format!(
        "{{ id = {}, header = [{}], unit = {}",
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
            if let Some(heading) = table.heading.as_deref().filter(|_| subject.tables.len() > 1) {
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

/// A header as an id: ASCII letters and digits, else `metric-3`. No id is given twice.
fn slug(header: &str, otherwise: &str, seen: &mut Vec<String>) -> String {
    let slug = plain_slug(header);
    let mut id = if slug.is_empty() { format!("{otherwise}-{}", seen.len() + 1) } else { slug };
    if seen.contains(&id) {
        id = format!("{id}-{}", seen.len() + 1);
    }
    seen.push(id.clone());
    id
}

/// Lower-case ASCII letters and digits, with single dashes between.
pub(super) fn plain_slug(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let slug = parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    slug.chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}
