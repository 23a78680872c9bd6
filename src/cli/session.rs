//! What the options of every command mean: language, colour, archive, definitions, the present.

use super::args::{Global, LanguageArgument, Times, When};
use super::decisions::overlay;
use super::times;
use crate::archive::{self, Archive, Capture};
use crate::catalogue::{Board, Catalogue, Source};
use crate::collect::{BoardState, Keep, Library, taken_out_words};
use crate::compare::Selection;
use crate::error::{Error, ErrorKind, Result};
use crate::identity::Registry;
use crate::message;
use crate::report::BoardView;
use crate::schema::{BoardHistory, Content, Timestamp};
use crate::text::{Language, Message};
use etcetera::BaseStrategy;
use std::collections::BTreeSet;
use std::env;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The setting in which a command runs.
pub(super) struct Session {
    /// Language of messages and reports.
    pub language: Language,
    /// Whether the standard output takes colour.
    pub colour: bool,
    /// Whether only errors are told.
    pub quiet: bool,
    archive: Option<PathBuf>,
    sources: Option<PathBuf>,
    registry: Option<PathBuf>,
    now: Option<Timestamp>,
    /// Whether the mistakes of the user's definitions were told.
    told: AtomicBool,
    /// Whether what is told begins with the time.
    timed: AtomicBool,
}

impl Session {
    /// # Errors
    /// A time that cannot be read.
    pub(super) fn new(global: &Global) -> Result<Session> {
        Ok(Session {
            language: language(global.lang),
            colour: colour(global.color),
            quiet: global.quiet,
            archive: global.archive.clone(),
            sources: global.sources.clone(),
            registry: global.registry.clone(),
            now: global.now.as_deref().map(times::parse).transpose()?,
            told: AtomicBool::new(false),
            timed: AtomicBool::new(false),
        })
    }

    /// The built-in definitions, overlaid by the user's. What is wrong with a file of the user's is told once on the
    /// error stream, and the others are read.
    pub(super) fn catalogue(&self) -> Result<Catalogue> {
        let (catalogue, broken) = self.definitions()?;
        self.tell_of_mistakes(&broken);
        Ok(catalogue)
    }

    fn tell_of_mistakes(&self, broken: &[Error]) {
        if !broken.is_empty() && !self.told.swap(true, Ordering::Relaxed) {
            for error in broken {
                // A mistake is told to those who want to hear errors only, too; a closed error stream takes nothing.
                let _ = writeln!(std::io::stderr(), "{}", error.report(self.language));
            }
        }
    }

