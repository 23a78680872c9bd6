//! A look at a page before it is parsed: the parser looks through all open elements again and again, so that a page
//! of nothing but opening tags would take it hours.

/// How deep elements may be nested. The deepest leaderboard seen has 40 levels.
pub(super) const DEEPEST: usize = 512;

/// Elements that have no end tag, or that the next of their kind or their parent's end closes.
const CLOSED_BY_OTHERS: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Whether elements are nested deeper than that, as far as tags alone tell. What stands within scripts is no tag.
pub(super) fn is_too_deep(page: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let closing = rest.starts_with('/');
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() || CLOSED_BY_OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
            continue;
        }
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            rest = rest.find("</").and_then(|end| rest.get(end + 2..)).unwrap_or_default();
            continue;
        }
        let tag = rest.split('>').next().unwrap_or_default();
        if !tag.ends_with('/') {
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_nesting_counts() {
        assert!(is_too_deep(&"<div>".repeat(600)));
        assert!(is_too_deep(&"<table><tr><td>".repeat(600)));
        assert!(!is_too_deep(&"<div><br><p>a</div>".repeat(600)));
        assert!(!is_too_deep(&"<tr><td>1<td>2".repeat(600)));
        assert!(!is_too_deep(&"<svg><path d='a'/></svg><script>x='<div>'</script>".repeat(600)));
    }
}
