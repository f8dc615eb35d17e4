//! Where cargo-stylus runs: the folder of one of our programs, or a new one of its own.

use super::tool::{Tool, said, skip};
use crate::{install, process, root};
use anyhow::{Context as _, Result};
use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};
use surety_wasm_build::toolchain::CHANNEL_FILE;

/// A program's folder, until it is dropped.
pub(super) struct Project {
    pub(super) dir: PathBuf,
    /// What was not there before: the channel file that the tool insists on, or all of a new project.
    written: Option<PathBuf>,
}

impl Project {
    /// One of our programs; `None`, with the reason printed, where rustup has no release that the file for
    /// cargo-stylus could name.
    pub(super) fn ours(package: &str) -> Result<Option<Self>> {
        let mut project = Self { dir: root().join("contracts").join(package), written: None };
        let channel = root().join(CHANNEL_FILE);
        if !channel.exists() {
            let mut surety = Command::new(env!("CARGO_BIN_EXE_surety"));
            let surety = surety.args(["toolchain", "--cargo-stylus"]).current_dir(root());
            let output = process::output(surety, process::INSTALLATION)?;
            if !output.status.success() {
                return skip(install::told(&output).trim());
            }
            project.written = Some(channel);
        }
        Ok(Some(project))
    }

    /// What `cargo stylus new` makes. It lies outside of this workspace, which it would join, and what cargo
    /// compiles for it stays below the target folder.
    pub(super) fn fresh(tool: &Tool, name: &str) -> Result<Self> {
        let parent = env::temp_dir().join(format!("surety-cargo-stylus-{}", std::process::id()));
        fs::create_dir_all(&parent)?;
        let project = Self { dir: parent.join(name), written: Some(parent) };
        let parent = project.dir.parent().context("no folder")?;
        said(tool.command(parent)?.args(["new", name]), false)?;
        let compiled = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients/cargo-stylus/compiled");
        fs::create_dir_all(&compiled)?;
        symlink(compiled, project.dir.join("target"))?;
        Ok(project)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        if let Some(written) = &self.written {
            // What can't be removed is ignored by git, or lies where temporary things do.
            let _ = if written.is_dir() { fs::remove_dir_all(written) } else { fs::remove_file(written) };
        }
    }
}
