//! Where cargo-stylus runs: the folder of one of our programs.

use super::tool::skip;
use crate::{install, process, root};
use anyhow::Result;
use std::{fs, path::PathBuf, process::Command};
use surety_wasm_build::toolchain::CHANNEL_FILE;

/// A program's folder, and the channel file that the tool insists on until it is dropped.
pub(super) struct Project {
    pub(super) dir: PathBuf,
    /// The channel file, if it was not there before.
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
}

impl Drop for Project {
    fn drop(&mut self) {
        if let Some(file) = &self.written {
            // What can't be removed is ignored by git.
            let _ = fs::remove_file(file);
        }
    }
}
