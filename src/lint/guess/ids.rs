//! Ids from headers: Latin letters as they are, Greek letters and the usual Chinese words by their names.

/// Words of Chinese headers, the longest first where one begins as another does.
const CHINESE: &[(&str, &str)] = &[
    ("指令遵循", "instruction-following"),
    ("多轮对话", "multi-turn"),
    ("角色扮演", "role-play"),
    ("语言理解", "language-understanding"),
    ("逻辑推理", "logic"),
    ("工具调用", "tool-use"),
    ("长文本", "long-text"),
    ("准确率", "accuracy"),
    ("正确率", "accuracy"),
    ("通过率", "pass-rate"),
    ("幻觉率", "hallucination-rate"),
    ("智能体", "agent"),
    ("平均分", "average"),
    ("参数量", "parameters"),
    ("置信区间", "interval"),
    ("标准差", "deviation"),
    ("总分", "total"),
    ("总体", "overall"),
    ("综合", "overall"),
    ("得分", "score"),
    ("分数", "score"),
    ("平均", "average"),
    ("数学", "math"),
    ("代码", "code"),
    ("编程", "coding"),
    ("推理", "reasoning"),
    ("计算", "calculation"),
    ("知识", "knowledge"),
    ("百科", "encyclopedia"),
    ("安全", "safety"),
    ("对话", "dialogue"),
    ("多轮", "multi-turn"),
    ("创作", "writing"),
    ("写作", "writing"),
    ("生成", "generation"),
    ("理解", "understanding"),
    ("语言", "language"),
    ("基础", "basic"),
    ("专业", "professional"),
    ("能力", "ability"),
    ("中文", "chinese"),
    ("英文", "english"),
    ("英语", "english"),
    ("文科", "humanities"),
    ("理科", "science"),
    ("科学", "science"),
    ("工具", "tools"),
    ("幻觉", "hallucination"),
    ("胜率", "win-rate"),
    ("票数", "votes"),
    ("数量", "count"),
    ("价格", "price"),
    ("成本", "cost"),
    ("延迟", "latency"),
    ("速度", "speed"),
    ("耗时", "time"),
    ("日期", "date"),
    ("时间", "time"),
    ("发布", "released"),
    ("机构", "organization"),
    ("类型", "type"),
    ("许可", "licence"),
    ("使用方式", "access"),
    ("模型", "model"),
    ("排名", "rank"),
    ("难度", "difficulty"),
    ("困难", "hard"),
    ("简单", "easy"),
];

const GREEK: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('θ', "theta"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('µ', "mu"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ω', "omega"),
];

/// A header as an id: what can be read of it, else `metric-3`. No id is given twice.
pub(super) fn slug(header: &str, otherwise: &str, seen: &mut Vec<String>) -> String {
    let slug = plain_slug(&spelt(header));
    let mut id = if slug.is_empty() { format!("{otherwise}-{}", seen.len() + 1) } else { slug };
    if seen.contains(&id) {
        let with_number = (2..10_000).map(|number| format!("{id}-{number}")).find(|other| !seen.contains(other));
        id = with_number.unwrap_or(id);
    }
    seen.push(id.clone());
    id
}

/// Lower-case ASCII letters and digits, with single dashes between.
pub(super) fn plain_slug(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let slug = parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    slug.chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}

/// The header with its Chinese words and Greek letters in Latin ones; what is not known stays.
fn spelt(header: &str) -> String {
    let header = header.to_lowercase();
    let (mut spelt, mut rest) = (String::new(), header.as_str());
    while let Some(first) = rest.chars().next() {
        let word = CHINESE.iter().find(|(word, _)| rest.starts_with(word));
        let letter = GREEK.iter().find(|(letter, _)| *letter == first);
        if let Some((known, latin)) = word {
            spelt.extend(["-", *latin, "-"]);
            rest = rest.get(known.len()..).unwrap_or_default();
            continue;
        }
        match letter {
            Some((_, latin)) => spelt.extend(["-", *latin, "-"]),
            None => spelt.push(first),
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_greek_headers_give_ids_that_can_be_read() {
        let mut seen = Vec::new();
        let mut id = |header: &str| slug(header, "metric", &mut seen);
        assert_eq!(id("总分"), "total");
        assert_eq!(id("数学推理"), "math-reasoning");
        assert_eq!(id("Δ Elo"), "delta-elo");
        assert_eq!(id("OPEN总分"), "open-total");
        assert_eq!(id("Total"), "total-2");
        assert_eq!(id("囗"), "metric-6");
    }
}
