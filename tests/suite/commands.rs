//! Commands as a person runs them, over the fixtures: what they print and how they end.
//!
//! Expected figures are those of the recordings' tables, read by eye: `docs/design.md` says where they lie.

use crate::support::{Scenario, fixtures};

/// The cells of a CSV's rows, by a reader that is not the program's.
fn rows(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

#[test]
fn the_general_ranking_of_december_2023_is_shown_as_printed() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["show", "superclue/general", "--edition", "2023年12月", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    assert_eq!(rows.len(), 26);
    let of = |name: &str| rows.iter().find(|row| &row[1] == name).unwrap_or_else(|| panic!("{name}: {text}"));
    assert_eq!(&of("GPT4-Turbo")[0], "-");
    assert_eq!(&of("GPT4-Turbo")[3], "90.63");
    assert_eq!(&of("GPT4-Turbo")[4], "90.89");
    assert_eq!(&of("GPT4-Turbo")[5], "90.03");
    assert_eq!(&of("文心一言4.0(API)")[0], "🏅\u{fe0f}");
    assert_eq!(&of("文心一言4.0(API)")[3], "79.02");
    assert_eq!((&of("PCI-TransGPT")[0], &of("PCI-TransGPT")[3]), ("9", "68.33"));
    assert_eq!((&of("360GPT_Pro")[0], &of("360GPT_Pro")[3]), ("9", "68.32"));
    assert_eq!(&of("云雀大模型(豆包)")[0], "11");
}

#[test]
fn boards_are_found_by_chinese_and_english_names_and_mistyped_ones_get_suggestions() {
    let scenario = Scenario::fixtures();
    let by_id = scenario.run(&["show", "superclue/general"]).succeeded();
    for name in ["总排行榜", "superclue.general", "SuperCLUE general ranking"] {
        assert_eq!(scenario.run(&["show", name]).succeeded(), by_id, "{name}");
    }
    let mistyped = scenario.run(&["show", "superclue/genral"]).ended_with(2);
    assert!(mistyped.stdout.is_empty());
    assert!(mistyped.stderr.contains("hint: did you mean superclue/general"), "{}", mistyped.stderr);
    let edition = scenario.run(&["show", "superclue/general", "--edition", "2023年13月"]).ended_with(2);
    assert!(
        edition.stderr.contains("no edition is called") && edition.stderr.contains("2023年1"),
        "{}",
        edition.stderr
    );
}

#[test]
fn as_of_shows_what_was_public_that_day() {
    let scenario = Scenario::fixtures();
    let count = |day: &str| {
        let text = scenario.run(&["show", "superclue/general", "--as-of", day, "--format", "csv"]).succeeded();
        rows(&text).len()
    };
    assert_eq!(count("2026-04-25"), 22);
    assert_eq!(count("2026-04-27"), 24);
    let before = scenario.run(&["show", "superclue/general", "--as-of", "2020-01-01"]).ended_with(2);
    assert!(before.stderr.contains("its first content is of 2023-05-03"), "{}", before.stderr);
}

#[test]
fn two_models_entered_in_april_2026_and_nothing_else_happened() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/general", "2026-04-25", "2026-04-27", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    let told: Vec<(&str, &str)> = rows.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(told, [("entered", "DeepSeek-V4-Pro(max)"), ("entered", "DeepSeek-V4-Flash(max)")]);
    assert_eq!((&rows[0][4], &rows[1][4]), ("70.98", "68.82"));
    let terminal = scenario.run(&["diff", "superclue/general", "2026-04-25", "2026-04-27"]).succeeded();
    assert!(terminal.contains("2 entered, none left, no score changed"), "{terminal}");
}

