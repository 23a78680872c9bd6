//! From a printed name to a model and a configuration, with the evidence; never by likeness.

use super::alias::{Alias, Place};
use super::evidence::Evidence;
use super::identified::Identified;
use super::registry::{Kind, Model, Registry};
use super::words::Words;
use crate::schema::{Entry, ModelId, Snapshot};
use std::collections::BTreeMap;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// This model.
    Model(ModelId),
    /// Several models that answer together.
    Composite(Vec<ModelId>),
    /// No model: people, chance, a constant.
    NotAModel,
    /// Nothing known fits: `?/slug`, which belongs to its source alone and is merged with nothing.
    New(String),
}

/// A printed name, and what stands beside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// The name as printed.
    pub name: &'a str,
    /// How the board says that the model was reached (`使用`): empty where it does not.
    pub access: &'a str,
    /// Where it stands.
    pub place: Place<'a>,
}

/// Which model a name means, how it was run, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// What it means.
    pub meaning: Meaning,
    /// The settings that are stated, by key.
    pub settings: BTreeMap<String, String>,
    /// What the id stands for; `None` where it is no id of the registry.
    pub kind: Option<Kind>,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
    /// Models that it might mean, where it is not decided.
    pub candidates: Vec<ModelId>,
}

impl Resolution {
    /// The model, where the name means one.
    #[must_use]
    pub fn model(&self) -> Option<&ModelId> {
        match &self.meaning {
            Meaning::Model(id) => Some(id),
            _ => None,
        }
    }

    /// `key=value` joined by `;`, keys sorted; empty where nothing is stated.
    #[must_use]
    pub fn configuration(&self) -> String {
        let settings: Vec<String> = self.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        settings.join(";")
    }

    /// The configuration, where anything is stated.
    #[must_use]
    pub fn stated(&self) -> Option<String> {
        (!self.settings.is_empty()).then(|| self.configuration())
    }

    /// The id as tables write it: `NEW`, `NONE`, `COMPOSITE:a+b` or the model's.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.meaning {
            Meaning::Model(id) => id.to_string(),
            Meaning::NotAModel => "NONE".to_owned(),
            Meaning::New(_) => "NEW".to_owned(),
            Meaning::Composite(members) => {
                let members: Vec<&str> = members.iter().map(ModelId::as_str).collect();
                format!("COMPOSITE:{}", members.join("+"))
            }
        }
    }

    pub(super) fn undecided(name: &str, evidence: Vec<Evidence>, candidates: Vec<ModelId>) -> Resolution {
        let meaning = Meaning::New(format!("?/{}", slug(name)));
        Resolution { meaning, settings: BTreeMap::new(), kind: None, evidence, candidates }
    }

    pub(super) fn state(&mut self, settings: &str) {
        for (key, value) in settings.split(';').filter_map(|setting| setting.split_once('=')) {
            self.settings.insert(key.to_owned(), value.to_owned());
        }
    }
}

impl Registry {
    /// Decides what a name means. Exact aliases come before grammar; a word that nothing explains, two candidates, an
    /// organisation that contradicts or a model that was not out yet leave it undecided.
    #[must_use]
    pub fn decide(&self, query: &Query) -> Resolution {
        let mut resolution = self.decide_name(query.name.trim(), &query.place);
        if let Some(access) = self.access(query.access) {
            resolution.evidence.push(Evidence::Access(query.access.to_owned()));
            resolution.settings.insert("access".to_owned(), access);
        }
        resolution
    }

    /// Decides what an entry of a board is, with all that stands beside its name.
    #[must_use]
    pub fn resolve(&self, snapshot: &Snapshot, entry: &Entry) -> Resolution {
        let at = snapshot.public_at().to_string();
        let board = snapshot.board.as_str();
        self.decide(&Query {
            name: &entry.name,
            access: entry.labels.get("access").map_or("", String::as_str),
            place: Place {
                source: board.split('/').next().unwrap_or_default(),
                board,
                organization: entry.organization.as_deref().unwrap_or_default(),
                at: at.get(..10).unwrap_or_default(),
            },
        })
    }

    /// Which model an entry is and how it was run, where it is a model.
    #[must_use]
    pub fn who_is(&self, snapshot: &Snapshot, entry: &Entry) -> Option<Identified> {
        let resolution = self.resolve(snapshot, entry);
        let model = resolution.model()?.to_string();
        Some(Identified { model, settings: resolution.settings })
    }

