//! From `abi/I<Name>.sol`: the JSON ABI in `abi/json`, the reference pages in `docs/abi` and the TypeScript
//! package in `abi/ts`.

mod docs;
pub(crate) mod interface;
pub(crate) mod page;
mod types;
mod typescript;

use crate::outputs::Outputs;
use anyhow::{Context, Result};
use interface::Interface;
use std::fs;
use std::path::Path;

/// Where the interfaces are.
const SOURCES: &str = "abi";
/// Where those are that only the suite's own contracts call.
const INTERNAL: &str = "abi/internal";
/// Where the JSON ABI goes.
const JSON: &str = "abi/json";
/// Where the reference pages go.
const PAGES: &str = "docs/abi";

/// Everything that follows from the interfaces below `root`.
///
/// # Errors
/// A file that cannot be read, is not one documented interface, or uses a type the suite has no use for;
/// the message names file and item.
pub(crate) fn generate(root: &Path) -> Result<Outputs> {
    let mut outputs = Outputs::new(root, vec![JSON, PAGES, typescript::FOLDER]);
    let interfaces = public_interfaces(root)?;
    for interface in &interfaces {
        let json = serde_json::to_string_pretty(&interface.json()?)? + "\n";
        outputs.add(format!("{JSON}/{}.json", interface.name), json);
        outputs.add(format!("{PAGES}/{}.md", interface.name), page::page(interface));
    }
    outputs.add(format!("{PAGES}/README.md"), page::index(&interfaces));
    typescript::add(root, &interfaces, &mut outputs)?;
    Ok(outputs)
}

/// The interfaces of the public ABI, by name.
///
/// # Errors
/// As [`generate`].
pub(crate) fn public_interfaces(root: &Path) -> Result<Vec<Interface>> {
    read_interfaces(&root.join(SOURCES))
}

/// The interfaces between the suite's contracts, by name.
///
/// # Errors
/// As [`generate`].
pub(crate) fn internal_interfaces(root: &Path) -> Result<Vec<Interface>> {
    read_interfaces(&root.join(INTERNAL))
}

fn read_interfaces(folder: &Path) -> Result<Vec<Interface>> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("cannot list {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sol"));
    paths.sort();
    paths.iter().map(|path| read_interface(path)).collect()
}

fn read_interface(path: &Path) -> Result<Interface> {
    let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let interface = Interface::parse(&source).with_context(|| format!("in {}", path.display()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    anyhow::ensure!(
        stem == interface.name,
        "{} declares {}: file and interface must have one name",
        path.display(),
        interface.name
    );
    Ok(interface)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    #[test]
    fn committed_files_follow_from_the_interfaces() -> Result<()> {
        generate(&workspace_root()?)?.check()
    }
}
