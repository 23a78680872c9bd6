//! One line of an overlay: what a person decided about a name or an id.

use super::alias::Scope;
use crate::message;
use crate::text::{DateForm, Message, nearest};

/// What a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The name means the id.
    Accept,
    /// The name does not mean the id.
    Reject,
    /// The id in the place of the name is called otherwise.
    Rename,
    /// The alias no longer means its old id, but this one.
    Split,
    /// The id is a model with this usual name.
    Model,
}

impl Action {
    /// All of them, as written.
    pub const NAMES: [&'static str; 5] = ["accept", "reject", "rename", "split", "model"];

    /// As written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Accept => "accept",
            Action::Reject => "reject",
            Action::Rename => "rename",
            Action::Split => "split",
            Action::Model => "model",
        }
    }

    fn read(text: &str) -> Option<Action> {
        [Action::Accept, Action::Reject, Action::Rename, Action::Split, Action::Model]
            .into_iter()
            .find(|action| action.as_str() == text)
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is decided.
    pub action: Action,
    /// The name as printed; with `rename` an id.
    pub name: String,
    /// The id; `NONE` and `COMPOSITE:a+b` where a name means that.
    pub id: String,
    /// The configuration that the name states, keys sorted; with `model` what is known of it.
    pub settings: Vec<(String, String)>,
    /// Where it holds.
    pub scope: Scope,
    /// Why.
    pub why: String,
}

/// Keys of a configuration.
const KEYS: [&str; 18] = [
    "access",
    "context",
    "edit_format",
    "effort",
    "judge",
    "mode",
    "prompt",
    "quality",
    "quant",
    "resolution",
    "route",
    "run",
    "sampling",
    "scaffold",
    "shots",
    "thinking",
    "thinking_budget",
    "web_search",
];

/// What an action `model` may state in the column `config`.
pub(super) const FACTS: [&str; 5] = ["class", "kind", "open_weights", "params_b", "released"];

/// What is wrong with a line, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub what: Message,
    pub todo: Message,
}

impl Wrong {
    pub(super) fn new(what: Message, todo: Message) -> Wrong {
        Wrong { what, todo }
    }
}

impl Decision {
    /// The configuration as aliases have it.
    #[must_use]
    pub fn configuration(&self) -> String {
        let settings: Vec<String> = self.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        settings.join(";")
    }

    /// Reads a line by its columns. `None` where the person has not decided yet.
    pub(super) fn read(cell: impl Fn(&str) -> String) -> Result<Option<Decision>, Wrong> {
        let typed = cell("action");
        if typed.is_empty() {
            return Ok(None);
        }
        let action = Action::read(&typed).ok_or_else(|| unknown_action(&typed))?;
        let (name, id, why) = (cell("name"), cell("id"), cell("why"));
        for (column, text) in [("name", &name), ("id", &id), ("why", &why)] {
            if text.is_empty() {
                return Err(lacks(action, column));
            }
        }
        let scope: [String; 5] = ["organization", "source", "board", "from", "until"].map(&cell);
        let everywhere = matches!(action, Action::Rename | Action::Model);
        let config = cell("config");
        if everywhere && scope.iter().any(|part| !part.is_empty()) {
            return Err(Wrong::new(
                message!("`{typed}` holds everywhere", "`{typed}` 处处有效"),
                message!(
                    "leave organization, source, board, from and until empty",
                    "请将 organization、source、board、from、until 留空"
                ),
            ));
        }
        if matches!(action, Action::Rename | Action::Reject) && !config.is_empty() {
            return Err(Wrong::new(
                message!("`{typed}` is about an id, whatever the configuration", "`{typed}` 只针对 id，与配置无关"),
                message!("leave config empty", "请将 config 留空"),
            ));
        }
        let keys: &[&str] = if action == Action::Model { &FACTS } else { &KEYS };
        let settings = settings(&config, keys)?;
        let [organization, source, board, from, until] = scope;
        for date in [&from, &until].into_iter().filter(|date| !date.is_empty()) {
            day_or_month(date)?;
        }
        let scope = Scope::new(organization, source, board, from, until);
        if !scope.is_possible() {
            return Err(Wrong::new(
                message!("no place and time meets all of its conditions", "没有任何榜单与时间同时满足其条件"),
                message!(
                    "`until` is not before `from`, and a board is one of its source",
                    "`until` 不得早于 `from`，榜单须属于该来源"
                ),
            ));
        }
        Ok(Some(Decision { action, name, id, settings, scope, why }))
    }
}

fn unknown_action(typed: &str) -> Wrong {
    let names = Action::NAMES.join(", ");
    let what = message!("no action is called {typed:?}", "没有名为 {typed:?} 的 action");
    match nearest(typed, Action::NAMES).into_iter().next() {
        Some(near) => Wrong::new(what, message!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => Wrong::new(
            what,
            message!("use one of {names}, or leave it empty while undecided", "请用 {names} 之一，未决定时留空"),
        ),
    }
}

fn lacks(action: Action, column: &str) -> Wrong {
    let action = action.as_str();
    let todo = match column {
        "why" => message!("write the reason, for whoever reviews the file", "请写明理由，供审阅者查看"),
        _ => message!("fill it in, or empty the action while undecided", "请填写，未决定时将 action 留空"),
    };
    Wrong::new(message!("`{action}` needs `{column}`", "`{action}` 必须填写 `{column}`"), todo)
}

fn settings(config: &str, keys: &[&str]) -> Result<Vec<(String, String)>, Wrong> {
    let mut settings: Vec<(String, String)> = Vec::new();
    for part in config.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((key, value)) = part.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            return Err(Wrong::new(
                message!("{part:?} is no setting", "{part:?} 不是设置项"),
                message!("write `key=value`, joined by `;`", "请写作 `键=值`，以 `;` 分隔"),
            ));
        };
        if !keys.contains(&key) {
            let known = keys.join(", ");
            return Err(Wrong::new(
                message!("no setting is called {key:?}", "没有名为 {key:?} 的设置项"),
                message!("there are {known}", "可用的有：{known}"),
            ));
        }
        if settings.iter().any(|(other, _)| other == key) {
            return Err(Wrong::new(
                message!("{key:?} is set twice", "{key:?} 设置了两次"),
                message!("keep one of the two", "请只保留一个"),
            ));
        }
        settings.push((key.to_owned(), value.to_owned()));
    }
    settings.sort();
    Ok(settings)
}

/// Whether a text is a day or a month of the calendar.
pub(super) fn is_day_or_month(text: &str) -> bool {
    let form = if text.len() == 7 { "year-month" } else { "year-month-day" };
    let exact = matches!(text.len(), 7 | 10);
    exact && DateForm::parse(form).is_ok_and(|form| form.iso(text).as_deref() == Some(text))
}

fn day_or_month(text: &str) -> Result<(), Wrong> {
    if is_day_or_month(text) {
        return Ok(());
    }
    Err(Wrong::new(
        message!("{text:?} is no date", "{text:?} 不是日期"),
        message!("write 2023-11 or 2023-11-28", "请写作 2023-11 或 2023-11-28"),
    ))
}
