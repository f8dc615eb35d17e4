//! What cargo-stylus wants and rustup must not be troubled with: a file that names a channel.
//!
//! cargo-stylus looks for `rust-toolchain.toml` from a program's folder upwards and takes exact
//! versions only. rustup obeys the same file, and would stop every command on a machine that has
//! another version and no network. So the repository holds no such file. It is written on demand,
//! below `contracts/` only (git ignores it), and names a version that is installed.

use super::{MINIMUM, Release};
use crate::{Error, exec::Exec, files};
use std::path::{Path, PathBuf};

/// The file, below the root of the workspace.
pub const CHANNEL_FILE: &str = "contracts/rust-toolchain.toml";

/// Writes [`CHANNEL_FILE`] for the newest installed toolchain with an exact version.
///
/// # Errors
/// If rustup has no such toolchain, or the file cannot be written.
pub fn write_channel(root: &Path) -> Result<PathBuf, Error> {
    let list = Exec::new("rustup").args(["toolchain", "list"]).capture()?;
    let channel = newest_exact(&list).ok_or_else(|| {
        Error::Toolchain(format!(
            "cargo-stylus takes exact versions only, and rustup has none of {MINIMUM} or newer; \
             install one: rustup toolchain install {MINIMUM}.0 --profile minimal --target wasm32-unknown-unknown"
        ))
    })?;
    let path = root.join(CHANNEL_FILE);
    let text = format!(
        "# Written by `surety toolchain --cargo-stylus`; delete it freely.\n[toolchain]\nchannel = \"{channel}\"\n"
    );
    files::write(&path, text.as_bytes())?;
    Ok(path)
}

/// The newest release that is named by number and not too old.
fn newest_exact(list: &str) -> Option<String> {
    let versions = list.lines().filter_map(|line| line.split(['-', ' ']).next());
    let known = versions.filter_map(|version| {
        let patch: u32 = version.split('.').nth(2)?.parse().ok()?;
        Some((Release::parse(version)?, patch, version))
    });
    known.filter(|(release, ..)| *release >= MINIMUM).max().map(|(_, _, version)| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_exact_ignores_channels_and_old_releases() {
        let list = "stable-x86_64-unknown-linux-gnu (active, default)\nnightly-2026-01-01-x86_64-unknown-linux-gnu\n\
                    1.80.1-x86_64-unknown-linux-gnu\n1.95.0-x86_64-unknown-linux-gnu\n1.95.2-x86_64-unknown-linux-gnu\n";
        assert_eq!(newest_exact(list).as_deref(), Some("1.95.2"));
        assert_eq!(newest_exact("stable-x86_64-unknown-linux-gnu\n1.80.1-x86_64\n"), None);
    }
}
