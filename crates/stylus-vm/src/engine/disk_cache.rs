//! Compiled programs on disk.
//!
//! A file is written aside and renamed into place, and carries a digest of what it is for and what
//! it holds: a damaged, cut or misplaced file is dropped, never run. The directory is as trusted
//! as the program itself; whoever can write there could as well replace the executable.

use std::{
    fs,
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
};

use alloy_primitives::{B256, Keccak256};

/// Changes whenever instrumentation or this format does.
const REVISION: &str = "stylus-vm 1";
const DIGEST_LEN: usize = 32;

/// Distinguishes files being written.
static NEXT_TEMPORARY: AtomicU64 = AtomicU64::new(0);

/// A directory of compiled programs of one kind of engine.
#[derive(Debug)]
pub(super) struct DiskCache {
    dir: PathBuf,
    fingerprint: B256,
}

impl DiskCache {
    /// Opens, or makes, the part of `dir` for engines like this one.
    pub(super) fn open(dir: &Path, engine: &wasmtime::Engine, metering: bool) -> io::Result<Self> {
        let fingerprint = fingerprint(engine, metering);
        let [a, b, c, d, ..] = fingerprint.0;
        let dir = dir.join(format!("{a:02x}{b:02x}{c:02x}{d:02x}"));
        fs::create_dir_all(&dir)?;
        Ok(Self { dir, fingerprint })
    }

    /// The compiled bytes kept for `code_hash`, exactly as they were kept.
    pub(super) fn get(&self, code_hash: B256) -> Option<Vec<u8>> {
        let path = self.path(code_hash);
        let mut file = fs::read(&path).ok()?;
        let intact = file
            .split_first_chunk::<DIGEST_LEN>()
            .is_some_and(|(digest, compiled)| self.digest(code_hash, compiled) == *digest);
        if !intact {
            // The next load writes it anew; nothing is lost if it can't be removed.
            drop(fs::remove_file(&path));
            return None;
        }
        file.drain(..DIGEST_LEN);
        Some(file)
    }

    /// Keeps the compiled bytes of `code_hash`.
    pub(super) fn put(&self, code_hash: B256, compiled: &[u8]) -> io::Result<()> {
        let number = NEXT_TEMPORARY.fetch_add(1, Ordering::Relaxed);
        let temporary = self.dir.join(format!(".{}-{number}", process::id()));
        let file = [&self.digest(code_hash, compiled).0, compiled].concat();
        let written = fs::write(&temporary, file).and_then(|()| fs::rename(&temporary, self.path(code_hash)));
        if written.is_err() {
            drop(fs::remove_file(&temporary));
        }
        written
    }

    fn path(&self, code_hash: B256) -> PathBuf {
        self.dir.join(format!("{code_hash:x}"))
    }

    fn digest(&self, code_hash: B256, compiled: &[u8]) -> B256 {
        let mut hasher = Keccak256::new();
        hasher.update(self.fingerprint);
        hasher.update(code_hash);
        hasher.update(compiled);
        hasher.finalize()
    }
}

fn fingerprint(engine: &wasmtime::Engine, metering: bool) -> B256 {
    let mut hasher = Fingerprint(Keccak256::new());
    (REVISION, env!("CARGO_PKG_VERSION"), metering).hash(&mut hasher);
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hasher.0.finalize()
}

/// Feeds what is hashed into a digest that is the same in every process.
struct Fingerprint(Keccak256);

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        let [a, b, c, d, e, f, g, h, ..] = digest.0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}
