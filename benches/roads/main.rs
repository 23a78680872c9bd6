//! How fast the parts of the road are, on generated tables and on the fixtures: `cargo bench`, or
//! `cargo bench -- diff` for some. What the figures were, and those of whole commands: `docs/performance.md`.

#![expect(clippy::unwrap_used, reason = "an input that cannot be made leaves nothing to measure")]

mod inputs;

use bangdan::archive::Archive;
use bangdan::catalogue::{Catalogue, Format};
use bangdan::collect::{BoardState, Keep, Library};
use bangdan::compare::{diff, nobody};
use bangdan::extract::Document;
use bangdan::normalize::normalize;
use bangdan::render::{HtmlPage, html, markdown, terminal};
use bangdan::report::{BoardView, board_page, ranking_report};
use bangdan::schema::{Digest, Timestamp};
use bangdan::text::Language;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// Bytes to all tables of a body.
#[divan::bench(args = ["markdown", "xlsx", "html", "json", "script", "csv"])]
fn extract(bencher: Bencher, format: &str) {
    let (format, bytes) = match format {
        "markdown" => (Format::Markdown, inputs::markdown()),
        "xlsx" => (Format::Xlsx, inputs::workbook()),
        "html" => (Format::Html, inputs::html()),
        "json" => (Format::Json, inputs::json()),
        "script" => (Format::Script, inputs::script()),
        _ => (Format::Csv, inputs::csv()),
    };
    let capture = Digest::of(&bytes);
    let tables = || Document::open(capture, black_box(&bytes)).all(format).unwrap();
    assert!(!tables().is_empty(), "the input has tables");
    bencher.counter(BytesCount::of_slice(&bytes)).bench(tables);
}

/// A table of 300 and of 10,000 rows to a snapshot.
#[divan::bench(args = [300, 10_000])]
fn normalise(bencher: Bencher, rows: usize) {
    let catalogue = inputs::catalogue();
    let (_, board) = inputs::board(&catalogue);
    let table = inputs::table(&inputs::cells(rows, 7));
    let context = inputs::context(board, 0);
    bencher.counter(ItemsCount::new(rows)).bench(|| normalize(&context, black_box(&table), &[]).unwrap());
}

/// Two contents of a board: 1 in 100 changed, 1 in 200 entered, 1 in 200 left.
#[divan::bench(args = [300, 10_000])]
fn compare(bencher: Bencher, entries: usize) {
    let catalogue = inputs::catalogue();
    let (_, board) = inputs::board(&catalogue);
    let (old, new) = inputs::two_days(board, entries);
    bencher.counter(ItemsCount::new(entries)).bench(|| diff(black_box(&old), black_box(&new)));
}

/// A board of 1,000 contents of 40 entries in the derived store.
mod archive {
    use super::{Archive, Bencher, Digest, ItemsCount, inputs};
    use tempfile::TempDir;

    fn board() -> (TempDir, Archive) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(&folder.path().join("archive")).unwrap();
        let catalogue = inputs::catalogue();
        let (_, board) = inputs::board(&catalogue);
        archive.write_board(&board.id, Digest::of(b""), &inputs::history(board, 1000)).unwrap();
        (folder, archive)
    }

    /// What there is, without the entries.
    #[divan::bench]
    fn index(bencher: Bencher) {
        let (_folder, archive) = board();
        bencher.counter(ItemsCount::new(1000_usize)).bench(|| archive.index(&"bench".into()).unwrap().unwrap());
    }

    /// One content with its entries.
    #[divan::bench]
    fn load(bencher: Bencher) {
        let (_folder, archive) = board();
        let index = archive.index(&"bench".into()).unwrap().unwrap();
        let newest = index.history.snapshots.last().unwrap();
        bencher.bench(|| archive.load(&index, newest).unwrap());
    }

    /// All contents with their entries.
    #[divan::bench]
    fn load_all(bencher: Bencher) {
        let (_folder, archive) = board();
        let index = archive.index(&"bench".into()).unwrap().unwrap();
        bencher.counter(ItemsCount::new(1000_usize)).bench(|| archive.load_all(&index).unwrap());
    }

    /// Writing them.
    #[divan::bench(sample_count = 10)]
    fn write(bencher: Bencher) {
        let (_folder, archive) = board();
        let catalogue = inputs::catalogue();
        let (_, board) = inputs::board(&catalogue);
        let history = inputs::history(board, 1000);
        let stamp = Digest::of(b"");
        bencher.counter(ItemsCount::new(1000_usize)).bench(|| archive.write_board(&board.id, stamp, &history).unwrap());
    }
}

/// The built-in definitions, as every command reads them first.
#[divan::bench]
fn definitions() -> Catalogue {
    Catalogue::built_in().unwrap()
}

/// Every board of the fixtures from bytes to its history; nothing is kept.
#[divan::bench(sample_count = 10)]
fn derive_fixtures(bencher: Bencher) {
    let archive = Archive::open(&inputs::fixtures()).unwrap();
    let library = Library::open(archive, Catalogue::built_in().unwrap(), Keep::Nothing).unwrap();
    bencher.bench(|| library.histories().unwrap());
}

/// The page of a board of 300 entries, composed and drawn.
mod page {
    use super::{Bencher, ranking_report, terminal};
    use super::{BoardState, BoardView, HtmlPage, Language, Timestamp, board_page, html, inputs, markdown, nobody};
    use bangdan::schema::BoardHistory;

    #[divan::bench]
    fn compose(bencher: Bencher) {
        let catalogue = inputs::catalogue();
        bencher.with_inputs(|| view(&catalogue)).bench_refs(|view| board_page(view, &nobody, None));
    }

    #[divan::bench]
    fn as_html(bencher: Bencher) {
        let catalogue = inputs::catalogue();
        let report = board_page(&view(&catalogue), &nobody, None);
        let page = HtmlPage { language: Language::Chinese, style: None, other: None, home: None };
        bencher.bench(|| html(&report, &page));
    }

    #[divan::bench]
    fn as_markdown(bencher: Bencher) {
        let catalogue = inputs::catalogue();
        let report = board_page(&view(&catalogue), &nobody, None);
        bencher.bench(|| markdown(&report, Language::Chinese));
    }

    #[divan::bench]
    fn as_terminal(bencher: Bencher) {
        let catalogue = inputs::catalogue();
        let view = view(&catalogue);
        let report = ranking_report(view.board, view.latest().unwrap(), None);
        bencher.bench(|| terminal(&report, Language::Chinese, 120, true));
    }

    fn view(catalogue: &super::Catalogue) -> BoardView<'_> {
        let (source, board) = inputs::board(catalogue);
        let (old, new) = inputs::two_days(board, 300);
        let history = BoardHistory { snapshots: vec![old, new], ..BoardHistory::default() };
        let state = BoardState::of(source, &history, Timestamp::from_second(1_700_100_000).unwrap());
        BoardView::new(source, board, history, state)
    }
}
