//! The hand-written pages keep to the sources that they speak of.

use alloy_json_abi::JsonAbi;
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.ancestors().nth(2).context("the crate is not two folders below the root")?.to_path_buf())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Files below `folder` with an extension, folders of build results left out.
fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
            files(&path, extension, found)?;
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// What stands between backticks.
fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Signatures in the section of an interface: in the line of those that are as the peer's, and in
/// the first column of the table of the others.
fn listed(section: &str) -> Vec<String> {
    let mut signatures = Vec::new();
    for line in section.lines() {
        if line.starts_with("As the peer:") {
            signatures.extend(spans(line).map(str::to_owned));
        } else if line.starts_with("| `") {
            signatures.extend(spans(line).next().map(str::to_owned));
        }
    }
    signatures.sort();
    signatures
}

#[test]
fn compatibility_names_each_function_of_each_interface_once() -> Result<()> {
    let root = root()?;
    let page = read(&root.join("docs/compatibility.md"))?;
    let (_, table) = page.split_once("\n## Function by function\n").context("no table of functions")?;
    let sections: BTreeMap<_, _> =
        table.split("\n### ").skip(1).filter_map(|section| section.split_once('\n')).collect();
    let mut paths = Vec::new();
    files(&root.join("abi/json"), "json", &mut paths)?;
    let mut interfaces = BTreeSet::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let abi: JsonAbi = serde_json::from_str(&read(&path)?)?;
        let mut declared: Vec<_> = abi.functions().map(|function| function.signature()).collect();
        declared.sort();
        let section = sections.get(name.as_str()).with_context(|| format!("no section {name}"))?;
        let listed = listed(section);
        let missing: Vec<_> = declared.iter().filter(|signature| !listed.contains(signature)).collect();
        ensure!(missing.is_empty(), "{name}: not in the table: {missing:?}");
        ensure!(listed == declared, "{name}: twice in the table, or not in the interface: {listed:?}");
        interfaces.insert(name);
    }
    let unknown: Vec<_> = sections.keys().filter(|name| !interfaces.contains(**name)).collect();
    ensure!(unknown.is_empty(), "no such interface: {unknown:?}");
    Ok(())
}

#[test]
fn accounting_names_functions_and_properties_that_exist() -> Result<()> {
    let root = root()?;
    let page = read(&root.join("docs/accounting.md"))?;
    let mut paths = Vec::new();
    files(&root.join("crates/accounting"), "rs", &mut paths)?;
    let sources = paths.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?.concat();
    let mut tables = 0;
    for line in page.lines().filter(|line| line.starts_with('|')) {
        let columns: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [statement, functions, property] = columns.as_slice() else { continue };
        if *property == "property" || property.starts_with("---") || !property.starts_with('`') {
            continue;
        }
        tables += 1;
        for name in spans(functions).chain(spans(property)) {
            let name = name.rsplit("::").next().unwrap_or(name);
            let is_there = ["(", "<"].iter().any(|next| sources.contains(&format!("fn {name}{next}")));
            ensure!(is_there, "{statement}: no function {name}");
        }
        for name in spans(property) {
            let at = sources.find(&format!("fn {name}(")).context("was found just now")?;
            let before = sources.get(..at).unwrap_or_default();
            ensure!(before.trim_end().ends_with("#[test]"), "{statement}: {name} is no test");
        }
    }
    ensure!(tables > 20, "the tables of statements were not found");
    Ok(())
}

#[test]
fn links_between_pages_lead_somewhere() -> Result<()> {
    let root = root()?;
    let mut pages = vec![root.join("README.md")];
    files(&root.join("docs"), "md", &mut pages)?;
    files(&root.join("contracts"), "md", &mut pages)?;
    for page in pages {
        let text = read(&page)?;
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || target.contains("://") || target.contains(char::is_whitespace) {
                continue;
            }
            let folder = page.parent().unwrap_or(&root);
            ensure!(folder.join(path).exists(), "{}: no {target}", page.display());
        }
    }
    Ok(())
}
