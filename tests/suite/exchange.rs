//! Exports of the common schema, and the long CSV's way back.
#![expect(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

use bangdan::exchange::{ExportFormat, LongReader, LongWriter, WideColumns, WideWriter};
use bangdan::identity::{Meaning, Resolution};
use bangdan::schema::long::{LongRow, rows};
use bangdan::schema::{
    Better, BoardId, Digest, Edition, EditionOrder, Entry, Interval, Locator, Metric, MetricId, Missing, Rank, Reading,
    Score, Snapshot,
};
use bangdan::text::{Decimal, Message, restore_formula};
use std::collections::BTreeMap;
use std::io::{self, Write};

fn locator(row: u32, column: u32) -> Locator {
    Locator { capture: Digest::of(b"README"), table: "table 3".into(), row, column, bytes: None }
}

fn score(text: &str, row: u32) -> Reading {
    let number = Decimal::parse(text.trim_end_matches('%')).unwrap();
    Reading::Score(Score { text: text.into(), number, interval: None, n: None, at: locator(row, 4) })
}

fn entry(name: &str, rank: Rank, row: u32, readings: Vec<(&str, Reading)>) -> Entry {
    Entry {
        name: name.into(),
        organization: None,
        rank,
        readings: readings.into_iter().map(|(id, reading)| (MetricId::from(id), reading)).collect(),
        labels: BTreeMap::new(),
        link: None,
        key: Vec::new(),
        at: locator(row, 2),
    }
}

fn metric(id: &str, primary: bool) -> Metric {
    Metric {
        id: id.into(),
        name: Message::same(id),
        header: id.into(),
        benchmark: None,
        unit: "points".into(),
        better: Better::Higher,
        range: None,
        primary,
        computed: None,
        breaks: Vec::new(),
    }
}

/// Four rows: a reference row, a medal with a zero to keep, a name that means harm, and an entry without scores.
fn snapshot() -> Snapshot {
    let place = |place, text: &str| Rank::Place { place, text: text.into() };
    let mut medal = entry("文心一言4.0(API)", place(1, "\u{1f3c5}\u{fe0f}"), 3, vec![("total", score("82.10", 3))]);
    medal.organization = Some("百度".into());
    medal.labels = BTreeMap::from([("access".into(), "API".into()), ("note".into(), String::new())]);
    let pending = Reading::Missing { reason: Missing::Pending, text: String::new(), at: locator(4, 5) };
    let interval = Reading::Score(Score {
        text: "-5.2%".into(),
        number: Decimal::parse("-5.2").unwrap(),
        interval: Some(Interval { low: -6.25, high: 1e-7 }),
        n: Some(2000),
        at: locator(4, 4),
    });
    let mut harmful = entry(
        "=cmd|' /C calc'!A0, \"x\"\r\nsecond line",
        place(9, "9"),
        4,
        vec![("total", interval), ("open", pending)],
    );
    harmful.organization = Some("'=@".into());
    harmful.labels = BTreeMap::from([("access".into(), "\t+1;=2".into()), ("name".into(), "clash".into())]);
    Snapshot {
        board: BoardId::from("superclue/general"),
        edition: Some(Edition {
            order: EditionOrder { year: 2023, month: 12, day: 0, rank: 0 },
            label: "2023年12月".into(),
        }),
        address: "readme".into(),
        published_at: None,
        observed_at: "2026-11-23T15:04:05Z".parse().unwrap(),
        last_seen_at: "2026-11-24T15:04:05Z".parse().unwrap(),
        captures: vec![Digest::of(b"README")],
        metrics: vec![metric("total", true), metric("open", false)],
        entries: vec![
            entry("GPT4-Turbo", Rank::Reference { text: "-".into() }, 2, vec![("total", score("90.63", 2))]),
            medal,
            harmful,
            entry("unscored", Rank::NotGiven, 5, Vec::new()),
        ],
        problems: Vec::new(),
        left_out: Vec::new(),
    }
}

fn resolve(entry: &Entry) -> Resolution {
    let known = entry.name == "GPT4-Turbo";
    let id = "openai/gpt-4-turbo@2023-11-06";
    Resolution {
        meaning: if known { Meaning::Model(id.into()) } else { Meaning::New("?/unscored".into()) },
        settings: known.then(|| ("access".to_owned(), "api".to_owned())).into_iter().collect(),
        kind: None,
        evidence: Vec::new(),
        candidates: Vec::new(),
    }
}

