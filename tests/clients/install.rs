//! Clients from their registries, installed once below the target folder.

use crate::{process, root};
use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Mutex,
};

/// The folder that the clients are installed in.
fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients").join(kind)
}

/// The clients on npm, and our TypeScript compiled beside them; `None`, with the reason printed, where they
/// cannot be had.
pub(crate) fn npm() -> Result<Option<PathBuf>> {
    static LOCK: Mutex<()> = Mutex::new(());
    let _one_at_a_time = LOCK.lock().map_err(|_| anyhow::anyhow!("another test failed to install"))?;
    if !runs("npm") || !runs("node") {
        return skip("clients on npm", "node and npm are not installed");
    }
    let dir = folder("npm");
    let ours = root().join("tests/clients");
    for (from, to) in [("abi/ts", "abi"), ("tests/clients/ts", "ts"), ("tests/clients/browser", "browser")] {
        copy_folder(&root().join(from), &dir.join(to))?;
    }
    for file in ["package.json", "package-lock.json", "tsconfig.json", "solc.mjs"] {
        fs::copy(ours.join(file), dir.join(file)).with_context(|| file.to_owned())?;
    }
    let lock = fs::read_to_string(ours.join("package-lock.json"))?;
    let installed = once(&dir, &lock, || {
        let flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"];
        // Not `ci`, which refuses a lock file without the binaries of other platforms.
        let mut npm = Command::new("npm");
        Ok(vec![process::output(npm.arg("install").args(flags).current_dir(&dir), process::INSTALLATION)?])
    })?;
    if let Some(reason) = installed {
        return skip("clients on npm", &reason);
    }
    for project in ["abi", ".", "browser"] {
        let mut tsc = Command::new(dir.join("node_modules/.bin/tsc"));
        let output = process::output(tsc.args(["-p", project]).current_dir(&dir), process::CLIENT)?;
        ensure!(output.status.success(), "TypeScript in {project}:\n{}", told(&output));
    }
    Ok(Some(dir))
}

/// Python with the clients on PyPI; `None`, with the reason printed, where it cannot be had.
pub(crate) fn python() -> Result<Option<PathBuf>> {
    if !runs("python3") {
        return skip("web3.py", "python3 is not installed");
    }
    let dir = folder("python");
    let list = root().join("tests/clients/requirements.txt");
    let python = dir.join("bin/python");
    let installed = once(&dir, &fs::read_to_string(&list)?, || {
        let mut venv = Command::new("python3");
        let venv = process::output(venv.args(["-m", "venv"]).arg(&dir), process::INSTALLATION)?;
        if !venv.status.success() {
            return Ok(vec![venv]);
        }
        let flags = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", "-r"];
        let mut pip = Command::new(&python);
        Ok(vec![venv, process::output(pip.args(flags).arg(&list), process::INSTALLATION)?])
    })?;
    match installed {
        Some(reason) => skip("web3.py", &reason),
        None => Ok(Some(python)),
    }
}

/// A program of npm's, by package and name: the launcher's own postinstall is not needed.
pub(crate) fn foundry(dir: &Path, tool: &str) -> Result<Option<PathBuf>> {
    let scope = dir.join("node_modules/@foundry-rs");
    for entry in fs::read_dir(&scope).with_context(|| scope.display().to_string())? {
        let program = entry?.path().join("bin").join(tool);
        if program.is_file() {
            return Ok(Some(program));
        }
    }
    skip(tool, "npm has no binary for this platform")
}

/// Installs unless the same list was installed before; answers why it could not be.
fn once(dir: &Path, list: &str, install: impl FnOnce() -> Result<Vec<Output>>) -> Result<Option<String>> {
    fs::create_dir_all(dir)?;
    let stamp = dir.join(".installed");
    if fs::read_to_string(&stamp).is_ok_and(|old| old == list) {
        return Ok(None);
    }
    if let Some(failed) = install()?.iter().find(|output| !output.status.success()) {
        let text = told(failed);
        let last: Vec<_> = text.trim().lines().rev().take(3).collect();
        return Ok(Some(format!(
            "cannot be installed: {}",
            last.into_iter().rev().collect::<Vec<_>>().join("; ")
        )));
    }
    fs::write(stamp, list)?;
    Ok(None)
}

/// Says that something is not tested here; fails where `SURETY_CLIENTS` is `required`.
pub(crate) fn skip<T>(what: &str, why: &str) -> Result<Option<T>> {
    let required = std::env::var("SURETY_CLIENTS").is_ok_and(|value| value == "required");
    ensure!(!required, "{what} must be tested, but: {why}");
    println!("SKIPPED: {what}: {why}");
    Ok(None)
}

/// True if the program is on this machine.
pub(crate) fn runs(program: &str) -> bool {
    process::output(Command::new(program).arg("--version"), process::CLIENT)
        .is_ok_and(|output| output.status.success())
}

/// What a process wrote.
pub(crate) fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Makes `to` hold what `from` holds; what was built in `to` stays.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            // A source that is gone must not be compiled again.
            if target.is_dir() {
                fs::remove_dir_all(&target)?;
            }
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
