//! From a contract's README, the interfaces that it answers and its measured gas: `docs/contracts`.

mod gas;
mod page;
mod program;
mod readme;
mod words;

use crate::abi;
use crate::abi::interface::{FunctionEntry, Interface};
use crate::outputs::Outputs;
use anyhow::{Context, Result};
use program::Program;
use std::fs;
use std::path::Path;
use words::Word;

/// Where the contracts are.
const SOURCES: &str = "contracts";
/// Where their pages go.
const PAGES: &str = "docs/contracts";

/// Interfaces between the suite's contracts, and whose page has them.
const INTERNAL: [(&str, &str); 4] = [
    ("IShareLedger", "delegation-manager"),
    ("IStanding", "avs-registry"),
    ("IShareNotice", "strategy-manager"),
    ("IHooklessStrategy", "strategy-vault"),
];

/// A contract with all that its page is made of.
#[derive(Debug)]
struct Contract {
    /// Its folder's name.
    name: String,
    /// Its README.
    readme: String,
    /// Its own block of functions.
    program: Program,
    /// The packed words of its storage.
    words: Vec<Word>,
}

/// The functions of the public ABI on a contract's page, in the order of declaration.
///
/// Of an interface that several programs answer at one address each has the functions of its own
/// block; what none of them has, because the program of a flow answers it, the first.
fn entries<'a>(contract: &Contract, all: &[Contract], public: &'a [Interface]) -> Vec<&'a FunctionEntry> {
    let home = &contract.program.interface;
    let programs = || all.iter().filter(|other| other.program.interface == *home);
    let is_first = programs().next().is_some_and(|first| first.name == contract.name);
    let interface = public.iter().find(|interface| interface.name == *home);
    let functions = interface.into_iter().flat_map(|interface| &interface.functions);
    functions
        .filter(|entry| {
            let is_mine = contract.program.has(&entry.abi);
            is_mine || is_first && !programs().any(|other| other.program.has(&entry.abi))
        })
        .collect()
}

/// The pages of all contracts below `root`.
///
/// # Errors
/// A file that cannot be read or parsed; gas in another form.
pub(crate) fn generate(root: &Path) -> Result<Outputs> {
    let mut outputs = Outputs::new(root, vec![PAGES]);
    let (public, internal) = (abi::public_interfaces(root)?, abi::internal_interfaces(root)?);
    let gas = gas::read(root)?;
    let contracts = read_contracts(root)?;
    for contract in &contracts {
        let here = INTERNAL.iter().filter(|(_, name)| *name == contract.name);
        let sisters: Vec<_> = here
            .filter_map(|(name, _)| internal.iter().find(|interface| interface.name == *name))
            .flat_map(|interface| &interface.functions)
            .collect();
        let page = page::Page { contract, entries: entries(contract, &contracts, &public), sisters };
        outputs.add(format!("{PAGES}/{}.md", contract.name), page.render(&contracts, &public, &gas));
    }
    outputs.add(format!("{PAGES}/README.md"), page::index(&contracts));
    crate::invariants::add(&mut outputs)?;
    Ok(outputs)
}

/// The contracts that have a README, by name; what has none is a library.
fn read_contracts(root: &Path) -> Result<Vec<Contract>> {
    let folder = root.join(SOURCES);
    let mut names: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("cannot list {}", folder.display()))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.retain(|name| folder.join(name).join("README.md").is_file());
    names.sort();
    names.into_iter().map(|name| read_contract(&folder, name)).collect()
}

