//! The file of rules and webhooks: `news.toml`.

use super::kind::Kind;
use super::rule::Rule;
use super::target::{Flavour, Limits};
use crate::catalogue::{Catalogue, locate, position, syntax_error};
use crate::error::{Error, ErrorKind, Result};
use crate::identity::{Class, Registry};
use crate::message;
use crate::schema::{BoardId, SourceId};
use crate::text::{Language, Message, nearest};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The rules that come with the program.
static BUILT_IN: &str = include_str!("data/rules.toml");

/// How many places count as the top where a rule does not say.
const TOP: u32 = 10;

/// The importance of a rule that does not say.
const IMPORTANCE: u32 = 50;

/// How long before it was learnt something may have been public to be sent to a webhook, in days.
const OLDEST_DAYS: u32 = 30;

/// What is told, and where to.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<Rule>,
    /// The webhooks, by name.
    pub webhooks: Vec<Webhook>,
    /// How long before the archive learnt of it something may have been public to be sent to a webhook, in days.
    pub oldest_days: u32,
    /// The domain and year by which a feed names its entries: `example.org,2026`.
    pub feed_authority: Option<String>,
    /// Where the feed stands.
    pub feed_address: Option<String>,
    /// Whose the feed is.
    pub feed_author: Option<String>,
}

