//! Where a request may go: which schemes, and which addresses.
//!
//! A definition may name any host, its own network's too. Everything else that a stranger can name (a redirect,
//! a value read from a page) must be a public address, so that no answer can make bangdan read a private service.

use crate::error::FetchFailure;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Whether an address belongs to the public internet, where a publisher's server may stand.
///
/// `198.18.0.0/15` counts as public: proxies on the user's own machine answer every name with an address of that
/// range and carry the connection to the real one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    !(a == 0
        || a >= 224
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || protocol
        || relay)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let groups = address.segments();
    let embedded = |at: usize| {
        let [high, low] = [groups[at].to_be_bytes(), groups[at + 1].to_be_bytes()];
        is_public_v4(Ipv4Addr::new(high[0], high[1], low[0], low[1]))
    };
    match (groups[0], groups[1]) {
        // NAT64: an IPv4 address in the last two groups.
        (0x64, 0xff9b) => groups[2..6] == [0; 4] && embedded(6),
        // 6to4: an IPv4 address in the second and third group.
        (0x2002, _) => embedded(1),
        // Teredo and other protocol assignments, documentation.
        (0x2001, 0..=0x01ff | 0x0db8) | (0x3fff, 0..=0x0fff) => false,
        // Only 2000::/3 is global unicast: this leaves out ::1, ::, mapped IPv4, fc00::/7, fe80::/10, ff00::/8.
        (first, _) => first & 0xe000 == 0x2000,
    }
}

/// The hosts that a source's definition names itself, in lower case.
pub(super) type Declared = BTreeSet<String>;

/// Whether a URL may be requested on behalf of a source. A name that passes is judged again when it is resolved.
pub(super) fn judge(url: &Url, declared: &Declared, proxies: &[String]) -> Result<(), FetchFailure> {
    let forbidden = |what: &str| Err(FetchFailure::ForbiddenAddress(what.to_owned()));
    if !matches!(url.scheme(), "http" | "https") {
        return forbidden(&format!("{}:", url.scheme()));
    }
    let Some(host) = url.host() else { return forbidden(url.scheme()) };
    if is_declared(url, declared) {
        return Ok(());
    }
    let fine = match host {
        Host::Ipv4(address) => is_public(address.into()),
        Host::Ipv6(address) => is_public(address.into()),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let local = name == "localhost" || name.ends_with(".localhost");
            // The resolver lets a proxy's name pass, so it must not be a destination.
            !local && !proxies.contains(&name)
        }
    };
    if fine { Ok(()) } else { forbidden(&host.to_string()) }
}

/// Whether the definition names the URL's host itself.
pub(super) fn is_declared(url: &Url, declared: &Declared) -> bool {
    url.host_str().is_some_and(|host| declared.contains(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_pass() {
        let public = "
            1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
            169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
            198.18.0.7 198.52.0.1 223.255.255.255 2000:: 2606:4700::1 2a00:1450:4001:80b::200e 2001:200::1
            2400:3200::1 3ffe:ffff::1 64:ff9b::8.8.8.8 2002:808:808::1";
        let private = "
            0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1
            192.168.255.255 198.51.100.3 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::
            ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::10.0.0.1
            64:ff9b::127.0.0.1 64:ff9b:1::8.8.8.8 64:ff9b::1:808:808 100::1 2001::1 2001:10::1 2001:db8::1
            2002:a00:1::1 2002:7f00:1::1 3fff::1 4000::1 5f00::1 fc00::1 fd12:3456:789a::1 fe80::1 febf::1
            fec0::1 ff02::1 ff0e::1";
        for text in public.split_whitespace() {
            assert!(is_public(text.parse().unwrap()), "{text} is public");
        }
        for text in private.split_whitespace() {
            assert!(!is_public(text.parse().unwrap()), "{text} is not public");
        }
    }

    #[test]
    fn a_url_is_judged_by_scheme_and_host_in_every_spelling() {
        let declared = Declared::from(["127.0.0.1".to_owned(), "board.corp".to_owned()]);
        let proxies = ["proxy.corp".to_owned()];
        let passes = |url: &str| judge(&Url::parse(url).unwrap(), &declared, &proxies).is_ok();
        let allowed = "
            https://example.com/a http://127.0.0.1:8080/ http://0x7f.1/ http://BOARD.corp/ http://8.8.8.8/
            http://[2606:4700::1]/";
        for url in allowed.split_whitespace() {
            assert!(passes(url), "{url}");
        }
        let refused = "
            file:///etc/passwd ftp://example.com/ data:text/plain,x gopher://example.com/ http://10.0.0.1/
            http://167772161/ http://0xA.0.0.1/ http://012.0.0.1/ http://127.0.0.2/ http://localhost/
            http://LOCALHOST./ http://a.localhost/ http://[::1]/ http://[::ffff:127.0.0.1]/
            http://[::ffff:7f00:1]/ http://proxy.corp:3128/ http://0/ http://127.1.1.1/";
        for url in refused.split_whitespace() {
            assert!(!passes(url), "{url}");
        }
    }
}