fn long(format: ExportFormat, resolve: impl Fn(&Entry) -> Resolution) -> String {
    let mut writer = LongWriter::new(Vec::new(), format).unwrap();
    writer.snapshot(&snapshot(), resolve).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

fn nobody(entry: &Entry) -> Resolution {
    Resolution { meaning: Meaning::New("?/nobody".into()), settings: BTreeMap::new(), ..resolve(entry) }
}

#[test]
fn the_long_csv_has_the_columns_of_the_schema_and_every_row_is_filled() {
    let text = long(ExportFormat::Csv, resolve);
    let digest = Digest::of(b"README").hex();
    let start = format!(
        "row_kind,source,board,edition,published_at,observed_at,last_seen_at,captures,entry,name,organization,model,\
         configuration,rank,rank_text,reference,metric,value,text,missing,decimals,low,high,n,unit,better,locator,\
         computed\r\n\
         entry,superclue,superclue/general,2023年12月,,2026-11-23T15:04:05Z,2026-11-24T15:04:05Z,{digest},1,GPT4-Turbo,,\
         openai/gpt-4-turbo@2023-11-06,access=api,,-,true,,,,,,,,,,,table 3!R2C2,false\r\n\
         score,superclue,superclue/general,2023年12月,,2026-11-23T15:04:05Z,2026-11-24T15:04:05Z,{digest},1,GPT4-Turbo,,\
         openai/gpt-4-turbo@2023-11-06,access=api,,-,true,total,90.63,90.63,,2,,,,points,higher,table 3!R2C4,false\r\n\
         entry,superclue,superclue/general,2023年12月,,2026-11-23T15:04:05Z,2026-11-24T15:04:05Z,{digest},2,文心一言4.0(API),\
         百度,,,1,\u{1f3c5}\u{fe0f},false,,,,,,,,,,,table 3!R3C2,false\r\n"
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(text.contains(",total,82.10,82.10,,2,,,,points,higher,"), "the zero is kept");
    assert!(text.contains(",total,-5.2,-5.2%,,1,-6.25,0.0000001,2000,points,higher,"), "{text}");
    assert!(text.contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\r\nsecond line\""), "a formula is defused and quoted");
}

#[test]
fn the_long_csv_reads_back_as_the_same_snapshot() {
    let text = long(ExportFormat::Csv, nobody);
    let mut reader = LongReader::new(text.as_bytes(), "export.csv").unwrap();
    let original = snapshot();
    let mut expected = rows(&original).into_iter();
    while let Some(row) = reader.read().unwrap() {
        assert_eq!(Some(row), expected.next());
    }
    assert_eq!(expected.next(), None);
}

#[test]
fn columns_may_stand_in_another_order_after_a_byte_order_mark() {
    let text = long(ExportFormat::Csv, resolve);
    let mut records: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for record in &mut records {
        writer.write_record(record.iter().rev()).unwrap();
    }
    let turned = writer.into_inner().unwrap();
    let mut reader = LongReader::new(&turned[..], "export.csv").unwrap();
    let first = reader.read().unwrap().unwrap();
    assert_eq!((first.name.as_ref(), first.model.as_deref()), ("GPT4-Turbo", Some("openai/gpt-4-turbo@2023-11-06")));
}

#[test]
fn what_is_no_long_table_is_refused_with_its_place() {
    let refusal = |text: &str| {
        let mut reader = match LongReader::new(text.as_bytes(), "export.csv") {
            Ok(reader) => reader,
            Err(error) => return error.to_string(),
        };
        loop {
            match reader.read() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("{text} is refused"),
                Err(error) => return error.to_string(),
            }
        }
    };
    let good = long(ExportFormat::Csv, nobody);
    assert_eq!(refusal("name,rank\r\n"), "export.csv: there is no column `row_kind`");
    let more = good.replacen("row_kind", "extra,row_kind", 1);
    assert_eq!(refusal(&more), "export.csv: `extra` is no column of the long table");
    let header = LongRow::COLUMNS.join(",");
    assert_eq!(refusal(&format!("{header},rank\r\n")), "export.csv: a column stands twice");
    let unread = good.replacen(",90.63,90.63,,2,", ",about 90,90.63,,2,", 1);
    assert_eq!(refusal(&unread), "export.csv: row 3: column value cannot hold \"about 90\"");
    let ragged = format!("{header}\r\nentry,superclue\r\n");
    assert_eq!(refusal(&ragged), "export.csv: row 2: this is not the long table as CSV");
}

