//! The names of labels and units in both languages.

use crate::catalogue::{Board, usual_label_name};
use crate::message;
use crate::text::Message;

/// Units: as definitions write them, English, Chinese.
#[rustfmt::skip]
const UNITS: &[(&str, &str, &str)] = &[
    ("billion", "billion", "十亿"),
    ("characters", "characters", "字符"),
    ("CNY per million tokens", "CNY per million tokens", "元/百万 token"),
    ("correlation", "correlation", "相关系数"),
    ("count", "count", "个数"),
    ("elo", "Elo", "Elo 分"),
    ("GB", "GB", "GB"),
    ("kg", "kg", "千克"),
    ("million", "million", "百万"),
    ("minutes", "minutes", "分钟"),
    ("percent", "percent", "百分比"),
    ("place", "place", "名次"),
    ("points", "points", "分"),
    ("rank", "rank", "名次"),
    ("ratio", "ratio", "比率"),
    ("score", "score", "得分"),
    ("seconds", "seconds", "秒"),
    ("times real time", "times real time", "倍实时速度"),
    ("tokens", "tokens", "token"),
    ("tokens per second", "tokens per second", "token/秒"),
    ("USD", "USD", "美元"),
    ("words", "words", "词"),
];

fn found(table: &[(&str, &str, &str)], id: &str) -> Option<Message> {
    let (_, en, zh) = table.iter().find(|(known, ..)| *known == id)?;
    Some(Message { en: (*en).to_owned(), zh: (*zh).to_owned() })
}

/// The name of a label: the definition's own, else the usual one, else the publisher's header.
pub(super) fn label_name(board: &Board, label: &str) -> Message {
    let own = board.label_names.get(label).cloned().or_else(|| usual_label_name(label));
    if let Some(name) = own {
        return name;
    }
    if let Some(header) = board.labels.get(label).and_then(|headers| headers.first()) {
        return Message::same(header);
    }
    match label.strip_suffix("_date") {
        Some(dated) => {
            let Message { en, zh } = label_name(board, dated);
            message!("{en} (ISO 8601)", "{zh}（ISO 8601）")
        }
        None => Message::same(label),
    }
}

/// A unit in words; one that is not known stays as the definition writes it.
pub(super) fn unit_words(unit: &str) -> Message {
    found(UNITS, unit).unwrap_or_else(|| Message::same(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_unit_of_the_built_in_definitions_has_a_name() {
        let catalogue = Catalogue::built_in().unwrap();
        for (_, board) in catalogue.boards() {
            for metric in &board.metrics {
                assert!(found(UNITS, &metric.unit).is_some(), "{}: {}", board.id, metric.unit);
            }
        }
    }

    #[test]
    fn labels_are_named_by_the_definition_then_the_table_then_the_publisher() {
        let catalogue = Catalogue::built_in().unwrap();
        let mut board = catalogue.board("balrog/llm").unwrap().1.clone();
        let named = |board: &Board, label: &str| (label_name(board, label).en, label_name(board, label).zh);
        let both = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
        assert_eq!(named(&board, "checked"), both("checked", "已核验"));
        board.labels.insert("x".to_owned(), vec!["Seen by Y?".to_owned(), "Y?".to_owned()]);
        assert_eq!(named(&board, "x"), both("Seen by Y?", "Seen by Y?"));
        board.label_names.insert("x".to_owned(), message!("seen", "见过"));
        assert_eq!(named(&board, "x"), both("seen", "见过"));
    }
}
