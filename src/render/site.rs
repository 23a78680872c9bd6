//! A folder of pages: each report in each language, as Markdown and as HTML.

use super::html::{HtmlPage, STYLE, frame, html as html_page};
use super::links::is_name;
use super::markdown::{inline, linked, markdown};
use super::shown::line;
use crate::schema::Report;
use crate::text::Language;
use maud::html;
use rayon::prelude::*;

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path within the folder, with `/`.
    pub path: String,
    /// What stands in it, UTF-8.
    pub text: String,
}

/// The files of a folder with `pages`: `en/<slug>.md`, `en/<slug>.html`, the same under `zh/`, `style.css`, and
/// `index.html` and `README.md`, which list all pages in both languages. The first page is the one that the others
/// lead back to. The same pages give the same bytes. Pages whose slug cannot be a file name are left out, which
/// [`Report::slug`] rules out.
#[must_use]
pub fn site(pages: &[Report]) -> Vec<SiteFile> {
    let pages: Vec<&Report> = pages.iter().filter(|page| is_name(&page.slug)).collect();
    let home = pages.first().map(|page| format!("{}.html", page.slug));
    let mut files = vec![
        SiteFile { path: "README.md".into(), text: readme(&pages) },
        SiteFile { path: "index.html".into(), text: index(&pages) },
        SiteFile { path: "style.css".into(), text: STYLE.into() },
    ];
    for language in Language::ALL {
        files.par_extend(pages.par_iter().flat_map_iter(|page| drawn(page, language, home.as_deref())));
    }
    files
}

/// A page in a language, as Markdown and as HTML.
fn drawn(page: &Report, language: Language, home: Option<&str>) -> [SiteFile; 2] {
    let (slug, tag) = (&page.slug, language.tag());
    let other = format!("../{}/{slug}.html", language.pick(Language::Chinese, Language::English).tag());
    let place = HtmlPage { language, style: Some("../style.css"), other: Some(&other), home };
    [
        SiteFile { path: format!("{tag}/{slug}.md"), text: markdown(page, language) },
        SiteFile { path: format!("{tag}/{slug}.html"), text: html_page(page, &place) },
    ]
}

const TITLE: &str = "榜单 · Leaderboards";

fn readme(pages: &[&Report]) -> String {
    let mut text = format!("# {TITLE}\n\n| English | 中文 |\n| --- | --- |\n");
    for page in pages {
        let link = |language: Language| {
            linked(&inline(&page.title, language), &format!("{}/{}.md", language.tag(), page.slug), "")
        };
        let (en, zh) = (link(Language::English), link(Language::Chinese));
        text.extend(["| ", &en, " | ", &zh, " |\n"]);
    }
    text
}

fn index(pages: &[&Report]) -> String {
    let body = html! {
        header { h1 { (TITLE) } }
        div.scroll {
            table.index {
                thead { tr { th scope="col" { "English" } th scope="col" lang="zh-Hans" { "中文" } } }
                tbody { @for page in pages { "\n" tr {
                    @for (language, lang) in Language::ALL.into_iter().zip(["en", "zh-Hans"]) {
                        td lang=(lang) {
                            a href={ (language.tag()) "/" (page.slug) ".html" } hreflang=(lang) {
                                (line(&page.title, language))
                            }
                        }
                    }
                } } }
            }
        }
    };
    let place = HtmlPage { language: Language::English, style: Some("style.css"), other: None, home: None };
    frame(TITLE, &place, &body)
}