    /// Whether a mistake in one of the user's definitions was told.
    pub(super) fn told_of_mistakes(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// The same, with the mistakes of the user's files, which are not told.
    pub(super) fn definitions(&self) -> Result<(Catalogue, Vec<Error>)> {
        match self.sources_folder() {
            Some(folder) => Catalogue::with_overlay(&folder),
            None => Ok((Catalogue::built_in()?, Vec::new())),
        }
    }

    /// The registry of models, with the user's decisions.
    ///
    /// # Errors
    /// A file of decisions that cannot be read or contradicts itself or the registry.
    pub(super) fn registry(&self) -> Result<Registry> {
        let registry = Registry::built_in()?;
        match self.registry_file() {
            Some(file) => registry.with(&overlay(self, &file)?),
            None => Ok(registry),
        }
    }

    /// The file of the user's decisions, if there is one.
    pub(super) fn registry_file(&self) -> Option<PathBuf> {
        self.registry.clone().or_else(|| user_folder().map(|own| own.join("registry.csv")).filter(|file| file.exists()))
    }

    /// A file of the user's folder, if it is there.
    #[expect(clippy::unused_self, reason = "the setting is the session's")]
    pub(super) fn own_file(&self, name: &str) -> Option<PathBuf> {
        user_folder().map(|own| own.join(name)).filter(|file| file.exists())
    }

    fn sources_folder(&self) -> Option<PathBuf> {
        self.sources.clone().or_else(user_sources)
    }

    /// The archive's folder, whether or not there is an archive yet.
    pub(super) fn archive_folder(&self) -> Result<PathBuf> {
        archive::locate(self.archive.as_deref())
    }

    /// The archive, read through the catalogue; what is derived is kept in it if it can be.
    pub(super) fn library(&self) -> Result<Library> {
        Library::open(Archive::open(&self.archive_folder()?)?, self.catalogue()?, Keep::Derived)
    }

    /// The archive, read through these definitions; nothing is held where there is none yet.
    pub(super) fn library_if_any(&self, catalogue: Catalogue) -> Result<Library> {
        let folder = self.archive_folder()?;
        if folder.exists() {
            return Library::open(Archive::open(&folder)?, catalogue, Keep::Nothing);
        }
        Ok(Library::empty(catalogue))
    }

    /// The archive, read through these definitions; nothing is held where there is none and none was named.
    pub(super) fn library_or_empty(&self, catalogue: Catalogue) -> Result<Library> {
        let folder = self.archive_folder()?;
        if self.archive.is_none() && !folder.exists() {
            return Ok(Library::empty(catalogue));
        }
        Library::open(Archive::open(&folder)?, catalogue, Keep::Derived)
    }

    /// As [`library_or_replay`](Self::library_or_replay), but only the definitions are read that have one of these
    /// names; all, where no name is given.
    pub(super) fn library_naming(&self, replay: Option<&Path>, names: &[String]) -> Result<Library> {
        let (folder, keep) = match replay {
            Some(folder) => (folder.to_owned(), Keep::Nothing),
            None => (self.archive_folder()?, Keep::Derived),
        };
        let archive = Archive::open(&folder)?;
        let catalogue = match names {
            [] => self.catalogue()?,
            names => {
                let (catalogue, broken) = Catalogue::naming(names, self.sources_folder().as_deref())?;
                self.tell_of_mistakes(&broken);
                catalogue
            }
        };
        Library::open(archive, catalogue, keep)
    }

    /// Another archive, to which nothing is written, or this session's where none is named.
    pub(super) fn library_or_replay(&self, replay: Option<&Path>) -> Result<Library> {
        match replay {
            Some(folder) => Library::open(Archive::open(folder)?, self.catalogue()?, Keep::Nothing),
            None => self.library(),
        }
    }

    /// `--now`, else the newest capture, else the clock.
    pub(super) fn now(&self, library: &Library) -> Timestamp {
        self.now.or_else(|| library.newest()).unwrap_or_else(Timestamp::now)
    }

    /// `--now`, else the clock: for what happens at this moment.
    pub(super) fn clock(&self) -> Timestamp {
        self.now.unwrap_or_else(Timestamp::now)
    }

    /// Whether the present was named on the command line.
    pub(super) fn has_fixed_now(&self) -> bool {
        self.now.is_some()
    }

    /// From now on, what is told begins with the time: for a command that runs on.
    pub(super) fn tell_times(&self) {
        self.timed.store(true, Ordering::Relaxed);
    }

    fn time(&self) -> String {
        if self.timed.load(Ordering::Relaxed) {
            return Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ ").to_string();
        }
        String::new()
    }

    /// Says what went wrong and does not end the command, to those who want to hear errors only, too.
    pub(super) fn tell_error(&self, error: &Error) {
        // A closed error stream leaves nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}{}", self.time(), error.report(self.language));
    }

    /// Says something on the error stream, unless asked to be quiet.
    pub(super) fn tell(&self, message: &Message) {
        if !self.quiet {
            let line = self.time() + &crate::text::printable(message.get(self.language));
            // A closed error stream leaves nobody to tell.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }
}

impl Session {
    /// Says where the newest capture of a board is held back, so that nobody takes the last good figures for new ones.
    pub(super) fn tell_if_held_back<C: Content>(
        &self,
        source: &Source,
        board: &Board,
        history: &BoardHistory<C>,
        now: Timestamp,
    ) {
        self.tell_if_taken_out(board, history);
        let state = BoardState::of(source, history, now);
        if let Some(held) = state.held {
            let (id, Message { en, zh }) = (&board.id, held.words());
            self.tell(&message!(
                "note: {id}: the newest capture is held back: {en}; figures are the last good ones",
                "注意：{id}：最新抓取已隔离：{zh}；所示为上一次可用的数据"
            ));
        }
    }
}

impl Session {
    /// Says where figures of a board were taken out on request.
    pub(super) fn tell_if_taken_out<C: Content>(&self, board: &Board, history: &BoardHistory<C>) {
        if let Some(Message { en, zh }) = taken_out_words(history) {
            let id = &board.id;
            self.tell(&message!("note: {id}: {en}", "注意：{id}：{zh}"));
        }
    }
}

/// `--as-of`, `--known-at` and an edition, together.
pub(super) fn selection(times: &Times, edition: Option<&str>) -> Result<Selection> {
    Ok(Selection { edition: edition.map(str::to_owned), as_of: times.as_of()?, known_at: times.known_at()? })
}

/// The boards that names mean: a source's name means all its boards; no names mean all.
pub(super) fn boards<'c>(catalogue: &'c Catalogue, names: &[String]) -> Result<Vec<(&'c Source, &'c Board)>> {
    if names.is_empty() {
        return Ok(catalogue.boards().collect());
    }
    let mut wanted = BTreeSet::new();
    for name in names {
        match catalogue.source(name) {
            Ok(source) => wanted.extend(source.boards.iter().map(|board| board.id.clone())),
            Err(_) => {
                wanted.insert(catalogue.board(name)?.1.id.clone());
            }
        }
    }
    Ok(catalogue.boards().filter(|(_, board)| wanted.contains(&board.id)).collect())
}

/// A board with what the archive holds of it, as seen at the chosen times.
pub(super) fn view<'c, C: Content>(
    source: &'c Source,
    board: &'c Board,
    history: BoardHistory<C>,
    selection: &Selection,
    now: Timestamp,
) -> BoardView<'c, C> {
    let history = restrict(history, selection);
    let state = BoardState::of(source, &history, now);
    BoardView::new(source, board, history, state)
}

