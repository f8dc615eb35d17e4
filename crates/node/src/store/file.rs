//! Checked lines in a file, and its replacement as a whole.

use super::StoreError;
use alloy_primitives::{hex, keccak256};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// How long another node may take to let go of the file.
const LOCK_TIME: Duration = Duration::from_secs(2);
const LOCK_REST: Duration = Duration::from_millis(10);
/// Characters of a line's checksum.
const CHECKSUM: usize = 16;

/// A file of checked lines.
#[derive(Debug)]
pub(super) struct JournalFile {
    path: PathBuf,
    file: File,
    /// Lines that are not written yet.
    buffer: Vec<u8>,
    /// Length of what follows the first line, bytes.
    journal_bytes: u64,
}

impl JournalFile {
    /// A file of one line, in place of whatever was there.
    pub(super) fn create(path: &Path, first: &str) -> Result<Self, StoreError> {
        let file = replace(path, first)?;
        Ok(Self { path: path.to_owned(), file, buffer: Vec::new(), journal_bytes: 0 })
    }

    /// Opens a file and reads its lines; a torn last line is cut off.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<String>), StoreError> {
        let io = |source| StoreError::Io { path: path.to_owned(), source };
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(io)?;
        lock(&file, path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        let mut lines = Vec::new();
        let mut good = 0;
        let mut first = 0;
        for raw in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(line) = checked(raw) else { break };
            lines.push(line.to_owned());
            good += raw.len();
            if lines.len() == 1 {
                first = good;
            }
        }
        let rest = bytes.get(good..).unwrap_or_default();
        // A crash tears the end: what is wrong elsewhere was damaged.
        if rest.split_inclusive(|byte| *byte == b'\n').skip(1).any(|raw| checked(raw).is_some())
            || lines.is_empty()
        {
            let (path, line) = (path.to_owned(), lines.len() + 1);
            return Err(StoreError::Damaged { path, line, reason: "wrong checksum".into() });
        }
        if !rest.is_empty() {
            tracing::warn!(bytes = rest.len(), path = %path.display(), "dropping a torn line");
            file.set_len(good as u64).map_err(io)?;
            file.sync_all().map_err(io)?;
        }
        let journal_bytes = good.saturating_sub(first) as u64;
        Ok((Self { path: path.to_owned(), file, buffer: Vec::new(), journal_bytes }, lines))
    }

    pub(super) const fn journal_bytes(&self) -> u64 {
        self.journal_bytes
    }

    /// Adds a line; it is on disk after the next [`Self::flush`].
    pub(super) fn append(&mut self, text: &str) {
        self.buffer.extend_from_slice(line(text).as_bytes());
    }

    /// Writes what was added, and waits until it is on disk.
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let io = |source| StoreError::Io { path: self.path.clone(), source };
        self.file.write_all(&self.buffer).map_err(io)?;
        self.file.sync_data().map_err(io)?;
        self.journal_bytes = self.journal_bytes.saturating_add(self.buffer.len() as u64);
        self.buffer.clear();
        Ok(())
    }

    /// Puts a file of one line in this one's place; what was added and not flushed is dropped.
    pub(super) fn replace(&mut self, first: &str) -> Result<(), StoreError> {
        self.file = replace(&self.path, first)?;
        self.buffer.clear();
        self.journal_bytes = 0;
        Ok(())
    }
}

/// Writes a file beside `path` and renames it: either the old or the new one is there, whole.
fn replace(path: &Path, first: &str) -> Result<File, StoreError> {
    let io = |source| StoreError::Io { path: path.to_owned(), source };
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).map_err(io)?;
    lock(&file, path)?;
    file.write_all(line(first).as_bytes()).map_err(io)?;
    file.sync_all().map_err(io)?;
    fs::rename(&beside, path).map_err(io)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|dir| dir.sync_all()).map_err(io)?;
    Ok(file)
}

/// Keeps other nodes from writing the file. A node that stops lets go of it soon: that is waited
/// for.
fn lock(file: &File, path: &Path) -> Result<(), StoreError> {
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if began.elapsed() < LOCK_TIME => thread::sleep(LOCK_REST),
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(StoreError::Io { path: path.to_owned(), source }),
        }
    }
}

fn checksum(text: &str) -> String {
    hex::encode(keccak256(text).get(..CHECKSUM / 2).unwrap_or_default())
}

fn line(text: &str) -> String {
    format!("{} {text}\n", checksum(text))
}

/// A line's text, if it is whole.
fn checked(raw: &[u8]) -> Option<&str> {
    let text = str::from_utf8(raw.strip_suffix(b"\n")?).ok()?;
    let (sum, text) = text.split_once(' ')?;
    (sum == checksum(text)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("surety-journal-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        path
    }

    fn append_raw(path: &Path, bytes: &[u8]) {
        OpenOptions::new().append(true).open(path).unwrap().write_all(bytes).unwrap();
    }

    #[test]
    fn lines_come_back_and_a_torn_one_is_cut_off() {
        let path = scratch("torn");
        let mut file = JournalFile::create(&path, "first").unwrap();
        file.append("second");
        file.flush().unwrap();
        file.append("never flushed");
        drop(file);
        append_raw(&path, b"0123456789abcdef {\"half\":");
        let (mut file, lines) = JournalFile::open(&path).unwrap();
        assert_eq!(lines, ["first", "second"]);
        file.append("third");
        file.flush().unwrap();
        assert!(matches!(JournalFile::open(&path), Err(StoreError::InUse { .. })));
        drop(file);
        assert_eq!(JournalFile::open(&path).unwrap().1, ["first", "second", "third"]);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn damage_in_the_middle_is_an_error() {
        let path = scratch("damage");
        drop(JournalFile::create(&path, "first").unwrap());
        append_raw(&path, b"bad line\n");
        append_raw(&path, line("third").as_bytes());
        assert!(matches!(JournalFile::open(&path), Err(StoreError::Damaged { line: 2, .. })));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_is_none_of_ours_is_refused_and_left_alone() {
        let path = scratch("foreign");
        fs::write(&path, "hello\n").unwrap();
        assert!(JournalFile::open(&path).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "hello\n");
        fs::remove_file(path).unwrap();
    }
}
