//! Which built-in definition has the source or board of a name, so that a command that means one board reads one file.
//!
//! `index.tsv` has a line for each file: its name, its source's id, and every name that [`Catalogue`](super::Catalogue)
//! finds the source and its boards by, folded. A test holds that it is true; what it does not know is looked for in all
//! files.

static INDEX: &str = include_str!("index.tsv");

/// What a file declares.
pub(super) struct Line {
    pub(super) file: &'static str,
    /// The source's id, and all names.
    names: Vec<&'static str>,
}

impl Line {
    /// Whether the source has this id.
    pub(super) fn is_of(&self, id: &str) -> bool {
        self.names.first() == Some(&id)
    }

    /// Whether the source or one of its boards has this name, which is folded.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }
}

/// The index, a line for each file.
pub(super) fn lines() -> Vec<Line> {
    let line = |line: &'static str| {
        let mut parts = line.split('\t');
        Some(Line { file: parts.next()?, names: parts.collect() })
    };
    INDEX.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, Source};
    use crate::text::fold;
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::{env, fs};

    fn written(source: &Source) -> String {
        let boards = source.boards.iter().flat_map(|board| {
            let names = [board.id.to_string(), board.id.key(), board.name.en.clone(), board.name.zh.clone()];
            names.into_iter().chain(board.aliases.clone())
        });
        let names = [source.name.en.clone(), source.name.zh.clone()].into_iter().chain(boards);
        let id = source.id.to_string();
        let names: BTreeSet<String> = names.map(|name| fold(&name)).filter(|name| *name != id).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("{}\t{id}\t{}\n", source.file, names.join("\t"))
    }

    #[test]
    fn the_index_is_true() {
        let catalogue = Catalogue::built_in().unwrap();
        let whole: String = catalogue.sources().iter().map(written).collect();
        if env::var_os("BANGDAN_REGENERATE").is_some() {
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/index.tsv"), &whole).unwrap();
            return;
        }
        assert!(INDEX == whole, "run the tests with BANGDAN_REGENERATE=1 to write src/catalogue/index.tsv anew");
    }

    #[test]
    fn every_name_means_the_same_among_few_as_among_all() {
        let all = Catalogue::built_in().unwrap();
        let id = |catalogue: &Catalogue, name: &str| {
            catalogue.board(name).map(|(_, board)| board.id.clone()).map_err(|error| error.to_string())
        };
        let names = lines().into_iter().flat_map(|line| line.names);
        for name in names.step_by(7).chain(["SuperCLUE", "ＳｕｐｅｒＣＬＵＥ/General", "superclue/genral", "nobody"])
        {
            let few = Catalogue::naming(&[name.to_owned()], None).unwrap();
            assert_eq!(id(&few, name), id(&all, name), "{name}");
        }
        let few = Catalogue::naming(&["superclue/general".to_owned()], None).unwrap();
        assert_eq!(few.sources().len(), 1);
    }
}
