//! Choosing snapshots of a history, and following boards and models through it.

use super::board::{edition, superclue, time};
use SuccessionKind::{Revision, Update};
use bangdan::compare::{
    Event, LeaderBasis, Selection, SuccessionKind, address_conflicts, board_history, model_history, nobody, previous,
    revisions, select,
};
use bangdan::schema::{Code, Problem, Rank, Snapshot};
use bangdan::text::{Decimal, Message, fold};

fn history() -> Vec<Snapshot> {
    vec![
        superclue::march_24(),
        superclue::march_27(),
        superclue::march_30(),
        superclue::july_03(),
        superclue::july_11(),
    ]
}

fn appearances(history: &[Snapshot], name: &str) -> Vec<bangdan::compare::Appearance> {
    model_history(|_, entry| fold(&entry.name) == fold(name), &nobody, [history])
}

#[test]
fn a_selection_takes_the_newest_that_it_admits() {
    let history = history();
    let observed = |selection: Selection| select(&history, &selection).map(|snapshot| snapshot.observed_at);
    assert_eq!(observed(Selection::default()), Some(time("2026-09-11T00:00:00Z")));
    let march = Selection { edition: Some("2026年 3月".into()), ..Selection::default() };
    assert_eq!(observed(march), Some(time("2026-04-30T00:00:00Z")));
    let on = |day| Selection { as_of: Some(time(day)), ..Selection::default() };
    assert_eq!(observed(on("2026-04-25T12:00:00Z")), Some(time("2026-04-24T00:00:00Z")));
    assert_eq!(observed(on("2026-04-23T00:00:00Z")), None);
    let unknown = Selection { edition: Some("2026年5月".into()), ..Selection::default() };
    assert_eq!(observed(unknown), None);
}

#[test]
fn what_was_public_and_what_was_known_are_two_questions() {
    let mut history = history();
    history[1].published_at = Some(time("2026-04-25T00:00:00Z"));
    let day = time("2026-04-26T00:00:00Z");
    let public = select(&history, &Selection { as_of: Some(day), ..Selection::default() }).unwrap();
    let known = select(&history, &Selection { known_at: Some(day), ..Selection::default() }).unwrap();
    assert_eq!((public.entries.len(), known.entries.len()), (24, 22));
}

#[test]
fn the_content_before_is_the_revision_before_or_the_last_of_the_edition_before() {
    let history = history();
    let before = |index: usize| previous(&history, &history[index]).map(|snapshot| snapshot.observed_at);
    assert_eq!(before(4), Some(history[3].observed_at));
    assert_eq!(before(3), Some(history[2].observed_at));
    assert_eq!(before(1), Some(history[0].observed_at));
    assert_eq!(before(0), None);
}

#[test]
fn a_rolling_board_goes_on_where_its_address_changed() {
    let mut history = history();
    for snapshot in &mut history {
        snapshot.edition = None;
    }
    let before = |history: &[Snapshot]| previous(history, &history[4]).map(|snapshot| snapshot.observed_at);
    history[3].address = "elsewhere".into();
    assert_eq!(before(&history), Some(history[2].observed_at), "the same address goes first");
    history[4].address = "new".into();
    assert_eq!(before(&history), Some(history[3].observed_at));
}

#[test]
fn the_same_content_again_is_no_content_before() {
    let mut history = history();
    let mut again = superclue::july_11();
    again.observed_at = time("2026-10-01T00:00:00Z");
    history.push(again);
    assert_eq!(previous(&history, &history[5]).unwrap().observed_at, history[3].observed_at);
    assert_eq!(revisions(&history).len(), 3);
}

#[test]
fn revisions_stay_within_one_edition_and_address() {
    let mut history = history();
    let kinds = |history: &[Snapshot]| -> Vec<(SuccessionKind, usize, usize)> {
        revisions(history).iter().map(|next| (next.kind, next.from.entries.len(), next.to.entries.len())).collect()
    };
    assert_eq!(kinds(&history), [(Revision, 22, 24), (Revision, 24, 24), (Revision, 13, 18)]);
    history[1].address = "readme".into();
    assert_eq!(kinds(&history), [(Revision, 22, 24), (Revision, 13, 18)]);
    for snapshot in &mut history {
        snapshot.edition = None;
        snapshot.address = "general".into();
    }
    assert!(kinds(&history).iter().all(|(kind, _, _)| *kind == Update));
}

#[test]
fn two_addresses_agree_or_their_cells_are_named() {
    let mut page = superclue::march_27();
    page.address = "page".into();
    let workbook = superclue::march_30();
    assert!(address_conflicts(&[page.clone(), workbook.clone()]).is_empty(), "precision is no disagreement");
    if let Some(bangdan::schema::Reading::Score(score)) = page.entries[8].readings.get_mut(&"total".into()) {
        score.text = "64.10".into();
        score.number = Decimal::parse("64.10").unwrap();
    }
    page.entries.pop();
    let problems = address_conflicts(&[page, workbook]);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.code, Code::AddressesDisagree);
    assert_eq!(
        problem.what.en,
        "2026年3月 differs between page and general in 2 places: Kimi-K2.5-Thinking, total: 64.10 and \
         64.5961935434272; Llama-4-Maverick-17B-128E-Instruct stands only in the second"
    );
    assert_eq!(problem.at.as_ref().map(|at| at.row), Some(10));
}

