//! A registry with a person's decisions: applied in their order, each held against those before it.

use super::alias::{Alias, Place, Why};
use super::decision::{Action, Decision, Wrong, is_day_or_month};
use super::decisions::{Applied, Rejected};
use super::overlay::{Overlay, valid_id};
use super::registry::{Class, Kind, Model, Registry};
use super::resolve::slug;
use crate::error::Result;
use crate::message;
use crate::text::nearest;

type Held = std::result::Result<(), Wrong>;

impl Registry {
    /// The registry with the decisions of an overlay.
    ///
    /// # Errors
    /// A decision that contradicts an earlier one or the registry, an id that is unknown or no id: with the line and what
    /// to do.
    pub fn with(mut self, overlay: &Overlay) -> Result<Registry> {
        for (line, decision) in overlay.decisions() {
            let at = format!("{}:{line}", overlay.file());
            self.take(decision, &at).map_err(|wrong| overlay.refuse(*line, &wrong))?;
            self.decisions.applied.push(Applied { decision: decision.clone(), at });
        }
        self.decisions.refresh(&self.models);
        self.reindex();
        Ok(self)
    }

    fn take(&mut self, decision: &Decision, at: &str) -> Held {
        let same =
            |earlier: &&Applied| earlier.decision == Decision { why: earlier.decision.why.clone(), ..decision.clone() };
        // Two people may have decided the same.
        if self.decisions.applied.iter().any(|earlier| same(&earlier)) {
            return Ok(());
        }
        self.sound_id(&decision.id)?;
        match decision.action {
            Action::Accept | Action::Split => self.alias(decision, at),
            Action::Reject => self.reject(decision, at),
            Action::Rename => self.rename(decision),
            Action::Model => self.describe(decision),
        }
    }

    /// Holds that it is an id, and none that is called otherwise by now.
    fn sound_id(&self, id: &str) -> Held {
        let members = match id.strip_prefix("COMPOSITE:") {
            Some(members) => members.split('+').collect(),
            None if id == "NONE" => return Ok(()),
            None => vec![id],
        };
        let together = id.starts_with("COMPOSITE:");
        for id in members {
            if !valid_id(id) {
                return Err(malformed(id));
            }
            if self.decisions.is_renamed(id) {
                return Err(self.called_otherwise(id));
            }
            if together && self.entry(id).is_none() {
                return Err(self.unknown(id));
            }
        }
        Ok(())
    }

    fn alias(&mut self, decision: &Decision, at: &str) -> Held {
        let (name, configuration) = (&decision.name, decision.configuration());
        let (id, split) = (decision.id.as_str(), decision.action == Action::Split);
        for earlier in self.decisions.applied.iter().filter(|earlier| earlier.decision.name == *name) {
            let other = &earlier.decision;
            let same_id = self.decisions.current(&other.id) == id;
            let nested = other.scope != decision.scope
                && (other.scope.within(&decision.scope) || decision.scope.within(&other.scope));
            let contradicts = match other.action {
                Action::Accept | Action::Split if same_id && other.configuration() == configuration => false,
                Action::Accept => !(split && (nested || other.scope == decision.scope)),
                Action::Split => !(split && nested),
                Action::Reject => same_id,
                Action::Rename | Action::Model => false,
            };
            if contradicts && other.scope.overlaps(&decision.scope) {
                return Err(contradiction(earlier));
            }
        }
        let mut split_off = false;
        for alias in self.aliases.iter().filter(|alias| alias.name == *name && alias.scope.overlaps(&decision.scope)) {
            let meant = self.decisions.current(alias.id.as_str());
            split_off = true;
            if !split && alias.decision.is_none() && (meant != id || alias.configuration != configuration) {
                return Err(means_otherwise(name, meant, &alias.configuration));
            }
        }
        if split && !split_off {
            return Err(nothing_to_split(name));
        }
        if split {
            let applied = &self.decisions.applied;
            let is_split = |why: &Why| {
                applied.iter().any(|earlier| earlier.at == why.at && earlier.decision.action == Action::Split)
            };
            let scope = &decision.scope;
            self.aliases.retain(|alias| {
                alias.name != *name || alias.decision.as_deref().is_some_and(is_split) || !alias.scope.within(scope)
            });
        }
        if valid_id(id) && self.entry(id).is_none() {
            self.add(named(id, name));
            self.decisions.named_only.insert(id.into());
        }
        self.add_alias(Alias {
            name: name.clone(),
            id: id.into(),
            configuration,
            scope: decision.scope.clone(),
            seen_on: String::new(),
            decision: Some(Box::new(Why { at: at.to_owned(), why: decision.why.clone() })),
        });
        Ok(())
    }

