//! `bangdan fetch --every`: rounds at fixed times until it is asked to end. What fails in a round is said, and tried
//! again in the next one.

use super::args::Fetch;
use super::fetch::{Round, round};
use super::session::Session;
use super::stop::Stop;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Timestamp;
use crate::text::Message;
use jiff::{SignedDuration, Span, SpanRelativeTo, Unit};
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A round begins at most so much later than its time, so that not all the world asks at the full hour …
const SPREAD: SignedDuration = SignedDuration::from_mins(5);
/// … nor more than one part in so many of the time between two.
const SPREAD_PART: i32 = 20;

const SHORTEST: SignedDuration = SignedDuration::from_secs(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// The clock is looked at so often: it may be set, and a machine may sleep.
const LOOK: Duration = Duration::from_secs(30);

/// The exit code of the last round.
pub(super) fn run(session: &Session, arguments: &Fetch, every: &str) -> Result<u8> {
    let every = read(every)?;
    if session.has_fixed_now() {
        let what = message!("--every goes by the clock; --now stops it", "--every 依照时钟运行，不能与 --now 同用");
        return Err(Error::new(ErrorKind::Usage { what }));
    }
    let stop = Stop::listen()?;
    session.tell_times();
    let schedule = Schedule { begun: Timestamp::now(), every };
    let mut number: u64 = 1;
    loop {
        session.tell(&message!("round {number} begins", "第 {number} 轮开始"));
        let code = match round(session, arguments, Some(&stop)) {
            Ok(Round::Done(code)) => code,
            Ok(Round::Busy(holder)) => {
                session.tell(&message!(
                    "another fetch is at work on this archive ({holder}): this round is left out",
                    "另一个获取正在使用该存档（{holder}）：跳过本轮"
                ));
                2
            }
            // A mistake on the command line does not mend itself.
            Err(error) if number == 1 && error.exit_code() == 2 => return Err(error),
            Err(error) => {
                session.tell_error(&error);
                error.exit_code()
            }
        };
        if stop.is_asked() || arguments.rounds.is_some_and(|rounds| number >= rounds) {
            let Message { en, zh } = ending(stop.is_asked());
            session.tell(&message!(
                "{en} after round {number}, which ended with {code}",
                "{zh}：第 {number} 轮的退出码为 {code}"
            ));
            return Ok(code);
        }
        let next = schedule.next(Timestamp::now(), random());
        let at = seconds(next);
        session.tell(&message!(
            "round {number} ended with {code}; the next is at {at}",
            "第 {number} 轮的退出码为 {code}；下一轮于 {at}"
        ));
        if wait(&stop, next, every) {
            session.tell(&message!("stopped", "已停止"));
            return Ok(code);
        }
        number += 1;
    }
}

fn ending(asked: bool) -> Message {
    if asked { message!("stopped", "已停止") } else { message!("done", "已完成") }
}

/// Waits for a time; whether it was asked to end meanwhile.
fn wait(stop: &Stop, until: Timestamp, every: SignedDuration) -> bool {
    loop {
        let left = until.duration_since(Timestamp::now());
        // Set back by more than a whole turn, the clock says nothing about when the next round is due.
        if !left.is_positive() || left > every + SPREAD {
            return stop.is_asked();
        }
        let left = Duration::try_from(left).unwrap_or_default();
        if stop.wait(left.min(LOOK)) {
            return true;
        }
    }
}

/// Fixed times from the first round on: one that takes long moves none of those after it.
struct Schedule {
    begun: Timestamp,
    every: SignedDuration,
}

impl Schedule {
    /// The first of the times after this one, and a little later by chance, of which `chance` is any number.
    fn next(&self, after: Timestamp, chance: u64) -> Timestamp {
        let every = self.every.as_millis().max(1);
        let turns = after.duration_since(self.begun).as_millis().div_euclid(every) + 1;
        let spread = (self.every / SPREAD_PART).min(SPREAD).as_millis();
        let later = i128::from(chance) % (spread + 1);
        let after_begun = i64::try_from(turns * every + later).unwrap_or(i64::MAX);
        self.begun.checked_add(SignedDuration::from_millis(after_begun)).unwrap_or(Timestamp::MAX)
    }
}

/// A number that differs from process to process and from call to call.
fn random() -> u64 {
    RandomState::new().hash_one(0)
}

fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `6h`, `90m`, `1d`: a day has 24 hours.
fn read(text: &str) -> Result<SignedDuration> {
    let refused = |what: Message| {
        Error::new(ErrorKind::Usage { what })
            .with_hint(message!("write it like 6h, 90m, 1h 30m or 1d", "请写作 6h、90m、1h 30m 或 1d"))
    };
    let unread = || refused(message!("{text:?} is no span of time", "{text:?} 不是时间长度"));
    let span: Span = text.trim().parse().map_err(|_| unread())?;
    let seconds = span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())).map_err(|_| unread())?;
    let every = SignedDuration::try_from_secs_f64(seconds).map_err(|_| unread())?;
    if !(SHORTEST..=LONGEST).contains(&every) {
        return Err(refused(message!(
            "{text:?} between two rounds is less than a second or more than a year",
            "两轮之间的间隔 {text:?} 不足一秒或超过一年"
        )));
    }
    Ok(every)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn rounds_keep_their_times_however_long_each_takes() {
        let schedule = Schedule { begun: at("2026-11-23T00:10:00Z"), every: SignedDuration::from_hours(6) };
        for (ended, next) in [
            ("2026-11-23T00:10:00Z", "2026-11-23T06:10:00Z"),
            ("2026-11-23T00:12:31Z", "2026-11-23T06:10:00Z"),
            // One that took longer than a turn leaves one out.
            ("2026-11-23T07:00:00Z", "2026-11-23T12:10:00Z"),
            ("2026-12-24T06:11:00Z", "2026-12-24T12:10:00Z"),
            // A clock that was set back.
            ("2026-11-22T23:00:00Z", "2026-11-23T00:10:00Z"),
        ] {
            assert_eq!(schedule.next(at(ended), 0), at(next), "{ended}");
            for chance in [1, 12_345, u64::MAX, random()] {
                let later = schedule.next(at(ended), chance).duration_since(at(next));
                assert!(!later.is_negative() && later <= SPREAD, "{later}");
            }
        }
        // The chance of one turn is not added to those after it.
        let late = schedule.next(at("2026-11-23T00:12:00Z"), 299_000);
        assert_eq!(late, at("2026-11-23T06:14:59Z"));
        assert_eq!(schedule.next(late, 0), at("2026-11-23T12:10:00Z"));
        let short = Schedule { begun: at("2026-11-23T00:00:00Z"), every: SignedDuration::from_secs(60) };
        assert!(short.next(at("2026-11-23T00:00:01Z"), u64::MAX) <= at("2026-11-23T00:01:03Z"));
    }

    #[test]
    fn spans_are_read_with_their_units_and_nothing_else_is() {
        for (text, seconds) in
            [("6h", 21_600), ("90m", 5_400), ("1h 30m", 5_400), ("1d", 86_400), (" 1s ", 1), ("2w", 1_209_600)]
        {
            assert_eq!(read(text).unwrap(), SignedDuration::from_secs(seconds), "{text}");
        }
        for text in ["", "6", "h", "-6h", "0s", "1ms", "1mo", "400d", "every day", "9999999999999h"] {
            let error = read(text).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{text}");
            assert!(error.hint().unwrap().en.contains("6h"), "{text}");
        }
    }
}