    pub(super) fn decide_name(&self, name: &str, place: &Place) -> Resolution {
        self.decisions.settle(self.decide_undisputed(name, place), name, place)
    }

    /// The decision before what a person renamed or rejected.
    pub(super) fn decide_undisputed(&self, name: &str, place: &Place) -> Resolution {
        match self.index.exact(name, place, &self.aliases).as_slice() {
            [] => self.read_name(name, place),
            [alias, others @ ..] if others.iter().all(|other| self.decisions.means_the_same(alias, other)) => {
                self.by_alias(alias, place)
            }
            several => {
                let candidates = several.iter().map(|alias| alias.id.clone()).collect();
                Resolution::undecided(name, vec![Evidence::Several(name.to_owned())], candidates)
            }
        }
    }

    fn by_alias(&self, alias: &Alias, place: &Place) -> Resolution {
        let evidence = match &alias.decision {
            Some(why) => Evidence::Decided(why.clone()),
            None => Evidence::Alias { alias: alias.name.clone(), of_source: alias.scope.of_source() },
        };
        let mut resolution = match alias.id.as_str().split_once("COMPOSITE:") {
            Some((_, members)) => {
                let members: Vec<ModelId> = members.split('+').map(ModelId::from).collect();
                let together = Evidence::Together(members.len());
                let meaning = Meaning::Composite(members);
                let (settings, candidates) = (BTreeMap::new(), Vec::new());
                Resolution { meaning, settings, kind: None, evidence: vec![evidence, together], candidates }
            }
            None if alias.id.as_str() == "NONE" => {
                let evidence = vec![evidence, Evidence::NotAModel(alias.name.clone())];
                let (settings, candidates) = (BTreeMap::new(), Vec::new());
                Resolution { meaning: Meaning::NotAModel, settings, kind: None, evidence, candidates }
            }
            None => {
                let may_err = alias.decision.is_none() && !alias.scope.of_source();
                let against = match self.entry(alias.id.as_str()) {
                    Some(model) if may_err => self.contradiction(model, place),
                    _ => None,
                };
                match against {
                    Some(against) => {
                        return Resolution::undecided(&alias.name, vec![evidence, against], vec![alias.id.clone()]);
                    }
                    None => self.decided(alias.id.clone(), vec![evidence]),
                }
            }
        };
        resolution.state(&alias.configuration);
        resolution
    }

    pub(super) fn decided(&self, id: ModelId, evidence: Vec<Evidence>) -> Resolution {
        let kind = match self.entry(id.as_str()) {
            Some(model) => Some(model.kind),
            None => id.as_str().contains('@').then_some(Kind::Snapshot),
        };
        let (settings, candidates) = (BTreeMap::new(), Vec::new());
        Resolution { meaning: Meaning::Model(id), settings, kind, evidence, candidates }
    }

    /// What the place says against a model: another organisation, or a time before its release.
    pub(super) fn contradiction(&self, model: &Model, place: &Place) -> Option<Evidence> {
        self.contradiction_of(&model.id, place).or_else(|| {
            let (year, month) = model.released_month().filter(|_| place.at.len() >= 7)?;
            let at = (place.at.get(..4)?.parse::<u16>().ok()?, place.at.get(5..7)?.parse::<u8>().ok()?);
            let months = |(year, month): (u16, u8)| i32::from(year) * 12 + i32::from(month);
            // A month of the registry is a hint: previews run before it.
            (months(at) + 3 < months((year, month)))
                .then(|| Evidence::TooEarly(model.id.clone(), place.at.get(..7).unwrap_or_default().to_owned()))
        })
    }

    /// What the board's organisation says against an id.
    pub(super) fn contradiction_of(&self, id: &ModelId, place: &Place) -> Option<Evidence> {
        if place.organization.is_empty() {
            return None;
        }
        let named = self.developers.named(place.organization);
        let developer = self.decisions.current(id.as_str()).split('/').next().unwrap_or_default();
        let contradicts = !named.is_empty() && named.iter().all(|named| named.id != developer);
        contradicts.then(|| Evidence::Organization(place.organization.to_owned(), id.clone()))
    }

    /// The value of the setting `access` for what a board prints.
    fn access(&self, printed: &str) -> Option<String> {
        let words = Words::read(printed).ok()?;
        let phrase = self.lexicon.at(&words, 0, "").find(|phrase| phrase.key == "access")?;
        (phrase.len() == words.atoms.len()).then(|| phrase.value.clone())
    }
}

/// A name as ids write names.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '.' || c == '+' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() > 120 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}
