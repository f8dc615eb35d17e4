//! The package manager's network side, with lists and downloads in a folder of our own.
//!
//! Works without root and leaves the system's lists, locks and database alone.

use crate::{Error, Progress, exec::Exec, files};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// apt with private lists.
#[derive(Debug)]
pub(crate) struct Apt {
    dir: PathBuf,
}

/// What apt knows about the version it would install.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Names of its dependencies, first alternatives only.
    pub(crate) depends: Vec<String>,
}

impl Apt {
    /// Fetches the package lists of the system's sources into `dir`.
    ///
    /// # Errors
    /// If this is not a Debian-like machine. Sources that do not answer are tolerated: whether
    /// the wanted packages are known shows later.
    pub(crate) fn open(dir: &Path, progress: Progress) -> Result<Self, Error> {
        for room in ["lists/partial", "cache/archives/partial"] {
            let room = dir.join(room);
            fs::create_dir_all(&room).map_err(Error::io("create", room))?;
        }
        let apt = Self { dir: dir.to_owned() };
        Exec::new("dpkg-deb").args(["--version"]).capture()?;
        progress.step("fetching the distribution's package lists");
        match apt.exec("apt-get").args(["update"]).capture() {
            Err(error @ Error::Start { .. }) => return Err(error),
            Err(error) => progress.step(format!("some sources did not answer: {error}")),
            Ok(_) => {}
        }
        Ok(apt)
    }

    /// The candidate version of a package; `None` if there is none.
    pub(crate) fn package(&self, name: &str) -> Option<Package> {
        let stanza = self.exec("apt-cache").args(["show", "--no-all-versions", name]).capture().ok()?;
        parse_stanza(&stanza)
    }

    /// `roots` and the shared libraries they need that the system does not have.
    pub(crate) fn with_missing_libraries(&self, roots: Vec<Package>) -> Vec<Package> {
        let mut seen: BTreeSet<String> = roots.iter().map(|package| package.name.clone()).collect();
        let mut queue = roots;
        let mut chosen = Vec::new();
        while let Some(package) = queue.pop() {
            for name in &package.depends {
                let library = name.starts_with("lib") && !name.ends_with("-dev");
                if library && seen.insert(name.clone()) && !is_installed(name) {
                    queue.extend(self.package(name));
                }
            }
            chosen.push(package);
        }
        chosen.sort_by(|a, b| a.name.cmp(&b.name));
        chosen
    }

    /// Downloads packages and unpacks them into `root`.
    ///
    /// # Errors
    /// If one cannot be fetched or unpacked.
    pub(crate) fn unpack(&self, packages: &[Package], root: &Path, progress: Progress) -> Result<(), Error> {
        let archives = self.dir.join("debs");
        files::fresh_dir(&archives)?;
        let names = packages.iter().map(|package| format!("{}={}", package.name, package.version));
        progress.step(format!("downloading {}", names.clone().collect::<Vec<_>>().join(" ")));
        self.exec("apt-get").args(["download"]).args(names).dir(&archives).capture()?;
        progress.step("unpacking");
        for archive in files::entries(&archives) {
            Exec::new("dpkg-deb").args(["-x".as_ref(), archive.as_os_str(), root.as_os_str()]).capture()?;
        }
        files::remove_dir(&archives)
    }

    fn exec(&self, program: &str) -> Exec {
        let option = |name: &str, value: &Path| format!("{name}={}", value.display());
        Exec::new(program).env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C").args([
            "-qq".to_owned(),
            "-o".to_owned(),
            option("Dir::State::lists", &self.dir.join("lists")),
            "-o".to_owned(),
            option("Dir::Cache", &self.dir.join("cache")),
            "-o".to_owned(),
            "Acquire::Languages=none".to_owned(),
            // As root, apt would hand the download to a user who may not write here.
            "-o".to_owned(),
            "APT::Sandbox::User=root".to_owned(),
        ])
    }
}

/// Asks dpkg, which knows only what is installed system-wide.
fn is_installed(name: &str) -> bool {
    Exec::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", name])
        .capture()
        .is_ok_and(|status| status.starts_with("installed"))
}

fn parse_stanza(stanza: &str) -> Option<Package> {
    let field = |name: &str| {
        stanza
            .lines()
            .take_while(|line| !line.is_empty())
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    let depends = field("Depends:").unwrap_or_default().split(',').filter_map(first_alternative).collect();
    Some(Package { name: field("Package:")?.to_owned(), version: field("Version:")?.to_owned(), depends })
}

/// `libfoo1 (>= 2) | libfoo1t64` and `libfoo:any` are both about `libfoo`.
fn first_alternative(clause: &str) -> Option<String> {
    let name = clause.split(['|', '(', '[', ':']).next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stanza_gives_version_and_first_alternatives() {
        let stanza = "Package: lld-22\nVersion: 1:22.1.8-1\nDepends: libc6 (>= 2.34), libz:any | libz-ng, libllvm22 (= 1)\n\
                      Size: 1\n\nPackage: other\nVersion: 2\n";
        let package = parse_stanza(stanza).unwrap();
        assert_eq!((package.name.as_str(), package.version.as_str()), ("lld-22", "1:22.1.8-1"));
        assert_eq!(package.depends, ["libc6", "libz", "libllvm22"]);
    }

    #[test]
    fn no_stanza_is_no_package() {
        assert_eq!(parse_stanza(""), None);
        assert_eq!(parse_stanza("Package: a\n"), None);
    }
}
