//! What the process's environment says about fetching, as a value: nothing below reads a variable.

use super::secret::Secret;
use crate::catalogue::Source;
use std::collections::BTreeMap;

/// Proxies, keys and tokens.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Through which proxies requests go.
    pub proxies: Proxies,
    pub(super) keys: BTreeMap<String, Secret>,
    pub(super) github: Option<Secret>,
}

/// Through which proxies requests go.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxies {
    /// The system's settings (macOS, Windows); none elsewhere.
    System,
    /// None.
    #[default]
    None,
    /// These, as URLs: `http://127.0.0.1:7890`, `socks5://127.0.0.1:7890`.
    Given {
        /// For `http:` addresses.
        http: Option<String>,
        /// For `https:` addresses.
        https: Option<String>,
        /// For either, where the above says nothing.
        all: Option<String>,
        /// Hosts that are reached directly, as in `NO_PROXY`.
        except: Option<String>,
    },
}

impl std::fmt::Debug for Proxies {
    /// A proxy's URL may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Proxies::System => "System",
            Proxies::None => "None",
            Proxies::Given { .. } => "Given(***)",
        })
    }
}

impl Environment {
    /// From the variables that `get` gives: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` (lower case first),
    /// `GITHUB_TOKEN` or `GH_TOKEN`, and the keys that the sources name.
    pub fn from_variables<'a>(
        get: impl Fn(&str) -> Option<String>,
        sources: impl IntoIterator<Item = &'a Source>,
    ) -> Environment {
        let either = |name: &str| {
            let value = get(&name.to_ascii_lowercase()).or_else(|| get(name));
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        // A web server passes the request header `Proxy` as HTTP_PROXY to its programs: not to be believed there.
        let http = if get("REQUEST_METHOD").is_some() { get("http_proxy") } else { either("HTTP_PROXY") };
        let (https, all, except) = (either("HTTPS_PROXY"), either("ALL_PROXY"), either("NO_PROXY"));
        let proxies = if http.is_some() || https.is_some() || all.is_some() {
            Proxies::Given { http, https, all, except }
        } else {
            Proxies::System
        };
        let secret = |name: &str| get(name).and_then(|value| Secret::new(&value));
        let resources = sources.into_iter().flat_map(|source| source.resources.values());
        let named = resources.filter_map(|resource| resource.key.as_ref()).map(|key| key.env.clone());
        Environment {
            proxies,
            keys: named.filter_map(|name| secret(&name).map(|key| (name, key))).collect(),
            github: secret("GITHUB_TOKEN").or_else(|| secret("GH_TOKEN")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(variables: &[(&str, &str)]) -> Environment {
        let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Environment::from_variables(get, [])
    }

    #[test]
    fn proxies_are_read_in_either_case_and_not_from_a_web_servers_request() {
        assert_eq!(given(&[]).proxies, Proxies::System);
        assert_eq!(given(&[("NO_PROXY", "*")]).proxies, Proxies::System);
        let of = |http: Option<&str>, https: Option<&str>, except: Option<&str>| Proxies::Given {
            http: http.map(str::to_owned),
            https: https.map(str::to_owned),
            all: None,
            except: except.map(str::to_owned),
        };
        let both = [("http_proxy", "http://a:1"), ("HTTP_PROXY", "http://b:1"), ("NO_PROXY", "x.cn")];
        assert_eq!(given(&both).proxies, of(Some("http://a:1"), None, Some("x.cn")));
        let server = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://b:1"), ("HTTPS_PROXY", "http://c:1")];
        assert_eq!(given(&server).proxies, of(None, Some("http://c:1"), None));
    }

    #[test]
    fn no_secret_is_shown_by_debug() {
        let all = [("GITHUB_TOKEN", "ghp_0123456789"), ("HTTPS_PROXY", "http://me:s3cretpw@p:1")];
        let shown = format!("{:?}", given(&all));
        assert!(!shown.contains("ghp_") && !shown.contains("s3cretpw"), "{shown}");
        assert_eq!(given(&[("GH_TOKEN", "t0")]).github, Secret::new("t0"));
    }
}
