//! One process at a time: test binaries run side by side and all want the programs.

use crate::{Error, Progress};
use std::{fs, path::Path};

/// Holds a lock file until it is dropped. The lock ends with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held for its lock")] fs::File);

impl Lock {
    /// Waits for the lock `dir/.lock`, creating both.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub(crate) fn acquire(dir: &Path, progress: Progress) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
        let path = dir.join(".lock");
        let file = fs::File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        if file.try_lock().is_err() {
            progress.step(format!("waiting for another process ({})", path.display()));
            file.lock().map_err(Error::io("lock", &path))?;
        }
        Ok(Self(file))
    }
}
