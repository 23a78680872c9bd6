//! Bodies that are made to exhaust their reader are refused, or read, before they do.

use bangdan::catalogue::Format;
use bangdan::extract::Document;
use bangdan::schema::{Digest, RawTable};
use std::io::Write as _;

fn read(format: Format, body: &[u8]) -> Result<Vec<RawTable>, String> {
    Document::tables_of(format, Digest::of(b""), body).map_err(|problem| problem.what.en)
}

fn refused(format: Format, body: &[u8]) -> String {
    read(format, body).expect_err("refused")
}

#[test]
fn a_page_of_200_mb_is_refused() {
    let body = vec![b' '; 200 << 20];
    assert_eq!(
        refused(Format::Html, &body),
        "the body, or what is packed in it, has more than 32 MB, the most that is read"
    );
}

#[test]
fn pages_of_nothing_but_tags_are_refused_or_read() {
    for piece in ["<div>", "<table><tr><td>", "<b></i>", "<div></p>", "<svg>", "<b><p>", "<select><div>"] {
        let message = refused(Format::Html, piece.repeat(200_000).as_bytes());
        assert_eq!(message, "elements are nested deeper than 512 levels", "{piece}");
    }
    for piece in ["<p>", "<li>", "<tr>", "<td>", "<br>", "</div>", "<template></template>", "<a>", "<"] {
        let message = read(Format::Html, piece.repeat(200_000).as_bytes());
        let is_expected = piece == "<a>" || message.as_ref().is_ok_and(Vec::is_empty);
        assert!(is_expected, "{piece}: {message:?}");
    }
}

#[test]
fn inline_elements_that_are_opened_again_do_not_multiply_without_end() {
    let body = "<p>".to_owned() + &"<i>".repeat(400) + &"<p>x".repeat(500_000);
    assert_eq!(refused(Format::Html, body.as_bytes()), "elements are nested deeper than 512 levels");
}

#[test]
fn a_huge_attribute_is_no_harm() {
    let body = format!("<table><tr><td style=\"{0}\" x=\"{0}\">a<td>b</table>", "x".repeat(10 << 20));
    let tables = read(Format::Html, body.as_bytes()).expect("a table");
    assert_eq!(tables[0].header.len(), 2);
}

#[test]
fn huge_spans_are_held_to_what_browsers_allow() {
    let spans = "<table><tr><td rowspan=99999999999 colspan=99999>a</td></tr>";
    let body = spans.to_owned() + &"<tr></tr>".repeat(100) + "</table>";
    let tables = read(Format::Html, body.as_bytes()).expect("a table");
    assert_eq!(tables[0].header.len(), 1_000);
    let body = "<table><tr><td rowspan=60000 colspan=1000>a</td></tr>".to_owned() + &"<tr></tr>".repeat(10_000);
    assert_eq!(refused(Format::Html, body.as_bytes()), "the tables have more than 1000000 cells");
}

/// A workbook of one sheet whose rows are `rows`.
fn workbook(rows: &str) -> Vec<u8> {
    let parts = [
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ];
    let mut container = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        container.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        container.write_all(text.as_bytes()).unwrap();
    }
    container.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_of_a_million_empty_rows_has_no_table() {
    let rows: Vec<String> = (1..=1_000_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"/></row>")).collect();
    let rows = rows.concat();
    assert_eq!(read(Format::Xlsx, &workbook(&rows)), Ok(Vec::new()));
}

#[test]
fn rows_that_come_in_any_order_are_read_in_order() {
    let cell = |place: &str, text: &str| format!("<c r=\"{place}\" t=\"str\"><v>{text}</v></c>");
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    let rows = row(1, &(cell("A1", "m") + &cell("B1", "s")))
        + &row(4, &cell("A4", "d"))
        + &row(2, &cell("A2", "b"))
        + &row(4, &cell("B4", "9"))
        + &row(2, &cell("B2", "7"));
    let tables = read(Format::Xlsx, &workbook(&rows)).expect("a table");
    let read: Vec<(u32, Vec<&str>)> = tables[0]
        .rows
        .iter()
        .map(|row| (row.number, row.cells.iter().map(|cell| cell.text.as_str()).collect()))
        .collect();
    assert_eq!(read, [(2, vec!["b", "7"]), (4, vec!["d", "9"])]);
}