#[test]
fn a_label_that_moves_to_other_scores_is_two_probable_renames_and_not_a_fall() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/general", "2026-09-04", "2026-09-11", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    let renamed: Vec<&str> = rows.iter().filter(|row| &row[0] == "probably renamed").map(|row| &row[1]).collect();
    assert_eq!(
        renamed,
        ["DeepSeek-V4-Pro(max) → DeepSeek-V4-Pro-0813(max)", "DeepSeek-V4-Pro(max) 预览版 → DeepSeek-V4-Pro(max)"]
    );
    assert!(!text.contains("-5.7"), "{text}");
    assert_eq!(rows.iter().filter(|row| &row[0] == "entered").count(), 5);
    assert_eq!(rows.iter().filter(|row| &row[0] == "left").count(), 0);
}

#[test]
fn a_model_that_the_next_edition_calls_otherwise_is_probably_renamed() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/opt", "2023年11月", "2023年12月", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    let row =
        rows.iter().find(|row| &row[1] == "Llama-2-13B-Chat → Llama_2_13B_Chat").unwrap_or_else(|| panic!("{text}"));
    assert_eq!((&row[0], &row[4]), ("probably renamed", "35.67 → 43.09 (+7.42)"));
    assert_eq!(&row[5], "another name of the same model: meta/llama-2-13b-chat (access=weights)");
    // GPT-4 was reached by its API in November: in December that is GPT4(API), and neither GPT4(网页) nor GPT4-Turbo.
    let of_gpt: Vec<(&str, &str)> =
        rows.iter().map(|row| (&row[0], &row[1])).filter(|(_, name)| name.contains("GPT")).collect();
    assert!(of_gpt.contains(&("probably renamed", "GPT-4 → GPT4(API)")) && of_gpt.contains(&("entered", "GPT4(网页)")));
    let history = scenario.run(&["history", "Llama_2_13B_Chat", "--board", "superclue/opt", "--format", "csv"]);
    let history = history.succeeded();
    assert!(history.contains("probably renamed from Llama-2-13B-Chat (another name"), "{history}");
}

#[test]
fn the_readmes_show_what_the_program_prints() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (language, readme) in [("en", "README.md"), ("zh", "README.zh.md")] {
        let scenario = Scenario::fixtures();
        let text =
            scenario.run(&["diff", "superclue/general", "2026-09-04", "2026-09-11", "--lang", language]).succeeded();
        let readme = std::fs::read_to_string(root.join(readme)).unwrap();
        let mut said = text.lines().filter(|line| !line.is_empty() && !line.starts_with('═'));
        for line in [said.next().unwrap(), said.next().unwrap()] {
            assert!(readme.contains(line), "{line}");
        }
    }
}

#[test]
fn every_command_stands_in_the_readmes() {
    let help = Scenario::new().run(&["--help"]).succeeded();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // A long description goes on in the next line.
        .filter(|line| !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(commands.len() >= 14, "{commands:?}");
    for readme in ["README.md", "README.zh.md"] {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).unwrap();
        for command in &commands {
            assert!(text.contains(&format!("`{command}`")), "{readme}: {command}");
        }
    }
}

#[test]
fn no_difference_is_taken_where_the_total_became_another_quantity() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/general", "2026-04-30", "2026-09-04"]).succeeded();
    assert!(text.contains("The metric by which the board orders became another quantity"), "{text}");
    assert!(text.contains("智能体(任务规划) → 智能体任务规划"), "the same task under another header: {text}");
    assert!(text.contains("Code generation: no longer listed") && text.contains("Agentic coding: new"), "{text}");
    assert!(!text.contains("score up") && !text.contains("score down"), "{text}");
}

#[test]
fn exit_codes_tell_scripts_whether_anything_changed() {
    let scenario = Scenario::fixtures();
    let diff = |from: &str, to: &str| scenario.run(&["diff", "superclue/general", from, to, "--exit-code"]);
    assert_eq!(diff("2026-04-25", "2026-04-27").code, 1);
    assert_eq!(diff("2026-04-27", "2026-04-27").code, 0);
}

