//! From everything that happened to what is told: by rules, each story once, the most important first.

use super::boards::Boards;
use super::item::{Also, Facts, Item};
use super::kind::Kind;
use super::occurrence::Occurrence;
use super::rule::Rule;
use super::window::{Lies, Window};
use crate::schema::{BoardId, Digest, Timestamp};
use crate::text::{Message, fold};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// From how many entries on they are told in one sentence.
const MANY: usize = 3;

/// What is told, and what is not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selected {
    /// The news, the most important first.
    pub items: Vec<Item>,
    /// How many that a rule lets be told were left out, since they were public long before they were learnt.
    pub too_old: usize,
}

/// What makes two occurrences one story: the source, its edition or day, the kind, and the entry where it is about one.
type Story = (String, String, Kind, String);

/// Chooses among occurrences.
///
/// An occurrence is told under the most important rule that fits it, the earlier one of equals; of the several things
/// that happened to an entry on a board in one content only the most important is told. What happened on several
/// boards of a source at once is one item, on the board where it matters most. Order: the rule's importance, then the
/// place, then main boards before others, then the newest, then ids, so that it never depends on that of the input.
pub fn select(
    occurrences: impl IntoIterator<Item = Occurrence>,
    rules: &[&Rule],
    window: &Window,
    boards: &Boards,
    facts: &dyn Fn(&Occurrence) -> Facts,
) -> Selected {
    let mut selected = Selected::default();
    let mut best: HashMap<(String, String), Item> = HashMap::new();
    for occurrence in occurrences {
        let lies = window.place(&occurrence);
        if lies == Lies::Out || boards.is_copy(&occurrence.board) {
            continue;
        }
        let Some(item) = told(occurrence, rules, facts) else { continue };
        if lies == Lies::TooOld {
            selected.too_old += 1;
            continue;
        }
        let occurrence = &item.occurrence;
        // An entry in a content of a board, or a board as a whole and what befell it.
        let about = if occurrence.kind.is_of_an_entry() {
            format!("{}\u{0}{}", occurrence.name, occurrence.key.join("\u{0}"))
        } else {
            format!("\u{1}{}", occurrence.kind.as_str())
        };
        let place = format!("{}\u{0}{}\u{0}{}", occurrence.board, occurrence.public_at, occurrence.nth);
        match best.entry((place, about)) {
            std::collections::hash_map::Entry::Vacant(empty) => {
                empty.insert(item);
            }
            std::collections::hash_map::Entry::Occupied(mut other) => {
                let is_of_an_entry = item.occurrence.kind.is_of_an_entry();
                if is_of_an_entry && order(&item, boards) < order(other.get(), boards) {
                    other.insert(item);
                } else if !is_of_an_entry {
                    join(&mut other.get_mut().occurrence, &item.occurrence);
                }
            }
        }
    }
    selected.items = together(stories(best.into_values().collect(), boards));
    selected
}

/// Those who came to the top of a board, or left it, in one content are told in one sentence where they are many; those
/// who share a new lead are always told so, under the rule that matters most.
fn together(items: Vec<Item>) -> Vec<Item> {
    type Content = (Kind, String, BoardId, Timestamp, u32, Option<Digest>);
    let content = |item: &Item| -> Content {
        let one = &item.occurrence;
        let (rule, capture) = match one.kind {
            Kind::NewLeader => (String::new(), one.capture),
            _ => (item.rule.clone(), None),
        };
        (one.kind, rule, one.board.clone(), one.public_at, one.nth, capture)
    };
    let groups = |kind: Kind| matches!(kind, Kind::NewLeader | Kind::EnteredTop | Kind::LeftTop);
    let mut sizes: HashMap<Content, usize> = HashMap::new();
    for item in items.iter().filter(|item| groups(item.occurrence.kind)) {
        *sizes.entry(content(item)).or_default() += 1;
    }
    let mut told: Vec<Item> = Vec::new();
    let mut at: HashMap<Content, usize> = HashMap::new();
    for item in items {
        let content = content(&item);
        let many = if item.occurrence.kind == Kind::NewLeader { 2 } else { MANY };
        if !groups(item.occurrence.kind) || sizes.get(&content).is_none_or(|size| *size < many) {
            told.push(item);
            continue;
        }
        if let Some(first) = at.get(&content).and_then(|at| told.get_mut(*at)) {
            first.more.push(item);
        } else {
            at.insert(content, told.len());
            told.push(item);
        }
    }
    told
}

