//! Bytecode of the Solidity contracts, committed so that nobody needs a Solidity compiler.

mod artifact;
mod compiler;

use crate::outputs::Outputs;
use anyhow::{Context, Result, ensure};
use artifact::{Artifact, source_hashes};
use compiler::Compiler;
use std::fs;
use std::path::Path;

/// A folder of contracts, and where their bytecode goes.
#[derive(Clone, Copy, Debug)]
struct Folder {
    sources: &'static str,
    artifacts: &'static str,
}

/// The contracts that tests deploy, and those that the node has from the beginning.
const FOLDERS: [Folder; 2] = [
    Folder { sources: "tests/solidity", artifacts: "tests/solidity/artifacts" },
    Folder { sources: "crates/node/solidity", artifacts: "crates/node/solidity/artifacts" },
];

/// Compiles the contracts below `root` and writes their bytecode, or with `check` compares it.
///
/// Without a compiler `check` still compares the hashes of the sources, and says so.
///
/// # Errors
/// No compiler (unless `check`), compilation, input and output, any difference.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    if check {
        check_sources(root)?;
    }
    match Compiler::find() {
        Some(compiler) => compile(root, &compiler)?.apply(check),
        None if check => {
            println!("skipped: recompiling needs solc or solcjs {}; set SOLC to one", compiler::VERSION);
            Ok(())
        }
        None => anyhow::bail!("solc or solcjs {} is needed; set SOLC to one", compiler::VERSION),
    }
}

/// Fails when a source has changed since its bytecode was committed.
fn check_sources(root: &Path) -> Result<()> {
    for contract in contracts(root)? {
        let path = contract.artifact();
        let text = fs::read_to_string(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
        let artifact: Artifact = serde_json::from_str(&text).with_context(|| format!("in {path}"))?;
        ensure!(
            artifact.sources == source_hashes(root, &contract.source())?,
            "{path} was made from other sources; run `cargo xtask solidity`"
        );
    }
    Ok(())
}

fn compile(root: &Path, compiler: &Compiler) -> Result<Outputs> {
    let mut outputs = Outputs::new(root, FOLDERS.iter().map(|folder| folder.artifacts).collect());
    for contract in contracts(root)? {
        let artifact = compiler.compile(root, &contract.source(), &contract.name)?;
        let text = serde_json::to_string_pretty(&artifact)? + "\n";
        outputs.add(contract.artifact(), text);
    }
    Ok(outputs)
}

/// A contract, alone in its file.
#[derive(Debug)]
struct Contract {
    folder: Folder,
    name: String,
}

impl Contract {
    fn source(&self) -> String {
        format!("{}/{}.sol", self.folder.sources, self.name)
    }

    fn artifact(&self) -> String {
        format!("{}/{}.json", self.folder.artifacts, self.name)
    }
}

/// All contracts, folder by folder and in order.
fn contracts(root: &Path) -> Result<Vec<Contract>> {
    let mut all = Vec::new();
    for folder in FOLDERS {
        let mut names = Vec::new();
        let sources = folder.sources;
        for entry in fs::read_dir(root.join(sources)).with_context(|| format!("cannot list {sources}"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            names.extend(name.strip_suffix(".sol").map(str::to_owned));
        }
        names.sort();
        all.extend(names.into_iter().map(|name| Contract { folder, name }));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    #[test]
    fn committed_bytecode_follows_from_the_sources() -> Result<()> {
        run(&workspace_root()?, true)
    }
}
