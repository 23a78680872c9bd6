//! What happened in one step to several metrics for one reason is told once.

use super::happening::{happening_words, metric_name};
use crate::catalogue::Board;
use crate::message;
use crate::schema::{BoardEvent, Happening};
use crate::text::Message;

/// The events with what is said of them, in their order; of changes of method for one reason the first, with the names
/// of all metrics.
pub(super) fn told_once<'e>(
    board: &Board,
    events: impl IntoIterator<Item = &'e BoardEvent>,
) -> Vec<(&'e BoardEvent, Message)> {
    let mut groups: Vec<Vec<&BoardEvent>> = Vec::new();
    for event in events {
        match groups.iter_mut().rev().find(|group| group.first().is_some_and(|first| is_same(first, event))) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    groups.into_iter().filter_map(|group| Some((*group.first()?, words(board, &group)?))).collect()
}

fn is_same(one: &BoardEvent, other: &BoardEvent) -> bool {
    match (&one.what, &other.what) {
        (
            Happening::MethodBroke { why, declared, .. },
            Happening::MethodBroke { why: also_why, declared: also_declared, .. },
        ) => one.is_of_the_step_of(other) && why == also_why && declared == also_declared,
        _ => false,
    }
}

fn words(board: &Board, group: &[&BoardEvent]) -> Option<Message> {
    let splits = |event: &&&BoardEvent| matches!(event.what, Happening::MethodBroke { splits: true, .. });
    // One that says that scores are not to be compared speaks for all.
    let gravest = group.iter().find(splits).or(group.first())?;
    let said = happening_words(board, gravest);
    let mut names: Vec<Message> = Vec::new();
    for event in group {
        if let Happening::MethodBroke { metric: Some(metric), .. } = &event.what {
            let name = metric_name(board, metric);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.len() < 2 {
        return Some(said);
    }
    let list = |pick: fn(&Message) -> &str, comma: &str| names.iter().map(pick).collect::<Vec<_>>().join(comma);
    let (names, names_zh) = (list(|name| &name.en, ", "), list(|name| &name.zh, "、"));
    let Message { en, zh } = said;
    Some(message!("{names}: {en}", "{names_zh}：{zh}"))
}
