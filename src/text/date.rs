//! Dates as publishers write them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How a publisher writes dates: `day/month/year`, `Mon day, year`, `epoch-ms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateForm(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Seconds since 1970, of which one has so many parts.
    Epoch(i64),
    Parts(Vec<Part>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    /// An English month, whole or by its first three letters.
    MonthName,
    Year,
    Literal(char),
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl DateForm {
    /// Reads a form: `epoch-ms`, `epoch-s`, or a template in which `year`, `month` (a number), `Mon` (an English name)
    /// and `day` stand for parts and everything else for itself.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(form: &str) -> Result<DateForm, &'static str> {
        match form {
            "epoch-ms" => return Ok(DateForm(Form::Epoch(1000))),
            "epoch-s" => return Ok(DateForm(Form::Epoch(1))),
            _ => {}
        }
        let words = [("year", Part::Year), ("month", Part::Month), ("Mon", Part::MonthName), ("day", Part::Day)];
        let mut parts = Vec::new();
        let mut rest = form;
        while let Some(next) = rest.chars().next() {
            let word = words.iter().find_map(|(word, part)| Some((part, rest.strip_prefix(word)?)));
            let (part, after) = match word {
                Some((part, after)) => (part.clone(), after),
                None => (Part::Literal(next), rest.get(next.len_utf8()..).unwrap_or_default()),
            };
            parts.push(part);
            rest = after;
        }
        let count = |part: &Part| parts.iter().filter(|other| *other == part).count();
        let months = count(&Part::Month) + count(&Part::MonthName);
        if count(&Part::Year) != 1 || months != 1 || count(&Part::Day) > 1 {
            return Err("a date has one year, one month and at most one day");
        }
        Ok(DateForm(Form::Parts(parts)))
    }

    /// The date that `text` is in ISO 8601, with no more than it says: `2024-07-23`, or `2023-10` where the form has no
    /// day; `None` where it is none of this form.
    #[must_use]
    pub fn iso(&self, text: &str) -> Option<String> {
        let date = self.read(text)?.to_string();
        let has_day = match &self.0 {
            Form::Epoch(_) => true,
            Form::Parts(parts) => parts.contains(&Part::Day),
        };
        if has_day { Some(date) } else { date.rsplit_once('-').map(|(month, _)| month.to_owned()) }
    }

    /// The date that `text` is, from its first to its last character; `None` where it is none of this form. Without a
    /// day, the first of the month.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Date> {
        match &self.0 {
            Form::Epoch(parts) => {
                let number: f64 = text.trim().parse().ok()?;
                let whole = format!("{number:.0}").parse::<i64>().ok()?;
                let time = Timestamp::from_second(whole.div_euclid(*parts)).ok()?;
                Some(time.to_zoned_datetime(TimeZone::UTC).date())
            }
            Form::Parts(parts) => read(parts, text.trim()),
        }
    }
}

fn read(parts: &[Part], text: &str) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut rest = text;
    for part in parts {
        match part {
            Part::Literal(c) if c.is_whitespace() => rest = rest.trim_start(),
            Part::Literal(c) => rest = rest.strip_prefix(*c)?,
            Part::Year => year = Some(digits(&mut rest, 4, 4)?),
            Part::Month => month = Some(digits(&mut rest, 1, 2)?),
            Part::Day => day = Some(digits(&mut rest, 1, 2)?),
            Part::MonthName => month = Some(name(&mut rest)?),
        }
    }
    if !rest.is_empty() {
        return None;
    }
    let (year, month) = (i16::try_from(year?).ok()?, i8::try_from(month?).ok()?);
    Date::new(year, month, i8::try_from(day.unwrap_or(1)).ok()?).ok()
}

fn digits(rest: &mut &str, least: usize, most: usize) -> Option<u16> {
    let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let number = rest.get(..count).filter(|_| count >= least)?.parse().ok()?;
    *rest = rest.get(count..)?;
    Some(number)
}

fn name(rest: &mut &str) -> Option<u16> {
    let count = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = rest.get(..count)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| word.get(..3) == Some(month))?;
    *rest = rest.get(count..)?;
    u16::try_from(month + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(form: &str, text: &str) -> Option<String> {
        DateForm::parse(form).unwrap().read(text).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_their_form_says_and_not_otherwise() {
        assert_eq!(date("day/month/year", "23/7/2024").as_deref(), Some("2024-07-23"));
        assert_eq!(date("month/day/year", "23/7/2024"), None);
        assert_eq!(date("Mon day, year", "Feb 11, 2026").as_deref(), Some("2026-02-11"));
        assert_eq!(date("Mon day, year", "June 4, 2021").as_deref(), Some("2021-06-04"));
        assert_eq!(date("yearmonthday", "20230508").as_deref(), Some("2023-05-08"));
        assert_eq!(date("year/month", "2023/10").as_deref(), Some("2023-10-01"));
        assert_eq!(date("year-month-day", "2024-02-30"), None);
        assert_eq!(date("year-month-day", "2024-02-20 12:00"), None);
        assert_eq!(date("epoch-ms", "1754438400000").as_deref(), Some("2025-08-06"));
        assert_eq!(date("epoch-ms", "1754438400000.0").as_deref(), Some("2025-08-06"));
        assert_eq!(date("epoch-s", "-1").as_deref(), Some("1969-12-31"));
        assert_eq!(date("epoch-s", "nan"), None);
    }

    #[test]
    fn a_date_without_a_day_gets_none() {
        let iso = |form: &str, text: &str| DateForm::parse(form).unwrap().iso(text);
        assert_eq!(iso("year/month", "2023/10").as_deref(), Some("2023-10"));
        assert_eq!(iso("day/month/year", "3/7/2024").as_deref(), Some("2024-07-03"));
        assert_eq!(iso("epoch-ms", "1754438400000").as_deref(), Some("2025-08-06"));
        assert_eq!(iso("year/month", "Online"), None);
    }

    #[test]
    fn a_form_that_cannot_be_meant_is_refused() {
        for form in ["", "year", "day/day/month/year", "month Mon year"] {
            assert!(DateForm::parse(form).is_err(), "{form:?}");
        }
    }
}
