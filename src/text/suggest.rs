//! "Did you mean": likeness orders suggestions for a person and decides nothing.

use super::fold;

/// Up to three of `known` that are most like `typed`, the likest first; empty if none is close.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let typed = fold(typed);
    let mut close: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (likeness(&typed, &fold(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.45)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    close.dedup_by(|a, b| a.1 == b.1);
    close.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

fn likeness(typed: &str, name: &str) -> f64 {
    if typed.is_empty() || name.is_empty() {
        return 0.0;
    }
    let contained = name.contains(typed) || typed.contains(name);
    let likeness = strsim::normalized_damerau_levenshtein(typed, name);
    if contained { likeness.max(0.6) } else { likeness }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_name_comes_first() {
        let known = ["superclue/general", "superclue-agent", "clue/classification"];
        assert_eq!(nearest("superclue/genral", known)[0], "superclue/general");
        assert!(nearest("zzzz", known).is_empty());
    }
}
