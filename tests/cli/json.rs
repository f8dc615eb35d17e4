//! `--json`: one document on stdout, whatever happens.

use super::{Site, run, surety};
use crate::root;
use anyhow::{Context as _, Result, ensure};
use std::{fs, path::Path};

/// A story that the model plays in no time.
const STORY: &str = "tests/scenarios/01-deposit-and-exit.toml";

/// A folder with the smallest recording of the virtual machine.
fn recordings() -> Result<String> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-recordings");
    fs::create_dir_all(&dir)?;
    fs::copy(root().join("crates/devnode/tests/it/small.json"), dir.join("small.json"))?;
    dir.into_os_string().into_string().ok().context("the folder's name is no text")
}

#[test]
fn results_are_one_document_and_quiet_commands_say_nothing_else() -> Result<()> {
    let recordings = recordings()?;
    let site = Site::new("json")?;
    let rpc = ["--rpc", site.node.url()?];
    let cases: &[(&[&str], &str)] = &[
        (&["build"], "surety.build/1"),
        (&["size"], "surety.size/1"),
        (&["toolchain"], "surety.toolchain/1"),
        (&["replay", "--world", "model", STORY], "surety.replay/1"),
        (&["completions", "zsh"], "surety.completions/1"),
        (&["manual"], "surety.manual/1"),
        (&["doctor", rpc[0], rpc[1]], "surety.doctor/1"),
        (&["deploy", "status", rpc[0], rpc[1]], "surety.status/1"),
    ];
    for (arguments, schema) in cases {
        let ended = run(surety(arguments).args(["--json", "-q"]))?.with(0)?;
        ensure!(ended.json()?["schema"] == *schema, "{arguments:?}: {}", ended.out);
        ensure!(ended.err.is_empty(), "{arguments:?}: {}", ended.err);
    }
    // Schemas of other crates' documents have no field for it.
    for arguments in [&["vm", "check", &recordings][..], &["gas", "--filter", "undelegate"]] {
        let ended = run(surety(arguments).args(["--json", "-q"]))?.with(0)?;
        ensure!(ended.json()?.is_object() && ended.err.is_empty(), "{arguments:?}: {ended:?}");
    }
    Ok(())
}

#[test]
fn the_flags_go_before_the_command_too() -> Result<()> {
    let ended = run(&mut surety(&["--json", "-q", "size"]))?.with(0)?;
    ensure!(ended.json()?["programs"].as_array().is_some_and(|programs| !programs.is_empty()));
    Ok(())
}

#[test]
fn errors_are_a_document_too_and_end_with_the_documented_code() -> Result<()> {
    let site = Site::new("errors")?;
    let port = site.node.url()?.rsplit(':').next().context("no port")?.to_owned();
    let nobody = "http://127.0.0.1:1";
    let cases: &[(&[&str], i32, &str)] = &[
        (&["size", "--bogus"], 2, "--bogus"),
        (&["sizes"], 2, "sizes"),
        (&["build", "--toolchain", "/no/such/folder"], 2, "/no/such/folder"),
        (&["replay", "no/such/story.toml"], 2, "no/such/story.toml"),
        (&["replay", "--world", "model", "--filter", "zzz"], 2, "zzz"),
        (&["vm", "check", "/no/such/folder"], 2, "/no/such/folder"),
        (&["gas", "--filter", "zzz"], 2, "zzz"),
        (&["node", "--port", &port], 2, &port),
        (&["env", "--rpc", nobody], 3, nobody),
        (&["env", "--rpc", site.node.url()?], 2, "--with-suite"),
        (&["deploy", "plan", "--rpc", nobody], 3, nobody),
        (&["deploy", "plan", "--config", "no/such.toml", "--rpc", site.node.url()?], 2, "no/such.toml"),
    ];
    for (arguments, code, word) in cases {
        let ended = run(surety(arguments).args(["--json"]))?.with(*code)?;
        let error = &ended.json()?["error"];
        ensure!(error["exitCode"] == *code, "{arguments:?}: {error}");
        ensure!(error["message"].as_str().is_some_and(|text| text.contains(word)), "{arguments:?}: {error}");
        ensure!(ended.err.contains("error: "), "{arguments:?}: people read stderr: {}", ended.err);
    }
    Ok(())
}
