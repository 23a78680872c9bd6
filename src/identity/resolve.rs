//! From a printed name to a model: an exact alias, or no answer.

use super::registry::Registry;
use crate::schema::{Entry, ModelId};

/// Which model an entry is, and how it was run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolution {
    /// The model; `None` where no alias equals the name.
    pub model: Option<ModelId>,
    /// `key=value` joined by `;`, keys sorted; empty where nothing is stated.
    pub configuration: String,
}

impl Resolution {
    /// The configuration, where anything is stated.
    #[must_use]
    pub fn stated(&self) -> Option<&str> {
        (!self.configuration.is_empty()).then_some(self.configuration.as_str())
    }
}

impl Registry {
    /// Resolves an entry as printed. Likeness plays no part: a name that no alias equals stays undecided.
    #[must_use]
    pub fn resolve(&self, entry: &Entry) -> Resolution {
        Resolution {
            model: self.by_alias(&entry.name).map(|model| model.id.clone()),
            configuration: entry
                .labels
                .get("access")
                .and_then(|access| access_key(access))
                .map_or_else(String::new, |access| format!("access={access}")),
        }
    }
}

/// The value of the configuration key `access` for what boards print under 使用方式.
fn access_key(printed: &str) -> Option<&'static str> {
    match printed {
        "API" | "api" => Some("api"),
        "网页" | "网页获取" => Some("web"),
        "模型" => Some("weights"),
        "申请" => Some("application"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Digest, Locator, Rank};
    use std::collections::BTreeMap;

    fn entry(name: &str, access: &str) -> Entry {
        let at = Locator { capture: Digest::of(b""), table: "table 1".into(), row: 2, column: 2, bytes: None };
        let labels = BTreeMap::from([("access".to_owned(), access.to_owned())]);
        Entry {
            name: name.to_owned(),
            organization: None,
            rank: Rank::NotGiven,
            readings: BTreeMap::new(),
            labels,
            link: None,
            key: Vec::new(),
            at,
        }
    }

    #[test]
    fn an_exact_alias_decides_and_a_likeness_does_not() {
        let registry = Registry::built_in().unwrap();
        let known = registry.resolve(&entry("文心一言4.0", "网页"));
        assert_eq!(known.model.unwrap().as_str(), "baidu/ernie-4.0");
        assert_eq!(known.configuration, "access=web");
        assert_eq!(registry.resolve(&entry("文心一言4.1", "API")).model, None);
    }
}
