//! How reports look in each format, and that strangers' texts stay texts.
#![expect(clippy::expect_used, reason = "a helper of tests fails as a test does")]

use bangdan::render::{self, HtmlPage};
use bangdan::schema::{Align, Block, Cell, Column, Digest, Link, Notice, Report, Row, Section, Table, Tone};
use bangdan::text::{Language, Message, printable_line, width};
use bangdan::{message, render::STYLE};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};

/// Names as publishers, or someone who means harm, may print them.
fn strangers() -> Vec<String> {
    let mut names: Vec<String> = [
        "<script>alert(1)</script>",
        "a|b",
        r"a\|b",
        r"back\slash\",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "GPT\u{202e}4-\u{202c}x",
        "\u{1b}[31mred\u{1b}[0m",
        "two\nlines\r\nand\ttabs",
        "**bold** _it_ `code` ~~gone~~ $x$",
        "# heading",
        "- item",
        "1. item",
        "&lt;b&gt; &amp; &#x41;",
        "\"quoted\" 'name' onmouseover=\"x\"",
        "=HYPERLINK(\"http://evil.example\")",
        "https://evil.example www.evil.example",
        "360GPT_Pro*",
        "文心一言4.0（API）",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "مرحبا",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("长".repeat(300));
    names.push("x".repeat(300));
    names
}

fn shown(name: &str) -> String {
    printable_line(name).trim().to_owned()
}

fn column(key: &str, header: Message, align: Align, optional: u8) -> Column {
    Column::new(key, header, align, optional)
}

fn row(cells: &[&str]) -> Row {
    Row { cells: cells.iter().map(|text| Cell::plain(*text)).collect(), tone: Tone::Plain }
}

/// The head of SuperCLUE's 总排行榜 of 2023年12月, as its README prints it, and a table without rows.
fn board() -> Report {
    let digest = Digest::of(b"README");
    let mut table = Table {
        caption: message!("26 entries", "26 个条目"),
        columns: vec![
            column("rank", message!("rank", "排名"), Align::Right, 0),
            column("name", message!("model", "模型"), Align::Left, 0),
            column("organization", message!("organisation", "机构"), Align::Left, 2),
            column("total", message!("total", "总分"), Align::Right, 0),
            column("open", message!("OPEN multi-turn questions", "OPEN多轮开放问题"), Align::Right, 1),
            column("opt", message!("OPT capability questions", "OPT三大能力客观题"), Align::Right, 1),
            column("access", message!("access", "使用方式"), Align::Left, 3),
        ],
        rows: vec![
            row(&["-", "GPT4-Turbo", "OpenAI", "90.63", "90.89", "90.03", "API"]),
            row(&["\u{1f3c5}\u{fe0f}", "文心一言4.0(API)", "百度", "79.02", "75.00", "88.38", "API"]),
            row(&["9", "PCI-TransGPT", "佳都科技", "68.33", "61.71", "83.76", "API"]),
            row(&["9", "360GPT_Pro", "360", "68.32", "60.44", "-", "API"]),
        ],
    };
    table.rows[0].tone = Tone::Muted;
    let best = &mut table.rows[1].cells[3];
    best.value = Some(79.02);
    best.tone = Tone::Strong;
    best.note = Some(message!("table 3, row 2", "表 3 第 2 行"));
    best.source = Some((digest, "table 3!R2C4@100-105".into()));
    table.rows[1].cells[1].link = Some(Link::Web("https://yiyan.baidu.com/?a=1&b=2".into()));
    let empty =
        Table { columns: vec![column("name", message!("model", "模型"), Align::Left, 0)], ..Table::default() };
    Report {
        slug: "superclue.general".into(),
        title: message!("SuperCLUE · General", "SuperCLUE · 总排行榜"),
        summary: vec![message!("Edition 2023年12月.", "2023年12月期。")],
        sections: vec![
            Section {
                anchor: "ranking".into(),
                heading: message!("Ranking", "排名"),
                blocks: vec![
                    Block::Notice(Notice {
                        tone: Tone::Warning, text: message!("last seen long ago", "很久未更新")
                    }),
                    Block::Table(table),
                ],
            },
            Section {
                anchor: String::new(),
                heading: message!("Changes", "变化"),
                blocks: vec![
                    Block::Text(message!("Nothing entered.", "没有新上榜。")),
                    Block::Table(empty),
                    Block::List(vec![
                        Cell::plain("↑ 3").toned(Tone::Good),
                        Cell::words(message!("the other board", "另一榜单"))
                            .linked(Link::Report("superclue.open#ranking".into())),
                        Cell::plain("README").linked(Link::Web("https://github.com/a/b".into())),
                        Cell::plain("bad").linked(Link::Web("javascript:alert(1)".into())),
                    ]),
                    Block::Quote("| 9 | 360GPT_Pro |\n```\n| <b> |".into()),
                ],
            },
        ],
    }
}

/// One table with a stranger's name in every place that can hold one.
fn strange() -> Report {
    let rows = strangers()
        .iter()
        .map(|name| {
            let linked = Cell { link: Some(Link::Web("https://a.example/(x)|y?<&lt;>".into())), ..Cell::plain(name) };
            let noted = Cell { note: Some(Message::same(name)), ..linked.clone().toned(Tone::Strong) };
            Row { cells: vec![Cell::plain("1"), Cell::plain(name), linked, noted], tone: Tone::Plain }
        })
        .collect();
    let columns = ["rank", "name", "linked", "noted"]
        .map(|key| column(key, Message::same(key), if key == "rank" { Align::Right } else { Align::Left }, 0));
    let table = Table { caption: Message::same(strangers().concat()), columns: columns.to_vec(), rows };
    let texts = strangers().iter().map(|name| Block::Text(Message::same(name))).collect();
    let items = strangers().iter().map(Cell::plain).collect();
    Report {
        slug: "strange".into(),
        title: Message::same("<script>alert(1)</script> \u{202e}x"),
        summary: Vec::new(),
        sections: vec![
            Section { blocks: vec![Block::Table(table)], ..Section::default() },
            Section { blocks: texts, heading: Message::same("# <b> \\"), ..Section::default() },
            Section { blocks: vec![Block::List(items)], ..Section::default() },
            Section { blocks: vec![Block::Quote(strangers().join("\n"))], ..Section::default() },
        ],
    }
}

/// The lines of the first table of a drawn report: from the header to the last row.
fn grid(text: &str, header: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.contains(header)).expect("the header is there");
    lines[start..].iter().take_while(|line| !line.is_empty()).map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_wide_terminal_shows_every_column_in_line() {
    let text = render::terminal(&board(), Language::Chinese, 200, false);
    let expected = [
        "排名  模型              机构       总分  OPEN多轮开放问题  OPT三大能力客观题  使用方式",
        "──────────────────────────────────────────────────────────────────────────────────────",
        "   -  GPT4-Turbo        OpenAI    90.63             90.89              90.03  API     ",
        "  🏅️  文心一言4.0(API)  百度      79.02             75.00              88.38  API     ",
        "   9  PCI-TransGPT      佳都科技  68.33             61.71              83.76  API     ",
        "   9  360GPT_Pro        360       68.32             60.44                  -  API     ",
    ];
    let lines = grid(&text, "使用方式");
    assert_eq!(lines, expected);
    for line in &lines {
        assert_eq!(width(line), 86, "{line}");
    }
}

#[test]
fn eighty_columns_wrap_headers_and_keep_every_number() {
    let text = render::terminal(&board(), Language::Chinese, 80, false);
    let expected = [
        "                                         OPEN多轮开放问  OPT三大能力客          ",
        "排名  模型              机构       总分              题           观题  使用方式",
        "────────────────────────────────────────────────────────────────────────────────",
        "   -  GPT4-Turbo        OpenAI    90.63           90.89          90.03  API     ",
        "  🏅️  文心一言4.0(API)  百度      79.02           75.00          88.38  API     ",
        "   9  PCI-TransGPT      佳都科技  68.33           61.71          83.76  API     ",
        "   9  360GPT_Pro        360       68.32           60.44              -  API     ",
    ];
    let lines = grid(&text, "OPEN");
    assert_eq!(lines, expected);
    for line in &lines {
        assert_eq!(width(line), 80, "{line}");
    }
}

#[test]
fn a_narrow_terminal_leaves_out_optional_columns_and_says_which() {
    let text = render::terminal(&board(), Language::English, 44, false);
    let expected = "\
SuperCLUE · General
═══════════════════

Edition 2023年12月.

Ranking
───────

! last seen long ago

26 entries
                               OPEN multi-
                                      turn
rank  model             total    questions
──────────────────────────────────────────
   -  GPT4-Turbo        90.63        90.89
  🏅️  文心一言4.0(API)  79.02        75.00
   9  PCI-TransGPT      68.33        61.71
   9  360GPT_Pro        68.32        60.44
not shown, the terminal is too narrow:
organisation, OPT capability questions,
access

Changes
───────

Nothing entered.

model
─────
(no rows)

- ↑ 3
- the other board
- README <https://github.com/a/b>
- bad

  │ | 9 | 360GPT_Pro |
  │ ```
  │ | <b> |
";
    assert_eq!(text, expected);
}

#[test]
fn colour_only_adds_control_sequences() {
    let plain = render::terminal(&board(), Language::Chinese, 80, false);
    let coloured = render::terminal(&board(), Language::Chinese, 80, true);
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}[2m90.63\u{1b}[0m"), "a reference row is dim");
    assert!(coloured.contains("\u{1b}[1m79.02\u{1b}[0m"), "a cell's own tone goes before its row's");
    assert!(coloured.contains("\u{1b}[33m! 很久未更新\u{1b}[0m"));
    let mut stripped = coloured;
    for code in ["0", "1", "2", "31", "32", "33"] {
        stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(stripped, plain);
}

#[test]
fn strangers_names_keep_the_table_in_line_and_the_terminal_quiet() {
    for columns in [20, 40, 80, 200] {
        for colour in [false, true] {
            let text = render::terminal(&strange(), Language::English, columns, colour);
            let ours = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"];
            let bare = ours.iter().fold(text, |text, code| text.replace(code, ""));
            assert!(bare.chars().all(|c| c == '\n' || printable_line(&c.to_string()) == c.to_string()));
            assert!(bare.contains('\u{fffd}'), "what acts is shown as replaced");
            let lines = grid(&bare, "rank  name");
            for line in &lines {
                assert_eq!(width(line), width(&lines[0]), "{line}");
            }
            assert!(lines.len() > strangers().len() + 2);
            assert!(columns < 40 || width(&lines[0]) <= columns);
        }
    }
}

#[test]
fn markdown_is_what_a_person_would_write() {
    let expected = "\
# SuperCLUE · 总排行榜

2023年12月期。

<a id=\"ranking\"></a>

## 排名

> **注意：** 很久未更新

26 个条目

| 排名 | 模型 | 机构 | 总分 | OPEN多轮开放问题 | OPT三大能力客观题 | 使用方式 |
| ---: | --- | --- | ---: | ---: | ---: | --- |
| - | GPT4-Turbo | OpenAI | 90.63 | 90.89 | 90.03 | API |
| 🏅\u{fe0f} | [文心一言4.0(API)](<https://yiyan.baidu.com/?a=1&amp;b=2>) | 百度 | **79.02** | 75.00 | 88.38 | API |
| 9 | PCI-TransGPT | 佳都科技 | 68.33 | 61.71 | 83.76 | API |
| 9 | 360GPT_Pro | 360 | 68.32 | 60.44 | - | API |

## 变化

没有新上榜。

| 模型 |
| --- |

（没有数据行）

- ↑ 3
- [另一榜单](<superclue.open.md#ranking>)
- [README](<https://github.com/a/b>)
- bad

````text
| 9 | 360GPT_Pro |
```
| <b> |
````
";
    assert_eq!(render::markdown(&board(), Language::Chinese), expected);
}

/// What a Markdown document holds, read by another program's rules.
#[derive(Default)]
struct Read {
    cells: Vec<Vec<String>>,
    links: Vec<(String, String)>,
    html: Vec<String>,
    text: String,
}

fn read_markdown(markdown: &str) -> Read {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH | Options::ENABLE_GFM;
    let mut read = Read::default();
    let mut in_cell = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::TableRow) => read.cells.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                in_cell = true;
                if let Some(row) = read.cells.last_mut() {
                    row.push(String::new());
                }
            }
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Text(text) => {
                read.text.push_str(&text);
                if let Some(cell) = read.cells.last_mut().and_then(|row| row.last_mut()).filter(|_| in_cell) {
                    cell.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                read.links.push((dest_url.to_string(), title.to_string()));
            }
            Event::Html(html) | Event::InlineHtml(html) => read.html.push(html.to_string()),
            Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Start(Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough) => {
                panic!("a stranger's text became {event:?}")
            }
            _ => {}
        }
    }
    read
}

