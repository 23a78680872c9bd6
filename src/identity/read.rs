//! Reading a name that is no exact alias: developer, line, release and settings, until every word is explained.

use super::alias::Place;
use super::evidence::Evidence;
use super::family;
use super::index::Spelled;
use super::key::{append, key};
use super::line::{Release, choose};
use super::registry::{Model, Registry};
use super::resolve::{Meaning, Resolution};
use super::stamp;
use super::stated::{self, Stated, Taken};
use super::words::{Atom, Words};
use crate::schema::ModelId;
use std::collections::BTreeMap;

/// Words that state settings and may be part of the name are tried in at most so many combinations.
const MOST_OPTIONAL: usize = 5;

/// What some words of a name mean.
struct Found<'a> {
    release: Release<'a>,
    evidence: Vec<Evidence>,
}

impl Registry {
    pub(super) fn read_name(&self, name: &str, place: &Place) -> Resolution {
        let words = match Words::read(name) {
            Ok(words) => words,
            Err(why) => return Resolution::undecided(name, vec![Evidence::unreadable(why)], Vec::new()),
        };
        if name.contains(" + ")
            && let Some(resolution) = self.together(name, place)
        {
            return resolution;
        }
        let stated = stated::find(&words, &self.lexicon, place.source);
        let mut candidates = Vec::new();
        for taken in combinations(&stated) {
            let atoms = without(&words, &stated, &taken);
            if atoms.is_empty() {
                continue;
            }
            let tag = stated.iter().zip(&taken).any(|(one, taken)| *taken && one.is("route", "ollama"));
            let Some(found) = self.identify(&words, &atoms, place, tag) else { continue };
            // A release that the registry lacks is not built where a word of the name may have named another model.
            let guessed = |(one, taken): (&Stated, &bool)| *taken && one.taken == Taken::IfNeeded && one.may_name();
            if matches!(found.release, Release::Built(_)) && stated.iter().zip(&taken).any(guessed) {
                continue;
            }
            match self.conclude(&words, found, &stated, &taken, place) {
                Ok(resolution) => return resolution,
                Err((evidence, id)) => candidates.push((evidence, id)),
            }
        }
        if candidates.is_empty()
            && let Some(resolution) = self.unheard_of(name, &words, &stated, place)
        {
            return resolution;
        }
        let (evidence, ids): (Vec<Evidence>, Vec<ModelId>) = candidates.into_iter().unzip();
        let evidence = if evidence.is_empty() { vec![Evidence::LeftOver(name.to_owned())] } else { evidence };
        Resolution::undecided(name, evidence, ids)
    }

    /// `A + B`, where each part is decided by itself.
    fn together(&self, name: &str, place: &Place) -> Option<Resolution> {
        let alone = Place { organization: "", ..*place };
        let mut members = Vec::new();
        let mut settings = BTreeMap::new();
        for part in name.split(" + ") {
            let part = self.decide_name(part.trim(), &alone);
            let Meaning::Model(id) = part.meaning else { return None };
            members.push(id);
            settings.extend(part.settings);
        }
        if place.source == "aider-polyglot" {
            settings.insert("scaffold".to_owned(), "aider-architect".to_owned());
        }
        let evidence = vec![Evidence::Together(members.len())];
        Some(Resolution {
            meaning: Meaning::Composite(members),
            settings,
            kind: None,
            evidence,
            candidates: Vec::new(),
        })
    }

