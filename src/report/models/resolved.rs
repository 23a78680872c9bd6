//! What one name means, and why.

use super::list::{column, developer_name};
use crate::identity::{Meaning, Registry, Resolution};
use crate::message;
use crate::schema::{Align, Block, Cell, ModelId, Report, Row, Section, Table, Tone};
use crate::text::Message;

/// What a name means; `explain` adds the evidence in words.
#[must_use]
pub fn resolution_report(registry: &Registry, name: &str, resolution: &Resolution, explain: bool) -> Report {
    let mut sections =
        vec![Section { blocks: vec![Block::Table(answer(registry, name, resolution))], ..Section::default() }];
    if let Meaning::New(provisional) = &resolution.meaning {
        sections.push(undecided(registry, provisional, &resolution.candidates));
    }
    if explain {
        let lines = resolution.evidence.iter().map(|evidence| Cell::words(evidence.message()));
        sections.push(Section {
            heading: message!("Why, strongest first", "依据（由强到弱）"),
            blocks: vec![Block::List(lines.collect())],
            ..Section::default()
        });
    }
    Report {
        slug: "resolution".to_owned(),
        title: message!("What the name means", "名称所指"),
        summary: Vec::new(),
        sections,
    }
}

fn answer(registry: &Registry, name: &str, resolution: &Resolution) -> Table {
    let developers = developers(registry, resolution);
    Table {
        caption: Message::default(),
        columns: vec![
            column("name", message!("name", "名称"), Align::Left, 0),
            column("id", message!("id", "id"), Align::Left, 0),
            column("config", message!("configuration", "配置"), Align::Left, 0),
            column("kind", message!("kind", "性质"), Align::Left, 0),
            column("developer", message!("developer (English)", "开发者（英文）"), Align::Left, 0),
            column("developer_zh", message!("developer (Chinese)", "开发者（中文）"), Align::Left, 0),
        ],
        rows: vec![Row {
            cells: vec![
                Cell::plain(name),
                Cell::plain(resolution.id()).toned(Tone::Strong),
                Cell::plain(resolution.configuration()),
                Cell::words(kind(resolution)),
                Cell::plain(developers.en),
                Cell::plain(developers.zh),
            ],
            ..Row::default()
        }],
    }
}

fn kind(resolution: &Resolution) -> Message {
    match (&resolution.meaning, resolution.kind) {
        (_, Some(kind)) => kind.name(),
        (Meaning::Model(_), None) => {
            message!("a model that the registry does not have", "登记表中尚无的模型")
        }
        (Meaning::Composite(_), None) => message!("several models together", "多个模型共同作答"),
        (Meaning::NotAModel, None) => message!("not a model", "不是模型"),
        (Meaning::New(_), None) => message!("not decided", "未能确定"),
    }
}

/// The developers of the model, or of the models that answer together, each once.
fn developers(registry: &Registry, resolution: &Resolution) -> Message {
    let ids: &[ModelId] = match &resolution.meaning {
        Meaning::Model(id) => std::slice::from_ref(id),
        Meaning::Composite(members) => members,
        Meaning::NotAModel | Meaning::New(_) => &[],
    };
    let mut names: Vec<Message> = Vec::new();
    for id in ids {
        let name = developer_name(registry, id.as_str().split('/').next().unwrap_or_default());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let join = |pick: fn(&Message) -> &str, comma: &str| names.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|name| &name.en, ", "), zh: join(|name| &name.zh, "、") }
}

fn undecided(registry: &Registry, provisional: &str, candidates: &[ModelId]) -> Section {
    let mut blocks = vec![Block::Text(message!(
        "Its provisional identity is {provisional}; it holds within its source only.",
        "其临时标识为 {provisional}，仅在其来源内有效。"
    ))];
    if candidates.is_empty() {
        blocks.push(Block::Text(message!(
            "No model of the registry comes close enough to name it.",
            "登记表中没有可列出的候选模型。"
        )));
    } else {
        blocks.push(Block::Table(Table {
            caption: message!("candidates", "候选模型"),
            columns: vec![
                column("candidate", message!("candidate", "候选"), Align::Left, 0),
                column("name", message!("name", "名称"), Align::Left, 1),
                column("developer", message!("developer", "开发者"), Align::Left, 2),
            ],
            rows: candidates.iter().map(|id| candidate(registry, id)).collect(),
        }));
    }
    Section { heading: message!("Not decided", "未能确定"), blocks, ..Section::default() }
}

fn candidate(registry: &Registry, id: &ModelId) -> Row {
    let name = registry.model(id.as_str()).map_or("", |model| &model.name);
    let developer = developer_name(registry, id.as_str().split('/').next().unwrap_or_default());
    Row { cells: vec![Cell::plain(id.as_str()), Cell::plain(name), Cell::words(developer)], ..Row::default() }
}
