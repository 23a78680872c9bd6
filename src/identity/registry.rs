//! The registry of models: sorted tables that people read, review and merge.

use super::alias::{Alias, Scope};
use super::decisions::Decisions;
use super::developers::{Developer, Developers};
use super::index::Index;
use super::lexicon::Lexicon;
use super::table;
use crate::error::Result;
use crate::message;
use crate::schema::ModelId;
use crate::text::Message;
use serde::Deserialize;

pub(super) static MODELS: &str = include_str!("data/models.csv");
pub(super) static ALIASES: &str = include_str!("data/aliases.csv");

/// A model of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// `developer/model[@snapshot]`.
    pub id: ModelId,
    /// Its usual name.
    pub name: String,
    /// What the id stands for.
    pub kind: Kind,
    /// Whether the weights are open; `None` where unknown.
    pub open_weights: Option<bool>,
    /// Parameters in billions, as the name says (`72`, `8x7`); empty where it does not.
    pub params_b: String,
    /// Month or day of release; empty where unknown, and for what floats.
    pub released: String,
    /// What kind of model.
    pub class: Class,
}

impl Model {
    /// The part of the id before the slash.
    #[must_use]
    pub fn developer(&self) -> &str {
        self.id.as_str().split('/').next().unwrap_or_default()
    }

    /// Year and month of release, where known.
    pub(super) fn released_month(&self) -> Option<(u16, u8)> {
        let mut parts = self.released.split('-');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One set of weights.
    Fixed,
    /// One dated release of a line that has several.
    Snapshot,
    /// An undated name, whatever it meant on the day.
    Floating,
    /// An app whose model is not stated.
    Product,
}

impl Kind {
    /// As tables write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Fixed => "fixed",
            Kind::Snapshot => "snapshot",
            Kind::Floating => "floating",
            Kind::Product => "product",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Kind::Fixed => message!("one set of weights", "固定权重"),
            Kind::Snapshot => message!("a dated release", "带日期的版本"),
            Kind::Floating => message!("an undated name, which moves", "未注日期，随时间变动"),
            Kind::Product => message!("a product; its model is not stated", "产品，未说明所用模型"),
        }
    }
}

/// What kind of model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// 大语言模型.
    Llm,
    /// 视觉大模型.
    Vision,
    /// 多模态大模型.
    Multimodal,
    /// 决策大模型.
    Decision,
    /// 行业垂直大模型.
    VerticalIndustry,
}

impl Class {
    /// As tables and arguments write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Llm => "llm",
            Class::Vision => "vision",
            Class::Multimodal => "multimodal",
            Class::Decision => "decision",
            Class::VerticalIndustry => "vertical-industry",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Message {
        match self {
            Class::Llm => message!("language model", "大语言模型"),
            Class::Vision => message!("vision model", "视觉大模型"),
            Class::Multimodal => message!("multimodal model", "多模态大模型"),
            Class::Decision => message!("decision model", "决策大模型"),
            Class::VerticalIndustry => message!("vertical-industry model", "行业垂直大模型"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelRow {
    id: String,
    name: String,
    class: Class,
    kind: Kind,
    open_weights: String,
    params_b: String,
    released: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasRow {
    alias: String,
    id: String,
    config: String,
    organization: String,
    source: String,
    board: String,
    from: String,
    until: String,
    seen_on: String,
}

fn read_aliases(text: &str) -> Result<Vec<Alias>> {
    const COLUMNS: &str = "alias,id,config,organization,source,board,from,until,seen_on";
    let mut aliases = Vec::new();
    table::each("aliases.csv", COLUMNS, text, |row: AliasRow| {
        aliases.push(Alias {
            name: row.alias,
            id: row.id.into(),
            configuration: row.config,
            scope: Scope::new(row.organization, row.source, row.board, row.from, row.until),
            seen_on: row.seen_on,
            decision: None,
        });
        Ok(())
    })?;
    Ok(aliases)
}

/// All models, with everything by which a name is resolved.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    pub(super) models: Vec<Model>,
    pub(super) aliases: Vec<Alias>,
    pub(super) developers: Developers,
    pub(super) lexicon: Lexicon,
    pub(super) index: Index,
    pub(super) decisions: Decisions,
    /// The tables of models and of aliases, where they are not the built-in ones.
    pub(super) tables: Option<(String, String)>,
}

impl Registry {
    /// The registry that comes with the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads it.
    pub fn built_in() -> Result<Registry> {
        Registry::of(MODELS, ALIASES)
    }

    /// Reads the tables of models and of aliases; developers and words are the built-in ones.
    ///
    /// # Errors
    /// A row that cannot be read, ids out of order or twice: with the line.
    pub fn read(models: &str, aliases: &str) -> Result<Registry> {
        let tables = Some((models.to_owned(), aliases.to_owned()));
        Ok(Registry { tables, ..Registry::of(models, aliases)? })
    }

    fn of(models: &str, aliases: &str) -> Result<Registry> {
        const COLUMNS: &str = "id,name,class,kind,open_weights,params_b,released";
        let (developers, lexicon) = (Developers::built_in()?, Lexicon::built_in()?);
        let mut registry = Registry { developers, lexicon, ..Registry::default() };
        table::each("models.csv", COLUMNS, models, |row: ModelRow| registry.add_model(row))?;
        registry.aliases = read_aliases(aliases)?;
        registry.reindex();
        Ok(registry)
    }

    fn add_model(&mut self, row: ModelRow) -> std::result::Result<(), String> {
        if self.models.last().is_some_and(|last| last.id.as_str() >= row.id.as_str()) {
            return Err(format!("{} is out of order or occurs twice / 顺序错误或重复", row.id));
        }
        self.models.push(Model {
            id: row.id.into(),
            name: row.name,
            kind: row.kind,
            open_weights: match row.open_weights.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            params_b: row.params_b,
            released: row.released,
            class: row.class,
        });
        Ok(())
    }

    pub(super) fn add_alias(&mut self, alias: Alias) {
        self.aliases.push(alias);
    }

    /// Makes the index anew, after models or aliases have changed.
    pub(super) fn reindex(&mut self) {
        self.index = Index::of(&self.models, &self.aliases, &self.developers, &self.decisions);
    }

    /// All models, by id.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        self.decisions.models().unwrap_or(&self.models)
    }

    /// All developers, by id.
    #[must_use]
    pub fn developers(&self) -> &[Developer] {
        self.developers.all()
    }

    /// The developer with an id.
    #[must_use]
    pub fn developer(&self, id: &str) -> Option<&Developer> {
        self.developers.get(id)
    }

    /// The developers whom a board's column of organisations, or a person, may mean by a name.
    #[must_use]
    pub fn developers_named(&self, printed: &str) -> Vec<&Developer> {
        self.developers.named(printed)
    }

    /// The model with this id, which may be a former one.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.entry(self.decisions.current(id))
    }

    /// The model of the tables with this id, whether or not a person renamed it.
    pub(super) fn entry(&self, id: &str) -> Option<&Model> {
        let index = self.models.binary_search_by(|model| model.id.as_str().cmp(id)).ok()?;
        self.models.get(index)
    }

    /// The aliases of a model, in the order of the table.
    pub fn aliases_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Alias> + 'a {
        let id = self.decisions.current(id);
        self.aliases.iter().filter(move |alias| self.decisions.current(alias.id.as_str()) == id)
    }
}
