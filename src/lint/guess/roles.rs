//! What the columns of a table are: by the words of their headers, then by their cells.

use super::profile::Profile;
use crate::schema::{Better, RawTable};
use crate::text::fold;

const RANK: &[&str] = &["rank", "#", "排名", "序号", "名次", "位次", "no.", "place", "position", "ranking"];
const MODEL: &[&str] = &[
    "model",
    "模型",
    "模型名称",
    "modelname",
    "名称",
    "name",
    "system",
    "method",
    "agent",
    "submission",
    "llm",
    "key",
];
const ORGANIZATION: &[&str] = &[
    "organization",
    "organisation",
    "org",
    "机构",
    "company",
    "vendor",
    "developer",
    "provider",
    "creator",
    "lab",
    "team",
    "affiliation",
    "institution",
    "厂商",
    "公司",
    "研发机构",
];
/// Words of quantities of which less is better.
const LESS: &[&str] = &[
    "cost",
    "price",
    "latency",
    "time",
    "second",
    "error",
    "loss",
    "wer",
    "cer",
    "perplexity",
    "hallucination",
    "brier",
    "calibration",
    "loserate",
    "价格",
    "延迟",
    "耗时",
    "错误率",
    "幻觉率",
    "成本",
];
/// Words of quantities of which neither more nor less is better.
const NEITHER: &[&str] = &[
    "votes",
    "battles",
    "count",
    "samples",
    "length",
    "tokens",
    "parameters",
    "params",
    "size",
    "context",
    "year",
    "date",
    "id",
    "数量",
    "参数",
    "票数",
    "字数",
    "runs",
];
/// Words of the score by which a board orders.
const OVERALL: &[&str] =
    &["总分", "overall", "average", "avg", "平均", "total", "score", "elo", "rating", "得分", "mean"];

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct Roles {
    pub rank: Option<usize>,
    pub model: usize,
    pub organization: Option<usize>,
    pub metrics: Vec<MetricGuess>,
    pub labels: Vec<usize>,
    pub ignored: Vec<usize>,
}

/// A column of scores.
#[derive(Debug)]
pub(super) struct MetricGuess {
    pub column: usize,
    pub unit: &'static str,
    pub better: Better,
    pub range: Option<(f64, f64)>,
    pub shape: Option<&'static str>,
    pub primary: bool,
}

/// `None` where no column can be models' names, or no other has numbers.
pub(super) fn roles(table: &RawTable, profiles: &[Profile]) -> Option<Roles> {
    if table.rows.len() < 2 {
        return None;
    }
    let rank = profiles.iter().position(|profile| is(&profile.header, RANK) && !profile.is_wordy());
    let model = model(profiles)?;
    let free = |column: usize| column != model && Some(column) != rank;
    let organization = (0..profiles.len()).find(|column| {
        free(*column)
            && profiles.get(*column).is_some_and(|profile| is(&profile.header, ORGANIZATION) && !profile.is_numeric())
    });
    let mut metrics = Vec::new();
    let (mut labels, mut ignored) = (Vec::new(), Vec::new());
    for (column, profile) in profiles.iter().enumerate() {
        if !free(column) || Some(column) == organization || (profile.header.is_empty() && profile.filled == 0) {
            continue;
        }
        if profile.is_numeric() && !has_word(&profile.header, &["date", "year", "日期"]) {
            metrics.push(metric(column, profile));
        } else if profile.long == 0 && profile.filled > 0 && !profile.header.is_empty() {
            labels.push(column);
        } else {
            ignored.push(column);
        }
    }
    if metrics.is_empty() {
        return None;
    }
    choose_primary(&mut metrics, profiles);
    Some(Roles { rank, model, organization, metrics, labels, ignored })
}

/// The column whose header says so, else the first of mostly different short texts.
fn model(profiles: &[Profile]) -> Option<usize> {
    let named = MODEL
        .iter()
        .find_map(|word| profiles.iter().position(|profile| fold(&profile.header) == *word && profile.is_wordy()));
    let called =
        || profiles.iter().position(|profile| has_word(&profile.header, &["model", "模型"]) && profile.is_wordy());
    let different =
        || profiles.iter().position(|profile| profile.is_wordy() && profile.distinct * 10 >= profile.filled * 7);
    named.or_else(called).or_else(different)
}

fn metric(column: usize, profile: &Profile) -> MetricGuess {
    let header = profile.header.as_str();
    let better = if has_word(header, NEITHER) {
        Better::Neither
    } else if has_word(header, LESS) {
        Better::Lower
    } else {
        Better::Higher
    };
    let (least, largest) = profile.bounds().unwrap_or_default();
    let whole = profile.numbers.values().all(|number| number.decimals() == 0);
    let money = profile.shape.filter(|shape| shape.starts_with(['$', '¥']));
    let (unit, range) = match () {
        () if header.contains('$') => ("USD", None),
        () if header.contains("(s)") || has_word(header, &["seconds"]) => ("seconds", None),
        () if header.contains("(ms)") => ("milliseconds", None),
        () if money.is_some() => (if money == Some("${value}") { "USD" } else { "CNY" }, None),
        () if profile.percent * 2 > profile.filled => ("percent", Some((0.0, 100.0))),
        () if better == Better::Neither && whole => ("count", None),
        () if has_word(header, &["elo", "rating"]) || (least > 500.0 && largest < 3000.0) => ("elo", None),
        () if least >= 0.0 && largest <= 1.0 && !whole => ("ratio", Some((0.0, 1.0))),
        () if least >= 0.0 && largest <= 100.0 && largest > 1.0 && better == Better::Higher => {
            ("points", Some((0.0, 100.0)))
        }
        () => ("points", None),
    };
    MetricGuess { column, unit, better, range, shape: profile.shape, primary: false }
}

/// The metric down which the rows are ordered, else one that is called as totals are. A table may have none.
fn choose_primary(metrics: &mut [MetricGuess], profiles: &[Profile]) {
    let header = |metric: &MetricGuess| profiles.get(metric.column).map_or("", |profile| profile.header.as_str());
    let slope = |metric: &MetricGuess| profiles.get(metric.column).and_then(Profile::slope).unwrap_or_default();
    let ordered = |metric: &MetricGuess| match metric.better {
        Better::Higher => slope(metric) > 0.9,
        Better::Lower => slope(metric) < -0.9,
        Better::Neither => false,
    };
    let is_overall = |metric: &MetricGuess| metric.better != Better::Neither && has_word(header(metric), OVERALL);
    let chosen = metrics
        .iter()
        .position(|metric| ordered(metric) && is_overall(metric))
        .or_else(|| metrics.iter().position(ordered))
        .or_else(|| metrics.iter().position(is_overall));
    if let Some(metric) = chosen.and_then(|index| metrics.get_mut(index)) {
        metric.primary = true;
    }
}

fn is(header: &str, words: &[&str]) -> bool {
    words.contains(&fold(header).as_str())
}

/// Whether one of the words stands in a header as a word of its own; Chinese has no blanks between words.
fn has_word(header: &str, words: &[&str]) -> bool {
    let lower = header.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    words.iter().any(|word| {
        let plural = |part: &&str| part.strip_suffix('s').is_some_and(|part| part == *word);
        parts.iter().any(|part| part == word || plural(part)) || (!word.is_ascii() && lower.contains(word))
    })
}