#[test]
fn a_number_is_traced_to_the_line_that_prints_it() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["explain", "superclue/general", "vivoLM", "总分"]).succeeded();
    assert!(text.contains("| 4 | vivoLM | vivo | 58.29 | 47.67 | 74.21 | 闭源 |"), "{text}");
    assert!(text.contains("| vivoLM | vivo | 70.74 | **66.78** | 76.67 | 申请 |"), "{text}");
    let digest = text.lines().find_map(|line| line.strip_prefix("SHA-256")).unwrap().trim();
    let object = fixtures().join("objects").join(&digest[..2]).join(format!("{digest}.md"));
    assert!(object.is_file(), "{}", object.display());
    let workbook = scenario
        .run(&[
            "explain",
            "superclue/general",
            "Claude-Opus-4.6(max)",
            "total",
            "--as-of",
            "2026-05-01",
            "--edition",
            "2026年3月",
        ])
        .succeeded();
    assert!(workbook.contains("77.0178528668534"), "{workbook}");
    assert!(workbook.contains("总排行榜!E2"), "{workbook}");
}

#[test]
fn history_follows_a_model_through_a_rename() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["history", "vivoLM", "--board", "superclue/general", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    let told: Vec<(&str, &str, &str)> = rows.iter().map(|row| (&row[0], &row[4], &row[6])).collect();
    assert_eq!(told[0], ("2023年9月", "58.29", "vivoLM"));
    assert_eq!(told[1], ("2023年10月", "70.74", "BlueLM"));
    assert!(rows[1][7].contains("probably renamed from vivoLM"), "{text}");
}

#[test]
fn a_diff_of_two_editions_follows_a_rename_between_them() {
    // The README of 2023-10-25 has vivoLM with 70.74, that of 2023-11-16 has BlueLM with the same figures.
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/general", "2023年9月", "2023年10月", "--format", "csv"]).succeeded();
    let rows = rows(&text);
    let row = rows.iter().find(|row| row[1].contains("vivoLM")).unwrap_or_else(|| panic!("{text}"));
    assert_eq!((&row[0], &row[1]), ("probably renamed", "vivoLM → BlueLM"));
    assert_eq!((&row[2], &row[3], &row[4]), ("4", "🏅\u{fe0f}", "58.29 → 70.74 (+12.45)"));
}

#[test]
fn the_agent_board_joins_its_two_tables() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["show", "superclue-agent", "--format", "json"]).succeeded();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = json.to_string();
    assert!(found.contains("ChatGLM3-Turbo") && found.contains("73.09") && found.contains("77.03"), "{found}");
    let csv = scenario.run(&["show", "superclue-agent", "--format", "csv"]).succeeded();
    assert_eq!(rows(&csv).len(), 17);
    let clue = scenario.run(&["show", "clue", "--format", "csv"]).succeeded();
    let of =
        |name: &str| rows(&clue).into_iter().find(|row| &row[0] == name).unwrap_or_else(|| panic!("{name}: {clue}"));
    assert!(of("RoBERTa-wwm-large").iter().any(|cell| cell == "72.83"));
    assert!(of("RoBERTa-wwm-large").iter().any(|cell| cell == "330M"));
    assert!(of("ALBERT-tiny").iter().any(|cell| cell == "4M"));
}

#[test]
fn the_long_export_has_the_schemas_columns_and_loses_nothing() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["export", "superclue/general", "--edition", "2023年12月"]).succeeded();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let expected = "row_kind,source,board,edition,published_at,observed_at,last_seen_at,captures,entry,name,organization,\
                    model,configuration,rank,rank_text,reference,metric,value,text,missing,decimals,low,high,n,unit,\
                    better,locator,computed";
    assert_eq!(header.join(","), expected);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.iter().filter(|row| &row[0] == "entry").count(), 26);
    assert_eq!(rows.iter().filter(|row| &row[0] == "score").count(), 26 * 3);
    for row in &rows {
        assert!(!row[2].is_empty() && !row[3].is_empty() && !row[9].is_empty() && !row[14].is_empty(), "{row:?}");
    }
    let total = rows.iter().find(|row| &row[9] == "文心一言4.0(API)" && &row[16] == "total").unwrap();
    assert_eq!((&total[13], &total[17], &total[18], &total[20], &total[24]), ("1", "79.02", "79.02", "2", "points"));
    let zero = rows.iter().find(|row| &row[9] == "Qwen-72B-Chat" && &row[16] == "opt").unwrap();
    assert_eq!(&zero[17], "86.90", "the printed zero stays");
}

