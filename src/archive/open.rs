//! An archive as a folder: making it, opening it, and reading bodies.

use super::disk;
use super::extension::EXTENSIONS;
use super::format::{self, Access};
use super::layout;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::Message;
use std::fs;
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// An archive that is open for reading; [`begin_run`](Archive::begin_run) opens it for writing. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Archive {
    root: PathBuf,
    access: Access,
}

impl Archive {
    /// Opens the archive in this folder. Writes nothing, so that the folder may be read-only.
    ///
    /// # Errors
    /// Where there is none, it cannot be read, or its format is one that this program does not read.
    pub fn open(root: &Path) -> Result<Archive> {
        let mark = root.join(layout::MARK);
        let text = match fs::read_to_string(&mark) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), Io::NotFound | Io::NotADirectory) => {
                let what = message!("there is no archive here", "此处没有存档");
                return Err(broken(root, what).caused_by(error).with_hint(message!(
                    "`bangdan fetch` makes one; --archive or BANGDAN_ARCHIVE says where",
                    "`bangdan fetch` 会创建存档；用 --archive 或 BANGDAN_ARCHIVE 指定位置"
                )));
            }
            Err(error) => return Err(disk::cannot_read(&mark)(error)),
        };
        let access = format::access(&text, format::CURRENT).map_err(|what| broken(root, what))?;
        Ok(Archive { root: root.to_owned(), access })
    }

    /// Makes an archive in this folder, or opens the one that is there.
    ///
    /// # Errors
    /// Where the folder holds something else, or cannot be written.
    pub fn create(root: &Path) -> Result<Archive> {
        if root.join(layout::MARK).exists() {
            return Archive::open(root);
        }
        disk::make_folder(root)?;
        // What an interrupted attempt or `git init` leaves does not count.
        let other = disk::list(root)?.into_iter().find(|(name, _)| !name.starts_with('.'));
        if let Some((name, _)) = other.filter(|_| !root.join(layout::MARK).exists()) {
            let what = message!(
                "the folder is no archive and holds {name:?}; an archive starts in an empty folder",
                "该文件夹不是存档，且含有 {name:?}；存档须建在空文件夹中"
            );
            return Err(broken(root, what));
        }
        disk::write_whole(&root.join(temporary_name()), &root.join(layout::MARK), format::FILE.as_bytes())?;
        Archive::open(root)
    }

    /// Finds and opens the archive: see [`locate`](super::locate) for where.
    ///
    /// # Errors
    /// Where there is none at that place, or it cannot be opened.
    pub fn find(explicit: Option<&Path>) -> Result<Archive> {
        Archive::open(&super::locate(explicit)?)
    }

    /// Its folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether this program may add to it; not if a later one made it.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.access == Access::Write
    }

    /// A body, held against its digest.
    ///
    /// # Errors
    /// Where it is not there, cannot be read, or is damaged.
    pub fn body(&self, object: &Digest) -> Result<Vec<u8>> {
        let path = self.body_path(object)?;
        let body = fs::read(&path).map_err(disk::cannot_read(&path))?;
        if Digest::of(&body) != *object {
            let what = message!("the body is damaged: its digest is not its name", "内容已损坏：其摘要与文件名不符");
            return Err(broken(&path, what)
                .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏")));
        }
        Ok(body)
    }

    /// The file that holds a body.
    ///
    /// # Errors
    /// Where it is not there.
    pub fn body_path(&self, object: &Digest) -> Result<PathBuf> {
        self.stored(object).map(|(path, _)| path).ok_or_else(|| {
            broken(&self.root, message!("it has no body {object}", "没有内容 {object}"))
                .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏"))
        })
    }

    /// The file and extension of a body, if it is there.
    pub(super) fn stored(&self, object: &Digest) -> Option<(PathBuf, &'static str)> {
        EXTENSIONS
            .into_iter()
            .map(|extension| (layout::object(&self.root, object, extension), extension))
            .find(|(path, _)| path.exists())
    }

    /// Refuses where a later program made the archive.
    pub(super) fn writable(&self) -> Result<()> {
        if self.is_writable() {
            return Ok(());
        }
        let what = message!(
            "a later bangdan made it, so it can be read but not added to",
            "它由更新版本的 bangdan 创建，只能读取，不能写入"
        );
        Err(broken(&self.root, what))
    }
}

/// An error about an archive or a file of it.
pub(super) fn broken(path: &Path, what: Message) -> Error {
    ErrorKind::Archive { path: path.to_owned(), what }.into()
}

/// A name for a temporary file that no other process or thread uses.
pub(super) fn temporary_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}{}-{count}", layout::TEMPORARY, std::process::id())
}
