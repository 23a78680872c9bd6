//! Metrics that bangdan computed, told from those that are printed; and what else a reader should know of a board.

use super::provenance::place_words;
use super::ranking::metric_words;
use super::wording::missing;
use crate::catalogue::{Board, Original};
use crate::message;
use crate::schema::{Block, Cell, Computed, Entry, Metric, Missing, Notice, Reading, Score, Snapshot, Tone};
use crate::text::Message;

/// A reading that no table prints: without a place in the bytes, which only its parts have.
pub(super) fn computed_cell(reading: &Reading) -> Cell {
    match reading {
        Reading::Score(score) => computed_score(score),
        Reading::Missing { reason, .. } => {
            let Message { en, zh } = missing(*reason);
            let note = message!("not computed, since a part has no number: {en}", "某一部分没有数值，未计算：{zh}");
            Cell::plain("·").toned(Tone::Muted).noted(note)
        }
    }
}

/// A score that no table prints.
pub(super) fn computed_score(score: &Score) -> Cell {
    let note = message!("computed by bangdan, not printed", "由 bangdan 计算，并非原文所载");
    Cell::plain(&score.text).noted(note).valued(score.value())
}

/// How each computed metric was computed, and what the definition says about metrics whose names do not say it.
pub(super) fn metric_notices(board: &Board, snapshot: &Snapshot) -> Vec<Block> {
    let mut notices = Vec::new();
    for metric in &snapshot.metrics {
        let Message { en, zh } = metric_words(metric);
        if let Some(Computed { rule, source, .. }) = &metric.computed {
            let (rule_en, rule_zh) = (&rule.en, &rule.zh);
            notices.push(message!(
                "{en}: {rule_en}; the publisher computes so: {source}",
                "{zh}：{rule_zh}；发布方的算法见：{source}"
            ));
        }
        let definition = board.metrics.iter().find(|definition| definition.id == metric.id);
        if let Some(note) = definition.and_then(|definition| definition.note.as_ref()) {
            let (note_en, note_zh) = (&note.en, &note.zh);
            notices.push(message!("{en}: {note_en}", "{zh}：{note_zh}"));
        }
    }
    notices.into_iter().map(|text| Block::Notice(Notice { tone: Tone::Muted, text })).collect()
}

/// That the publisher took the board back, or copies another's.
pub(super) fn board_notices(board: &Board) -> Vec<Block> {
    let mut notices = Vec::new();
    if let Some(Message { en, zh }) = &board.withdrawn {
        let text = message!("Withdrawn by the publisher: {en}", "发布方已撤回：{zh}");
        notices.push(Block::Notice(Notice { tone: Tone::Warning, text }));
    }
    if let Some(other) = board.republishes.as_ref().map(Original::name) {
        let text = message!("A copy of the board {other}, counted once.", "本榜单转载自 {other}，只计一次。");
        notices.push(Block::Notice(Notice { tone: Tone::Muted, text }));
    }
    notices
}

/// The parts of a computed reading, with what is printed for each and where; nothing for a printed one.
pub(super) fn part_rows(snapshot: &Snapshot, entry: &Entry, metric: &Metric) -> Vec<(Message, Message)> {
    let Some(Computed { rule, parts, source }) = &metric.computed else { return Vec::new() };
    let mut rows = vec![
        (message!("computed as", "计算方法"), rule.clone()),
        (message!("the publisher computes so", "发布方的算法见"), Message::same(source)),
    ];
    for part in parts {
        let name = snapshot.metric(part).map_or_else(|| Message::same(part.as_str()), metric_words);
        let (name_en, name_zh) = (name.en, name.zh);
        let inner = snapshot.metric(part).and_then(|metric| metric.computed.as_ref());
        let is = match (entry.readings.get(part), inner) {
            (None, _) => missing(Missing::NotListed),
            (Some(reading), Some(inner)) => {
                let (text, en, zh) = (reading.text(), &inner.rule.en, &inner.rule.zh);
                message!("{text}, computed as {en}", "{text}，计算方法：{zh}")
            }
            (Some(reading), None) => {
                let Message { en, zh } = place_words(reading.at());
                let text = reading.text();
                message!("{text:?}, {en}", "{text:?}，{zh}")
            }
        };
        rows.push((message!("part: {name_en}", "部分：{name_zh}"), is));
    }
    rows
}