#[test]
fn markdown_reads_back_as_the_printed_texts() {
    let markdown = render::markdown(&strange(), Language::English);
    let read = read_markdown(&markdown);
    let expected: Vec<Vec<String>> =
        strangers().iter().map(|name| vec!["1".to_owned(), shown(name), shown(name), shown(name)]).collect();
    assert_eq!(read.cells, expected);
    assert!(read.html.is_empty(), "{:?}", read.html);
    for name in strangers() {
        assert!(read.text.contains(&shown(&name)), "{name:?} stands in a paragraph or item");
    }
    let named = strangers().iter().filter(|name| !name.is_empty()).count();
    assert_eq!(read.links.len(), 2 * named, "two cells of each row are links, and nothing else is");
    for (address, title) in read.links {
        assert_eq!(address, "https://a.example/(x)%7Cy?%3C&lt;%3E");
        assert!(title.is_empty() || strangers().iter().any(|name| shown(name) == title), "{title:?}");
    }
}

fn page(report: &Report) -> String {
    let page = HtmlPage {
        language: Language::Chinese,
        style: Some("../style.css"),
        other: Some("../en/superclue.general.html"),
        home: Some("overview.html"),
    };
    render::html(report, &page)
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

#[test]
fn a_page_is_valid_and_loads_nothing_but_its_sheet() {
    let text = page(&board());
    let html = Html::parse_document(&text);
    assert!(text.starts_with("<!DOCTYPE html><html lang="));
    assert_eq!(select(&html, "html")[0].value().attr("lang"), Some("zh-Hans"));
    let alternate = select(&html, "link[rel=alternate]")[0].value();
    assert_eq!(
        (alternate.attr("hreflang"), alternate.attr("href")),
        (Some("en"), Some("../en/superclue.general.html"))
    );
    let policy = select(&html, "meta[http-equiv=Content-Security-Policy]")[0].value().attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
    assert_eq!(select(&html, "script, style, img, iframe, object, form, [style], [src]").len(), 0);
    let sheets: Vec<_> = select(&html, "link[rel=stylesheet]").iter().map(|link| link.value().attr("href")).collect();
    assert_eq!(sheets, [Some("../style.css")]);
    for loading in ["url(", "@import", "@font-face", "expression", "http"] {
        assert!(!STYLE.contains(loading), "the sheet has {loading}");
    }
}

#[test]
fn a_table_says_what_its_cells_are_and_where_they_come_from() {
    let text = page(&board());
    let html = Html::parse_document(&text);
    assert_eq!(select(&html, "#ranking h2").len(), 1);
    assert_eq!(select(&html, "#ranking table caption")[0].text().collect::<String>(), "26 个条目");
    assert_eq!(select(&html, "#ranking thead th[scope=col]").len(), 7);
    let names: Vec<String> =
        select(&html, "#ranking tbody th[scope=row]").iter().map(|th| th.text().collect()).collect();
    assert_eq!(names, ["GPT4-Turbo", "文心一言4.0(API)", "PCI-TransGPT", "360GPT_Pro"]);
    let muted = select(&html, "tr.muted td.num");
    assert_eq!(muted[0].text().collect::<String>(), "-");
    let best = select(&html, "td[data-locator]")[0].value();
    assert_eq!(best.attr("title"), Some("表 3 第 2 行"));
    assert_eq!(best.attr("tabindex"), Some("0"));
    assert_eq!(best.attr("data-locator"), Some("table 3!R2C4@100-105"));
    assert_eq!(best.attr("data-capture"), Some(Digest::of(b"README").hex().as_str()));
    let links: Vec<_> = select(&html, "main a").iter().filter_map(|a| a.value().attr("href")).collect();
    assert_eq!(links, ["https://yiyan.baidu.com/?a=1&b=2", "superclue.open.html#ranking", "https://github.com/a/b"]);
}

#[test]
fn html_reads_back_as_the_printed_texts() {
    let text = page(&strange());
    let html = Html::parse_document(&text);
    assert!(text.starts_with("<!DOCTYPE html><html lang="));
    let rows = select(&html, "tbody tr");
    assert_eq!(rows.len(), strangers().len());
    for (row, name) in rows.iter().zip(strangers()) {
        let cells: Vec<String> = row.child_elements().map(|cell| cell.text().collect()).collect();
        assert_eq!(cells, ["1".to_owned(), shown(&name), shown(&name), shown(&name)]);
        let title = row.child_elements().last().and_then(|cell| cell.value().attr("title"));
        assert_eq!(title.unwrap_or_default(), shown(&name));
    }
    assert_eq!(select(&html, "script, main b, main img").len(), 0);
    assert!(select(&html, "main a").iter().all(|a| a.value().attr("href").unwrap().starts_with("https://a.example/")));
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}'));
}

