//! The HTTP clients of a run.

use super::environment::{Environment, Proxies};
use super::resolve::Resolver;
use super::settings::{Certificates, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use reqwest::{Client, ClientBuilder, NoProxy, Proxy, redirect};
use std::collections::BTreeSet;
use std::sync::Arc;
use url::Url;

/// The name under which robots.txt may speak to bangdan.
pub(super) const ROBOT: &str = "bangdan";

/// Who asks: `bangdan/0.1.0 (+homepage)`.
#[must_use]
pub fn user_agent() -> String {
    let home = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")].into_iter().find(|home| !home.is_empty());
    let about = home.map_or_else(|| "reads public leaderboards".to_owned(), |home| format!("+{home}"));
    format!("{ROBOT}/{} ({about})", env!("CARGO_PKG_VERSION"))
}

/// Two clients, so that trust in a host cannot pass from one request to another through a shared connection.
pub(super) struct Clients {
    /// For hosts that the source's definition names: their addresses are not judged.
    pub(super) own: Client,
    /// For all other hosts.
    pub(super) strangers: Client,
    /// Host names of the proxies.
    pub(super) proxies: Vec<String>,
}

impl Clients {
    pub(super) fn new(settings: &Settings, environment: &Environment) -> Result<Clients> {
        // A second call finds the provider installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let given = match &environment.proxies {
            Proxies::Given { http, https, all, .. } => vec![http, https, all],
            Proxies::System | Proxies::None => Vec::new(),
        };
        let hosts = given.into_iter().flatten().filter_map(|proxy| Url::parse(&with_scheme(proxy)).ok());
        let proxies: Vec<String> = hosts.filter_map(|url| url.host_str().map(str::to_ascii_lowercase)).collect();
        let client = |judges: bool| {
            let resolver = Resolver {
                judges,
                trusted: proxies.iter().cloned().collect::<BTreeSet<_>>(),
                hosts: Arc::new(settings.hosts.clone()),
            };
            let builder = Client::builder()
                .user_agent(user_agent())
                .redirect(redirect::Policy::none())
                .connect_timeout(settings.connect_timeout)
                .read_timeout(settings.silence)
                .dns_resolver(Arc::new(resolver));
            let builder = match &settings.certificates {
                Certificates::System => builder,
                Certificates::Only(certificates) => builder.tls_certs_only(certificates.iter().cloned()),
            };
            through(builder, &environment.proxies)?.build().map_err(|cause| {
                let what = message!("the HTTP client cannot be set up", "无法初始化 HTTP 客户端");
                Error::new(ErrorKind::Usage { what }).caused_by(cause).with_hint(message!(
                    "the system's certificates may be missing: install ca-certificates or set SSL_CERT_FILE",
                    "可能缺少系统根证书：请安装 ca-certificates 或设置 SSL_CERT_FILE"
                ))
            })
        };
        Ok(Clients { own: client(false)?, strangers: client(true)?, proxies })
    }
}

fn through(builder: ClientBuilder, proxies: &Proxies) -> Result<ClientBuilder> {
    let (http, https, all, except) = match proxies {
        Proxies::System => return Ok(builder),
        Proxies::None => return Ok(builder.no_proxy()),
        Proxies::Given { http, https, all, except } => (http, https, all, except),
    };
    let except = except.as_deref().and_then(NoProxy::from_string);
    let mut builder = builder.no_proxy();
    for (kind, proxy) in [("http", http), ("https", https), ("all", all)] {
        let Some(address) = proxy.as_deref().map(with_scheme) else { continue };
        let made = match kind {
            "http" => Proxy::http(address),
            "https" => Proxy::https(address),
            _ => Proxy::all(address),
        };
        let made = made.map_err(|cause| {
            // The value may hold a password and is not shown.
            let what = message!("a proxy variable holds no proxy address", "代理变量的值不是有效的代理地址");
            Error::new(ErrorKind::Usage { what }).caused_by(cause.without_url()).with_hint(message!(
                "HTTP_PROXY, HTTPS_PROXY and ALL_PROXY hold an address such as http://127.0.0.1:7890",
                "HTTP_PROXY、HTTPS_PROXY、ALL_PROXY 应为 http://127.0.0.1:7890 这样的地址"
            ))
        })?;
        builder = builder.proxy(made.no_proxy(except.clone()));
    }
    Ok(builder)
}

/// `127.0.0.1:7890` means `http://127.0.0.1:7890`, as everywhere.
fn with_scheme(proxy: &str) -> String {
    if proxy.contains("://") { proxy.to_owned() } else { format!("http://{proxy}") }
}
