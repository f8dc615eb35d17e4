//! Finds a Solidity compiler of the pinned version and talks standard JSON with it.

use super::artifact::{Artifact, source_hashes, sources};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use std::env;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The version that made the recordings.
pub(crate) const VERSION: &str = "0.8.30";
/// The same with its commit, as artifacts name it.
const LONG_VERSION: &str = "0.8.30+commit.73712a01";

/// A compiler of the pinned version.
#[derive(Debug)]
pub(crate) struct Compiler {
    program: String,
}

impl Compiler {
    /// `$SOLC`, else `solc` or `solcjs` on the path, if it has the pinned version.
    pub(crate) fn find() -> Option<Self> {
        let candidates = match env::var("SOLC") {
            Ok(program) => vec![program],
            Err(_) => vec!["solc".to_owned(), "solcjs".to_owned()],
        };
        candidates.into_iter().map(|program| Self { program }).find(Self::has_pinned_version)
    }

    fn has_pinned_version(&self) -> bool {
        Command::new(&self.program)
            .arg("--version")
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(LONG_VERSION))
    }

    /// Compiles the contract `name` in the file `path` below `root`.
    ///
    /// # Errors
    /// The compiler doesn't run, reports an error or warning, or doesn't know the contract.
    pub(crate) fn compile(&self, root: &Path, path: &str, name: &str) -> Result<Artifact> {
        let answer = self.ask(&request(root, path)?)?;
        let messages = answer.get("errors").and_then(Value::as_array).map_or(0, Vec::len);
        ensure!(messages == 0, "{path}: {:#}", answer["errors"]);
        let code = |kind: &str| {
            let pointer =
                answer.get("contracts")?.get(path)?.get(name)?.get("evm")?.get(kind)?.get("object")?;
            Some(format!("0x{}", pointer.as_str()?))
        };
        Ok(Artifact {
            contract: name.to_owned(),
            compiler: LONG_VERSION.to_owned(),
            settings: settings(),
            sources: source_hashes(root, path)?,
            creation: code("bytecode").with_context(|| format!("no contract {name} in {path}"))?,
            runtime: code("deployedBytecode").with_context(|| format!("no contract {name} in {path}"))?,
        })
    }

    fn ask(&self, request: &Value) -> Result<Value> {
        let mut child = Command::new(&self.program)
            .arg("--standard-json")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", self.program))?;
        let mut input = child.stdin.take().context("the compiler has no input")?;
        input.write_all(request.to_string().as_bytes()).context("the compiler stopped listening")?;
        drop(input);
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("{} ended with {}", self.program, output.status);
        }
        // solcjs may say a word before the JSON.
        let text = String::from_utf8_lossy(&output.stdout);
        let start = text.find('{').context("the compiler answered no JSON")?;
        serde_json::from_str(text.get(start..).unwrap_or_default()).context("the compiler's answer")
    }
}

/// No metadata in the code: the bytes depend on the program alone. `foundry.toml` says the same.
fn settings() -> Value {
    json!({
        "evmVersion": "cancun",
        "optimizer": { "enabled": true, "runs": 200 },
        "metadata": { "appendCBOR": false, "bytecodeHash": "none" },
    })
}

fn request(root: &Path, path: &str) -> Result<Value> {
    let mut settings = settings();
    settings["outputSelection"] =
        json!({ "*": { "*": ["evm.bytecode.object", "evm.deployedBytecode.object"] } });
    let sources: serde_json::Map<_, _> =
        sources(root, path)?.into_iter().map(|(path, text)| (path, json!({ "content": text }))).collect();
    Ok(json!({ "language": "Solidity", "sources": sources, "settings": settings }))
}
