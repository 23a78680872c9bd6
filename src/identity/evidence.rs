//! Why a name was decided as it was, in words.

use super::alias::Why;
use super::words::Unreadable;
use crate::message;
use crate::schema::ModelId;
use crate::text::Message;

/// One piece of evidence for a decision, or of what speaks against one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A person decided it.
    Decided(Box<Why>),
    /// A person decided that the name does not mean this.
    Rejected(String, Box<Why>),
    /// The name is an alias as it stands; on boards of this source only, where one is named.
    Alias {
        /// The alias.
        alias: String,
        /// It holds on boards of one source only.
        of_source: bool,
    },
    /// All of the name that states no configuration equals an alias but for case, width, signs and blanks.
    Spelling(String),
    /// Words that name a line of models.
    Line(String),
    /// Words that name a developer.
    Developer(String, String),
    /// Words that name a release.
    Release(String),
    /// The owner of a repository on a hub, and the repository's name.
    Repository(String),
    /// Words of a family's grammar that together name a model that the registry does not have.
    Grammar(String),
    /// Words that state a setting.
    Setting(String, String),
    /// Words that state nothing.
    Ignored(String),
    /// The board's column for the way of access.
    Access(String),
    /// A tag of Ollama's without a word for it is the instructed model's.
    Tag,
    /// Several models answer together.
    Together(usize),
    /// No model, but people or chance.
    NotAModel(String),
    /// The organisation that the board prints is not the model's developer.
    Organization(String, ModelId),
    /// The name was public before the model came out.
    TooEarly(ModelId, String),
    /// Several models have this name.
    Several(String),
    /// Words that nothing explains.
    LeftOver(String),
    /// The name is not read at all.
    Unreadable(&'static str, &'static str),
}

impl Evidence {
    pub(super) fn unreadable(why: Unreadable) -> Evidence {
        match why {
            Unreadable::Empty => Evidence::Unreadable("no letter and no digit", "没有字母或数字"),
            Unreadable::TooLong => Evidence::Unreadable("too long for a name", "过长，不是名称"),
            Unreadable::Control => Evidence::Unreadable("control characters", "含控制字符"),
            Unreadable::MixedScripts => {
                Evidence::Unreadable("letters of another alphabet among Latin ones", "拉丁字母中混有其他字母")
            }
        }
    }

    /// It in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Evidence::Decided(why) => {
                let Why { at, why } = &**why;
                message!("decided in {at}: {why}", "人工决定（{at}）：{why}")
            }
            Evidence::Rejected(id, why) => {
                let Why { at, why } = &**why;
                message!("not {id}, decided in {at}: {why}", "不是 {id}，人工决定（{at}）：{why}")
            }
            Evidence::Alias { alias, of_source: true } => {
                message!("{alias:?} is an alias on this source's boards", "{alias:?} 是该来源榜单上的别名")
            }
            Evidence::Alias { alias, of_source: false } => message!("{alias:?} is an alias", "{alias:?} 是别名"),
            Evidence::Spelling(text) => {
                message!("{text:?} is an alias in another spelling", "{text:?} 是别名的另一种写法")
            }
            Evidence::Line(text) => message!("{text:?} names the model", "{text:?} 指明模型"),
            Evidence::Developer(text, id) => message!("{text:?} names the developer {id}", "{text:?} 指明开发者 {id}"),
            Evidence::Release(text) => message!("{text:?} names the release", "{text:?} 指明版本日期"),
            Evidence::Repository(text) => {
                message!("{text:?} is a repository of this owner", "{text:?} 是该所有者的仓库")
            }
            Evidence::Grammar(text) => message!(
                "{text:?}: every word has its place in the grammar of the family; the registry does not have the model",
                "{text:?}：各部分均符合该系列的命名规则；登记表中尚无此模型"
            ),
            Evidence::Setting(text, setting) => message!("{text:?} states {setting}", "{text:?} 说明 {setting}"),
            Evidence::Ignored(text) => message!("{text:?} states nothing", "{text:?} 无含义"),
            Evidence::Access(text) => message!("the board gives {text:?} as the access", "榜单所列使用方式为 {text:?}"),
            Evidence::Tag => message!("Ollama's tag is that of the instructed model", "Ollama 的标签默认指指令模型"),
            Evidence::Together(count) => message!("{count} models answer together", "{count} 个模型共同作答"),
            Evidence::NotAModel(text) => message!("{text:?} is no model", "{text:?} 不是模型"),
            Evidence::Organization(text, id) => message!(
                "the board names {text:?}, who is not the developer of {id}",
                "榜单所列机构为 {text:?}，并非 {id} 的开发者"
            ),
            Evidence::TooEarly(id, at) => {
                message!("{id} was not out in {at}", "{at} 时 {id} 尚未发布")
            }
            Evidence::Several(text) => message!("{text:?} means several models", "{text:?} 可指多个模型"),
            Evidence::LeftOver(text) => message!("nothing explains {text:?}", "{text:?} 无法解释"),
            Evidence::Unreadable(en, zh) => message!("not read: {en}", "未读取：{zh}"),
        }
    }
}
