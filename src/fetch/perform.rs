//! A job → what came of it.

use super::answer::{Answer, Trouble};
use super::job::Job;
use super::outcome::{Absence, Fetched, Outcome};
use super::template::bare;
use super::tries::Session;
use super::{date, expect};
use crate::error::FetchFailure;
use crate::schema::Digest;

impl Session {
    pub(super) async fn perform(&self, job: &Job) -> Fetched {
        let ask = match job.ask(&self.environment, self.settings.size_limit) {
            Ok(ask) => ask,
            Err(failure) => return job.fetched(Outcome::Failed(job.error(failure))),
        };
        match self.insist(&ask).await {
            Ok(answer) => self.heard(job, answer),
            Err(Trouble { failure, cause, status, .. }) => {
                let error = job.error(failure);
                let error = match cause {
                    Some(cause) => error.caused_by(cause),
                    None => error,
                };
                Fetched { status, ..job.fetched(Outcome::Failed(error)) }
            }
        }
    }

    fn heard(&self, job: &Job, answer: Answer) -> Fetched {
        let Answer { status, url, head, body } = answer;
        let outcome = judge(job, status, body, head.media_type.as_deref());
        let kept = match (&outcome, &job.last) {
            (Outcome::Unchanged(_), Some(last)) => Some(last),
            _ => None,
        };
        let last_modified = head.last_modified.or_else(|| kept.and_then(|last| last.last_modified.clone()));
        Fetched {
            final_url: Some(bare(&url)),
            status: Some(status),
            etag: head.etag.or_else(|| kept.and_then(|last| last.etag.clone())),
            published_at: last_modified.as_deref().and_then(|text| date::published(text, head.date, self.now)),
            last_modified,
            media_type: head.media_type,
            ..job.fetched(outcome)
        }
    }
}

fn judge(job: &Job, status: u16, body: Vec<u8>, media_type: Option<&str>) -> Outcome {
    // An edition that was captured before exists: if it is gone or spoilt, that is to be told.
    let probing = job.edition.is_some() && job.last.is_none();
    let failed = |failure| Outcome::Failed(job.error(failure));
    match status {
        304 => match &job.last {
            Some(last) => Outcome::Unchanged(last.digest),
            None => failed(FetchFailure::Status(status)),
        },
        200 => match expect::mismatch(&job.expect, &body, media_type) {
            Some(what) if probing => Outcome::Absent(Absence::WrongBody(what)),
            Some(what) => failed(FetchFailure::Unexpected(what)),
            None => match &job.last {
                Some(last) if last.digest == Digest::of(&body) => Outcome::Unchanged(last.digest),
                _ => Outcome::New(body),
            },
        },
        404 | 410 if job.may_be_absent => Outcome::Absent(Absence::Status(status)),
        _ => failed(FetchFailure::Status(status)),
    }
}
