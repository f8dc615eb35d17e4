//! README.md is complete: each kind of bug that has to be there is, and each row points to stories and
//! tests that exist and names a historic case.

use anyhow::{Context as _, Result, ensure};
use std::{collections::BTreeSet, fs, path::Path};
use surety_tests::root;

/// Kinds of bugs of this field that must have a row.
const KINDS: &[&str] = &[
    "share inflation",
    "donation",
    "rounding that makes a slash free",
    "precision decay",
    "scaling-factor overflow",
    "brick after full slash",
    "truncating casts",
    "exit before slash",
    "out-of-order execution",
    "over-slash across operators",
    "withdrawer slashed on the wrong base",
    "re-adding a strategy",
    "deallocation queue stuck",
    "unbounded loops",
    "one bad item reverts a batch",
    "cross-contract reentrancy",
    "read-only reentrancy",
    "permit griefing",
    "missing access control at initialisation",
    "merkle second preimage",
    "merkle zero leaves",
    "signature replay across chains",
    "signature replay across contracts",
    "signature replay by nonce or salt",
    "claimer front-running",
    "allocation-delay abuse",
    "slasher migration to a wrong address",
    "redistribution theft",
    "just-in-time reward capture",
    "pausing gaps",
    "dirty calldata",
    "fragment upgrade to wrong code",
    "proxy upgrade to wrong code",
    "program expiry",
];

/// A row: kind, where, what, and where it has happened.
struct Row {
    kind: String,
    place: String,
    proof: String,
    case: String,
}

fn folder() -> std::path::PathBuf {
    root().join("tests/attacks")
}

fn rows() -> Result<Vec<Row>> {
    let text = fs::read_to_string(folder().join("README.md"))?;
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.filter(|line| !line.starts_with("| kind of bug"))
        .map(|line| {
            let mut cells = line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned());
            let mut cell = || cells.next().with_context(|| format!("a row of four cells: {line}"));
            Ok(Row { kind: cell()?, place: cell()?, proof: cell()?, case: cell()? })
        })
        .collect()
}

fn stories() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    Ok(names)
}

/// Targets of the links of a cell.
fn links(cell: &str) -> Vec<&str> {
    cell.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// What stands between backticks.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// True if the text names a year, or says that no case is public.
fn has_case(text: &str) -> bool {
    let is_year = |word: &str| word.parse::<u16>().is_ok_and(|number| (2009..2100).contains(&number));
    text.contains("no case is public") || text.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// True if the file, or one beside or below it if it is a module's root, has this function.
fn has_function(place: &Path, name: &str) -> Result<bool> {
    let needle = format!("fn {name}(");
    if place.is_file() && fs::read_to_string(place)?.contains(&needle) {
        return Ok(true);
    }
    let is_root = place.file_name().is_some_and(|name| name == "mod.rs");
    let folder = if place.is_dir() { Some(place) } else { place.parent().filter(|_| is_root) };
    let Some(folder) = folder else { return Ok(false) };
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let below = path.is_dir() && has_function(&path, name)?;
        if below
            || path.extension().is_some_and(|ext| ext == "rs") && fs::read_to_string(&path)?.contains(&needle)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

#[test]
fn each_kind_of_bug_has_a_row() -> Result<()> {
    let rows = rows()?;
    for kind in KINDS {
        ensure!(rows.iter().any(|row| row.kind == *kind), "no row for {kind}");
    }
    Ok(())
}

#[test]
fn each_row_points_to_what_is_there() -> Result<()> {
    let (stories, mut told) = (stories()?, BTreeSet::new());
    for row in rows()? {
        let numbers =
            row.place.split(", ").filter(|number| number.len() == 2 && number.parse::<u8>().is_ok());
        let mut proofs = 0;
        for number in numbers {
            let story = stories.iter().find(|name| name.starts_with(number));
            told.insert(story.with_context(|| format!("{}: no story {number}", row.kind))?.clone());
            proofs += 1;
        }
        let places: Vec<_> = links(&row.place).into_iter().map(|link| folder().join(link)).collect();
        for place in &places {
            ensure!(place.exists(), "{}: no {}", row.kind, place.display());
        }
        for name in names(&row.proof) {
            let found = places.iter().map(|place| has_function(place, name)).collect::<Result<Vec<_>>>()?;
            ensure!(places.is_empty() || found.contains(&true), "{}: no test {name}", row.kind);
            proofs += usize::from(found.contains(&true));
        }
        ensure!(proofs > 0, "{} points to nothing", row.kind);
    }
    let untold: Vec<_> = stories.iter().filter(|story| !told.contains(*story)).collect();
    ensure!(untold.is_empty(), "no row for {untold:?}");
    Ok(())
}

#[test]
fn each_row_names_a_historic_case() -> Result<()> {
    for row in rows()? {
        ensure!(has_case(&row.case), "{}: no year, nor that no case is public: {}", row.kind, row.case);
    }
    Ok(())
}

/// Every story says which rule stops the attack, why it would matter, and where it has happened.
#[test]
fn each_story_says_what_stops_it() -> Result<()> {
    for story in stories()? {
        let text = fs::read_to_string(folder().join(&story))?;
        ensure!(text.starts_with("# Stopped by: "), "{story} does not say what stops it");
        let why = text.split("\nwhy = \"\"\"\n").nth(1).and_then(|rest| rest.split("\n\"\"\"\n").next());
        let why = why.with_context(|| format!("{story} does not say why"))?;
        ensure!(has_case(why), "{story} names no historic case");
    }
    Ok(())
}
