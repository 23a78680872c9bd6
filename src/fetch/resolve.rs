//! Names → addresses, judged at the moment of connecting, so that a name cannot pass first and point inwards later.

use super::address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// A name that has no public address; the cause of a connection that was not made.
#[derive(Debug, thiserror::Error)]
#[error("{0} has no public address")]
pub(super) struct NotPublic(pub(super) String);

/// Resolves names and, if it judges, drops every address that is not public.
pub(super) struct Resolver {
    /// Whether addresses are judged: not for hosts that a definition names.
    pub(super) judges: bool,
    /// Names that are never judged: the proxies of the environment.
    pub(super) trusted: BTreeSet<String>,
    /// Names whose addresses are given and not asked of the system.
    pub(super) hosts: Arc<BTreeMap<String, Vec<IpAddr>>>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_ascii_lowercase();
        let given = self.hosts.get(&name).cloned();
        let judges = self.judges && !self.trusted.contains(&name);
        Box::pin(async move {
            let mut addresses: Vec<SocketAddr> = match given {
                Some(given) => given.into_iter().map(|address| SocketAddr::new(address, 0)).collect(),
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            if judges {
                addresses.retain(|address| is_public(address.ip()));
                if addresses.is_empty() {
                    return Err(NotPublic(name).into());
                }
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
