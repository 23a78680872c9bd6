//! Addresses from templates.

use super::address::Declared;
use crate::catalogue::Source;
use std::fmt::Write as _;
use url::Url;

/// The template with every `{name}` replaced by what `value` gives for it, percent-encoded; the name that has none
/// otherwise.
pub(super) fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            filled.push('{');
            continue;
        };
        encode(&value(name).ok_or_else(|| name.to_owned())?, &mut filled);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The address as a fetch would ask for it: the template filled in with these values. `None` where one is lacking or
/// the result is no address.
pub fn address(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let filled = fill(template, value).ok().filter(|filled| keeps_its_parts(template, filled))?;
    Url::parse(&filled).ok().map(|url| bare(&url))
}

/// Whether no value became a step upwards in the path: `..`, which cannot be encoded away.
pub(super) fn keeps_its_parts(template: &str, filled: &str) -> bool {
    let part = |part: &str| part.split(['?', '#']).next().unwrap_or_default().to_owned();
    // Values hold no slash any more, so both have the same parts.
    template
        .split('/')
        .zip(filled.split('/'))
        .all(|(before, after)| !before.contains('{') || !matches!(part(after).as_str(), "." | ".."))
}

/// Everything but the unreserved characters of RFC 3986, so that a value can never be more than one part of a URL.
fn encode(value: &str, out: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The hosts that a source's templates name in so many letters.
pub(super) fn declared(source: &Source) -> Declared {
    let hosts = source.resources.values().filter_map(|resource| {
        let (scheme, rest) = resource.url.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.contains('{'))?;
        Url::parse(&format!("{scheme}://{authority}/")).ok()?.host_str().map(str::to_owned)
    });
    hosts.collect()
}

/// The address without user name and password.
pub(super) fn bare(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// The template without what stands before an `@` in its authority, for messages about templates that could not be
/// filled in.
pub(super) fn bare_template(template: &str) -> String {
    let Some((scheme, rest)) = template.split_once("://") else { return template.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_and_stay_within_their_part() {
        let fill = |template: &str| {
            fill(template, |name| match name {
                "edition" => Some("2025年度测评".to_owned()),
                "page.bundle" => Some("../a b?c#d/@e%".to_owned()),
                _ => None,
            })
        };
        assert_eq!(
            fill("https://x/data/{edition}.xlsx").unwrap(),
            "https://x/data/2025%E5%B9%B4%E5%BA%A6%E6%B5%8B%E8%AF%84.xlsx"
        );
        assert_eq!(fill("https://x/{page.bundle}").unwrap(), "https://x/..%2Fa%20b%3Fc%23d%2F%40e%25");
        assert_eq!(fill("https://x/{page.other}/{edition}"), Err("page.other".to_owned()));
        assert_eq!(fill("https://x/a{b").unwrap(), "https://x/a{b");
    }

    #[test]
    fn a_value_never_leads_upwards() {
        assert!(!keeps_its_parts("https://x/d/{a}/r.json", "https://x/d/../r.json"));
        assert!(!keeps_its_parts("https://x/d/{a}{b}?q", "https://x/d/..?q"));
        assert!(!keeps_its_parts("https://x/d/{a}", "https://x/d/."));
        assert!(keeps_its_parts("https://x/d/../{a}", "https://x/d/../b.c"));
        assert!(keeps_its_parts("https://x/d/{a}.json", "https://x/d/...json"));
        assert!(keeps_its_parts("https://x/d?v={a}", "https://x/d?v=.."));
    }

    #[test]
    fn credentials_are_left_out() {
        assert_eq!(bare(&Url::parse("https://me:pw@x.cn/a?b").unwrap()), "https://x.cn/a?b");
        assert_eq!(bare_template("https://me:p@w@x.cn/{edition}"), "https://x.cn/{edition}");
        assert_eq!(bare_template("https://x.cn/a@b"), "https://x.cn/a@b");
    }
}
