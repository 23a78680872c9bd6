//! A diff in one sentence, and the reasons for its links.

use super::cells::Change;
use super::diff::{Diff, LabelColumn, Pair, Side};
use super::metrics::{Comparability, MetricComparison};
use super::places::Cause;
use crate::catalogue::usual_label_name;
use crate::identity::Identified;
use crate::message;
use crate::text::Message;
use std::collections::BTreeSet;

/// How many labels are named.
const MOST_LABELS: usize = 4;

impl Diff {
    /// Whether nothing changed but the precision of printed numbers.
    ///
    /// Columns that a recorder left out are no change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let same = |metric: &MetricComparison| {
            matches!(metric.comparability, Comparability::Comparable | Comparability::LeftOut)
                && metric.relabelled.is_none()
        };
        self.entered.is_empty()
            && self.left.is_empty()
            && self.unread.is_empty()
            && self.metrics.iter().all(same)
            && self.labels.iter().all(|label| label.left_out)
            && self.pairs.iter().all(Pair::is_unchanged)
    }

    /// The numbers that are printed with another precision and did not change.
    #[must_use]
    pub fn precision_changes(&self) -> usize {
        let scores = self.pairs.iter().flat_map(|pair| &pair.scores);
        scores.filter(|score| matches!(score.change, Change::Precision { .. })).count()
    }

    /// Whether any metric's scores may be compared.
    fn may_compare(&self) -> bool {
        self.metrics.iter().any(|metric| metric.scale().is_some())
    }

    /// How many entries have other labels, and which.
    fn labels_changed(&self) -> Option<Message> {
        let changed = self.pairs.iter().filter(|pair| !pair.labels.is_empty()).count();
        let names: BTreeSet<&str> =
            self.pairs.iter().flat_map(|pair| &pair.labels).map(|change| change.label.as_str()).collect();
        let told: Vec<Message> = names.iter().take(MOST_LABELS).map(|label| label_name(label)).collect();
        let list = |pick: fn(&Message) -> &str, comma: &str| told.iter().map(pick).collect::<Vec<_>>().join(comma);
        let (mut en, mut zh) = (list(|name| &name.en, ", "), list(|name| &name.zh, "、"));
        if names.len() > MOST_LABELS {
            en.push_str(", …");
            zh.push('…');
        }
        (changed > 0).then(|| message!("{changed} with changed labels ({en})", "{changed} 个标签有改（{zh}）"))
    }

    fn no_score_changed(&self) -> Message {
        if self.may_compare() {
            message!("no score changed", "分数均未变")
        } else {
            message!("scores not comparable", "分数不可比较")
        }
    }

    /// What changed, in one sentence without a period.
    #[must_use]
    pub fn summary(&self) -> Message {
        self.summary_with(0)
    }

    /// The same, where so many of the entries of former contents have left with this one.
    pub(super) fn summary_with(&self, gone: usize) -> Message {
        let pairs = |is: fn(&Pair) -> bool| self.pairs.iter().filter(|pair| is(pair)).count();
        let precise = self.precision_changes();
        if self.is_empty() && gone == 0 {
            return match precise {
                0 => message!("nothing changed", "没有变化"),
                1 => message!("nothing changed but the printed precision of one score", "仅 1 个分数的显示精度有变化"),
                _ => message!(
                    "nothing changed but the printed precision of {precise} scores",
                    "仅 {precise} 个分数的显示精度有变化"
                ),
            };
        }
        let scores = pairs(Pair::has_new_scores);
        let places = pairs(|pair| matches!(&pair.place, Some(place) if place.cause == Cause::Score));
        let displaced = pairs(|pair| {
            let only = !pair.link.is_probable() && !pair.is_respelled() && !pair.has_new_scores();
            only && matches!(&pair.place, Some(place) if matches!(place.cause, Cause::Displaced(_)))
        });
        let recounted = pairs(|pair| matches!(&pair.place, Some(place) if place.cause == Cause::Recounted));
        let renamed = pairs(|pair| pair.link.is_probable());
        let organizations = pairs(|pair| pair.organization.is_some());
        let respelled = pairs(|pair| pair.is_respelled() && !pair.link.is_probable());
        let unread = self.unread.len();
        let basic = [
            counted(self.entered.len(), |n| message!("{n} entered", "新增 {n}"), message!("none entered", "无新增")),
            counted(self.left.len() + gone, |n| message!("{n} left", "移出 {n}"), message!("none left", "无移出")),
            counted(scores, scores_changed, self.no_score_changed()),
        ];
        let mut parts = Vec::new();
        let further = [
            (places, message!("{places} moved by their own score", "{places} 个因自身分数变动名次")),
            (displaced, message!("{displaced} only displaced", "{displaced} 个仅被动移位")),
            (recounted, message!("{recounted} counted otherwise", "{recounted} 个计位方式不同")),
            (renamed, message!("{renamed} probably renamed", "{renamed} 个可能改名")),
            (
                organizations,
                message!("{organizations} with another organisation text", "{organizations} 个机构写法有改"),
            ),
            (respelled, message!("{respelled} spelled otherwise", "{respelled} 个名称写法有改")),
            (unread, message!("{unread} in rows that could not be read", "{unread} 个所在行无法读取")),
        ];
        parts.extend(further.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part));
        parts.extend(self.labels_changed());
        parts.extend(self.metrics.iter().filter_map(about));
        parts.extend(self.labels.iter().filter(|label| !label.left_out).map(label_column));
        // What did not change is only worth a word where nothing else is to be said, or beside what did.
        let is_quiet = self.entered.is_empty() && self.left.len() + gone == 0 && scores == 0;
        if !is_quiet || parts.is_empty() {
            parts.splice(0..0, basic);
        } else if !self.may_compare() {
            parts.push(self.no_score_changed());
        }
        Message {
            en: parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join(", "),
            zh: parts.iter().map(|part| part.zh.as_str()).collect::<Vec<_>>().join("，"),
        }
    }
}

