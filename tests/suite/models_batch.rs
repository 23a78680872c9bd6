//! `models resolve --input`: tables of names, well formed and not.

use crate::support::Scenario;
use std::fmt::Write as _;

/// All rows of a CSV, the header first.
fn table(text: &str) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn resolved(input: &[u8]) -> (Vec<Vec<String>>, String) {
    let ended = Scenario::new().fed(&["models", "resolve", "--input", "-", "--format", "csv"], input);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    (table(&ended.stdout), ended.stderr)
}

#[test]
fn columns_in_any_order_are_passed_through_and_five_are_added() {
    let input = "note,access_as_shown,raw_name,organization_as_shown,source,数\r\n\
                 a,网页,文心一言4.0,百度,SuperCLUE/README@2023-12,1\r\n\
                 \"b, \"\"quoted\"\"\nover two lines\",,Qwen3-235B-A22B-no-thinking,,,2\r\n\
                 c,,人类,,clue,3\r\n\
                 d,,DeepSeek R1 + claude-3-5-sonnet-20241022,,Aider/polyglot,4\r\n\
                 e,,Zzyzx Wombat,,,5\r\n\
                 f,,claude-3-opus-20240229,Google,,6\r\n";
    let (rows, told) = resolved(input.as_bytes());
    let given = table(input);
    assert_eq!(rows.len(), 7);
    for (row, given) in rows.iter().zip(&given) {
        assert_eq!(&row[..6], given.as_slice());
    }
    assert_eq!(rows[0][6..], ["id", "config", "kind", "evidence", "candidates"]);
    let added: Vec<[&str; 4]> =
        rows[1..].iter().map(|row| [&row[6], &row[7], &row[8], &row[10]].map(|s| &**s)).collect();
    assert_eq!(
        added,
        [
            ["baidu/ernie-4.0", "access=web", "fixed", ""],
            ["alibaba/qwen3-235b-a22b", "thinking=off", "fixed", ""],
            ["NONE", "", "", ""],
            [
                "COMPOSITE:deepseek/deepseek-r1+anthropic/claude-3.5-sonnet@2024-10-22",
                "scaffold=aider-architect",
                "",
                ""
            ],
            ["NEW", "", "", ""],
            ["NEW", "", "", "anthropic/claude-3-opus"],
        ]
    );
    assert_eq!(
        rows[6][9],
        "\"claude-3-opus-20240229\" is an alias; the board names \"Google\", who is not the developer of anthropic/claude-3-opus"
    );
    assert!(told.contains("6 names: 2 mean one model, 1 several together, 1 none; 2 are left undecided"), "{told}");
}

#[test]
fn only_the_column_of_names_is_needed_and_the_evidence_speaks_chinese_where_asked() {
    let scenario = Scenario::new();
    let input = scenario.write("names.csv", "\u{feff}raw_name\nGPT-4o\n");
    let output = scenario.path("deep/resolved.csv");
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    let ended = scenario.run(&["models", "resolve", "--input", input, "--output", output, "--lang", "zh"]);
    assert!(ended.succeeded().is_empty());
    let rows = table(&std::fs::read_to_string(output).unwrap());
    assert_eq!(rows[0], ["raw_name", "id", "config", "kind", "evidence", "candidates"]);
    assert_eq!(rows[1], ["GPT-4o", "openai/gpt-4o", "", "floating", "\"GPT-4o\" 是别名", ""]);
    assert_eq!(rows.len(), 2);
}

#[test]
fn odd_names_get_a_row_each_and_none_is_lost() {
    let long = "y".repeat(10_000);
    let odd = [
        "",
        " ",
        "\u{0}\u{1}\u{1b}[31m",
        &long,
        "=HYPERLINK(\"http://x\")",
        "'=1+1",
        "-",
        "a\r\nb",
        "\"",
        "G\u{200b}PT-4o",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["raw_name", "n"]).unwrap();
    for (index, name) in odd.iter().enumerate() {
        writer.write_record([*name, &index.to_string()]).unwrap();
    }
    let (rows, told) = resolved(&writer.into_inner().unwrap());
    assert_eq!(rows.len(), 1 + odd.len());
    for (index, name) in odd.iter().enumerate() {
        let expected = if *name == odd[4] { format!("'{name}") } else { (*name).to_owned() };
        assert_eq!((&rows[index + 1][0], &rows[index + 1][1]), (&expected, &index.to_string()));
    }
    assert!(rows[1..9].iter().all(|row| row[2] == "NEW" && !row[5].is_empty()), "{rows:.200?}");
    assert!(!told.contains("blank"), "{told}");
}

#[test]
fn blank_lines_are_said_to_be_skipped() {
    let (rows, told) = resolved(b"raw_name\n\nGPT-4o\n\n\nGPT-4o");
    assert_eq!(rows.len(), 3);
    assert!(told.contains("blank lines are no rows of a CSV: 3 skipped"), "{told}");
}

#[test]
fn a_table_that_cannot_be_resolved_whole_is_refused_with_the_line_and_what_to_do() {
    for (input, told) in [
        (&b"raw_name,id\nGPT-4o,1\n"[..], "line 1: there is a column `id` already"),
        (b"raw_name,evidence\n", "rename or remove it"),
        (b"name\nGPT-4o\n", "there is no column `raw_name`"),
        (b"", "there is no column `raw_name`"),
        (b"raw_name,raw_name\na,b\n", "the column `raw_name` stands twice"),
        (b"raw_name,n\na,1\nb\n", "line 3: cells of the row: 1, of the header: 2"),
        (b"raw_name,n\r\na,1\r\n\"b\nb\",2\r\nc,3,4\r\n", "line 5: cells of the row: 3, of the header: 2"),
        (b"raw_name,n\na,1\nb,\xce\xc4\n", "line 3: cell 2 of the row is not UTF-8"),
        (b"raw_name,\xce\xc4\n", "line 1: cell 2 of the row is not UTF-8"),
    ] {
        let scenario = Scenario::new();
        std::fs::write(scenario.path("in.csv"), input).unwrap();
        let kept = scenario.write("out.csv", "what was there");
        let ended = scenario.run(&["models", "resolve", "--input", "in.csv", "--output", "out.csv"]);
        assert_eq!(ended.code, 2, "{told}");
        assert!(ended.stderr.contains(told), "{told}: {}", ended.stderr);
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "what was there");
    }
    let scenario = Scenario::new();
    assert_eq!(scenario.run(&["models", "resolve", "--input", "nowhere.csv"]).code, 5);
    for wrong in [
        &["models", "resolve", "--input", "-", "--format", "json"][..],
        &["models", "resolve", "GPT-4o", "--input", "-"],
        &["models", "resolve", "--input", "-", "--explain"],
        &["models", "resolve"],
    ] {
        assert_eq!(scenario.run(wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn a_long_table_keeps_its_order_and_every_row() {
    let names = ["GPT-4o", "文心一言", "人类", "Zzyzx"];
    let ids = ["openai/gpt-4o", "baidu/ernie-bot", "NONE", "NEW"];
    let mut input = String::from("n,raw_name\n");
    for n in 0..20_001 {
        writeln!(input, "{n},{}", names[n % 4]).unwrap();
    }
    let (rows, told) = resolved(input.as_bytes());
    assert_eq!(rows.len(), 20_002);
    for (n, row) in rows[1..].iter().enumerate() {
        assert_eq!((row[0].as_str(), row[2].as_str()), (n.to_string().as_str(), ids[n % 4]));
    }
    assert!(told.contains("20001 names: 10001 mean one model, 0 several together, 5000 none; 5000 are"), "{told}");
}
