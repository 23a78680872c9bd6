//! The registry as a table.

use crate::identity::{Found, Model, Registry};
use crate::message;
use crate::schema::{Align, Block, Cell, Column, Report, Row, Section, Table};
use crate::text::Message;

/// Models, one line each, in the order given.
#[must_use]
pub fn models_report(registry: &Registry, models: &[&Model]) -> Report {
    let (count, all) = (models.len(), registry.models().len());
    let summary = match count {
        1 => message!("one of the {all} models of the registry", "登记表 {all} 个模型中的 1 个"),
        _ if count == all => message!("{count} models", "共 {count} 个模型"),
        _ => message!("{count} of the {all} models of the registry", "登记表 {all} 个模型中的 {count} 个"),
    };
    Report {
        slug: "models".to_owned(),
        title: message!("Models", "模型列表"),
        summary: vec![summary],
        sections: vec![Section { blocks: vec![Block::Table(table(registry, models))], ..Section::default() }],
    }
}

/// The models that were looked up, the best first, with what of them fits.
#[must_use]
pub fn search_report(registry: &Registry, typed: &str, found: &[Found<'_>]) -> Report {
    let models: Vec<&Model> = found.iter().map(|found| found.model).collect();
    let mut table = table(registry, &models);
    table.columns.push(column("found", message!("found in", "匹配文本"), Align::Left, 1));
    for (row, found) in table.rows.iter_mut().zip(found) {
        row.cells.push(Cell::plain(found.text));
    }
    let count = found.len();
    let summary = if found.iter().any(|found| found.likeness.is_some()) {
        message!("nothing has {typed:?}; these names are like it", "没有包含 {typed:?} 的模型；以下名称与之相近")
    } else {
        message!("models that have {typed:?}: {count}", "包含 {typed:?} 的模型：{count} 个")
    };
    Report {
        slug: "models".to_owned(),
        title: message!("Models", "模型列表"),
        summary: vec![summary],
        sections: vec![Section { blocks: vec![Block::Table(table)], ..Section::default() }],
    }
}

fn table(registry: &Registry, models: &[&Model]) -> Table {
    Table {
        caption: Message::default(),
        columns: vec![
            column("id", message!("id", "id"), Align::Left, 0),
            column("name", message!("name", "名称"), Align::Left, 0),
            column("developer", message!("developer", "开发者"), Align::Left, 1),
            column("country", message!("country", "国家"), Align::Left, 4),
            column("open_weights", message!("open weights", "权重开放"), Align::Left, 3),
            column("params_b", message!("billion parameters", "参数量（十亿）"), Align::Right, 5),
            column("released", message!("released", "发布时间"), Align::Left, 2),
            column("class", message!("class", "类别"), Align::Left, 6),
            column("kind", message!("kind", "性质"), Align::Left, 7),
        ],
        rows: models.iter().map(|model| row(registry, model)).collect(),
    }
}

fn row(registry: &Registry, model: &Model) -> Row {
    let parameters = Cell { value: model.params_b.parse().ok(), ..Cell::plain(&model.params_b) };
    Row {
        cells: vec![
            Cell::plain(model.id.as_str()),
            Cell::plain(&model.name),
            Cell::words(developer_name(registry, model.developer())),
            Cell::plain(country(registry, model)),
            Cell::words(openness(model)),
            parameters,
            Cell::plain(&model.released),
            Cell::words(model.class.name()),
            Cell::words(model.kind.name()),
        ],
        ..Row::default()
    }
}

/// The developer's name; its id where the registry has no name for it.
pub(super) fn developer_name(registry: &Registry, id: &str) -> Message {
    match registry.developer(id) {
        Some(developer) => developer.name.clone(),
        None => Message::same(id),
    }
}

/// The code of the developer's seat; empty where it is not known.
pub(super) fn country<'r>(registry: &'r Registry, model: &Model) -> &'r str {
    registry.developer(model.developer()).map_or("", |developer| &developer.country)
}

/// Whether the weights are open; empty where it is not known.
pub(super) fn openness(model: &Model) -> Message {
    match model.open_weights {
        Some(true) => message!("yes", "是"),
        Some(false) => message!("no", "否"),
        None => Message::default(),
    }
}

pub(super) fn column(key: &str, header: Message, align: Align, optional: u8) -> Column {
    Column::new(key, header, align, optional)
}
