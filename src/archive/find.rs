//! Where the archive is.

use super::layout::MARK;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use etcetera::BaseStrategy;
use std::env;
use std::path::{Path, PathBuf};

/// The environment variable that names the archive's folder.
const VARIABLE: &str = "BANGDAN_ARCHIVE";

/// The folder of the archive, whether or not there is one yet: `explicit` (`--archive`), else `BANGDAN_ARCHIVE`, else
/// the nearest folder upwards from the current one that holds an `archive.toml`, else one in the user's data folder.
///
/// # Errors
/// Where nothing is named and the user has no home folder.
pub fn locate(explicit: Option<&Path>) -> Result<PathBuf> {
    let variable = env::var_os(VARIABLE).map(PathBuf::from);
    let current = env::current_dir().ok();
    choose(explicit, variable.as_deref(), current.as_deref(), || {
        etcetera::choose_base_strategy().ok().map(|folders| folders.data_dir().join("bangdan"))
    })
    .ok_or_else(|| {
        Error::from(ErrorKind::Usage {
            what: message!(
                "there is no place for the archive: you have no home folder",
                "没有存放存档的位置：没有主目录"
            ),
        })
        .with_hint(message!("name a folder with --archive", "请用 --archive 指定文件夹"))
    })
}

fn choose(
    explicit: Option<&Path>,
    variable: Option<&Path>,
    current: Option<&Path>,
    data: impl FnOnce() -> Option<PathBuf>,
) -> Option<PathBuf> {
    // A variable that is set to nothing counts as unset, as everywhere.
    let named = explicit.or(variable.filter(|path| !path.as_os_str().is_empty()));
    let upwards = || current?.ancestors().find(|folder| folder.join(MARK).is_file());
    named.or_else(upwards).map(Path::to_owned).or_else(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_is_the_one_named_most_closely() {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("a");
        let deep = archive.join("objects").join("88");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(archive.join(MARK), "").unwrap();
        let [named, variable, data] = ["named", "variable", "data"].map(PathBuf::from);
        let other = || Some(data.clone());
        let choose = |explicit, variable, current| choose(explicit, variable, current, other).unwrap();
        assert_eq!(choose(Some(&named), Some(&variable), Some(&deep)), named);
        assert_eq!(choose(None, Some(&variable), Some(&deep)), variable);
        assert_eq!(choose(None, Some(Path::new("")), Some(&deep)), archive);
        assert_eq!(choose(None, None, Some(&archive)), archive);
        assert_eq!(choose(None, None, Some(folder.path())), data);
        assert_eq!(choose(None, None, None), data);
    }
}