fn counted(count: usize, some: fn(usize) -> Message, none: Message) -> Message {
    if count == 0 { none } else { some(count) }
}

fn scores_changed(n: usize) -> Message {
    match n {
        1 => message!("1 with a changed score", "1 个分数有变"),
        _ => message!("{n} with changed scores", "{n} 个分数有变"),
    }
}

fn label_name(label: &str) -> Message {
    usual_label_name(label).unwrap_or_else(|| Message::same(label))
}

fn label_column(column: &LabelColumn) -> Message {
    let Message { en, zh } = label_name(&column.label);
    match column.only_in {
        Side::From => message!("{en} dropped", "取消{zh}"),
        Side::To => message!("{en} added", "新增{zh}"),
    }
}

fn about(metric: &MetricComparison) -> Option<Message> {
    let Message { en, zh } = &metric.name;
    let part = match &metric.comparability {
        Comparability::Comparable | Comparability::LeftOut => match &metric.relabelled {
            Some(_) => message!("{en} under another header", "{zh}表头有改"),
            None => return None,
        },
        Comparability::Rescaled { .. } => message!("{en} on another scale", "{zh}换了量程"),
        Comparability::Broken { breaks } => {
            let edition = breaks.last().map_or("", |last| &last.edition);
            message!("{en} is another quantity since {edition}", "{zh}自 {edition} 起含义不同")
        }
        Comparability::Dropped => message!("{en} dropped", "取消{zh}"),
        Comparability::Added => message!("{en} added", "新增{zh}"),
    };
    Some(part)
}

/// Why two rows of different names are taken for one entry.
pub(super) fn why_renamed(count: usize, outranks: bool, evidence: Option<(&MetricComparison, String)>) -> Message {
    let Message { en, zh } = match evidence {
        Some((metric, text)) if count == 1 => {
            let Message { en, zh } = &metric.name;
            message!("{en} {text} stands once in each table", "{zh} {text} 在两表中各只出现一次")
        }
        _ => message!(
            "all {count} shared scores agree, and those of no other entry do",
            "共有的 {count} 项得分全部一致，且没有其他条目与之一致"
        ),
    };
    if outranks {
        message!("equal scores outrank equal names: {en}", "得分相同优先于名称相同：{zh}")
    } else {
        message!("equal scores under another name: {en}", "名称不同而得分相同：{zh}")
    }
}

/// Why two rows of different names and scores are taken for one entry.
pub(super) fn why_same_model(before: Option<Identified>, now: Option<Identified>) -> Message {
    match (before, now) {
        (Some(before), Some(now)) if before != now => {
            let model = now.model;
            message!(
                "the same model; one of them does not say how it was run: {model}",
                "同一模型，其中一方未说明运行方式：{model}"
            )
        }
        (_, now) => {
            let model = now.map_or_else(String::new, |now| now.to_string());
            message!("another name of the same model: {model}", "同一模型的另一名称：{model}")
        }
    }
}

/// Why a renaming is told that only the contents in between show.
pub(super) fn why_followed() -> Message {
    message!("the contents in between lead from one name to the other", "中间各版本表明前后为同一条目")
}
