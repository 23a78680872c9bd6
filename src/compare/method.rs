//! Methods that changed: those that the definition declares, and those that the figures show.

use super::diff::Diff;
use super::metrics::Comparability;
use crate::message;
use crate::schema::{Happening, MethodChange, Snapshot};
use crate::text::Message;

/// What following a board remembers of its method from content to content.
#[derive(Debug, Default)]
pub(super) struct Memory {}

/// The breaks between two contents.
pub(super) fn breaks(_from: &Snapshot, _to: &Snapshot, diff: &Diff, _memory: &mut Memory) -> Vec<Happening> {
    let mut found = Vec::new();
    for metric in &diff.metrics {
        match &metric.comparability {
            Comparability::Broken { breaks } => found.extend(breaks.iter().map(|declared| Happening::MethodBroke {
                metric: Some(metric.id.clone()),
                declared: true,
                change: MethodChange::Declared,
                why: declared.why.clone(),
                splits: metric.primary,
            })),
            Comparability::Rescaled { power } => found.push(Happening::MethodBroke {
                metric: Some(metric.id.clone()),
                declared: false,
                change: MethodChange::Scale { power: *power },
                why: scale_words(&metric.name, *power),
                splits: metric.primary,
            }),
            _ => {}
        }
    }
    found
}

fn scale_words(Message { en, zh }: &Message, power: i8) -> Message {
    let factor = format!("{}1{}", if power < 0 { '÷' } else { '×' }, "0".repeat(usize::from(power.unsigned_abs())));
    message!("{en} is printed on another scale ({factor})", "{zh}的量程改变（{factor}）")
}
