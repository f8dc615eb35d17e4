//! Which toolchain the user wants.

use crate::Error;
use std::{
    env,
    path::{Path, PathBuf},
    str::FromStr,
};

/// The variable that picks a toolchain: `auto`, `rustup`, `debian`, or a folder.
pub const SELECTION_VARIABLE: &str = "SURETY_TOOLCHAIN";

pub(super) const RUSTUP: &str = "rustup";
pub(super) const DEBIAN: &str = "debian";

/// A way to a toolchain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// What is there, then rustup, then the distribution.
    #[default]
    Auto,
    /// The active rustup toolchain with its `rust-src` component.
    Rustup,
    /// Debian's `rustc-web` and `rust-web-src`: one compiler for everybody, hence the same bytes.
    Debian,
    /// A folder with `bin/rustc` and `lib/rustlib/src/rust/library`.
    Folder(PathBuf),
}

impl Selection {
    /// Reads [`SELECTION_VARIABLE`]; unset or empty means [`Self::Auto`].
    ///
    /// # Errors
    /// As [`Self::from_str`].
    pub fn from_env() -> Result<Self, Error> {
        env::var(SELECTION_VARIABLE).map_or(Ok(Self::Auto), |value| value.parse())
    }

    /// The rooms of the cache folder where such a toolchain may already be, best first: the
    /// distribution's compiler gives the bytes that CI sees.
    pub(super) fn rooms(&self, dir: &Path) -> Vec<PathBuf> {
        match self {
            Self::Auto => vec![dir.join(DEBIAN), dir.join(RUSTUP)],
            Self::Rustup => vec![dir.join(RUSTUP)],
            Self::Debian => vec![dir.join(DEBIAN)],
            Self::Folder(folder) => vec![folder_room(dir, folder)],
        }
    }
}

/// The room of a compiler that the user named.
pub(super) fn folder_room(dir: &Path, folder: &Path) -> PathBuf {
    let hash = alloy_primitives::keccak256(folder.as_os_str().as_encoded_bytes());
    dir.join(format!("folder-{}", alloy_primitives::hex::encode(&hash[..6])))
}

impl FromStr for Selection {
    type Err = Error;

    /// # Errors
    /// [`Error::Choice`] if the text is neither a known word nor a folder.
    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "" | "auto" => Ok(Self::Auto),
            RUSTUP => Ok(Self::Rustup),
            DEBIAN => Ok(Self::Debian),
            folder if Path::new(folder).is_dir() => {
                Path::new(folder).canonicalize().map(Self::Folder).map_err(Error::io("resolve", folder))
            }
            other => Err(Error::Choice {
                name: SELECTION_VARIABLE,
                value: other.to_owned(),
                allowed: "auto, rustup, debian, or an existing folder",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_folders_are_understood_and_nothing_else() {
        assert_eq!("debian".parse::<Selection>().unwrap(), Selection::Debian);
        assert_eq!("".parse::<Selection>().unwrap(), Selection::Auto);
        assert!(matches!(".".parse::<Selection>().unwrap(), Selection::Folder(path) if path.is_absolute()));
        let error = "nightly".parse::<Selection>().unwrap_err().to_string();
        assert!(error.contains("nightly") && error.contains("rustup"), "{error}");
    }

    #[test]
    fn the_distributions_compiler_is_preferred_among_installed_ones() {
        let rooms = Selection::Auto.rooms(Path::new("/c"));
        assert_eq!(rooms, [Path::new("/c/debian"), Path::new("/c/rustup")]);
    }
}
