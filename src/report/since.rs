//! Everything that happened on a board since a day: summed up first, then step by step.

use super::happening::{happening_name, happening_words, name, step_words};
use super::overview::slug;
use super::told_once::told_once;
use super::wording::{day, last_seen, minute, snapshot_name};
use crate::catalogue::Board;
use crate::compare::{Chain, Diff, LastSeen, Order, Seat, name_after};
use crate::message;
use crate::schema::{
    Align, Block, BoardEvent, Cell, Column, Edition, Happening, Link, Placed, Report, Row, Section, Snapshot, Table,
    Timestamp, Tone,
};
use crate::text::{Message, counted};
use std::collections::{BTreeMap, BTreeSet};

/// How many names a line has; the rest are counted.
const NAMED: usize = 12;

/// How many names of one entry are told; of more the first and the last.
const MOST_NAMES: usize = 4;

/// What happened between two contents of a board.
pub struct Since<'a> {
    /// The day or time, as typed.
    pub typed: &'a str,
    /// The last content before it, or the first of all where there is none.
    pub from: &'a Snapshot,
    /// Whether the record begins only after it.
    pub begins_later: bool,
    /// The newest content.
    pub to: &'a Snapshot,
    /// What changed from the one to the other, on the whole.
    pub net: &'a Diff,
    /// The entries followed through the events.
    pub chains: &'a [Chain],
    /// Every event in between, in order.
    pub events: &'a [BoardEvent],
    /// How the steps are told.
    pub steps: Steps,
}

/// How steps are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    /// In sentences, for people.
    Sentences,
    /// As rows of one table, for programs.
    Rows,
}

/// The sum and the steps as a report.
#[must_use]
pub fn since_report(board: &Board, since: &Since<'_>) -> Report {
    let (Message { en, zh }, typed) = (&board.name, since.typed);
    let (from, to) = (snapshot_name(since.from), snapshot_name(since.to));
    let steps = since.events.iter().map(|event| (event.public_at, event.observed_at)).collect::<BTreeSet<_>>().len();
    let contents = counted(steps, "content that changed something", "contents that changed something");
    let mut summary = vec![message!("from {from} to {to}: {contents}", "自 {from} 至 {to}：有变化的版本 {steps} 个")];
    if since.begins_later {
        summary.push(message!(
            "nothing of the board was public by then as far as the archive knows; its record begins with {from}",
            "据存档所知，当时该榜尚无公开内容；记录自 {from} 开始"
        ));
    }
    let mut sections = vec![Section {
        heading: message!("On the whole", "总体"),
        blocks: vec![Block::List(net(board, since))],
        ..Section::default()
    }];
    match since.steps {
        _ if since.events.is_empty() => {}
        Steps::Rows => sections.push(Section {
            heading: message!("Step by step", "逐步"),
            blocks: vec![Block::Table(table(board, since.events))],
            ..Section::default()
        }),
        Steps::Sentences => {
            let steps: Vec<&[BoardEvent]> = since.events.chunk_by(BoardEvent::is_of_the_step_of).collect();
            let days = Days::of(since.events);
            sections.extend(steps.into_iter().map(|events| sentences(board, events, &days)));
        }
    }
    Report {
        slug: format!("{}.since", board.id.key()),
        title: message!("{en} since {typed}", "{zh}：{typed} 以来"),
        summary,
        sections,
    }
}

/// The sum: who leads, came, left, was renamed, rescored, displaced; what was revised; what changed in the method.
fn net(board: &Board, since: &Since<'_>) -> Vec<Cell> {
    let mut lines = vec![Cell::words(since.net.summary())];
    lines.extend(leaders(since.events));
    lines.extend(renamed(since.chains));
    let order = Order::of(since.to);
    let seats = |seats: &[Seat]| -> Message {
        let one = |seat: &Seat| match order.place(seat.index) {
            Some(place) => format!("{} (#{place})", seat.name),
            None => seat.name.clone(),
        };
        list(&seats.iter().take(NAMED).map(one).collect::<Vec<_>>(), seats.len())
    };
    if !since.net.entered.is_empty() {
        let Message { en, zh } = seats(&since.net.entered);
        lines.push(Cell::words(message!("entered: {en}", "新上榜：{zh}")).toned(Tone::Good));
    }
    if !since.net.left.is_empty() {
        let Message { en, zh } = tombstones(since);
        lines.push(Cell::words(message!("left: {en}", "退出：{zh}")).toned(Tone::Bad));
    }
    lines.extend(visitors(since));
    let count = |code: &str| since.events.iter().filter(|event| event.code() == code).count();
    let revisions = count("revised");
    if revisions > 0 {
        let times = counted(revisions, "time", "times");
        lines.push(Cell::words(message!(
            "silently revised {times}: an edition's content was changed after it was up",
            "悄然修订 {revisions} 次：某期发布后内容又被修改"
        )));
    }
    let is_told = |event: &&BoardEvent| {
        matches!(event.what, Happening::MethodBroke { .. } | Happening::Column { .. } | Happening::LabelReused { .. })
    };
    for (event, Message { en, zh }) in told_once(board, since.events.iter().filter(is_told)) {
        let (name, when) = (happening_name(&event.what), content_of(event));
        let (what, what_zh) = (name.en, name.zh);
        let tone = if event.code() == "column" { Tone::Plain } else { Tone::Warning };
        lines.push(Cell::words(message!("{what}, {when}: {en}", "{what_zh}，{when}：{zh}")).toned(tone));
    }
    lines
}

