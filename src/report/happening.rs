//! What happened on a board, in words.

use super::names::label_name;
use super::wording::{day, keyed_name, last_seen};
use crate::catalogue::Board;
use crate::message;
use crate::schema::{BoardEvent, ColumnChange, ColumnName, Happening, MetricId, Move, Placed, Rescore, StepKind};
use crate::text::Message;

/// How many names a sentence has; the rest are counted.
const NAMED: usize = 6;

/// What kind of step led to an event.
#[must_use]
pub fn step_words(step: StepKind) -> Message {
    match step {
        StepKind::Beginning => message!("the record begins", "记录开始"),
        StepKind::Edition => message!("new edition", "新一期"),
        StepKind::Revision => message!("revision", "修订"),
        StepKind::Update => message!("update", "更新"),
        StepKind::Elsewhere => message!("at another address", "另一网址"),
    }
}

/// What happened, in a few words: `entered`, `took the lead`.
#[must_use]
pub fn happening_name(what: &Happening) -> Message {
    match what {
        Happening::Began { .. } => message!("record begins", "记录开始"),
        Happening::Led { .. } => message!("new leader", "榜首易主"),
        Happening::Entered { .. } => message!("entered", "新上榜"),
        Happening::Left { .. } => message!("left", "退出"),
        Happening::Overtook { .. } => message!("overtook", "超越"),
        Happening::Rescored { .. } => message!("rescored", "分数变化"),
        Happening::Displaced { .. } => message!("displaced only", "仅被动移位"),
        Happening::Recounted { .. } => message!("places recounted", "名次重计"),
        Happening::Renamed { .. } => message!("probably renamed", "可能更名"),
        Happening::Respelled { .. } => message!("respelled", "写法变化"),
        Happening::LabelReused { .. } => message!("name reused", "名称易主"),
        Happening::Revised { .. } => message!("silently revised", "悄然修订"),
        Happening::Organization { .. } => message!("organisation corrected", "机构更正"),
        Happening::Column { change, .. } => match change {
            ColumnChange::Added => message!("column added", "新增列"),
            ColumnChange::Dropped => message!("column dropped", "取消列"),
            ColumnChange::Relabelled { .. } => message!("column relabelled", "表头更改"),
        },
        Happening::MethodBroke { declared: true, .. } => message!("method changed", "方法改变"),
        Happening::MethodBroke { declared: false, .. } => message!("method seems to have changed", "方法似乎有变"),
    }
}

/// The event as a sentence. Names are printed as they stand; what is shown to people is made harmless when drawn.
#[must_use]
pub fn happening_words(board: &Board, event: &BoardEvent) -> Message {
    match &event.what {
        Happening::Began { entries, leaders, .. } => {
            let Message { en, zh } = listed(leaders, NAMED);
            match leaders.len() {
                0 => message!("the record begins with {entries} entries", "记录自此开始，共 {entries} 个条目"),
                _ => message!("the record begins: {en} of {entries}", "记录自此开始：{zh}，共 {entries} 个条目"),
            }
        }
        Happening::Led { leaders, before, .. } => {
            let ((en, zh), (old, old_zh)) = (pair(listed(leaders, NAMED)), pair(listed(before, NAMED)));
            if leaders.len() > 1 {
                message!("{en} lead, tied; before: {old}", "{zh} 并列榜首；此前：{old_zh}")
            } else {
                message!("{en} leads; before: {old}", "{zh} 居榜首；此前：{old_zh}")
            }
        }
        Happening::Entered { who, of } => {
            let (name, Message { en, zh }) = (name(who), place_of(who, *of));
            message!("{name} entered{en}", "{name} 新上榜{zh}")
        }
        Happening::Left { who, of, edition, last_seen_at } => {
            let (name, Message { en, zh }) = (name(who), place_of(who, *of));
            let when = last_seen((edition.as_ref(), *last_seen_at), (event.edition.as_ref(), event.public_at));
            message!("{name} left; last seen in {when}{en}", "{name} 退出；最后见于 {when}{zh}")
        }
        Happening::Overtook { who, from, whom, count } => {
            let (name, Message { en, zh }, moved) = (name(who), names(whom, *count as usize), arrow(*from, who.place));
            message!("{name} overtook {en}{moved}", "{name} 超越 {zh}{moved}")
        }
        Happening::Rescored { who, from, scores } => {
            let (name, Message { en, zh }) = (name(who), rescores(board, scores));
            let moved = if *from == who.place { String::new() } else { arrow(*from, who.place) };
            message!("{name}: {en}{moved}", "{name}：{zh}{moved}")
        }
        Happening::Displaced { moves, count } => {
            let (Message { en, zh }, entries) = (moved(moves, *count), entries(*count));
            message!("{entries} moved with unchanged scores: {en}", "{count} 个条目分数未变而移位：{zh}")
        }
        Happening::Recounted { moves, count } => {
            let (Message { en, zh }, entries) = (moved(moves, *count), entries(*count));
            message!("the places of {entries} are counted otherwise: {en}", "{count} 个条目计位方式不同：{zh}")
        }
        Happening::Renamed { from, to, why, models } => {
            let (old, new, Message { en, zh }) = (name(from), name(to), why);
            match models {
                None => message!("{old} → {new}, probably: {en}", "{old} → {new}，可能更名：{zh}"),
                Some((a, b)) => message!(
                    "{old} → {new}, a proposal: {en}; the registry knows two models, {a} and {b}",
                    "{old} → {new}，仅为推测：{zh}；登记库中为两个模型：{a} 与 {b}"
                ),
            }
        }
        Happening::Respelled { from, to } => {
            let new = &to.name;
            message!("{from} → {new}", "{from} → {new}")
        }
        Happening::LabelReused { label, was, now, apparent } => {
            let (was, now) = (name(was), name(now));
            let seeming = apparent.as_ref().map_or_else(Message::default, |apparent| {
                message!("; by name alone it would look like {apparent}", "；若只按名称比较，会误作 {apparent}")
            });
            let Message { en, zh } = seeming;
            message!(
                "the name {label} now means what was called {now}; its former bearer is called {was}{en}",
                "名称 {label} 现指原名 {now} 的条目；其原持有者改称 {was}{zh}"
            )
        }
        Happening::Revised { summary, before } => {
            let (Message { en, zh }, since) = (summary, day(*before));
            message!("the content of {since} was changed in place: {en}", "{since} 的内容被原地修改：{zh}")
        }
        Happening::Organization { who, from } => {
            let none = || "·".to_owned();
            let (old, new) = (from.clone().unwrap_or_else(none), who.organization.clone().unwrap_or_else(none));
            let name = name(who);
            message!("{name}: {old} → {new}", "{name}：{old} → {new}")
        }
        Happening::Column { column, change } => column_words(board, column, change),
        Happening::MethodBroke { why, splits, .. } => {
            let Message { en, zh } = why;
            if *splits {
                message!("{en}; no difference of scores is to be taken across", "{zh}；前后分数不可比较")
            } else {
                why.clone()
            }
        }
    }
}

