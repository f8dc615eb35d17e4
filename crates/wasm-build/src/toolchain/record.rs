//! What a finished toolchain leaves behind, so that the next run need not ask anybody.

use super::Toolchain;
use crate::{Error, files};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

const FILE: &str = "toolchain.json";

/// Contents of `toolchain.json`, the last file that an installation writes.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// What the sysroot was made with; another recipe means another sysroot.
    recipe: String,
    origin: String,
    id: String,
    rustc: PathBuf,
    /// The compiler behind the wrapper, to notice when it is updated or removed.
    compiler: Stamp,
}

/// A file as it was.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: PathBuf,
    bytes: u64,
    modified_nanos: u128,
}

impl Stamp {
    fn of(path: &Path) -> Result<Self, Error> {
        let metadata = fs::metadata(path).map_err(Error::io("read", path))?;
        let modified = metadata.modified().map_err(Error::io("read", path))?;
        let modified_nanos = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Ok(Self { path: path.to_owned(), bytes: metadata.len(), modified_nanos })
    }
}

/// Notes that the sysroot in `room` is complete.
pub(super) fn save(room: &Path, toolchain: &Toolchain, compiler: &Path) -> Result<(), Error> {
    let record = Record {
        recipe: recipe(),
        origin: toolchain.origin.clone(),
        id: toolchain.id.clone(),
        rustc: toolchain.rustc.clone(),
        compiler: Stamp::of(compiler)?,
    };
    let text = serde_json::to_string_pretty(&record)
        .map_err(|source| Error::Json { what: FILE.to_owned(), source })?;
    files::write(&folder(room).join(FILE), text.as_bytes())
}

/// The toolchain in `room`; `None` if there is none, or it was made by another recipe, or its
/// compiler has changed since.
pub(super) fn load(room: &Path) -> Option<Toolchain> {
    let record: Record = serde_json::from_slice(&fs::read(folder(room).join(FILE)).ok()?).ok()?;
    let valid = record.recipe == recipe()
        && record.rustc.is_file()
        && Stamp::of(&record.compiler.path).is_ok_and(|stamp| stamp == record.compiler);
    valid.then_some(Toolchain { rustc: record.rustc, id: record.id, origin: record.origin })
}

/// Everything of our own that decides what a sysroot is.
fn recipe() -> String {
    format!("{} {}", super::sysroot::LIBRARY_FLAGS, super::sysroot::LAYOUT)
}

/// The folder of this recipe in a room: another version of us, running beside, has its own.
pub(super) fn folder(room: &Path) -> PathBuf {
    let hash = alloy_primitives::keccak256(recipe());
    room.join(format!("library-{}", alloy_primitives::hex::encode(&hash[..4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_dies_with_its_compiler() {
        let room = std::env::temp_dir().join(format!("surety-record-{}", std::process::id()));
        files::fresh_dir(&folder(&room)).unwrap();
        let compiler = room.join("rustc");
        fs::write(&compiler, "one").unwrap();
        let toolchain = Toolchain { rustc: compiler.clone(), id: "id".into(), origin: "debian".into() };
        assert_eq!(load(&room), None);
        save(&room, &toolchain, &compiler).unwrap();
        assert_eq!(load(&room), Some(toolchain));
        fs::write(&compiler, "another").unwrap();
        assert_eq!(load(&room), None);
        files::remove_dir(&room).unwrap();
    }
}
