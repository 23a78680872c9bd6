//! Definitions that can be read and still make no sense: told when they are loaded, with the value that is wrong,
//! and not when a capture suffers from them.

use super::board::date_label;
use super::file::{Format, ResourceFile, SourceFile};
use super::file_board::{BoardFile, MetricFile, TableFile};
use crate::message;
use crate::text::Message;

/// Names that are no file names somewhere, or that pages of their own have.
const RESERVED: &[&str] = &["index", "readme", "con", "prn", "aux", "nul"];

/// An hour, in milliseconds: no publisher asks for a longer pause between requests.
const LONGEST_INTERVAL: u64 = 3_600_000;

/// The most pages that one resource may be asked for.
const MOST_PAGES: u32 = 1_000;

/// The text that is wrong, as it stands in the file, and what is wrong with it.
type Mistake = (String, Message);

/// The first thing about a definition that makes no sense.
pub(super) fn mistake(file: &SourceFile) -> Option<Mistake> {
    let id = &file.id;
    if !is_id(id, false) || RESERVED.contains(&id.as_str()) {
        return Some((
            id.clone(),
            message!(
                "{id:?} is no id: lower-case letters, digits, - and _ (and not a reserved name)",
                "{id:?} 不是有效的 id：只能用小写字母、数字、- 和 _（且不能是保留名称）"
            ),
        ));
    }
    let resources = file.resource.values().find_map(resource);
    resources.or_else(|| file.board.iter().find_map(|found| board(file, found)))
}

/// Ids become file names and addresses. Only the part after the slash may hold points, so that no two boards share
/// a file.
fn is_id(id: &str, points: bool) -> bool {
    let first = id.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let allowed =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_' || (points && b == b'.');
    first && id.len() <= 80 && id.bytes().all(allowed)
}

fn resource(file: &ResourceFile) -> Option<Mistake> {
    if let Some(interval) = file.interval_ms.filter(|interval| *interval > LONGEST_INTERVAL) {
        let what = message!("{interval} ms is longer than an hour", "{interval} 毫秒超过一小时");
        return Some((interval.to_string(), what));
    }
    let unknown = file.url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let unknown = unknown.into_iter().find(|name| !matches!(*name, "edition" | "page") && !name.contains('.'));
    if let Some(name) = unknown {
        let what = message!(
            "nothing gives {{{name}}}: an address may hold {{edition}}, {{page}} and {{resource.value}}",
            "{{{name}}} 无从取得：地址中只能有 {{edition}}、{{page}} 与 {{资源.值}}"
        );
        return Some((file.url.clone(), what));
    }
    if file.url.contains("{page}") != file.page.is_some() {
        let what = message!("`page` and {{page}} in the address go together", "`page` 与地址中的 {{page}} 须同时出现");
        return Some((file.url.clone(), what));
    }
    if file.page.as_ref().is_some_and(|page| page.step == 0 || page.most == 0 || page.most > MOST_PAGES) {
        let what = message!(
            "`step` and `most` are above 0, and `most` at most {MOST_PAGES}",
            "`step` 与 `most` 须大于 0，`most` 不超过 {MOST_PAGES}"
        );
        return Some(("page".to_owned(), what));
    }
    if let Some(mistake) = paths(file) {
        return Some(mistake);
    }
    if !(file.url.starts_with("https://") || file.url.starts_with("http://")) {
        let url = &file.url;
        return Some((url.clone(), message!("{url:?} is no http or https address", "{url:?} 不是 http 或 https 地址")));
    }
    None
}

/// Paths and selectors that are none.
fn paths(file: &ResourceFile) -> Option<Mistake> {
    let json = file.bind.values().filter_map(|bind| bind.json.as_ref());
    let pages = file.page.iter();
    let json = json.chain(pages.clone().filter_map(|page| page.total.as_ref()));
    let no_path = |path: &String| {
        let what = message!("{path:?} is no path: it begins with /", "{path:?} 不是路径：应以 / 开头");
        (!path.starts_with('/')).then(|| (path.clone(), what))
    };
    let css = file.bind.values().filter_map(|bind| bind.css.as_ref()).map(|css| (css, true));
    let rows = pages.filter_map(|page| page.rows.as_ref()).filter(|rows| !rows.starts_with('/'));
    let css = css.chain(rows.map(|rows| (rows, false)));
    let no_selector = |(text, attribute): (&String, bool)| {
        let selector = text.rsplit_once('@').filter(|_| attribute).map_or(text.as_str(), |(selector, _)| selector);
        let wrong = scraper::Selector::parse(selector).is_err();
        wrong.then(|| (text.clone(), message!("{text:?} is no CSS selector", "{text:?} 不是 CSS 选择器")))
    };
    json.into_iter().find_map(no_path).or_else(|| css.into_iter().find_map(no_selector))
}

