//! Edition labels: how a publisher writes them, and their order.

use crate::schema::{Edition, EditionOrder};
use crate::text::fold;
use regex::Regex;

/// One way in which a source writes its editions: `{year}年{month}月`, `{year}年度测评`, `{year}-{month}-{day}`,
/// `{year}{month}{day}`, `{Mon} {day}, {year}`.
///
/// Months and days may have a zero in front, and have two digits where nothing separates them from the part before.
/// `{Mon}` is an English month by its name or its first three letters.
#[derive(Debug, Clone)]
pub struct EditionPattern {
    template: String,
    whole: Regex,
    month: Option<u8>,
    rank: u8,
}

/// All the ways in which a source writes its editions.
#[derive(Debug, Clone, Default)]
pub struct EditionPatterns(Vec<EditionPattern>);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl EditionPattern {
    /// A pattern from its template; `month` and `rank` place labels that name no month.
    ///
    /// # Errors
    /// Where the template has no `{year}`, or the month twice.
    pub fn new(template: &str, month: Option<u8>, rank: u8) -> Result<EditionPattern, &'static str> {
        if !template.contains("{year}") {
            return Err("an edition's name holds {year}");
        }
        if template.contains("{month}") && template.contains("{Mon}") {
            return Err("an edition's name holds its month once");
        }
        let whole = format!("^{}$", expression(&stripped(template), Some("P")));
        let whole = Regex::new(&whole).map_err(|_| "not a template")?;
        Ok(EditionPattern { template: template.to_owned(), whole, month, rank })
    }

    /// The label for a year, month and day: no zero padding of months in `{month}`, but where nothing separates it from
    /// the part before.
    fn write(&self, order: EditionOrder) -> String {
        let EditionOrder { year, month, day, .. } = order;
        let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
        self.template
            .replace("}{day}", &format!("}}{day:02}"))
            .replace("}{month}", &format!("}}{month:02}"))
            .replace("{year}", &year.to_string())
            .replace("{month}", &month.to_string())
            .replace("{Mon}", name)
            .replace("{day}", &day.to_string())
    }

    fn read(&self, label: &str) -> Option<Edition> {
        let found = self.whole.captures(label)?;
        let number = |name: &str| found.name(name).and_then(|text| text.as_str().parse::<u16>().ok());
        let named = found.name("name").and_then(|name| month_of(name.as_str()));
        let month = match number("month").or(named) {
            Some(month) => u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?,
            None => self.month.unwrap_or(0),
        };
        let day = number("day").and_then(|day| u8::try_from(day).ok()).unwrap_or(0);
        let order = EditionOrder { year: number("year")?, month, day, rank: self.rank };
        // Words and blanks are spelt in many ways, so that these labels are written anew: one edition, one label.
        let as_printed = !self.template.contains("{Mon}") && !self.template.contains(char::is_whitespace);
        let label = if as_printed { label.to_owned() } else { self.write(order) };
        Some(Edition { order, label })
    }
}

impl EditionPatterns {
    /// From patterns in the order of preference.
    #[must_use]
    pub fn new(patterns: Vec<EditionPattern>) -> EditionPatterns {
        EditionPatterns(patterns)
    }

    /// Whether the source has no editions.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a label; white space within it is dropped. `None` if no pattern fits.
    #[must_use]
    pub fn read(&self, label: &str) -> Option<Edition> {
        let label = stripped(label);
        self.0.iter().find_map(|pattern| pattern.read(&label))
    }

    /// Every label from `since` to the month of (`year`, `month`), oldest first. Labels that name a day are not among
    /// them: which days have an edition, only the publisher can say.
    #[must_use]
    pub fn enumerate(&self, since: &Edition, year: u16, month: u8) -> Vec<Edition> {
        let mut editions = Vec::new();
        for y in since.order.year..=year {
            for m in 1..=12 {
                if (y, m) > (year, month) {
                    break;
                }
                for pattern in self.0.iter().filter(|pattern| !pattern.template.contains("{day}")) {
                    // An annual label stands for one month of its year and is only tried there.
                    if pattern.month.is_some_and(|month| month != m) {
                        continue;
                    }
                    let order = EditionOrder { year: y, month: m, day: 0, rank: pattern.rank };
                    if order >= since.order {
                        editions.push(Edition { order, label: pattern.write(order) });
                    }
                }
            }
        }
        editions.sort();
        editions
    }

    /// A regular expression over folded text for any label; `None` where the source has no editions.
    pub(super) fn expression(&self) -> Option<String> {
        let labels: Vec<String> = self.0.iter().map(|pattern| expression(&fold(&pattern.template), None)).collect();
        (!labels.is_empty()).then(|| labels.join("|"))
    }
}

