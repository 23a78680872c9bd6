//! What docs/schedule.md tells people to write down: read from the page, and run.

#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use crate::support::{Answered, PlainServer, Scenario};
use bangdan::text::Language;
use saphyr_parser::{Event, Parser};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

fn text(page: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page)).unwrap()
}

/// The fenced blocks of a page with their languages.
fn blocks(page: &str) -> Vec<(String, String)> {
    let text = text(page);
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !open => {
                blocks.push((language.to_owned(), String::new()));
                open = true;
            }
            Some(_) => open = false,
            None if open => {
                let (_, block) = blocks.last_mut().unwrap();
                block.push_str(line);
                block.push('\n');
            }
            None => {}
        }
    }
    blocks
}

fn of(language: &str) -> Vec<String> {
    blocks("schedule.md").into_iter().filter(|(own, _)| own == language).map(|(_, block)| block).collect()
}

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_bangdan"))
}

#[test]
fn both_languages_have_the_same_blocks_and_every_command_in_them_is_one() {
    for (page, other) in [("schedule.md", "schedule.zh.md"), ("share.md", "share.zh.md")] {
        assert_eq!(blocks(page), blocks(other), "{page}");
    }
    let mut commands = 0;
    for (_, block) in blocks("schedule.md") {
        for line in block.lines() {
            let Some(at) = line.find("bangdan ") else { continue };
            let is_start =
                line[..at].chars().all(|c| c.is_whitespace() || c == '/' || c.is_alphanumeric() || "*=: ".contains(c));
            let named = ["fetch", "init", "verify", "report"].iter().any(|name| line[at + 8..].starts_with(name));
            if !is_start || !named {
                continue;
            }
            let words = line[at..].split(" || ").next().unwrap().split(" >> ").next().unwrap();
            let words = words.split_whitespace().map(|word| word.trim_matches('"'));
            let parsed = bangdan::cli::command(Language::English).try_get_matches_from(words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            commands += 1;
        }
    }
    assert_eq!(commands, 9, "some commands of the page were not seen");
}

#[test]
fn the_units_are_units() {
    let units: Vec<(PathBuf, String)> = of("ini")
        .into_iter()
        .map(|unit| {
            let name = unit.lines().next().unwrap().strip_prefix("# /etc/systemd/system/").unwrap().into();
            (name, unit)
        })
        .collect();
    let names: Vec<&str> = units.iter().map(|(name, _)| name.to_str().unwrap()).collect();
    assert_eq!(names, ["bangdan.service", "bangdan-fetch.service", "bangdan-fetch.timer"]);
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        println!("skipped: systemd-analyze is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (name, unit) in units {
        let file = folder.path().join(name);
        fs::write(&file, unit.replace("/usr/local/bin/bangdan", binary().to_str().unwrap())).unwrap();
        files.push(file);
    }
    let check = |files: &[PathBuf]| -> Output {
        Command::new("systemd-analyze").args(["verify", "--man=no"]).args(files).output().unwrap()
    };
    let output = check(&files);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("Failed to initialize") || said.contains("Failed to create") {
        println!("skipped: systemd-analyze does not work here");
        return;
    }
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("bangdan")).collect();
    assert!(output.status.success() && ours.is_empty(), "{said}");
    // The check can fail.
    let broken = folder.path().join("bangdan-broken.service");
    fs::write(&broken, "[Service]\nExecStart=/nowhere/bangdan\nRestart=perhaps\n").unwrap();
    assert!(String::from_utf8_lossy(&check(&[broken]).stderr).contains("bangdan-broken"));
}

/// A page for each source; that of the second one is gone from its second request on.
fn answer(path: &str, before: usize) -> Answered {
    let page = "| model | score |\n|---|---|\n| A | 90.1 |\n| B | 80.2 |\n";
    let gone = path == "/superclue-agent.md" && before >= 2;
    (if gone { 404 } else { 200 }, Duration::ZERO, page.to_owned())
}

/// A place where the sources that the page names are pages of a server of the test.
fn prepared(port: u16) -> Scenario {
    let scenario = Scenario::new();
    for id in ["superclue", "superclue-agent"] {
        let definition = format!(
            "id = \"{id}\"\npublisher = \"P\"\nhomepage = \"http://p.example/\"\nlanguages = [\"zh\"]\n\
             name = {{ en = \"{id}\", zh = \"测试\" }}\n\
             [resource.page]\nurl = \"http://127.0.0.1:{port}/{id}.md\"\n\
             [[board]]\nid = \"{id}/page\"\nrolling = true\nname = {{ en = \"Page\", zh = \"页\" }}\n\
             columns = {{ model = [\"model\"] }}\n\
             variants = [{{ resource = \"page\", table = {{ format = \"markdown\" }} }}]\n\
             [[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nrange = [0, 100]\nprimary = true\n"
        );
        scenario.write(&format!("sources/{id}.toml"), &definition);
    }
    scenario
}

