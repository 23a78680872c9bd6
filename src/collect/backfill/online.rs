//! What the ways that ask over HTTP have in common.

use super::intake::Intake;
use super::way::{Version, Wanted};
use crate::catalogue::Resource;
use crate::collect::gather::no_runtime;
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Progress, Reached, reach};
use crate::message;
use crate::text::Message;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// After so many failures in a row no more is asked.
pub(super) const PATIENCE: usize = 3;

/// Where waiting is told; the way passes it on while it waits.
pub(super) struct Waits(UnboundedSender<(String, Duration)>);

/// The other end of it.
pub(super) type Told = UnboundedReceiver<(String, Duration)>;

impl Progress for Waits {
    fn waiting(&self, host: &str, pause: Duration) {
        // Nobody listens any more where the run has ended.
        let _ = self.0.send((host.to_owned(), pause));
    }
}

pub(super) fn waits() -> (Arc<Waits>, Told) {
    let (sender, receiver) = unbounded_channel();
    (Arc::new(Waits(sender)), receiver)
}

/// Waits for an answer, and passes on which pauses that takes.
pub(super) async fn watched<T>(answer: impl Future<Output = T>, told: &mut Told, progress: &dyn Progress) -> T {
    let mut answer = pin!(answer);
    loop {
        tokio::select! {
            biased;
            Some((host, pause)) = told.recv() => progress.waiting(&host, pause),
            answer = &mut answer => return answer,
        }
    }
}

pub(super) fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().map_err(no_runtime)
}

/// The addresses of the wanted resources, and what is said of those that have none here.
pub(super) fn addresses<'w>(wanted: &Wanted<'w>, intake: &mut Intake<'_>) -> Vec<(&'w Resource, Reached)> {
    let mut all = Vec::new();
    for resource in &wanted.resources {
        match reach(wanted.source, resource, wanted.now) {
            Ok(reached) => all.extend(reached.into_iter().map(|reached| (*resource, reached))),
            Err(Message { en, zh }) => {
                let id = &resource.id;
                intake.note(message!("{id} is left out: {en}", "{id} 未取：{zh}"));
            }
        }
    }
    all
}

/// Passes over a version that need not be asked for; whether it was one.
pub(super) fn passed_over(version: &Version, intake: &mut Intake<'_>) -> Result<bool> {
    let settled = intake.is_settled(version)?;
    if !settled && intake.is_dry() {
        intake.leave_unasked(version);
        return Ok(true);
    }
    Ok(settled)
}

/// Why a version could not be had, without its address, which is said anyway.
pub(super) fn why(error: &Error) -> Message {
    match error.kind() {
        ErrorKind::Fetch { failure, .. } => failure.words(),
        _ => error.message(),
    }
}
