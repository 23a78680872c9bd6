//! Labels that are dates.

use super::paper::{board, problems, read, table};
use bangdan::catalogue::Catalogue;

#[test]
fn a_date_is_kept_as_printed_with_its_iso_form_beside_it() {
    let dated = |form: &str, text: &str| {
        let board = board(&format!(
            "missing = [\"Unknown\"]\nlabels = {{ released = [\"date\"] }}\ndates = {{ released = \"{form}\" }}\n\
             metric = [{{ id = \"score\", header = [\"总分\"] }}]"
        ));
        let snapshot = read(&board, &table("table 1", "模型|总分|date", &[&format!("m|1|{text}")])).unwrap();
        let labels = snapshot.entries[0].labels.clone();
        let label = |name: &str| labels.get(name).cloned().unwrap_or_default();
        (label("released"), label("released_date"), problems(&snapshot))
    };
    let fits = [
        ("day/month/year", "23/7/2024", "2024-07-23"),
        ("epoch-ms", "1754438400000", "2025-08-06"),
        ("Mon day, year", "Feb 11, 2026", "2026-02-11"),
        ("yearmonthday", "20230508", "2023-05-08"),
        ("year/month", "2023/10", "2023-10"),
    ];
    for (form, text, date) in fits {
        assert_eq!(dated(form, text), (text.to_owned(), date.to_owned(), Vec::new()), "{form}");
    }
    let (printed, date, said) = dated("month/day/year", "23/7/2024");
    assert_eq!((printed.as_str(), date.as_str()), ("23/7/2024", ""));
    let expected = r#"unread-date table 1!R2C3: released of m is "23/7/2024", which is no date of the declared form"#;
    assert_eq!(said, [expected]);
    assert_eq!(dated("year/month", "Unknown"), ("Unknown".to_owned(), String::new(), Vec::new()));
    assert_eq!(dated("year/month", ""), (String::new(), String::new(), Vec::new()));
    assert_eq!(dated("year/month", "Online").2.len(), 1);
}

#[test]
fn a_form_for_no_label_is_a_mistake_of_the_definition() {
    let text = "id = \"p\"\npublisher = \"p\"\nname = { en = \"p\", zh = \"p\" }\nhomepage = \"\"\nlanguages = []\n\
                [[board]]\nid = \"p\"\nname = { en = \"p\", zh = \"p\" }\nrolling = true\nvariants = []\ncolumns = { model = [\"m\"] }\n";
    let mistake = |more: &str| Catalogue::from_text("mine.toml", &format!("{text}{more}")).unwrap_err().to_string();
    assert_eq!(mistake("dates = { listed = \"epoch-ms\" }"), "mine.toml:12:11: p: no label is called listed");
    let doubled = "labels = { a = [\"a\"], a_date = [\"b\"] }\ndates = { a = \"epoch-ms\" }";
    assert_eq!(mistake(doubled), "mine.toml:12:23: p: a_date is the label of a date already");
}
