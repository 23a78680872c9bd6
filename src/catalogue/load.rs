//! Reads source definitions, built in and the user's own, and says where a mistake stands.

use super::board::{Board, Check, Columns, Kind, MetricDefinition, TableSelector, Variant};
use super::edition::{EditionPattern, EditionPatterns};
use super::file::{BoardFile, MetricFile, Names, PartsFile, ResourceFile, SourceFile, TableFile, VariantFile};
use super::heading::Heading;
use super::resource::{Bind, Expect, Key, Probe, Resource};
use super::shape::Shape;
use super::sound;
use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::schema::{Break, Digest, MetricId, SourceId, Timestamp};
use crate::text::{Message, fold, nearest};
use rayon::prelude::*;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// A publisher of leaderboards, as declared.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Who publishes.
    pub publisher: String,
    /// Its names.
    pub name: Message,
    /// Its page.
    pub homepage: String,
    /// The licence of its contents, as far as known.
    pub licence: Option<String>,
    /// Languages of its pages, as BCP 47 tags.
    pub languages: Vec<String>,
    /// How often it is expected to publish, in days.
    pub cadence_days: Option<u32>,
    /// Why the definition cannot be held against a recording.
    pub unverified: Option<Message>,
    /// What a reader should know.
    pub note: Option<Message>,
    /// How it writes its editions.
    pub editions: EditionPatterns,
    /// What is requested.
    pub resources: BTreeMap<String, Resource>,
    /// Its boards, the main one first.
    pub boards: Vec<Board>,
    /// Digest of the definition's text: derived data that were made with another one are made again.
    pub digest: Digest,
}

/// All sources, by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub(super) sources: Vec<Source>,
}

impl Catalogue {
    /// The built-in sources.
    ///
    /// # Errors
    /// Never for a released program: a test reads them all.
    pub fn built_in() -> Result<Catalogue> {
        let sources = BUILT_IN.par_iter().map(|(file, text)| read(file, text)).collect::<Result<Vec<Source>>>()?;
        Catalogue::of(sources)
    }

    /// The built-in sources, overlaid by the `*.toml` of a folder: a file with the id of a built-in source
    /// replaces it. A folder that does not exist holds no files.
    ///
    /// # Errors
    /// A file that cannot be read, or a mistake in it, with file and line.
    pub fn with_overlay(folder: &Path) -> Result<Catalogue> {
        let mut sources = Catalogue::built_in()?.sources;
        let Ok(entries) = fs::read_dir(folder) else {
            return Catalogue::of(sources);
        };
        let mut files: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        for path in files {
            let text = fs::read_to_string(&path).map_err(|cause| {
                Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: path.clone() }).caused_by(cause)
            })?;
            let source = read(&path.display().to_string(), &text)?;
            sources.retain(|built_in| built_in.id != source.id);
            sources.push(source);
        }
        Catalogue::of(sources)
    }

    /// From one definition's text, for `lint` and tests.
    ///
    /// # Errors
    /// A mistake in the text, with file and line.
    pub fn from_text(file: &str, text: &str) -> Result<Catalogue> {
        Catalogue::of(vec![read(file, text)?])
    }

    fn of(mut sources: Vec<Source>) -> Result<Catalogue> {
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let mut seen = BTreeSet::new();
        for board in sources.iter().flat_map(|source| &source.boards) {
            if !seen.insert(board.id.clone()) {
                let id = &board.id;
                return Err(mistake(
                    id.as_str(),
                    None,
                    message!("two boards have the id {id}", "两个榜单使用了同一 id {id}"),
                ));
            }
        }
        Ok(Catalogue { sources })
    }
}

fn read(file: &str, text: &str) -> Result<Source> {
    let parsed: SourceFile = toml::from_str(text).map_err(|cause| syntax_error(file, text, &cause))?;
    Reader { file, text }.source(parsed)
}