fn pair(message: Message) -> (String, String) {
    (message.en, message.zh)
}

pub(super) fn name(placed: &Placed) -> String {
    keyed_name(&placed.name, &placed.key)
}

fn entries(count: usize) -> String {
    crate::text::counted(count, "entry", "entries")
}

/// Names with their scores, the rest counted.
fn listed(placed: &[Placed], most: usize) -> Message {
    let one = |placed: &Placed| match &placed.score {
        Some(score) => format!("{} ({score})", name(placed)),
        None => name(placed),
    };
    list(&placed.iter().take(most).map(one).collect::<Vec<_>>(), placed.len())
}

fn names(placed: &[Placed], count: usize) -> Message {
    list(&placed.iter().take(NAMED).map(name).collect::<Vec<_>>(), count)
}

fn list(names: &[String], count: usize) -> Message {
    let more = count.saturating_sub(names.len());
    let (en, zh) = (names.join(", "), names.join("、"));
    if more == 0 { Message { en, zh } } else { message!("{en} and {more} more", "{zh} 等 {count} 个") }
}

fn moved(moves: &[Move], count: usize) -> Message {
    let one = |moved: &Move| {
        let place = |place: Option<u32>| place.map_or_else(|| "–".to_owned(), |place| place.to_string());
        format!("{} {} → {}", keyed_name(&moved.name, &moved.key), place(moved.from), place(moved.to))
    };
    list(&moves.iter().take(NAMED).map(one).collect::<Vec<_>>(), count)
}

fn place_of(who: &Placed, of: usize) -> Message {
    match (who.place, who.rank.as_str()) {
        (Some(place), _) => message!(" at place {place} of {of}", "，第 {place} 名（共 {of}）"),
        (None, "") => Message::default(),
        (None, rank) => message!(", outside the ranking ({rank})", "，不参与排名（{rank}）"),
    }
}

fn arrow(from: Option<u32>, to: Option<u32>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!(" (#{from} → #{to})"),
        (None, Some(to)) => format!(" (→ #{to})"),
        (Some(from), None) => format!(" (#{from} → –)"),
        (None, None) => String::new(),
    }
}

pub(super) fn metric_name(board: &Board, id: &MetricId) -> Message {
    let metric = board.metrics.iter().find(|metric| metric.id == *id);
    metric.map_or_else(|| Message::same(id.as_str()), |metric| metric.name.clone())
}

/// The scores that changed, the main one first.
fn rescores(board: &Board, scores: &[Rescore]) -> Message {
    let mut sorted: Vec<&Rescore> = scores.iter().collect();
    sorted.sort_by_key(|score| !score.primary);
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for score in sorted.iter().take(NAMED) {
        let metric = metric_name(board, &score.metric);
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "·".to_owned());
        let delta = score.delta.as_ref().map_or_else(String::new, |delta| format!(" ({delta})"));
        let change = format!("{} → {}{delta}", text(&score.from), text(&score.to));
        en.push(format!("{} {change}", metric.en));
        zh.push(format!("{} {change}", metric.zh));
    }
    let more = sorted.len().saturating_sub(NAMED);
    let (en, zh) = (en.join(", "), zh.join("，"));
    if more == 0 { Message { en, zh } } else { message!("{en} and {more} more", "{zh}，另有 {more} 项") }
}

fn column_words(board: &Board, column: &ColumnName, change: &ColumnChange) -> Message {
    let Message { en, zh } = match column {
        ColumnName::Metric { name, .. } => name.clone(),
        ColumnName::Label(label) => label_name(board, label),
    };
    match change {
        ColumnChange::Added => message!("{en} is new", "新增{zh}"),
        ColumnChange::Dropped => message!("{en} is no longer listed", "不再列出{zh}"),
        ColumnChange::Relabelled { from, to } => message!("{en}: {from} → {to}", "{zh}：{from} → {to}"),
    }
}
