//! `--from git`: what is taken of a sound repository.

use super::repository::{Commit, File, Repository, commit};
use super::{MINE, captures, git, kept, table, with};
use bangdan::archive::{Archive, Keeper};
use bangdan::schema::Digest;

const PATH: &str = "docs/board.csv";

#[test]
fn every_version_is_a_capture_at_one_address_and_a_second_run_adds_what_is_new() {
    let [one, two, three] = ["1", "2", "3"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[(PATH, &one), ("other", "x")]),
        commit("2023-06-01T00:00:00Z", &[("other", "y")]),
        commit("2023-07-01T00:00:00Z", &[(PATH, &two)]),
        commit("2023-08-01T00:00:00Z", &[(PATH, &one)]),
        commit("2023-09-01T00:00:00Z", &[("other", "z")]),
    ]);
    let scenario = with(MINE);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    assert!(ended.stderr.contains("page: 3 versions from 2023-05-01 to 2023-08-01"), "{}", ended.stderr);
    assert!(ended.stderr.contains("3 versions seen: 3 new, 0 identical to the one before, 0 held"), "{}", ended.stderr);
    assert_eq!(kept(&scenario), ["2023-05-01 m,1", "2023-07-01 m,2", "2023-08-01 m,1"]);
    let all = captures(&scenario);
    let log = repository.git(&["log", "--reverse", "--format=%H", "--", PATH]);
    let via: Vec<_> = all.iter().map(|capture| capture.via.clone().unwrap()).collect();
    assert_eq!(via.iter().map(|via| via.reference.as_str()).collect::<Vec<_>>(), log.lines().collect::<Vec<_>>());
    assert!(via.iter().all(|via| via.kept_by == Keeper::Git));
    let until: Vec<String> = via.iter().map(|via| via.seen_at.to_string()).collect();
    assert_eq!(until, ["2023-07-01T00:00:00Z", "2023-08-01T00:00:00Z", "2023-09-01T00:00:00Z"]);
    for capture in &all {
        assert_eq!(capture.url, "https://raw.githubusercontent.com/me/board/main/docs/board.csv");
        assert_eq!(capture.observed_at.to_string(), "2026-11-23T00:00:00Z");
        // Nothing says that this repository is the one at that address.
        assert_eq!(capture.final_url, None);
    }
    let again = git(&scenario, repository.path(), &[]).ended_with(0);
    assert!(again.stderr.contains("0 new, 0 identical to the one before, 3 held already"), "{}", again.stderr);
    assert_eq!(captures(&scenario), all);
    repository.add(&[commit("2023-10-01T00:00:00Z", &[(PATH, &three)])]);
    let more = git(&scenario, repository.path(), &[]).ended_with(0);
    assert!(more.stderr.contains("4 versions seen: 1 new"), "{}", more.stderr);
    let shown = scenario.run(&["show", "mine/board", "--as-of", "2023-07-15"]).succeeded();
    assert!(shown.lines().any(|line| line.split_whitespace().eq(["m", "2"])), "{shown}");
    assert!(shown.contains("public from 2023-07-01 00:00 UTC to 2023-08-01 00:00 UTC at"), "{shown}");
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn a_clone_says_where_each_commits_bytes_can_be_had() {
    let repository = Repository::of(&[commit("2023-05-01T00:00:00Z", &[(PATH, "model,score\nm,1\n")])]);
    repository.git(&["remote", "add", "origin", "git@github.com:Me/board.git"]);
    let scenario = with(MINE);
    git(&scenario, repository.path(), &[]).succeeded();
    let commit = repository.git(&["rev-parse", "main"]);
    let expected = format!("https://raw.githubusercontent.com/me/board/{}/docs/board.csv", commit.trim());
    assert_eq!(captures(&scenario)[0].final_url.as_deref(), Some(expected.as_str()));
}

