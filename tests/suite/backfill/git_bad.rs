//! `--from git` where something is wrong: each with its own words, and nothing lost.

use super::repository::{Commit, File, Repository, commit};
use super::{MINE, captures, git, kept, table, with, with_variables};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PATH: &str = "docs/board.csv";

fn says(stderr: &str, words: &str) {
    let flat = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(words), "no {words:?} in:\n{stderr}");
}

#[test]
fn what_is_no_repository_or_holds_nothing_is_refused() {
    let scenario = with(MINE);
    std::fs::create_dir(scenario.path("plain")).unwrap();
    // A folder within a repository of another thing must not be taken for it.
    says(&git(&scenario, &scenario.path("plain"), &[]).ended_with(2).stderr, "not a git repository");
    says(&git(&scenario, &scenario.path("nowhere"), &[]).ended_with(2).stderr, "there is no folder");
    says(&git(&scenario, Repository::new().path(), &[]).ended_with(2).stderr, "has no commit");
    let other = Repository::of(&[commit("2023-05-01T00:00:00Z", &[("data/board.csv", "x"), ("README.md", "y")])]);
    let never = git(&scenario, other.path(), &[]).ended_with(2).stderr;
    says(&never, "never had docs/board.csv");
    says(&never, "hint: the nearest names in its history are data/board.csv");
    for address in ["ext::sh -c touch% /tmp/x", "fd::17", "ftp://example.org/x"] {
        let ended = scenario.run(&["backfill", "mine", "--from", "git", "--repository", address]).ended_with(2);
        says(&ended.stderr, "is no kind of address that a repository is read from");
    }
    let ended = scenario.run(&["backfill", "mine", "--from", "git", "--repository=--upload-pack=touch x"]);
    says(&ended.ended_with(2).stderr, "there is no folder");
    let file = scenario.write("board.har", "{}");
    let ended = scenario.run(&["backfill", "mine", file.to_str().unwrap(), "--from", "git"]).ended_with(2);
    says(&ended.stderr, "--from git reads no file");
}

#[test]
fn without_git_it_says_so() {
    let scenario = with(MINE);
    std::fs::create_dir(scenario.path("empty")).unwrap();
    let path = scenario.path("empty");
    let repository = Repository::of(&[commit("2023-05-01T00:00:00Z", &[(PATH, "x")])]);
    let command = ["backfill", "mine", "--from", "git", "--repository", repository.path().to_str().unwrap()];
    let (code, said) = with_variables(&scenario, &command, &[("PATH", path.to_str().unwrap())]);
    assert_eq!(code, 2, "{said}");
    says(&said, "the program git cannot be started");
    says(&said, "hint: install git");
}

#[test]
fn variables_of_another_repository_lead_nowhere_else() {
    let scenario = with(MINE);
    let other = Repository::of(&[commit("2023-05-01T00:00:00Z", &[(PATH, "model,score\nother,1\n")])]);
    let own = Repository::of(&[commit("2023-05-01T00:00:00Z", &[(PATH, "model,score\nown,1\n")])]);
    let command = ["backfill", "mine", "--from", "git", "--repository", own.path().to_str().unwrap()];
    let variables = [("GIT_DIR", other.path().to_str().unwrap()), ("PATH", "/usr/bin:/bin:/usr/local/bin")];
    let (code, said) = with_variables(&scenario, &command, &variables);
    assert_eq!(code, 0, "{said}");
    assert_eq!(kept(&scenario), ["2023-05-01 own,1"]);
}

#[test]
fn clocks_are_not_believed_against_the_history() {
    let [one, two, three, four] = ["1", "2", "3", "4"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[(PATH, &one)]),
        commit("2038-01-01T00:00:00Z", &[(PATH, &two)]),
        commit("2023-07-01T00:00:00Z", &[(PATH, &three)]),
        commit("2023-08-01T00:00:00Z", &[("other", "x")]),
        commit("2040-01-01T00:00:00Z", &[(PATH, &four)]),
    ]);
    let scenario = with(MINE);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    says(&ended.stderr, "the clocks of 2 commits run backwards or ahead");
    let times: Vec<String> = captures(&scenario).iter().map(|c| c.published_at.unwrap().to_string()).collect();
    let expected =
        ["2023-05-01T00:00:00Z", "2023-06-30T23:59:59.999999Z", "2023-07-01T00:00:00Z", "2026-11-23T00:00:00Z"];
    assert_eq!(times, expected);
    // What is committed later is newer, though its clock is behind that of 2040.
    repository.add(&[commit("2026-12-01T00:00:00Z", &[(PATH, &table(&[("m", "5")]))])]);
    let later = ["--now", "2026-12-24T00:00:00Z"];
    let repository = repository.path().to_str().unwrap();
    let command = ["backfill", "mine", "--from", "git", "--repository", repository];
    let ended = scenario.run(&[&command[..], &later].concat()).ended_with(0);
    says(&ended.stderr, "5 versions seen: 1 new");
    let shown = scenario.run(&["show", "mine/board"]).succeeded();
    assert!(shown.lines().any(|line| line.split_whitespace().eq(["m", "5"])), "{shown}");
}

