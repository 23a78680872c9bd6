//! Snapshots from lines of `rank | name | organisation | scores`.

use bangdan::schema::{
    Better, Break, Digest, Edition, EditionOrder, Entry, Locator, Metric, MetricId, Missing, Rank, Reading, Score,
    Snapshot, Timestamp,
};
use bangdan::text::{Decimal, Message};

/// The six tasks of 2026年3月 after its total.
pub const MARCH: &[(&str, &str)] = &[
    ("total", "总分"),
    ("math", "数学推理"),
    ("hallucination", "幻觉控制"),
    ("science", "科学推理"),
    ("instruction", "精确指令遵循"),
    ("code-generation", "代码生成"),
    ("agent-planning", "智能体(任务规划)"),
];

/// The six tasks of 2026年7月 after its total.
pub const JULY: &[(&str, &str)] = &[
    ("total", "总分"),
    ("math", "数学推理"),
    ("hallucination", "幻觉控制"),
    ("science", "科学推理"),
    ("instruction", "精确指令遵循"),
    ("agentic-coding", "智能体编程"),
    ("agent-planning", "智能体任务规划"),
];

pub fn edition(year: u16, month: u8) -> Edition {
    Edition { order: EditionOrder { year, month, day: 0, rank: 0 }, label: format!("{year}年{month}月") }
}

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|_| panic!("{text} is a time"))
}

/// A snapshot of a day; the first column is the one by which the board orders, and broke in 2026年7月.
pub fn snapshot(edition: Option<Edition>, day: &str, columns: &[(&str, &str)], lines: &str) -> Snapshot {
    let observed_at = time(&format!("{day}T00:00:00Z"));
    let order = EditionOrder { year: 2026, month: 7, day: 0, rank: 0 };
    let why = Message { en: "weights changed".into(), zh: "权重已变".into() };
    let metrics = columns.iter().enumerate().map(|(index, (id, header))| Metric {
        id: MetricId::from(*id),
        name: Message { en: (*id).into(), zh: (*header).into() },
        header: (*header).into(),
        benchmark: None,
        unit: "points".into(),
        better: Better::Higher,
        range: Some((0.0, 100.0)),
        primary: index == 0,
        computed: None,
        breaks: if *id == "total" {
            vec![Break { edition: "2026年7月".into(), order, why: why.clone() }]
        } else {
            Vec::new()
        },
    });
    Snapshot {
        board: "superclue/general".into(),
        edition,
        address: "general".into(),
        published_at: None,
        observed_at,
        last_seen_at: observed_at,
        captures: vec![Digest::of(day.as_bytes())],
        metrics: metrics.collect(),
        entries: lines.lines().enumerate().map(|(row, line)| entry(row, line, columns)).collect(),
        problems: Vec::new(),
        left_out: Vec::new(),
    }
}

fn entry(row: usize, line: &str, columns: &[(&str, &str)]) -> Entry {
    let at = Locator {
        capture: Digest::of(b"table"),
        table: "table 1".into(),
        row: u32::try_from(row).unwrap_or(u32::MAX - 2) + 2,
        column: 2,
        bytes: None,
    };
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let readings = columns.iter().zip(&cells[3..]).map(|((id, _), text)| (MetricId::from(*id), reading(text, &at)));
    Entry {
        name: cells[1].into(),
        organization: Some(cells[2].to_owned()).filter(|text| !text.is_empty()),
        rank: rank(cells[0]),
        readings: readings.collect(),
        labels: std::collections::BTreeMap::new(),
        link: None,
        key: Vec::new(),
        at,
    }
}

pub fn reading(text: &str, at: &Locator) -> Reading {
    match Decimal::parse(text) {
        Some(number) => Reading::Score(Score { text: text.into(), number, interval: None, n: None, at: at.clone() }),
        None => Reading::Missing { reason: Missing::NotReported, text: text.into(), at: at.clone() },
    }
}

fn rank(text: &str) -> Rank {
    let place = match text.trim_end_matches('\u{fe0f}') {
        "" => return Rank::NotGiven,
        "-" => return Rank::Reference { text: text.into() },
        "🏅" => 1,
        "🥈" => 2,
        "🥉" => 3,
        number => number.parse().unwrap_or_else(|_| panic!("{number} is a rank")),
    };
    Rank::Place { place, text: text.into() }
}

/// SuperCLUE general on the day in 2026 from which the figures are.
pub mod superclue {
    use super::super::figures;
    use super::{JULY, MARCH, edition, snapshot};
    use bangdan::schema::Snapshot;

    pub fn march_24() -> Snapshot {
        let old = figures::MARCH_27.lines().filter(|line| !line.contains("DeepSeek-V4"));
        snapshot(Some(edition(2026, 3)), "2026-04-24", MARCH, &old.collect::<Vec<_>>().join("\n"))
    }

    pub fn march_27() -> Snapshot {
        snapshot(Some(edition(2026, 3)), "2026-04-27", MARCH, figures::MARCH_27)
    }

    pub fn march_30() -> Snapshot {
        snapshot(Some(edition(2026, 3)), "2026-04-30", MARCH, figures::MARCH_30)
    }

    pub fn july_03() -> Snapshot {
        snapshot(Some(edition(2026, 7)), "2026-09-03", JULY, figures::JULY_03)
    }

    pub fn july_11() -> Snapshot {
        let mut july = snapshot(Some(edition(2026, 7)), "2026-09-11", &JULY[..1], figures::JULY_11);
        july.left_out = JULY[1..].iter().map(|(_, header)| (*header).to_owned()).collect();
        july
    }
}
