//! The quick starts at the beginning of the roles' pages, run as they stand.
//!
//! A block that is run says `quickstart` behind its language. In a block of shell, lines that begin with
//! `# =>` are what the command before them prints.

use crate::{install, node::Node, root};
use anyhow::{Context as _, Result, ensure};
use std::{fmt::Write as _, fs, path::Path, process::Command};

/// Where a node listens unless it is told otherwise, as the pages have it.
const USUAL_URL: &str = "http://127.0.0.1:8547";
/// Begins the output of the command with this number.
const MARK: &str = "\n@@";

/// The page's blocks with this behind their fence, and nothing else; in order.
fn blocks<'a>(page: &'a str, info: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, fenced)) = rest.split_once("```") {
        let Some((block, after)) = fenced.split_once("\n```") else { break };
        if let Some((language, text)) = block.split_once('\n')
            && language == info
        {
            found.push(text);
        }
        rest = after;
    }
    found
}

fn page(name: &str) -> Result<String> {
    let page = fs::read_to_string(root().join("docs").join(name)).with_context(|| name.to_owned())?;
    let first = page.lines().find(|line| line.starts_with("## "));
    ensure!(first == Some("## Quick start"), "{name} begins with {first:?}");
    let node = blocks(&page, "sh node");
    ensure!(node == ["surety node --with-suite"], "{name} starts another node than the tests: {node:?}");
    Ok(page)
}

/// A command, which may go over several lines, and what it prints if that is told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Step {
    command: String,
    prints: Vec<String>,
}

fn steps(blocks: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut goes_on = false;
    for line in blocks.iter().flat_map(|block| block.lines()) {
        match (line.strip_prefix("# => "), steps.last_mut()) {
            (Some(printed), Some(step)) => step.prints.push(printed.to_owned()),
            (_, Some(step)) if goes_on => step.command = format!("{}\n{line}", step.command),
            _ => steps.push(Step { command: line.to_owned(), prints: Vec::new() }),
        }
        goes_on = line.ends_with('\\') || line.ends_with('|');
    }
    steps
}

/// Runs a page's commands in one shell against a node of their own.
fn shell(name: &str) -> Result<()> {
    let Some(npm) = install::npm()? else { return Ok(()) };
    let Some(cast) = install::foundry(&npm, "cast")? else { return Ok(()) };
    let page = page(name)?;
    let steps = steps(&blocks(&page, "sh quickstart"));
    ensure!(steps.iter().filter(|step| !step.prints.is_empty()).count() >= 3, "{name} tells of no results");
    let mut script = "set -euo pipefail\n".to_owned();
    for (index, step) in steps.iter().enumerate() {
        write!(script, "printf '{}%s\\n' {index}\n{}\n", MARK.replace('\n', "\\n"), step.command)?;
    }
    let node = Node::start()?;
    let mut path = Vec::new();
    for program in [Path::new(env!("CARGO_BIN_EXE_surety")), &cast] {
        path.push(program.parent().context("a program without a folder")?.to_owned());
    }
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let output = Command::new("bash")
        .args(["--norc", "-c", &script])
        .env("PATH", std::env::join_paths(path)?)
        // The node listens on a free port; the pages' one on the usual.
        .env("ETH_RPC_URL", node.url()?)
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .context("bash does not start")?;
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let begun: Vec<_> = out.split(MARK).skip(1).collect();
    let reached = begun.len().checked_sub(1).and_then(|last| steps.get(last));
    ensure!(output.status.success(), "{name}: {reached:?} fails:\n{}", install::told(&output));
    ensure!(begun.len() == steps.len(), "{name} ended early, after {reached:?}");
    for (step, printed) in steps.iter().zip(begun).filter(|(step, _)| !step.prints.is_empty()) {
        // The first line is the command's number.
        let printed: Vec<_> = printed.lines().skip(1).filter(|line| !line.is_empty()).collect();
        ensure!(
            printed == step.prints,
            "{name}: {}\nprints {printed:?}\n   not {:?}",
            step.command,
            step.prints
        );
    }
    Ok(())
}

#[test]
fn stakers_begin() -> Result<()> {
    shell("staker.md")
}

#[test]
fn operators_begin() -> Result<()> {
    shell("operator.md")
}

#[test]
fn avss_begin() -> Result<()> {
    shell("avs.md")
}

#[test]
fn dapps_begin() -> Result<()> {
    let Some(npm) = install::npm()? else { return Ok(()) };
    let page = page("dapp.md")?;
    let (programs, outputs) = (blocks(&page, "ts quickstart"), blocks(&page, "text quickstart"));
    let ([program], [wanted]) = (&programs[..], &outputs[..]) else {
        anyhow::bail!("one program and one output are wanted")
    };
    ensure!(program.contains(USUAL_URL), "the program goes to the usual node");
    let node = Node::start()?;
    let dir = npm.join("quickstart");
    fs::create_dir_all(&dir)?;
    fs::write(dir.join("dapp.ts"), program.replace(USUAL_URL, node.url()?))?;
    let settings = r#"{ "extends": "../tsconfig.json", "compilerOptions": { "rootDir": ".", "outDir": "dist" },
                        "include": ["dapp.ts"] }"#;
    fs::write(dir.join("tsconfig.json"), settings)?;
    let compiled = Command::new(npm.join("node_modules/.bin/tsc"))
        .args(["-p", "quickstart"])
        .current_dir(&npm)
        .output()?;
    ensure!(compiled.status.success(), "the program does not compile:\n{}", install::told(&compiled));
    let output = Command::new("node").arg("quickstart/dist/dapp.js").current_dir(&npm).output()?;
    ensure!(output.status.success(), "the program fails:\n{}", install::told(&output));
    let printed = String::from_utf8(output.stdout)?;
    ensure!(printed.trim() == *wanted, "it prints\n{printed}not\n{wanted}");
    Ok(())
}

#[test]
fn steps_have_their_lines_and_what_they_print() {
    let page = "```sh quickstart\na \\\n  b\nc |\n  d\n# => 1\n# => 2\n```\n```sh\nno\n```\n```sh quickstart\ne\n```\n";
    let step = |command: &str, prints: &[&str]| Step {
        command: command.to_owned(),
        prints: prints.iter().map(|line| (*line).to_owned()).collect(),
    };
    let expected = [step("a \\\n  b", &[]), step("c |\n  d", &["1", "2"]), step("e", &[])];
    assert_eq!(steps(&blocks(page, "sh quickstart")), expected);
}
