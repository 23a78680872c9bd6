//! English and Chinese as equals: a [`Message`] always holds both.

use std::fmt;

/// The language that a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Both, in the order in which reports are written.
    pub const ALL: [Language; 2] = [Language::English, Language::Chinese];

    /// The BCP 47 tag: `en` or `zh`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh",
        }
    }

    /// Reads a tag or a POSIX locale (`zh`, `zh_CN.UTF-8`, `en-GB`); `None` for any other language.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Some(Language::Chinese),
            "en" | "c" | "posix" => Some(Language::English),
            _ => None,
        }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

/// A sentence, name or label in both languages.
///
/// Made with [`message!`](crate::message): `message!("en {x}", "zh {x}")`.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Message {
    /// The same text in both languages: names, numbers, paths.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Message {
        let en = text.into();
        Message { zh: en.clone(), en }
    }

    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.en, &self.zh)
    }
}

impl fmt::Display for Message {
    /// English, the language of logs and of `Display`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// A count with its English noun: `1 board`, `2 boards`. Chinese has one form.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", plural(count, one, many))
}

/// The English form for a count: `is` for one, `are` for all others.
#[must_use]
pub fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// Builds a [`Message`] from two format strings that capture variables of the scope.
#[macro_export]
macro_rules! message {
    ($en:literal, $zh:literal) => {
        $crate::text::Message { en: format!($en), zh: format!($zh) }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_read_as_the_language_they_name() {
        assert_eq!(Language::from_tag("zh_CN.UTF-8"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::from_tag("C"), Some(Language::English));
        assert_eq!(Language::from_tag("fr_FR"), None);
    }

    #[test]
    fn one_thing_is_not_several() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "body", "bodies")), ["0 bodies", "1 body", "2 bodies"]);
    }

    #[test]
    fn a_message_captures_variables_in_both_languages() {
        let count = 3;
        let text = message!("{count} boards", "{count} 个榜单");
        assert_eq!(text.get(Language::English), "3 boards");
        assert_eq!(text.get(Language::Chinese), "3 个榜单");
    }
}
