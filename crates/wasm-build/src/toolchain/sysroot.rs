//! Builds the standard library for wasm32 and lays a sysroot around it.

use super::{Compiler, TARGET, Toolchain, record};
use crate::{Error, Progress, exec::Exec, files};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How the library is compiled: as official builds do it (without the mark, its own unstable
/// attributes are refused), but every panic is a bare trap.
pub(super) const LIBRARY_FLAGS: &str = "-Zforce-unstable-if-unmarked -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Awarnings";

/// Raised when the folder is laid out differently.
pub(super) const LAYOUT: u32 = 1;

/// Builds the library with `compiler` and makes `room` a toolchain.
///
/// Crash-safe: what is under way has another name than what is finished.
pub(super) fn build(
    compiler: &Compiler,
    room: &Path,
    origin: &str,
    progress: Progress,
) -> Result<Toolchain, Error> {
    fs::create_dir_all(room).map_err(Error::io("create", room))?;
    let room = &room.canonicalize().map_err(Error::io("resolve", room))?;
    let dir = record::folder(room);
    fs::create_dir_all(&dir).map_err(Error::io("create", &dir))?;
    let plain = wrapper(compiler, &dir.join("library-rustc"), None)?;
    let (host, id) = identity(&Exec::new(&plain).args(["-vV"]).capture()?)?;
    progress.step(format!("building the standard library for {TARGET} with {id}; about a minute"));

    let root = dir.join("sysroot.tmp");
    files::fresh_dir(&root)?;
    let objects = dir.join("library.tmp");
    files::fresh_dir(&objects)?;
    compile_library(compiler, &plain, &objects, progress)?;

    let rustlib = root.join("lib/rustlib");
    let own = rustlib.join(TARGET).join("lib");
    let tools = rustlib.join(&host).join("bin");
    for dir in [&own, &tools] {
        fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
    }
    for rlib in files::entries(&objects.join(TARGET).join("dist/deps")) {
        if rlib.extension().is_some_and(|extension| extension == "rlib") {
            fs::copy(&rlib, own.join(files::name(&rlib))).map_err(Error::io("copy", &rlib))?;
        }
    }
    files::link(&compiler.rustlib.join(&host).join("lib"), &rustlib.join(&host).join("lib"))?;
    files::link(&compiler.linker, &tools.join("rust-lld"))?;

    let finished = dir.join("sysroot");
    files::remove_dir(&finished)?;
    fs::rename(&root, &finished).map_err(Error::io("rename", &root))?;
    let rustc = wrapper(compiler, &dir.join("bin/rustc"), Some(&finished))?;
    prove(&rustc, &objects)?;
    files::remove_dir(&objects)?;
    let toolchain = Toolchain { rustc, id, origin: origin.to_owned() };
    record::save(room, &toolchain, &compiler.rustc)?;
    progress.step(format!("toolchain ready in {}", dir.display()));
    Ok(toolchain)
}

/// Host name and identity from `rustc -vV`.
fn identity(version: &str) -> Result<(String, String), Error> {
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    match (field("host:"), version.lines().next(), field("LLVM version:")) {
        (Some(host), Some(name), Some(llvm)) => {
            Ok((host.to_owned(), format!("{name}, LLVM {llvm}, immediate-abort")))
        }
        _ => Err(Error::Toolchain(format!("the compiler's answer is not understood: {version}"))),
    }
}

fn compile_library(
    compiler: &Compiler,
    rustc: &Path,
    objects: &Path,
    progress: Progress,
) -> Result<(), Error> {
    // `dist` is the profile of official builds: one unit per crate, bitcode for later LTO.
    Exec::cargo()
        .args(["build", "--locked", "--no-default-features", "--profile", "dist", "--target", TARGET])
        .args(["-p", "std", "-p", "panic_abort", "-p", "proc_macro", "--manifest-path"])
        .args([compiler.sources.join("sysroot/Cargo.toml")])
        .dir(objects)
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", LIBRARY_FLAGS)
        .env("CARGO_TARGET_DIR", objects)
        .env("CARGO_PROFILE_DIST_OPT_LEVEL", "z")
        .env("CARGO_PROFILE_DIST_DEBUG", "0")
        .stream(progress)
}

/// Writes a script that calls the compiler with its libraries and, if given, another sysroot.
fn wrapper(compiler: &Compiler, path: &Path, sysroot: Option<&Path>) -> Result<PathBuf, Error> {
    let mut script = String::from("#!/bin/sh\n");
    let loader = loader_path(compiler);
    if !loader.is_empty() {
        script += &format!(
            "export LD_LIBRARY_PATH={}\"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\"\n",
            quoted(&loader)
        );
    }
    let sysroot =
        sysroot.map(|dir| format!(" --sysroot {}", quoted(&dir.to_string_lossy()))).unwrap_or_default();
    script += &format!("exec {}{sysroot} \"$@\"\n", quoted(&compiler.rustc.to_string_lossy()));
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
    }
    files::write(path, script.as_bytes())?;
    make_executable(path)?;
    Ok(path.to_owned())
}

/// The folders of the compiler's libraries as the loader wants them.
fn loader_path(compiler: &Compiler) -> String {
    compiler.libraries.iter().map(|dir| dir.to_string_lossy()).collect::<Vec<_>>().join(":")
}

/// A word that the shell takes as it is.
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(Error::io("make executable", path))
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> Result<(), Error> {
    Ok(())
}

/// A module with an allocation and an index that may fail must compile, link, and hold no text.
fn prove(rustc: &Path, dir: &Path) -> Result<(), Error> {
    let source = dir.join("proof.rs");
    let module = dir.join("proof.wasm");
    let code = b"#[unsafe(no_mangle)] pub extern \"C\" fn proof(n: usize) -> u8 { vec![1u8; n][n / 2] }\n";
    files::write(&source, code)?;
    Exec::new(rustc)
        .args(["--crate-type", "cdylib", "--edition", "2024", "-O", "--target", TARGET])
        .args(super::PROGRAM_FLAGS.split(' '))
        .args(["-o".as_ref(), module.as_os_str(), source.as_os_str()])
        .env("RUSTC_BOOTSTRAP", "1")
        .capture()?;
    let bytes = files::read(&module)?;
    let has = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    if has(b"index out of bounds") || has(b"library/core") {
        return Err(Error::Toolchain("the new library still carries panic texts".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_holds_what_decides_the_bytes() {
        let answer = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nLLVM version: 22.1.8\n";
        let (host, id) = identity(answer).unwrap();
        assert_eq!(host, "x86_64-unknown-linux-gnu");
        assert_eq!(id, "rustc 1.96.0 (ac68faa20 2026-05-25), LLVM 22.1.8, immediate-abort");
        assert!(identity("sh: no such thing").is_err());
    }

    #[test]
    fn quoted_words_survive_the_shell() {
        let word = "it's $HOME `x` \"y\"";
        let echoed =
            Exec::new("sh").args(["-c".to_owned(), format!("printf %s {}", quoted(word))]).capture().unwrap();
        assert_eq!(echoed, word);
    }
}
