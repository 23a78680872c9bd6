//! The ways by name: one line each.

use super::way::Way;
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::Environment;
use crate::message;
use crate::text::Message;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// What was said on the command line that only some ways need.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files to read.
    pub files: Vec<PathBuf>,
    /// The repository, as a folder or an address.
    pub repository: Option<String>,
    /// Where clones are kept.
    pub cache: Option<PathBuf>,
    /// Who is asked in place of the usual keeper.
    pub server: Option<String>,
    /// The least time between two requests.
    pub pause: Option<Duration>,
    /// Proxies and tokens.
    pub environment: Environment,
}

/// A way by name.
#[derive(Clone, Copy)]
pub struct Kind {
    /// What it is called: `git`.
    pub name: &'static str,
    /// Makes it ready; nothing is read yet.
    pub make: fn(&Options) -> Result<Box<dyn Way>>,
}

/// Every way.
pub const WAYS: &[Kind] = &[
    Kind { name: "git", make: super::git::make },
    Kind { name: "github", make: super::github::make },
    Kind { name: "wayback", make: super::wayback::make },
    Kind { name: "har", make: super::web::make_har },
    Kind { name: "warc", make: super::web::make_warc },
];

/// The way of this name.
///
/// # Errors
/// There is none.
pub fn kind(name: &str) -> Result<Kind> {
    WAYS.iter().find(|kind| kind.name == name).copied().ok_or_else(|| {
        let all: Vec<&str> = WAYS.iter().map(|kind| kind.name).collect();
        let (en, zh) = (all.join(", "), all.join("、"));
        usage(message!("there is no way {name:?}: {en}", "没有方式 {name:?}：{zh}"))
    })
}

pub(super) fn usage(what: Message) -> Error {
    Error::new(ErrorKind::Usage { what })
}

/// The address of a keeper, with a slash at its end.
pub(super) fn address(text: &str) -> Result<Url> {
    let slashed = if text.ends_with('/') { text.to_owned() } else { format!("{text}/") };
    let url = Url::parse(&slashed).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
    url.ok_or_else(|| usage(message!("{text:?} is no address of a server", "{text:?} 不是服务器地址")))
}
