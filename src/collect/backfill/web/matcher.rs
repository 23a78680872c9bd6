//! Which resource an address belongs to.

use crate::catalogue::{Resource, Source};
use crate::collect::backfill::pattern::{self, Part, Values, decode, fit};
use crate::fetch::address;
use url::Url;

/// The addresses of some resources.
pub(super) struct Matcher<'a> {
    source: &'a Source,
    patterns: Vec<(&'a Resource, Vec<Part>)>,
}

/// An address that is a resource's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) resource: String,
    pub(super) edition: Option<String>,
    /// The resource's own address.
    pub(super) url: String,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(source: &'a Source, resources: &[&'a Resource]) -> Matcher<'a> {
        let pattern = |resource: &&'a Resource| {
            let (_, rest) = resource.url.split_once("://")?;
            let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            let host = host.rsplit('@').next()?.to_ascii_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            Some((*resource, pattern::parse(&trimmed(&format!("{host}{path}")))?))
        };
        Matcher { source, patterns: resources.iter().filter_map(pattern).collect() }
    }

    /// The resource whose address this is; scheme, `www.`, port and fragment tell nothing apart.
    pub(super) fn hit(&self, url: &str) -> Option<Hit> {
        let bare = bare(url)?;
        self.patterns.iter().find_map(|(resource, parts)| {
            let mut values = Values::new();
            if !fit(parts, &bare, &mut values, |c| matches!(c, '/' | '?' | '&' | '#')) {
                return None;
            }
            let value = |name: &str| values.get(name).and_then(|value| decode(value));
            let edition = value("edition");
            if let Some(label) = &edition {
                self.source.editions.read(label)?;
            }
            Some(Hit { resource: resource.id.clone(), edition, url: address(&resource.url, value)? })
        })
    }

    /// A resource whose address is nearly this one: another query, another host with the same file.
    pub(super) fn near(&self, url: &str) -> Option<&str> {
        let bare = bare(url)?;
        let path = |text: &str| text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_lowercase();
        let file =
            |text: &str| path(text).split_once('/').map(|(_, file)| file.to_owned()).filter(|file| file.contains('.'));
        self.patterns.iter().find_map(|(resource, parts)| {
            let [Part::Text(own)] = parts.as_slice() else { return None };
            let alike = path(own) == path(&bare) || file(own).is_some_and(|own| file(&bare) == Some(own));
            alike.then_some(resource.id.as_str())
        })
    }
}

/// The address without what tells nothing apart.
fn bare(url: &str) -> Option<String> {
    let url =
        Url::parse(url.trim_matches(['<', '>', ' '])).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().filter(|port| !matches!(port, 80 | 443)).map_or_else(String::new, |port| format!(":{port}"));
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    Some(trimmed(&format!("{host}{port}{}{query}", url.path())))
}

/// A host alone is its root.
fn trimmed(text: &str) -> String {
    text.strip_suffix('/').filter(|text| !text.contains('/')).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn an_address_is_known_by_host_path_and_query() {
        let catalogue = Catalogue::built_in().unwrap();
        let source = catalogue.source("superclue").unwrap();
        let resources: Vec<&Resource> = source.resources.values().collect();
        let matcher = Matcher::new(source, &resources);
        let hit = |url: &str| matcher.hit(url).map(|hit| (hit.resource, hit.edition.unwrap_or_default()));
        let is = |resource: &str, edition: &str| Some((resource.to_owned(), edition.to_owned()));
        assert_eq!(hit("http://superclueai.com/"), is("index", ""));
        assert_eq!(hit("https://www.superclueai.com:443/#/home"), is("index", ""));
        let workbook = "https://www.superclueai.com/data/generalboard/2026%E5%B9%B43%E6%9C%88.xlsx";
        assert_eq!(hit(workbook), is("general", "2026年3月"));
        assert_eq!(matcher.hit(workbook).unwrap().url, workbook);
        assert_eq!(hit("https://www.superclueai.com/data/generalboard/index.xlsx"), None);
        assert_eq!(hit("https://www.superclueai.com/?x=1"), None);
        assert_eq!(matcher.near("https://www.superclueai.com/?x=1"), Some("index"));
        let readme = "https://raw.githubusercontent.com/CLUEbenchmark/SuperCLUE/main/README.md";
        assert_eq!(hit(readme), is("readme", ""));
        assert_eq!(hit(&readme.replace("README.md", "readme.md")), None);
        assert_eq!(matcher.near(&format!("{readme}?token=1")), Some("readme"));
        assert_eq!(hit("file:///etc/passwd"), None);
    }
}
