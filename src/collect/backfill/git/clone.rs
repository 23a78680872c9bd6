//! A clone of a remote repository in the cache: without bytes until they are asked for, brought up to date later.

use super::command::Git;
use crate::collect::backfill::Intake;
use crate::error::{Error, ErrorKind, FetchFailure, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::Message;
use etcetera::BaseStrategy;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// So many missing bodies are asked for at once.
const AT_ONCE: usize = 4_000;

/// Whether the text is an address rather than a folder.
///
/// # Errors
/// An address of a kind that is not read.
pub(super) fn is_address(text: &str) -> Result<bool> {
    if let Some((scheme, _)) = text.split_once("://") {
        if matches!(scheme, "http" | "https" | "ssh" | "git" | "file") {
            return Ok(true);
        }
        return Err(refused(scheme));
    }
    if let Some((scheme, _)) = text.split_once("::") {
        return Err(refused(scheme));
    }
    // git@host:path, where no folder is called that.
    let remote = text.split_once(':').is_some_and(|(host, _)| !host.contains('/') && host.len() > 1);
    Ok(remote && !text.starts_with('-') && !Path::new(text).exists())
}

fn refused(scheme: &str) -> Error {
    let what = message!(
        "{scheme:?} is no kind of address that a repository is read from: http, https, ssh, git, file",
        "不从 {scheme:?} 类地址读取仓库：仅 http、https、ssh、git、file"
    );
    Error::new(ErrorKind::Usage { what })
}

/// The clone of an address, made or brought up to date; with it what kept it from being up to date.
///
/// # Errors
/// No place for it, no git, or it cannot be cloned.
pub(super) fn clone(
    address: &str,
    cache: Option<&Path>,
    source: &str,
    intake: &Intake<'_>,
) -> Result<(PathBuf, Option<Error>)> {
    let folder = folder(address, cache)?;
    let _working = intake.working(&without_password(address));
    if folder.join("HEAD").exists() {
        let update = Git::new(Some(&folder))
            .args(["fetch", "--progress", "--force", "--prune", "--no-tags", "--filter=blob:none", "--", "origin"])
            .args(["+refs/heads/*:refs/heads/*"]);
        let late = update.output(address, 1 << 16).err().map(|cause| unreachable(source, address, &cause));
        return Ok((folder, late));
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(|cause| io(message!("make", "创建"), parent, cause))?;
    }
    // An interrupted clone leaves a folder of another name.
    let temporary = folder.with_extension(format!("part{}", std::process::id()));
    let git = Git::new(None)
        .args(["clone", "--progress", "--bare", "--no-tags", "--filter=blob:none", "--template=", "--", address])
        .args([&temporary]);
    let cloned = git.output(address, 1 << 16);
    if let Err(cause) = cloned {
        let _ = fs::remove_dir_all(&temporary);
        if matches!(cause.kind(), ErrorKind::Usage { .. }) {
            return Err(cause);
        }
        return Err(unreachable(source, address, &cause));
    }
    if let Err(cause) = fs::rename(&temporary, &folder) {
        let _ = fs::remove_dir_all(&temporary);
        // Another run was faster.
        if !folder.join("HEAD").exists() {
            return Err(io(message!("write", "写入"), &folder, cause));
        }
    }
    Ok((folder, None))
}

/// Asks the repository's own remote for bodies that are missing, many at once; `ours` says that this program made the
/// clone.
///
/// # Errors
/// What git says.
pub(super) fn fetch_missing(folder: &Path, name: &str, missing: &[String], ours: bool) -> Result<()> {
    let promisor = Git::new(Some(folder))
        .alone()
        .args(["config", "--get", "extensions.partialClone"])
        .output(name, 4096)
        .map(|name| String::from_utf8_lossy(&name).trim().to_owned())
        .ok()
        .filter(|name| !name.is_empty() && !name.starts_with('-'))
        .unwrap_or_else(|| "origin".to_owned());
    for some in missing.chunks(AT_ONCE) {
        let git = Git::new(Some(folder));
        let git = if ours { git } else { git.asking_a_strangers() };
        let mut running = git
            .args(["-c", "fetch.negotiationAlgorithm=noop", "fetch", "--progress", "--no-tags"])
            // Of several settings of the remote's program git takes the first, so only this outranks them.
            .args(["--upload-pack=git-upload-pack", "--no-write-fetch-head", "--filter=blob:none", "--stdin"])
            .args(["--", &promisor])
            .start()?;
        let ids: String = some.iter().flat_map(|id| [id.as_str(), "\n"]).collect();
        if let Some(input) = &mut running.input {
            // It says itself why it would not hear it.
            let _ = input.write_all(ids.as_bytes());
        }
        running.end(name)?;
    }
    Ok(())
}

/// Where the clone of an address is kept.
fn folder(address: &str, cache: Option<&Path>) -> Result<PathBuf> {
    let base = match cache {
        Some(cache) => cache.to_owned(),
        None => etcetera::choose_base_strategy()
            .map(|folders| folders.cache_dir().join("bangdan").join("git"))
            .map_err(|cause| {
                let what = message!(
                    "there is no place for a clone: you have no home folder",
                    "没有存放克隆的位置：没有主目录"
                );
                let hint = message!("name a folder with --cache", "请用 --cache 指定目录");
                Error::new(ErrorKind::Usage { what }).caused_by(cause).with_hint(hint)
            })?,
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '_' { c } else { '-' };
    let short = address.rsplit("://").next().unwrap_or(address).trim_end_matches(".git");
    let tail: String = short.chars().map(plain).collect::<String>().trim_matches(['-', '.']).to_owned();
    let tail: String = tail.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let digest: String = Digest::of(address.as_bytes()).hex().chars().take(8).collect();
    Ok(base.join(format!("{tail}-{digest}.git")))
}

/// The address without user name and password.
pub(super) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}/{path}")
}

fn unreachable(source: &str, address: &str, cause: &Error) -> Error {
    let what = cause.message();
    let what = match cause.kind() {
        ErrorKind::Unreadable { why, .. } => why.clone(),
        _ => what,
    };
    let failure = FetchFailure::Unexpected(Message { en: hide(&what.en, address), zh: hide(&what.zh, address) });
    let error = Error::new(ErrorKind::Fetch { source_id: source.to_owned(), url: without_password(address), failure });
    match cause.hint() {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

fn hide(text: &str, address: &str) -> String {
    text.replace(address, &without_password(address))
}

fn io(doing: Message, path: &Path, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Io { doing, path: path.to_owned() }).caused_by(cause)
}

/// What a missing body is told with, where its remote could not be asked.
pub(super) fn not_had(name: &str, cause: &Error, count: usize) -> Error {
    let why = cause.message();
    let (en, zh) = (why.en, why.zh);
    let why = message!(
        "the clone lacks the bytes of {count} versions, and its remote did not give them: {en}",
        "克隆缺少 {count} 个版本的内容，其远端也未提供：{zh}"
    );
    Error::new(ErrorKind::Unreadable { what: name.to_owned(), position: None, why }).with_hint(message!(
        "what was there is kept; run it again when the remote can be reached",
        "已有的内容已保存；远端可用后再次运行即可继续"
    ))
}
