//! A page: head, headings and blocks.

use super::STYLE;
use super::table::{content, grid, tone_class};
use crate::render::bump::bump;
use crate::render::links::is_name;
use crate::render::shown::{self, line};
use crate::schema::{Block, Notice, Report, Section};
use crate::text::{Language, Message};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Columns of a chart in signs.
const FIXED: usize = 100;

/// Nothing is loaded or run but style sheets from where the page is; `file:` is how a browser calls a page's own
/// folder when it was opened from a disk.
const POLICY: &str = "default-src 'none'; style-src 'self' file:; base-uri 'none'; form-action 'none'";

/// The same for a page that is one file: its style stands in it.
const POLICY_ALONE: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Where a page stands among others. Addresses are relative to the page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlPage<'a> {
    /// The language of the page.
    pub language: Language,
    /// The address of the style sheet; `None` puts it into the page, which then is one file.
    pub style: Option<&'a str>,
    /// The same page in the other language.
    pub other: Option<&'a str>,
    /// The page that everything can be reached from.
    pub home: Option<&'a str>,
}

/// The report as a whole HTML page, ending with a line feed.
///
/// Every text is escaped. Cells carry the capture and place of their number in `data-capture` and `data-locator`,
/// and their note in `title`, which the style sheet also shows when a cell has the focus.
#[must_use]
pub fn html(report: &Report, page: &HtmlPage<'_>) -> String {
    let language = page.language;
    let body = html! {
        header {
            h1 { (line(&report.title, language)) }
            @for sentence in &report.summary { p.summary { (line(sentence, language)) } }
        }
        @for part in &report.sections { "\n" (section(part, language)) }
    };
    frame(&line(&report.title, language), page, &body)
}

/// The page around `body`.
pub(in crate::render) fn frame(title: &str, page: &HtmlPage<'_>, body: &Markup) -> String {
    let language = page.language;
    let other = language.pick(Language::Chinese, Language::English);
    let markup = html! {
        (DOCTYPE)
        html lang=(language_tag(language)) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(if page.style.is_some() { POLICY } else { POLICY_ALONE });
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) " · bangdan 榜单" }
                @match page.style {
                    Some(address) => link rel="stylesheet" href=(address);,
                    None => style { (PreEscaped(STYLE)) },
                }
                @if let Some(address) = page.other {
                    link rel="alternate" hreflang=(language_tag(other)) href=(address);
                }
            }
            "\n" body {
                a.skip href="#content" { (language.pick("Skip to content", "跳到正文")) }
                nav.bar aria-label=(language.pick("Pages", "页面")) {
                    (home_link(page))
                    @if let Some(address) = page.other {
                        a.other href=(address) hreflang=(language_tag(other)) lang=(language_tag(other)) {
                            (other.pick("English", "中文"))
                        }
                    }
                }
                "\n" main id="content" { (body) "\n" }
            }
        }
    };
    markup.into_string() + "\n"
}

/// The name of the site, leading home.
fn home_link(page: &HtmlPage<'_>) -> Markup {
    html! {
        @if let Some(home) = page.home { a.home href=(home) { "榜单 " span { "bangdan" } } }
        @else { span.home { "榜单 " span { "bangdan" } } }
    }
}

/// The tag for `lang`: the script decides which glyphs Chinese characters are drawn with.
fn language_tag(language: Language) -> &'static str {
    language.pick("en", "zh-Hans")
}

fn section(section: &Section, language: Language) -> Markup {
    let heading = line(&section.heading, language);
    let anchor = is_name(&section.anchor).then_some(section.anchor.as_str());
    html! {
        section id=[anchor] {
            @if !heading.is_empty() { h2 { (heading) } }
            @for part in &section.blocks { "\n" (block(part, language)) }
        }
    }
}

fn block(block: &Block, language: Language) -> Markup {
    match block {
        Block::Text(text) => html! { p { (line(text, language)) } },
        Block::List(items) => html! {
            ul { @for item in items.iter().filter(|item| !line(&item.text, language).is_empty()) { "\n" li class=[tone_class(item.tone)] { (content(item, language)) } } }
        },
        Block::Table(table) => grid(table, language),
        Block::Bump(chart) => html! {
            p { (line(&chart.caption, language)) }
            pre tabindex="0" { code { (bump(chart, language, FIXED).join("\n")) } }
        },
        Block::Notice(Notice { tone, text }) => notice(text, tone_class(*tone), language),
        Block::Quote(quote) => html! { pre tabindex="0" { code { (shown::quote(quote)) } } },
    }
}

fn notice(text: &Message, class: Option<&'static str>, language: Language) -> Markup {
    html! {
        div.notice.(class.unwrap_or("plain")) role="note" {
            span.sign aria-hidden="true" { "!" }
            p { (line(text, language)) }
        }
    }
}
