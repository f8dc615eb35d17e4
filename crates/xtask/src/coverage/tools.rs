//! LLVM's own tools, which must be of the compiler's release: the format of counters changes.

use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The two programs.
#[derive(Debug)]
pub(crate) struct Tools {
    profdata: PathBuf,
    cov: PathBuf,
}

impl Tools {
    /// Those in `folder`, or of the compiler's installation, or on the path.
    ///
    /// # Errors
    /// If there are none of the compiler's LLVM.
    pub(crate) fn find(folder: Option<&Path>) -> Result<Self> {
        let compiler = said("rustc", &["-vV"])?;
        let release = after(&compiler, "LLVM version: ").context("rustc does not say its LLVM")?;
        let host = after(&compiler, "host: ").context("rustc does not say its host")?;
        let major = release.split('.').next().unwrap_or_default();
        let installed = Path::new(said("rustc", &["--print", "sysroot"])?.trim())
            .join("lib/rustlib")
            .join(host)
            .join("bin");
        let candidates = match folder {
            Some(folder) => vec![(folder.join("llvm-profdata"), folder.join("llvm-cov"))],
            None => vec![
                (installed.join("llvm-profdata"), installed.join("llvm-cov")),
                (format!("llvm-profdata-{major}").into(), format!("llvm-cov-{major}").into()),
                ("llvm-profdata".into(), "llvm-cov".into()),
            ],
        };
        let fits = |cov: &Path| {
            said(cov, &["--version"]).is_ok_and(|text| {
                after(&text, "LLVM version ").is_some_and(|version| version.split('.').next() == Some(major))
            })
        };
        match candidates.into_iter().find(|(_, cov)| fits(cov)) {
            Some((profdata, cov)) => Ok(Self { profdata, cov }),
            None => bail!(
                "no llvm-cov of LLVM {major}: install rustup's component llvm-tools or the package llvm-{major}, \
                 or name their folder with --llvm"
            ),
        }
    }

    /// Merges all counts below `raw`.
    ///
    /// # Errors
    /// If there are none, or they cannot be read.
    pub(crate) fn merge(&self, raw: &Path, profile: &Path) -> Result<()> {
        let mut command = Command::new(&self.profdata);
        // A process that was killed while it wrote leaves a file that cannot be read.
        command.args(["merge", "-sparse", "--failure-mode=all"]).arg(raw).arg("-o").arg(profile);
        ensure!(command.status()?.success(), "llvm-profdata cannot merge {}", raw.display());
        Ok(())
    }

    /// What llvm-cov exports, as `form` says: JSON with `-summary-only`, or `-format=lcov`.
    ///
    /// # Errors
    /// If llvm-cov fails.
    pub(crate) fn export(&self, profile: &Path, objects: &[PathBuf], form: &str) -> Result<String> {
        let mut command = Command::new(&self.cov);
        command.args(["export", form, "-instr-profile"]).arg(profile);
        command.args(objects.iter().flat_map(|object| [OsStr::new("-object"), object.as_os_str()]));
        let output = command.output().context("cannot run llvm-cov")?;
        ensure!(output.status.success(), "llvm-cov: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn said(program: impl AsRef<OsStr>, arguments: &[&str]) -> Result<String> {
    let program = program.as_ref();
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("cannot run {}", program.to_string_lossy()))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What follows `label` up to the end of the word.
fn after<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    text.split_once(label)?.1.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_word_after_its_label() {
        assert_eq!(after("a\nDebian LLVM version 22.1.8\n  x", "LLVM version "), Some("22.1.8"));
        assert_eq!(after("nothing", "LLVM version "), None);
    }

    #[test]
    fn tools_of_another_release_or_none_are_refused_with_what_to_do() {
        let error = Tools::find(Some(Path::new("/nowhere"))).unwrap_err().to_string();
        assert!(error.contains("--llvm"), "{error}");
    }
}
