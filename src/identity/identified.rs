//! A model and how it was run, so that two entries can be held against each other.

use std::collections::BTreeMap;
use std::fmt;

/// A model, and how it was run as far as that is stated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identified {
    /// The model's id.
    pub model: String,
    /// The settings that are stated, by key; empty where nothing is.
    pub settings: BTreeMap<String, String>,
}

impl Identified {
    /// A model of which nothing more is stated.
    #[must_use]
    pub fn model(id: impl Into<String>) -> Identified {
        Identified { model: id.into(), settings: BTreeMap::new() }
    }

    /// Whether both are one model and what the one states of its settings, the other states too: nothing speaks
    /// against their being run the same way.
    #[must_use]
    pub fn may_be(&self, other: &Identified) -> bool {
        let within = |few: &BTreeMap<String, String>, many: &BTreeMap<String, String>| {
            few.iter().all(|(key, value)| many.get(key) == Some(value))
        };
        let (own, others) = (&self.settings, &other.settings);
        self.model == other.model && (within(own, others) || within(others, own))
    }
}

impl fmt::Display for Identified {
    /// `model (key=value;key=value)`, or the model alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.model)?;
        for (nth, (key, value)) in self.settings.iter().enumerate() {
            write!(f, "{}{key}={value}", if nth == 0 { " (" } else { ";" })?;
        }
        f.write_str(if self.settings.is_empty() { "" } else { ")" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(settings: &[(&str, &str)]) -> Identified {
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Identified { model: "maker/m".into(), settings }
    }

    #[test]
    fn what_is_not_stated_contradicts_nothing() {
        let (none, api, web) = (run(&[]), run(&[("access", "api")]), run(&[("access", "web")]));
        let (high, both) = (run(&[("effort", "high")]), run(&[("access", "api"), ("effort", "high")]));
        assert!(none.may_be(&api) && api.may_be(&none) && both.may_be(&api) && high.may_be(&both));
        assert!(!api.may_be(&web) && !web.may_be(&both), "they contradict each other");
        assert!(!api.may_be(&high), "each states what the other does not");
        assert!(!none.may_be(&Identified::model("maker/n")));
        assert_eq!([none.to_string(), both.to_string()], ["maker/m", "maker/m (access=api;effort=high)"]);
    }
}
