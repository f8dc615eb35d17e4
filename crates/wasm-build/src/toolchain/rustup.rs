//! The active rustup toolchain, with the sources of its library.

use super::{Compiler, MINIMUM, Release};
use crate::{Error, Progress, exec::Exec};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long rustup may try: the component is 3 MB, and a machine without network should not wait.
const PATIENCE: Duration = Duration::from_secs(60);

/// The compiler on `PATH`, whose `rust-src` component is added if it is missing.
pub(super) fn compiler(progress: Progress) -> Result<Compiler, Error> {
    let root = PathBuf::from(Exec::new("rustc").args(["--print", "sysroot"]).capture()?.trim());
    check_release(&root)?;
    if !sources(&root).is_dir() {
        progress.step("asking rustup for the component rust-src");
        Exec::new("rustup")
            .args(["component", "add", "rust-src"])
            .env("RUSTUP_MAX_RETRIES", "0")
            .capture_within(PATIENCE)?;
    }
    compiler_in(&root)
}

/// A compiler installed in `root` as rustup lays it out.
pub(super) fn compiler_in(root: &Path) -> Result<Compiler, Error> {
    let host = check_release(root)?;
    let sources = sources(root);
    if !sources.join("sysroot/Cargo.toml").is_file() {
        return Err(Error::Toolchain(format!("no library sources at {}", sources.display())));
    }
    let rustlib = root.join("lib/rustlib");
    let linker = rustlib.join(host).join("bin/rust-lld");
    if !linker.is_file() {
        return Err(Error::Toolchain(format!("no WASM linker at {}", linker.display())));
    }
    Ok(Compiler { rustc: rustc(root), libraries: Vec::new(), sources, rustlib, linker })
}

/// Refuses compilers that are too old; answers the host's name.
fn check_release(root: &Path) -> Result<String, Error> {
    let version = Exec::new(rustc(root)).args(["-vV"]).capture()?;
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let (Some(host), Some(release)) = (field("host:"), field("release:")) else {
        return Err(Error::Toolchain(format!("{} does not tell its release", rustc(root).display())));
    };
    if Release::parse(release).is_none_or(|release| release < MINIMUM) {
        return Err(Error::Toolchain(format!("rustc {release} is older than {MINIMUM}")));
    }
    Ok(host.to_owned())
}

fn rustc(root: &Path) -> PathBuf {
    root.join("bin/rustc")
}

fn sources(root: &Path) -> PathBuf {
    root.join("lib/rustlib/src/rust/library")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiler_in_names_what_is_missing() {
        let error = compiler_in(Path::new("/nonexistent")).unwrap_err().to_string();
        assert!(error.contains("/nonexistent/bin/rustc"), "{error}");
    }
}
