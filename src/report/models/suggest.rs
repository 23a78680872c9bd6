//! The undecided names, with the models that they may mean.

use super::list::column;
use crate::identity::{Candidate, Evidence};
use crate::lint::Undecided;
use crate::message;
use crate::report::wording::day;
use crate::schema::{Align, Block, Cell, Report, Row, Section, Table};
use crate::text::Message;

/// Undecided names in the order given, each with its candidates; `all` is how many there are.
#[must_use]
pub fn suggest_report(shown: &[(Undecided, Vec<Candidate>)], all: usize) -> Report {
    let count = shown.len();
    let summary = match all {
        0 => message!("every name is decided", "所有名称均已判定"),
        _ if count == all => message!("{all} undecided names", "共 {all} 个未判定的名称"),
        _ => message!("{count} of {all} undecided names", "{all} 个未判定的名称中的 {count} 个"),
    };
    let columns = vec![
        column("name", message!("name as printed", "榜单上的名称"), Align::Left, 0),
        column("boards", message!("boards", "榜单数"), Align::Right, 0),
        column("best", message!("best place", "最好名次"), Align::Right, 2),
        column("last", message!("last seen", "最近出现"), Align::Left, 3),
        column("sources", message!("sources", "来源"), Align::Left, 1),
        column("organizations", message!("organisation as printed", "榜单所列机构"), Align::Left, 5),
        column("candidates", message!("may mean", "可能是"), Align::Left, 0),
        column("evidence", message!("why undecided", "未判定的原因"), Align::Left, 4),
    ];
    let table = Table { caption: Message::default(), columns, rows: shown.iter().map(row).collect() };
    let blocks = if count == 0 { Vec::new() } else { vec![Block::Table(table)] };
    Report {
        slug: "undecided".to_owned(),
        title: message!("Undecided names", "未判定的名称"),
        summary: vec![summary],
        sections: vec![Section { blocks, ..Section::default() }],
    }
}

fn row((one, candidates): &(Undecided, Vec<Candidate>)) -> Row {
    let number = |number: usize| {
        let text = number.to_string();
        Cell { value: text.parse().ok(), ..Cell::plain(text) }
    };
    Row {
        cells: vec![
            Cell::plain(&one.name),
            number(one.boards.len()),
            one.best.map_or_else(Cell::default, |best| Cell::plain(best.to_string()).valued(f64::from(best))),
            Cell::plain(day(one.last)),
            Cell::plain(join(&one.sources, " ")),
            Cell::plain(join(&one.organizations, " | ")),
            Cell::plain(ids(candidates)),
            Cell::words(evidence(&one.resolution.evidence)),
        ],
        ..Row::default()
    }
}

/// What a person should know of an undecided name, in one line.
#[must_use]
pub fn remark(one: &Undecided, candidates: &[Candidate]) -> Message {
    let (boards, sources, last) = (one.boards.len(), join(&one.sources, ", "), day(one.last));
    let best = one.best.map_or_else(|| "·".to_owned(), |best| best.to_string());
    let Message { en, zh } = evidence(&one.resolution.evidence);
    let ids = if candidates.is_empty() { "·".to_owned() } else { ids(candidates) };
    message!(
        "boards: {boards} ({sources}); best place: {best}; last seen: {last}; undecided: {en}; may mean: {ids}",
        "榜单数：{boards}（{sources}）；最好名次：{best}；最近出现：{last}；未判定：{zh}；可能是：{ids}"
    )
}

fn ids(candidates: &[Candidate]) -> String {
    candidates.iter().map(|candidate| candidate.id.as_str()).collect::<Vec<_>>().join(" | ")
}

fn evidence(evidence: &[Evidence]) -> Message {
    let said: Vec<Message> = evidence.iter().map(Evidence::message).collect();
    let join = |pick: fn(&Message) -> &str, comma: &str| said.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|said| &said.en, "; "), zh: join(|said| &said.zh, "；") }
}

fn join<'a>(texts: impl IntoIterator<Item = &'a String>, between: &str) -> String {
    texts.into_iter().map(String::as_str).collect::<Vec<_>>().join(between)
}
