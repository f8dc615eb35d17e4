//! A node of its own for each client, stopped when the test ends.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// Time until a node is ready: seconds, but minutes for the first of all, which compiles the programs.
const READY: Duration = Duration::from_secs(1_800);

/// A running `surety node --with-suite`.
#[derive(Debug)]
pub(crate) struct Node {
    process: Child,
    /// What it said when it was ready, as it said it.
    pub(crate) announcement: String,
    parsed: Value,
}

impl Node {
    /// Starts a node with the suite on a free port and waits until it is ready.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(&["--with-suite"])
    }

    /// Starts a node with some options on a free port and waits until it is ready.
    pub(crate) fn start_with(options: &[&str]) -> Result<Self> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_surety"))
            .args(["node", "--port", "0", "--json", "--log", "warn"])
            .args(options)
            .current_dir(crate::root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the node")?;
        let stdout = process.stdout.take().context("the node has no output")?;
        // Dropped, which stops the process, also where the node is never ready.
        let mut node = Self { process, announcement: String::new(), parsed: Value::Null };
        let (send, ready) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            // Nobody listens after the limit.
            let _ = send.send(BufReader::new(stdout).read_line(&mut line).map(|_| line));
        });
        let line = ready.recv_timeout(READY);
        node.announcement = line.with_context(|| format!("not ready within {} s", READY.as_secs()))??;
        ensure!(!node.announcement.is_empty(), "the node ended before it was ready");
        node.parsed = serde_json::from_str(&node.announcement).context("what the node said")?;
        Ok(node)
    }

    /// Where its JSON-RPC is.
    pub(crate) fn url(&self) -> Result<&str> {
        self.parsed["http"].as_str().context("no address in what the node said")
    }

    /// A contract's address.
    pub(crate) fn contract(&self, name: &str) -> Result<&str> {
        self.parsed["contracts"][name].as_str().with_context(|| format!("no contract {name}"))
    }

    /// An account's address.
    pub(crate) fn address(&self, name: &str) -> Result<&str> {
        self.account(name, "address")
    }

    /// An account's private key.
    pub(crate) fn key(&self, name: &str) -> Result<&str> {
        self.account(name, "privateKey")
    }

    fn account(&self, name: &str, field: &str) -> Result<&str> {
        let accounts = self.parsed["accounts"].as_array().context("no accounts")?;
        let account = accounts.iter().find(|account| account["name"] == name);
        account.and_then(|account| account[field].as_str()).with_context(|| format!("no account {name}"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