#[test]
fn a_renamed_file_is_followed_through_and_a_removed_one_is_gone() {
    let long =
        |score: &str| table(&[("model-of-some-length", "50"), ("another-model-of-some-length", "40"), ("m", score)]);
    let [one, two, three] = ["1", "2", "3"].map(long);
    let gone = |at, path| Commit { files: vec![(path, File::Gone)], ..commit(at, &[]) };
    let moved = Commit {
        files: vec![("board.csv", File::Gone), (PATH, File::Text(two.as_bytes()))],
        ..commit("2023-07-01T00:00:00Z", &[])
    };
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[("board.csv", &one)]),
        moved,
        gone("2023-08-01T00:00:00Z", PATH),
        commit("2023-09-01T00:00:00Z", &[(PATH, &three)]),
        // Another file under the old name is another file.
        commit("2023-10-01T00:00:00Z", &[("board.csv", "model,score\nother,9\n")]),
    ]);
    let scenario = with(MINE);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    assert_eq!(kept(&scenario), ["2023-05-01 m,1", "2023-07-01 m,2", "2023-08-01 absent", "2023-09-01 m,3"]);
    assert!(ended.stderr.contains("docs/board.csv was called board.csv before"), "{}", ended.stderr);
    assert!(ended.stderr.contains("1 removed"), "{}", ended.stderr);
    let until: Vec<String> = captures(&scenario).iter().map(|c| c.via.as_ref().unwrap().seen_at.to_string()).collect();
    assert_eq!(until[1], "2023-08-01T00:00:00Z");
}

#[test]
fn the_line_of_first_parents_is_what_the_address_gave() {
    let [one, side, merged] = ["1", "2", "3"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-01T00:00:00Z", &[(PATH, &one)]),
        Commit { branch: "side", from: Some("main"), ..commit("2023-06-01T00:00:00Z", &[(PATH, &side)]) },
        commit("2023-07-01T00:00:00Z", &[("other", "x")]),
        Commit { merges: Some("side"), ..commit("2023-08-01T00:00:00Z", &[(PATH, &merged)]) },
    ]);
    let scenario = with(MINE);
    git(&scenario, repository.path(), &[]).succeeded();
    assert_eq!(kept(&scenario), ["2023-05-01 m,1", "2023-08-01 m,3"]);
}

#[test]
fn days_and_a_dry_run_bound_what_is_taken() {
    let bodies: Vec<String> = (1..=9).map(|score| table(&[("m", &score.to_string())])).collect();
    let times: Vec<String> = (1..=9).map(|month| format!("2023-0{month}-01T00:00:00Z")).collect();
    let commits: Vec<Commit<'_>> =
        times.iter().zip(&bodies).map(|(at, body)| commit(at, &[(PATH, body.as_str())])).collect();
    let repository = Repository::of(&commits);
    let scenario = with(MINE);
    let bounds = ["--since", "2023-03-01", "--until", "2023-06-01"];
    let ended = git(&scenario, repository.path(), &[&bounds[..], &["--dry-run"]].concat()).ended_with(0);
    assert!(ended.stderr.contains("4 versions seen: 4 would be new"), "{}", ended.stderr);
    assert!(ended.stderr.contains("5 outside of the days asked for"), "{}", ended.stderr);
    assert!(!scenario.archive().exists());
    git(&scenario, repository.path(), &bounds).succeeded();
    assert_eq!(kept(&scenario), ["2023-03-01 m,3", "2023-04-01 m,4", "2023-05-01 m,5", "2023-06-01 m,6"]);
    let wrong = git(&scenario, repository.path(), &["--since", "2023-06-02", "--until", "2023-06-01"]);
    assert!(wrong.ended_with(2).stderr.contains("--since is later than --until"));
}

