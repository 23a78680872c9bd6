//! A board's definition: from what is typed to what it means.

use super::board::{Board, Check, Columns, Expectation, Join, Kind, MetricDefinition, Variant};
use super::copies::Original;
use super::derive_order;
use super::edition::EditionPatterns;
use super::file_board::{BoardFile, VariantFile};
use super::read_source::{Reader, words};
use super::resource::Resource;
use crate::error::{Error, Result};
use crate::message;
use crate::schema::{MetricId, Timestamp};
use crate::text::{DateForm, Message};
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_> {
    pub(super) fn board(
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
        let computed = derive_order::order(&metrics).map_err(|id| {
            let what = message!("{id} is computed from itself by way of others", "{id} 经由其他指标由自身计算");
            self.wrong(id.as_str(), what)
        })?;
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
            label_names: file.label_names.into_iter().map(|(label, name)| (label, words(name))).collect(),
            dates: file.dates.into_iter().map(|(label, form)| self.date_form(label, &form)).collect::<Result<_>>()?,
            key: file.key,
            ignore: file.ignore,
            missing: file.missing,
            reference: file.reference,
            homepage: file.homepage,
            publisher: file.publisher,
            republishes: (file.republishes.map(|id| Original::Board(id.into())))
                .or(file.republishes_elsewhere.map(Original::Elsewhere)),
            withdrawn: file.withdrawn.map(words),
            unverified: file.unverified.map(words),
            expect: Expectation {
                rows: file.expect.rows.map(|[least, most]| (least as usize, most as usize)),
                canaries: file.expect.canaries,
                ordered: file.expect.ordered,
            },
            note: file.note.map(words),
            metrics,
            computed,
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
            let checked = metric.checks.iter().flat_map(|check| match check {
                Check::MeanOf(parts) => parts.iter().collect(),
                Check::Difference(a, b) => vec![a, b],
            });
            let derived = metric.derive.iter().flat_map(|derive| derive.rule.parts());
            let mut parts = checked.chain(derived);
            if let Some(part) = parts.find(|part| !ids.contains(part)) {
                return Err(self.wrong(
                    part.as_str(),
                    message!("{board}: no metric is called {part}", "{board}：没有名为 {part} 的指标"),
                ));
            }
        }
        Ok(())
    }

    pub(super) fn edition(&self, label: &str, editions: &EditionPatterns) -> Result<crate::schema::Edition> {
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
        let Some(resource) = resources.get(&file.resource) else { return Err(self.no_resource(&file.resource)) };
        if resource.page.is_some() && !file.union {
            let name = &file.resource;
            let what = message!(
                "the pages of {name} are one table: `union = true`",
                "{name} 的各页是一张表：须写 `union = true`"
            );
            return Err(self.wrong(name, what));
        }
        for label in [&file.since, &file.until, &file.edition].into_iter().flatten() {
            self.edition(label, editions)?;
        }
        let time = |text: &Option<String>| text.as_deref().map(|text| self.date(text)).transpose();
        let join = file.join.iter().map(|join| {
            if let Some(name) = join.resource.as_ref().filter(|name| !resources.contains_key(*name)) {
                return Err(self.no_resource(name));
            }
            Ok(Join { resource: join.resource.clone(), table: self.table(&join.table, editions)? })
        });
        Ok(Variant {
            published_since: time(&file.published_since)?,
            published_until: time(&file.published_until)?,
            union: file.union,
            table: self.table(&file.table, editions)?,
            join: join.collect::<Result<_>>()?,
            resource: file.resource,
            since: file.since,
            until: file.until,
            edition: file.edition,
        })
    }

    fn no_resource(&self, name: &str) -> Error {
        self.wrong(name, message!("no resource is called {name}", "没有名为 {name} 的资源"))
    }

    fn date_form(&self, label: String, form: &str) -> Result<(String, DateForm)> {
        let read = DateForm::parse(form).map_err(|why| self.wrong(form, Message::same(why)))?;
        Ok((label, read))
    }

    pub(super) fn date(&self, text: &str) -> Result<Timestamp> {
        let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
        whole.parse().map_err(|cause: jiff::Error| {
            self.wrong(text, message!("{text} is not a date", "{text} 不是日期")).caused_by(cause)
        })
    }
}
