//! The names of labels and units in both languages.

use crate::catalogue::Board;
use crate::message;
use crate::text::Message;

/// Labels that mean the same on every board that has them: id, English, Chinese.
#[rustfmt::skip]
const LABELS: &[(&str, &str, &str)] = &[
    ("access", "access", "使用方式"),
    ("active-parameters", "active parameters", "激活参数量"),
    ("agent", "agent", "智能体"),
    ("agent_version", "version of the agent", "智能体版本"),
    ("aider_version", "version of Aider", "Aider 版本"),
    ("api-name", "name in the API", "API 名称"),
    ("api_name", "name in the API", "API 名称"),
    ("architecture", "architecture", "架构"),
    ("as_of", "as of", "截至"),
    ("attempts", "attempts", "尝试次数"),
    ("base", "base model", "基座模型"),
    ("chat-template", "chat template", "对话模板"),
    ("chat_template", "chat template", "对话模板"),
    ("checked", "checked", "已核验"),
    ("claimed", "claimed length", "声称长度"),
    ("command", "command", "命令"),
    ("commercial", "commercial use", "可商用"),
    ("context", "context", "上下文"),
    ("cot", "chain of thought", "思维链"),
    ("coverage", "coverage", "覆盖率"),
    ("created", "created", "创建时间"),
    ("cutoff", "knowledge cutoff", "知识截止"),
    ("data", "data", "数据"),
    ("dataset", "data set", "数据集"),
    ("date", "date", "日期"),
    ("description", "description", "描述"),
    ("display_name", "name on the page", "显示名称"),
    ("edit_format", "edit format", "编辑格式"),
    ("editor", "editor model", "编辑模型"),
    ("editor_format", "edit format of the editor", "编辑模型的编辑格式"),
    ("effective", "effective length", "有效长度"),
    ("effort", "reasoning effort", "推理强度"),
    ("environment", "environment", "环境"),
    ("evaluated", "evaluated", "评测时间"),
    ("family", "family", "系列"),
    ("filter", "filter", "筛选"),
    ("flagged", "flagged", "被标记"),
    ("from-scratch", "trained from scratch", "从头训练"),
    ("grading-reports", "grading reports", "评分报告"),
    ("group", "group", "分组"),
    ("hours", "hours", "小时数"),
    ("japanese", "Japanese", "日语模型"),
    ("level", "level", "等级"),
    ("licence", "licence", "许可"),
    ("link", "link", "链接"),
    ("listed", "listed", "发布日期"),
    ("loader", "loader", "加载器"),
    ("manual", "judged by people", "人工评测"),
    ("merge", "merge", "合并模型"),
    ("merged", "merge", "合并模型"),
    ("method", "method", "方法"),
    ("mode", "mode", "模式"),
    ("moe", "mixture of experts", "混合专家"),
    ("open", "open", "开放"),
    ("open_data", "open data", "开放数据"),
    ("open_model", "open model", "开放模型"),
    ("open_system", "open system", "开放系统"),
    ("openness", "openness", "开/闭源"),
    ("organization", "organisation as printed", "机构原文"),
    ("paper", "paper", "论文"),
    ("paper_link", "link to the paper", "论文链接"),
    ("parameters", "parameters", "参数量"),
    ("precision", "precision", "精度"),
    ("pretrained", "pretrained on", "预训练数据"),
    ("prompt", "prompt", "提示词"),
    ("prompted", "prompted", "使用提示词"),
    ("provider", "provider", "提供方"),
    ("public", "public", "公开"),
    ("reasoning", "reasoning", "是否推理"),
    ("region", "region", "属地"),
    ("release", "release", "发布版"),
    ("released", "released", "发布时间"),
    ("remark", "remark", "备注"),
    ("reported_at", "reported at", "报告出处"),
    ("reported_by", "reported by", "报告方"),
    ("retrieval", "retrieval", "检索"),
    ("revision", "revision", "修订号"),
    ("run", "run", "运行"),
    ("runtime", "runtime", "运行环境"),
    ("scaffold", "scaffold", "脚手架"),
    ("self_reported", "self-reported", "自行报告"),
    ("settings", "settings", "训练参数"),
    ("site", "site", "网站"),
    ("size", "size", "规模"),
    ("size-class", "size class", "规模等级"),
    ("slug", "short name", "短名"),
    ("source", "source", "来源"),
    ("source-code", "source code", "源代码"),
    ("started", "started", "开始时间"),
    ("steps", "steps", "步数"),
    ("submission", "submission", "提交"),
    ("submitted", "submitted", "提交时间"),
    ("submitter", "submitter", "提交者"),
    ("task_version", "version of the task", "任务版本"),
    ("team", "team", "团队"),
    ("temperature", "temperature", "温度"),
    ("training", "training", "训练"),
    ("type", "type", "类型"),
    ("user", "user", "用户"),
    ("verified", "verified", "已验证"),
    ("version", "version", "版本"),
    ("vocabulary", "vocabulary", "词表"),
    ("weights", "weights", "权重"),
];

