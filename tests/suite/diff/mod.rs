//! What changed between two snapshots of real boards.

pub mod board;
mod figures;
mod laws;
mod messy;
mod models;
mod past;

use bangdan::compare::{Cause, Change, Comparability, Diff, Link, Pair, PlaceChange, Places, diff};
use bangdan::text::Language;
use board::{edition, snapshot, superclue};

pub fn pair<'a>(diff: &'a Diff, name: &str) -> &'a Pair {
    diff.pairs.iter().find(|pair| pair.to.name == name).unwrap_or_else(|| panic!("{name} is paired"))
}

pub fn names(seats: &[bangdan::compare::Seat]) -> Vec<&str> {
    seats.iter().map(|seat| seat.name.as_str()).collect()
}

fn moved(pair: &Pair, metric: &str) -> Option<String> {
    pair.scores.iter().find_map(|score| match &score.change {
        Change::Moved { delta, .. } if score.metric.as_str() == metric => Some(delta.signed()),
        _ => None,
    })
}

fn comparability<'a>(diff: &'a Diff, metric: &str) -> &'a Comparability {
    let found = diff.metrics.iter().find(|known| known.id.as_str() == metric);
    &found.unwrap_or_else(|| panic!("{metric} is a metric")).comparability
}

#[test]
fn two_entered_in_april_2026_and_the_others_were_only_displaced() {
    let diff = diff(&superclue::march_24(), &superclue::march_27());
    assert_eq!(names(&diff.entered), ["DeepSeek-V4-Pro(max)", "DeepSeek-V4-Flash(max)"]);
    let totals: Vec<&str> = diff.entered.iter().map(|seat| seat.primary.as_ref().unwrap().text.as_str()).collect();
    assert_eq!(totals, ["70.98", "68.82"]);
    assert!(diff.left.is_empty() && diff.unread.is_empty());
    assert!(diff.pairs.iter().all(|pair| pair.link == Link::SameName && pair.scores.is_empty()));
    assert_eq!(diff.places, Places::Positions, "neither page prints ranks");

    let unmoved = ["Claude-Opus-4.6(max)", "Gemini-3.1-Pro-Preview(high)", "GPT-5.4(xhigh)"];
    assert!(unmoved.iter().all(|name| pair(&diff, name).place.is_none()));
    let entered_above = |name: &str| match pair(&diff, name).place {
        Some(PlaceChange { cause: Cause::Displaced(displacement), .. }) => {
            assert_eq!((displacement.overtaken_by, displacement.overtook, displacement.left_above), (0, 0, 0));
            displacement.entered_above
        }
        ref other => panic!("{name} was displaced: {other:?}"),
    };
    assert_eq!(entered_above("Gemini-3-Flash-Preview(high)"), 1);
    assert_eq!(entered_above("Kimi-K2.5-Thinking"), 2);
    let kimi = pair(&diff, "Kimi-K2.5-Thinking").place.as_ref().unwrap();
    assert_eq!((kimi.from.number, kimi.to.number), (Some(7), Some(9)));
    assert_eq!(diff.pairs.iter().filter(|pair| pair.place.is_some()).count(), 18);
    assert_eq!(diff.summary().get(Language::English), "2 entered, none left, no score changed, 18 only displaced");
    assert_eq!(diff.summary().get(Language::Chinese), "新增 2，无移出，分数均未变，18 个仅被动移位");
}

#[test]
fn full_precision_is_no_new_score_and_a_corrected_organisation_stands_apart() {
    let diff = diff(&superclue::march_27(), &superclue::march_30());
    assert!(diff.entered.is_empty() && diff.left.is_empty());
    assert!(diff.pairs.iter().all(|pair| !pair.has_new_scores() && pair.place.is_none()));
    assert_eq!(diff.precision_changes(), 88);
    let corrected: Vec<(&str, &str, &str)> = diff
        .pairs
        .iter()
        .filter_map(|pair| {
            let text = pair.organization.as_ref()?;
            Some((pair.to.name.as_str(), text.from.as_deref()?, text.to.as_deref()?))
        })
        .collect();
    assert_eq!(corrected, [("MiMo-V2-Pro", "小米集团", "小米"), ("MiMo-V2-Flash", "小米集团", "小米")]);
    assert!(!diff.is_empty());
}

#[test]
fn precision_alone_is_an_empty_diff() {
    let (from, mut to) = (superclue::march_27(), superclue::march_30());
    for (old, new) in from.entries.iter().zip(&mut to.entries) {
        new.organization.clone_from(&old.organization);
    }
    let diff = diff(&from, &to);
    assert!(diff.is_empty());
    assert_eq!(diff.summary().en, "nothing changed but the printed precision of 88 scores");
}

