//! `bangdan news`: written out, or handed to a webhook.

use super::args::{News, NewsFormat};
use super::events::{self, Happened};
use super::facts::Known;
use super::{post, rules, since};
use crate::cli::args::{Output, OutputFormat};
use crate::cli::output::{data_to_stdout, write_bytes, write_file, write_report};
use crate::cli::session::Session;
use crate::error::Result;
use crate::message;
use crate::news::{self, Boards, By, Feed, Horizon, Item, Occurrence, Rules, Window, select};
use crate::schema::Timestamp;
use crate::text::counted;

/// What every way of telling needs.
pub(super) struct Told<'r> {
    pub boards: Boards,
    pub rules: &'r Rules,
    /// When the archive's newest capture was taken.
    pub newest: Timestamp,
}

/// 1 with `--exit-code` where there is any news.
pub(in crate::cli) fn run(session: &Session, arguments: &News) -> Result<u8> {
    let registry = session.registry()?;
    let (rules, folder) = rules::rules(session, arguments, &registry)?;
    let target = match &arguments.webhook {
        Some(named) => Some(super::targets::target(named, arguments, &rules, folder.as_deref())?),
        None => None,
    };
    let mut asked = arguments.rule.clone();
    let mut boards_asked = arguments.names.clone();
    if let Some(target) = &target {
        if asked.is_empty() {
            asked.clone_from(&target.rules);
        }
        if boards_asked.is_empty() {
            boards_asked.clone_from(&target.boards);
        }
    }
    let library = session.library_naming(None, &boards_asked)?;
    let now = session.now(&library);
    let past = match &target {
        Some(target) => Some(post::past(session, arguments, target, rules.oldest_days, now)?),
        None => None,
    };
    let window = match &past {
        Some(past) => past.window,
        None => since::window(arguments, now)?,
    };
    let chosen = rules.named(&asked)?;
    let horizon = Horizon { since: window.since, top: chosen.iter().map(|rule| rule.top).max().unwrap_or_default() };
    let happened = events::happened(&boards_asked, &arguments.times, &library, &registry, (now, horizon))?;
    let Happened { occurrences, boards, last } = happened;
    let late = late(&occurrences, &window);
    let known = Known::new(&registry);
    let selected = select(occurrences, &chosen, &window, &boards, &|occurrence| known.facts(occurrence));
    let told = Told { boards, rules: &rules, newest: library.newest().unwrap_or(now) };
    if let (Some(target), Some(past)) = (&target, &past) {
        return post::run(session, arguments, &told, target, past, selected, now);
    }
    let items = selected.items;
    write(session, arguments, &told, &items, &window)?;
    hints(session, &items, last, late);
    Ok(u8::from(arguments.exit_code && !items.is_empty()))
}

/// How much the archive learnt in these times of what was public before them.
fn late(occurrences: &[Occurrence], window: &Window) -> usize {
    let is_late = |one: &&Occurrence| {
        window.by == By::Public
            && Some(one.public_at) < window.since
            && Some(one.learnt_at) >= window.since
            && Some(one.learnt_at) <= window.until
    };
    occurrences.iter().filter(is_late).count()
}

fn hints(session: &Session, items: &[Item], last: Option<Timestamp>, late: usize) {
    let day = |time: Timestamp| time.to_string().chars().take(10).collect::<String>();
    if items.is_empty()
        && let Some(last) = last.map(day)
    {
        session.tell(&message!(
            "hint: nothing in these times; something last happened on {last} (--since {last})",
            "提示：该时段没有动态；最近一次变化在 {last}（--since {last}）"
        ));
    } else if items.is_empty() {
        session
            .tell(&message!("hint: nothing has changed yet in what the archive holds", "提示：存档中的内容尚无变化"));
    }
    if late > 0 {
        let changes = counted(late, "change", "changes");
        session.tell(&message!(
            "hint: the archive also learnt of {changes} from before these times; --learnt lists by that time",
            "提示：存档在该时段还获知了 {late} 处更早公开的变化；用 --learnt 按获知时间列出"
        ));
    }
}

fn write(session: &Session, arguments: &News, told: &Told<'_>, items: &[Item], window: &Window) -> Result<()> {
    let Told { boards, rules, newest } = told;
    let output = |format| Output { format, output: arguments.output.clone() };
    let list = || news::list_report(items, boards, window, *newest);
    let page = || news::page_report(items, boards, window, *newest);
    let data = || news::data_report(items, boards, window, *newest);
    match arguments.format {
        NewsFormat::Terminal => write_report(session, &output(OutputFormat::Terminal), &list()),
        NewsFormat::Html => write_report(session, &output(OutputFormat::Html), &page()),
        NewsFormat::Csv => write_report(session, &output(OutputFormat::Csv), &data()),
        NewsFormat::Json => write_report(session, &output(OutputFormat::Json), &data()),
        NewsFormat::Markdown => {
            let page = news::weekly(items, boards, window, *newest, session.language);
            write_bytes(arguments.output.as_deref(), page.as_bytes())
        }
        NewsFormat::Atom => {
            let usual = Feed::default();
            let feed = Feed {
                authority: rules.feed_authority.clone().unwrap_or(usual.authority),
                address: rules.feed_address.clone(),
                author: rules.feed_author.clone().unwrap_or(usual.author),
                asked: [arguments.names.join(" "), arguments.rule.join(" ")].join("\n"),
            };
            let bytes = news::atom(items, boards, *newest, session.language, &feed)?;
            match &arguments.output {
                Some(path) => write_file(path, &bytes),
                None => data_to_stdout(|stdout| stdout.write_all(&bytes)),
            }
        }
    }
}
