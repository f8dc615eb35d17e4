//! cargo-stylus from crates.io, compiled once below the target folder.

use super::project::Project;
use crate::{install, node::Node, process};
use anyhow::{Result, bail, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use surety_wasm_build::{BuildOptions, toolchain::Toolchain};

/// The release that is tested.
const VERSION: &str = "0.10.10";

/// How it is linked.
const LINKED: &str = "-Clink-arg=-rdynamic -Clink-arg=-Wl,--defsym=__rust_probestack=0";

/// The tool, and a compiler for what it builds.
pub(super) struct Tool {
    program: PathBuf,
    toolchain: Toolchain,
    /// What is kept between runs.
    pub(super) dir: PathBuf,
}

impl Tool {
    /// The tool; `None`, with the reason printed, where nobody asks for it by `SURETY_CARGO_STYLUS=1`: it takes
    /// long to compile.
    pub(super) fn get() -> Result<Option<Self>> {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients/cargo-stylus");
        let program = dir.join(VERSION).join("bin/cargo-stylus");
        if !wanted() {
            return skip(
                "it takes minutes to compile, and so does what it builds; SURETY_CARGO_STYLUS=1 asks for it",
            );
        }
        if !program.is_file() {
            let output = compile(&dir)?;
            ensure!(output.status.success(), "cargo-stylus must be tested, but: {}", install::told(&output));
        }
        let options = BuildOptions::from_env()?;
        let toolchain = Toolchain::ensure(&options.toolchain, options.progress)?;
        Ok(Some(Self { program, toolchain, dir }))
    }

    /// The tool in a folder.
    pub(super) fn command(&self, dir: &Path) -> Result<Command> {
        let mut command = Command::new(&self.program);
        command.arg("stylus").current_dir(dir).envs(self.toolchain.variables());
        // A new project names a release of Rust, which rustup would download.
        if env::var_os("RUSTUP_TOOLCHAIN").is_none() {
            command.env("RUSTUP_TOOLCHAIN", "stable");
        }
        Ok(command)
    }

    /// The tool in a project, towards a node.
    pub(super) fn at<'a>(&'a self, project: &'a Project, node: &'a Node) -> Result<At<'a>> {
        Ok(At { tool: self, project, node, url: node.url()?.to_owned() })
    }
}

/// The tool, a project, and a node.
pub(super) struct At<'a> {
    tool: &'a Tool,
    project: &'a Project,
    node: &'a Node,
    url: String,
}

impl At<'_> {
    /// A command about the project; answers what it said.
    pub(super) fn run(&self, args: &[&str]) -> Result<String> {
        let contract = format!("--contract={}", self.project.package);
        let endpoint = format!("--endpoint={}", self.url);
        // The interface is the one thing that is asked of no chain.
        let about: &[&str] = if args == ["export-abi"] { &[&contract] } else { &[&contract, &endpoint] };
        self.succeed(&[args, about].concat())
    }

    /// A command about what is on the chain.
    pub(super) fn chain(&self, args: &[&str]) -> Result<String> {
        let endpoint = format!("--endpoint={}", self.url);
        self.succeed(&[args, &[&endpoint]].concat())
    }

    /// The same, for one that fails.
    pub(super) fn fails(&self, args: &[&str]) -> Result<String> {
        match self.chain(args) {
            Ok(said) => bail!("{args:?} succeeds: {said}"),
            Err(error) => Ok(format!("{error:#}")),
        }
    }

    /// Replays a transaction. `--child` is what a debugger runs, and how to run it without one.
    pub(super) fn replay(&self, hash: alloy_primitives::B256) -> Result<String> {
        self.run(&["replay", "--child", "--tx", &hash.to_string()])
    }

    /// The argument that names an account's key.
    pub(super) fn key(&self, account: &str) -> Result<String> {
        Ok(format!("--private-key={}", self.node.key(account)?))
    }

    fn succeed(&self, args: &[&str]) -> Result<String> {
        let mut command = self.tool.command(&self.project.dir)?;
        let output = process::output(command.args(args), process::INSTALLATION)?;
        let said = plain(&install::told(&output));
        ensure!(output.status.success(), "cargo stylus {args:?}: {said}");
        // What was printed may be JSON, beside which warnings of a build would disturb.
        Ok(if args.contains(&"trace") { plain(&String::from_utf8_lossy(&output.stdout)) } else { said })
    }
}

/// True where it is asked for.
fn wanted() -> bool {
    env::var("SURETY_CARGO_STYLUS").is_ok_and(|value| value == "1")
}

/// Says that it is not tested here; fails where it is asked for.
pub(super) fn skip<T>(why: &str) -> Result<Option<T>> {
    ensure!(!wanted(), "cargo-stylus must be tested, but: {why}");
    println!("SKIPPED: cargo-stylus: {why}");
    Ok(None)
}

/// Compiles it as quickly as can be: without optimisation and debug information. `replay` loads the program
/// into cargo-stylus itself, and finds the host functions there only if the linker has exported them. Then
/// it also exports a function of its WASM runtime that names one which newer Rust lacks; nothing calls it.
fn compile(dir: &Path) -> Result<Output> {
    fs::create_dir_all(dir)?;
    let lock = fs::File::create(dir.join(".lock"))?;
    lock.lock()?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "install",
            "cargo-stylus",
            "--version",
            VERSION,
            "--locked",
            "--debug",
            "--no-track",
            "--quiet",
        ])
        .arg("--root")
        .arg(dir.join(VERSION))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", LINKED);
    process::output(&mut cargo, process::INSTALLATION)
}

/// Without the colours of a terminal.
fn plain(said: &str) -> String {
    let mut parts = said.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}
