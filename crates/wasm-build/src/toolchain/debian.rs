//! The compiler that Debian builds for its browsers (`rustc-web`), kept current in the security
//! suite of its stable releases, unpacked beside everything else.

use super::{
    Compiler, MINIMUM, Release,
    apt::{Apt, Package},
};
use crate::{Error, Progress, files};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Answers the compiler below `room`, unpacking the packages first if they are not there.
pub(super) fn compiler(room: &Path, progress: Progress) -> Result<Compiler, Error> {
    let root = room.join("packages");
    if !root.is_dir() {
        let fresh = room.join("packages.tmp");
        files::fresh_dir(&fresh)?;
        let apt = Apt::open(&room.join("apt"), progress)?;
        apt.unpack(&choose(&apt)?, &fresh, progress)?;
        prune(&fresh)?;
        files::remove_dir(&room.join("apt"))?;
        fs::rename(&fresh, &root).map_err(Error::io("rename", &fresh))?;
    }
    locate(&root)
}

/// The compiler, both of its libraries, its sources and a linker of the same LLVM.
fn choose(apt: &Apt) -> Result<Vec<Package>, Error> {
    let package = |name: &str| {
        apt.package(name).ok_or_else(|| Error::Toolchain(format!("the distribution has no package {name}")))
    };
    let depends_on =
        |package: &Package, prefix: &str| {
            let numbered = |name: &&String| {
                name.strip_prefix(prefix)
                    .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
            };
            package.depends.iter().find(numbered).cloned().ok_or_else(|| {
                Error::Toolchain(format!("package {} does not depend on {prefix}*", package.name))
            })
        };
    let compiler = package("rustc-web")?;
    if Release::parse(&compiler.version).is_none_or(|release| release < MINIMUM) {
        return Err(Error::Toolchain(format!("rustc-web {} is older than {MINIMUM}", compiler.version)));
    }
    let development = package("libstd-rust-web-dev")?;
    let driver = package(&depends_on(&development, "libstd-rust-web-")?)?;
    let llvm = depends_on(&driver, "libllvm")?;
    let linker = package(&llvm.replacen("libllvm", "lld-", 1))?;
    let sources = package("rust-web-src")?;
    Ok(apt.with_missing_libraries(vec![compiler, development, driver, linker, sources, package(&llvm)?]))
}

/// Drops what no build reads: half of the gigabyte.
fn prune(root: &Path) -> Result<(), Error> {
    files::remove_dir(&root.join("usr/share"))?;
    for tree in files::entries(&root.join("usr/src")) {
        for part in
            files::entries(&tree).into_iter().filter(|part| part.is_dir() && files::name(part) != "library")
        {
            files::remove_dir(&part)?;
        }
    }
    Ok(())
}

fn locate(root: &Path) -> Result<Compiler, Error> {
    let usr = root.join("usr");
    let missing =
        |what: &str| Error::Toolchain(format!("no {what} in the unpacked packages at {}", root.display()));
    let first = |candidates: Vec<PathBuf>, what: &str| {
        candidates.into_iter().find(|path| path.exists()).ok_or_else(|| missing(what))
    };

    let in_each = |dir: PathBuf, part: &str| {
        files::entries(&dir).iter().map(|entry| entry.join(part)).collect::<Vec<_>>()
    };
    let sources = first(in_each(usr.join("src"), "library/sysroot"), "library sources")?;
    let linker = first(in_each(usr.join("lib"), "bin/lld"), "linker")?;
    // Folders named after the architecture: the driver, LLVM, and libraries the system lacks.
    let libraries = [usr.join("lib"), root.join("lib")]
        .iter()
        .flat_map(|dir| files::entries(dir))
        .filter(|dir| files::name(dir).contains("-linux-gnu"))
        .collect();
    Ok(Compiler {
        rustc: first(vec![usr.join("bin/rustc")], "rustc")?,
        libraries,
        sources: sources.parent().map(Path::to_owned).ok_or_else(|| missing("library sources"))?,
        rustlib: usr.join("lib/rustlib"),
        linker,
    })
}

/// A single program of a package, for instance the optimiser.
pub(crate) fn unpack_program(name: &str, room: &Path, progress: Progress) -> Result<(), Error> {
    let apt = Apt::open(&room.join("apt"), progress)?;
    let package = apt
        .package(name)
        .ok_or_else(|| Error::Toolchain(format!("the distribution has no package {name}")))?;
    apt.unpack(&apt.with_missing_libraries(vec![package]), room, progress)?;
    files::remove_dir(&room.join("apt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locate_names_what_is_missing() {
        let error = locate(Path::new("/nonexistent")).unwrap_err().to_string();
        assert!(error.contains("library sources") && error.contains("/nonexistent"), "{error}");
    }
}