    /// The release that some words of the name mean, with and without the name of the developer before it.
    ///
    /// `tag` says that the name is a tag of Ollama's, whose models are the instructed ones where nothing else is said.
    fn identify(&self, words: &Words, atoms: &[Atom], place: &Place, tag: bool) -> Option<Found<'_>> {
        let atoms = match atoms {
            // `gemini/gemini-1.5-pro`: a router's folder.
            [folder, model, ..] if model.after == b'/' && words.of(folder) == words.of(model) => atoms.get(1..)?,
            atoms => atoms,
        };
        if let Some(found) = tag.then(|| self.instructed(words, atoms)).flatten() {
            return Some(found);
        }
        if let Some(found) = self.look_up(words, atoms, None, place) {
            return Some(found);
        }
        for (developer, length) in self.developers.prefixes(words, atoms) {
            let (before, rest) = atoms.split_at_checked(length)?;
            // `qwen/Qwen-QwQ-32B` says it twice.
            let again = self.developers.prefixes(words, rest).find(|(again, _)| again.id == developer.id);
            let found = self.look_up(words, rest, Some(&developer.id), place).or_else(|| {
                let (_, length) = again?;
                self.look_up(words, rest.get(length..)?, Some(&developer.id), place)
            });
            if let Some(mut found) = found {
                found.evidence.push(Evidence::Developer(text(words, before), developer.id.clone()));
                return Some(found);
            }
        }
        let named = self.developers.only(place.organization)?;
        self.look_up(words, atoms, Some(&named.id), place)
    }

    /// The instructed model of a name that does not say so.
    fn instructed(&self, words: &Words, atoms: &[Atom]) -> Option<Found<'_>> {
        let key = key(words, atoms);
        if ["instruct", "chat", "base", "text"].iter().any(|word| key.contains(word)) {
            return None;
        }
        let line =
            ["instruct", "it", "chat"].iter().find_map(|end| self.of_line(&format!("{key}{end}"), None, false))?;
        let evidence = vec![Evidence::Line(text(words, atoms)), Evidence::Tag];
        Some(Found { release: choose(&line, None, None)?, evidence })
    }

    /// By spelling, then by line and release.
    fn look_up<'a>(
        &'a self,
        words: &Words,
        atoms: &[Atom],
        developer: Option<&str>,
        place: &Place,
    ) -> Option<Found<'a>> {
        let mut key = String::with_capacity(words.text.len() + 16);
        append(&mut key, words, atoms);
        match self.index.spelled(&key) {
            Some(Spelled::Model(at)) => {
                let model = self.model_at(at)?;
                if developer.is_none_or(|developer| model.developer() == developer) {
                    let evidence = vec![Evidence::Spelling(text(words, atoms))];
                    return Some(Found { release: Release::Known(model), evidence });
                }
            }
            // The family's own maker may still be meant.
            Some(Spelled::Several) if family::maker(&key).is_none() => return None,
            Some(Spelled::Several) | None => {}
        }
        if let Some(model) = self.of_line(&key, developer, false).and_then(|line| choose(&line, None, None)) {
            return Some(Found { release: model, evidence: vec![Evidence::Line(text(words, atoms))] });
        }
        let stamped = stamp::find(words, atoms)?;
        let mut base = atoms.to_vec();
        let release: Vec<Atom> = base.drain(stamped.atoms.clone()).collect();
        key.clear();
        append(&mut key, words, &base);
        let public = month(place.at);
        let release_text = text(words, &release);
        let found = self.of_line(&key, developer, true).and_then(|line| choose(&line, Some(stamped.stamp), public))?;
        let evidence = vec![Evidence::Line(text(words, &base)), Evidence::Release(release_text)];
        Some(Found { release: found, evidence })
    }

    /// The releases of the line with this key, or with the key that the family's other words give.
    fn of_line(&self, key: &str, developer: Option<&str>, stamped: bool) -> Option<Vec<&Model>> {
        let line = |key: &str| -> Option<Vec<&Model>> {
            let places = match developer {
                Some(developer) => self.index.line(&format!("{developer}/{key}")).or_else(|| self.index.line(key)),
                None => self.index.line(key),
            }?;
            let models: Vec<&Model> = places.iter().filter_map(|at| self.model_at(*at)).collect();
            let first = models.first()?.developer();
            let one = models.iter().all(|model| model.developer() == first);
            let meant = developer.or(if one { Some(first) } else { family::maker(key) })?;
            let models: Vec<&Model> = models.into_iter().filter(|model| model.developer() == meant).collect();
            (!models.is_empty()).then_some(models)
        };
        line(key).or_else(|| family::other_words(key, stamped).into_iter().find_map(|key| line(&key)))
    }

    fn model_at(&self, at: u32) -> Option<&Model> {
        self.models.get(usize::try_from(at).ok()?)
    }

    fn conclude(
        &self,
        words: &Words,
        found: Found,
        stated: &[Stated],
        taken: &[bool],
        place: &Place,
    ) -> Result<Resolution, (Evidence, ModelId)> {
        let id = found.release.id();
        let against = match &found.release {
            Release::Known(model) => self.contradiction(model, place),
            Release::Built(id) => self.contradiction_of(id, place),
        };
        if let Some(against) = against {
            return Err((against, id));
        }
        let mut resolution = self.decided(id, found.evidence);
        add_settings(&mut resolution, words, stated, taken);
        Ok(resolution)
    }

    /// A model that the registry does not have, where the grammar of a family explains every word.
    fn unheard_of(&self, name: &str, words: &Words, stated: &[Stated], place: &Place) -> Option<Resolution> {
        if let Some(id) = self.repository(name, place) {
            return Some(self.decided(id, vec![Evidence::Repository(name.to_owned())]));
        }
        let mut taken: Vec<bool> = stated.iter().map(|one| one.taken == Taken::Always).collect();
        for (one, taken) in stated.iter().zip(&mut taken) {
            *taken |= one.taken == Taken::IfNeeded && family::is_setting(one);
        }
        let atoms = without(words, stated, &taken);
        let id = family::build(words, &atoms, None).or_else(|| {
            let mut named = self.developers.prefixes(words, &atoms);
            named.find_map(|(developer, length)| family::build(words, atoms.get(length..)?, Some(&developer.id)))
        })?;
        // A model that only lacks the word for instruction may be meant: then it is not a new one.
        let slug = Words::read(id.as_str().split_once('/')?.1).ok()?;
        let key = key(&slug, &slug.atoms);
        let tuned = ["instruct", "it", "chat"].iter().any(|end| self.index.line(&format!("{key}{end}")).is_some());
        if tuned || self.contradiction_of(&id, place).is_some() {
            return None;
        }
        let mut resolution = self.decided(id, vec![Evidence::Grammar(text(words, &atoms))]);
        add_settings(&mut resolution, words, stated, &taken);
        Some(resolution)
    }
}

