//! The pinned Binaryen from npm.

use super::{BULK_MEMORY, Optimiser};
use crate::{Error, Progress, exec::Exec, files};
use sha2::{Digest, Sha512};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// The package, in npm's notation.
const PACKAGE: &str = "binaryen@132.0.0";

/// SHA-512 of its archive: npm's `dist.integrity`, as hexadecimal digits.
const SHA512: &str = "e14b20ef212fc0edc532ca373a8bfaaa438e1d2a1dd4812ff9ba0a921efb9139\
                      6333e78d068baa0936ea5acc06cdb1bebc334efdbfefd82e207c48755a007d2e";

/// What is kept of 104 MB.
const PARTS: [&str; 3] = ["package/bin/wasm-opt", "package/bin/package.json", "package/LICENSE"];

/// What an earlier run fetched, if there is a node to run it.
pub(super) fn installed(dir: &Path) -> Option<Optimiser> {
    let script = room(dir).join("package/bin/wasm-opt");
    let node = on_path("node")?;
    script.is_file().then(|| Optimiser {
        command: vec![node.into(), script.into()],
        libraries: OsString::new(),
        bulk_memory: BULK_MEMORY[0],
        id: PACKAGE.to_owned(),
    })
}

/// Fetches the package through npm's ordinary client, so that its settings and mirrors apply.
pub(super) fn fetch(dir: &Path, progress: Progress) -> Result<Optimiser, Error> {
    if let Some(found) = installed(dir) {
        return Ok(found);
    }
    for tool in ["node", "npm"] {
        if on_path(tool).is_none() {
            return Err(Error::Toolchain(format!("there is no {tool} on PATH")));
        }
    }
    progress.step(format!("fetching {PACKAGE} from npm (23 MB)"));
    let fresh = dir.join("npm.tmp");
    files::fresh_dir(&fresh)?;
    Exec::new("npm").args(["pack", "--silent", PACKAGE]).dir(&fresh).capture()?;
    let archive = files::entries(&fresh)
        .into_iter()
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"))
        .ok_or_else(|| Error::Toolchain(format!("npm left no archive of {PACKAGE}")))?;
    verify(&files::read(&archive)?, SHA512)?;
    Exec::new("tar").args(["-xzf".as_ref(), archive.as_os_str()]).args(PARTS).dir(&fresh).capture()?;
    files::remove(&archive)?;
    let finished = room(dir);
    files::remove_dir(&finished)?;
    fs::rename(&fresh, &finished).map_err(Error::io("rename", &fresh))?;
    installed(dir).ok_or_else(|| Error::Toolchain(format!("{PACKAGE} holds no wasm-opt")))
}

fn verify(archive: &[u8], expected: &str) -> Result<(), Error> {
    let found = alloy_primitives::hex::encode(Sha512::digest(archive));
    if found == expected {
        Ok(())
    } else {
        Err(Error::Integrity { what: PACKAGE.to_owned(), expected: expected.to_owned(), found })
    }
}

fn room(dir: &Path) -> PathBuf {
    dir.join(PACKAGE.replace('@', "-"))
}

/// The program that a shell would find.
fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_refuses_other_bytes() {
        let empty = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce\
                     47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
        assert!(verify(b"", empty).is_ok());
        let error = verify(b"x", empty).unwrap_err().to_string();
        assert!(error.contains("the file is not used") && error.contains(empty), "{error}");
    }

    #[test]
    fn on_path_finds_programs_only() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-program-here").is_none());
    }
}
