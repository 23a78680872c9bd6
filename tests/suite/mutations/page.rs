//! The table of results, as it is committed.

use super::damage::{Damage, KINDS};
use super::verdict::{Verdict, Why};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// How often each verdict was given, by kind of damage and format.
#[derive(Default)]
pub struct Counts {
    verdicts: BTreeMap<(Damage, String), [usize; 4]>,
    unseen: BTreeMap<(Damage, Why), usize>,
}

/// The reasons for which nothing could tell.
const REASONS: [(Why, &str); 4] = [
    (Why::First, "nothing came before"),
    (Why::NewEdition, "first of its edition there"),
    (Why::Few, "fewer than five entries in common"),
    (Why::NewFigures, "the figures are new"),
];

impl Counts {
    pub fn add(&mut self, kind: Damage, format: &str, verdict: &Verdict) {
        let index = match verdict {
            Verdict::Caught => 0,
            Verdict::Harmless => 1,
            Verdict::Unseen(why) => {
                *self.unseen.entry((kind, *why)).or_default() += 1;
                2
            }
            Verdict::LetIn(_) => 3,
        };
        self.verdicts.entry((kind, format.to_owned())).or_default()[index] += 1;
    }

    /// # Panics
    /// If the committed page says otherwise; with `BANGDAN_REGENERATE` it is written.
    pub fn hold_against_the_page(&self, captures: usize) {
        let page = self.page(captures);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/mutations.md");
        if env::var_os("BANGDAN_REGENERATE").is_some() {
            fs::write(&path, &page).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == page, "set BANGDAN_REGENERATE and run it again:\n{page}");
    }

    fn page(&self, captures: usize) -> String {
        let formats: BTreeSet<&String> = self.verdicts.keys().map(|(_, format)| format).collect();
        let all: usize = self.verdicts.values().flatten().sum();
        let total = |index: usize| self.verdicts.values().map(|counts| counts[index]).sum::<usize>();
        let (caught, harmless, unseen, let_in) = (total(0), total(1), total(2), total(3));
        let mut page = format!(
            "# What damage gets in\n\n\
             Written by `cargo test mutations` with `BANGDAN_REGENERATE` set, and held against it otherwise.\n\n\
             {captures} captures (of the fixtures the first and the last of each board and resource, and one small board of \
             our own in every text format), each damaged in its bytes in {} ways where the format allows it, and derived \
             with up to five captures before it: {all} damages.\n\n\
             | caught | harmless | cannot be seen | let in |\n| --: | --: | --: | --: |\n\
             | {caught} | {harmless} | {unseen} | {let_in} |\n\n",
            KINDS.len()
        );
        page.push_str(
            "*Caught*: the capture is refused or held back, or a problem names every cell or row that is wrong. \
             *Harmless*: every name, place, label and figure is that of the undamaged reading. *Cannot be seen*: something \
             is wrong without a word, and neither the capture nor what came before tells: no content before shows the \
             figures that the damage changed (the first capture of a board, a new edition whose figures are all new), the \
             figures stay within the declared range and within five times of all that the metric ever showed, no name \
             shows a wrong encoding or markup, and no column is missing that was always there. *Let in*: the same, though \
             something of that tells. The rules are in `tests/suite/mutations/verdict.rs`; they look at the readings alone \
             and know nothing of the gate.\n\nIn each cell: caught / harmless / cannot be seen / let in.\n\n",
        );
        let heads: Vec<&str> = formats.iter().map(|format| format.as_str()).collect();
        let _ = writeln!(page, "| damage | {} |", heads.join(" | "));
        let _ = writeln!(page, "| --- |{}", " --: |".repeat(heads.len()));
        for (kind, what) in KINDS {
            let cell = |format: &&String| {
                let counts = self.verdicts.get(&(*kind, (*format).clone()));
                counts.map_or_else(|| "–".to_owned(), |[a, b, c, d]| format!("{a} / {b} / {c} / {d}"))
            };
            let cells: Vec<String> = formats.iter().map(cell).collect();
            let _ = writeln!(page, "| {what} | {} |", cells.join(" | "));
        }
        self.reasons(&mut page);
        page
    }

    fn reasons(&self, page: &mut String) {
        page.push_str("\n## What cannot be seen, and why\n\n");
        let _ = writeln!(page, "| damage | {} |", REASONS.map(|(_, reason)| reason).join(" | "));
        let _ = writeln!(page, "| --- |{}", " --: |".repeat(REASONS.len()));
        for (kind, what) in KINDS {
            let counts = REASONS.map(|(why, _)| self.unseen.get(&(*kind, why)).copied().unwrap_or_default());
            if counts.iter().any(|count| *count > 0) {
                let _ = writeln!(page, "| {what} | {} |", counts.map(|count| count.to_string()).join(" | "));
            }
        }
    }
}