#[test]
fn leaders_are_those_of_the_printed_ranks_and_ties_are_kept() {
    let history = history();
    let standings = board_history(&history);
    let [march, july] = standings.as_slice() else { panic!("one row per edition") };
    let names = |standing: &bangdan::compare::Standing<'_>| -> Vec<String> {
        standing.leaders.iter().map(|&index| standing.snapshot.entries[index].name.clone()).collect()
    };
    assert_eq!((march.basis, march.contents), (LeaderBasis::Rank, 3));
    assert_eq!(names(march), ["Doubao-Seed-2.0-pro-260215(high)", "DeepSeek-V4-Pro(max)"]);
    assert!(march.broken.is_empty());
    assert_eq!((july.basis, july.contents), (LeaderBasis::Score, 2));
    assert_eq!(names(july), ["Qwen3.8-Max-0902(max)"]);
    assert_eq!(july.broken[0].edition, "2026年7月");
}

#[test]
fn a_model_has_one_row_per_edition_and_a_tombstone() {
    let rows = appearances(&history(), "Kimi-K2.5-Thinking");
    let [march, gone] = rows.as_slice() else { panic!("{rows:#?}") };
    assert_eq!((&march.event, march.rank.text(), march.position), (&Event::Found, "🥉", Some(9)));
    assert_eq!(march.revised.len(), 2, "the pages before it printed no ranks");
    assert_eq!(gone.edition, Some(edition(2026, 7)));
    let Event::Left { edition: last, last_seen_at, rank, position } = &gone.event else { panic!("{gone:?}") };
    assert_eq!(last.as_ref(), Some(&edition(2026, 3)));
    assert_eq!(*last_seen_at, time("2026-04-30T00:00:00Z"));
    assert_eq!((rank.text(), *position), ("🥉", 9));
    assert!(gone.readings.is_empty() && gone.rank == Rank::NotGiven && gone.position.is_none());
    assert_eq!(gone.broken.len(), 1);
}

#[test]
fn a_model_that_enters_later_says_so() {
    let rows = appearances(&history(), "DeepSeek-V4-Flash(max)");
    let events: Vec<&Event> = rows.iter().map(|row| &row.event).collect();
    assert_eq!(events, [&Event::Entered, &Event::Stayed]);
    assert_eq!(rows[1].broken[0].edition, "2026年7月");
    assert_eq!((rows[0].rank.text(), rows[1].position), ("🥈", Some(10)));
}

#[test]
fn a_reused_label_leads_to_both_models_that_bore_it() {
    let july = [superclue::july_03(), superclue::july_11()];
    let rows = appearances(&july, "DeepSeek-V4-Pro(max)");
    let shown: Vec<(&str, bool, &str, &str)> = rows
        .iter()
        .map(|row| {
            let total = row.readings[&"total".into()].text();
            (row.name.as_str(), row.matched, total, row.renamed[0].0.as_str())
        })
        .collect();
    let expected = [
        ("DeepSeek-V4-Pro-0813(max)", false, "70.1", "DeepSeek-V4-Pro(max)"),
        ("DeepSeek-V4-Pro(max)", true, "64.4", "DeepSeek-V4-Pro(max) 预览版"),
    ];
    assert_eq!(shown, expected);
    assert!(rows.iter().all(|row| row.revised.len() == 1), "the name before is a former content of the edition");
    assert_ne!(rows[0].thread, rows[1].thread);
}

#[test]
fn a_model_that_leaves_within_an_edition_is_gone_from_it() {
    let history = [superclue::march_27(), superclue::march_24()].map(|mut snapshot| {
        if snapshot.entries.len() == 22 {
            snapshot.observed_at = time("2026-05-01T00:00:00Z");
        }
        snapshot
    });
    let rows = appearances(&history, "DeepSeek-V4-Pro(max)");
    let [gone] = rows.as_slice() else { panic!("{rows:#?}") };
    assert!(matches!(&gone.event, Event::Left { position: 5, .. }));
    assert_eq!(gone.revised[0].primary.as_ref().map(bangdan::schema::Reading::text), Some("70.98"));
}

#[test]
fn a_row_that_could_not_be_read_is_no_departure() {
    let (march, mut july) = (superclue::march_30(), superclue::july_03());
    july.problems.push(Problem {
        code: Code::RaggedRow,
        at: None,
        what: Message::same("row 9 has 10 of 11 cells and is left out: 🥉 | GLM-5 | 开源 | 64.27"),
    });
    let rows = appearances(&[march, july], "GLM-5");
    let events: Vec<&Event> = rows.iter().map(|row| &row.event).collect();
    assert_eq!(events, [&Event::Found, &Event::Unread]);
}

#[test]
fn a_model_that_no_board_shows_has_no_history() {
    assert!(appearances(&history(), "GPT-2").is_empty());
}
