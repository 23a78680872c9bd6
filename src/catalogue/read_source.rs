//! A source's definition: from what is typed to what it means.

use super::board::Board;
use super::each::expand;
use super::edition::{EditionPattern, EditionPatterns};
use super::file::{Names, ResourceFile, SourceFile};
use super::load::Source;
use super::resource::{Bind, BindBy, Expect, Key, Page, Probe, Resource};
use super::sound;
use super::syntax::{locate, position, syntax_error};
use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::schema::{Digest, SourceId};
use crate::text::Message;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub(super) fn read(file: &str, text: &str) -> Result<Source> {
    let parsed: SourceFile = toml::from_str(text).map_err(|cause| syntax_error(file, text, &cause))?;
    Reader { file, text, within: &[] }.source(parsed)
}

/// Turns what is typed into what it means. Mistakes are found again in the text by the value that is wrong.
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    /// What is being read: the board, then the metric.
    pub(super) within: &'a [&'a str],
}

impl Reader<'_> {
    pub(super) fn wrong(&self, value: &str, what: Message) -> Error {
        self.wrong_at(&[value], what)
    }

    /// The same, where the last of the values is wrong and the others tell which one of its kind is meant.
    pub(super) fn wrong_at(&self, trail: &[&str], what: Message) -> Error {
        let trail: Vec<&str> = self.within.iter().chain(trail).copied().collect();
        let position = locate(self.text, &trail).map(|offset| position(self.text, offset));
        mistake(self.file, position, what)
    }

    fn source(&self, mut file: SourceFile) -> Result<Source> {
        let boards = file.board.into_iter().map(expand).collect::<std::result::Result<Vec<_>, _>>();
        let boards = boards.map_err(|(value, what)| self.wrong(&value, what))?;
        file.board = boards.into_iter().flatten().collect();
        if let Some((trail, what)) = sound::mistake(&file) {
            let trail: Vec<&str> = trail.iter().map(String::as_str).collect();
            return Err(self.wrong_at(&trail, what));
        }
        let patterns = file.editions.iter().map(|edition| {
            EditionPattern::new(&edition.name, edition.month, edition.rank)
                .map_err(|why| self.wrong(&edition.name, Message::same(why)))
        });
        let editions = EditionPatterns::new(patterns.collect::<Result<_>>()?);
        let mut resources = BTreeMap::new();
        for (id, resource) in file.resource {
            resources.insert(id.clone(), self.resource(id, resource)?);
        }
        self.check_needs(&resources)?;
        let boards = file.board.into_iter().map(|board| self.board(&file.id, board, &editions, &resources));
        let boards: Vec<Board> = boards.collect::<Result<_>>()?;
        let mut ids = BTreeSet::new();
        if let Some(twice) = boards.iter().map(|board| &board.id).find(|id| !ids.insert(*id)) {
            let what = message!("two boards have the id {twice}", "两个榜单使用了同一 id {twice}");
            return Err(self.wrong_at(&[twice.as_str(), twice.as_str()], what));
        }
        Ok(Source {
            boards,
            id: SourceId::from(file.id),
            publisher: file.publisher,
            name: words(file.name),
            homepage: file.homepage,
            licence: file.licence,
            languages: file.languages,
            cadence_days: file.cadence_days,
            unverified: file.unverified.map(words),
            note: file.note.map(words),
            editions,
            resources,
            file: self.file.to_owned(),
            text: self.text.into(),
            digest: Digest::of(self.text.as_bytes()),
        })
    }

    fn resource(&self, id: String, file: ResourceFile) -> Result<Resource> {
        let mut bind = BTreeMap::new();
        for (name, rule) in file.bind {
            let by = self.bind(&id, rule.regex, rule.json, rule.css)?;
            bind.insert(name, Bind { by, all: rule.all });
        }
        if file.url.contains("{edition}") && file.probe.is_none() {
            return Err(self.wrong(
                &file.url,
                message!("an address with {{edition}} needs `probe`", "含 {{edition}} 的地址需要 `probe`"),
            ));
        }
        Ok(Resource {
            id,
            url: file.url,
            bind,
            probe: file.probe.map(|probe| Probe { since: probe.since, also: probe.also }),
            page: file.page.map(|page| Page {
                from: page.from,
                step: page.step,
                total: page.total,
                rows: page.rows,
                most: page.most,
            }),
            expect: Expect { magic: file.expect.magic, contains: file.expect.contains },
            key: file.key.map(|key| Key {
                env: key.env,
                header: key.header,
                prefix: key.prefix,
                optional: key.optional,
            }),
            interval: file.interval_ms.map(Duration::from_millis),
            headers: file.headers,
        })
    }

    fn bind(&self, resource: &str, regex: Option<String>, json: Option<String>, css: Option<String>) -> Result<BindBy> {
        match (regex, json, css) {
            (Some(expression), None, None) => {
                let regex = self.regex(&expression)?;
                if regex.captures_len() < 2 {
                    let what = message!("the expression needs a group", "表达式需要一个捕获组");
                    return Err(self.wrong(&expression, what));
                }
                Ok(BindBy::Regex(regex))
            }
            (None, Some(path), None) => Ok(BindBy::Json(path)),
            (None, None, Some(text)) => {
                let named = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
                Ok(match text.rsplit_once('@').filter(|(_, attribute)| named(attribute)) {
                    Some((selector, attribute)) => {
                        BindBy::Css { selector: selector.to_owned(), attribute: Some(attribute.to_owned()) }
                    }
                    None => BindBy::Css { selector: text, attribute: None },
                })
            }
            _ => Err(self.wrong(
                resource,
                message!(
                    "a bound value has one of `regex`, `json`, `css`",
                    "绑定值须有且仅有 `regex`、`json`、`css` 之一"
                ),
            )),
        }
    }

    pub(super) fn regex(&self, expression: &str) -> Result<Regex> {
        Regex::new(expression).map_err(|cause| {
            self.wrong(expression, message!("not a regular expression", "不是有效的正则表达式")).caused_by(cause)
        })
    }

    fn check_needs(&self, resources: &BTreeMap<String, Resource>) -> Result<()> {
        for resource in resources.values() {
            let also = resource.probe.iter().flat_map(|probe| probe.also.iter());
            let also = also.filter_map(|name| name.split_once('.')).map(|(a, b)| (a.to_owned(), b.to_owned()));
            for (other, value) in resource.needs().into_iter().chain(also) {
                if !resources.get(&other).is_some_and(|other| other.bind.contains_key(&value)) {
                    let name = format!("{other}.{value}");
                    return Err(self.wrong(&name, message!("no resource binds {name}", "没有资源绑定 {name}")));
                }
            }
        }
        Ok(())
    }
}

pub(super) fn words(names: Names) -> Message {
    Message { en: names.en, zh: names.zh }
}

pub(super) fn mistake(file: &str, position: Option<Position>, what: Message) -> Error {
    Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion: None })
}
