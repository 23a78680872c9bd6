//! What changed between two contents of a board, and for what reason.

use super::names::label_name;
use super::ranking::metric_words;
use super::sorted::Order;
use super::wording::{missing, snapshot_names};
use crate::catalogue::Board;
use crate::compare::{
    Cause, Change, Comparability, Diff, Link, MetricComparison, Pair, PlaceChange, Places, Seat, Side,
};
use crate::message;
use crate::schema::{Align, Block, Break, Cell, Column, Notice, Rank, Report, Row, Section, Snapshot, Table, Tone};
use crate::text::Message;
use std::borrow::Cow;

/// The changes as a report of their own, for `diff`: `diff` is of `from` and `to`.
#[must_use]
pub fn changes_report(board: &Board, diff: &Diff, from: &Snapshot, to: &Snapshot) -> Report {
    let section = changes_section(board, diff, from, to);
    let (en, zh) = (&board.name.en, &board.name.zh);
    let (old, new) = snapshot_names(from, to);
    Report {
        slug: format!("{}.diff", board.id.key()),
        title: message!("{en}: {old} → {new}", "{zh}：{old} → {new}"),
        summary: Vec::new(),
        sections: vec![Section { heading: Message::default(), ..section }],
    }
}

/// The changes as a section of a board's page.
#[must_use]
pub fn changes_section(board: &Board, diff: &Diff, from: &Snapshot, to: &Snapshot) -> Section {
    let (old, _) = snapshot_names(from, to);
    let orderless = Order::of(board, to).is_worked_out();
    let diff = &*if orderless { Cow::Owned(without_places(diff)) } else { Cow::Borrowed(diff) };
    let mut blocks = vec![Block::Text(diff.summary())];
    if orderless {
        let text = message!(
            "The publisher's file is in no order, so rows that moved say nothing.",
            "发布方的文件无排序，行的移动没有意义。"
        );
        blocks.push(notice(Tone::Muted, text));
    }
    blocks.extend(metric_notices(diff, to));
    if from.is_partial() || to.is_partial() {
        let text = message!(
            "One recording has only some of the rows: who entered or left cannot be told.",
            "其中一份记录只含部分行，因此无法判断新上榜与退出的条目。"
        );
        blocks.push(notice(Tone::Muted, text));
    }
    if let Places::Broken { breaks } = &diff.places {
        blocks.push(broken_notice(breaks));
    }
    let changed = change_rows(diff);
    if !changed.is_empty() {
        blocks.push(Block::Table(change_table(diff, changed)));
    }
    blocks.extend(displaced_only(diff));
    blocks.extend(side_notes(board, diff));
    Section { heading: message!("Since {old}", "与 {old} 相比"), blocks, ..Section::default() }
}

/// The changes of a file in no order, where a row that moved is none.
fn without_places(diff: &Diff) -> Diff {
    let mut diff = diff.clone();
    for pair in &mut diff.pairs {
        pair.place = None;
    }
    diff
}

fn notice(tone: Tone, text: Message) -> Block {
    Block::Notice(Notice { tone, text })
}

fn broken_notice(breaks: &[Break]) -> Block {
    let words = |pick: fn(&Break) -> &str| {
        breaks.iter().map(|point| format!("{} ({})", pick(point), point.edition)).collect::<Vec<_>>()
    };
    let (en, zh) = (words(|point| &point.why.en).join("; "), words(|point| &point.why.zh).join("；"));
    notice(
        Tone::Warning,
        message!(
            "The metric by which the board orders became another quantity: {en}. No difference of scores or places is \
             taken across.",
            "该榜排序所依据的指标已不是同一个量：{zh}。因此不计算分数差与名次变化。"
        ),
    )
}

