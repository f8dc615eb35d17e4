//! cargo-stylus from crates.io, compiled once below the target folder.

use super::project::Project;
use crate::{install, node::Node, process};
use anyhow::{Result, bail, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use surety_wasm_build::{
    Progress,
    toolchain::{Selection, Toolchain},
};

/// The release that is tested.
const VERSION: &str = "0.10.10";

/// How it is linked.
const LINKED: &str = "-Clink-arg=-rdynamic -Clink-arg=-Wl,--defsym=__rust_probestack=0";

/// The tool.
pub(super) struct Tool {
    program: PathBuf,
}

impl Tool {
    /// The tool; `None`, with the reason printed, where nobody asks for it by `SURETY_CARGO_STYLUS=1`: it takes
    /// long to compile.
    pub(super) fn get() -> Result<Option<Self>> {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients/cargo-stylus");
        let program = dir.join(VERSION).join("bin/cargo-stylus");
        if !wanted() {
            return skip("it takes minutes to compile; SURETY_CARGO_STYLUS=1 asks for it");
        }
        if !program.is_file() {
            let output = compile(&dir)?;
            ensure!(output.status.success(), "cargo-stylus must be tested, but: {}", install::told(&output));
        }
        Ok(Some(Self { program }))
    }

    /// The tool in a project, towards a node.
    pub(super) fn at<'a>(&'a self, project: &'a Project, node: &'a Node) -> Result<At<'a>> {
        Ok(At { tool: self, project, node, url: node.url()?.to_owned() })
    }

    /// The tool in a folder, with our compiler. Compilers and cargo come from where the cargo lies that runs
    /// this test: rustup's launchers would follow the project's channel file, and fetch what it names.
    pub(super) fn command(&self, dir: &Path) -> Result<Command> {
        let toolchain = Toolchain::ensure(&Selection::from_env()?, Progress::Silent)?;
        let cargo = env::var_os("CARGO").map(PathBuf::from);
        let dirs = cargo.as_deref().and_then(Path::parent).map(Path::to_owned);
        let path = env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new(&self.program);
        command
            .arg("stylus")
            .current_dir(dir)
            .envs(toolchain.variables())
            .env("PATH", env::join_paths(dirs.into_iter().chain(env::split_paths(&path)))?)
            .env("CARGO_INCREMENTAL", "0")
            // Enough for a debugger to name the lines.
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        Ok(command)
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

    /// The argument that names an account's key.
    pub(super) fn key(&self, account: &str) -> Result<String> {
        Ok(format!("--private-key={}", self.node.key(account)?))
    }

    /// A command about the project alone; what it prints.
    pub(super) fn project(&self, args: &[&str]) -> Result<String> {
        self.succeed(args)
    }

    /// A replay in a debugger, which is told to go on at its breakpoint.
    pub(super) fn debug(&self, debugger: &str, transaction: &str) -> Result<String> {
        let tool = self.tool.command(&self.project.dir)?;
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "printf 'backtrace\\ncontinue\\n' | \"$0\" \"$@\""])
            .arg(tool.get_program())
            .args(tool.get_args())
            .args(["replay", "--debugger", debugger, "--tx", transaction, "--endpoint", &self.url])
            .envs(tool.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .current_dir(&self.project.dir);
        said(&mut shell, false)
    }

    fn succeed(&self, args: &[&str]) -> Result<String> {
        // What is printed may be JSON or Solidity, beside which a log would disturb.
        let prints = args.contains(&"trace") || args.contains(&"export-abi");
        said(self.tool.command(&self.project.dir)?.args(args), prints)
    }
}

/// What a command that succeeds says; only what it prints on stdout, if wanted.
pub(super) fn said(command: &mut Command, prints: bool) -> Result<String> {
    let output = process::output(command, process::INSTALLATION)?;
    let said = plain(&install::told(&output));
    ensure!(output.status.success(), "{command:?}: {said}");
    Ok(if prints { plain(&String::from_utf8_lossy(&output.stdout)) } else { said })
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
