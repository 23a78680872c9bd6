//! The webhook that is meant: its address and secret from the environment or the file, its template, its limits.

use super::args::News;
use super::rules::read;
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::Mailbox;
use crate::message;
use crate::news::{Flavour, Limits, Rules, Template, Webhook};
use crate::schema::Digest;
use crate::text::{Language, nearest};
use std::env;
use std::path::Path;

/// The variable with the secret of a webhook that is given by its address.
const SECRET: &str = "BANGDAN_WEBHOOK_SECRET";

/// A webhook, ready to be sent to.
pub(super) struct Target {
    /// Its name; empty where only its address was given.
    pub name: String,
    pub mailbox: Mailbox,
    /// The first digits of the digest of its address.
    pub address: String,
    pub secret: Option<String>,
    pub flavour: Flavour,
    pub template: Template,
    pub limits: Limits,
    pub language: Option<Language>,
    pub rules: Vec<String>,
    pub boards: Vec<String>,
}

/// The webhook of a name or an address.
///
/// # Errors
/// A name that is neither in the file nor in the environment, an address that is none, a template that cannot be read.
pub(super) fn target(named: &str, arguments: &News, rules: &Rules, folder: Option<&Path>) -> Result<Target> {
    let variable =
        |name: &str| env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let known = rules.webhooks.iter().find(|webhook| webhook.name == named);
    let by_address = named.contains("://");
    let usual = usual_variable(named);
    let (url, secret) = if by_address {
        (Some(named.to_owned()), variable(SECRET))
    } else {
        let of = |name: Option<&String>| name.and_then(|name| variable(name));
        let url = of(known.and_then(|hook| hook.url_env.as_ref())).or_else(|| variable(&usual));
        let secret =
            of(known.and_then(|hook| hook.secret_env.as_ref())).or_else(|| variable(&format!("{usual}_SECRET")));
        (url.or_else(|| known?.url.clone()), secret.or_else(|| known?.secret.clone()))
    };
    let Some(url) = url else { return Err(no_address(named, known, rules, &usual)) };
    // The address on the command line is not repeated anywhere: it may be a secret.
    let name = if by_address { String::new() } else { named.to_owned() };
    let shown = if by_address { "webhook" } else { named };
    let mailbox = Mailbox::new(shown, &url, secret.as_deref())?;
    let asked = arguments.template.as_deref();
    let wanted = asked.or_else(|| known?.template.as_deref());
    let by_host = Flavour::of_address(&url);
    let (flavour, template) = match wanted {
        None => (by_host, built_in(by_host)?),
        Some(wanted) => match Flavour::from_name(wanted) {
            Some(flavour) => (flavour, built_in(flavour)?),
            None => (by_host, own(wanted, folder.filter(|_| asked.is_none()))?),
        },
    };
    Ok(Target {
        name,
        address: Digest::of(url.trim().as_bytes()).hex().chars().take(16).collect(),
        mailbox,
        secret,
        flavour,
        template,
        limits: known.map_or_else(|| flavour.limits(), |hook| hook.limits(flavour)),
        language: known.and_then(|hook| hook.language),
        rules: known.map(|hook| hook.rules.clone()).unwrap_or_default(),
        boards: known.map(|hook| hook.boards.clone()).unwrap_or_default(),
    })
}

fn built_in(flavour: Flavour) -> Result<Template> {
    Template::new(&format!("{}.json", flavour.name()), flavour.template())
}

/// A template of the user's: a file beside the rules that name it, or where the command is run.
fn own(wanted: &str, folder: Option<&Path>) -> Result<Template> {
    let file = folder.map_or_else(|| Path::new(wanted).to_owned(), |folder| folder.join(wanted));
    let text = read(&file).map_err(|error| match Flavour::likeliest(wanted) {
        Some(near) => error.with_hint(message!("did you mean {near}?", "是否指：{near}？")),
        None => error.with_hint(message!(
            "a template is feishu, slack, json or the path of a file",
            "模板为 feishu、slack、json 或文件路径"
        )),
    })?;
    Template::new(&file.display().to_string(), &text)
}

/// `team` → `BANGDAN_WEBHOOK_TEAM`.
fn usual_variable(name: &str) -> String {
    let upper: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    format!("BANGDAN_WEBHOOK_{upper}")
}

fn no_address(named: &str, known: Option<&Webhook>, rules: &Rules, usual: &str) -> Error {
    let variable = known.and_then(|hook| hook.url_env.as_deref()).unwrap_or(usual);
    if known.is_some() {
        let what = message!("the webhook {named:?} has no address", "webhook {named:?} 没有地址");
        return Error::new(ErrorKind::Usage { what })
            .with_hint(message!("export {variable}=https://…", "请设置 export {variable}=https://…"));
    }
    let what = message!("no webhook is called {named:?}", "没有名为 {named:?} 的 webhook");
    let near = nearest(named, rules.webhooks.iter().map(|hook| hook.name.as_str())).into_iter().next();
    Error::new(ErrorKind::Usage { what }).with_hint(match near {
        Some(near) => message!("did you mean {near}?", "是否指：{near}？"),
        None => message!(
            "add it to news.toml, or export {usual}=https://…",
            "请在 news.toml 中添加，或设置 export {usual}=https://…"
        ),
    })
}