/// A target of messages. Its address and secret are not part of what `Debug` shows.
#[derive(Clone)]
pub struct Webhook {
    /// What it is called.
    pub name: String,
    /// Its address, unless the environment says.
    pub url: Option<String>,
    /// The variable that holds its address.
    pub url_env: Option<String>,
    /// The secret with which messages are signed, unless the environment says.
    pub secret: Option<String>,
    /// The variable that holds the secret.
    pub secret_env: Option<String>,
    /// The template: a kind's name, or a file.
    pub template: Option<String>,
    /// The language of its messages.
    pub language: Option<Language>,
    /// Only these rules.
    pub rules: Vec<String>,
    /// Only these boards and sources, by id or name.
    pub boards: Vec<String>,
    /// Other limits than those of its kind: bytes of a message, pieces of news in one, messages at one time.
    pub limits: (Option<usize>, Option<usize>, Option<usize>),
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Webhook {
    /// What a message to it may hold.
    #[must_use]
    pub fn limits(&self, flavour: Flavour) -> Limits {
        let Limits { bytes, items, messages } = flavour.limits();
        let (own_bytes, own_items, own_messages) = self.limits;
        let at_least_one = |own: Option<usize>, usual: usize| own.unwrap_or(usual).max(1);
        Limits {
            bytes: at_least_one(own_bytes, bytes),
            items: at_least_one(own_items, items),
            messages: at_least_one(own_messages, messages),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Whether the built-in rules hold beside the file's.
    #[serde(default = "yes")]
    defaults: bool,
    oldest_days: Option<u32>,
    #[serde(default)]
    feed: FeedFile,
    #[serde(default)]
    rule: Vec<RuleFile>,
    #[serde(default)]
    webhook: Vec<WebhookFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FeedFile {
    authority: Option<String>,
    url: Option<String>,
    author: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    en: String,
    zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    name: String,
    title: Option<Names>,
    #[serde(default)]
    on: Vec<Kind>,
    top: Option<u32>,
    #[serde(default)]
    boards: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    class: Vec<Class>,
    open: Option<bool>,
    #[serde(default)]
    country: Vec<String>,
    #[serde(default)]
    developer: Vec<String>,
    importance: Option<u32>,
    #[serde(default)]
    off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhookFile {
    name: String,
    url: Option<String>,
    url_env: Option<String>,
    secret: Option<String>,
    secret_env: Option<String>,
    template: Option<String>,
    lang: Option<String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    boards: Vec<String>,
    most_bytes: Option<usize>,
    most_items: Option<usize>,
    most_messages: Option<usize>,
}

fn yes() -> bool {
    true
}

impl Rules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads them.
    pub fn built_in() -> Result<Rules> {
        let file = parse("rules.toml", BUILT_IN)?;
        let reader = Reader { file: "rules.toml", text: BUILT_IN, known: None };
        let rules = file.rule.into_iter().map(|rule| reader.rule(rule)).collect::<Result<_>>()?;
        Ok(Rules {
            rules,
            webhooks: Vec::new(),
            oldest_days: OLDEST_DAYS,
            feed_authority: None,
            feed_address: None,
            feed_author: None,
        })
    }

    /// The built-in rules with a user's file: a rule takes the place of the one with its name, others come after.
    ///
    /// # Errors
    /// A mistake in the file, with its place and the nearest of what would be right.
    pub fn with(self, file: &str, text: &str, catalogue: &Catalogue, registry: &Registry) -> Result<Rules> {
        let typed = parse(file, text)?;
        let reader = Reader { file, text, known: Some((catalogue, registry)) };
        let mut rules = if typed.defaults { self.rules } else { Vec::new() };
        let mut own = BTreeSet::new();
        for rule in typed.rule {
            if !own.insert(rule.name.clone()) {
                let name = &rule.name;
                return Err(reader.wrong(name, message!("two rules are called {name:?}", "有两条规则同名 {name:?}")));
            }
            let off = rule.off;
            let rule = reader.rule(rule)?;
            match rules.iter_mut().find(|other| other.name == rule.name) {
                Some(other) => *other = rule.clone(),
                None => rules.push(rule.clone()),
            }
            rules.retain(|other| !(off && other.name == rule.name));
        }
        let mut names = BTreeSet::new();
        let webhooks = typed.webhook.into_iter().map(|webhook| {
            let name = webhook.name.clone();
            let webhook = reader.webhook(webhook, &rules)?;
            if names.insert(name.clone()) {
                return Ok(webhook);
            }
            Err(reader.wrong(&name, message!("two webhooks are called {name:?}", "有两个 webhook 同名 {name:?}")))
        });
        let webhooks = webhooks.collect::<Result<_>>()?;
        if let Some(authority) = typed.feed.authority.as_deref().filter(|authority| !is_authority(authority)) {
            let what = message!(
                "an authority is a domain and a year or day, as in \"example.org,2026\"",
                "authority 应为域名与年份（或日期），如 \"example.org,2026\""
            );
            return Err(reader.wrong(authority, what));
        }
        Ok(Rules {
            rules,
            webhooks,
            oldest_days: typed.oldest_days.unwrap_or(self.oldest_days),
            feed_authority: typed.feed.authority,
            feed_address: typed.feed.url,
            feed_author: typed.feed.author,
        })
    }

    /// The rules of these names; all, where none is named.
    ///
    /// # Errors
    /// A name that no rule has, with the nearest.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Rule>> {
        let find = |name: &String| {
            self.rules.iter().find(|rule| rule.name == *name).ok_or_else(|| {
                let what = message!("no rule is called {name:?}", "没有名为 {name:?} 的规则");
                let known: Vec<&str> = self.rules.iter().map(|rule| rule.name.as_str()).collect();
                let near = nearest(name, known.iter().copied()).into_iter().next();
                let hint = if let Some(near) = near {
                    message!("did you mean {near}?", "是否指：{near}？")
                } else {
                    let (en, zh) = (known.join(", "), known.join("、"));
                    message!("rules: {en}", "规则：{zh}")
                };
                Error::new(ErrorKind::Usage { what }).with_hint(hint)
            })
        };
        if names.is_empty() {
            return Ok(self.rules.iter().collect());
        }
        names.iter().map(find).collect()
    }
}

fn parse(file: &str, text: &str) -> Result<File> {
    toml::from_str(text).map_err(|cause| syntax_error(file, text, &cause))
}

/// `example.org,2026` or `example.org,2026-11` or `example.org,2026-11-28`, in the characters of a tag URI (RFC 4151).
fn is_authority(text: &str) -> bool {
    let Some((domain, date)) = text.split_once(',') else { return false };
    let fits = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !part.starts_with('-')
    };
    let digits = |part: &str, many: usize| part.len() == many && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = date.split('-').collect();
    let dated = match parts.as_slice() {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    };
    dated && domain.split('.').all(fits)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// What boards, sources and developers there are; not asked of the built-in rules, which name none.
    known: Option<(&'a Catalogue, &'a Registry)>,
}

impl Reader<'_> {
    fn wrong(&self, value: &str, what: Message) -> Error {
        self.wrong_in(&[value], what)
    }

    fn wrong_in(&self, trail: &[&str], what: Message) -> Error {
        let position = locate(self.text, trail).map(|offset| position(self.text, offset));
        Error::new(ErrorKind::Definition { file: self.file.to_owned(), position, what, suggestion: None })
    }

    fn unknown(&self, rule: &str, value: &str, what: Message, near: Option<String>) -> Error {
        let error = self.wrong_in(&[rule, value], what);
        match near {
            Some(near) => error.with_hint(message!("did you mean {near}?", "是否指：{near}？")),
            None => error,
        }
    }

    fn rule(&self, typed: RuleFile) -> Result<Rule> {
        let name = typed.name;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
            let what = message!(
                "the name of a rule is of ASCII letters, digits and hyphens",
                "规则名称只能由英文字母、数字与连字符组成"
            );
            return Err(self.wrong(&name, what));
        }
        let Some(first) = typed.on.first().copied().or(typed.off.then_some(Kind::Stale)) else {
            let what = message!("the rule {name} says with `on` what it is about", "规则 {name} 须用 `on` 指明种类");
            return Err(self
                .wrong(&name, what)
                .with_hint(message!("for example `on = [\"new-leader\"]`", "例如 `on = [\"new-leader\"]`")));
        };
        if typed.top == Some(0) {
            return Err(self.wrong(&name, message!("the top has at least one place", "`top` 至少为 1")));
        }
        let about_models =
            typed.open.is_some() || !(typed.class.is_empty() && typed.country.is_empty() && typed.developer.is_empty());
        if let Some(kind) = typed.on.iter().find(|kind| about_models && !kind.is_of_an_entry()) {
            let kind = kind.as_str();
            let what = message!(
                "{kind} is about a whole board, so the rule {name} cannot ask for a model",
                "{kind} 针对整个榜单，规则 {name} 不能再限定模型"
            );
            return Err(self.wrong(&name, what));
        }
        let mut boards = Vec::new();
        let mut sources = Vec::new();
        for board in &typed.boards {
            boards.push(self.board(&name, board)?);
        }
        for source in &typed.sources {
            sources.push(self.source(&name, source)?);
        }
        for developer in &typed.developer {
            self.developer(&name, developer)?;
        }
        let country = typed.country.into_iter().map(|code| {
            if code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
                return Ok(code.to_ascii_uppercase());
            }
            let what = message!(
                "{code:?} is no country's code of two letters, such as \"CN\"",
                "{code:?} 不是两个字母的国家或地区代码（如 \"CN\"）"
            );
            Err(self.wrong_in(&[&name, &code], what))
        });
        Ok(Rule {
            title: typed.title.map_or_else(|| first.title(), |title| Message { en: title.en, zh: title.zh }),
            country: country.collect::<Result<_>>()?,
            name,
            on: typed.on,
            top: typed.top.unwrap_or(TOP),
            boards,
            sources,
            class: typed.class,
            open: typed.open,
            developer: typed.developer,
            importance: typed.importance.unwrap_or(IMPORTANCE),
        })
    }

    fn board(&self, rule: &str, typed: &str) -> Result<BoardId> {
        let Some((catalogue, _)) = self.known else { return Ok(BoardId::from(typed)) };
        if let Some((_, board)) = catalogue.boards().find(|(_, board)| board.id.as_str() == typed) {
            return Ok(board.id.clone());
        }
        let near = nearest(typed, catalogue.boards().map(|(_, board)| board.id.as_str())).into_iter().next();
        let what = message!("no board has the id {typed:?}", "没有 id 为 {typed:?} 的榜单");
        Err(self.unknown(rule, typed, what, near))
    }

    fn source(&self, rule: &str, typed: &str) -> Result<SourceId> {
        let Some((catalogue, _)) = self.known else { return Ok(SourceId::from(typed)) };
        let ids = || catalogue.sources().iter().map(|source| source.id.as_str());
        if ids().any(|id| id == typed) {
            return Ok(SourceId::from(typed));
        }
        let what = message!("no source has the id {typed:?}", "没有 id 为 {typed:?} 的来源");
        Err(self.unknown(rule, typed, what, nearest(typed, ids()).into_iter().next()))
    }

    fn developer(&self, rule: &str, typed: &str) -> Result<()> {
        let Some((_, registry)) = self.known else { return Ok(()) };
        if registry.developer(typed).is_some() {
            return Ok(());
        }
        let near = registry.developers_named(typed).first().map(|developer| developer.id.clone());
        let near = near.or_else(|| {
            nearest(typed, registry.developers().iter().map(|developer| developer.id.as_str())).into_iter().next()
        });
        let what = message!("no developer has the id {typed:?}", "没有 id 为 {typed:?} 的开发者");
        Err(self.unknown(rule, typed, what, near))
    }

    fn webhook(&self, typed: WebhookFile, rules: &[Rule]) -> Result<Webhook> {
        let name = typed.name;
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if name.is_empty() || !name.bytes().all(fits) {
            let what = message!(
                "the name of a webhook is of ASCII letters, digits and hyphens",
                "webhook 名称只能由英文字母、数字与连字符组成"
            );
            return Err(self.wrong(&name, what));
        }
        for rule in &typed.rules {
            if !rules.iter().any(|known| known.name == *rule) {
                let near = nearest(rule, rules.iter().map(|rule| rule.name.as_str())).into_iter().next();
                let what = message!("no rule is called {rule:?}", "没有名为 {rule:?} 的规则");
                return Err(self.unknown(&name, rule, what, near));
            }
        }
        let language = match typed.lang.as_deref() {
            None => None,
            Some("en") => Some(Language::English),
            Some("zh") => Some(Language::Chinese),
            Some(other) => {
                let what = message!("`lang` is \"en\" or \"zh\"", "`lang` 应为 \"en\" 或 \"zh\"");
                return Err(self.wrong_in(&[&name, other], what));
            }
        };
        Ok(Webhook {
            name,
            url: typed.url,
            url_env: typed.url_env,
            secret: typed.secret,
            secret_env: typed.secret_env,
            template: typed.template,
            language,
            rules: typed.rules,
            boards: typed.boards,
            limits: (typed.most_bytes, typed.most_items, typed.most_messages),
        })
    }
}