#[test]
fn a_rewritten_history_leaves_what_is_held() {
    let [one, two, other] = ["1", "2", "9"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[(PATH, &one)]),
        commit("2023-06-01T00:00:00Z", &[(PATH, &two)]),
    ]);
    let scenario = with(MINE);
    git(&scenario, repository.path(), &[]).succeeded();
    repository.git(&["update-ref", "-d", "refs/heads/main"]);
    repository.add(&[
        // The same again under another id: another file beside it.
        commit("2023-05-01T00:00:00Z", &[(PATH, &one), ("x", "x")]),
        commit("2023-06-02T00:00:00Z", &[(PATH, &other)]),
    ]);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    says(&ended.stderr, "2 versions that are held are of commits that this history does not have");
    says(&ended.stderr, "2 versions seen: 1 new, 0 identical to the one before, 1 held already");
    let bodies: Vec<String> = kept(&scenario).into_iter().filter(|line| !line.ends_with("unchanged")).collect();
    assert_eq!(bodies, ["2023-05-01 m,1", "2023-06-01 m,2", "2023-06-02 m,9"]);
}

#[test]
fn a_shallow_clone_says_where_it_begins() {
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[(PATH, &one)]),
        commit("2023-06-01T00:00:00Z", &[("other", "x")]),
        commit("2023-07-01T00:00:00Z", &[(PATH, &two)]),
    ]);
    let scenario = with(MINE);
    let clone = repository.cloned(scenario.path("clone"), &["--depth", "2"]);
    let ended = git(&scenario, &clone, &[]).ended_with(0);
    says(&ended.stderr, "is a shallow clone: its history begins at 2023-06-01");
    assert_eq!(kept(&scenario), ["2023-06-01 m,1", "2023-07-01 m,2"]);
}

#[test]
fn a_clone_without_bytes_asks_its_remote_and_says_where_that_is_gone() {
    let bodies: Vec<String> = (1..=5).map(|score| table(&[("m", &score.to_string())])).collect();
    let times: Vec<String> = (1..=5).map(|month| format!("2023-0{month}-01T00:00:00Z")).collect();
    let commits: Vec<Commit<'_>> =
        times.iter().zip(&bodies).map(|(at, body)| commit(at, &[(PATH, body.as_str())])).collect();
    let repository = Repository::of(&commits);
    let scenario = with(MINE);
    let clone = repository.cloned(scenario.path("clone"), &["--filter=blob:none"]);
    let away = repository.path().with_extension("away");
    std::fs::rename(repository.path(), &away).unwrap();
    let ended = git(&scenario, &clone, &[]).ended_with(3);
    std::fs::rename(&away, repository.path()).unwrap();
    // A checkout has fetched the bytes of the tip; these are kept.
    says(&ended.stderr, "5 versions seen: 1 new");
    says(&ended.stderr, "its bytes are not in the clone");
    says(&ended.stderr, "the clone lacks the bytes of 4 versions, and its remote did not give them");
    assert_eq!(kept(&scenario), ["2023-05-01 m,5"]);
    let ended = git(&scenario, &clone, &[]).ended_with(0);
    says(&ended.stderr, "5 versions seen: 4 new, 0 identical to the one before, 1 held already");
    assert_eq!(kept(&scenario).len(), 5);
}