/// Units: as definitions write them, English, Chinese.
#[rustfmt::skip]
const UNITS: &[(&str, &str, &str)] = &[
    ("billion", "billion", "十亿"),
    ("characters", "characters", "字符"),
    ("CNY per million tokens", "CNY per million tokens", "元/百万 token"),
    ("correlation", "correlation", "相关系数"),
    ("count", "count", "个数"),
    ("elo", "Elo", "Elo 分"),
    ("GB", "GB", "GB"),
    ("kg", "kg", "千克"),
    ("million", "million", "百万"),
    ("minutes", "minutes", "分钟"),
    ("percent", "percent", "百分比"),
    ("place", "place", "名次"),
    ("points", "points", "分"),
    ("rank", "rank", "名次"),
    ("ratio", "ratio", "比率"),
    ("score", "score", "得分"),
    ("seconds", "seconds", "秒"),
    ("times real time", "times real time", "倍实时速度"),
    ("tokens", "tokens", "token"),
    ("tokens per second", "tokens per second", "token/秒"),
    ("USD", "USD", "美元"),
    ("words", "words", "词"),
];

fn found(table: &[(&str, &str, &str)], id: &str) -> Option<Message> {
    let (_, en, zh) = table.iter().find(|(known, ..)| *known == id)?;
    Some(Message { en: (*en).to_owned(), zh: (*zh).to_owned() })
}

/// The name of a label: the definition's own, else the usual one, else the publisher's header.
pub(super) fn label_name(board: &Board, label: &str) -> Message {
    let own = board.label_names.get(label).cloned().or_else(|| found(LABELS, label));
    if let Some(name) = own {
        return name;
    }
    if let Some(header) = board.labels.get(label).and_then(|headers| headers.first()) {
        return Message::same(header);
    }
    match label.strip_suffix("_date") {
        Some(dated) => {
            let Message { en, zh } = label_name(board, dated);
            message!("{en} (ISO 8601)", "{zh}（ISO 8601）")
        }
        None => Message::same(label),
    }
}

/// A unit in words; one that is not known stays as the definition writes it.
pub(super) fn unit_words(unit: &str) -> Message {
    found(UNITS, unit).unwrap_or_else(|| Message::same(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_unit_of_the_built_in_definitions_has_a_name() {
        let catalogue = Catalogue::built_in().unwrap();
        for (_, board) in catalogue.boards() {
            for metric in &board.metrics {
                assert!(found(UNITS, &metric.unit).is_some(), "{}: {}", board.id, metric.unit);
            }
        }
    }

    #[test]
    fn labels_are_named_by_the_definition_then_the_table_then_the_publisher() {
        let catalogue = Catalogue::built_in().unwrap();
        let mut board = catalogue.board("balrog/llm").unwrap().1.clone();
        let named = |board: &Board, label: &str| (label_name(board, label).en, label_name(board, label).zh);
        let both = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
        assert_eq!(named(&board, "checked"), both("checked", "已核验"));
        board.labels.insert("x".to_owned(), vec!["Seen by Y?".to_owned(), "Y?".to_owned()]);
        assert_eq!(named(&board, "x"), both("Seen by Y?", "Seen by Y?"));
        board.label_names.insert("x".to_owned(), message!("seen", "见过"));
        assert_eq!(named(&board, "x"), both("seen", "见过"));
    }
}