#[test]
fn replaying_twice_and_rebuilding_change_nothing() {
    let scenario = Scenario::own_fixtures();
    let tree = |folder: &str| {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut waiting = vec![scenario.archive().join(folder)];
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
                }
            }
        }
        files.sort();
        files
    };
    let (objects, derived) = (tree("objects"), tree("derived"));
    assert!(objects.len() > 50 && derived.len() > 100, "{} {}", objects.len(), derived.len());
    let again = scenario.run(&["fetch", "--replay", fixtures().to_str().unwrap()]).ended_with(0);
    assert!(again.stderr.contains("0 new"), "{}", again.stderr);
    assert_eq!(tree("objects"), objects);
    std::fs::remove_dir_all(scenario.archive().join("derived")).unwrap();
    scenario.run(&["rebuild"]).succeeded();
    assert_eq!(tree("derived"), derived);
    assert!(scenario.run(&["verify"]).succeeded().contains("the archive is whole"));
    scenario.run(&["lint"]).succeeded();
}

#[test]
fn a_damaged_body_is_found_and_said() {
    let scenario = Scenario::own_fixtures();
    let objects = scenario.archive().join("objects");
    let folder = std::fs::read_dir(objects).unwrap().next().unwrap().unwrap().path();
    let object = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&object, "something else").unwrap();
    let verified = scenario.run(&["verify"]).ended_with(5);
    assert!(verified.stdout.contains(object.file_name().unwrap().to_str().unwrap()), "{}", verified.stdout);
}

#[test]
fn a_mistake_in_a_users_file_is_shown_with_line_and_nearest_key() {
    let scenario = Scenario::new();
    let file = "id = \"mine\"\npublisher = \"Me\"\nname = { en = \"Mine\", zh = \"我的\" }\nhomepage = \"https://example.org\"\n\
                languages = [\"en\"]\n\n[[bord]]\nid = \"mine\"\n";
    let path = scenario.write("mine.toml", file);
    let ended = scenario.run(&["lint", path.to_str().unwrap()]).ended_with(2);
    assert!(ended.stderr.contains("mine.toml:7:3"), "{}", ended.stderr);
    assert!(ended.stderr.contains("the nearest valid key is `board`"), "{}", ended.stderr);
}

#[test]
fn a_definition_that_makes_no_sense_is_refused_when_it_is_read() {
    let scenario = Scenario::new();
    let good = "id = \"mine\"\npublisher = \"Me\"\nname = { en = \"Mine\", zh = \"我的\" }\nhomepage = \"https://e.org\"\n\
                languages = [\"en\"]\nresource.page.url = \"https://e.org/a.md\"\n\n[[board]]\nid = \"mine/a\"\n\
                name = { en = \"A\", zh = \"甲\" }\nrolling = true\ncolumns = { model = [\"model\"] }\n\
                variants = [{ resource = \"page\", table = { format = \"html\", at = \"table\" } }]\n\
                metric = [{ id = \"score\", header = [\"score\"], range = [0, 100], primary = true }]\n";
    let lint = |text: &str| scenario.run(&["lint", scenario.write("mine.toml", text).to_str().unwrap()]);
    lint(good).succeeded();
    for (from, to, said) in [
        ("id = \"mine\"\n", "id = \"../mine\"\n", "mine.toml:1:"),
        ("\"mine/a\"", "\"mine/../a\"", "mine.toml:9:"),
        ("at = \"table\"", "at = \"td[[\"", "is no CSS selector"),
        ("format = \"html\", at = \"table\"", "format = \"json\", at = \"rows\"", "is no path"),
        ("[0, 100]", "[100, 0]", "100 to 0 is no range"),
        ("model = [\"model\"]", "model = []", "`columns.model` names no header"),
        ("rolling = true\n", "", "needs the source's `editions`"),
        ("a.md\"", "{nope}.md\"", "nothing gives {nope}"),
        ("https://e.org/a.md", "ftp://e.org/a.md", "is no http or https address"),
    ] {
        let ended = lint(&good.replace(from, to)).ended_with(2);
        assert!(ended.stderr.contains(said), "{from} → {to}: {}", ended.stderr);
    }
}

