//! Checked lines in a file, and its replacement as a whole.

use super::StoreError;
use alloy_primitives::{hex, keccak256};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process, thread,
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
    /// Why nothing is written any more: after an error nobody knows what is on disk.
    failed: Option<io::ErrorKind>,
}

impl JournalFile {
    /// A new file of one line.
    pub(super) fn create(path: &Path, first: &str) -> Result<Self, StoreError> {
        // Another node may do the same at this moment: each writes a file of its own, and the first
        // that is done has the name.
        let beside = beside(path, &format!("new.{}", process::id()));
        let file = write_beside(path, &beside, first)?;
        let named = match fs::hard_link(&beside, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(in_use(path)),
            Ok(()) => fs::remove_file(&beside).map_err(|source| io_error(path, source)),
            // A file system without links.
            Err(_) => fs::rename(&beside, path).map_err(|source| io_error(path, source)),
        };
        named.and_then(|()| sync_folder(path)).inspect_err(|_| drop(fs::remove_file(&beside)))?;
        Ok(Self::new(path, file, 0))
    }

    fn new(path: &Path, file: File, journal_bytes: u64) -> Self {
        Self { path: path.to_owned(), file, buffer: Vec::new(), journal_bytes, failed: None }
    }

    /// Opens a file and reads its lines. A line that a crash tore is cut off, and kept in a file beside
    /// this one; any other damage is an error, and the file is left as it is.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<String>), StoreError> {
        let io = |source| io_error(path, source);
        let mut file = open_locked(path)?;
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
        // What a crash tears has no end: a line that has one was written whole, and damaged later.
        if rest.contains(&b'\n') || lines.is_empty() {
            let reason = if bytes.is_empty() { "the file is empty" } else { "wrong checksum" };
            return Err(StoreError::Damaged {
                path: path.to_owned(),
                line: lines.len() + 1,
                reason: reason.into(),
            });
        }
        if !rest.is_empty() {
            let torn = beside(path, "torn");
            tracing::warn!(
                path = %path.display(),
                line = lines.len() + 1,
                bytes = rest.len(),
                kept = %torn.display(),
                "the last line is torn, as by a crash while it was written: going on without it",
            );
            fs::write(&torn, rest).map_err(io)?;
            file.set_len(good as u64).map_err(io)?;
            file.sync_all().map_err(io)?;
        }
        Ok((Self::new(path, file, good.saturating_sub(first) as u64), lines))
    }

    pub(super) const fn journal_bytes(&self) -> u64 {
        self.journal_bytes
    }

    /// Adds a line; it is on disk after the next [`Self::flush`].
    pub(super) fn append(&mut self, text: &str) {
        self.buffer.extend_from_slice(line(text).as_bytes());
    }

    /// Writes what was added, and waits until it is on disk. After an error nothing more is written.
    pub(super) fn flush(&mut self) -> Result<(), StoreError> {
        self.still_sound()?;
        if self.buffer.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(&self.buffer).and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            return Err(self.fail(io_error(&self.path, source)));
        }
        self.journal_bytes = self.journal_bytes.saturating_add(self.buffer.len() as u64);
        self.buffer.clear();
        Ok(())
    }

    /// Puts a file of one line in this one's place; what was added and not flushed is dropped. After an
    /// error the old file is there, and nothing more is written to it.
    pub(super) fn replace(&mut self, first: &str) -> Result<(), StoreError> {
        self.still_sound()?;
        self.file = replace(&self.path, first).map_err(|error| self.fail(error))?;
        self.buffer.clear();
        self.journal_bytes = 0;
        Ok(())
    }

    fn still_sound(&self) -> Result<(), StoreError> {
        self.failed.map_or(Ok(()), |kind| Err(io_error(&self.path, kind.into())))
    }

    fn fail(&mut self, error: StoreError) -> StoreError {
        self.failed = Some(match &error {
            StoreError::Io { source, .. } => source.kind(),
            _ => io::ErrorKind::Other,
        });
        error
    }
}

/// Writes a file beside `path` and renames it: either the old or the new one is there, whole. For who
/// holds the old one's lock.
fn replace(path: &Path, first: &str) -> Result<File, StoreError> {
    let beside = beside(path, "new");
    let file = write_beside(path, &beside, first)?;
    fs::rename(&beside, path)
        .map_err(|source| io_error(path, source))
        .and_then(|()| sync_folder(path))
        .inspect_err(|_| drop(fs::remove_file(&beside)))?;
    Ok(file)
}

/// The file's name with something behind it.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    name.into()
}

