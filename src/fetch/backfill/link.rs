//! The `Link` header of a paged interface.

use url::Url;

/// The address of the next page, read relative to this one.
pub(super) fn next(header: &str, here: &Url) -> Option<Url> {
    header.split(',').find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else { return false };
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case("next"))
        });
        is_next.then(|| here.join(target).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_others() {
        let here = Url::parse("https://api.x/repos/a/b/commits?page=2").unwrap();
        let next = |header: &str| next(header, &here).map(String::from);
        let both = "<https://api.x/c?page=1>; rel=\"prev\", <https://api.x/c?page=3>; rel=\"next\"";
        assert_eq!(next(both).unwrap(), "https://api.x/c?page=3");
        assert_eq!(next("</c?page=3>; title=x; REL=next").unwrap(), "https://api.x/c?page=3");
        assert_eq!(next("<https://api.x/c?page=1>; rel=\"last\""), None);
        assert_eq!(next("https://api.x/c; rel=next"), None);
        assert_eq!(next(""), None);
    }
}
