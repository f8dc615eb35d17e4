//! Small file operations that leave nothing half-written behind.

use crate::Error;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// Reads a file whole.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::io("read", path))
}

/// Writes a file in one step: readers see the old content or the new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut name = OsString::from(path);
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(name);
    fs::write(&temporary, bytes).map_err(Error::io("write", &temporary))?;
    fs::rename(&temporary, path).map_err(Error::io("replace", path))
}

/// Creates an empty folder, removing what an interrupted run left there.
pub(crate) fn fresh_dir(path: &Path) -> Result<(), Error> {
    remove_dir(path)?;
    fs::create_dir_all(path).map_err(Error::io("create", path))
}

/// Removes a folder if it exists.
pub(crate) fn remove_dir(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// The entries of a folder in a fixed order; none if it does not exist.
pub(crate) fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(dir).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

/// The file name as text; empty for paths that have none.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Makes `link` point to `target`, replacing what was there.
#[cfg(unix)]
pub(crate) fn link(target: &Path, link: &Path) -> Result<(), Error> {
    let _ = fs::remove_file(link);
    std::os::unix::fs::symlink(target, link).map_err(Error::io("link", link))
}

/// Folder links need rights that a Windows user does not have.
#[cfg(not(unix))]
pub(crate) fn link(_target: &Path, link: &Path) -> Result<(), Error> {
    Err(Error::io("link", link)(std::io::ErrorKind::Unsupported.into()))
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(Error::io("remove", path))
}