#[test]
fn a_reused_label_is_two_renamings_and_not_a_fall() {
    let diff = diff(&superclue::july_03(), &superclue::july_11());
    for (old, new, text, longer) in [
        ("DeepSeek-V4-Pro(max)", "DeepSeek-V4-Pro-0813(max)", "70.1", "70.1002228428"),
        ("DeepSeek-V4-Pro(max) 预览版", "DeepSeek-V4-Pro(max)", "64.4", "64.401387"),
    ] {
        let pair = pair(&diff, new);
        assert_eq!(pair.from.name, old);
        let Link::Renamed { outranks_name: true, why } = &pair.link else { panic!("{:?}", pair.link) };
        assert_eq!(why.en, format!("equal scores outrank equal names: total {text} stands once in each table"));
        assert_eq!(why.zh, format!("得分相同优先于名称相同：总分 {text} 在两表中各只出现一次"));
        let [score] = pair.scores.as_slice() else { panic!("{:?}", pair.scores) };
        let Change::Precision { from, to } = &score.change else { panic!("{:?}", score.change) };
        assert_eq!((from.text.as_str(), to.text.as_str()), (longer, text));
    }
    let entered = ["Qwen3.8-Max-0902(max)", "DeepSeek-V4.1-Flash(max)", "GLM-5.3(max)", "GLM-5.3-Flash(max)"];
    assert_eq!(names(&diff.entered), [entered.as_slice(), &["Qwen3.8-Flash(max)"]].concat());
    assert!(diff.left.is_empty());
    assert!(diff.pairs.iter().all(|pair| !pair.has_new_scores()));
    let left_out = diff.metrics.iter().filter(|metric| metric.comparability == Comparability::LeftOut);
    assert_eq!(left_out.count(), 6, "what the recorder left out is no event");
}

#[test]
fn a_reused_label_is_found_in_the_other_direction_of_time_too() {
    let diff = diff(&superclue::july_11(), &superclue::july_03());
    let pairs: Vec<(&str, &str)> = diff
        .pairs
        .iter()
        .filter(|pair| pair.link.is_probable())
        .map(|pair| (pair.from.name.as_str(), pair.to.name.as_str()))
        .collect();
    let expected = [
        ("DeepSeek-V4-Pro-0813(max)", "DeepSeek-V4-Pro(max)"),
        ("DeepSeek-V4-Pro(max)", "DeepSeek-V4-Pro(max) 预览版"),
    ];
    assert_eq!(pairs, expected);
    assert_eq!((diff.entered.len(), diff.left.len()), (0, 5));
}

#[test]
fn no_difference_is_taken_across_a_break() {
    let (march, july) = (superclue::march_30(), superclue::july_03());
    let diff = diff(&march, &july);
    let Comparability::Broken { breaks } = comparability(&diff, "total") else { panic!("{:?}", diff.metrics) };
    assert_eq!((breaks[0].edition.as_str(), breaks[0].why.en.as_str()), ("2026年7月", "weights changed"));
    assert_eq!(diff.places, Places::Broken { breaks: breaks.clone() });
    assert_eq!(*comparability(&diff, "code-generation"), Comparability::Dropped);
    assert_eq!(*comparability(&diff, "agentic-coding"), Comparability::Added);
    assert_eq!(*comparability(&diff, "agent-planning"), Comparability::Comparable);
    let planning = diff.metrics.iter().find(|metric| metric.id.as_str() == "agent-planning").unwrap();
    let header = planning.relabelled.as_ref().unwrap();
    assert_eq!((header.from.as_str(), header.to.as_str()), ("智能体(任务规划)", "智能体任务规划"));

    let both: Vec<&str> = diff.pairs.iter().map(|pair| pair.to.name.as_str()).collect();
    assert_eq!(both, ["DeepSeek-V4-Pro(max)", "DeepSeek-V4-Flash(max)"]);
    assert!(diff.pairs.iter().all(|pair| pair.place.is_none() && moved(pair, "total").is_none()));
    assert_eq!(moved(&diff.pairs[0], "math").as_deref(), Some("-10.197"));
    assert_eq!((diff.entered.len(), diff.left.len()), (11, 22));
    let backwards = bangdan::compare::diff(&july, &march);
    assert_eq!(backwards.places, diff.places, "a break lies between two editions in either direction");
}

