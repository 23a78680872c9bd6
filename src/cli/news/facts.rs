//! What the registry knows of who an occurrence is about.

use crate::identity::{Place, Query, Registry};
use crate::news::{Facts, Occurrence};
use std::cell::RefCell;
use std::collections::HashMap;

/// Asks the registry, each question once.
pub(super) struct Known<'r> {
    registry: &'r Registry,
    asked: RefCell<HashMap<Question, Facts>>,
}

/// Board, month, name and organisation.
type Question = (String, String, String, String);

impl<'r> Known<'r> {
    pub(super) fn new(registry: &'r Registry) -> Known<'r> {
        Known { registry, asked: RefCell::default() }
    }

    pub(super) fn facts(&self, occurrence: &Occurrence) -> Facts {
        let organization = occurrence.organization.clone().unwrap_or_default();
        let month: String = occurrence.day().chars().take(7).collect();
        let question = (occurrence.board.to_string(), month, occurrence.name.clone(), organization);
        if let Some(known) = self.asked.borrow().get(&question) {
            return known.clone();
        }
        let facts = self.ask(&question, occurrence.source());
        self.asked.borrow_mut().insert(question, facts.clone());
        facts
    }

    fn ask(&self, (board, month, name, organization): &Question, source: &str) -> Facts {
        let place = Place { source, board, organization, at: month };
        let resolution = self.registry.decide(&Query { name, access: "", place });
        let id = resolution.model().cloned();
        let model = id.as_ref().and_then(|id| self.registry.model(id.as_str()));
        let of_id = id.as_ref().and_then(|id| id.as_str().split_once('/')).map(|(developer, _)| developer.to_owned());
        // A model that nobody registered yet still has an organisation, where the board prints one that is known.
        let developer = of_id.or_else(|| match self.registry.developers_named(organization).as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        });
        let country = developer.as_ref().and_then(|id| self.registry.developer(id)).map(|known| known.country.clone());
        Facts {
            country: country.filter(|country| !country.is_empty()),
            developer,
            open: model.and_then(|model| model.open_weights),
            class: model.map(|model| model.class),
            model: id,
        }
    }
}
