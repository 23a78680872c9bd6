//! The words by which headers say what their columns are.

use crate::text::fold;

/// Headers of places.
pub(super) const RANK: &[&str] = &["rank", "#", "排名", "序号", "名次", "位次", "no.", "place", "position", "ranking"];
/// The likeliest first.
pub(super) const MODEL: &[&str] = &[
    "model",
    "模型",
    "模型名称",
    "modelname",
    "名称",
    "name",
    "title",
    "system",
    "method",
    "agent",
    "submission",
    "llm",
    "key",
];
/// Words of who made a model.
pub(super) const ORGANIZATION: &[&str] = &[
    "organization",
    "organisation",
    "org",
    "机构",
    "company",
    "vendor",
    "developer",
    "provider",
    "creator",
    "lab",
    "team",
    "affiliation",
    "institution",
    "厂商",
    "公司",
    "研发机构",
];
/// Words of quantities of which less is better.
pub(super) const LESS: &[&str] = &[
    "cost",
    "price",
    "latency",
    "time",
    "second",
    "error",
    "loss",
    "wer",
    "cer",
    "perplexity",
    "hallucination",
    "brier",
    "calibration",
    "loserate",
    "价格",
    "延迟",
    "耗时",
    "错误率",
    "幻觉率",
    "成本",
];
/// Words of quantities of which neither more nor less is better.
pub(super) const NEITHER: &[&str] = &[
    "vote",
    "battle",
    "game",
    "match",
    "matches",
    "count",
    "counts",
    "sample",
    "question",
    "num",
    "n",
    "appearance",
    "length",
    "token",
    "parameter",
    "param",
    "size",
    "context",
    "year",
    "date",
    "id",
    "数量",
    "参数",
    "票数",
    "场次",
    "局数",
    "对战",
    "样本",
    "题数",
    "字数",
    "run",
];
/// Words of the score by which a board orders.
pub(super) const OVERALL: &[&str] =
    &["总分", "overall", "average", "avg", "平均", "total", "score", "elo", "rating", "得分", "mean"];

pub(super) fn is(header: &str, words: &[&str]) -> bool {
    words.contains(&fold(header).as_str())
}

/// Whether one of the words stands in a header as a word of its own; Chinese has no blanks between words.
pub(super) fn has_word(header: &str, words: &[&str]) -> bool {
    let lower = header.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    words.iter().any(|word| {
        let plural = |part: &&str| part.strip_suffix('s').is_some_and(|part| part == *word);
        parts.iter().any(|part| part == word || plural(part)) || (!word.is_ascii() && lower.contains(word))
    })
}

/// Words of addresses, which are no names.
pub(super) const ADDRESS: &[&str] = &["link", "url", "href", "homepage", "website", "repo", "链接", "网址"];
/// Words of days.
pub(super) const DATE: &[&str] =
    &["date", "year", "released", "release", "updated", "created", "submitted", "time", "日期", "时间", "发布"];
/// Words of licences.
pub(super) const LICENCE: &[&str] = &["license", "licence", "许可", "许可证", "开源协议"];
/// Words of shares of a whole.
pub(super) const SHARE: &[&str] =
    &["accuracy", "acc", "percent", "percentage", "rate", "准确率", "正确率", "胜率", "通过率"];
/// Words of how far a score may be off, to either side.
pub(super) const HALF: &[&str] = &["ci", "margin", "confidence", "half", "置信区间", "误差"];
/// Words of standard errors.
pub(super) const ERROR: &[&str] = &["stderr", "se", "sem", "标准误"];
/// Words of standard deviations.
pub(super) const DEVIATION: &[&str] = &["std", "stdev", "stddev", "sd", "sigma", "deviation", "标准差"];
/// How the names of well-known models begin.
pub(super) const FAMILIES: &[&str] = &[
    "gpt", "claude", "gemini", "llama", "qwen", "deepseek", "mistral", "mixtral", "glm", "chatglm", "grok", "kimi",
    "ernie", "baichuan", "yi", "phi", "gemma", "doubao", "hunyuan", "o1", "o3", "o4", "command", "internlm", "minimax",
    "文心", "通义", "豆包", "混元", "星火",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone_or_in_the_plural() {
        assert!(has_word("# Votes", NEITHER) && has_word("Total matches", NEITHER) && has_word("n", NEITHER));
        assert!(!has_word("Generation", NEITHER) && !has_word("Accountability", NEITHER));
        assert!(has_word("数学准确率", SHARE));
    }
}
