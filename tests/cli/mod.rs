//! The command itself, as a user and as a script have it: a process, its output, its exit code.

mod care;
mod colours;
mod completions;
mod deploy;
mod doctor;
mod json;
mod killed;
mod timelock;

use crate::{node::Node, root};
use alloy_provider::{Provider as _, RootProvider};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Keys of the deployer, the owner and the unpauser of deployments/config/412346.toml: everyone knows them.
const KEYS: [&str; 3] = [
    "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
    "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
];

/// How a run of the command ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

/// The command in this checkout, without the settings of whoever runs the tests.
fn surety(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_surety"));
    for variable in ["ETH_RPC_URL", "SURETY_DEPLOY_KEYS", "SURETY_KEYSTORE_PASSWORD", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
fn run(command: &mut Command) -> Result<Ended> {
    let output = command.output().context("the command does not start")?;
    Ok(Ended {
        code: output.status.code().context("killed by a signal")?,
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}

impl Ended {
    /// Fails unless the command ended with this code.
    fn with(self, code: i32) -> Result<Self> {
        ensure!(self.code == code, "ended with {}, not {code}:\n{}\n{}", self.code, self.out, self.err);
        Ok(self)
    }

    /// The one JSON document on stdout.
    fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.out)
            .with_context(|| format!("not one document: {}\n{}", self.out, self.err))
    }
}

/// A node without the suite, and an empty folder for the record of what is deployed to it.
struct Site {
    node: Node,
    dir: PathBuf,
}

impl Site {
    fn new(name: &str) -> Result<Self> {
        // A calendar of its own: records and programs' days are counted from here.
        let node = Node::start_with(&["--timestamp", "1800000000"])?;
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir)?;
        Ok(Self { node, dir })
    }

    /// A command that is told of this node and this folder.
    fn surety(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = surety(arguments);
        command.args(["--rpc", self.node.url()?, "--dir"]).arg(&self.dir);
        Ok(command)
    }

    /// A command with the keys of all roles.
    fn signed(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.surety(arguments)?;
        command.env("SURETY_DEPLOY_KEYS", KEYS.join(","));
        Ok(command)
    }

    /// The record.
    fn record(&self) -> PathBuf {
        self.dir.join("412346.json")
    }

    /// Asks the node.
    fn rpc(&self, method: &str, params: Value) -> Result<Value> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let provider: RootProvider = RootProvider::new_http(self.node.url()?.parse()?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(runtime.block_on(provider.raw_request(method.to_owned().into(), params))?)
    }

    /// Lets days pass.
    fn pass(&self, days: u64) -> Result<()> {
        self.rpc("evm_increaseTime", serde_json::json!([days * 86_400]))?;
        self.rpc("evm_mine", serde_json::json!([])).map(drop)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}
