//! The derived store and the long table: what is read is what was written, to the digit, or nothing is read.

use crate::snapshots::{plain, problem, snapshot};
use bangdan::archive::Archive;
use bangdan::schema::long::{self, LongRow};
use bangdan::schema::{BoardHistory, BoardId, Digest, Refused, Snapshot, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn archive() -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    (folder, archive)
}

fn board() -> BoardId {
    BoardId::from("example/general")
}

fn history(snapshots: Vec<Snapshot>) -> BoardHistory {
    BoardHistory { snapshots, ..BoardHistory::default() }
}

/// Equal, also in the digits after the point, which `==` of decimals passes over.
fn assert_same(read: &Snapshot, written: &Snapshot) {
    assert_eq!(read, written);
    assert_eq!(format!("{read:?}"), format!("{written:?}"));
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { drop(files.insert(path.clone(), fs::read(path).unwrap())) }
        }
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_history_is_read_as_it_was_written(
        snapshots in proptest::collection::vec(snapshot(), 0..4),
        problem in problem(),
    ) {
        let (_folder, archive) = archive();
        let refused = snapshots.first().map(|snapshot| Refused {
            edition: snapshot.edition.clone(),
            address: snapshot.address.clone(),
            published_at: snapshot.published_at,
            observed_at: snapshot.observed_at,
            last_seen_at: snapshot.last_seen_at,
            captures: snapshot.captures.clone(),
            problem,
        });
        let written = BoardHistory { snapshots, refused: refused.into_iter().collect(), taken_out: Vec::new() };
        let stamp = Digest::of(b"stamp");
        archive.write_board(&board(), stamp, &written).unwrap();
        let index = archive.index(&board()).unwrap().unwrap();
        prop_assert_eq!(index.stamp, stamp);
        prop_assert_eq!(&index.history.refused, &written.refused);
        prop_assert_eq!(index.history.snapshots.len(), written.snapshots.len());
        for (head, snapshot) in index.history.snapshots.iter().zip(&written.snapshots) {
            prop_assert_eq!(head.contents, snapshot.contents());
            prop_assert_eq!(head.entries, snapshot.entries.len());
            assert_same(&archive.load(&index, head).unwrap(), snapshot);
        }
        prop_assert_eq!(archive.load_all(&index).unwrap(), written);
        prop_assert!(archive.verify().unwrap().is_whole());
    }

    #[test]
    fn long_rows_survive_as_text(snapshot in snapshot()) {
        let rows = long::rows(&snapshot);
        let cells: Vec<_> = rows.iter().map(LongRow::cells).collect();
        let reread: Vec<LongRow<'_>> =
            cells.iter().map(|cells| LongRow::read(cells.each_ref().map(|cell| &**cell)).unwrap()).collect();
        for (row, written) in reread.iter().zip(&rows) {
            prop_assert_eq!(row.decimals(), written.decimals());
        }
        if snapshot.entries.is_empty() {
            prop_assert!(rows.is_empty());
            return Ok(());
        }
        let read = long::snapshot(reread, snapshot.metrics.clone(), snapshot.edition.clone()).unwrap();
        let exported = Snapshot { address: String::new(), problems: vec![], left_out: vec![], ..snapshot };
        prop_assert_eq!(read, exported);
    }
}

#[test]
fn an_entry_without_scores_has_its_row_and_every_row_has_rank_name_and_board() {
    let mut snapshot = plain(0, 2, 1);
    snapshot.entries[1].readings.clear();
    snapshot.entries[1].labels.clear();
    let rows = long::rows(&snapshot);
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.cells()
                .iter()
                .enumerate()
                .filter(|(column, _)| [0, 1, 2, 8, 9, 13, 16, 17, 20, 26].contains(column))
                .map(|(_, cell)| cell.to_string())
                .collect()
        })
        .collect();
    let expected = [
        "entry example example/general 1 Model-1 1    table 1!R1C1@1-1",
        "score example example/general 1 Model-1 1 metric-0 2.01 2 table 1!R1C2@1-2",
        "label example example/general 1 Model-1 1 access   ",
        "label example example/general 1 Model-1 1 openness   ",
        "entry example example/general 2 Model-2 2    table 1!R2C1@2-1",
    ];
    assert_eq!(cells.iter().map(|cells| cells.join(" ")).collect::<Vec<_>>(), expected);
    assert_eq!(LongRow::COLUMNS.len(), 28);
    let ends = [0, 17, 26, 27].map(|column| LongRow::COLUMNS[column]);
    assert_eq!(ends, ["row_kind", "value", "locator", "computed"]);
}

#[test]
fn long_rows_that_contradict_themselves_are_refused() {
    let snapshot = plain(0, 1, 1);
    let rows = long::rows(&snapshot);
    let cells = rows[1].cells();
    let with = |column: &str, text: &'static str| {
        let column = LongRow::COLUMNS.iter().position(|name| *name == column).unwrap();
        let mut texts = cells.each_ref().map(|cell| &**cell);
        texts[column] = text;
        LongRow::read(texts).map(|_| ()).map_err(|what| what.en)
    };
    assert_eq!(with("value", "2.01"), Ok(()));
    assert_eq!(with("value", "2.0").unwrap_err(), "column decimals cannot hold \"2\"");
    for (column, text) in [("value", "n/a"), ("row_kind", "row"), ("source", "other"), ("observed_at", ""), ("n", "-1")]
    {
        assert!(with(column, text).is_err(), "{column}");
    }
    assert!(long::entries(&snapshot.captures, rows.into_iter().skip(1)).is_err());
}

