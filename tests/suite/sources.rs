//! `docs/sources.md` is what the catalogue declares, and the catalogue is as large as it says.

use crate::support::Scenario;
use bangdan::catalogue::Catalogue;
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

#[test]
fn the_page_of_sources_is_what_the_catalogue_declares() {
    let written = Scenario::new().run(&["list", "--declared", "--format", "markdown"]).succeeded();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sources.md");
    if env::var_os("BANGDAN_REGENERATE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == written, "run `bangdan list --declared --format markdown --output docs/sources.md`");
}

#[test]
fn a_board_that_republishes_names_whom_and_is_no_publishers_own() {
    let catalogue = Catalogue::built_in().unwrap();
    let publishers: BTreeSet<String> =
        catalogue.sources().iter().map(|source| source.publisher.to_lowercase()).collect();
    let ids: BTreeSet<&str> = catalogue.boards().map(|(_, board)| board.id.as_str()).collect();
    for (source, board) in catalogue.boards() {
        let Some(of) = &board.republishes else { continue };
        assert!(!of.is_empty(), "{}", board.id);
        let known =
            ids.contains(of.as_str()) || catalogue.source(of).is_ok() || publishers.contains(&of.to_lowercase());
        assert!(known || !of.contains('/'), "{}: {of} is no board", board.id);
        assert_ne!(*of, board.id.to_string(), "{}", source.id);
    }
}
