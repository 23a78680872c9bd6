//! Edition labels: how a publisher writes them, and their order.

use crate::schema::{Edition, EditionOrder};
use crate::text::fold;
use regex::Regex;

/// One way in which a source writes its editions: `{year}年{month}月`, `{year}年度测评`, `{year}-{month}-{day}`.
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

impl EditionPattern {
    /// A pattern from its template; `month` and `rank` place labels that name no month.
    ///
    /// # Errors
    /// Where the template has no `{year}`.
    pub fn new(template: &str, month: Option<u8>, rank: u8) -> Result<EditionPattern, &'static str> {
        if !template.contains("{year}") {
            return Err("an edition's name holds {year}");
        }
        let whole = Regex::new(&format!("^{}$", expression(template))).map_err(|_| "not a template")?;
        Ok(EditionPattern { template: template.to_owned(), whole, month, rank })
    }

    /// The label for a year, month and day: no zero padding of months in `{month}`.
    fn write(&self, order: EditionOrder) -> String {
        self.template
            .replace("{year}", &order.year.to_string())
            .replace("{month}", &order.month.to_string())
            .replace("{day}", &order.day.to_string())
    }

    fn read(&self, label: &str) -> Option<Edition> {
        let found = self.whole.captures(label)?;
        let number = |name: &str| found.name(name).and_then(|text| text.as_str().parse::<u16>().ok());
        let month = match number("month") {
            Some(month) => u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?,
            None => self.month.unwrap_or(0),
        };
        let day = number("day").and_then(|day| u8::try_from(day).ok()).unwrap_or(0);
        Some(Edition {
            order: EditionOrder { year: number("year")?, month, day, rank: self.rank },
            label: label.to_owned(),
        })
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
        let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
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
        let labels: Vec<String> = self.0.iter().map(|pattern| anonymous(&pattern.template)).collect();
        (!labels.is_empty()).then(|| labels.join("|"))
    }
}

fn expression(template: &str) -> String {
    regex::escape(template)
        .replace(r"\{year\}", r"(?P<year>20[0-9]{2})")
        .replace(r"\{month\}", r"(?P<month>0?[1-9]|1[0-2])")
        .replace(r"\{day\}", r"(?P<day>0?[1-9]|[12][0-9]|3[01])")
}

fn anonymous(template: &str) -> String {
    regex::escape(&fold(template))
        .replace(r"\{year\}", r"20[0-9]{2}")
        .replace(r"\{month\}", r"(?:1[0-2]|0?[1-9])")
        .replace(r"\{day\}", r"(?:[12][0-9]|3[01]|0?[1-9])")
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
}