#[test]
fn names_in_an_address_are_read_from_paths() {
    let definition = MINE
        .replace("docs/board.csv", "data/{edition}.csv")
        .replace("languages", "editions = [{ name = \"{year}-{month}\" }]\nlanguages")
        .replace("[[board]]", "probe = { since = \"2023-05\" }\n\n[[board]]")
        .replace("rolling = true\n", "");
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[
        commit("2023-05-09T00:00:00Z", &[("data/2023-05.csv", &one), ("data/index.csv", "no edition")]),
        commit("2023-06-09T00:00:00Z", &[("data/2023-06.csv", &two), ("data/old/2023-06.csv", &one)]),
    ]);
    let scenario = with(&definition);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    assert!(ended.stderr.contains("2 versions seen: 2 new"), "{}", ended.stderr);
    let all = captures(&scenario);
    let editions: Vec<&str> = all.iter().map(|capture| capture.edition.as_deref().unwrap()).collect();
    assert_eq!(editions, ["2023-05", "2023-06"]);
    assert_eq!(all[1].url, "https://raw.githubusercontent.com/me/board/main/data/2023-06.csv");
}

#[test]
fn the_pages_of_a_site_are_found_in_its_repository() {
    let definition =
        MINE.replace("https://raw.githubusercontent.com/me/board/main/docs/", "https://board.example.org/");
    let repository = Repository::of(&[commit(
        "2023-05-09T00:00:00Z",
        &[("public/board.csv", "model,score\nm,1\n"), ("tests/board.csv", "model,score\nm,2\n")],
    )]);
    let scenario = with(&definition);
    git(&scenario, repository.path(), &[]).succeeded();
    assert_eq!(kept(&scenario), ["2023-05-09 m,1"]);
    assert_eq!(captures(&scenario)[0].url, "https://board.example.org/board.csv");
    // Without a repository nobody knows where.
    let ended = scenario.run(&["backfill", "mine", "--from", "git"]).ended_with(2);
    assert!(ended.stderr.contains("hint: --repository names one"), "{}", ended.stderr);
}

#[test]
fn a_remote_repository_is_cloned_once_and_brought_up_to_date() {
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let repository = Repository::of(&[commit("2023-05-01T00:00:00Z", &[(PATH, &one)])]);
    let scenario = with(MINE);
    let cache = scenario.path("cache");
    let address = repository.address();
    let run = || {
        let command =
            ["backfill", "mine", "--from", "git", "--repository", &address, "--cache", cache.to_str().unwrap()];
        scenario.run(&command)
    };
    run().succeeded();
    assert_eq!(kept(&scenario), ["2023-05-01 m,1"]);
    assert_eq!(std::fs::read_dir(&cache).unwrap().count(), 1);
    repository.add(&[commit("2023-06-01T00:00:00Z", &[(PATH, &two)])]);
    run().succeeded();
    assert_eq!(kept(&scenario)[..2], ["2023-05-01 m,1", "2023-06-01 m,2"]);
    assert_eq!(std::fs::read_dir(&cache).unwrap().count(), 1);
    // The remote is gone: the clone is read as it is, and it is said.
    std::fs::rename(repository.path(), repository.path().with_extension("gone")).unwrap();
    let ended = run().ended_with(3);
    std::fs::rename(repository.path().with_extension("gone"), repository.path()).unwrap();
    assert!(ended.stderr.contains("note: the clone at hand is read as it is"), "{}", ended.stderr);
    assert!(ended.stderr.contains("2 versions seen: 0 new"), "{}", ended.stderr);
}

#[test]
fn a_body_that_stands_in_many_versions_is_stored_once() {
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let times: Vec<String> = (10..40).map(|minute| format!("2023-05-01T00:{minute}:00Z")).collect();
    let commits: Vec<Commit<'_>> = times
        .iter()
        .enumerate()
        .map(|(index, at)| commit(at, &[(PATH, if index % 2 == 0 { one.as_str() } else { two.as_str() })]))
        .collect();
    let repository = Repository::of(&commits);
    let scenario = with(MINE);
    let ended = git(&scenario, repository.path(), &[]).ended_with(0);
    assert!(ended.stderr.contains("30 versions seen: 30 new"), "{}", ended.stderr);
    let archive = Archive::open(scenario.archive()).unwrap();
    assert_eq!(archive.body(&Digest::of(two.as_bytes())).unwrap(), two.as_bytes());
    let objects = walk(&scenario.archive().join("objects"));
    assert_eq!(objects, 2);
    scenario.run(&["verify"]).succeeded();
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
