//! A compiler for the programs, whose standard library for wasm32 has no panic machinery.
//!
//! Such a library is not published, so it is built here, once, from the sources that belong to
//! the compiler (both must be one release). The ways to such a pair, in the order of
//! [`Selection::Auto`]: what an earlier run left in the cache folder, the active rustup toolchain
//! with its `rust-src` component, the distribution's packages. Nothing is installed system-wide.

mod apt;
mod cargo_stylus;
mod debian;
mod record;
mod rustup;
mod selection;
mod sysroot;

pub use cargo_stylus::{CHANNEL_FILE, write_channel};
pub(crate) use debian::unpack_program;
pub use selection::{SELECTION_VARIABLE, Selection};

use crate::{Error, Progress, lock::Lock};
use std::{
    env,
    path::{Path, PathBuf},
};

/// The target of every Stylus program.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Where toolchains are kept, unless the user's cache folder will do.
pub const DIRECTORY_VARIABLE: &str = "SURETY_TOOLCHAIN_DIR";

/// Flags that only a build for [`TARGET`] may see: the panic strategy of the library, and no
/// source locations or debug formatting in the data section.
const PROGRAM_FLAGS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// Oldest release that does: immediate abort as a panic strategy, and the workspace's `rust-version`.
const MINIMUM: Release = Release(1, 95);

/// A compiler that is ready to build programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    /// The `rustc` to call: a wrapper that knows its libraries and its sysroot.
    pub rustc: PathBuf,
    /// What decides the bytes of a program: release, commit, LLVM, library recipe.
    pub id: String,
    /// Where it came from: `debian`, `rustup`, or the folder that was named.
    pub origin: String,
}

/// A compiler and the sources of its library: what a sysroot is made of.
#[derive(Debug)]
struct Compiler {
    /// The `rustc` executable itself.
    rustc: PathBuf,
    /// Folders with the shared libraries it needs, if the loader does not find them by itself.
    libraries: Vec<PathBuf>,
    /// The `library` folder of its sources.
    sources: PathBuf,
    /// `lib/rustlib` of its installation, where the host's own library lies.
    rustlib: PathBuf,
    /// The WASM linker.
    linker: PathBuf,
}

impl Toolchain {
    /// The selected toolchain, if an earlier run left it and it still works; installs nothing.
    ///
    /// # Errors
    /// If there is nowhere to keep one.
    pub fn find(selection: &Selection) -> Result<Option<Self>, Error> {
        Ok(Self::installed_in(&directory()?, selection))
    }

    /// Answers the selected toolchain, building it first if there is none. Later calls only read
    /// a small file.
    ///
    /// # Errors
    /// [`Error::NoToolchain`] if no way leads to one; anything else is a failure on that way.
    pub fn ensure(selection: &Selection, progress: Progress) -> Result<Self, Error> {
        let dir = directory()?;
        if let Some(found) = Self::installed_in(&dir, selection) {
            return Ok(found);
        }
        let _lock = Lock::acquire(&dir, progress)?;
        match Self::installed_in(&dir, selection) {
            Some(found) => Ok(found),
            None => install(&dir, selection, progress),
        }
    }

    /// What an earlier run left and still works.
    fn installed_in(dir: &Path, selection: &Selection) -> Option<Self> {
        selection.rooms(dir).iter().find_map(|room| record::load(room))
    }

    /// The variables of a cargo build for [`TARGET`] with this toolchain.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("RUSTC", self.rustc.to_string_lossy().into_owned()),
            ("RUSTC_BOOTSTRAP", "1".to_owned()),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", PROGRAM_FLAGS.to_owned()),
        ]
    }
}

/// `SURETY_TOOLCHAIN_DIR`, or `surety/toolchain` in the user's cache folder.
fn directory() -> Result<PathBuf, Error> {
    match env::var_os(DIRECTORY_VARIABLE) {
        Some(dir) if !dir.is_empty() => Ok(dir.into()),
        _ => Ok(crate::cache_dir()?.join("toolchain")),
    }
}

fn install(dir: &Path, selection: &Selection, progress: Progress) -> Result<Toolchain, Error> {
    let rustup_room = dir.join(selection::RUSTUP);
    let debian_room = dir.join(selection::DEBIAN);
    let from_rustup =
        |progress| sysroot::build(&rustup::compiler(progress)?, &rustup_room, selection::RUSTUP, progress);
    let from_debian = |progress| {
        sysroot::build(&debian::compiler(&debian_room, progress)?, &debian_room, selection::DEBIAN, progress)
    };
    match selection {
        Selection::Rustup => from_rustup(progress),
        Selection::Debian => from_debian(progress),
        Selection::Folder(folder) => {
            let compiler = rustup::compiler_in(folder)?;
            sysroot::build(
                &compiler,
                &selection::folder_room(dir, folder),
                &folder.to_string_lossy(),
                progress,
            )
        }
        Selection::Auto => from_rustup(progress).or_else(|rustup| {
            progress.step(format!("rustup does not do ({rustup}); trying the distribution's packages"));
            from_debian(progress).map_err(|debian| Error::NoToolchain {
                rustup: rustup.to_string(),
                debian: debian.to_string(),
                minimum: MINIMUM.to_string(),
            })
        }),
    }
}

/// Major and minor number of a compiler release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Release(u32, u32);

impl Release {
    /// Reads `1.96.0`, `1.96.0-nightly`, `1.96.0+dfsg1-1`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        Some(Self(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}

impl std::fmt::Display for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_compare_by_number() {
        assert_eq!(Release::parse("1.96.0+dfsg1-1~deb12u2"), Some(Release(1, 96)));
        assert!(Release::parse("1.100.0") > Release::parse("1.96.0-nightly"));
        assert_eq!(Release::parse("stable"), None);
    }
}