/// The history as it was at the chosen times; the edition plays no part.
pub(super) fn restrict<C: Content>(mut history: BoardHistory<C>, selection: &Selection) -> BoardHistory<C> {
    let times = Selection { edition: None, ..selection.clone() };
    let Some(limit) = times.as_of.into_iter().chain(times.known_at).min() else { return history };
    history.snapshots.retain(|snapshot| times.admits(snapshot));
    for snapshot in &mut history.snapshots {
        // What was seen again after the chosen time was not known to be seen again then.
        snapshot.set_last_seen_at(snapshot.last_seen_at().min(limit.max(snapshot.observed_at())));
    }
    history.refused.retain(|refused| {
        let public = refused.published_at.unwrap_or(refused.observed_at);
        times.as_of.is_none_or(|limit| public <= limit)
            && times.known_at.is_none_or(|limit| refused.observed_at <= limit)
    });
    history.taken_out.retain(|out| {
        times.as_of.is_none_or(|limit| out.public_at() <= limit)
            && times.known_at.is_none_or(|limit| out.observed_at <= limit)
    });
    history
}

/// The editions' labels, oldest first, each once.
pub(super) fn labels<C: Content>(history: &BoardHistory<C>) -> Vec<String> {
    let editions = history.snapshots.iter().filter_map(Content::edition);
    let mut labels: Vec<String> = editions.map(|edition| edition.label.clone()).collect();
    labels.dedup();
    labels
}

/// The error for a board of which the archive holds nothing at the chosen time.
pub(super) fn nothing_held<C: Content>(
    library: &Library,
    board: &Board,
    history: &BoardHistory<C>,
    selection: &Selection,
) -> Error {
    let (id, source) = (&board.id, board.source());
    let error = |what: Message| Error::new(ErrorKind::Usage { what });
    if let Some(refused) = history.refused.last().filter(|_| history.snapshots.is_empty()) {
        let (en, zh) = (&refused.problem.what.en, &refused.problem.what.zh);
        return error(message!(
            "{id} has no good figures yet; its newest capture is held back: {en}",
            "{id} 尚无可用数据；最新抓取已隔离：{zh}"
        ))
        .with_hint(message!("`bangdan lint` shows what does not fit", "运行 `bangdan lint` 查看不符之处"));
    }
    if let (Some(Message { en, zh }), true) = (taken_out_words(history), history.snapshots.is_empty()) {
        return error(message!("{id}: {en}", "{id}：{zh}"));
    }
    if let Some(first) = history.snapshots.first() {
        let day = |time: Timestamp| time.to_string().chars().take(10).collect::<String>();
        let (public, learnt) = (first.public_at(), history.snapshots.iter().map(Content::observed_at).min());
        let hint = match (selection.known_at, learnt) {
            (Some(known_at), Some(learnt)) if known_at < learnt => {
                let learnt = day(learnt);
                message!(
                    "the archive first learnt of it on {learnt} (--known-at {learnt}); --as-of asks what was public then",
                    "存档最早于 {learnt} 获知该榜（--known-at {learnt}）；查询当时已公开的内容请用 --as-of"
                )
            }
            _ => {
                let public = day(public);
                message!("its first content is of {public}", "其最早内容的时间为 {public}")
            }
        };
        return error(message!("the archive holds nothing of {id} for that choice", "存档中没有符合条件的 {id} 数据"))
            .with_hint(hint);
    }
    let is_of_it = |capture: &&Capture| capture.source.as_str() == source && capture.object().is_some();
    if library.captures().iter().any(|capture| is_of_it(&capture)) {
        return error(message!(
            "what was captured of {source} does not have {id}",
            "已抓取的 {source} 内容中没有 {id}"
        ))
        .with_hint(message!("`bangdan fetch {source}` asks again", "运行 `bangdan fetch {source}` 重新获取"));
    }
    error(message!("the archive holds nothing of {id}", "存档中没有 {id} 的数据"))
        .with_hint(message!("`bangdan fetch {source}` gets it", "运行 `bangdan fetch {source}` 获取"))
}

fn language(argument: Option<LanguageArgument>) -> Language {
    match argument {
        Some(LanguageArgument::En) => Language::English,
        Some(LanguageArgument::Zh) => Language::Chinese,
        None => language_of_locale(),
    }
}

/// The language of the locale; English where it names another one.
pub(super) fn language_of_locale() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|variable| env::var(variable).ok().filter(|value| !value.is_empty()))
        .and_then(|locale| Language::from_tag(&locale))
        .unwrap_or_default()
}

fn colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            !refused && std::io::stdout().is_terminal()
        }
    }
}

fn user_sources() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join("sources"))
}

/// The user's folder of definitions and decisions.
fn user_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("bangdan"))
}