#[test]
fn vivo_rose_by_its_own_score() {
    let columns = &[("overall", "总分"), ("open", "OPEN多轮"), ("opt", "OPT客观题")];
    let september = snapshot(Some(edition(2023, 9)), "2023-09-28", columns, figures::SEPTEMBER);
    let october = snapshot(Some(edition(2023, 10)), "2023-10-25", columns, figures::OCTOBER);
    let diff = diff(&september, &october);
    let vivo = pair(&diff, "vivoLM");
    assert_eq!(vivo.link, Link::SameNameChanged);
    assert_eq!(moved(vivo, "overall").as_deref(), Some("+12.45"));
    let place = vivo.place.as_ref().unwrap();
    assert_eq!((place.from.text.as_str(), place.from.number), ("4", Some(4)));
    assert_eq!((place.to.text.as_str(), place.to.number), ("🏅️", Some(1)));
    assert_eq!(place.cause, Cause::Score);
    assert_eq!((diff.pairs.len(), diff.entered.len(), diff.left.len()), (8, 12, 12));
    let corrected = diff.pairs.iter().filter(|pair| pair.organization.is_some()).map(|pair| pair.to.name.as_str());
    assert_eq!(corrected.collect::<Vec<_>>(), ["Claude2", "ChatGLM2-Pro", "ChatGLM2-6B"]);
}

#[test]
fn another_scale_is_no_rise_and_spellings_are_found_across_it() {
    let columns = &[("cockpit", "智能座舱"), ("marketing", "汽车营销"), ("manual", "指南"), ("knowledge", "通用知识")];
    let morning = snapshot(None, "2023-12-24", columns, figures::AUTO_10);
    let evening = snapshot(None, "2023-12-25", columns, figures::AUTO_100);
    let diff = diff(&morning, &evening);
    assert!(diff.metrics.iter().all(|metric| metric.comparability == Comparability::Rescaled { power: 1 }));
    assert!(diff.entered.is_empty() && diff.left.is_empty());
    assert!(diff.pairs.iter().all(|pair| !pair.has_new_scores()), "7.78 of 10 is 77.8 of 100");
    let renamed: Vec<(&str, &str)> = diff
        .pairs
        .iter()
        .filter(|pair| pair.link.is_probable())
        .map(|pair| (pair.from.name.as_str(), pair.to.name.as_str()))
        .collect();
    assert_eq!(renamed, [("GPT-4-Turbo", "GPT4-Turbo"), ("讯飞星火-V3.0", "讯飞星火V3.0")]);
    assert!(diff.pairs.iter().all(|pair| pair.place.is_none()), "1 and 🏅️ are one place");
}

#[test]
fn a_summary_leads_with_what_changed() {
    let columns = &[("points", "分数"), ("other", "其他")];
    let lines = "1 | A | | 71.37 | 61.52\n2 | B | | 55.81 | 45.23\n3 | C | | 33.17 | 21.94";
    let labelled = |texts: [&str; 3]| {
        let mut snapshot = snapshot(None, "2023-12-24", columns, lines);
        for (entry, text) in snapshot.entries.iter_mut().zip(texts) {
            entry.labels.insert("licence".to_owned(), text.to_owned());
        }
        snapshot
    };
    let before = labelled(["open", "open", "closed"]);
    let both = |to: &bangdan::schema::Snapshot| {
        let summary = diff(&before, to).summary();
        (summary.en, summary.zh)
    };
    let said = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    let after = labelled(["open", "closed", "open"]);
    assert_eq!(both(&after), said("2 with changed labels (licence)", "2 个标签有改（许可）"));
    let mut spelled = before.clone();
    spelled.entries[0].name = "a".to_owned();
    assert_eq!(both(&spelled), said("1 spelled otherwise", "1 个名称写法有改"));
    let mut header = before.clone();
    header.metrics[1].header = "another".to_owned();
    assert_eq!(both(&header), said("other under another header", "其他表头有改"));
    let unlabelled = snapshot(None, "2023-12-24", columns, lines);
    assert_eq!(both(&unlabelled), said("licence dropped", "取消许可"));
    assert_eq!(both(&before), said("nothing changed", "没有变化"));
    // Beside somebody who came, it is said that the scores stayed.
    let mut entered = after.clone();
    let mut new = entered.entries[2].clone();
    new.name = "D".to_owned();
    new.readings.clear();
    entered.entries.push(new);
    let (en, _) = both(&entered);
    assert_eq!(en, "1 entered, none left, no score changed, 2 with changed labels (licence)");
}