fn read_contract(folder: &Path, name: String) -> Result<Contract> {
    let path = folder.join(&name).join("README.md");
    let readme = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let program =
        Program::read(&folder.join(&name), &name).with_context(|| format!("the program of {name}"))?;
    let words = words::read(folder, &name)?;
    Ok(Contract { name, readme, program, words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;
    use anyhow::ensure;
    use std::collections::BTreeSet;

    #[test]
    fn committed_pages_follow_from_their_sources() -> Result<()> {
        generate(&workspace_root()?)?.check()
    }

    #[test]
    fn every_internal_interface_is_on_a_page() -> Result<()> {
        for interface in abi::internal_interfaces(&workspace_root()?)? {
            let is_shown = INTERNAL.iter().any(|(name, _)| *name == interface.name);
            ensure!(is_shown, "{} is on no contract's page", interface.name);
        }
        Ok(())
    }

    #[test]
    fn every_readme_says_who_may_do_what_and_what_is_stored() -> Result<()> {
        for contract in read_contracts(&workspace_root()?)? {
            for section in ["Roles", "Storage", "Invariants", "Methods"] {
                let heading = format!("\n## {section}\n");
                ensure!(contract.readme.contains(&heading), "{}: no section {section}", contract.name);
            }
        }
        Ok(())
    }

    #[test]
    fn every_call_of_a_contract_says_what_it_does_and_checks() -> Result<()> {
        let root = workspace_root()?;
        let public = abi::public_interfaces(&root)?;
        let contracts = read_contracts(&root)?;
        let errors = public.iter().flat_map(|interface| &interface.errors);
        let known: BTreeSet<_> = errors.map(|(_, error)| error.name.as_str()).collect();
        for contract in &contracts {
            for entry in entries(contract, &contracts, &public).into_iter().filter(|entry| !entry.reads()) {
                let (name, docs) = (&entry.abi.name, &entry.docs);
                ensure!(!docs.effects.is_empty(), "{}: {name} has no @custom:effect", contract.name);
                ensure!(!docs.requirements.is_empty(), "{}: {name} has no @custom:require", contract.name);
                for error in docs.requirements.iter().flat_map(|text| readme::code_names(text)) {
                    let is_error = error.starts_with(char::is_uppercase) && !readme::is_constant(error);
                    ensure!(
                        !is_error || known.contains(error),
                        "{}: {name}: no error {error}",
                        contract.name
                    );
                }
            }
        }
        Ok(())
    }

    #[test]
    fn every_error_is_required_by_a_function_or_said_not_to_be_raised() -> Result<()> {
        let root = workspace_root()?;
        let contracts = read_contracts(&root)?;
        let is_ours = |name: &str| contracts.iter().any(|contract| contract.program.interface == name);
        for interface in abi::public_interfaces(&root)?.iter().filter(|interface| is_ours(&interface.name)) {
            let said: BTreeSet<_> = interface
                .functions
                .iter()
                .flat_map(|entry| entry.docs.requirements.iter().chain([&entry.docs.dev]))
                .flat_map(|text| readme::names(text))
                .collect();
            for (docs, error) in &interface.errors {
                ensure!(
                    said.contains(error.name.as_str()) != docs.dev.starts_with("Not raised"),
                    "{}.{}: either a function requires what it reports, or its @dev says `Not raised`",
                    interface.name,
                    error.name
                );
            }
        }
        Ok(())
    }

    #[test]
    fn every_function_of_a_contract_is_on_one_page() -> Result<()> {
        let root = workspace_root()?;
        let public = abi::public_interfaces(&root)?;
        let contracts = read_contracts(&root)?;
        let is_ours = |name: &str| contracts.iter().any(|contract| contract.program.interface == name);
        for interface in public.iter().filter(|interface| is_ours(&interface.name)) {
            let pages = contracts.iter().filter(|contract| contract.program.interface == interface.name);
            let mut shown: Vec<_> = pages
                .flat_map(|contract| entries(contract, &contracts, &public))
                .map(|entry| entry.abi.signature())
                .collect();
            let mut declared: Vec<_> =
                interface.functions.iter().map(|entry| entry.abi.signature()).collect();
            shown.sort();
            declared.sort();
            ensure!(shown == declared, "{}: {shown:?}", interface.name);
        }
        Ok(())
    }
}
