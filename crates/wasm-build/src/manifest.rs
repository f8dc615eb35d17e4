//! What is in `target/programs`, and of what it was made.

use crate::{Error, Size, files};
use alloy_primitives::{hex, keccak256};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

const FILE: &str = "manifest.json";

/// Raised when modules are processed differently after the link: nothing cached is then reused.
const RECIPE: u32 = 1;

/// Contents of `manifest.json`, which is written last.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    recipe: u32,
    /// Hash of all inputs; see [`crate::fingerprint`].
    pub(crate) fingerprint: String,
    /// Compiler that linked the modules.
    pub(crate) toolchain: String,
    /// Optimiser that made them small.
    pub(crate) optimiser: String,
    /// Folders of the packages that the programs are made of.
    pub(crate) sources: BTreeSet<PathBuf>,
    /// The programs, by name.
    pub(crate) programs: Vec<Entry>,
}

/// One program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Name of its package and of its files.
    pub(crate) program: String,
    /// Hash of the module as cargo linked it.
    pub(crate) linked: String,
    /// Hash of `<program>.wasm`.
    pub(crate) module: String,
    /// Hash of `<program>.code`: the code hash of an account that holds it.
    pub(crate) code: String,
    /// Its figures.
    #[serde(flatten)]
    pub(crate) size: Size,
}

impl Manifest {
    pub(crate) fn new(
        fingerprint: String,
        toolchain: &str,
        optimiser: &str,
        sources: BTreeSet<PathBuf>,
        programs: Vec<Entry>,
    ) -> Self {
        let (toolchain, optimiser) = (toolchain.to_owned(), optimiser.to_owned());
        Self { recipe: RECIPE, fingerprint, toolchain, optimiser, sources, programs }
    }

    /// Reads the manifest in `dir`; `None` if there is none or an older version of us wrote it.
    pub(crate) fn load(dir: &Path) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(&files::read(&dir.join(FILE)).ok()?).ok()?;
        (manifest.recipe == RECIPE).then_some(manifest)
    }

    /// Writes it into `dir`.
    pub(crate) fn save(&self, dir: &Path) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|source| Error::Json { what: FILE.to_owned(), source })?;
        files::write(&dir.join(FILE), text.as_bytes())
    }

    /// The entry of `program`, if it was made from the same linked module by the same optimiser.
    pub(crate) fn reusable(&self, program: &str, linked: &str, optimiser: &str) -> Option<&Entry> {
        let same = |entry: &&Entry| entry.program == program && entry.linked == linked;
        self.programs.iter().find(same).filter(|_| self.optimiser == optimiser)
    }
}

/// Keccak-256 as hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex::encode(keccak256(bytes))
}

impl Entry {
    /// The module's file.
    pub(crate) fn path(&self, dir: &Path) -> PathBuf {
        dir.join(format!("{}.wasm", self.program))
    }

    /// Module and account code, if the files still are what was written.
    pub(crate) fn load(&self, dir: &Path) -> Option<(Vec<u8>, Vec<u8>)> {
        let wasm = files::read(&self.path(dir)).ok()?;
        let code = files::read(&self.code_path(dir)).ok()?;
        (hash(&wasm) == self.module && hash(&code) == self.code).then_some((wasm, code))
    }

    /// Writes module and account code.
    pub(crate) fn store(&self, dir: &Path, wasm: &[u8], code: &[u8]) -> Result<(), Error> {
        files::write(&self.path(dir), wasm)?;
        files::write(&self.code_path(dir), code)
    }

    fn code_path(&self, dir: &Path) -> PathBuf {
        dir.join(format!("{}.code", self.program))
    }
}
