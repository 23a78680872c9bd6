//! Values read from bodies, for the addresses of other resources.
//!
//! What one body gives is a list of rows: values that belong together. Rows of several resources are combined where
//! they agree in every value that both have, as in a natural join; so what was read from a body that was itself asked
//! for by a value stays with that value.

use super::json_path;
use crate::catalogue::{Bind, BindBy, Resource};
use crate::schema::Edition;
use crate::text::squeeze;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Values by name: `index.bundle`, and `edition` for the edition of the body that they were read from.
pub(super) type Row = BTreeMap<String, String>;

/// The name under which a row has its edition.
pub(super) const EDITION: &str = "edition";

/// The most rows of one body that are looked at; far above what may be asked for.
const MOST_ROWS: usize = 20_000;

/// Everything that was bound so far.
#[derive(Debug, Default)]
pub(super) struct Bound {
    /// By resource, then in the order of the addresses.
    bodies: BTreeMap<String, BTreeMap<(usize, u32), Body>>,
}

#[derive(Debug)]
struct Body {
    edition: Option<Edition>,
    rows: Vec<Row>,
}

impl Bound {
    /// Takes the values of a body of `resource`, which was asked for with the values of `asked`.
    pub(super) fn take(
        &mut self,
        resource: &Resource,
        order: (usize, u32),
        edition: Option<&Edition>,
        asked: &Row,
        text: &str,
    ) {
        let with_asked = |own: Row| {
            let mut row = asked.clone();
            row.extend(own.into_iter().map(|(name, value)| (format!("{}.{name}", resource.id), value)));
            row
        };
        let rows: Vec<Row> = read(&resource.bind, text).into_iter().map(with_asked).collect();
        let body = Body { edition: edition.cloned(), rows };
        self.bodies.entry(resource.id.clone()).or_default().insert(order, body);
    }