/// Metrics that came, went, were relabelled or became another quantity.
fn metric_notices(diff: &Diff, to: &Snapshot) -> Vec<Block> {
    let mut lines = Vec::new();
    for metric in &diff.metrics {
        let Message { en, zh } = to.metric(&metric.id).map_or_else(|| metric.name.clone(), metric_words);
        if let Some(relabel) = &metric.relabelled {
            let (old, new) = (&relabel.from, &relabel.to);
            lines.push(message!(
                "{en}: the same metric, relabelled {old} → {new}",
                "{zh}：同一指标，表头改为 {old} → {new}"
            ));
        }
        lines.extend(match &metric.comparability {
            Comparability::Comparable => None,
            Comparability::Rescaled { power } => {
                let factor = scale_words(*power);
                Some(message!(
                    "{en}: printed on another scale ({factor}); compared on the new one",
                    "{zh}：量纲改变（{factor}）；按新量纲比较"
                ))
            }
            Comparability::Broken { breaks } => breaks.last().map(|point| {
                let (edition, why_en, why_zh) = (&point.edition, &point.why.en, &point.why.zh);
                message!("{en}: not comparable from {edition} on, {why_en}", "{zh}：自 {edition} 起不可比较，{why_zh}")
            }),
            Comparability::Dropped => Some(message!("{en}: no longer listed", "{zh}：不再列出")),
            Comparability::Added => Some(message!("{en}: new", "{zh}：新增")),
            Comparability::LeftOut => {
                Some(message!("{en}: left out by one recording, not compared", "{zh}：其中一份记录未收录，不作比较"))
            }
        });
    }
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines.into_iter().map(Cell::words).collect())] }
}

/// A power of ten as a factor: `×10`, `÷100`.
fn scale_words(power: i8) -> String {
    let sign = if power < 0 { '÷' } else { '×' };
    format!("{sign}1{}", "0".repeat(usize::from(power.unsigned_abs())))
}

/// A row of the table of changes: what happened, to whom, from where to where, by how much and why.
struct Changed {
    what: Message,
    tone: Tone,
    name: Message,
    from: String,
    to: String,
    delta: Cell,
    why: Message,
}

fn change_rows(diff: &Diff) -> Vec<Changed> {
    let mut rows: Vec<Changed> = diff.entered.iter().map(entered).collect();
    rows.extend(diff.left.iter().map(left));
    rows.extend(diff.pairs.iter().filter(|pair| is_told(pair)).map(|pair| changed(diff, pair)));
    rows.extend(diff.unread.iter().map(|unread| {
        let (en, zh) = (&unread.problem.what.en, &unread.problem.what.zh);
        let why = match unread.seen_in {
            Side::From => message!("its row now cannot be read: {en}", "现在该行无法读取：{zh}"),
            Side::To => message!("its row before could not be read: {en}", "此前该行无法读取：{zh}"),
        };
        let place = place_of(&unread.seat.rank);
        Changed {
            what: message!("unread", "无法读取"),
            tone: Tone::Warning,
            name: Message::same(&unread.seat.name),
            from: if unread.seen_in == Side::From { place.clone() } else { String::new() },
            to: if unread.seen_in == Side::To { place } else { String::new() },
            delta: Cell::default(),
            why,
        }
    }));
    rows
}

/// Whether a pair deserves a row: entries that were only displaced are summed up in a line.
fn is_told(pair: &Pair) -> bool {
    pair.has_new_scores()
        || pair.link.is_probable()
        || pair.is_respelled()
        || pair.place.as_ref().is_some_and(|place| !matches!(place.cause, Cause::Displaced(_)))
}

fn entered(seat: &Seat) -> Changed {
    Changed {
        what: message!("entered", "新上榜"),
        tone: Tone::Good,
        name: Message::same(&seat.name),
        from: String::new(),
        to: place_of(&seat.rank),
        delta: seat.primary.as_ref().map_or_else(Cell::default, |score| Cell::plain(&score.text)),
        why: Message::default(),
    }
}

fn left(seat: &Seat) -> Changed {
    Changed {
        what: message!("left", "退出"),
        tone: Tone::Bad,
        name: Message::same(&seat.name),
        from: place_of(&seat.rank),
        to: String::new(),
        delta: seat.primary.as_ref().map_or_else(Cell::default, |score| Cell::plain(&score.text)),
        why: Message::default(),
    }
}

fn changed(diff: &Diff, pair: &Pair) -> Changed {
    let (what, tone) = kind(diff, pair);
    let (from, to) = match &pair.place {
        Some(place) => (place.from.text.clone(), place.to.text.clone()),
        None => (place_of(&pair.from.rank), place_of(&pair.to.rank)),
    };
    let renamed = pair.is_respelled() || pair.link.is_probable();
    let (old, new) = (&pair.from.name, &pair.to.name);
    let name = if renamed { message!("{old} → {new}", "{old} → {new}") } else { Message::same(new) };
    Changed { what, tone, name, from, to, delta: delta(diff, pair), why: why(diff, pair) }
}

