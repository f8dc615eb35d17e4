//! Binaryen's `wasm-opt`: a fifth of the bytes and over half of the init gas.
//!
//! The pinned release is npm's package `binaryen`, JavaScript that runs wherever node does. Without
//! node, Debian's older package does nearly as well, with other bytes. docs/adr/0002 has the
//! measurements.

mod npm;

use crate::{Error, Progress, exec::Exec, files, lock::Lock, toolchain};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// The variable that picks an optimiser: `auto`, `npm`, `debian`, or a `wasm-opt` executable.
pub const OPTIMISER_VARIABLE: &str = "SURETY_WASM_OPT";

/// Debian's folder in the cache.
const DEBIAN: &str = "debian";

/// Features that Stylus validates, beyond which nothing may be emitted.
const FEATURES: [&str; 4] =
    ["--mvp-features", "--enable-sign-ext", "--enable-mutable-globals", "--enable-nontrapping-float-to-int"];

/// `memory.copy` and `memory.fill` without the rest of bulk memory; older releases know only the whole.
const BULK_MEMORY: [&str; 2] = ["--enable-bulk-memory-opt", "--enable-bulk-memory"];

/// A `wasm-opt` that is ready to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Optimiser {
    /// The program and its first arguments.
    command: Vec<OsString>,
    /// Folders of shared libraries it needs.
    libraries: OsString,
    /// The flag for bulk memory that it knows.
    bulk_memory: &'static str,
    /// What decides the bytes of its output.
    pub id: String,
}

impl Optimiser {
    /// The optimiser that [`OPTIMISER_VARIABLE`] picks, if it is here; fetches nothing.
    ///
    /// # Errors
    /// [`Error::Choice`] if the variable has something unknown; if a named executable does not run.
    pub fn find() -> Result<Option<Self>, Error> {
        let dir = folder()?;
        match choice().as_str() {
            "" | "auto" => Ok(npm::installed(&dir).or_else(|| debian_installed(&dir))),
            "npm" => Ok(npm::installed(&dir)),
            DEBIAN => Ok(debian_installed(&dir)),
            path if Path::new(path).is_file() => Self::named(Path::new(path)).map(Some),
            other => Err(Error::Choice {
                name: OPTIMISER_VARIABLE,
                value: other.to_owned(),
                allowed: "auto, npm, debian, or an existing file",
            }),
        }
    }

    /// Answers the optimiser that [`OPTIMISER_VARIABLE`] picks, fetching it first if necessary.
    ///
    /// # Errors
    /// [`Error::NoOptimiser`] if none can be had; otherwise what went wrong on the chosen way.
    pub fn ensure(progress: Progress) -> Result<Self, Error> {
        if let Some(found) = Self::find()? {
            return Ok(found);
        }
        let dir = folder()?;
        match choice().as_str() {
            "npm" => locked(&dir, progress, npm::fetch),
            DEBIAN => locked(&dir, progress, debian_fetch),
            _ => Self::fetch(&dir, progress),
        }
    }

    fn fetch(dir: &Path, progress: Progress) -> Result<Self, Error> {
        locked(dir, progress, npm::fetch).or_else(|npm| {
            progress.step(format!("no optimiser from npm ({npm}); trying the distribution's"));
            locked(dir, progress, debian_fetch)
                .map_err(|debian| Error::NoOptimiser { npm: npm.to_string(), debian: debian.to_string() })
        })
    }

    /// The user's own.
    fn named(path: &Path) -> Result<Self, Error> {
        let version = Exec::new(path).args(["--version"]).capture()?;
        let number = version.split_whitespace().find_map(|word| word.parse::<u32>().ok()).unwrap_or_default();
        let [modern, old] = BULK_MEMORY;
        Ok(Self {
            command: vec![path.into()],
            libraries: OsString::new(),
            // The narrower flag appeared in release 121.
            bulk_memory: if number >= 121 { modern } else { old },
            id: version.trim().to_owned(),
        })
    }

    /// Optimises `input` for size into `output`.
    ///
    /// # Errors
    /// If the optimiser fails.
    pub(crate) fn run(&self, input: &Path, output: &Path) -> Result<(), Error> {
        let Some((program, first)) = self.command.split_first() else { return Ok(()) };
        let mut exec = Exec::new(program);
        if !self.libraries.is_empty() {
            exec = exec.env("LD_LIBRARY_PATH", &self.libraries);
        }
        exec.args(first)
            .args(["-Oz", "--converge"])
            .args(FEATURES)
            .args([self.bulk_memory])
            .args([input.as_os_str(), "-o".as_ref(), output.as_os_str()])
            .capture()
            .map(drop)
    }
}

fn choice() -> String {
    env::var(OPTIMISER_VARIABLE).unwrap_or_default()
}

fn folder() -> Result<PathBuf, Error> {
    Ok(crate::cache_dir()?.join("wasm-opt"))
}

fn locked(
    dir: &Path,
    progress: Progress,
    fetch: fn(&Path, Progress) -> Result<Optimiser, Error>,
) -> Result<Optimiser, Error> {
    let _lock = Lock::acquire(dir, progress)?;
    fetch(dir, progress)
}

fn debian_fetch(dir: &Path, progress: Progress) -> Result<Optimiser, Error> {
    if debian_installed(dir).is_none() {
        let fresh = dir.join("debian.tmp");
        files::fresh_dir(&fresh)?;
        toolchain::unpack_program("binaryen", &fresh, progress)?;
        let finished = dir.join(DEBIAN);
        files::remove_dir(&finished)?;
        fs::rename(&fresh, &finished).map_err(Error::io("rename", &fresh))?;
    }
    debian_installed(dir).ok_or_else(|| {
        Error::Toolchain("the distribution's package binaryen holds no working wasm-opt".to_owned())
    })
}

fn debian_installed(dir: &Path) -> Option<Optimiser> {
    let root = dir.join(DEBIAN);
    let program = root.join("usr/bin/wasm-opt");
    let version = |libraries: &OsString| {
        Exec::new(&program).env("LD_LIBRARY_PATH", libraries).args(["--version"]).capture().ok()
    };
    let libraries = env::join_paths(library_dirs(&root.join("usr/lib"))).ok()?;
    let id = version(&libraries)?.trim().to_owned();
    Some(Optimiser { command: vec![program.clone().into()], libraries, bulk_memory: BULK_MEMORY[1], id })
}

/// The folder itself and those of an architecture in it.
fn library_dirs(lib: &Path) -> Vec<PathBuf> {
    let mut dirs = vec![lib.to_owned()];
    dirs.extend(files::entries(lib).into_iter().filter(|dir| files::name(dir).contains("-linux-gnu")));
    dirs
}
