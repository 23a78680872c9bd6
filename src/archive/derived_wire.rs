//! The parts of a board's index as they stand in its file. Doubles travel as text, which reads back to the bit.

use crate::schema::{
    Better, Break, Code, Computed, Digest, Edition, EditionOrder, Locator, Metric, MetricId, Problem, Refused, TakenOut,
};
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::num::TryFromIntError;

#[derive(Serialize, Deserialize)]
pub(super) struct WireEdition {
    label: String,
    order: [u16; 4],
}

#[derive(Serialize, Deserialize)]
pub(super) struct WireMetric {
    id: MetricId,
    name: [String; 2],
    header: String,
    benchmark: Option<String>,
    unit: String,
    better: Better,
    range: Option<[String; 2]>,
    primary: bool,
    computed: Option<WireComputed>,
    breaks: Vec<WireBreak>,
}

#[derive(Serialize, Deserialize)]
struct WireComputed {
    rule: [String; 2],
    parts: Vec<MetricId>,
    source: String,
}

#[derive(Serialize, Deserialize)]
struct WireBreak {
    edition: WireEdition,
    why: [String; 2],
}

#[derive(Serialize, Deserialize)]
pub(super) struct WireProblem {
    code: String,
    at: Option<WireLocator>,
    what: [String; 2],
}

#[derive(Serialize, Deserialize)]
struct WireLocator {
    capture: Digest,
    place: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct WireRefused {
    edition: Option<WireEdition>,
    address: String,
    published_at: Option<String>,
    observed_at: String,
    last_seen_at: String,
    captures: Vec<Digest>,
    problem: WireProblem,
}

#[derive(Serialize, Deserialize)]
pub(super) struct WireTakenOut {
    address: String,
    published_at: Option<String>,
    observed_at: String,
    last_seen_at: String,
    capture: Digest,
    reason: String,
}

pub(super) fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn pair(message: &Message) -> [String; 2] {
    [message.en.clone(), message.zh.clone()]
}

fn message([en, zh]: [String; 2]) -> Message {
    Message { en, zh }
}

fn order(order: EditionOrder) -> [u16; 4] {
    [order.year, order.month.into(), order.day.into(), order.rank.into()]
}

fn read_order([year, month, day, rank]: [u16; 4]) -> Result<EditionOrder, TryFromIntError> {
    Ok(EditionOrder { year, month: month.try_into()?, day: day.try_into()?, rank: rank.try_into()? })
}

impl WireEdition {
    pub(super) fn of(edition: &Edition) -> WireEdition {
        WireEdition { label: edition.label.clone(), order: order(edition.order) }
    }

    pub(super) fn read(self) -> Result<Edition, TryFromIntError> {
        Ok(Edition { order: read_order(self.order)?, label: self.label })
    }
}

impl WireMetric {
    pub(super) fn of(metric: &Metric) -> WireMetric {
        WireMetric {
            id: metric.id.clone(),
            name: pair(&metric.name),
            header: metric.header.clone(),
            benchmark: metric.benchmark.clone(),
            unit: metric.unit.clone(),
            better: metric.better,
            range: metric.range.map(|(low, high)| [low.to_string(), high.to_string()]),
            primary: metric.primary,
            computed: metric.computed.as_ref().map(|computed| WireComputed {
                rule: pair(&computed.rule),
                parts: computed.parts.clone(),
                source: computed.source.clone(),
            }),
            breaks: metric
                .breaks
                .iter()
                .map(|at| WireBreak {
                    edition: WireEdition { label: at.edition.clone(), order: order(at.order) },
                    why: pair(&at.why),
                })
                .collect(),
        }
    }

    pub(super) fn read(self) -> Option<Metric> {
        let range = match self.range {
            Some([low, high]) => Some((low.parse().ok()?, high.parse().ok()?)),
            None => None,
        };
        let breaks = self.breaks.into_iter().map(|at| {
            Some(Break { order: read_order(at.edition.order).ok()?, edition: at.edition.label, why: message(at.why) })
        });
        Some(Metric {
            id: self.id,
            name: message(self.name),
            header: self.header,
            benchmark: self.benchmark,
            unit: self.unit,
            better: self.better,
            range,
            primary: self.primary,
            computed: self.computed.map(|computed| Computed {
                rule: message(computed.rule),
                parts: computed.parts,
                source: computed.source,
            }),
            breaks: breaks.collect::<Option<_>>()?,
        })
    }
}

impl WireProblem {
    pub(super) fn of(problem: &Problem) -> WireProblem {
        WireProblem {
            code: problem.code.as_str().to_owned(),
            at: problem.at.as_ref().map(|at| WireLocator { capture: at.capture, place: at.to_string() }),
            what: pair(&problem.what),
        }
    }

    pub(super) fn read(self) -> Option<Problem> {
        let code = *Code::ALL.iter().find(|code| code.as_str() == self.code)?;
        let at = match self.at {
            Some(at) => Some(Locator::parse(at.capture, &at.place)?),
            None => None,
        };
        Some(Problem { code, at, what: message(self.what) })
    }
}

impl WireRefused {
    pub(super) fn of(refused: &Refused) -> WireRefused {
        WireRefused {
            edition: refused.edition.as_ref().map(WireEdition::of),
            address: refused.address.clone(),
            published_at: refused.published_at.map(|time| time.to_string()),
            observed_at: refused.observed_at.to_string(),
            last_seen_at: refused.last_seen_at.to_string(),
            captures: refused.captures.clone(),
            problem: WireProblem::of(&refused.problem),
        }
    }

    pub(super) fn read(self) -> Option<Refused> {
        Some(Refused {
            edition: self.edition.map(WireEdition::read).transpose().ok()?,
            address: self.address,
            published_at: self.published_at.map(|text| text.parse()).transpose().ok()?,
            observed_at: time(&self.observed_at)?,
            last_seen_at: time(&self.last_seen_at)?,
            captures: self.captures,
            problem: self.problem.read()?,
        })
    }
}

impl WireTakenOut {
    pub(super) fn of(out: &TakenOut) -> WireTakenOut {
        WireTakenOut {
            address: out.address.clone(),
            published_at: out.published_at.map(|time| time.to_string()),
            observed_at: out.observed_at.to_string(),
            last_seen_at: out.last_seen_at.to_string(),
            capture: out.capture,
            reason: out.reason.clone(),
        }
    }

    pub(super) fn read(self) -> Option<TakenOut> {
        Some(TakenOut {
            address: self.address,
            published_at: self.published_at.map(|text| text.parse()).transpose().ok()?,
            observed_at: time(&self.observed_at)?,
            last_seen_at: time(&self.last_seen_at)?,
            capture: self.capture,
            reason: self.reason,
        })
    }
}