    fn reject(&mut self, decision: &Decision, at: &str) -> Held {
        let id = decision.id.as_str();
        let known = self.entry(id).is_some() || self.aliases.iter().any(|alias| alias.id.as_str() == id);
        if !known {
            self.reindex();
        }
        // A model that the registry lacks may be rejected where the grammar gives it.
        if !known && self.decide_name(&decision.name, &Place::default()).id() != id {
            return Err(self.unknown(id));
        }
        for earlier in self.decisions.applied.iter().filter(|earlier| earlier.decision.name == decision.name) {
            let means = matches!(earlier.decision.action, Action::Accept | Action::Split)
                && self.decisions.current(&earlier.decision.id) == id;
            if means && earlier.decision.scope.overlaps(&decision.scope) {
                return Err(contradiction(earlier));
            }
        }
        let why = Box::new(Why { at: at.to_owned(), why: decision.why.clone() });
        let rejected = Rejected { id: id.to_owned(), scope: decision.scope.clone(), why };
        self.decisions.reject(&decision.name, &rejected);
        Ok(())
    }

    fn rename(&mut self, decision: &Decision) -> Held {
        let (from, to) = (decision.name.as_str(), decision.id.as_str());
        if !valid_id(from) {
            return Err(malformed(from));
        }
        if !valid_id(to) {
            return Err(malformed(to));
        }
        if self.decisions.is_renamed(from) {
            return Err(self.called_otherwise(from));
        }
        let Some(model) = self.entry(from) else { return Err(self.unknown(from)) };
        if from == to {
            return Err(Wrong::new(
                message!("{from} is called so already", "{from} 已是此名"),
                message!("write the new id in the column `id`", "请在 `id` 列填写新的 id"),
            ));
        }
        if self.entry(to).is_none() {
            let model = Model { id: to.into(), ..model.clone() };
            self.add(model);
            if self.decisions.is_named_only(from) {
                self.decisions.named_only.insert(to.into());
            }
        }
        self.decisions.rename(from, to.into());
        Ok(())
    }

    fn describe(&mut self, decision: &Decision) -> Held {
        let id = decision.id.as_str();
        if !valid_id(id) {
            return Err(malformed(id));
        }
        let described = |earlier: &&Applied| earlier.decision.action == Action::Model && earlier.decision.id == id;
        if let Some(earlier) = self.decisions.applied.iter().find(described) {
            return Err(contradiction(earlier));
        }
        let mut model = self.entry(id).cloned().unwrap_or_else(|| named(id, &decision.name));
        for (key, value) in &decision.settings {
            state(&mut model, key, value)?;
        }
        self.decisions.named_only.remove(&id.into());
        let former = std::mem::replace(&mut model.name, decision.name.clone());
        match self.models.binary_search_by(|other| other.id.as_str().cmp(id)) {
            Ok(at) => {
                if let Some(slot) = self.models.get_mut(at) {
                    *slot = model;
                }
                // What the model was called so far still means it.
                if former != decision.name && !self.aliases.iter().any(|alias| alias.name == former) {
                    self.add_alias(Alias {
                        name: former,
                        id: id.into(),
                        configuration: String::new(),
                        scope: decision.scope.clone(),
                        seen_on: String::new(),
                        decision: None,
                    });
                }
            }
            Err(at) => self.models.insert(at, model),
        }
        Ok(())
    }

    fn add(&mut self, model: Model) {
        if let Err(at) = self.models.binary_search_by(|other| other.id.cmp(&model.id)) {
            self.models.insert(at, model);
        }
    }

    fn unknown(&self, id: &str) -> Wrong {
        let what = message!("the registry has no model {id}", "登记表中没有模型 {id}");
        let near = nearest(id, self.models.iter().map(|model| model.id.as_str())).join(", ");
        if near.is_empty() {
            return Wrong::new(
                what,
                message!(
                    "`bangdan models search` finds ids; `model` adds one",
                    "用 `bangdan models search` 查找 id；用 `model` 新增"
                ),
            );
        }
        Wrong::new(what, message!("did you mean {near}?", "是否指：{near}？"))
    }