fn board(source: &SourceFile, file: &BoardFile) -> Option<Mistake> {
    let id = &file.id;
    let at_board = |what: Message| Some((id.clone(), what));
    if id.split_once('/').is_some_and(|(_, rest)| !is_id(rest, true)) {
        return at_board(message!(
            "{id:?} is no id: lower-case letters, digits, ., - and _ after the slash",
            "{id:?} 不是有效的 id：斜杠后只能用小写字母、数字、.、- 和 _"
        ));
    }
    if let (Some(original), Some(_)) = (&file.republishes, &file.republishes_elsewhere) {
        let what = message!(
            "{id} copies one board: `republishes` or `republishes_elsewhere`",
            "{id} 只转载一个榜单：`republishes` 与 `republishes_elsewhere` 只写其一"
        );
        return Some((original.clone(), what));
    }
    if file.columns.model.is_empty() {
        return at_board(message!("{id}: `columns.model` names no header", "{id}：`columns.model` 没有表头"));
    }
    if !file.rolling && source.editions.is_empty() {
        return at_board(message!(
            "{id}: a board without `rolling = true` needs the source's `editions`",
            "{id}：未设 `rolling = true` 的榜单需要来源的 `editions`"
        ));
    }
    if file.metric.iter().filter(|metric| metric.primary).count() > 1 {
        return at_board(message!("{id}: two metrics are primary", "{id}：有两个指标为 primary"));
    }
    let mut named = file.key.iter().chain(file.dates.keys()).chain(file.label_names.keys());
    if let Some(label) = named.find(|label| !file.labels.contains_key(*label)) {
        return Some((label.clone(), message!("{id}: no label is called {label}", "{id}：没有名为 {label} 的标签")));
    }
    if let Some(label) = file.dates.keys().map(|label| date_label(label)).find(|name| file.labels.contains_key(name)) {
        let what = message!("{id}: {label} is the label of a date already", "{id}：{label} 已用作日期标签");
        return Some((label, what));
    }
    if let Some(split) = file.variants.iter().filter(|_| file.rolling).find_map(|variant| variant.table.split.as_ref())
    {
        let what = message!(
            "{id}: the values of `split` are editions, so the board is not `rolling`",
            "{id}：`split` 的值是期次，因此该榜单不能设为 `rolling`"
        );
        return Some((split.clone(), what));
    }
    let tables = file
        .variants
        .iter()
        .flat_map(|variant| std::iter::once(&variant.table).chain(variant.join.iter().map(|join| &join.table)));
    let mut tables = tables.filter_map(table);
    tables.next().or_else(|| file.metric.iter().find_map(metric))
}

fn table(file: &TableFile) -> Option<Mistake> {
    if matches!(file.format, Format::Zip | Format::Tar) {
        let what = message!("a container has no tables: it stands in `inside`", "压缩包内没有表格：应写在 `inside` 中");
        return Some(("format".to_owned(), what));
    }
    if file.nth == Some(0) {
        return Some(("nth".to_owned(), message!("`nth` counts from 1", "`nth` 从 1 开始计数")));
    }
    let at = file.at.as_ref()?;
    let what = match file.format {
        Format::Html => {
            scraper::Selector::parse(at).err().map(|_| message!("{at:?} is no CSS selector", "{at:?} 不是 CSS 选择器"))
        }
        Format::Json | Format::Jsonl | Format::Yaml if !at.is_empty() && !at.starts_with('/') => {
            Some(message!("{at:?} is no path: it begins with /", "{at:?} 不是路径：应以 / 开头"))
        }
        _ => None,
    };
    what.map(|what| (at.clone(), what))
}

fn metric(file: &MetricFile) -> Option<Mistake> {
    let [low, high] = file.range?;
    if low.is_finite() && high.is_finite() && low < high {
        return None;
    }
    let id = &file.id;
    Some((id.clone(), message!("{id}: {low} to {high} is no range", "{id}：{low} 至 {high} 不是有效范围")))
}