#[test]
fn what_is_no_file_of_the_board_is_left_out_with_its_reason() {
    let huge = vec![b'x'; (32 << 20) + 1];
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 12345\n";
    let at = |time, file| Commit { files: vec![(PATH, file)], ..commit(time, &[]) };
    let good = table(&[("m", "1")]);
    let repository = Repository::of(&[
        at("2023-01-01T00:00:00Z", File::Link("../secret")),
        at("2023-02-01T00:00:00Z", File::Module),
        commit("2023-03-01T00:00:00Z", &[(PATH, pointer)]),
        at("2023-04-01T00:00:00Z", File::Text(&huge)),
        commit("2023-05-01T00:00:00Z", &[(PATH, "404: Not Found")]),
        commit("2023-06-01T00:00:00Z", &[(PATH, "")]),
        commit("2023-07-01T00:00:00Z", &[(PATH, "model,other\n\u{1b}[31mm,1\n")]),
        commit("2023-08-01T00:00:00Z", &[(PATH, &good)]),
    ]);
    let expecting = MINE.replace("docs/board.csv\"", "docs/board.csv\"\nexpect = { contains = \"model\" }");
    let scenario = with(&expecting);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    for words in [
        "(2023-01-01): it is a symbolic link",
        "(2023-02-01): it is another repository (a submodule)",
        "(2023-03-01): it is a pointer of Git LFS",
        "(2023-04-01): it has more than 32 MB",
        "(2023-05-01): the body does not contain \"model\"",
        "(2023-06-01): the body does not contain \"model\"",
        // What is only in another shape is kept, and it is said that nothing reads it.
        "kept but not read: mine/board: 1 version, 2023-07-01",
        "8 versions seen: 2 new, 0 identical to the one before, 0 held already, 6 left out",
    ] {
        says(&ended.stderr, words);
    }
    assert!(!ended.stderr.contains('\u{1b}'), "{}", ended.stderr);
    assert_eq!(captures(&scenario).len(), 2);
    let chinese = scenario.in_chinese();
    let ended = git(&chinese, repository.path(), &["--dry-run"]).ended_with(0);
    says(&ended.stderr, "共 8 个版本：将新增 0，与前一版相同 0，已有 2，未取 6");
}

#[test]
fn what_was_killed_goes_on_where_it_stopped() {
    const VERSIONS: usize = 600;
    let bodies: Vec<String> = (0..VERSIONS).map(|score| table(&[("m", &score.to_string())])).collect();
    let times: Vec<String> = (0..VERSIONS).map(|hour| (1_700_000_000 + hour * 3600).to_string()).collect();
    let commits: Vec<Commit<'_>> =
        times.iter().zip(&bodies).map(|(at, body)| commit(at, &[(PATH, body.as_str())])).collect();
    let repository = Repository::of(&commits);
    let scenario = with(MINE);
    let mut child = Command::new(env!("CARGO_BIN_EXE_bangdan"))
        .args(["backfill", "mine", "--from", "git", "--repository", repository.path().to_str().unwrap()])
        .env("BANGDAN_ARCHIVE", scenario.archive())
        .env("BANGDAN_SOURCES", scenario.path("sources"))
        .env("HOME", scenario.path("home"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let logged = || {
        let logs = std::fs::read_dir(scenario.archive().join("captures")).into_iter().flatten().flatten();
        logs.filter_map(|log| Some(log.metadata().ok()?.len())).sum::<u64>() > 0
    };
    while !logged() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = captures(&scenario).len();
    assert!(before > 0 && before < VERSIONS, "{before} of {VERSIONS} were kept when it was killed");
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    says(&ended.stderr, &format!("{VERSIONS} versions seen: {} new", VERSIONS - before));
    assert_eq!(captures(&scenario).len(), VERSIONS);
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn the_settings_of_a_clone_run_nothing() {
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-01-01T00:00:00Z", &[(PATH, one.as_str())]),
        commit("2023-02-01T00:00:00Z", &[(PATH, two.as_str())]),
    ]);
    let scenario = with(MINE);
    let clone = repository.cloned(scenario.path("clone"), &["--filter=blob:none"]);
    let mark = scenario.path("ran");
    let ran = mark.display();
    let config = clone.join(".git/config");
    let own = std::fs::read_to_string(&config).unwrap();
    let strange = format!(
        "[remote \"origin\"]\n\tuploadpack = \"touch '{ran}'; git-upload-pack\"\n[credential]\n\thelper = \"!touch '{ran}'\"\n\
         [core]\n\tgitProxy = \"touch '{ran}'\"\n\tfsmonitor = \"touch '{ran}'\"\n\talternateRefsCommand = \"touch '{ran}'\"\n"
    );
    std::fs::write(&config, own + &strange).unwrap();
    let ended = git(&scenario, &clone, &[]).ended_with(0);
    // The bytes of the first version had to be asked for.
    says(&ended.stderr, "2 versions seen: 2 new");
    assert!(!mark.exists(), "a setting of the clone was run");
}