/// Turns what is typed into what it means. Mistakes are found again in the text by the value that is wrong.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, value: &str, what: Message) -> Error {
        let position = self.text.find(value).map(|offset| position(self.text, offset));
        mistake(self.file, position, what)
    }

    fn source(&self, file: SourceFile) -> Result<Source> {
        if let Some((value, what)) = sound::mistake(&file) {
            return Err(self.wrong(&value, what));
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
        Ok(Source {
            boards: boards.collect::<Result<_>>()?,
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
            digest: Digest::of(self.text.as_bytes()),
        })
    }

    fn resource(&self, id: String, file: ResourceFile) -> Result<Resource> {
        let mut bind = BTreeMap::new();
        for (name, rule) in file.bind {
            let regex = Regex::new(&rule.regex).map_err(|cause| {
                self.wrong(&rule.regex, message!("not a regular expression", "不是有效的正则表达式")).caused_by(cause)
            })?;
            if regex.captures_len() < 2 {
                return Err(self.wrong(&rule.regex, message!("the expression needs a group", "表达式需要一个捕获组")));
            }
            bind.insert(name, Bind { regex });
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

    fn board(
        &self,
        source: &str,
        file: BoardFile,
        editions: &EditionPatterns,
        resources: &BTreeMap<String, Resource>,
    ) -> Result<Board> {
        if file.id != source && !file.id.strip_prefix(source).is_some_and(|rest| rest.starts_with('/')) {
            return Err(self.wrong(
                &file.id,
                message!(
                    "a board's id is {source} or begins with {source}/",
                    "榜单 id 必须是 {source} 或以 {source}/ 开头"
                ),
            ));
        }
        let metrics: Vec<MetricDefinition> =
            file.metric.into_iter().map(|metric| self.metric(metric, editions)).collect::<Result<_>>()?;
        self.check_metrics(&file.id, &metrics)?;
        let variants = file.variants.into_iter().map(|variant| self.variant(variant, editions, resources));
        Ok(Board {
            variants: variants.collect::<Result<_>>()?,
            id: file.id.into(),
            name: words(file.name),
            aliases: file.aliases,
            kind: if file.rolling { Kind::Rolling } else { Kind::Editions },
            columns: Columns {
                rank: file.columns.rank,
                model: file.columns.model,
                organization: file.columns.organization,
            },
            labels: file.labels,
            key: file.key,
            ignore: file.ignore,
            missing: file.missing,
            reference: file.reference,
            homepage: file.homepage,
            republishes: file.republishes,
            unverified: file.unverified.map(words),
            note: file.note.map(words),
            metrics,
        })
    }

    fn check_metrics(&self, board: &str, metrics: &[MetricDefinition]) -> Result<()> {
        let ids: BTreeSet<&MetricId> = metrics.iter().map(|metric| &metric.id).collect();
        if ids.len() != metrics.len() {
            return Err(
                self.wrong(board, message!("{board}: two metrics have one id", "{board}：两个指标使用了同一 id"))
            );
        }
        for metric in metrics {
            let mut parts = metric.checks.iter().flat_map(|check| match check {
                Check::MeanOf(parts) => parts.iter().collect(),
                Check::Difference(a, b) => vec![a, b],
            });
            if let Some(part) = parts.find(|part| !ids.contains(part)) {
                return Err(self.wrong(
                    part.as_str(),
                    message!("{board}: no metric is called {part}", "{board}：没有名为 {part} 的指标"),
                ));
            }
        }
        Ok(())
    }

    fn metric(&self, file: MetricFile, editions: &EditionPatterns) -> Result<MetricDefinition> {
        let Some(first) = file.header.first() else {
            return Err(self.wrong(&file.id, message!("a metric needs a header", "指标需要表头")));
        };
        let name = file.name.map_or_else(|| Message::same(first), words);
        let breaks = file.breaks.into_iter().map(|point| {
            let edition = self.edition(&point.edition, editions)?;
            Ok(Break { edition: edition.label, order: edition.order, why: words(point.why) })
        });
        let shapes = file
            .shape
            .iter()
            .map(|template| Shape::parse(template).map_err(|why| self.wrong(template, Message::same(why))));
        let means = match file.mean_of {
            None => Vec::new(),
            Some(PartsFile::One(parts)) => vec![parts],
            Some(PartsFile::Several(lists)) => lists,
        };
        let means = means.into_iter().map(|parts| Check::MeanOf(parts.into_iter().map(MetricId::from).collect()));
        let difference = file.difference_of.map(|[a, b]| Check::Difference(a.into(), b.into()));
        let until = file.until.as_deref().map(|label| self.edition(label, editions)).transpose()?;
        Ok(MetricDefinition {
            name,
            until: until.map(|edition| edition.order),
            breaks: breaks.collect::<Result<_>>()?,
            id: file.id.into(),
            header: file.header,
            benchmark: file.benchmark,
            unit: file.unit,
            better: file.better,
            range: file.range.map(|[low, high]| (low, high)),
            primary: file.primary,
            shape: shapes.collect::<Result<_>>()?,
            strip: file.strip,
            checks: means.chain(difference).collect(),
        })
    }

    fn edition(&self, label: &str, editions: &EditionPatterns) -> Result<crate::schema::Edition> {
        editions.read(label).ok_or_else(|| {
            self.wrong(
                label,
                message!("{label} fits none of the source's `editions`", "{label} 不符合该来源的 `editions`"),
            )
        })
    }

    fn variant(
        &self,
        file: VariantFile,
        editions: &EditionPatterns,
        resources: &BTreeMap<String, Resource>,
    ) -> Result<Variant> {
        if !resources.contains_key(&file.resource) {
            let name = &file.resource;
            return Err(self.wrong(name, message!("no resource is called {name}", "没有名为 {name} 的资源")));
        }
        for label in [&file.since, &file.until, &file.edition].into_iter().flatten() {
            self.edition(label, editions)?;
        }
        let time = |text: &Option<String>| text.as_deref().map(|text| self.date(text)).transpose();
        let join = file.join.iter().map(|table| self.table(table, editions));
        Ok(Variant {
            published_since: time(&file.published_since)?,
            published_until: time(&file.published_until)?,
            table: self.table(&file.table, editions)?,
            join: join.collect::<Result<_>>()?,
            resource: file.resource,
            since: file.since,
            until: file.until,
            edition: file.edition,
        })
    }

    fn date(&self, text: &str) -> Result<Timestamp> {
        let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
        whole.parse().map_err(|cause: jiff::Error| {
            self.wrong(text, message!("{text} is not a date", "{text} 不是日期")).caused_by(cause)
        })
    }

    fn table(&self, file: &TableFile, editions: &EditionPatterns) -> Result<TableSelector> {
        let heading = file
            .heading
            .iter()
            .map(|template| Heading::new(template, editions).map_err(|why| self.wrong(template, Message::same(why))));
        Ok(TableSelector {
            format: file.format,
            heading: heading.collect::<Result<_>>()?,
            sheet: file.sheet.clone(),
            at: file.at.clone(),
            has: file.has.iter().map(|header| fold(header)).collect(),
            lacks: file.lacks.iter().map(|header| fold(header)).collect(),
            nth: file.nth,
            transpose: file.transpose,
        })
    }
}

fn words(names: Names) -> Message {
    Message { en: names.en, zh: names.zh }
}

fn mistake(file: &str, position: Option<Position>, what: Message) -> Error {
    Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion: None })
}

fn position(text: &str, offset: usize) -> Position {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The message of the TOML reader, with the nearest of the keys that it says are valid.
fn syntax_error(file: &str, text: &str, cause: &toml::de::Error) -> Error {
    let what = cause.message().to_owned();
    let mut quoted = what.split('`').skip(1).step_by(2);
    let unknown = what.starts_with("unknown ").then(|| quoted.next()).flatten();
    let suggestion = unknown.and_then(|unknown| nearest(unknown, quoted).into_iter().next());
    let position = cause.span().map(|span| position(text, span.start));
    let what = Message::same(what);
    Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion })
}
