//! Columns that came or went and took the main score with them.

use super::super::diff::Diff;
use super::super::metrics::{Comparability, MetricComparison};
use super::super::step_rows::scores_moved;
use super::weights::{self, Composite};
use crate::message;
use crate::schema::{Happening, MethodChange, MetricId, Snapshot};
use crate::text::Message;

/// Columns of scores that came or went, where the main score was or is made of them and most main scores changed; or
/// another column by which the board orders.
pub(super) fn other_columns(
    (from, before): (&Snapshot, Option<&Composite>),
    (to, after): (&Snapshot, Option<&Composite>),
    diff: &Diff,
) -> Option<Happening> {
    let event = |why: Message, splits: bool| Happening::MethodBroke {
        metric: None,
        declared: false,
        change: MethodChange::MetricSet,
        why,
        splits,
    };
    let (old, new) = (from.primary()?, to.primary()?);
    if old.id != new.id {
        let left_out = |metric: &&MetricComparison| metric.comparability == Comparability::LeftOut;
        if diff.metrics.iter().filter(left_out).any(|metric| metric.id == old.id || metric.id == new.id) {
            return None;
        }
        let (Message { en: old, zh: old_zh }, Message { en, zh }) = (&old.name, &new.name);
        let why =
            message!("the board seems to order by {en} and no longer by {old}", "榜单似乎改按{zh}排序，不再按{old_zh}");
        return Some(event(why, true));
    }
    let parts = |on: &Snapshot, composite: Option<&Composite>, comparability: &Comparability| -> Vec<&Message> {
        let columns = || diff.metrics.iter().filter(|metric| metric.comparability == *comparability);
        let ids: Vec<&MetricId> = columns().map(|metric| &metric.id).collect();
        let parts = weights::parts_among(on, composite, &ids);
        columns().filter(|metric| parts.contains(&&metric.id)).map(|metric| &metric.name).collect()
    };
    let shared = diff.pairs.iter().filter(|pair| pair.from.primary.is_some() && pair.to.primary.is_some());
    let (shared, moved) = (shared.clone().count(), shared.filter(|pair| scores_moved(diff, pair)).count());
    if shared < 5 || moved * 2 <= shared {
        return None;
    }
    // A mean of other columns, a price or a count comes and goes without a word about the main score.
    let (added, dropped) = (parts(to, after, &Comparability::Added), parts(from, before, &Comparability::Dropped));
    if added.is_empty() && dropped.is_empty() {
        return None;
    }
    let list = |names: &[&Message], pick: fn(&Message) -> &str, comma: &str| {
        names.iter().map(|name| pick(name)).collect::<Vec<_>>().join(comma)
    };
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    if !added.is_empty() {
        en.push(format!("{} came", list(&added, |name| &name.en, ", ")));
        zh.push(format!("新增{}", list(&added, |name| &name.zh, "、")));
    }
    if !dropped.is_empty() {
        en.push(format!("{} went", list(&dropped, |name| &name.en, ", ")));
        zh.push(format!("取消{}", list(&dropped, |name| &name.zh, "、")));
    }
    let (en, zh) = (en.join("; "), zh.join("；"));
    let why = message!(
        "the columns that the main score is made of changed ({en}), and with them {moved} of {shared} main scores",
        "构成主要得分的列有变（{zh}），{shared} 个主要得分中有 {moved} 个随之改变"
    );
    // A new edition measures anew: that its scores changed says nothing of the formula.
    Some(event(why, from.edition == to.edition))
}
