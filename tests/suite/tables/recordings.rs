//! The recorded READMEs, where they lie beside the checkout.

use bangdan::catalogue::Format;
use bangdan::extract::Document;
use bangdan::schema::Digest;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Tables, rows below headers, and cells of the 336 READMEs, as markdown-it-py 4 counts tables and rows (preset
/// `commonmark` with `table`), the cells of a row's own source line counted by its unescaped pipes, trailing empty ones
/// past the header left out.
const COUNTED: [usize; 3] = [2245, 23466, 157_879];
/// Two tables whose separator has one column more than the header, which are none to that reader; counted by hand:
/// CLUE 2020-01-09 line 33 (a header of 6 cells and 12 rows) and SuperCLUE 2023-12-28 line 77 (9 and 26).
const UNEVEN: [usize; 3] = [2, 12 + 26, 6 * (1 + 12) + 9 * (1 + 26)];
/// Four lines of notes, indented by four blanks, that follow FewCLUE's second table of 2021-05-07 without an empty line:
/// rows of one cell here, while that reader ends the table before them.
const INDENTED: [usize; 3] = [0, 4, 4];

fn folder() -> Option<PathBuf> {
    let folder = env::var_os("BANGDAN_RECORDINGS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn readmes(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            readmes(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "md") {
            found.push(entry);
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn the_recorded_readmes_are_read_whole_and_every_cell_is_traced_to_its_bytes() {
    let Some(folder) = folder() else {
        println!("skipped: no recordings beside the checkout (BANGDAN_RECORDINGS)");
        return;
    };
    let mut files = Vec::new();
    readmes(&folder.join("clue/github"), &mut files);
    assert_eq!(files.len(), 336, "READMEs");
    let mut counts = [0; 3];
    for file in files {
        let body = fs::read(&file).expect("a README");
        let tables = Document::open(Digest::of(&body), &body).all(Format::Markdown);
        for table in tables.unwrap_or_else(|problem| panic!("{}: {problem:?}", file.display())) {
            super::bodies::assert_located(&table, &body);
            counts[0] += 1;
            counts[1] += table.rows.len();
            counts[2] += table.header.len() + table.rows.iter().map(|row| row.cells.len()).sum::<usize>();
        }
    }
    let expected = [0, 1, 2].map(|index| COUNTED[index] + UNEVEN[index] + INDENTED[index]);
    assert_eq!(counts, expected);
}