/// A locked file of one line, on disk. A part of it is of no use to anybody: it is removed.
fn write_beside(path: &Path, beside: &Path, first: &str) -> Result<File, StoreError> {
    let write = || {
        let mut file = File::create(beside).map_err(|source| io_error(path, source))?;
        lock(&file, path)?;
        file.write_all(line(first).as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|source| io_error(path, source))?;
        Ok(file)
    };
    write().inspect_err(|_| drop(fs::remove_file(beside)))
}

/// Makes a new name in a folder safe.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|dir| dir.sync_all()).map_err(|source| io_error(path, source))
}

fn io_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { path: path.to_owned(), source }
}

fn in_use(path: &Path) -> StoreError {
    StoreError::InUse { path: path.to_owned() }
}

/// The file that has this name when its lock is ours: whoever had it may have put another one in its
/// place meanwhile.
fn open_locked(path: &Path) -> Result<File, StoreError> {
    let io = |source| io_error(path, source);
    let began = Instant::now();
    while began.elapsed() < LOCK_TIME {
        let file = OpenOptions::new().read(true).append(true).open(path).map_err(io)?;
        if !file.metadata().map_err(io)?.is_file() {
            return Err(io(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        lock(&file, path)?;
        if is_named(&file, path).map_err(io)? {
            return Ok(file);
        }
    }
    Err(in_use(path))
}

/// True if `path` still leads to the file.
#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (ours, named) = (file.metadata()?, fs::metadata(path)?);
    Ok((ours.dev(), ours.ino()) == (named.dev(), named.ino()))
}

/// Elsewhere an open file keeps its name.
#[cfg(not(unix))]
fn is_named(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// Keeps other nodes from writing the file. A node that stops lets go of it soon: that is waited
/// for.
fn lock(file: &File, path: &Path) -> Result<(), StoreError> {
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if began.elapsed() < LOCK_TIME => thread::sleep(LOCK_REST),
            Err(TryLockError::WouldBlock) => return Err(in_use(path)),
            Err(TryLockError::Error(source)) => return Err(io_error(path, source)),
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
    fn damage_in_the_last_line_is_an_error_and_nothing_is_cut_off() {
        let path = scratch("last");
        let mut file = JournalFile::create(&path, "first").unwrap();
        file.append("second");
        file.flush().unwrap();
        drop(file);
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes.len() - 3;
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(JournalFile::open(&path), Err(StoreError::Damaged { line: 2, .. })));
        assert_eq!(fs::read(&path).unwrap(), bytes);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_is_torn_is_kept_beside() {
        let path = scratch("beside");
        drop(JournalFile::create(&path, "first").unwrap());
        append_raw(&path, b"0123456789abcdef {");
        assert_eq!(JournalFile::open(&path).unwrap().1, ["first"]);
        let torn = beside(&path, "torn");
        assert_eq!(fs::read(&torn).unwrap(), b"0123456789abcdef {");
        fs::remove_file(torn).unwrap();
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn of_two_that_create_a_file_one_has_it() {
        let path = scratch("create");
        let mut first = JournalFile::create(&path, "first").unwrap();
        assert!(matches!(JournalFile::create(&path, "second"), Err(StoreError::InUse { .. })));
        first.append("more");
        first.flush().unwrap();
        drop(first);
        assert_eq!(JournalFile::open(&path).unwrap().1, ["first", "more"]);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn who_waits_for_a_file_does_not_get_the_one_it_replaced() {
        let path = scratch("replaced");
        let mut file = JournalFile::create(&path, "first").unwrap();
        let waiting = thread::spawn({
            let path = path.clone();
            move || JournalFile::open(&path).map(|(_, lines)| lines)
        });
        thread::sleep(LOCK_REST * 5);
        file.replace("second").unwrap();
        assert!(matches!(waiting.join().unwrap(), Err(StoreError::InUse { .. })));
        drop(file);
        assert_eq!(JournalFile::open(&path).unwrap().1, ["second"]);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn after_an_error_nothing_is_written() {
        let path = scratch("failed");
        let mut file = JournalFile::create(&path, "first").unwrap();
        // Takes no bytes, like a full disk.
        let full = OpenOptions::new().write(true).open("/dev/full");
        let Ok(full) = full else { return };
        let sound = std::mem::replace(&mut file.file, full);
        file.append("second");
        let error = file.flush().unwrap_err();
        assert!(error.to_string().contains("free"), "{error}");
        file.file = sound;
        file.append("third");
        assert!(file.flush().is_err() && file.replace("fourth").is_err());
        drop(file);
        assert_eq!(JournalFile::open(&path).unwrap().1, ["first"]);
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
