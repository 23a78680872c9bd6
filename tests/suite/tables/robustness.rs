//! Bytes from strangers never bring extraction down.

use bangdan::catalogue::{Format, Inside, Reshape, TableSelector};
use bangdan::extract::Document;
use bangdan::schema::{Code, Digest};
use proptest::prelude::*;
use std::io::Write as _;

const FORMATS: [Format; 11] = [
    Format::Markdown,
    Format::Html,
    Format::Csv,
    Format::Tsv,
    Format::Json,
    Format::Jsonl,
    Format::Yaml,
    Format::Script,
    Format::Xlsx,
    Format::Zip,
    Format::Tar,
];

fn at(format: Format, place: Option<&str>, transpose: bool) -> TableSelector {
    let reshape = Reshape { transpose, ..Reshape::default() };
    TableSelector { at: place.map(str::to_owned), reshape, ..TableSelector::of(format) }
}

/// Reads in every way; what comes out must be consistent, whatever it is.
fn read(format: Format, body: &[u8]) {
    let document = Document::open(Digest::of(body), body);
    for table in document.all(format).unwrap_or_default() {
        super::bodies::assert_located(&table, body);
    }
    let _ = document.tables(&at(format, None, true));
    for place in ["rows", "/", "a[b='", "/*", "rows/{a}"] {
        let _ = document.tables(&at(format, Some(place), false));
    }
    for (outer, place) in [(format, "rows"), (format, "/*"), (Format::Markdown, "code"), (Format::Markdown, "html")] {
        let inside = vec![Inside { format: outer, at: place.to_owned() }];
        for found in document.tables(&TableSelector { inside, ..TableSelector::of(format) }).unwrap_or_default() {
            super::bodies::assert_located(&found.table, body);
        }
    }
}

/// Pieces of all formats, so that random bodies reach beyond the first byte of their readers.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "|",
        "\n",
        "---",
        "|:-:|",
        "| a | b |\n|--|--|\n",
        "> ",
        "# h\n",
        "`",
        "**",
        "\\",
        "<a href='",
        "'>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td rowspan=9 colspan=3>",
        "<th>",
        "<h2>",
        "</h2>",
        "<script>",
        "&amp;",
        "&#",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "rows",
        "rows:[{",
        "a:1",
        "\"a\":82.10",
        "null",
        "!0",
        "/*",
        "//",
        "const x=",
        "\\u",
        "\\ud83d",
        "\t",
        "\r\n",
        " ",
        "模型",
        "🏅\u{fe0f}",
        "0.80",
        "-",
        "    ",
        "1. ",
        "[x]: /u\n",
        "- ",
        "a: ",
        "&a ",
        "*a",
        "<<: ",
        "---\n",
        "? ",
        "|-\n",
        "```\n",
        "x=`",
    ];
    prop_oneof![
        8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_bring_a_reader_down(body in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            read(format, &body);
        }
    }

    #[test]
    fn no_pieces_of_formats_bring_a_reader_down(pieces in prop::collection::vec(piece(), 0..60)) {
        let body = pieces.concat();
        for format in FORMATS {
            read(format, body.as_bytes());
        }
    }

    #[test]
    fn no_damaged_workbook_brings_the_reader_down(at in 0..6_000_usize, byte in any::<u8>(), cut in 0..6_000_usize) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "模型").unwrap().write_string(0, 1, "总分").unwrap();
        sheet.write_string(1, 0, "GPT-4").unwrap().write_number(1, 1, 82.1).unwrap();
        let mut body = workbook.save_to_buffer().unwrap();
        if let Some(damaged) = body.get_mut(at) {
            *damaged = byte;
        }
        read(Format::Xlsx, &body);
        body.truncate(cut);
        read(Format::Xlsx, &body);
    }
}

#[test]
fn what_is_nested_very_deep_does_not_exhaust_the_stack() {
    for (format, piece) in [
        (Format::Html, "<div>"),
        (Format::Html, "<table><tr><td>"),
        (Format::Markdown, "> "),
        (Format::Markdown, "- "),
        (Format::Markdown, "["),
        (Format::Markdown, "*a "),
        (Format::Json, "["),
        (Format::Json, "{\"a\":"),
        (Format::Script, "a=["),
        (Format::Script, "rows:[{a:"),
    ] {
        read(format, piece.repeat(3_000).as_bytes());
    }
}

#[test]
fn a_workbook_that_unpacks_to_far_more_than_it_weighs_is_refused() {
    let mut container = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    container.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..65 {
        container.write_all(&zeros).unwrap();
    }
    let body = container.finish().unwrap().into_inner();
    assert!(body.len() < 200_000);
    let problem = Document::open(Digest::of(&body), &body).all(Format::Xlsx).expect_err("refused");
    assert_eq!(problem.code, Code::UnreadableBody);
    assert_eq!(problem.what.en, "the workbook unpacks to more than 64 MB");
}

#[test]
fn a_cell_at_the_far_edge_of_a_sheet_does_not_fill_the_memory() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "模型").unwrap().write_string(1_048_575, 16_383, "x").unwrap();
    let body = workbook.save_to_buffer().unwrap();
    let problem = Document::open(Digest::of(&body), &body).all(Format::Xlsx).expect_err("refused");
    assert_eq!(problem.what.en, "the sheet \"Sheet1\" has a cell beyond column 1000");
}

#[test]
fn a_page_cannot_multiply_its_cells_without_end() {
    let body = "<table>".to_owned() + &"<tr><td colspan=1000>x</td></tr>".repeat(1_001) + "</table>";
    let problem = Document::open(Digest::of(b""), body.as_bytes()).all(Format::Html).expect_err("refused");
    assert_eq!(problem.what.en, "the tables have more than 1000000 cells");
}
