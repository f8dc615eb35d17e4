//! Debian's packages, for clients that no registry has.

use crate::{install, process};
use anyhow::{Result, bail, ensure};
use std::process::Command;

/// Installs packages and what they need; nothing happens to those that are there.
///
/// # Errors
///
/// Why they cannot be installed: no apt, no right to, or what apt says.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    ensure!(install::runs("apt-get"), "there is no apt-get");
    let Some((program, words)) = as_root()? else {
        bail!("`apt-get install {}`, which would bring it, needs root", packages.join(" "));
    };
    let apt = |args: &[&str]| {
        let mut command = Command::new(program);
        let settings = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"];
        command.args(words).args(settings).args(args);
        let output = process::output(&mut command, process::INSTALLATION)?;
        ensure!(output.status.success(), "apt-get {}: {}", args.join(" "), install::told(&output));
        Ok(())
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

/// The program, and its words before a command's, that makes root run the command: `sudo` only on a machine that
/// is nobody's desk.
fn as_root() -> Result<Option<(&'static str, &'static [&'static str])>> {
    let id = process::output(Command::new("id").arg("-u"), process::CLIENT)?;
    if id.stdout.trim_ascii() == b"0" {
        return Ok(Some(("env", &[])));
    }
    let unattended = std::env::var_os("CI").is_some() && install::runs("sudo");
    let may = || process::output(Command::new("sudo").args(["-n", "true"]), process::CLIENT);
    Ok((unattended && may()?.status.success()).then_some(("sudo", &["-n", "env"])))
}