fn csv_of(table: &Table) -> String {
    let mut bytes = Vec::new();
    render::csv(table, Language::English, &mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("it is text")
}

fn json_of(report: &Report) -> String {
    let mut bytes = Vec::new();
    render::json(report, Language::English, &mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("it is text")
}

#[test]
fn csv_is_read_by_spreadsheets_without_running_anything() {
    let report = strange();
    let Block::Table(table) = &report.sections[0].blocks[0] else { panic!("a table") };
    let text = csv_of(table);
    assert!(text.starts_with("rank,name,linked,noted\r\n"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.records().map(|record| record.unwrap()[1].to_owned()).collect();
    let restored: Vec<&str> = names.iter().map(|name| bangdan::text::restore_formula(name)).collect();
    assert_eq!(restored, strangers());
    assert!(names.iter().all(|name| !name.starts_with(['=', '+', '@']) && !name.starts_with("- ")));

    let Block::Table(table) = &board().sections[0].blocks[1] else { panic!("a table") };
    let expected = "rank,name,organization,total,open,opt,access\r\n-,GPT4-Turbo,OpenAI,90.63,90.89,90.03,API\r\n";
    assert!(csv_of(table).starts_with(expected));
}

#[test]
fn json_has_printed_digits_keys_in_order_and_nothing_that_acts() {
    let mut report = board();
    let Block::Table(table) = &mut report.sections[0].blocks[1] else { panic!("a table") };
    table.rows[1].cells[4] = Cell::plain("75.00").valued(75.0);
    table.rows[1].cells[0].value = Some(1.0);
    let text = json_of(&report);
    assert!(text.contains("\"value\": 75.00\n"), "the zeros are kept");
    assert!(text.contains("\"value\": 1\n"), "a medal is place 1");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let row = &json["sections"][0]["blocks"][1]["table"]["rows"][1];
    assert_eq!(row["total"]["text"], "79.02");
    assert_eq!(row["total"]["note"], "table 3, row 2");
    assert_eq!(row["total"]["source"]["locator"], "table 3!R2C4@100-105");
    assert_eq!(row["total"]["source"]["capture"], Digest::of(b"README").hex());
    assert_eq!(row["name"]["link"], "https://yiyan.baidu.com/?a=1&b=2");
    assert_eq!(json["sections"][1]["blocks"][2]["list"][3]["link"], serde_json::Value::Null);
    let keys = ["rank", "name", "organization", "total", "open", "opt", "access"];
    let places = keys.map(|key| text.find(&format!("\"{key}\": {{")).unwrap());
    assert!(places.is_sorted());

    let text = json_of(&strange());
    assert!(text.chars().all(|c| c == '\n' || printable_line(&c.to_string()) == c.to_string()));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = json["sections"][0]["blocks"][0]["table"]["rows"].as_array().unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row["name"]["text"].as_str().unwrap()).collect();
    assert_eq!(names, strangers());
}

#[test]
fn a_site_has_every_page_in_both_languages_and_its_links_lead_somewhere() {
    let mut other = board();
    other.slug = "superclue.open".into();
    let pages = [board(), other];
    let files = render::site(&pages);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "README.md",
            "index.html",
            "style.css",
            "en/superclue.general.md",
            "en/superclue.general.html",
            "en/superclue.open.md",
            "en/superclue.open.html",
            "zh/superclue.general.md",
            "zh/superclue.general.html",
            "zh/superclue.open.md",
            "zh/superclue.open.html",
        ]
    );
    assert_eq!(render::site(&pages), files, "the same pages give the same bytes");
    for file in files.iter().filter(|file| file.text.starts_with("<!DOCTYPE html>")) {
        let html = Html::parse_document(&file.text);
        let base = url::Url::parse("https://site.example/").unwrap().join(&file.path).unwrap();
        for element in select(&html, "[href]") {
            let target = base.join(element.value().attr("href").unwrap()).unwrap();
            if target.host_str() == Some("site.example") && target.path() != base.path() {
                assert!(paths.contains(&&target.path()[1..]), "{}: {target}", file.path);
            }
        }
    }
    let readme = read_markdown(&files[0].text);
    let links: Vec<&str> = readme.links.iter().map(|(address, _)| address.as_str()).collect();
    assert_eq!(links[..2], ["en/superclue.general.md", "zh/superclue.general.md"]);
    assert_eq!(readme.cells[0], ["SuperCLUE · General", "SuperCLUE · 总排行榜"]);
}