#[test]
fn a_large_board_has_several_row_groups_and_equal_input_gives_equal_bytes() {
    let written = history((0..40).map(|number| plain(number, 100, 5)).collect());
    let (one, first) = archive();
    let (two, second) = archive();
    for archive in [&first, &second] {
        archive.write_board(&board(), Digest::of(b"1"), &written).unwrap();
    }
    let strip = |folder: &TempDir| -> Vec<(PathBuf, Vec<u8>)> {
        files(folder.path())
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(folder.path()).unwrap().to_owned(), bytes))
            .collect()
    };
    assert_eq!(strip(&one), strip(&two));
    let index = first.index(&board()).unwrap().unwrap();
    for number in [0, 7, 8, 20, 39] {
        assert_same(&first.load(&index, &index.history.snapshots[number]).unwrap(), &written.snapshots[number]);
    }
    assert_eq!(first.load_all(&index).unwrap(), written);
}

#[test]
fn a_new_state_replaces_the_former_and_an_empty_one_leaves_no_table() {
    let (folder, archive) = archive();
    assert_eq!(archive.index(&board()).unwrap(), None);
    for count in [1, 3, 2] {
        let written = history((0..count).map(|number| plain(number, 3, 2)).collect());
        archive.write_board(&board(), Digest::of(&count.to_le_bytes()), &written).unwrap();
        let index = archive.index(&board()).unwrap().unwrap();
        assert_eq!(archive.load_all(&index).unwrap(), written);
        let names = files(&folder.path().join("derived"));
        assert_eq!(names.len(), 2, "{:?}", names.keys());
    }
    archive.write_board(&board(), Digest::of(b"0"), &history(Vec::new())).unwrap();
    assert_eq!(archive.index(&board()).unwrap().unwrap().history.snapshots, []);
    assert_eq!(files(&folder.path().join("derived")).len(), 1);
    archive.clear_derived().unwrap();
    assert_eq!(archive.index(&board()).unwrap(), None);
}

#[test]
fn a_damaged_file_is_never_read_as_another_number() {
    let (folder, archive) = archive();
    let written = history(vec![plain(1, 3, 2), plain(2, 4, 2)]);
    archive.write_board(&board(), Digest::of(b"1"), &written).unwrap();
    let intact = archive.index(&board()).unwrap().unwrap();
    let mut refusals = 0;
    for (path, bytes) in files(&folder.path().join("derived")) {
        for place in (0..bytes.len()).step_by(5) {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x20;
            fs::write(&path, damaged).unwrap();
            match archive.index(&board()).unwrap() {
                None => refusals += 1,
                Some(index) => {
                    assert_eq!(index, intact);
                    for (head, snapshot) in index.history.snapshots.iter().zip(&written.snapshots) {
                        match archive.load(&index, head) {
                            Ok(read) => assert_same(&read, snapshot),
                            Err(error) => {
                                assert_eq!(error.exit_code(), 5);
                                refusals += 1;
                            }
                        }
                    }
                }
            }
        }
        for length in [0, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            assert_eq!(archive.index(&board()).unwrap(), None);
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(archive.index(&board()).unwrap(), None);
        fs::write(&path, bytes).unwrap();
    }
    assert!(refusals > 500, "{refusals}");
    // Made again, it is whole again, even where the name of the damaged file is the right one.
    let table = files(&folder.path().join("derived/observations")).into_keys().next().unwrap();
    let mut bytes = fs::read(&table).unwrap();
    bytes[10] ^= 1;
    fs::write(&table, bytes).unwrap();
    archive.write_board(&board(), Digest::of(b"1"), &written).unwrap();
    let index = archive.index(&board()).unwrap().unwrap();
    assert_eq!(archive.load_all(&index).unwrap(), written);
}

#[test]
fn no_board_id_leaves_the_derived_folder() {
    let (folder, archive) = archive();
    for id in ["../../outside", "/etc/x", "..", "榜单/总", ""] {
        let board = BoardId::from(id);
        let mut snapshot = plain(0, 1, 1);
        snapshot.board = board.clone();
        archive.write_board(&board, Digest::of(b"1"), &history(vec![snapshot.clone()])).unwrap();
        let index = archive.index(&board).unwrap().unwrap();
        assert_eq!(archive.load(&index, &index.history.snapshots[0]).unwrap(), snapshot);
    }
    let outside = files(folder.path())
        .into_keys()
        .find(|path| !path.starts_with(folder.path().join("derived")) && !path.ends_with("archive.toml"));
    assert_eq!(outside, None);
    let now: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    assert!(archive.begin_run(now, "x").is_ok());
}