fn kind(diff: &Diff, pair: &Pair) -> (Message, Tone) {
    if pair.link.is_probable() {
        return (message!("probably renamed", "可能更名"), Tone::Warning);
    }
    if pair.has_new_scores() {
        return match primary_delta(diff, pair) {
            Some(sign) if sign > 0 => (message!("score up", "分数上升"), Tone::Good),
            Some(sign) if sign < 0 => (message!("score down", "分数下降"), Tone::Bad),
            _ => (message!("rescored", "分数变化"), Tone::Plain),
        };
    }
    if pair.is_respelled() {
        return (message!("respelled", "名称写法变化"), Tone::Plain);
    }
    (message!("place recounted", "名次重计"), Tone::Plain)
}

/// 1 where the primary score became better, -1 where it became worse.
fn primary_delta(diff: &Diff, pair: &Pair) -> Option<i32> {
    let primary = diff.metrics.iter().find(|metric| metric.primary)?;
    let change = pair.scores.iter().find(|change| change.metric == primary.id)?;
    match &change.change {
        Change::Moved { delta, .. } => match primary.better {
            crate::schema::Better::Higher => Some(delta.signum()),
            crate::schema::Better::Lower => Some(-delta.signum()),
            crate::schema::Better::Neither => None,
        },
        _ => None,
    }
}

/// The change of the primary score, or of the first that changed, named.
fn delta(diff: &Diff, pair: &Pair) -> Cell {
    let real = || pair.scores.iter().filter(|change| change.change.is_real());
    let primary = diff.metrics.iter().find(|metric| metric.primary);
    let Some(first) =
        real().find(|change| Some(&change.metric) == primary.map(|metric| &metric.id)).or_else(|| real().next())
    else {
        return Cell::default();
    };
    let named = diff.metrics.iter().find(|metric| metric.id == first.metric);
    let text = score_words(&first.change);
    match named.filter(|metric| !metric.primary) {
        None => Cell::words(text),
        Some(metric) => {
            let (Message { en, zh }, name_en, name_zh) = (text, &metric.name.en, &metric.name.zh);
            Cell::words(message!("{name_en} {en}", "{name_zh} {zh}"))
        }
    }
}

fn score_words(change: &Change) -> Message {
    match change {
        Change::Moved { from, to, delta } => {
            let (old, new, delta) = (&from.text, &to.text, delta.signed());
            message!("{old} → {new} ({delta})", "{old} → {new}（{delta}）")
        }
        Change::Precision { from, to } | Change::Interval { from, to } => {
            let (old, new) = (&from.text, &to.text);
            message!("{old} → {new}", "{old} → {new}")
        }
        Change::Appeared { from, to } => {
            let (Message { en, zh }, new) = (missing(*from), &to.text);
            message!("{en} → {new}", "{zh} → {new}")
        }
        Change::Vanished { from, to } => {
            let (old, Message { en, zh }) = (&from.text, missing(*to));
            message!("{old} → {en}", "{old} → {zh}")
        }
        Change::Reason { from, to } => {
            let (old, new) = (missing(*from), missing(*to));
            let (old_en, old_zh, new_en, new_zh) = (old.en, old.zh, new.en, new.zh);
            message!("{old_en} → {new_en}", "{old_zh} → {new_zh}")
        }
    }
}

/// Why, in words: the evidence of a renaming, further metrics that changed.
fn why(diff: &Diff, pair: &Pair) -> Message {
    if let Link::Renamed { why, .. } = &pair.link {
        return why.clone();
    }
    let further: Vec<(&MetricComparison, &Change)> = pair
        .scores
        .iter()
        .filter(|change| change.change.is_real())
        .filter_map(|change| Some((diff.metrics.iter().find(|metric| metric.id == change.metric)?, &change.change)))
        .filter(|(metric, _)| !metric.primary)
        .collect();
    let parts: Vec<Message> =
        further.into_iter().take(4).map(|(metric, change)| further_words(metric, change)).collect();
    let join = |pick: fn(&Message) -> &str, comma: &str| parts.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|part| &part.en, ", "), zh: join(|part| &part.zh, "，") }
}

