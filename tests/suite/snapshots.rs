//! Any snapshot at all, for property tests.

use bangdan::schema::{
    Better, BoardId, Break, Code, Computed, Digest, Edition, EditionOrder, Entry, Interval, Locator, Metric, MetricId,
    Missing, Problem, Rank, Reading, Score, Snapshot, Timestamp,
};
use bangdan::text::{Decimal, Message};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any printed text, with what trips formats: quotes, separators, wide characters, line breaks.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,6}", "[a-z榜单 ,;\"'\n\r|@=!-]{0,8}", Just("capture 1: ".to_owned()), Just("@link".to_owned())]
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_map(|text| text + "x")
}

fn message() -> impl Strategy<Value = Message> {
    (text(), text()).prop_map(|(en, zh)| Message { en, zh })
}

fn digest() -> impl Strategy<Value = Digest> {
    (0_u8..5).prop_map(|byte| Digest::of(&[byte]))
}

fn time() -> impl Strategy<Value = Timestamp> {
    let second = 1_680_000_000_000_000_000_i128..1_800_000_000_000_000_000;
    second.prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).unwrap())
}

fn locator() -> impl Strategy<Value = Locator> {
    let table = prop_oneof![text(), Just("sheet a!R1C1@2-3".to_owned()), Just("/data/0".to_owned())];
    (digest(), table, any::<u32>(), any::<u32>(), option::of(any::<(u32, u32)>()))
        .prop_map(|(capture, table, row, column, bytes)| Locator { capture, table: table.into(), row, column, bytes })
}

fn order() -> impl Strategy<Value = EditionOrder> {
    (any::<u16>(), any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(year, month, day, rank)| EditionOrder {
        year,
        month,
        day,
        rank,
    })
}

fn edition() -> impl Strategy<Value = Edition> {
    (order(), filled()).prop_map(|(order, label)| Edition { order, label })
}

fn number() -> impl Strategy<Value = Decimal> {
    "-?[0-9]{1,16}(\\.[0-9]{1,14})?".prop_map(|text| Decimal::parse(&text).unwrap())
}

fn double() -> impl Strategy<Value = f64> {
    prop_oneof![-1e6..1e6, any::<f64>().prop_filter("finite", |value| value.is_finite())]
}

fn reading() -> impl Strategy<Value = Reading> {
    let interval = option::of((double(), double()).prop_map(|(low, high)| Interval { low, high }));
    let score = (text(), number(), interval, option::of(any::<u64>()), locator())
        .prop_map(|(text, number, interval, n, at)| Reading::Score(Score { text, number, interval, n, at }));
    let reasons = vec![Missing::NotListed, Missing::NotReported, Missing::Pending, Missing::Unreadable];
    let missing =
        (select(reasons), text(), locator()).prop_map(|(reason, text, at)| Reading::Missing { reason, text, at });
    prop_oneof![3 => score, 1 => missing]
}

fn rank() -> impl Strategy<Value = Rank> {
    prop_oneof![
        (any::<u32>(), text()).prop_map(|(place, text)| Rank::Place { place, text }),
        text().prop_map(|text| Rank::Reference { text }),
        Just(Rank::NotGiven),
    ]
}

fn metric_id() -> impl Strategy<Value = MetricId> {
    select(vec!["total", "code", "agent", "数学"]).prop_map(MetricId::from)
}

fn metric() -> impl Strategy<Value = Metric> {
    let at = (filled(), order(), message()).prop_map(|(edition, order, why)| Break { edition, order, why });
    let about = (metric_id(), message(), text(), option::of(filled()), text());
    let better = select(vec![Better::Higher, Better::Lower, Better::Neither]);
    let computed = (message(), vec(metric_id(), 0..3), text());
    let computed = computed.prop_map(|(rule, parts, source)| Computed { rule, parts, source });
    let range = option::of((double(), double()));
    (about, better, range, any::<bool>(), option::of(computed), vec(at, 0..2)).prop_map(
        |((id, name, header, benchmark, unit), better, range, primary, computed, breaks)| Metric {
            id,
            name,
            header,
            benchmark,
            unit,
            better,
            range,
            primary,
            computed,
            breaks,
        },
    )
}

