//! The headings under which a definition looks for its tables.

use super::edition::EditionPatterns;
use crate::text::fold;
use regex::Regex;
use std::fmt;

/// A heading template, read. Shows itself as it is written, with `{edition}`.
#[derive(Debug, Clone)]
pub struct Heading {
    template: String,
    folded: String,
    /// Where the template names an edition; its label is the group `edition`.
    pattern: Option<Regex>,
}

impl Heading {
    /// From a template, where `{edition}` stands for any label of the source.
    ///
    /// # Errors
    /// Where the template uses `{edition}` and the source has no editions.
    pub fn new(template: &str, editions: &EditionPatterns) -> Result<Heading, &'static str> {
        let folded = fold(template);
        let Some((before, after)) = folded.split_once("{edition}") else {
            return Ok(Heading { template: template.to_owned(), folded, pattern: None });
        };
        let label = editions.expression().ok_or("{edition} needs the source's `editions`")?;
        let (before, after) = (regex::escape(before), regex::escape(after));
        let pattern = Regex::new(&format!("^{before}(?P<edition>{label}){after}$")).map_err(|_| "not a heading")?;
        Ok(Heading { template: template.to_owned(), folded, pattern: Some(pattern) })
    }

    /// `None` where the folded heading does not fit, else the edition that it names.
    #[must_use]
    pub fn fits<'h>(&self, heading: &'h str) -> Option<Option<&'h str>> {
        match &self.pattern {
            None => (self.folded == heading).then_some(None),
            Some(pattern) => Some(pattern.captures(heading)?.name("edition").map(|edition| edition.as_str())),
        }
    }
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::EditionPattern;

    #[test]
    fn headings_give_the_edition_in_either_place_and_either_width() {
        let patterns = EditionPatterns::new(vec![
            EditionPattern::new("{year}年{month}月", None, 0).unwrap(),
            EditionPattern::new("{year}年度测评", Some(12), 1).unwrap(),
        ]);
        let after = Heading::new("SuperCLUE总排行榜（{edition}）", &patterns).unwrap();
        assert_eq!(after.fits(&fold("SuperCLUE总排行榜(2023年12月)")), Some(Some("2023年12月")));
        let before = Heading::new("{edition}SuperCLUE中文大模型总排行榜", &patterns).unwrap();
        assert_eq!(before.fits(&fold("2023年6月 SuperCLUE中文大模型总排行榜")), Some(Some("2023年6月")));
        assert_eq!(before.fits(&fold("SuperCLUE中文大模型总排行榜")), None);
        assert!(Heading::new("榜({edition})", &EditionPatterns::default()).is_err());
    }

    #[test]
    fn a_heading_without_an_edition_is_the_whole_heading_and_no_pattern() {
        let heading = Heading::new("SuperCLUE-Math6 (中文).", &EditionPatterns::default()).unwrap();
        assert_eq!(heading.fits(&fold("superclue-math6（中文）.")), Some(None));
        assert_eq!(heading.fits(&fold("SuperCLUE-Math6（中文）。")), None);
        assert_eq!(heading.fits(&fold("SuperCLUE-Math6（中文）.榜")), None);
    }
}
