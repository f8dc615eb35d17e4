//! A page in Chromium with a wallet's provider in it: connects, deposits, approves, delegates.

use crate::{apt, install, run};
use anyhow::{Result, ensure};
use std::{path::PathBuf, process::Command};

/// What distributions call the browser.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// A browser that is there or that can be installed; `None`, with the reason printed, otherwise.
fn chromium() -> Result<Option<PathBuf>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let place =
        |name: &str| std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file());
    // A name without its browser is on some machines: it only says where to get one.
    let found = || NAMES.iter().filter(|name| install::runs(name)).find_map(|name| place(name));
    if let Some(browser) = found() {
        return Ok(Some(browser));
    }
    if let Err(reason) = apt::install(&["chromium"]) {
        return install::skip("a page in Chromium", &format!("no Chromium, and {reason:#}"));
    }
    match found() {
        Some(browser) => Ok(Some(browser)),
        None => install::skip("a page in Chromium", "the package chromium has no browser here"),
    }
}

#[test]
fn a_page_with_an_injected_wallet_deposits_and_delegates() -> Result<()> {
    let Some(dir) = install::npm()? else { return Ok(()) };
    let Some(chromium) = chromium()? else { return Ok(()) };
    let mut story = Command::new("node");
    story.arg("dist/browser.js").env("CHROMIUM", chromium).current_dir(dir);
    ensure!(run(story)?.contains("browser: a deposit, an approval, a delegation"), "the story ended early");
    Ok(())
}
