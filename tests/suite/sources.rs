//! `docs/sources.md` is what the catalogue declares, and nothing else.

use crate::support::Scenario;
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
