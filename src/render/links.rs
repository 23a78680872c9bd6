//! Where links may lead: to reports of the same site by relative address, to the web by `http` and `https` only.

use crate::schema::Link;

/// The address that a link is written with; `None` where it may not be written, and only the text is shown.
///
/// `extension` is that of the pages of the site: `html`, `md`. The answer is ASCII without white space.
pub(super) fn href(link: &Link, extension: &str) -> Option<String> {
    match link {
        Link::Report(target) => {
            let (slug, anchor) = target.split_once('#').map_or((target.as_str(), None), |(s, a)| (s, Some(a)));
            let page = match slug {
                "" => String::new(),
                _ if is_name(slug) => format!("{slug}.{extension}"),
                _ => return None,
            };
            match anchor {
                None => (!page.is_empty()).then_some(page),
                Some(anchor) => is_name(anchor).then(|| format!("{page}#{anchor}")),
            }
        }
        Link::Web(address) => web(address),
    }
}

/// The address as a browser would write it, if it is a web address without credentials.
pub(super) fn web(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let open = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    open.then(|| String::from(url))
}

/// An address as it may be written: of the web, without credentials; `None` for any other.
#[must_use]
pub fn web_address(address: &str) -> Option<String> {
    web(address)
}

/// Whether `name` may stand in a file name, an anchor and an address as it is.
pub(super) fn is_name(name: &str) -> bool {
    let known = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    known && !name.is_empty() && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_and_names_of_reports_become_links() {
        let report = |target: &str| href(&Link::Report(target.into()), "md");
        assert_eq!(report("superclue.general").as_deref(), Some("superclue.general.md"));
        assert_eq!(report("superclue.general#changes").as_deref(), Some("superclue.general.md#changes"));
        assert_eq!(report("#changes").as_deref(), Some("#changes"));
        for refused in ["", "#", "../etc/passwd", "a b", "a#b c", "..", "榜"] {
            assert_eq!(report(refused), None, "{refused:?}");
        }
        assert_eq!(web("https://例子.cn/a b\"<>").as_deref(), Some("https://xn--fsqu00a.cn/a%20b%22%3C%3E"));
        for refused in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://u:p@a.cn/", "/a", ""]
        {
            assert_eq!(web(refused), None, "{refused:?}");
        }
    }
}
