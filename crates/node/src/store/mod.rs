//! The chain on disk: one file, an image of the chain and a journal of what came after.
//!
//! Each line is a checksum and a JSON document. The first line is the image; each later one is a
//! block or an edit of the state. A job is answered only after its lines were flushed to the disk;
//! jobs that wait together share a flush. A crash can tear the last line only, and what it held
//! was never confirmed: it is put aside. Any other damage is an error, and the file is left alone.
//! Images are written beside the file and renamed over it. After a failed write nothing more is
//! written, and the node stops.

mod entry;
mod file;
mod image;

pub(crate) use entry::Entry;
pub(crate) use image::{Image, Kept};

use crate::{ledger::Ledger, producer::Clock};
use file::JournalFile;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};
use surety_devnode::Snapshot;

/// The journal is folded into a new image when it is so much longer than the last one, bytes.
const MOST_JOURNAL: u64 = 256 << 20;

/// Why the chain can't be kept, or can't be read back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refuses.
    #[error("{path}: {source}{}", remedy(.source))]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not one of this node's, or was damaged other than by a crash.
    #[error("{path}, line {line}: {reason}; {}", way_on(.line))]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Another node writes the file.
    #[error("{path} is in use by another node: stop that one, or keep this chain in another file")]
    InUse {
        /// Which file.
        path: PathBuf,
    },
    /// The file is another chain's.
    #[error(
        "{path} holds chain {found} with ArbOS {found_arbos}, not chain {wanted} with ArbOS {wanted_arbos}: \
         start the node for that chain, or keep this one in another file"
    )]
    OtherChain {
        /// Which file.
        path: PathBuf,
        /// Chain id in the file.
        found: u64,
        /// Chain id asked for.
        wanted: u64,
        /// ArbOS version in the file.
        found_arbos: u64,
        /// ArbOS version asked for.
        wanted_arbos: u64,
    },
}

/// What to do about an error of the system.
fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ": free some space and start the node again; everything that was confirmed is in the file"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ": make the file and its folder writable, or keep the chain elsewhere"
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            ": make its folder, or keep the chain elsewhere"
        }
        _ => "",
    }
}

/// What to do about a damaged line.
fn way_on(line: &usize) -> String {
    match line.saturating_sub(1) {
        0 => "restore a copy of the file, or begin a new one".to_owned(),
        sound => format!(
            "restore a copy of the file, or go on from what is before the damage, which `head -n {sound}` gives"
        ),
    }
}

/// What a file says about itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) chain_id: u64,
    pub(crate) arbos: u64,
    /// Contracts of the suite by name, if it was deployed.
    pub(crate) directory: BTreeMap<String, alloy_primitives::Address>,
}

/// A chain's file, open for writing.
#[derive(Debug)]
pub(crate) struct Store {
    identity: Identity,
    file: JournalFile,
}

impl Store {
    /// The file for `path`, which may be a directory.
    pub(crate) fn path_of(path: &Path) -> PathBuf {
        if path.is_dir() { path.join("chain.journal") } else { path.to_owned() }
    }

    /// Begins a file with an image of the chain.
    pub(crate) fn create(path: &Path, identity: Identity, image: &Image) -> Result<Self, StoreError> {
        let file = JournalFile::create(path, &image::encode(&identity, image))?;
        Ok(Self { identity, file })
    }

    /// Reads a file, and goes on writing it.
    pub(crate) fn open(path: &Path, chain_id: u64, arbos: u64) -> Result<(Self, Identity, Kept), StoreError> {
        let (file, lines) = JournalFile::open(path)?;
        let (identity, kept) = image::decode(path, &lines)?;
        if (identity.chain_id, identity.arbos) != (chain_id, arbos) {
            return Err(StoreError::OtherChain {
                path: path.to_owned(),
                found: identity.chain_id,
                wanted: chain_id,
                found_arbos: identity.arbos,
                wanted_arbos: arbos,
            });
        }
        Ok((Self { identity: identity.clone(), file }, identity, kept))
    }

    /// Notes something; it is safe after the next flush.
    pub(crate) fn append(&mut self, entry: &Entry) {
        self.file.append(&entry.encode());
    }

    /// Makes all that was noted safe.
    pub(crate) fn flush(&mut self) -> Result<(), StoreError> {
        self.file.flush()
    }

    /// True if the journal should be folded into an image.
    pub(crate) const fn is_long(&self) -> bool {
        self.file.journal_bytes() > MOST_JOURNAL
    }

    /// Writes an image of the chain in place of all that the file holds.
    pub(crate) fn rewrite(
        &mut self,
        ledger: &Ledger,
        snapshot: &Snapshot,
        clock: Clock,
    ) -> Result<(), StoreError> {
        let image = Image::new(ledger, snapshot, clock);
        self.file.replace(&image::encode(&self.identity, &image))
    }
}