impl Release<'_> {
    fn id(&self) -> ModelId {
        match self {
            Release::Known(model) => model.id.clone(),
            Release::Built(id) => id.clone(),
        }
    }
}

fn add_settings(resolution: &mut Resolution, words: &Words, stated: &[Stated], taken: &[bool]) {
    for (one, _) in stated.iter().zip(taken).filter(|(_, taken)| **taken) {
        let said = words.atoms.get(one.atoms.clone()).map(|atoms| text(words, atoms)).unwrap_or_default();
        if one.settings.is_empty() {
            resolution.evidence.push(Evidence::Ignored(said));
            continue;
        }
        for (key, value) in &one.settings {
            resolution.evidence.push(Evidence::Setting(said.clone(), format!("{key}={value}")));
            resolution.settings.insert(key.clone(), value.clone());
        }
    }
}

/// Which of the words that state something are taken out: first as few as may be.
fn combinations(stated: &[Stated]) -> Vec<Vec<bool>> {
    let optional: Vec<usize> =
        (0..stated.len()).filter(|at| stated.get(*at).is_some_and(|one| one.taken == Taken::IfNeeded)).collect();
    let tried = optional.len().min(MOST_OPTIONAL);
    let mut masks: Vec<u32> = (0..1_u32 << tried).collect();
    masks.sort_by_key(|mask| mask.count_ones());
    let combination = |mask: u32| {
        let mut taken: Vec<bool> = stated.iter().map(|one| one.taken == Taken::Always).collect();
        for (bit, at) in optional.iter().enumerate() {
            if let Some(taken) = taken.get_mut(*at) {
                *taken = bit < tried && mask & (1 << bit) != 0;
            }
        }
        let any = stated.iter().zip(&taken).any(|(one, taken)| *taken && !one.settings.is_empty());
        for (one, taken) in stated.iter().zip(&mut taken) {
            *taken |= any && one.taken == Taken::WithOthers;
        }
        taken
    };
    masks.into_iter().map(combination).collect()
}

/// The atoms that are not taken out.
fn without(words: &Words, stated: &[Stated], taken: &[bool]) -> Vec<Atom> {
    let out = |at: usize| stated.iter().zip(taken).any(|(one, taken)| *taken && one.atoms.contains(&at));
    words.atoms.iter().enumerate().filter(|(at, _)| !out(*at)).map(|(_, atom)| atom.clone()).collect()
}

/// The part of the name from the first to the last of some atoms.
fn text(words: &Words, atoms: &[Atom]) -> String {
    let range = atoms.first().zip(atoms.last()).map(|(first, last)| first.at.start..last.at.end);
    range.and_then(|range| words.text.get(range)).unwrap_or_default().to_owned()
}

/// Year and month of a date.
fn month(date: &str) -> Option<(u16, u8)> {
    Some((date.get(..4)?.parse().ok()?, date.get(5..7)?.parse().ok()?))
}
