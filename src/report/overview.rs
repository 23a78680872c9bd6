//! The first page: who leads what, and how fresh that is.

use super::board::BoardView;
use super::computed::computed_score;
use super::list::{board_table, state_notices};
use super::ranking::{metric_words, score_cell};
use super::wording::{day, edition_or_day, place};
use crate::catalogue::Board;
use crate::compare::is_human;
use crate::identity::OfClass;
use crate::message;
use crate::schema::{
    Align, Block, Cell, Column, Entry, Link, Report, Row, Score, Section, Snapshot, Table, Timestamp, Tone,
};
use crate::text::{Decimal, Message, counted, plural};
use std::cmp::Ordering;

/// The file name of a board's page.
#[must_use]
pub fn slug(board: &Board) -> String {
    board.id.key()
}

/// Leaders of each board, then all boards with their state; with only leaders of a class, where one is asked for.
#[must_use]
pub fn overview(views: &[BoardView<'_>], now: Timestamp, of_class: Option<&OfClass<'_>>) -> Report {
    let as_of = day(now);
    let filled = newest_first(views);
    let (boards, all) = (filled.len(), views.len());
    let snapshots: usize = views.iter().map(|view| view.history.snapshots.len()).sum();
    let (all_en, hold) = (counted(all, "board", "boards"), plural(boards, "holds", "hold"));
    let contents = counted(snapshots, "content", "contents");
    let mut sections = vec![Section {
        heading: message!("Who leads", "各榜领先者"),
        blocks: vec![
            Block::Text(message!(
                "The first places as the publishers print them; an entry shown only for reference is named apart where \
                 it scores higher. Where no places are printed, or the recording left them out, the best score is \
                 named and said to be that.",
                "以下为各发布方公布的第一名；若仅供参考的条目得分更高，则另行列出。未公布名次或记录未收录名次的榜单，列出最高分并注明。"
            )),
            Block::Table(leader_table(&filled, of_class)),
        ],
        ..Section::default()
    }];
    let notices = state_notices(views);
    if !notices.is_empty() {
        sections.push(Section { heading: message!("Held back", "已隔离"), blocks: notices, ..Section::default() });
    }
    sections.push(Section {
        heading: message!("All boards", "全部榜单"),
        blocks: vec![Block::Table(board_table(views, false))],
        ..Section::default()
    });
    let mut summary = vec![
        message!(
            "As of {as_of}: {boards} of {all_en} {hold} figures, in {contents}. Every number leads to \
             the bytes it was read from.",
            "截至 {as_of}：{all} 个榜单中 {boards} 个有数据，共 {snapshots} 个版本。每个数字都可追溯到原始字节。"
        ),
        message!(
            "bangdan does not judge which board is right, does not merge scores of different metrics and does not \
             guess which model a name means.",
            "bangdan 不评判榜单对错，不合并不同指标的分数，也不猜测名称对应的模型。"
        ),
    ];
    if let Some(of_class) = of_class {
        let Message { en, zh } = of_class.class().name();
        summary.push(message!(
            "Only {en}s, and only the boards that have some. A board whose first place is of another class or not known \
             is not named below; a best score is the best of these models.",
            "仅包括{zh}及含有此类模型的榜单。第一名属于其他类别或类别未知的榜单不列入下表；所列最高分为此类模型中的最高分。"
        ));
    }
    Report {
        slug: "index".to_owned(),
        title: message!("bangdan: leaderboards of large models", "榜单：大模型排行榜汇总"),
        summary,
        sections,
    }
}

/// The boards that hold figures, those that were published last first.
fn newest_first<'v, 'c>(views: &'v [BoardView<'c>]) -> Vec<&'v BoardView<'c>> {
    let mut filled: Vec<(Timestamp, &BoardView<'_>)> =
        views.iter().filter_map(|view| Some((view.latest()?.public_at(), view))).collect();
    filled.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.board.id.cmp(&b.1.board.id)));
    filled.into_iter().map(|(_, view)| view).collect()
}