/// Runs a script as a workflow's `shell: bash` does.
fn bash(scenario: &Scenario, folder: &Path, script: &str) -> Output {
    let path = format!("{}:{}", binary().parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", scenario.path(""))
        .env("LANG", "en")
        .env("RUNNER_TEMP", scenario.path(""))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("BANGDAN_SOURCES", scenario.path("sources"))
        .output()
        .unwrap()
}

fn must(output: &Output) -> String {
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{told}");
    said.into_owned()
}

/// The steps of the workflow that have a script: name and script, in their order.
fn steps() -> Vec<(String, String)> {
    let [workflow] = &of("yaml")[..] else { panic!("there is one workflow") };
    let mut scalars = Vec::new();
    for event in Parser::new_from_str(workflow) {
        if let (Event::Scalar(text, ..), _) = event.unwrap() {
            scalars.push(text.into_owned());
        }
    }
    let from = scalars.iter().position(|scalar| scalar == "steps").unwrap();
    let (mut name, mut steps) = (String::new(), Vec::new());
    for pair in scalars[from..].windows(2) {
        match pair[0].as_str() {
            "name" => name.clone_from(&pair[1]),
            "run" => steps.push((name.clone(), pair[1].clone())),
            _ => {}
        }
    }
    steps
}

#[test]
fn the_workflow_commits_an_archive_that_whoever_clones_it_can_read() {
    let server = PlainServer::start(0, answer);
    let scenario = prepared(server.port);
    let begin = of("sh").into_iter().find(|block| block.contains("git init")).unwrap();
    must(&bash(&scenario, &scenario.path(""), &begin));
    let here = scenario.path("leaderboards");
    let publish = "git init --quiet --bare ../origin.git && git remote add origin ../origin.git && \
                   git -c user.name=t -c user.email=t@example.org commit --quiet -m begin && git push --quiet -u origin HEAD";
    must(&bash(&scenario, &here, publish));
    let steps = steps();
    let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Install bangdan", "Fetch", "Verify", "Report", "Commit", "Say what failed"]);
    // All but the first: bangdan is there, and a test has no network.
    let run = |expected: i32| {
        for (name, script) in &steps[1..] {
            assert!(!script.contains("${{"), "{name} is not the shell's alone");
            let output = bash(&scenario, &here, script);
            if name == "Say what failed" {
                assert_eq!(output.status.code(), Some(expected), "{name}");
            } else {
                must(&output);
            }
        }
    };
    let commits = || must(&bash(&scenario, &here, "git -C ../origin.git rev-list --count --all"));
    run(0);
    assert_eq!(commits().trim(), "2");
    // The second time one source is gone: the rest is committed all the same, and the workflow fails in the end.
    run(3);
    assert_eq!(commits().trim(), "3");
    assert_eq!(must(&bash(&scenario, &here, "git status --porcelain")), "");
    // A clone on a machine whose git exchanges line breaks.
    must(&bash(&scenario, &scenario.path(""), "git clone --quiet -c core.autocrlf=true origin.git clone"));
    let clone = scenario.path("clone");
    let verified = must(&bash(&scenario, &clone, "bangdan verify --archive archive"));
    assert!(verified.contains("4 requests in 2 logs, 1 body of 54 bytes"), "{verified}");
    assert!(verified.contains("the archive is whole") && !verified.contains("listing"), "{verified}");
    let shown = must(&bash(&scenario, &clone, "bangdan show superclue-agent/page --archive archive"));
    assert!(shown.contains("90.1"), "{shown}");
    assert!(clone.join("reports/index.html").exists());
    let tracked = must(&bash(&scenario, &here, "git ls-files"));
    assert!(!tracked.contains("derived") && tracked.contains("archive/listing.jsonl"), "{tracked}");
}

#[test]
fn crons_command_runs_as_it_stands() {
    let server = PlainServer::start(0, answer);
    let scenario = prepared(server.port);
    let [line] = &of("crontab")[..] else { panic!("there is one line") };
    let mut rest = line.trim();
    for _ in 0..5 {
        let (field, after) = rest.split_once(' ').unwrap();
        assert!(field.chars().all(|c| c.is_ascii_digit() || "*/".contains(c)), "{field}");
        rest = after;
    }
    assert!(!rest.contains('%'), "cron takes % for a line break");
    // Every source would be asked; the two of the test are named instead.
    let wrapper = format!("bangdan() {{ \"{}\" \"$@\" superclue superclue-agent; }}\n", binary().display());
    let command = rest.replace("/usr/local/bin/bangdan", "bangdan");
    must(&bash(&scenario, &scenario.path(""), &format!("{wrapper}{command}")));
    let log = fs::read_to_string(scenario.path("leaderboards.log")).unwrap();
    assert!(log.contains("2 new, 0 unchanged"), "{log}");
    let leaderboards = scenario.path("leaderboards");
    scenario.run(&["verify", "--archive", leaderboards.to_str().unwrap()]).succeeded();
}
