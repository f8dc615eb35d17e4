//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place and moves it there, so that nobody sees half of it and a failure
/// leaves what was there before.
///
/// # Errors
/// Whatever the file system reports; the temporary file is then removed.
pub fn atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
    let temporary = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    let written = fill(&temporary, content).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one to report; what remains of the temporary file is only litter.
        drop(fs::remove_file(&temporary));
    }
    written
}

fn fill(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atomically_replaces_a_file_and_leaves_no_litter() -> io::Result<()> {
        let dir = std::env::temp_dir().join(format!("surety-report-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        let file = dir.join("report.html");
        atomically(&file, b"one")?;
        atomically(&file, b"two")?;
        assert_eq!(fs::read(&file)?, b"two");
        assert_eq!(fs::read_dir(&dir)?.count(), 1);
        assert!(atomically(&dir.join("none").join("report.html"), b"x").is_err());
        assert_eq!(fs::read_dir(&dir)?.count(), 1);
        fs::remove_dir_all(&dir)
    }
}