fn leader_table(views: &[&BoardView<'_>], of_class: Option<&OfClass<'_>>) -> Table {
    let column = Column::new;
    let rows = views.iter().filter_map(|view| leader_row(view, of_class));
    Table {
        caption: Message::default(),
        columns: vec![
            column("board", message!("board", "榜单"), Align::Left, 0),
            column("edition", message!("edition", "期次"), Align::Left, 1),
            column("leader", message!("first place", "第一名"), Align::Left, 0),
            column("score", message!("score", "分数"), Align::Right, 0),
            column("metric", message!("metric", "指标"), Align::Left, 2),
            column("reference", message!("higher, for reference", "更高的参考项"), Align::Left, 3),
        ],
        rows: rows.collect(),
    }
}

/// `None` for a board that neither ranks nor orders: it has no leader to name.
fn leader_row(view: &BoardView<'_>, of_class: Option<&OfClass<'_>>) -> Option<Row> {
    let sifted = of_class.and_then(|of_class| Some(of_class.sift(view.latest()?).0));
    let snapshot = sifted.as_ref().or(view.latest())?;
    let leaders = leaders(view.latest()?, snapshot);
    let first = leaders.first()?;
    let metric = snapshot.primary();
    let higher = higher_reference(snapshot, first);
    Some(Row {
        cells: vec![
            Cell::words(view.board.name.clone()).linked(Link::Report(slug(view.board))),
            Cell::plain(edition_or_day(snapshot)),
            leader_names(snapshot, &leaders).toned(Tone::Strong),
            leader_scores(snapshot, &leaders),
            metric.map_or_else(Cell::default, |metric| Cell::words(metric_words(metric))),
            higher.map_or_else(Cell::default, |entry| Cell::plain(reference_words(snapshot, entry)).toned(Tone::Muted)),
        ],
        tone: Tone::Plain,
    })
}

/// Who leads; said to be the best score where no places are printed or recorded, and to be that of some rows where
/// the recording has no others.
pub(super) fn leader_names(snapshot: &Snapshot, leaders: &[&Entry]) -> Cell {
    let names: Vec<&str> = leaders.iter().map(|entry| entry.name.as_str()).collect();
    let (en, zh) = (names.join(", "), names.join("、"));
    Cell::words(match leaders.first() {
        None => Message::default(),
        Some(first) if first.rank.place().is_some() => Message { en, zh },
        Some(_) if snapshot.is_partial() => {
            message!("{en} (best score of the rows recorded)", "{zh}（已收录各行中的最高分）")
        }
        Some(_) => message!("{en} (best score)", "{zh}（最高分）"),
    })
}

/// Their scores: one, where all that share the place have it.
pub(super) fn leader_scores(snapshot: &Snapshot, leaders: &[&Entry]) -> Cell {
    let Some(metric) = snapshot.primary() else { return Cell::default() };
    let scores: Vec<&Score> = leaders.iter().filter_map(|entry| entry.score(&metric.id)).collect();
    match scores.as_slice() {
        [] => Cell::default(),
        [first, rest @ ..] if rest.iter().all(|score| score.number == first.number) => {
            if metric.computed.is_some() {
                computed_score(first)
            } else {
                score_cell(first)
            }
        }
        [first, ..] => {
            let texts: Vec<String> = scores.iter().map(|score| score.number.to_string()).collect();
            let (en, zh) = (texts.join(", "), texts.join("、"));
            Cell { value: Some(first.value()), ..Cell::words(Message { en, zh }) }
        }
    }
}

/// The entries on the first place as printed; where the board prints no places, those with the best score. Of `whole`
/// only the entries of `shown` are named.
pub(super) fn leaders<'s>(whole: &Snapshot, shown: &'s Snapshot) -> Vec<&'s Entry> {
    if whole.entries.iter().any(|entry| entry.rank.place().is_some()) {
        return shown.entries.iter().filter(|entry| entry.rank.place() == Some(1)).collect();
    }
    let Some(metric) = shown.primary() else { return Vec::new() };
    let scored = shown.entries.iter().filter(|entry| !entry.rank.is_reference() && !is_human(entry));
    let scored = scored.filter_map(|entry| entry.score(&metric.id).map(|score| (score.number, entry)));
    let mut best: Vec<(Decimal, &Entry)> = Vec::new();
    for (number, entry) in scored {
        let order = best.first().map(|(best, _)| metric.better.compare(number, *best));
        match order {
            None | Some(Ordering::Greater) => best = vec![(number, entry)],
            Some(Ordering::Equal) => best.push((number, entry)),
            Some(Ordering::Less) => {}
        }
    }
    best.into_iter().map(|(_, entry)| entry).collect()
}

/// The best entry outside the ranking, if it scores better than the first place.
fn higher_reference<'a>(snapshot: &'a Snapshot, first: &Entry) -> Option<&'a Entry> {
    let metric = snapshot.primary()?;
    let bar = first.score(&metric.id)?.number;
    snapshot
        .entries
        .iter()
        .filter(|entry| entry.rank.is_reference())
        .find(|entry| entry.score(&metric.id).is_some_and(|score| metric.better.compare(score.number, bar).is_gt()))
}

fn reference_words(snapshot: &Snapshot, entry: &Entry) -> String {
    let score = snapshot
        .primary()
        .and_then(|metric| entry.score(&metric.id))
        .map_or_else(String::new, |score| score.number.to_string());
    format!("{} {} {score}", place(&entry.rank), entry.name)
}