#[test]
fn a_page_that_loses_its_table_is_held_back_and_the_last_good_figures_are_marked() {
    let scenario = Scenario::own_fixtures();
    // The README of 2023-12-28 whose header has one cell more than its rows is the newest one at this time.
    let shown = scenario.run(&["show", "superclue/open", "--edition", "2023年12月", "--format", "csv"]).succeeded();
    assert_eq!(rows(&shown).len(), 26);
    let list = scenario.run(&["list", "superclue", "--as-of", "2023-12-28T13:35:00Z", "--format", "csv"]).succeeded();
    let held = rows(&list).into_iter().find(|row| &row[0] == "superclue/open").unwrap();
    assert!(held.iter().any(|cell| cell == "quarantined"), "{held:?}");
}

#[test]
fn help_and_messages_exist_in_both_languages() {
    let scenario = Scenario::fixtures();
    let english = scenario.run(&["diff", "--help"]).succeeded();
    assert!(english.contains("Example: bangdan diff superclue/general"), "{english}");
    let chinese = scenario.run(&["diff", "--help", "--lang", "zh"]).succeeded();
    assert!(chinese.contains("用法") && chinese.contains("有变化时以 1 退出") && chinese.contains("示例"), "{chinese}");
    assert!(!chinese.contains("Usage") && !chinese.contains("Options"), "{chinese}");
    let scenario = scenario.in_chinese();
    let error = scenario.run(&["show", "没有这个榜单"]).ended_with(2);
    assert!(error.stderr.contains("错误：没有名为"), "{}", error.stderr);
    let shown = scenario.run(&["show", "superclue-agent"]).succeeded();
    assert!(shown.contains("排名") && shown.contains("长短期"), "{shown}");
}

#[test]
fn completions_and_the_manual_are_printed() {
    let scenario = Scenario::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(scenario.run(&["completions", shell]).succeeded().contains("bangdan"), "{shell}");
    }
    assert!(scenario.run(&["man"]).succeeded().contains(".TH bangdan"));
}

#[test]
fn a_web_page_of_one_board_is_one_file() {
    let scenario = Scenario::fixtures();
    let page = scenario.run(&["show", "superclue-agent", "--format", "html", "--lang", "zh"]).succeeded();
    assert!(page.contains("<style>") && !page.contains("rel=\"stylesheet\"") && !page.contains("<script"), "{page}");
    assert!(page.contains("lang=\"zh"), "{page}");
    let written = scenario.path("pages/agent.md");
    scenario.run(&["show", "superclue-agent", "--format", "markdown", "-o", written.to_str().unwrap()]).succeeded();
    assert!(std::fs::read_to_string(written).unwrap().contains("| ChatGLM3-Turbo |"));
}

#[test]
fn colour_is_used_only_where_asked() {
    let scenario = Scenario::fixtures();
    assert!(!scenario.run(&["show", "superclue-agent"]).succeeded().contains('\u{1b}'));
    assert!(
        scenario
            .run(&["show", "superclue/general", "--edition", "2023年12月", "--color", "always"])
            .succeeded()
            .contains('\u{1b}')
    );
}

#[test]
fn without_an_archive_there_is_a_hint_and_list_still_shows_what_there_is() {
    let scenario = Scenario::new();
    let shown = scenario.run(&["show", "superclue/general"]).ended_with(5);
    assert!(shown.stderr.contains("bangdan fetch"), "{}", shown.stderr);
}