    /// The distinct rows of a resource that have all these values, cut to these and what the body was asked for with.
    /// Of several editions only the newest that gives any, unless `of_every_edition`.
    pub(super) fn rows(&self, resource: &str, names: &[String], of_every_edition: bool) -> Vec<Row> {
        let fits = |row: &&Row| names.iter().all(|name| row.contains_key(name));
        let mut bodies: Vec<&Body> = self.bodies.get(resource).into_iter().flat_map(BTreeMap::values).collect();
        bodies.retain(|body| body.rows.iter().any(|row| fits(&row)));
        if !of_every_edition {
            let newest = bodies.iter().map(|body| &body.edition).max().cloned().flatten();
            bodies.retain(|body| body.edition == newest);
        }
        let own = format!("{resource}.");
        let cut = |row: &Row| {
            let keep = |name: &String| match name.as_str() {
                EDITION => of_every_edition,
                name if name.starts_with(&own) => names.iter().any(|wanted| wanted == name),
                _ => true,
            };
            row.iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        let mut seen = HashSet::new();
        let rows = bodies.into_iter().flat_map(|body| &body.rows).filter(fits).map(cut);
        rows.filter(|row: &Row| seen.insert(row.clone())).collect()
    }

    /// The name among these that no body of the resource gave; else that they never stood together.
    pub(super) fn lacking(&self, resource: &str, names: &[String]) -> String {
        let rows = || self.bodies.get(resource).into_iter().flat_map(BTreeMap::values).flat_map(|body| &body.rows);
        let lacking = names.iter().find(|name| !rows().any(|row| row.contains_key(*name)));
        lacking.cloned().unwrap_or_else(|| names.join(" + "))
    }
}

/// Every pair of rows that agree, merged; no more than one above `most`.
pub(super) fn join(left: &[Row], right: &[Row], most: usize) -> Vec<Row> {
    let mut joined = Vec::new();
    for a in left {
        for b in right {
            if a.iter().all(|(name, value)| b.get(name).is_none_or(|other| other == value)) {
                let mut row = a.clone();
                row.extend(b.clone());
                joined.push(row);
                if joined.len() > most {
                    return joined;
                }
            }
        }
    }
    joined
}

/// A match of one expression: where, and what.
struct Match {
    place: Vec<usize>,
    value: String,
}

/// The rows of one body. Values of the same place are one row: in JSON of the same members at `*`, else of the same
/// number in the order of the matches. A value without `all` belongs to every row.
fn read(bind: &BTreeMap<String, Bind>, text: &str) -> Vec<Row> {
    let mut single = Row::new();
    let mut several: Vec<(&String, Vec<Match>)> = Vec::new();
    for (name, bind) in bind {
        let found = matches(&bind.by, text);
        if bind.all {
            several.push((name, found));
        } else if let Some(first) = found.into_iter().next() {
            single.insert(name.clone(), first.value);
        }
    }
    if several.is_empty() {
        return if single.is_empty() { Vec::new() } else { vec![single] };
    }
    let depth = |(_, found): &(&String, Vec<Match>)| found.iter().map(|found| found.place.len()).max();
    several.sort_by_key(depth);
    let mut rows: Vec<(Vec<usize>, Row)> = Vec::new();
    for (name, found) in several {
        rows = in_step(&rows, name, &found, &single);
    }
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    rows.into_iter().map(|(_, row)| row).take(MOST_ROWS).collect()
}

/// Adds a value to the rows whose place is the beginning of its own. What has no partner stays, or is a row by itself.
fn in_step(rows: &[(Vec<usize>, Row)], name: &str, found: &[Match], single: &Row) -> Vec<(Vec<usize>, Row)> {
    let with = |row: &Row, found: &Match| {
        let mut row = row.clone();
        row.insert(name.to_owned(), found.value.clone());
        (found.place.clone(), row)
    };
    let beginnings: HashSet<&[usize]> = rows.iter().map(|(place, _)| place.as_slice()).collect();
    let lengths: BTreeSet<usize> = rows.iter().map(|(place, _)| place.len()).collect();
    let mut partners: HashMap<&[usize], Vec<&Match>> = HashMap::new();
    let mut alone = Vec::new();
    for found in found {
        let beginning = lengths.iter().rev().filter_map(|length| found.place.get(..*length));
        match beginning.into_iter().find(|beginning| beginnings.contains(beginning)) {
            Some(beginning) => partners.entry(beginning).or_default().push(found),
            None => alone.push(with(single, found)),
        }
    }
    let mut longer = alone;
    for (place, row) in rows {
        match partners.get(place.as_slice()) {
            Some(partners) => longer.extend(partners.iter().map(|found| with(row, found))),
            None => longer.push((place.clone(), row.clone())),
        }
        if longer.len() > MOST_ROWS {
            break;
        }
    }
    longer
}

/// What is found, each with its place; what is empty is no value.
fn matches(by: &BindBy, text: &str) -> Vec<Match> {
    let numbered = |values: &mut dyn Iterator<Item = Option<String>>| -> Vec<Match> {
        let values = values.take(MOST_ROWS).enumerate();
        values.filter_map(|(index, value)| Some(Match { place: vec![index], value: value? })).collect()
    };
    let mut found = match by {
        BindBy::Regex(regex) => {
            let groups = regex.captures_iter(text).map(|found| found.get(1));
            numbered(&mut groups.map(|group| group.map(|group| group.as_str().to_owned())))
        }
        BindBy::Json(path) => {
            let found = json_path::values(text, path).unwrap_or_default().into_iter().take(MOST_ROWS);
            found.map(|found| Match { place: found.place, value: found.value.trim().to_owned() }).collect()
        }
        BindBy::Css { selector, attribute } => {
            let Ok(selector) = Selector::parse(selector) else { return Vec::new() };
            let page = Html::parse_document(text);
            let value = |element: scraper::ElementRef<'_>| match attribute {
                Some(attribute) => element.attr(attribute).map(|value| value.trim().to_owned()),
                None => Some(squeeze(&element.text().collect::<String>())),
            };
            numbered(&mut page.select(&selector).map(value))
        }
    };
    found.retain(|found| !found.value.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(by: &str, all: bool) -> Bind {
        Bind { by: BindBy::Json(by.to_owned()), all }
    }

    fn rows(binds: &[(&str, Bind)], text: &str) -> Vec<String> {
        let binds = binds.iter().map(|(name, bind)| ((*name).to_owned(), bind.clone())).collect();
        let show = |row: Row| row.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        read(&binds, text).into_iter().map(|row| show(row).join(" ")).collect()
    }

    #[test]
    fn values_of_one_item_go_together_even_where_another_item_lacks_one() {
        let body = r#"{"v":"7","items":[{"id":"a","f":"x"},{"id":"b"},{"f":"z"},{"id":"d","f":"w"}]}"#;
        let binds = [("id", bind("/items/*/id", true)), ("f", bind("/items/*/f", true)), ("v", bind("/v", false))];
        assert_eq!(rows(&binds, body), ["f=x id=a v=7", "id=b v=7", "f=z v=7", "f=w id=d v=7"]);
    }

    #[test]
    fn inner_items_go_with_the_item_around_them() {
        let body = r#"[{"r":"1","files":["a","b"]},{"r":"2","files":["c"]}]"#;
        let binds = [("r", bind("/*/r", true)), ("file", bind("/*/files/*", true))];
        assert_eq!(rows(&binds, body), ["file=a r=1", "file=b r=1", "file=c r=2"]);
    }

    #[test]
    fn elements_and_attributes_are_found_by_selector() {
        let css = |selector: &str, attribute: Option<&str>| Bind {
            by: BindBy::Css { selector: selector.to_owned(), attribute: attribute.map(str::to_owned) },
            all: true,
        };
        let page = "<ul><li data-id=' 1 '><b>One</b> model<li data-id=2>Two</ul>";
        let binds = [("id", css("li", Some("data-id"))), ("name", css("li", None))];
        assert_eq!(rows(&binds, page), ["id=1 name=One model", "id=2 name=Two"]);
    }

    #[test]
    fn rows_are_joined_by_what_both_have() {
        let row = |pairs: &[(&str, &str)]| -> Row {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let left = [row(&[("m.id", "a")]), row(&[("m.id", "b")])];
        let right = [row(&[("m.id", "a"), ("s.x", "1")]), row(&[("m.id", "a"), ("s.x", "2")])];
        assert_eq!(join(&left, &right, 10), right);
        assert_eq!(join(&left, &[row(&[("n.y", "1")])], 10).len(), 2);
        assert_eq!(join(&left, &right, 1).len(), 2);
    }
}
