//! Every figure of the fixtures and recordings, through the whole road from bytes to snapshots, held against counts
//! and sums that `facts.py` made in another way.

use crate::recordings::{self, Body};
use bangdan::archive::{Capture, Note, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::collect::{derive_source, sightings};
use bangdan::schema::{BoardHistory, BoardId, Code, Reading, Score, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// Board, edition, entries, numbers, absences and the sum of all numbers.
type Figures = BTreeSet<(String, String, usize, usize, usize, String)>;

fn expected() -> BTreeMap<&'static str, Figures> {
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    for line in include_str!("facts.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [entries, numbers, absences] = [3, 5, 6].map(|index| fields[index].parse().unwrap());
        let figure = (fields[1].into(), fields[2].into(), entries, numbers, absences, fields[7].into());
        figures.entry(fields[0]).or_default().insert(figure);
    }
    figures
}

/// What comes of one body alone.
fn derive(catalogue: &Catalogue, body: &Body) -> BTreeMap<BoardId, BoardHistory> {
    let source = catalogue.source(&body.source).unwrap();
    let outcome = Outcome::of_body(&body.bytes, None, &body.of, None);
    let seen = body.published_at.unwrap_or("2026-11-23T00:00:00Z".parse().unwrap());
    let capture = Capture {
        edition: body.edition.clone(),
        published_at: body.published_at,
        note: Some(Box::new(Note {
            of: body.of.clone(),
            left_out: body.left_out.clone(),
            left_out_sheets: Vec::new(),
        })),
        ..Capture::new(source.id.clone(), &body.resource, &body.of, seen, outcome)
    };
    let captures = [capture];
    derive_source(source, &captures, &sightings(&source.id, &captures), |_| true, |_| Ok(body.bytes.clone())).unwrap()
}

fn figures(history: &BTreeMap<BoardId, BoardHistory>) -> Figures {
    history.values().flat_map(|history| &history.snapshots).map(figure).collect()
}

fn figure(snapshot: &Snapshot) -> (String, String, usize, usize, usize, String) {
    let readings = || snapshot.entries.iter().flat_map(|entry| entry.readings.values());
    let numbers: Vec<f64> = readings().filter_map(Reading::score).map(Score::value).collect();
    let edition = snapshot.edition.as_ref().map_or_else(String::new, |edition| edition.label.clone());
    let sum = format!("{:.2}", numbers.iter().fold(0.0, |sum, number| sum + number));
    (
        snapshot.board.to_string(),
        edition,
        snapshot.entries.len(),
        numbers.len(),
        readings().count() - numbers.len(),
        sum,
    )
}

#[test]
fn every_figure_of_the_fixtures_is_read() {
    let catalogue = Catalogue::built_in().unwrap();
    let expected = expected();
    for body in recordings::fixtures().into_iter().filter(|body| !body.is_of_the_world()) {
        let of = expected.iter().filter(|(recording, _)| body.of.contains(**recording));
        let expected: Figures = of.flat_map(|(_, figures)| figures.clone()).collect();
        assert_eq!(figures(&derive(&catalogue, &body)), expected, "{}", body.of);
    }
}

#[test]
fn every_figure_of_the_recordings_is_read() {
    let Some(folder) = recordings::folder() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let expected = expected();
    for body in recordings::readmes(&folder) {
        let Some(expected) = expected.get(body.of.as_str()) else { continue };
        assert_eq!(figures(&derive(&catalogue, &body)), *expected, "{}", body.of);
    }
}

#[test]
fn of_all_recorded_readmes_only_two_tables_are_refused_for_their_shape() {
    let Some(folder) = recordings::folder() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let mut refused = BTreeSet::new();
    let mut unread: BTreeSet<String> = BTreeSet::new();
    for body in recordings::readmes(&folder) {
        for (board, history) in derive(&catalogue, &body) {
            for refusal in history.refused.iter().filter(|refusal| refusal.problem.code != Code::NoTable) {
                refused.insert(format!("{} {board} {}", body.of, refusal.problem.code.as_str()));
            }
            let problems = history.snapshots.iter().flat_map(|snapshot| &snapshot.problems);
            let unreadable = problems.filter(|problem| problem.code == Code::UnreadNumber);
            unread.extend(unreadable.map(|problem| format!("{board}: {}", problem.what.en)));
        }
    }
    let ten_cells_over_nine = ["938821c", "67be855"]
        .map(|commit| format!("github/SuperCLUE/README.{commit}.2023-12-28.md superclue/open ragged-header"));
    assert_eq!(refused, BTreeSet::from(ten_cells_over_nine));
    // Two numbers of which nothing says which is which; two closing brackets; asterisks that are not bold by the rules of Markdown; a stray sign; prose in a cell.
    let printed = [
        r#"clue/tnews: test of RoBERTa-wwm-large-ext is "58/61%", which is no number"#,
        r#"clue/wsc: dev of BERT-base is "59.6（56.7））", which is not written as `{value}({_})`"#,
        r#"cluener2020/entities: overall of roberta-wwm-large-ext is "**80.42 **", which is no number"#,
        r#"fewclue: chid of TrainAll is "1-", which is no number"#,
        r#"superclue/basic: total of 文心一言 is "40.00现在您的表格已经使用Markdown格式正确显示了。请参考以下格式化表格：", which is no number"#,
    ];
    assert_eq!(unread, printed.map(str::to_owned).into());
}

#[test]
fn only_the_known_contradictions_of_the_publishers_are_noticed() {
    let Some(folder) = recordings::folder() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let mut noticed = BTreeSet::new();
    for body in recordings::readmes(&folder) {
        for (board, history) in derive(&catalogue, &body) {
            let problems = history.snapshots.iter().flat_map(|snapshot| &snapshot.problems);
            let doubts = problems.filter(|problem| matches!(problem.code, Code::Contradiction | Code::OutOfRange));
            noticed.extend(doubts.map(|problem| format!("{board}: {}", problem.what.en)));
        }
    }
    // The same were found with a calculation in Python. Nothing else in 330 READMEs contradicts its parts.
    let expected = [
        "clue/classification: score of RoBERTa-large is 54.42, but its parts lie between 57.86 and 82.11; kept as printed",
        "clue/reading: score of ALBERT-tiny is 54.31, but its parts lie between 43.53 and 53.35; kept as printed",
        "clue/reading: score of ALBERT-tiny is 55.65, but its parts lie between 31.86 and 53.35; kept as printed",
        "superclue-safety/total: total of 360智脑(S2_V94) ↗ is 360, but its parts lie between 71.45 and 85.09; kept as printed",
        "superclue-safety/total: total of 360智脑(S2_V94) ↗ is 360, outside of 0 to 100; kept as printed",
        "superclue-safety/turns: difference of 讯飞星火4.0 is -1.24, but 88.36 - 85.6 is 2.76; kept as printed",
        "superclue-safety/turns: difference of 讯飞星火40 is -1.24, but 88.36 - 85.6 is 2.76; kept as printed",
        "superclue-safety/turns: total of 讯飞星火4.0 is 84.98, but its parts lie between 85.6 and 88.36; kept as printed",
        "superclue-safety/turns: total of 讯飞星火40 is 84.98, but its parts lie between 85.6 and 88.36; kept as printed",
        "superclue/opt: total of 文心一言4.0(网页) is 88.22, but its parts lie between 57.05 and 78.32; kept as printed",
        "superclue/opt: total of 通义千问2.0 is 87.64, but its parts lie between 63.48 and 81.28; kept as printed",
    ];
    assert_eq!(noticed, expected.map(str::to_owned).into());
}