/// A further metric's change, by its id, which is short.
fn further_words(metric: &MetricComparison, change: &Change) -> Message {
    let (id, name) = (&metric.id, &metric.name.zh);
    match change {
        Change::Moved { delta, .. } => {
            let delta = delta.signed();
            message!("{id} {delta}", "{name} {delta}")
        }
        other => {
            let Message { en, zh } = score_words(other);
            message!("{id} {en}", "{name} {zh}")
        }
    }
}

fn change_table(diff: &Diff, rows: Vec<Changed>) -> Table {
    let column = Column::new;
    let by_position = diff.places == Places::Positions;
    let place = |en: &str, zh: &str| {
        if by_position {
            Message { en: format!("{en} (row)"), zh: format!("{zh}（行）") }
        } else {
            Message { en: en.into(), zh: zh.into() }
        }
    };
    Table {
        caption: Message::default(),
        columns: vec![
            column("what", message!("what", "变化"), Align::Left, 0),
            column("name", message!("model", "模型"), Align::Left, 0),
            column("from", place("from", "原名次"), Align::Right, 0),
            column("to", place("to", "现名次"), Align::Right, 0),
            column("score", message!("score", "分数"), Align::Right, 0),
            column("why", message!("more", "说明"), Align::Left, 0),
        ],
        rows: rows
            .into_iter()
            .map(|row| Row {
                cells: vec![
                    Cell::words(row.what).toned(row.tone),
                    Cell::words(row.name),
                    Cell::plain(row.from),
                    Cell::plain(row.to),
                    row.delta,
                    Cell::words(row.why),
                ],
                tone: Tone::Plain,
            })
            .collect(),
    }
}

/// Entries whose own score did not change and whose place did: they did nothing, others came, went or passed.
fn displaced_only(diff: &Diff) -> Vec<Block> {
    let displaced: Vec<(&Pair, &PlaceChange)> = diff
        .pairs
        .iter()
        .filter(|pair| !is_told(pair))
        .filter_map(|pair| pair.place.as_ref().map(|place| (pair, place)))
        .collect();
    if displaced.is_empty() {
        return Vec::new();
    }
    let count = displaced.len();
    let words: Vec<String> = displaced
        .iter()
        .map(|(pair, place)| format!("{} {} → {}", pair.to.name, place.from.text, place.to.text))
        .collect();
    let (en, zh) = (words.join(", "), words.join("、"));
    vec![Block::Text(message!(
        "Displaced only, their own scores unchanged ({count}): {en}",
        "仅因他者进出而移位、自身分数未变（{count} 项）：{zh}"
    ))]
}

/// Corrections that are no events: organisations, labels, columns.
fn side_notes(board: &Board, diff: &Diff) -> Vec<Block> {
    let mut lines = Vec::new();
    for pair in &diff.pairs {
        let name = &pair.to.name;
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        if let Some(organization) = &pair.organization {
            let (old, new) = (text(&organization.from), text(&organization.to));
            lines.push(message!(
                "organisation of {name} corrected: {old} → {new}",
                "{name} 的机构写法更正：{old} → {new}"
            ));
        }
        for label in &pair.labels {
            let (key, old, new) = (label_name(board, &label.label), text(&label.text.from), text(&label.text.to));
            let (en, zh) = (key.en, key.zh);
            lines.push(message!("{en} of {name}: {old} → {new}", "{name} 的{zh}：{old} → {new}"));
        }
    }
    for column in diff.labels.iter().filter(|column| !column.left_out) {
        let Message { en, zh } = label_name(board, &column.label);
        lines.push(match column.only_in {
            Side::From => message!("column {en}: no longer there", "列“{zh}”：不再提供"),
            Side::To => message!("column {en}: new", "列“{zh}”：新增"),
        });
    }
    let precision: usize = diff
        .pairs
        .iter()
        .flat_map(|pair| &pair.scores)
        .filter(|change| matches!(change.change, Change::Precision { .. }))
        .count();
    if precision == 1 {
        lines.push(message!(
            "one number is printed with other digits; the score is the same",
            "有 1 个数字的精度不同，分数并未变化"
        ));
    } else if precision > 1 {
        lines.push(message!(
            "{precision} numbers are printed with other digits; the scores are the same",
            "{precision} 个数字的精度不同，分数并未变化"
        ));
    }
    if lines.is_empty() { Vec::new() } else { vec![Block::List(lines.into_iter().map(Cell::words).collect())] }
}

fn place_of(rank: &Rank) -> String {
    rank.text().to_owned()
}
