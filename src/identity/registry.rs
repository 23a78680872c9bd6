//! The registry of models: a sorted CSV that people read, review and merge.

use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::schema::ModelId;
use crate::text::Message;
use serde::Deserialize;
use std::collections::HashMap;

static BUILT_IN: &str = include_str!("registry.csv");

/// A model of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// `developer/model[@snapshot]`.
    pub id: ModelId,
    /// Its usual name.
    pub name: String,
    /// Who made the weights, as a slug.
    pub developer: String,
    /// The same in Chinese.
    pub developer_zh: String,
    /// ISO 3166 code of the developer's seat; empty where unknown.
    pub country: String,
    /// Whether the weights are open; `None` where unknown.
    pub open_weights: Option<bool>,
    /// Parameters in billions, as the name says (`72`, `8x7`); empty where it does not.
    pub params_b: String,
    /// Month of release; empty where unknown.
    pub released: String,
    /// What kind of model.
    pub class: Class,
    /// Every name that means it, as printed.
    pub aliases: Vec<String>,
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

/// All models, by id and by alias.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    models: Vec<Model>,
    by_alias: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    developer: String,
    developer_zh: String,
    country: String,
    open_weights: String,
    params_b: String,
    released: String,
    class: Class,
    #[serde(rename = "kind")]
    _kind: String,
    aliases: String,
    #[serde(rename = "seen_on")]
    _seen_on: String,
}

impl Registry {
    /// The registry that comes with the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads it.
    pub fn built_in() -> Result<Registry> {
        Registry::read("registry.csv", BUILT_IN)
    }

    /// Reads a registry's text; `file` names it in errors.
    ///
    /// # Errors
    /// A row that cannot be read, ids out of order, an id or alias that occurs twice: with the line.
    pub fn read(file: &str, text: &str) -> Result<Registry> {
        let wrong = |line: u64, what: Message| {
            let position = usize::try_from(line).ok().map(|line| Position { line, column: 1 });
            Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion: None })
        };
        let mut registry = Registry::default();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers =
            reader.headers().cloned().map_err(|cause| wrong(1, message!("not CSV", "不是 CSV")).caused_by(cause))?;
        for record in reader.into_records() {
            let record = record.map_err(|cause| {
                let line = cause.position().map_or(0, csv::Position::line);
                wrong(line, message!("not a row of the registry", "不是有效的登记行")).caused_by(cause)
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            let row: Row = record.deserialize(Some(&headers)).map_err(|cause| {
                wrong(line, message!("not a row of the registry", "不是有效的登记行")).caused_by(cause)
            })?;
            if registry.models.last().is_some_and(|last| last.id.as_str() >= row.id.as_str()) {
                let id = &row.id;
                return Err(wrong(line, message!("{id} is out of order or occurs twice", "{id} 顺序错误或重复")));
            }
            registry.add(row).map_err(|alias| {
                wrong(
                    line,
                    message!("the alias {alias:?} belongs to another model too", "别名 {alias:?} 也属于另一个模型"),
                )
            })?;
        }
        Ok(registry)
    }

    /// Adds a model; the alias that already means another one where there is such.
    fn add(&mut self, row: Row) -> std::result::Result<(), String> {
        let index = self.models.len();
        let aliases: Vec<String> =
            row.aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
        for alias in &aliases {
            if self.by_alias.insert(alias.clone(), index).is_some_and(|other| other != index) {
                return Err(alias.clone());
            }
        }
        self.models.push(Model {
            id: row.id.into(),
            name: row.name,
            developer: row.developer,
            developer_zh: row.developer_zh,
            country: row.country,
            open_weights: match row.open_weights.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            params_b: row.params_b,
            released: row.released,
            class: row.class,
            aliases,
        });
        Ok(())
    }

    /// All models, by id.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The model with this id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        let index = self.models.binary_search_by(|model| model.id.as_str().cmp(id)).ok()?;
        self.models.get(index)
    }

    /// The model that has exactly this alias.
    #[must_use]
    pub fn by_alias(&self, alias: &str) -> Option<&Model> {
        self.by_alias.get(alias).and_then(|index| self.models.get(*index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_registry_is_sorted_and_no_alias_means_two_models() {
        let registry = Registry::built_in().unwrap();
        assert_eq!(registry.model("baidu/ernie-4.0").unwrap().developer_zh, "百度");
        assert_eq!(registry.by_alias("文心一言").unwrap().id.as_str(), "baidu/ernie-bot");
    }

    #[test]
    fn an_alias_of_two_models_is_refused_with_its_line() {
        let header =
            "id,name,developer,developer_zh,country,open_weights,params_b,released,class,kind,aliases,seen_on\n";
        let text = format!("{header}a/x,x,a,a,CN,no,,,llm,fixed,X,\nb/x,x,b,b,CN,no,,,llm,fixed,X,\n");
        let error = Registry::read("mine.csv", &text).unwrap_err();
        assert_eq!(error.to_string(), "mine.csv:3:1: the alias \"X\" belongs to another model too");
    }
}