fn leaders(events: &[BoardEvent]) -> Option<Cell> {
    let led = || {
        events.iter().enumerate().filter_map(|(at, event)| match &event.what {
            Happening::Led { leaders, before, .. } => Some((at, leaders, before)),
            _ => None,
        })
    };
    let ((at, now, _), (_, _, before)) = (led().next_back()?, led().next()?);
    let names = |placed: &[Placed]| list(&placed.iter().map(name).collect::<Vec<_>>(), placed.len());
    // The newest content may print another name than the one under which the lead was taken.
    let now = now.iter().map(|who| Placed { name: name_after(events, at, who), ..who.clone() });
    let now: Vec<Placed> = now.collect();
    let ((old, old_zh), (new, new_zh), times) = (pair(names(before)), pair(names(&now)), led().count());
    let changes = counted(times, "change", "changes");
    Some(
        Cell::words(message!(
            "the lead went from {old} to {new} ({changes})",
            "榜首由 {old_zh} 变为 {new_zh}（易主 {times} 次）"
        ))
        .toned(Tone::Strong),
    )
}

/// The entries that bore several names, each with all of them.
fn renamed(chains: &[Chain]) -> Option<Cell> {
    let chains: Vec<&Chain> = chains.iter().filter(|chain| chain.renamed).collect();
    if chains.is_empty() {
        return None;
    }
    let one = |chain: &&Chain| match chain.names.as_slice() {
        [first, .., last] if chain.names.len() > MOST_NAMES => format!("{first} → … → {last}"),
        names => names.join(" → "),
    };
    let names: Vec<String> = chains.iter().take(NAMED).map(one).collect();
    let Message { en, zh } = list(&names, chains.len());
    Some(Cell::words(message!("probably renamed on the way: {en}", "其间可能更名：{zh}")))
}

/// What tells the contents of one day apart.
struct Days<'a>(BTreeMap<(Option<&'a Edition>, String), BTreeSet<Timestamp>>);

