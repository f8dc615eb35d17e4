//! Colours are for terminals, and for those who want them.

use super::{run, surety};
use anyhow::{Result, ensure};
use std::process::Command;

/// What begins a colour.
const ESCAPE: char = '\u{1b}';

#[test]
fn nothing_is_coloured_where_nobody_looks() -> Result<()> {
    let story = "tests/attacks/07-brick-after-full-slash.toml";
    for arguments in [
        &["--help"][..],
        &["size"],
        &["doctor"],
        &["replay", "--world", "model", story],
        &["size", "--bogus"],
    ] {
        let ended = run(&mut surety(arguments))?;
        ensure!(!ended.out.contains(ESCAPE) && !ended.err.contains(ESCAPE), "{arguments:?}: {ended:?}");
    }
    Ok(())
}

#[test]
fn a_terminal_shows_colours_unless_no_color_is_set() -> Result<()> {
    if Command::new("script").arg("--version").output().is_err() {
        println!("SKIPPED: colours on a terminal: util-linux' script is not installed");
        return Ok(());
    }
    let on_a_terminal = |no_color: &str| {
        let mut command = Command::new("script");
        let line = format!("{} doctor", env!("CARGO_BIN_EXE_surety"));
        command.args(["-qec", &line, "/dev/null"]).current_dir(crate::root());
        command.env("TERM", "xterm").env("NO_COLOR", no_color).env_remove("ETH_RPC_URL");
        run(&mut command)
    };
    ensure!(on_a_terminal("")?.out.contains("\u{1b}[32mok"), "no colours on a terminal");
    ensure!(!on_a_terminal("1")?.out.contains(ESCAPE), "NO_COLOR is not respected");
    Ok(())
}
