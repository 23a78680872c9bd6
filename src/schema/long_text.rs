//! The long table as text cells, for CSV and whatever else has only text.

use super::long::{LongRow, RowKind};
use super::{Better, Missing};
use crate::message;
use crate::text::{Decimal, Message};
use jiff::Timestamp;
use std::borrow::Cow;

impl<'a> LongRow<'a> {
    /// The names of the columns, in order.
    pub const COLUMNS: [&'static str; 28] = [
        "row_kind",
        "source",
        "board",
        "edition",
        "published_at",
        "observed_at",
        "last_seen_at",
        "captures",
        "entry",
        "name",
        "organization",
        "model",
        "configuration",
        "rank",
        "rank_text",
        "reference",
        "metric",
        "value",
        "text",
        "missing",
        "decimals",
        "low",
        "high",
        "n",
        "unit",
        "better",
        "locator",
        "computed",
    ];

    /// The cells, in the order of [`COLUMNS`](LongRow::COLUMNS): times in RFC 3339, numbers in plain decimal,
    /// `reference` and `computed` as `true` or `false`, empty where there is nothing.
    #[must_use]
    pub fn cells(&self) -> [Cow<'_, str>; 28] {
        [
            self.kind.code().into(),
            self.source().into(),
            (&*self.board).into(),
            borrowed(self.edition.as_ref()),
            printed(self.published_at),
            self.observed_at.to_string().into(),
            self.last_seen_at.to_string().into(),
            (&*self.captures).into(),
            self.entry.to_string().into(),
            (&*self.name).into(),
            borrowed(self.organization.as_ref()),
            borrowed(self.model.as_ref()),
            borrowed(self.configuration.as_ref()),
            printed(self.rank),
            borrowed(self.rank_text.as_ref()),
            flag(self.reference),
            borrowed(self.metric.as_ref()),
            printed(self.value),
            borrowed(self.text.as_ref()),
            self.missing.map_or("", Missing::code).into(),
            printed(self.decimals()),
            printed(self.low),
            printed(self.high),
            printed(self.n),
            borrowed(self.unit.as_ref()),
            self.better.map_or("", Better::code).into(),
            borrowed(self.locator.as_ref()),
            flag(self.computed),
        ]
    }

    /// Reads what [`cells`](LongRow::cells) writes; `source` and `decimals` must agree with `board` and `value`.
    /// An empty cell is nothing, except in `text`, where a score or label row may print nothing.
    ///
    /// # Errors
    /// Which column holds what it cannot hold.
    pub fn read(cells: [&'a str; 28]) -> Result<LongRow<'a>, Message> {
        let [
            kind,
            source,
            board,
            edition,
            published_at,
            observed_at,
            last_seen_at,
            captures,
            entry,
            name,
            organization,
            model,
            configuration,
            rank,
            rank_text,
            reference,
            metric,
            value,
            text,
            missing,
            decimals,
            low,
            high,
            n,
            unit,
            better,
            locator,
            computed,
        ] = cells;
        let kind = RowKind::from_code(kind).ok_or_else(|| cannot("row_kind", kind))?;
        let row = LongRow {
            kind,
            board: board.into(),
            edition: filled(edition),
            published_at: optional("published_at", published_at, |text| text.parse().ok())?,
            observed_at: needed::<Timestamp>("observed_at", observed_at, |text| text.parse().ok())?,
            last_seen_at: needed::<Timestamp>("last_seen_at", last_seen_at, |text| text.parse().ok())?,
            captures: captures.into(),
            entry: needed("entry", entry, |text| text.parse().ok())?,
            name: name.into(),
            organization: filled(organization),
            model: filled(model),
            configuration: filled(configuration),
            rank: optional("rank", rank, |text| text.parse().ok())?,
            rank_text: filled(rank_text),
            reference: needed("reference", reference, |text| text.parse().ok())?,
            metric: filled(metric),
            value: optional("value", value, Decimal::parse)?,
            text: (kind != RowKind::Entry).then_some(text.into()),
            missing: optional("missing", missing, Missing::from_code)?,
            low: optional("low", low, |text| text.parse().ok())?,
            high: optional("high", high, |text| text.parse().ok())?,
            n: optional("n", n, |text| text.parse().ok())?,
            unit: filled(unit),
            better: optional("better", better, better_from_code)?,
            locator: filled(locator),
            computed: needed("computed", computed, |text| text.parse().ok())?,
        };
        if row.source() != source {
            return Err(cannot("source", source));
        }
        if row.decimals() != optional("decimals", decimals, |text| text.parse().ok())? {
            return Err(cannot("decimals", decimals));
        }
        Ok(row)
    }
}

fn better_from_code(code: &str) -> Option<Better> {
    [Better::Higher, Better::Lower, Better::Neither].into_iter().find(|better| better.code() == code)
}

fn flag(flag: bool) -> Cow<'static, str> {
    Cow::Borrowed(if flag { "true" } else { "false" })
}

fn borrowed<'a>(text: Option<&'a Cow<'_, str>>) -> Cow<'a, str> {
    Cow::Borrowed(text.map_or("", |text| &**text))
}

fn printed(value: Option<impl ToString>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_string()))
}

fn filled(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

fn needed<T>(column: &str, text: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Message> {
    read(text).ok_or_else(|| cannot(column, text))
}

fn optional<T>(column: &str, text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Message> {
    if text.is_empty() { Ok(None) } else { needed(column, text, read).map(Some) }
}

fn cannot(column: &str, text: &str) -> Message {
    message!("column {column} cannot hold {text:?}", "{column} 列不能是 {text:?}")
}