impl<'a> Days<'a> {
    fn of(events: &'a [BoardEvent]) -> Days<'a> {
        let mut days: BTreeMap<_, BTreeSet<Timestamp>> = BTreeMap::new();
        for event in events {
            days.entry((event.edition.as_ref(), day(event.public_at))).or_default().insert(event.public_at);
        }
        Days(days)
    }

    /// The day on which a content became public, or the minute where another one did on that day too.
    fn name(&self, event: &BoardEvent) -> String {
        let contents = self.0.get(&(event.edition.as_ref(), day(event.public_at)));
        if contents.is_some_and(|contents| contents.len() > 1) { minute(event.public_at) } else { day(event.public_at) }
    }
}

fn sentences(board: &Board, events: &[BoardEvent], days: &Days<'_>) -> Section {
    let Some(first) = events.first() else { return Section::default() };
    let (when, Message { en, zh }) = (days.name(first), step_words(first.step));
    let heading = match &first.edition {
        Some(edition) => message!("{edition} ({when}), {en}", "{edition}（{when}），{zh}"),
        None => message!("{when}, {en}", "{when}，{zh}"),
    };
    let lines = told_once(board, events).into_iter().map(|(event, words)| {
        let named = matches!(
            event.what,
            Happening::MethodBroke { .. }
                | Happening::Revised { .. }
                | Happening::Renamed { .. }
                | Happening::Respelled { .. }
                | Happening::Organization { .. }
                | Happening::LabelReused { .. }
        );
        let (Message { en, zh }, name) = (words, happening_name(&event.what));
        let (what, what_zh) = (name.en, name.zh);
        let words = if named { message!("{what}: {en}", "{what_zh}：{zh}") } else { Message { en, zh } };
        Cell::words(words).toned(tone(&event.what))
    });
    Section { heading, blocks: vec![Block::List(lines.collect())], ..Section::default() }
}

fn pair(message: Message) -> (String, String) {
    (message.en, message.zh)
}

/// Those that left under their last names, each with when and where it was last seen.
fn tombstones(since: &Since<'_>) -> Message {
    let one = |seat: &Seat| {
        let chain = since.chains.iter().find(|chain| chain.start == Some(seat.index));
        let Some((chain, seen)) = chain.and_then(|chain| Some((chain, chain.left.as_ref()?))) else {
            return Message::same(&seat.name);
        };
        let LastSeen { who, edition, at, gone_in, gone_at } = seen;
        let when = last_seen((edition.as_ref(), *at), (gone_in.as_ref(), *gone_at));
        let place = who.place.map_or_else(String::new, |place| format!(", #{place}"));
        let (now, before) = (name(who), &seat.name);
        if chain.names.len() == 1 {
            message!("{now} ({when}{place})", "{now} ({when}{place})")
        } else {
            message!("{now} ({when}{place}; formerly {before})", "{now} ({when}{place}；原名 {before})")
        }
    };
    let told: Vec<Message> = since.net.left.iter().take(NAMED).map(one).collect();
    let names = |pick: fn(&Message) -> &String| told.iter().map(|one| pick(one).clone()).collect::<Vec<_>>();
    let count = since.net.left.len();
    Message { en: list(&names(|one| &one.en), count).en, zh: list(&names(|one| &one.zh), count).zh }
}

/// Those that entered and left in between, by their last names.
fn visitors(since: &Since<'_>) -> Option<Cell> {
    let stays = |name: &str| since.to.entries.iter().chain(&since.from.entries).any(|entry| entry.name == *name);
    let gone = since.chains.iter().filter(|chain| chain.start.is_none() && chain.left.is_some());
    let visitors: BTreeSet<String> =
        gone.filter(|chain| !stays(chain.name())).map(|chain| chain.name().to_owned()).collect();
    if visitors.is_empty() {
        return None;
    }
    let count = visitors.len();
    let Message { en, zh } = list(&visitors.into_iter().take(NAMED).collect::<Vec<_>>(), count);
    Some(Cell::words(message!("entered and left in between: {en}", "其间上榜又退出：{zh}")))
}

fn list(names: &[String], count: usize) -> Message {
    let more = count.saturating_sub(names.len());
    let (en, zh) = (names.join(", "), names.join("、"));
    if more == 0 { Message { en, zh } } else { message!("{en} and {more} more", "{zh} 等 {count} 个") }
}

fn content_of(event: &BoardEvent) -> String {
    match &event.edition {
        Some(edition) => edition.to_string(),
        None => day(event.public_at),
    }
}

fn table(board: &Board, events: &[BoardEvent]) -> Table {
    let column = Column::new;
    let rows = events.iter().map(|event| {
        let (who, from, to) = ends(&event.what);
        let delta = match &event.what {
            Happening::Rescored { scores, .. } => {
                let main = scores.iter().find(|score| score.primary).and_then(|score| score.delta.clone());
                main.map_or_else(Cell::default, Cell::plain)
            }
            _ => Cell::default(),
        };
        let place = |place: Option<u32>| {
            place.map_or_else(Cell::default, |place| Cell::plain(place.to_string()).valued(f64::from(place)))
        };
        Row {
            cells: vec![
                Cell::plain(content_of(event)).linked(Link::Report(slug(board))),
                Cell::plain(day(event.public_at)),
                Cell::plain(day(event.observed_at)),
                Cell::words(step_words(event.step)),
                Cell::words(happening_name(&event.what)).toned(tone(&event.what)),
                Cell::plain(event.code()),
                Cell::plain(who),
                place(from),
                place(to),
                delta,
                Cell::words(happening_words(board, event)),
            ],
            tone: Tone::Plain,
        }
    });
    let rows = rows.collect();
    Table {
        caption: Message::default(),
        columns: vec![
            column("content", message!("content", "期次"), Align::Left, 0),
            column("public", message!("public on", "公开日期"), Align::Left, 1),
            column("observed", message!("first seen", "首次见于"), Align::Left, 8),
            column("step", message!("step", "类别"), Align::Left, 3),
            column("what", message!("what", "事件"), Align::Left, 2),
            column("event", message!("code", "代码"), Align::Left, 9),
            column("name", message!("name", "名称"), Align::Left, 7),
            column("from", message!("place before", "原名次"), Align::Right, 6),
            column("to", message!("place", "名次"), Align::Right, 5),
            column("delta", message!("difference", "差值"), Align::Right, 4),
            column("words", message!("in words", "说明"), Align::Left, 0),
        ],
        rows,
    }
}

fn tone(what: &Happening) -> Tone {
    match what {
        Happening::Entered { .. } => Tone::Good,
        Happening::Left { .. } => Tone::Bad,
        Happening::Led { .. } => Tone::Strong,
        Happening::MethodBroke { .. } | Happening::Revised { .. } | Happening::LabelReused { .. } => Tone::Warning,
        _ => Tone::Plain,
    }
}

/// Whom an event is about, and its places before and after.
fn ends(what: &Happening) -> (String, Option<u32>, Option<u32>) {
    match what {
        Happening::Entered { who, .. } | Happening::Organization { who, .. } => (name(who), None, who.place),
        Happening::Left { who, .. } => (name(who), who.place, None),
        Happening::Overtook { who, from, .. } | Happening::Rescored { who, from, .. } => (name(who), *from, who.place),
        Happening::Renamed { from, to, .. } => (name(to), from.place, to.place),
        Happening::Respelled { to, .. } => (name(to), None, to.place),
        Happening::LabelReused { label, .. } => (label.clone(), None, None),
        Happening::Led { leaders, .. } => {
            (leaders.iter().map(name).collect::<Vec<_>>().join(", "), None, leaders.first().and_then(|who| who.place))
        }
        _ => (String::new(), None, None),
    }
}
