//! Whether a page is followed by another one.

use super::json_path;
use crate::catalogue::Page;
use crate::error::FetchFailure;
use crate::message;
use scraper::{Html, Selector};

/// Which page, and what came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// What stands for `{page}`.
    pub(super) number: u32,
    /// Counted from 1.
    pub(super) nth: u32,
    /// The rows of the pages before it.
    pub(super) rows: u64,
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another page.
    Page(Turn),
    /// Nothing; `true` where this page shows the end by having no rows.
    End(bool),
    /// The pages are not all, or it cannot be told.
    Broken(FetchFailure),
}

impl Turn {
    pub(super) fn first(page: &Page) -> Turn {
        Turn { number: page.from, nth: 1, rows: 0 }
    }
}

/// What follows a page with this body.
pub(super) fn next(page: &Page, turn: Turn, text: &str) -> Next {
    let number = turn.number;
    let Some(here) = count(page.rows.as_deref(), text) else {
        return broken(message!("the rows of page {number} cannot be counted", "无法数出第 {number} 页的行数"));
    };
    let rows = turn.rows + here;
    if let Some(path) = &page.total {
        let Some(total) = total(text, path) else {
            return broken(message!("page {number} has no number at {path}", "第 {number} 页的 {path} 处没有数字"));
        };
        let offset = u64::from(number) + u64::from(page.step) - u64::from(page.from);
        let all_offsets = page.step > 1 && offset >= total;
        let short = rows < total && (here == 0 || (all_offsets && page.rows.is_some()));
        if short {
            return broken(message!(
                "up to page {number}, {rows} of {total} rows came",
                "截至第 {number} 页，{total} 行中只得到 {rows} 行"
            ));
        }
        if rows >= total || all_offsets {
            return Next::End(false);
        }
    } else if here == 0 {
        return Next::End(turn.nth > 1);
    }
    let following = number.checked_add(page.step).filter(|_| turn.nth < page.most);
    match following {
        Some(number) => Next::Page(Turn { number, nth: turn.nth + 1, rows }),
        None => Next::Broken(FetchFailure::TooManyPages(page.most)),
    }
}

fn broken(what: crate::text::Message) -> Next {
    Next::Broken(FetchFailure::Unexpected(what))
}

/// The rows of a page: at a JSON path, by a CSS selector, or of the longest list where the definition says nothing.
fn count(rows: Option<&str>, text: &str) -> Option<u64> {
    match rows {
        None => json_path::longest_list(text),
        Some(path) if path.starts_with('/') => json_path::size(text, path),
        Some(selector) => {
            let selector = Selector::parse(selector).ok()?;
            Some(Html::parse_document(text).select(&selector).count() as u64)
        }
    }
}

fn total(text: &str, path: &str) -> Option<u64> {
    json_path::values(text, path)?.first()?.value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(from: u32, step: u32, total: Option<&str>, rows: Option<&str>) -> Page {
        Page { from, step, total: total.map(str::to_owned), rows: rows.map(str::to_owned), most: 4 }
    }

    #[test]
    fn offsets_end_where_the_total_is_reached() {
        let page = page(0, 100, Some("/n"), Some("/rows"));
        let body = |rows: usize| format!("{{\"n\":250,\"rows\":[{}]}}", vec!["0"; rows].join(","));
        let second = Turn { number: 100, nth: 2, rows: 100 };
        assert_eq!(next(&page, Turn::first(&page), &body(100)), Next::Page(second));
        let third = Turn { number: 200, nth: 3, rows: 200 };
        assert_eq!(next(&page, third, &body(50)), Next::End(false));
        assert!(matches!(next(&page, third, &body(49)), Next::Broken(_)), "a row is missing");
        assert!(matches!(next(&page, second, &body(0)), Next::Broken(_)), "empty too early");
        assert!(matches!(next(&page, second, "{\"rows\":[1]}"), Next::Broken(_)), "no total");
    }

    #[test]
    fn numbered_pages_end_at_an_empty_one_and_never_after_the_most() {
        let page = page(1, 1, None, None);
        let third = Turn { number: 3, nth: 3, rows: 20 };
        let fourth = Turn { number: 4, nth: 4, rows: 22 };
        assert_eq!(next(&page, third, "[1,2]"), Next::Page(fourth));
        assert_eq!(next(&page, third, "[]"), Next::End(true));
        assert_eq!(next(&page, fourth, "[1]"), Next::Broken(FetchFailure::TooManyPages(4)));
        assert!(matches!(next(&page, third, "<html>"), Next::Broken(_)));
    }

    #[test]
    fn rows_of_a_web_page_are_counted_by_a_selector() {
        let page = page(1, 1, None, Some("tbody tr"));
        let body = |rows: &str| format!("<table><thead><tr><th>a</thead><tbody>{rows}</tbody></table>");
        assert!(matches!(next(&page, Turn::first(&page), &body("<tr><td>1")), Next::Page(_)));
        assert_eq!(next(&page, Turn { number: 2, nth: 2, rows: 1 }, &body("")), Next::End(true));
    }
}
