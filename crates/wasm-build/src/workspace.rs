//! Where things are: the workspace, its programs, the user's cache.

use crate::{Error, exec::Exec};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    path::{Path, PathBuf},
};

/// The root of the workspace around the current folder.
///
/// # Errors
/// [`Error::NoWorkspace`] if neither the current folder nor the place where this crate was
/// compiled is in one.
pub fn find_root() -> Result<PathBuf, Error> {
    let here = env::current_dir().map_err(Error::io("find", "."))?;
    let compiled_at = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().chain(compiled_at.ancestors()).find(|dir| is_root(dir));
    found.map(Path::to_owned).ok_or(Error::NoWorkspace(here))
}

fn is_root(dir: &Path) -> bool {
    dir.join("Cargo.lock").is_file() && dir.join("contracts/.cargo/config.toml").is_file()
}

/// The project's folder in the user's cache: `$XDG_CACHE_HOME/surety`, or `~/.cache/surety`.
///
/// # Errors
/// If neither variable is set.
pub fn cache_dir() -> Result<PathBuf, Error> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|dir| dir.join("surety"))
        .ok_or_else(|| {
            Error::Toolchain("neither XDG_CACHE_HOME nor HOME is set: nowhere to keep tools".to_owned())
        })
}

/// What is to be built, and from what.
#[derive(Debug)]
pub(crate) struct Programs {
    /// Packages with a program, by name; the value is the name of the library, as file name.
    pub(crate) packages: BTreeMap<String, String>,
    /// Folders of all packages of this workspace that they are made of, relative to the root.
    pub(crate) sources: BTreeSet<PathBuf>,
}

/// The parts of `cargo metadata` that matter here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    crate_types: Vec<String>,
}

#[derive(Deserialize)]
struct Dependency {
    path: Option<PathBuf>,
    kind: Option<String>,
}

impl Package {
    fn dir(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }

    /// The file stem of its program, if it has one.
    fn program(&self) -> Option<String> {
        let is_program = |target: &&Target| target.crate_types.iter().any(|kind| kind == "cdylib");
        self.targets.iter().find(is_program).map(|target| target.name.replace('-', "_"))
    }
}

impl Programs {
    /// Asks cargo which packages below `contracts/` are programs.
    ///
    /// # Errors
    /// If cargo fails, or there is no program.
    pub(crate) fn find(root: &Path) -> Result<Self, Error> {
        let answer = Exec::cargo()
            .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
            .dir(root)
            .capture()?;
        let metadata: Metadata = serde_json::from_str(&answer)
            .map_err(|source| Error::Json { what: "cargo metadata".to_owned(), source })?;
        Self::select(&metadata, root)
    }

    fn select(metadata: &Metadata, root: &Path) -> Result<Self, Error> {
        let contracts = root.join("contracts");
        let by_dir: BTreeMap<&Path, &Package> =
            metadata.packages.iter().map(|package| (package.dir(), package)).collect();
        let mut packages = BTreeMap::new();
        let mut queue = Vec::new();
        for (dir, package) in &by_dir {
            if let (true, Some(program)) = (dir.starts_with(&contracts), package.program()) {
                packages.insert(package.name.clone(), program);
                queue.push(*dir);
            }
        }
        let mut sources = BTreeSet::new();
        while let Some(dir) = queue.pop() {
            if let Some(package) = by_dir.get(dir)
                && sources.insert(dir.strip_prefix(root).unwrap_or(dir).to_owned())
            {
                let built = package
                    .dependencies
                    .iter()
                    .filter(|dependency| dependency.kind.as_deref() != Some("dev"));
                queue.extend(built.filter_map(|dependency| dependency.path.as_deref()));
            }
        }
        if packages.is_empty() { Err(Error::NoPrograms(contracts)) } else { Ok(Self { packages, sources }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(json: &str) -> Metadata {
        serde_json::from_str(json).unwrap()
    }

    fn package(name: &str, dir: &str, kind: &str, dependencies: &str) -> String {
        format!(
            r#"{{"name":"{name}","manifest_path":"/r/{dir}/Cargo.toml","dependencies":[{dependencies}],
                "targets":[{{"name":"{name}","crate_types":["{kind}"]}}]}}"#
        )
    }

    #[test]
    fn programs_are_the_cdylibs_below_contracts_with_all_their_sources() {
        let vault = package(
            "my-vault",
            "contracts/vault",
            "cdylib",
            r#"{"path":"/r/contracts/common","kind":null},{"path":"/r/crates/model","kind":"dev"}"#,
        );
        let common =
            package("common", "contracts/common", "lib", r#"{"path":"/r/crates/accounting","kind":null}"#);
        let rest = [
            package("accounting", "crates/accounting", "lib", ""),
            package("model", "crates/model", "lib", ""),
            package("plugin", "crates/plugin", "cdylib", ""),
        ]
        .join(",");
        let json = format!(r#"{{"packages":[{vault},{common},{rest}]}}"#);
        let found = Programs::select(&metadata(&json), Path::new("/r")).unwrap();
        assert_eq!(
            found.packages.into_iter().collect::<Vec<_>>(),
            [("my-vault".to_owned(), "my_vault".to_owned())]
        );
        let expected = ["contracts/common", "contracts/vault", "crates/accounting"].map(PathBuf::from);
        assert!(found.sources.iter().eq(expected.iter()), "{:?}", found.sources);
    }

    #[test]
    fn no_program_is_an_error() {
        let json = format!(r#"{{"packages":[{}]}}"#, package("common", "contracts/common", "lib", ""));
        let error = Programs::select(&metadata(&json), Path::new("/r")).unwrap_err();
        assert!(error.to_string().contains("/r/contracts"), "{error}");
    }
}
