//! Whether and when a failed request is made again: one pure function.

use crate::error::FetchFailure;
use std::time::Duration;

/// How patient to be.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    /// How often a request is made at most.
    pub tries: u32,
    /// The first pause; each further one is twice as long.
    pub base: Duration,
    /// The longest pause of our own choice.
    pub cap: Duration,
    /// The longest pause that a server may ask for; if it asks for more, the request is given up.
    pub longest_wait: Duration,
    /// The least pause after a 429 that says no time: some servers shut out whoever does not heed one.
    pub after_429: Duration,
}

impl Default for RetryPolicy {
    fn default() -> RetryPolicy {
        RetryPolicy {
            tries: 4,
            base: Duration::from_secs(1),
            cap: Duration::from_secs(20),
            longest_wait: Duration::from_secs(120),
            after_429: Duration::ZERO,
        }
    }
}

/// What to do after a failed try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Try again after this pause.
    Again(Duration),
    /// Tell what happened.
    GiveUp,
}

/// Decides after `made` tries, of which the last ended in `failure`. `asked` is the server's `Retry-After`;
/// `chance`, from 0 to 1, spreads requests that failed together.
#[must_use]
pub fn decide(
    policy: &RetryPolicy,
    made: u32,
    failure: &FetchFailure,
    asked: Option<Duration>,
    chance: f64,
) -> Decision {
    let passing = matches!(
        failure,
        FetchFailure::Status(429 | 502 | 503 | 504)
            | FetchFailure::Connect
            | FetchFailure::Lost
            | FetchFailure::Timeout(_)
            | FetchFailure::Truncated
            | FetchFailure::Limited(_)
    );
    if !passing || made >= policy.tries {
        return Decision::GiveUp;
    }
    let chance = if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.5 };
    match asked {
        Some(asked) if asked > policy.longest_wait => Decision::GiveUp,
        // Never sooner than asked.
        Some(asked) => Decision::Again(asked + policy.base.mul_f64(chance / 2.0)),
        None => {
            let doubled = policy.base.saturating_mul(2_u32.saturating_pow(made.saturating_sub(1)));
            let pause = doubled.min(policy.cap).mul_f64(0.5 + chance / 2.0);
            let least = if *failure == FetchFailure::Status(429) { policy.after_429 } else { Duration::ZERO };
            Decision::Again(pause.max(least))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decision_follows_the_table() {
        use Decision::{Again, GiveUp};
        use FetchFailure as F;
        let ms = Duration::from_millis;
        let policy =
            RetryPolicy { tries: 4, base: ms(1000), cap: ms(3000), longest_wait: ms(60_000), after_429: ms(600) };
        let limited = || F::Limited(jiff::Timestamp::UNIX_EPOCH);
        #[rustfmt::skip]
        let table: &[(u32, F, Option<u64>, f64, Decision)] = &[
            // Passing failures: a pause that doubles up to the cap, of which half is chance.
            (1, F::Status(503), None, 1.0, Again(ms(1000))),
            (1, F::Status(503), None, 0.0, Again(ms(500))),
            (2, F::Status(502), None, 1.0, Again(ms(2000))),
            (3, F::Status(504), None, 1.0, Again(ms(3000))),
            (4, F::Status(503), None, 1.0, GiveUp),
            (9, F::Status(503), None, 1.0, GiveUp),
            (1, F::Connect, None, 0.5, Again(ms(750))),
            (1, F::Lost, None, 0.5, Again(ms(750))),
            (1, F::Timeout(30), None, 0.5, Again(ms(750))),
            (1, F::Truncated, None, 0.5, Again(ms(750))),
            (1, F::Status(429), None, 1.0, Again(ms(1000))),
            (1, F::Status(429), None, 0.0, Again(ms(600))),
            (2, F::Status(429), Some(10), 0.0, Again(ms(10))),
            // What the server asks for, never less, and not without limit.
            (1, F::Status(429), Some(5000), 0.0, Again(ms(5000))),
            (1, F::Status(429), Some(5000), 1.0, Again(ms(5500))),
            (1, F::Status(503), Some(0), 0.0, Again(ms(0))),
            (1, F::Status(503), Some(60_000), 0.0, Again(ms(60_000))),
            (1, F::Status(503), Some(60_001), 0.0, GiveUp),
            (4, F::Status(429), Some(1), 0.0, GiveUp),
            (1, limited(), Some(60_000), 0.0, Again(ms(60_000))),
            (1, limited(), Some(60_001), 0.0, GiveUp),
            // Chance outside its range does no harm.
            (1, F::Connect, None, f64::NAN, Again(ms(750))),
            (1, F::Connect, None, 7.0, Again(ms(1000))),
            // What will not pass.
            (1, F::Status(404), None, 0.5, GiveUp),
            (1, F::Status(403), Some(1), 0.5, GiveUp),
            (1, F::Status(500), None, 0.5, GiveUp),
            (1, F::TooLarge(1), None, 0.5, GiveUp),
            (1, F::TooSlow(600), None, 0.5, GiveUp),
            (1, F::TooManyRedirects(5), None, 0.5, GiveUp),
            (1, F::ForbiddenAddress("file:".into()), None, 0.5, GiveUp),
            (1, F::Robots, None, 0.5, GiveUp),
            (1, F::KeyMissing("K".into()), None, 0.5, GiveUp),
        ];
        for (made, failure, asked, chance, expected) in table {
            let decision = decide(&policy, *made, failure, asked.map(ms), *chance);
            assert_eq!(decision, *expected, "{made} tries, {failure:?}, asked {asked:?}, chance {chance}");
        }
    }
}