    fn called_otherwise(&self, id: &str) -> Wrong {
        let now = self.decisions.current(id);
        let renames = |earlier: &&Applied| earlier.decision.action == Action::Rename && earlier.decision.name == id;
        let at = self.decisions.applied.iter().find(renames).map_or("", |earlier| earlier.at.as_str());
        Wrong::new(
            message!("{id} is renamed in {at}", "{id} 已在 {at} 中更名"),
            message!("say {now}, or take one of the two lines out", "请改用 {now}，或删去其中一行"),
        )
    }
}

/// A model of which only the id and a name are known.
fn named(id: &str, name: &str) -> Model {
    Model {
        id: id.into(),
        name: name.to_owned(),
        kind: if id.contains('@') { Kind::Snapshot } else { Kind::Fixed },
        open_weights: None,
        params_b: String::new(),
        released: String::new(),
        class: Class::Llm,
    }
}

/// Takes one of the facts that an action `model` states.
fn state(model: &mut Model, key: &str, value: &str) -> Held {
    let wrong = |known: &str| {
        Wrong::new(
            message!("{key} is not {value:?}", "{key} 不能是 {value:?}"),
            message!("write {known}", "请写作 {known}"),
        )
    };
    match key {
        "class" => {
            let classes = [Class::Llm, Class::Vision, Class::Multimodal, Class::Decision, Class::VerticalIndustry];
            let known = classes.map(Class::as_str).join(", ");
            model.class = classes.into_iter().find(|class| class.as_str() == value).ok_or_else(|| wrong(&known))?;
        }
        "kind" => {
            let kinds = [Kind::Fixed, Kind::Snapshot, Kind::Floating, Kind::Product];
            let known = kinds.map(Kind::as_str).join(", ");
            model.kind = kinds.into_iter().find(|kind| kind.as_str() == value).ok_or_else(|| wrong(&known))?;
        }
        "open_weights" => {
            model.open_weights = match value {
                "yes" => Some(true),
                "no" => Some(false),
                "unknown" => None,
                _ => return Err(wrong("yes, no, unknown")),
            };
        }
        "released" if is_day_or_month(value) => value.clone_into(&mut model.released),
        "released" => return Err(wrong("2023-11, 2023-11-28")),
        "params_b" => {
            let number = |part: &str| part.parse::<f64>().is_ok_and(|number| number.is_finite() && number > 0.0);
            if !value.split('x').all(number) {
                return Err(wrong("72, 1.5, 8x7"));
            }
            value.clone_into(&mut model.params_b);
        }
        _ => {}
    }
    Ok(())
}

fn malformed(id: &str) -> Wrong {
    let what = message!(
        "{id:?} is no id of the form developer/model[@snapshot]",
        "{id:?} 不符合 developer/model[@snapshot] 的形式"
    );
    let parts: Vec<String> = id.replace('_', "-").splitn(2, '/').map(slug_of_id).collect();
    let suggested = parts.join("/");
    if suggested != id && valid_id(&suggested) {
        return Wrong::new(what, message!("did you mean {suggested}?", "是否指 {suggested}？"));
    }
    Wrong::new(
        what,
        message!(
            "lower-case letters, digits and . + - with one / and at most one @: openai/gpt-4o@2024-05-13",
            "只用小写字母、数字与 . + -，一个 /，至多一个 @，例如 openai/gpt-4o@2024-05-13"
        ),
    )
}

fn slug_of_id(part: &str) -> String {
    part.split('@').map(slug).collect::<Vec<String>>().join("@")
}

fn contradiction(earlier: &Applied) -> Wrong {
    let (at, action, id) = (&earlier.at, earlier.decision.action.as_str(), &earlier.decision.id);
    let name = &earlier.decision.name;
    Wrong::new(
        message!("it contradicts {at}: `{action}` {name:?} {id}", "与 {at} 矛盾：`{action}` {name:?} {id}"),
        message!(
            "take one of the two lines out, or narrow them by source, board, organization or date",
            "请删去其中一行，或用来源、榜单、机构、日期缩小其范围"
        ),
    )
}

fn means_otherwise(name: &str, id: &str, configuration: &str) -> Wrong {
    let run = if configuration.is_empty() { String::new() } else { format!(" ({configuration})") };
    Wrong::new(
        message!("the registry says that {name:?} means {id}{run}", "登记表中 {name:?} 指 {id}{run}"),
        message!("to overrule it, say `split`", "如需推翻，请用 `split`"),
    )
}

fn nothing_to_split(name: &str) -> Wrong {
    Wrong::new(
        message!("{name:?} is no alias there, so nothing is split", "{name:?} 在此范围内不是别名，无从拆分"),
        message!("say `accept`", "请用 `accept`"),
    )
}
