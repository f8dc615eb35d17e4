//! Bytecode of `tests/solidity/*.sol`, committed so that nobody needs a Solidity compiler.

mod artifact;
mod compiler;

use crate::outputs::Outputs;
use anyhow::{Context, Result, ensure};
use artifact::{Artifact, source_hashes};
use compiler::Compiler;
use std::fs;
use std::path::Path;

/// Where the contracts are.
const SOURCES: &str = "tests/solidity";
/// Where their bytecode goes.
const ARTIFACTS: &str = "tests/solidity/artifacts";

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
    for name in contracts(root)? {
        let path = format!("{ARTIFACTS}/{name}.json");
        let text = fs::read_to_string(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
        let artifact: Artifact = serde_json::from_str(&text).with_context(|| format!("in {path}"))?;
        ensure!(
            artifact.sources == source_hashes(root, &source_path(&name))?,
            "{path} was made from other sources; run `cargo xtask solidity`"
        );
    }
    Ok(())
}

fn compile(root: &Path, compiler: &Compiler) -> Result<Outputs> {
    let mut outputs = Outputs::new(root, vec![ARTIFACTS]);
    for name in contracts(root)? {
        let artifact = compiler.compile(root, &source_path(&name), &name)?;
        let text = serde_json::to_string_pretty(&artifact)? + "\n";
        outputs.add(format!("{ARTIFACTS}/{name}.json"), text);
    }
    Ok(outputs)
}

fn source_path(name: &str) -> String {
    format!("{SOURCES}/{name}.sol")
}

/// Names of the contracts, one per file, in order.
fn contracts(root: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join(SOURCES)).with_context(|| format!("cannot list {SOURCES}"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".sol").map(str::to_owned));
    }
    names.sort();
    Ok(names)
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
