//! The Atom feed, read by another reader than the one that wrote it.

use crate::support::Scenario;
use bangdan::news::{Boards, Facts, Feed, Item, Kind, Occurrence, atom};
use bangdan::schema::{BoardId, Digest, Timestamp};
use bangdan::text::{Language, Message};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};

type Element = (BTreeMap<String, Vec<String>>, Vec<BTreeMap<String, String>>);

/// The feed's own elements, and each entry's: texts by name, and the attributes of its links. Every element must be one
/// of RFC 4287, and the document well-formed.
fn read(xml: &str) -> (Element, Vec<Element>) {
    let mut reader = Reader::from_str(xml);
    let (mut feed, mut entries) = (Element::default(), Vec::<Element>::new());
    let mut path: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match event {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == "link" => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                let link: BTreeMap<String, String> = attributes.collect();
                let owner = if path.len() > 1 { entries.last_mut().unwrap() } else { &mut feed };
                owner.1.push(link);
            }
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                if path.last().unwrap() == "entry" {
                    entries.push(Element::default());
                }
                let owner = if path.get(1).is_some_and(|name| name == "entry") {
                    entries.last_mut().unwrap()
                } else {
                    &mut feed
                };
                owner.0.entry(path.last().unwrap().clone()).or_default().push(String::new());
            }
            Event::Text(text) => push(&mut feed, &mut entries, &path, &text),
            Event::GeneralRef(entity) => {
                let text = match entity.as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                };
                push(&mut feed, &mut entries, &path, text);
            }
            Event::End(end) => assert_eq!(path.pop().unwrap(), end.name().as_ref()),
            Event::Empty(empty) => assert_eq!(empty.name().as_ref(), "category"),
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(path.is_empty());
    (feed, entries)
}

fn push(feed: &mut Element, entries: &mut [Element], path: &[String], text: &str) {
    let Some(last) = path.last() else { return };
    let owner = if path.get(1).is_some_and(|name| name == "entry") { entries.last_mut().unwrap() } else { feed };
    owner.0.get_mut(last).unwrap().last_mut().unwrap().push_str(text);
}

fn one<'e>(element: &'e Element, name: &str) -> &'e str {
    let all = element.0.get(name).unwrap_or_else(|| panic!("no {name}: {element:?}"));
    assert_eq!(all.len(), 1, "{name}");
    &all[0]
}

#[test]
fn the_feed_has_what_rfc_4287_asks_for() {
    let arguments = ["news", "superclue", "--since", "2023-08-01", "--format", "atom"];
    let scenario = Scenario::fixtures();
    let text = scenario.run(&arguments).succeeded();
    assert_eq!(text, scenario.run(&arguments).succeeded(), "the same archive gives the same bytes");
    let (feed, entries) = read(&text);
    assert!(text.contains("xmlns=\"http://www.w3.org/2005/Atom\""));
    assert!(one(&feed, "id").starts_with("tag:bangdan.invalid,2026:news/"));
    assert!(!one(&feed, "title").is_empty() && feed.0.contains_key("author"));
    assert!(entries.len() > 20, "{}", entries.len());
    let ids: BTreeSet<&str> = entries.iter().map(|entry| one(entry, "id")).collect();
    assert_eq!(ids.len(), entries.len());
    let times: Vec<Timestamp> = entries.iter().map(|entry| one(entry, "updated").parse().unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "the newest first");
    assert_eq!(one(&feed, "updated").parse::<Timestamp>().unwrap(), times[0]);
    for entry in &entries {
        assert!(!one(entry, "title").is_empty() && !one(entry, "content").is_empty());
        one(entry, "published").parse::<Timestamp>().unwrap();
        assert!(entry.1.iter().all(|link| link["rel"] == "alternate" && link["href"].starts_with("https://")));
    }
}

fn hostile(name: &str) -> Item {
    let at: Timestamp = "2026-09-01T00:00:00Z".parse().unwrap();
    Item {
        occurrence: Occurrence {
            name: name.to_owned(),
            place: Some(1),
            former: vec!["]]>".to_owned()],
            capture: Some(Digest::of(name.as_bytes())),
            ..Occurrence::of_board(Kind::NewLeader, &BoardId::from("x/y"), at, at)
        },
        facts: Facts::default(),
        rule: "r".to_owned(),
        title: Message::same("<b>"),
        top: 10,
        importance: 1,
        also: Vec::new(),
        more: Vec::new(),
    }
}

#[test]
fn names_of_strangers_are_text_in_the_feed() {
    let names = ["<script>&amp;\"'", "a\u{0}\u{1b}[31m\u{fffe}b", "\u{202e}gnp", "]]><!--", "文心一言 🏅"];
    let items: Vec<Item> = names.into_iter().map(hostile).collect();
    let boards = Boards::default();
    let newest: Timestamp = "2026-09-01T00:00:00Z".parse().unwrap();
    let feed = Feed { author: "A & <B>".to_owned(), address: Some("javascript:x".to_owned()), ..Feed::default() };
    let xml = String::from_utf8(atom(&items, &boards, newest, Language::Chinese, &feed).unwrap()).unwrap();
    let (head, entries) = read(&xml);
    assert_eq!(one(&head, "name"), "A & <B>");
    assert!(head.1.is_empty(), "an address that is none of the web is not written");
    let titles: String = entries.iter().map(|entry| one(entry, "title")).collect();
    assert!(titles.contains("<script>&amp;\"'") && titles.contains("]]><!--") && titles.contains("文心一言 🏅"));
    let control = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{fffe}');
    assert!(!xml.chars().any(control));
}