fn stripped(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The template as an expression, whose groups are named or not.
fn expression(template: &str, named: Option<&str>) -> String {
    let group = |name: &str, inner: &str| match named {
        Some(named) => format!("(?{named}<{name}>{inner})"),
        None => format!("(?:{inner})"),
    };
    let word = format!("(?i:(?:{})[a-z]*)", MONTHS.join("|"));
    let two_months = group("month", "0[1-9]|1[0-2]");
    let two_days = group("day", "0[1-9]|[12][0-9]|3[01]");
    // Two digits behind another part are replaced first, from the back, so that the brace before them still stands.
    regex::escape(template)
        .replace(r"\}\{day\}", &format!(r"\}}{two_days}"))
        .replace(r"\}\{month\}", &format!(r"\}}{two_months}"))
        .replace(r"\{year\}", &group("year", "20[0-9]{2}"))
        .replace(r"\{month\}", &group("month", "1[0-2]|0?[1-9]"))
        .replace(r"\{Mon\}", &group("name", &word))
        .replace(r"\{mon\}", &group("name", &word))
        .replace(r"\{day\}", &group("day", "[12][0-9]|3[01]|0?[1-9]"))
}

fn month_of(name: &str) -> Option<u16> {
    let start = name.get(..3)?;
    let index = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(start))?;
    u16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn superclue() -> EditionPatterns {
        EditionPatterns::new(vec![
            EditionPattern::new("{year}年{month}月", None, 0).unwrap(),
            EditionPattern::new("{year}年度测评", Some(12), 1).unwrap(),
        ])
    }

    #[test]
    fn the_annual_edition_follows_the_last_month_of_its_year() {
        let patterns = superclue();
        let read = |label: &str| patterns.read(label).unwrap();
        assert!(read("2025年11月") < read("2025年12月"));
        assert!(read("2025年12月") < read("2025年度测评"));
        assert!(read("2025年度测评") < read("2026年1月"));
        assert!(read("2026年3月") < read("2026年10月"));
        assert_eq!(patterns.read("2026年13月"), None);
        assert_eq!(patterns.read("2026年3月榜"), None);
    }

    #[test]
    fn editions_are_listed_from_the_first_to_now() {
        let patterns = superclue();
        let since = patterns.read("2023年11月").unwrap();
        let labels: Vec<String> =
            patterns.enumerate(&since, 2024, 2).into_iter().map(|edition| edition.label).collect();
        assert_eq!(labels, ["2023年11月", "2023年12月", "2023年度测评", "2024年1月", "2024年2月"]);
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        let read = |template: &str, label: &str| {
            let pattern = EditionPatterns::new(vec![EditionPattern::new(template, None, 0).unwrap()]);
            pattern.read(label).map(|edition| {
                let EditionOrder { year, month, day, .. } = edition.order;
                (year, month, day, edition.label)
            })
        };
        let day = |year, month, day, label: &str| Some((year, month, day, label.to_owned()));
        assert_eq!(read("{year}{month}{day}", "20230508"), day(2023, 5, 8, "20230508"));
        assert_eq!(read("{year}{month}{day}", "20231110"), day(2023, 11, 10, "20231110"));
        assert_eq!(read("{year}{month}{day}", "2023111"), None);
        assert_eq!(read("{year}{month}", "202302"), day(2023, 2, 0, "202302"));
        assert_eq!(read("{year}{month}", "20232"), None);
        assert_eq!(read("{year}-{month}-{day}", "2026-06-25"), day(2026, 6, 25, "2026-06-25"));
        assert_eq!(read("{year}-{month}-{day}", "2026-06-32"), None);
        assert_eq!(read("{year}_{month}_{day}", "2024_12_05"), day(2024, 12, 5, "2024_12_05"));
        assert_eq!(read("{month}/{day}/{year}", "7/23/2024"), day(2024, 7, 23, "7/23/2024"));
        assert_eq!(read("{Mon} {day}, {year}", "Feb 11, 2026"), day(2026, 2, 11, "Feb 11, 2026"));
        assert_eq!(read("{Mon} {day}, {year}", "february 01,2026"), day(2026, 2, 1, "Feb 1, 2026"));
        assert_eq!(read("{Mon} {day}, {year}", "Fabruary 1, 2026"), None);
        assert_eq!(read("{day} {Mon} {year}", "3 Sept 2025"), day(2025, 9, 3, "3 Sep 2025"));
        assert!(EditionPattern::new("{year} {month} {Mon}", None, 0).is_err());
    }

    #[test]
    fn labels_with_a_day_are_not_guessed_and_those_without_a_separator_are_padded() {
        let patterns = EditionPatterns::new(vec![
            EditionPattern::new("{year}{month}", None, 0).unwrap(),
            EditionPattern::new("{year}{month}{day}", None, 0).unwrap(),
        ]);
        let since = patterns.read("202309").unwrap();
        let labels: Vec<String> =
            patterns.enumerate(&since, 2023, 10).into_iter().map(|edition| edition.label).collect();
        assert_eq!(labels, ["202309", "202310"]);
    }

    #[test]
    fn labels_are_found_within_folded_headings() {
        let pattern = EditionPattern::new("{Mon} {day}, {year}", None, 0).unwrap();
        let found = Regex::new(&EditionPatterns::new(vec![pattern]).expression().unwrap()).unwrap();
        assert_eq!(found.find(&fold("Updated Feb 11, 2026.")).unwrap().as_str(), "feb11,2026");
    }
}
