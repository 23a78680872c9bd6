//! Events are derived once and kept: what is read is what the contents give, or it is derived again.

use crate::support::fixtures;
use bangdan::archive::Archive;
use bangdan::catalogue::Catalogue;
use bangdan::collect::{Keep, Library, Listener, replay};
use bangdan::compare::events;
use bangdan::identity::{Overlay, Registry};
use bangdan::schema::{BoardEvent, BoardId, Snapshot};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Told = BTreeMap<BoardId, Vec<BoardEvent>>;

/// An archive with what the fixtures hold of two sources.
fn archive(folder: &Path) -> Archive {
    let archive = Archive::create(folder).unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let sources = ["superclue", "superclue-auto"].map(|id| catalogue.source(id).unwrap());
    replay(&Archive::open(&fixtures()).unwrap(), &sources, &archive, "2026-11-28T00:00:00Z".parse().unwrap()).unwrap();
    archive
}

fn library(archive: &Archive, keep: Keep) -> Library {
    Library::open(archive.clone(), Catalogue::built_in().unwrap(), keep).unwrap()
}

fn told(library: &Library, registry: &Registry) -> Told {
    library.events(registry, &|_| true, &|_| Box::new(|event| vec![event])).unwrap()
}

/// The events without their keeping.
fn straight(library: &Library, registry: &Registry) -> Told {
    let who = |snapshot: &Snapshot, entry: &_| registry.who_is(snapshot, entry);
    let histories = library.histories().unwrap().into_iter();
    let of_sources = histories.filter(|(board, _)| board.as_str().starts_with("superclue"));
    let told = of_sources.map(|(board, history)| (board, events(&history.snapshots, &who)));
    told.filter(|(_, events)| !events.is_empty()).collect()
}

fn full(told: Told) -> Told {
    told.into_iter().filter(|(_, events)| !events.is_empty()).collect()
}

#[test]
fn kept_events_are_those_that_the_contents_give() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let registry = Registry::built_in().unwrap();
    let expected = straight(&library(&archive, Keep::Nothing), &registry);
    assert!(expected.values().map(Vec::len).sum::<usize>() > 100);
    let kept = folder.path().join("derived/events");
    assert_eq!(full(told(&library(&archive, Keep::Nothing), &registry)), expected);
    assert!(!kept.exists(), "what may not be written is not written");
    assert_eq!(full(told(&library(&archive, Keep::Derived), &registry)), expected);
    let file = kept.join("superclue.general.jsonl.gz");
    let bytes = fs::read(&file).unwrap();
    assert_eq!(full(told(&library(&archive, Keep::Derived), &registry)), expected);
    assert_eq!(fs::read(&file).unwrap(), bytes, "what is current is read and not written");
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(full(told(&library(&archive, Keep::Derived), &registry)), expected);
    assert_eq!(fs::read(&file).unwrap(), bytes, "what is damaged is made again");
}

#[test]
fn only_what_is_asked_for_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let registry = Registry::built_in().unwrap();
    let all = told(&library(&archive, Keep::Derived), &registry);
    let since = "2023-10-01T00:00:00Z".parse().unwrap();
    let board = BoardId::from("superclue/general");
    let expected: Vec<&BoardEvent> =
        all[&board].iter().filter(|event| event.public_at >= since && event.code() == "entered").collect();
    assert!(!expected.is_empty() && expected.len() < all[&board].len());
    for keep in [Keep::Derived, Keep::Nothing] {
        let library = library(&archive, keep);
        let listen = |_: &BoardId| -> Listener<'_, BoardEvent> {
            Box::new(
                |event| {
                    if event.public_at >= since && event.code() == "entered" { vec![event] } else { Vec::new() }
                },
            )
        };
        let told = library.events(&registry, &|id| *id == board, &listen).unwrap();
        assert_eq!(told.keys().collect::<Vec<_>>(), [&board]);
        assert_eq!(told[&board].iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_decision_about_names_tells_them_anew() {
    let folder = tempfile::tempdir().unwrap();
    let archive = archive(folder.path());
    let built_in = Registry::built_in().unwrap();
    told(&library(&archive, Keep::Derived), &built_in);
    let file = folder.path().join("derived/events/superclue.general.jsonl.gz");
    let before = fs::read(&file).unwrap();
    let columns = Overlay::COLUMNS.join(",");
    let row = Overlay::COLUMNS.map(|column| match column {
        "action" => "reject",
        "name" | "alias" => "vivoLM",
        "id" => "vivo/vivolm",
        "why" => "a test",
        _ => "",
    });
    let text = format!("{columns}\n{}\n", row.join(","));
    let overlay = Overlay::read("own.csv", text.as_bytes()).unwrap();
    let own = built_in.clone().with(&overlay).unwrap();
    assert_ne!(own.digest(), built_in.digest());
    told(&library(&archive, Keep::Derived), &own);
    assert_ne!(fs::read(&file).unwrap(), before, "the stamp is another one");
}