#[test]
fn the_long_json_has_the_same_keys_numbers_with_their_digits_and_null_for_nothing() {
    let text = long(ExportFormat::Json, resolve);
    assert!(text.contains("\"value\":82.10,\"text\":\"82.10\""), "{text}");
    assert!(text.contains("\"low\":-6.25,\"high\":0.0000001,\"n\":2000"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let original = snapshot();
    let expected = rows(&original);
    let objects = json.as_array().unwrap();
    assert_eq!(objects.len(), expected.len());
    for (object, row) in objects.iter().zip(&expected) {
        assert_eq!(object.as_object().unwrap().len(), LongRow::COLUMNS.len());
        assert_eq!(object["row_kind"], row.kind.code());
        assert_eq!(object["name"], row.name.as_ref(), "names are not defused in JSON");
        assert_eq!(object["text"].as_str(), row.text.as_deref());
        assert_eq!(object["value"].as_f64(), row.value.map(Decimal::to_f64));
        assert_eq!(object["reference"], row.reference);
        assert_eq!(object["captures"][0], Digest::of(b"README").hex());
        assert_eq!(object["published_at"], serde_json::Value::Null);
    }
    let line = text.lines().nth(1).unwrap();
    let places = LongRow::COLUMNS.map(|column| line.find(&format!("\"{column}\":")).unwrap());
    assert!(places.is_sorted(), "{line}");
}

#[test]
fn an_export_without_rows_is_still_one() {
    let empty = |format| {
        let bytes = LongWriter::new(Vec::new(), format).unwrap().finish().unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(empty(ExportFormat::Json), "[]\n");
    assert_eq!(empty(ExportFormat::Csv), LongRow::COLUMNS.join(",") + "\r\n");
}

fn wide(format: ExportFormat) -> String {
    let mut columns = WideColumns::default();
    columns.add(&snapshot());
    let mut writer = WideWriter::new(Vec::new(), format, columns).unwrap();
    writer.snapshot(&snapshot(), resolve).unwrap();
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn the_wide_csv_has_one_row_per_entry_with_what_is_printed() {
    let text = wide(ExportFormat::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let expected = "board,edition,published_at,observed_at,rank,rank_text,name,organization,model,configuration,\
                    access,label.name,note,total,open";
    assert_eq!(header.join(","), expected);
    let records: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.unwrap().iter().map(|cell| restore_formula(cell).to_owned()).collect())
        .collect();
    let general = ["superclue/general", "2023年12月", "", "2026-11-23T15:04:05Z"];
    let rest = [
        ["", "-", "GPT4-Turbo", "", "openai/gpt-4-turbo@2023-11-06", "access=api", "", "", "", "90.63", ""],
        ["1", "\u{1f3c5}\u{fe0f}", "文心一言4.0(API)", "百度", "", "", "API", "", "", "82.10", ""],
        ["9", "9", "=cmd|' /C calc'!A0, \"x\"\r\nsecond line", "'=@", "", "", "\t+1;=2", "clash", "", "-5.2%", ""],
        ["", "", "unscored", "", "", "", "", "", "", "", ""],
    ];
    let expected: Vec<Vec<&str>> = rest.iter().map(|row| [&general[..], &row[..]].concat()).collect();
    assert_eq!(records, expected);
}

#[test]
fn the_wide_json_tells_empty_from_nothing() {
    let json: serde_json::Value = serde_json::from_str(&wide(ExportFormat::Json)).unwrap();
    assert_eq!(json[2]["open"], "", "the cell is there and prints nothing");
    assert_eq!(json[1]["open"], serde_json::Value::Null, "there is no such cell");
    assert_eq!(json[1]["rank"], 1);
    assert_eq!(json[1]["rank_text"], "\u{1f3c5}\u{fe0f}");
    assert_eq!(json[1]["total"], "82.10");
}

#[test]
fn a_wide_export_refuses_to_lose_a_column() {
    let mut writer = WideWriter::new(Vec::new(), ExportFormat::Csv, WideColumns::default()).unwrap();
    assert!(writer.snapshot(&snapshot(), nobody).is_err());
}

/// Counts what is written and keeps only the longest piece.
#[derive(Default)]
struct Counter {
    total: usize,
    longest: usize,
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.total += bytes.len();
        self.longest = self.longest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn exports_are_streamed() {
    for format in [ExportFormat::Csv, ExportFormat::Json] {
        let mut writer = LongWriter::new(Counter::default(), format).unwrap();
        for _ in 0..200 {
            writer.snapshot(&snapshot(), nobody).unwrap();
        }
        let counter = writer.finish().unwrap();
        assert!(counter.total > 300_000 && counter.longest < 20_000, "{} {}", counter.total, counter.longest);
    }
}
