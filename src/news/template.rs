//! A message as JSON from a template.
//!
//! Whatever a template prints with `{{ … }}` is printed as JSON (text with its quotes and escapes, lists and numbers as
//! they are), so that no name can break out of its place. What comes out is read as JSON before it is sent.

use super::boards::Boards;
use super::item::Item;
use super::list::with_also;
use super::words::{self, cut};
use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::render::web_address;
use crate::schema::Digest;
use crate::text::{Language, Message, printable_line};
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

/// The most steps of a template: a loop over all news takes a few thousand.
const MOST_STEPS: u64 = 2_000_000;

/// The most characters of the text of one piece of news: Slack takes 3,000 in one place.
const MOST_OF_A_TEXT: usize = 1_500;

/// The most bytes of a template.
const MOST_OF_A_TEMPLATE: usize = 1 << 20;

/// A template for messages.
pub struct Template {
    file: String,
    text: String,
}

/// What one message says.
#[derive(Debug, Clone, Serialize)]
pub struct Letter<'a> {
    /// The title.
    pub title: &'a str,
    /// `en` or `zh`.
    pub language: &'a str,
    /// The news.
    pub items: &'a [Told],
    /// How many more there are, which no message names.
    pub more: usize,
    /// The last line: how many more there are, and where all of it comes from.
    pub footer: &'a str,
    /// Seconds since 1970, as text.
    pub timestamp: &'a str,
    /// Feishu's signature; empty where there is no secret.
    pub sign: &'a str,
}

/// A piece of news as templates see it.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// The kind: `new-leader`.
    pub kind: String,
    /// The rule.
    pub rule: String,
    /// The rule's heading.
    pub section: String,
    /// What happened, without the board.
    pub text: String,
    /// The board, its publisher and the edition or day.
    pub place: String,
    /// The board's id.
    pub board: String,
    /// The board's page; empty where there is none.
    pub url: String,
    /// The edition; empty on a rolling board.
    pub edition: String,
    /// The name as printed, made printable; empty where it is about a whole board.
    pub name: String,
    /// The organisation as printed, made printable.
    pub organization: String,
    /// The model's id; empty where it is not known.
    pub model: String,
    /// The developer's country; empty where it is not known.
    pub country: String,
    /// Whether its weights are open; `null` where that is not known.
    pub open: Option<bool>,
    /// The place (排名) now.
    pub rank: Option<u32>,
    /// The place before.
    pub rank_before: Option<u32>,
    /// The score as printed.
    pub score: Option<String>,
    /// The day on which it was public.
    pub public_on: String,
    /// When the archive learnt of it.
    pub learnt_at: String,
    /// The first digits of the capture's digest.
    pub capture: String,
    /// Others of which the text tells too.
    pub more: Vec<Told>,
}

impl Told {
    /// A piece of news in a language.
    #[must_use]
    pub fn new(item: &Item, boards: &Boards, language: Language) -> Told {
        let occurrence = &item.occurrence;
        let name = boards.name(&occurrence.board);
        let publisher = boards.publisher(&occurrence.board).to_owned();
        let place = [name.get(language).to_owned(), publisher, words::shown(&occurrence.when())];
        let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let shown = |text: &str| words::shown(text);
        Told {
            id: item.id(),
            kind: occurrence.kind.as_str().to_owned(),
            rule: item.rule.clone(),
            section: item.title.get(language).to_owned(),
            text: cut(with_also(item, boards).get(language), MOST_OF_A_TEXT),
            place: place.join(language.pick(", ", "，")),
            board: occurrence.board.to_string(),
            url: web_address(boards.homepage(&occurrence.board)).unwrap_or_default(),
            edition: occurrence.edition.as_deref().map(shown).unwrap_or_default(),
            name: shown(&occurrence.name),
            organization: occurrence.organization.as_deref().map(shown).unwrap_or_default(),
            model: item.facts.model.as_ref().map(ToString::to_string).unwrap_or_default(),
            country: item.facts.country.clone().unwrap_or_default(),
            open: item.facts.open,
            rank: occurrence.place,
            rank_before: occurrence.before,
            score: occurrence.score.as_deref().map(shown),
            public_on: occurrence.day(),
            learnt_at: occurrence.learnt_at.to_string(),
            capture: occurrence.capture.as_ref().map(Digest::short).unwrap_or_default(),
            more: item.more.iter().map(|other| Told::new(other, boards, language)).collect(),
        }
    }
}

impl Template {
    /// Takes a template; `file` is what it is called where something is wrong with it.
    ///
    /// # Errors
    /// A mistake in it, with its place.
    pub fn new(file: &str, text: &str) -> Result<Template> {
        let template = Template { file: file.to_owned(), text: text.to_owned() };
        if text.len() > MOST_OF_A_TEMPLATE {
            let what = message!("the template is larger than 1 MB", "模板超过 1 MB");
            return Err(template.wrong(None, what));
        }
        environment().template_from_named_str(file, text).map_err(|cause| template.mistake(&cause))?;
        Ok(template)
    }

    /// The JSON of a message.
    ///
    /// # Errors
    /// A mistake that only shows now, with its place in the template, or a result that is no JSON, with the place in
    /// the result.
    pub fn render(&self, letter: &Letter<'_>) -> Result<String> {
        let environment = environment();
        let rendered = environment.render_named_str(&self.file, &self.text, Value::from(Serde(letter)));
        let rendered = rendered.map_err(|cause| self.mistake(&cause))?;
        match serde_json::from_str::<serde_json::Value>(&rendered) {
            Ok(serde_json::Value::Object(_) | serde_json::Value::Array(_)) => Ok(rendered.trim().to_owned()),
            Ok(_) => {
                Err(self.wrong(None, message!("it gives neither an object nor a list", "结果既不是对象也不是列表")))
            }
            Err(cause) => {
                let (line, column) = (cause.line(), cause.column());
                let around = rendered.lines().nth(line.saturating_sub(1)).unwrap_or_default();
                let around: String = around.chars().skip(column.saturating_sub(30)).take(60).collect();
                let (around, cause) = (printable_line(around.trim()).into_owned(), cause.to_string());
                let what = message!(
                    "what it gives is no JSON at line {line}, column {column} of the result, near {around:?}: {cause}",
                    "模板的结果不是有效的 JSON：结果第 {line} 行第 {column} 列，{around:?} 附近：{cause}"
                );
                Err(self.wrong(None, what).with_hint(message!(
                    "`{{{{ x }}}}` prints quotes of its own, so none belong around it",
                    "`{{{{ x }}}}` 自带引号，外面不要再加引号"
                )))
            }
        }
    }

    fn mistake(&self, cause: &minijinja::Error) -> Error {
        let position = cause.line().map(|line| {
            let text = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            Position { line, column: text.chars().take_while(|c| c.is_whitespace()).count() + 1 }
        });
        let said = cause.detail().map_or_else(|| cause.kind().to_string(), str::to_owned);
        let said = printable_line(&said).into_owned();
        self.wrong(position, message!("a mistake in the template: {said}", "模板有误：{said}"))
    }

    fn wrong(&self, position: Option<Position>, what: Message) -> Error {
        Error::new(ErrorKind::Definition { file: self.file.clone(), position, what, suggestion: None })
    }
}

fn environment<'e>() -> Environment<'e> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Json);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(MOST_STEPS));
    environment
}