fn metrics() -> impl Strategy<Value = Vec<Metric>> {
    vec(metric(), 0..4).prop_map(|mut metrics| {
        let mut seen = std::collections::BTreeSet::new();
        metrics.retain(|metric| seen.insert(metric.id.clone()));
        metrics
    })
}

/// Any problem.
pub(crate) fn problem() -> impl Strategy<Value = Problem> {
    (select(Code::ALL.to_vec()), option::of(locator()), message()).prop_map(|(code, at, what)| Problem {
        code,
        at,
        what,
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let readings = btree_map(metric_id(), reading(), 0..4);
    let labels = btree_map(filled(), text(), 0..3);
    let name = (text(), option::of(filled()), rank());
    (name, readings, labels, option::of(text()), vec(text(), 0..3), locator()).prop_map(
        |((name, organization, rank), readings, labels, link, key, at)| Entry {
            name,
            organization,
            rank,
            readings,
            labels,
            link,
            key,
            at,
        },
    )
}

/// Any snapshot of the board `example/general`.
pub(crate) fn snapshot() -> impl Strategy<Value = Snapshot> {
    let times = (option::of(time()), time(), time());
    let about = (option::of(edition()), text(), times, vec(digest(), 0..3));
    (about, metrics(), vec(entry(), 0..5), vec(problem(), 0..3), vec(text(), 0..3)).prop_map(
        |(
            (edition, address, (published_at, observed_at, last_seen_at), captures),
            metrics,
            entries,
            problems,
            left_out,
        )| {
            Snapshot {
                board: BoardId::from("example/general"),
                edition,
                address,
                published_at,
                observed_at,
                last_seen_at,
                captures,
                metrics,
                entries,
                problems,
                left_out,
            }
        },
    )
}

/// A plain snapshot: `entries` models with `scores` scores each and two labels.
pub(crate) fn plain(number: u32, entries: u32, scores: u32) -> Snapshot {
    let capture = Digest::of(&number.to_le_bytes());
    let at = |row, column| Locator { capture, table: "table 1".into(), row, column, bytes: Some((row, column)) };
    let ids: Vec<MetricId> = (0..scores).map(|score| MetricId::from(format!("metric-{score}"))).collect();
    let metric = |id: &MetricId| Metric {
        id: id.clone(),
        name: Message::same(id.as_str()),
        header: id.to_string(),
        benchmark: None,
        unit: "points".to_owned(),
        better: Better::Higher,
        range: Some((0.0, 100.0)),
        primary: false,
        computed: None,
        breaks: Vec::new(),
    };
    let entry = |row: u32| Entry {
        name: format!("Model-{}", (row + number) % 150),
        organization: Some(format!("Organisation {}", row % 20)),
        rank: Rank::Place { place: row, text: row.to_string() },
        readings: (2..)
            .zip(&ids)
            .map(|(column, id)| {
                let text = format!("{}.{:02}", (row * column + number) % 100, (row + number) % 100);
                let number = Decimal::parse(&text).unwrap();
                (id.clone(), Reading::Score(Score { text, number, interval: None, n: None, at: at(row, column) }))
            })
            .collect(),
        labels: [("access", "API"), ("openness", "open")].map(|(name, text)| (name.into(), text.into())).into(),
        link: None,
        key: Vec::new(),
        at: at(row, 1),
    };
    let observed_at = Timestamp::from_second(1_700_000_000 + i64::from(number) * 86_400).unwrap();
    Snapshot {
        board: BoardId::from("example/general"),
        edition: None,
        address: "page https://example.org/".to_owned(),
        published_at: None,
        observed_at,
        last_seen_at: observed_at,
        captures: vec![capture],
        metrics: ids.iter().map(metric).collect(),
        entries: (1..=entries).map(entry).collect(),
        problems: Vec::new(),
        left_out: Vec::new(),
    }
}