/// Adds what else was found of a board in one content, in the order in which it was found. Where something is stated,
/// what only seems so is not told beside it.
fn join(told: &mut Occurrence, other: &Occurrence) {
    if told.certain != other.certain {
        if other.certain {
            told.detail.clone_from(&other.detail);
            told.certain = true;
        }
        return;
    }
    let Message { en, zh } = &mut told.detail;
    if !en.split("; ").any(|part| part == other.detail.en) {
        *en = format!("{en}; {}", other.detail.en);
        *zh = format!("{zh}；{}", other.detail.zh);
    }
}

/// The occurrence under the most important rule that lets it be told.
fn told(occurrence: Occurrence, rules: &[&Rule], facts: &dyn Fn(&Occurrence) -> Facts) -> Option<Item> {
    let mut fitting: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.fits(&occurrence)).collect();
    if fitting.is_empty() {
        return None;
    }
    let known = if occurrence.kind.is_of_an_entry() { facts(&occurrence) } else { Facts::default() };
    fitting.retain(|rule| !rule.asks_for_facts() || rule.wants(&known));
    let most = fitting.iter().map(|rule| rule.importance).max()?;
    let rule = fitting.into_iter().find(|rule| rule.importance == most)?;
    Some(Item {
        occurrence,
        facts: known,
        rule: rule.name.clone(),
        title: rule.title.clone(),
        top: rule.top,
        importance: rule.importance,
        also: Vec::new(),
        more: Vec::new(),
    })
}

/// One item for each story.
fn stories(mut items: Vec<Item>, boards: &Boards) -> Vec<Item> {
    items.sort_by(|a, b| order(a, boards).cmp(&order(b, boards)));
    let mut told: Vec<Item> = Vec::new();
    let mut at: BTreeMap<Story, usize> = BTreeMap::new();
    for item in items {
        let story = story(&item);
        let first = at.get(&story).and_then(|at| told.get_mut(*at));
        let Some(first) = first else {
            at.insert(story, told.len());
            told.push(item);
            continue;
        };
        let board = &item.occurrence.board;
        let is_named = *board == first.occurrence.board || first.also.iter().any(|other| other.board == *board);
        if !is_named {
            first.also.push(Also { board: board.clone(), place: item.occurrence.place, id: item.id() });
        } else if !item.occurrence.kind.is_of_an_entry() {
            // Two things befell one board at once. Of an entry that came, went and came on one day only one is told.
            told.push(item);
        }
    }
    for item in &mut told {
        item.also.sort_by(|a, b| boards.standing(&a.board).cmp(&boards.standing(&b.board)));
    }
    told
}

fn story(item: &Item) -> Story {
    let occurrence = &item.occurrence;
    let who = if occurrence.kind.is_of_an_entry() {
        format!("{}\u{0}{}", fold(&occurrence.name), occurrence.key.join("\u{0}"))
    } else {
        String::new()
    };
    // The same name in another edition, or on another day of a rolling board, is another story.
    (occurrence.source().to_owned(), occurrence.when(), occurrence.kind, who)
}

/// By what one item stands before another.
fn order<'i>(item: &'i Item, boards: &Boards) -> impl Ord + use<'i> {
    let occurrence = &item.occurrence;
    let (within, board) = boards.standing(&occurrence.board);
    let place = occurrence.place.or(occurrence.before).unwrap_or(u32::MAX);
    (
        Reverse(item.importance),
        place,
        within,
        Reverse((occurrence.public_at, occurrence.learnt_at)),
        board,
        (&item.rule, &occurrence.name, &occurrence.key, occurrence.nth, &occurrence.detail.en),
    )
}
