//! What the columns of a table are: by the words of their headers, then by their cells.

use super::beside::{Beside, beside};
use super::profile::Profile;
use super::words::{ADDRESS, DATE, LESS, MODEL, NEITHER, ORGANIZATION, OVERALL, RANK, SHARE, has_word, is};
use crate::schema::{Better, RawTable};
use crate::text::fold;
use std::collections::BTreeSet;

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct Roles {
    pub rank: Option<usize>,
    pub model: usize,
    pub organization: Option<usize>,
    pub metrics: Vec<MetricGuess>,
    pub labels: Vec<usize>,
    /// The label that tells rows of one model apart.
    pub key: Option<usize>,
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
    /// The column beside it that says how far it may be off.
    pub beside: Option<(usize, Beside)>,
}

/// `None` where no column can be models' names, or no other has numbers.
pub(super) fn roles(table: &RawTable, profiles: &[Profile]) -> Option<Roles> {
    if table.rows.len() < 2 {
        return None;
    }
    let rank = rank(profiles);
    let model = model(profiles)?;
    let free = |column: usize| column != model && Some(column) != rank;
    let organization = (0..profiles.len()).find(|column| {
        free(*column)
            && profiles.get(*column).is_some_and(|profile| {
                (is(&profile.header, ORGANIZATION) || has_word(&profile.header, ORGANIZATION))
                    && profile.is_wordy()
                    && !profile.is_addresses()
            })
    });
    let mut metrics: Vec<MetricGuess> = Vec::new();
    let (mut labels, mut ignored) = (Vec::new(), Vec::new());
    for (column, profile) in profiles.iter().enumerate() {
        if !free(column) || Some(column) == organization || (profile.header.is_empty() && profile.filled == 0) {
            continue;
        }
        let kind = beside(&profile.header).filter(|_| profile.is_numeric() && !metrics.is_empty());
        if let Some(kind) = kind {
            match metrics.last_mut() {
                Some(last) if last.beside.is_none() => last.beside = Some((column, kind)),
                _ => ignored.push(column),
            }
        } else if profile.is_numeric() && !has_word(&profile.header, &["date", "year", "日期"]) {
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
    let key = key(profiles, model, &labels);
    Some(Roles { rank, model, organization, metrics, labels, key, ignored })
}

/// The column that is called as places are, else the first whose numbers count the rows.
fn rank(profiles: &[Profile]) -> Option<usize> {
    let named = |profile: &Profile| is(&profile.header, RANK) && !profile.is_wordy();
    let counts = |profile: &Profile| profile.counts_rows();
    profiles.iter().position(named).or_else(|| profiles.iter().position(counts))
}

/// The column whose header says so and whose cells differ, else the one of the most different short texts. An address
/// or the name of a maker is no model's name while there is another.
fn model(profiles: &[Profile]) -> Option<usize> {
    let exact = |profile: &Profile| MODEL.iter().position(|word| fold(&profile.header) == *word);
    let class = |profile: &Profile| {
        let is_name = !profile.is_addresses() && !has_word(&profile.header, ADDRESS);
        let differs = profile.distinct * 2 >= profile.filled;
        match exact(profile) {
            _ if !is_name => 5,
            Some(_) if differs => 0,
            None if has_word(&profile.header, ORGANIZATION) || has_word(&profile.header, DATE) => 4,
            None if differs && has_word(&profile.header, &["model", "title", "name", "模型", "名称"]) => 1,
            None if profile.distinct * 10 >= profile.filled * 7 => 2,
            _ => 3,
        }
    };
    let wordy = profiles.iter().enumerate().filter(|(_, profile)| profile.is_wordy() && !profile.is_dates());
    let likely = wordy.filter(|(_, profile)| exact(profile).is_some() || profile.distinct * 2 >= profile.filled);
    let order = |(column, profile): &(usize, &Profile)| {
        (
            class(profile),
            exact(profile).unwrap_or(MODEL.len()),
            profile.filled - profile.distinct.min(profile.filled),
            *column,
        )
    };
    likely.min_by_key(order).map(|(column, _)| column)
}

/// Where models stand in more than one row, the label with the fewest values that tells all of those rows apart.
fn key(profiles: &[Profile], model: usize, labels: &[usize]) -> Option<usize> {
    let names = &profiles.get(model)?.texts;
    let pairs = |column: usize| {
        let texts = &profiles.get(column)?.texts;
        Some(names.iter().zip(texts).collect::<BTreeSet<_>>().len())
    };
    if names.iter().collect::<BTreeSet<_>>().len() == names.len() {
        return None;
    }
    let apart = labels.iter().copied().filter(|column| pairs(*column) == Some(names.len()));
    apart.min_by_key(|column| profiles.get(*column).map(|profile| profile.distinct))
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
        () if is_share(header) && least >= 0.0 && largest <= 100.0 && largest > 1.0 => ("percent", Some((0.0, 100.0))),
        () if better == Better::Neither && whole => ("count", None),
        () if has_word(header, &["elo", "rating"]) || (least > 500.0 && largest < 3000.0) => ("elo", None),
        () if least >= 0.0 && largest <= 1.0 && !whole => ("ratio", Some((0.0, 1.0))),
        () if least >= 0.0 && largest <= 100.0 && largest > 1.0 && better == Better::Higher => {
            ("points", Some((0.0, 100.0)))
        }
        () => ("points", None),
    };
    MetricGuess { column, unit, better, range, shape: profile.shape, primary: false, beside: None }
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

fn is_share(header: &str) -> bool {
    header.contains(['%', '％']) || has_word(header, SHARE)
}
