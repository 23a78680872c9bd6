//! A look at a page before it is parsed: the parser looks through all open elements again and again, so that a page
//! of nothing but opening tags would take it hours.

use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;

/// How deep elements may be nested. The deepest leaderboard seen has 40 levels.
pub(super) const DEEPEST: usize = 512;

/// Elements that have no end tag, or that the next of their kind or their parent's end closes.
const CLOSED_BY_OTHERS: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Bytes of a page of which a tree is made. The largest page of a leaderboard seen has 2 MB.
const MOST_BYTES: usize = 8 << 20;
/// How often inline elements may be open where a tag comes: the parser opens them again and again where they were
/// closed by others, so that a few hundred of them and many paragraphs would be millions of elements.
const MOST_REPEATED: usize = 2_000_000;

/// Inline elements that are opened again.
const REPEATED: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Holds a page against the bounds within which a tree is made of it.
///
/// # Errors
/// Where it is too large, or nested too deep.
pub(super) fn check(page: &str) -> Result<(), Problem> {
    if page.len() > MOST_BYTES {
        let limit = MOST_BYTES >> 20;
        return Err(unreadable(message!(
            "more than {limit} MB of a page that can only be read as a tree",
            "网页只能按树读取，且超过 {limit} MB"
        )));
    }
    if is_too_deep(page) { Err(too_deep()) } else { Ok(()) }
}

/// Elements are nested deeper than they may be.
pub(super) fn too_deep() -> Problem {
    unreadable(message!("elements are nested deeper than {DEEPEST} levels", "元素嵌套超过 {DEEPEST} 层"))
}

/// Whether elements are nested deeper than that, as far as tags alone tell. What stands within scripts is no tag.
pub(super) fn is_too_deep(page: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let (mut repeated, mut times) = (0_usize, 0_usize);
    let is_repeated = |name: &str| REPEATED.iter().any(|other| other.eq_ignore_ascii_case(name));
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let closing = rest.starts_with('/');
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        times += repeated;
        if times > MOST_REPEATED {
            return true;
        }
        if name.is_empty() || CLOSED_BY_OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            // An end tag without its start tag ends nothing.
            if let Some(from) = open.iter().rposition(|other| other.eq_ignore_ascii_case(name)) {
                open.truncate(from);
                repeated = open.iter().filter(|name| is_repeated(name)).count();
            }
            continue;
        }
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            rest = rest.find("</").and_then(|end| rest.get(end + 2..)).unwrap_or_default();
            continue;
        }
        let tag = rest.split('>').next().unwrap_or_default();
        if !tag.ends_with('/') || is_repeated(name) {
            open.push(name);
            repeated += usize::from(is_repeated(name));
        }
        if open.len() > DEEPEST {
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
        assert!(is_too_deep(&"<div></p></i>".repeat(600)));
        assert!(is_too_deep(&("<b>".repeat(300) + &"<p>x".repeat(10_000))));
        assert!(!is_too_deep(&"<svg><path d='a'/></svg><script>x='<div>'</script>".repeat(600)));
    }
}
