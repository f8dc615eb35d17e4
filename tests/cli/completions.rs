//! Completions, asked as a shell asks them.

use super::{run, surety};
use anyhow::{Result, ensure};
use std::process::Command;

/// What bash offers for a line that ends with the word that is being typed.
fn bash(line: &str) -> Result<Vec<String>> {
    let script = run(&mut surety(&["completions", "bash"]))?.with(0)?.out;
    let words = line.split(' ').count();
    let ask = format!(
        "{script}\nCOMP_WORDS=({line}) COMP_CWORD={}\n_surety surety \"${{COMP_WORDS[COMP_CWORD]}}\" \
         \"${{COMP_WORDS[COMP_CWORD-1]}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words - 1
    );
    let ended = run(Command::new("bash").args(["--norc", "-c", &ask]))?.with(0)?;
    Ok(ended.out.lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_commands_and_options() -> Result<()> {
    ensure!(bash("surety dep")? == ["deploy"]);
    ensure!(bash("surety deploy keep")? == ["keepalive"]);
    ensure!(bash("surety deploy keepalive --da")? == ["--days"]);
    ensure!(bash("surety node --with")? == ["--with-suite"]);
    Ok(())
}

#[test]
fn scripts_for_zsh_and_fish_are_of_their_language() -> Result<()> {
    for (shell, word) in [("zsh", "#compdef surety"), ("fish", "complete -c surety")] {
        let script = run(&mut surety(&["completions", shell]))?.with(0)?.out;
        ensure!(script.contains(word) && script.contains("keepalive"), "{shell}: {script}");
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("completions.{shell}"));
        std::fs::write(&file, &script)?;
        match Command::new(shell).arg("-n").arg(&file).output() {
            Ok(output) => ensure!(output.status.success(), "{shell}: {}", crate::install::told(&output)),
            Err(_) => println!("SKIPPED: {shell} reads its completions: it is not installed"),
        }
    }
    run(&mut surety(&["completions", "cmd"]))?.with(2).map(drop)
}
