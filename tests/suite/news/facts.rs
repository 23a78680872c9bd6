//! What is told of the fixtures, held against what another program reads off their bodies.

use crate::support::Scenario;
use std::collections::BTreeSet;

/// Written by `leaders.py`.
const LEADERS: &str = include_str!("leaders.tsv");

fn rows(arguments: &[&str]) -> Vec<csv::StringRecord> {
    let text = Scenario::fixtures().run(&[&["news", "--format", "csv"], arguments].concat()).succeeded();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(9), Some("name"));
    reader.records().map(Result::unwrap).collect()
}

const SUPERCLUE: [&str; 5] = ["superclue/general", "--since", "2023-08-01", "--until", "2023-12-31"];

#[test]
fn the_leaders_of_2023_are_those_that_the_readmes_print() {
    let told: BTreeSet<(String, String, String)> = rows(&SUPERCLUE)
        .iter()
        .filter(|row| &row[3] == "new-leader")
        .map(|row| (row[6].to_owned(), row[9].to_owned(), row[19].to_owned()))
        .collect();
    let printed: BTreeSet<(String, String, String)> = LEADERS
        .lines()
        .filter_map(|line| line.strip_prefix("leader\t"))
        .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>())
        .map(|fields| (fields[0].clone(), fields[1].clone(), fields[2].clone()))
        // vivoLM of October was called BlueLM in a later README of that edition, and 文心一言4.0 got a suffix: both have
        // equal scores and are no new leaders.
        .filter(|(edition, ..)| !matches!(edition.as_str(), "2023年10月" | "2023年12月"))
        .collect();
    let october = ["2023年10月", "vivoLM", "SenseChat 3.0"].map(str::to_owned);
    assert!(told.contains(&october.into()), "{told:?}");
    assert_eq!(told.len(), printed.len() + 1, "{told:?}");
    assert!(told.is_superset(&printed), "{told:?}\n{printed:?}");
}

#[test]
fn who_came_to_the_first_ten_places_in_september_is_who_the_readme_prints() {
    let told: BTreeSet<(String, String)> = rows(&SUPERCLUE)
        .iter()
        .filter(|row| &row[6] == "2023年9月" && matches!(&row[3], "new-leader" | "entered-top"))
        .map(|row| (row[9].to_owned(), row[16].to_owned()))
        .collect();
    let printed: BTreeSet<(String, String)> = LEADERS
        .lines()
        .filter_map(|line| line.strip_prefix("entered\t2023年9月\t"))
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, place)| (name.to_owned(), place.to_owned()))
        .collect();
    assert_eq!(printed.len(), 10);
    assert_eq!(told, printed);
}

#[test]
fn every_piece_of_news_has_an_id_of_its_own_and_the_order_is_that_of_importance() {
    let rows = rows(&["--since", "2019-01-01"]);
    let ids: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), rows.len());
    // What is told in one sentence stands together; the sentences are in the order of importance.
    let importance: Vec<u32> = rows.iter().map(|row| row[2].parse().unwrap()).collect();
    assert!(importance.windows(2).all(|pair| pair[0] >= pair[1]));
    for (kind, least) in [("new-leader", 20), ("entered-top", 100), ("left-top", 100), ("revised", 5), ("stale", 20)] {
        let count = rows.iter().filter(|row| &row[3] == kind).count();
        assert!(count >= least, "{kind}: {count}");
    }
}

#[test]
fn boards_that_copy_others_are_told_only_where_a_person_names_them() {
    // Epoch AI shows LiveBench's figures of 2024 again, which have not been seen since.
    let copy = "epoch-ai/livebench";
    let speaks = |row: &csv::StringRecord| &row[4] == copy || row[20].split(' ').any(|board| board == copy);
    let all = rows(&["--since", "2019-01-01"]);
    assert!(all.iter().any(|row| &row[4] == "livebench/overall") && !all.iter().any(speaks));
    assert!(rows(&["epoch-ai/livebench", "--since", "2019-01-01"]).iter().any(speaks));
}

#[test]
fn the_exit_code_tells_whether_there_is_any_news() {
    let scenario = Scenario::fixtures();
    let code = |arguments: &[&str]| scenario.run(&[&["news", "--exit-code"], arguments].concat()).code;
    assert_eq!(code(&["--rule", "new-leader"]), 1);
    assert_eq!(code(&["--until", "2015-01-01"]), 0);
    let quiet = scenario.run(&["news", "--until", "2023-08-20", "superclue/general"]);
    assert_eq!(quiet.code, 0);
    assert!(quiet.stderr.contains("hint: nothing in these times"), "{}", quiet.stderr);
}

#[test]
fn the_weekly_report_can_be_pasted_in_either_language() {
    let arguments = ["news", "superclue/general", "--until", "2023-12-05", "--format", "markdown"];
    let chinese = Scenario::fixtures().in_chinese().run(&arguments).succeeded();
    let line = "- **[SuperCLUE总排行榜](<https://www.superclueai.com/generalpage>)**（CLUE，2023年11月）：\
                文心一言4.0（百度；国内）登上榜首，得分 74.02，此前为 BlueLM";
    assert!(chinese.starts_with("# 大模型榜单周报（2023-11-28 至 2023-12-05）\n\n本期共 "), "{chinese}");
    assert!(chinese.contains(line), "{chinese}");
    assert!(chinese.contains("\n## 国内模型进入前 10\n"), "{chinese}");
    let english = Scenario::fixtures().run(&arguments).succeeded();
    assert!(english.starts_with("# Leaderboard weekly, 2023-11-28 to 2023-12-05\n"), "{english}");
    assert!(english.contains("takes first place, scoring 74.02; before: BlueLM"), "{english}");
    for page in [chinese, english] {
        assert!(page.ends_with('\n') && !page.contains("\n\n\n"), "{page}");
    }
}
