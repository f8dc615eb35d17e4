//! The contracts, as WASM programs.
//!
//! LLVM has counters for WASM, but no runtime that would write them, and a program's memory is gone
//! after each call. The engine's feature `coverage` reads them when a call ends, and writes them when
//! the process does. Programs with counters are larger and cost more gas than those that are shipped, so
//! the checks are those that faults are put to, and what bounds gas in them is taken out.

use super::Measured;
use crate::scratch::{Change, Harness, QUICKER, SETTINGS, Tree};
use crate::script;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// Goes before the compiler of the programs. Nothing defines the runtime that it would link. Crates that
/// some programs use nothing of are left alone: the linker drops the names that their maps need. A
/// function that is compiled in the crates that inline it would count as unused in its own.
const WRAPPER: &str = r#"#!/bin/sh
case "$CARGO_MANIFEST_DIR $*" in
    */contracts/*wasm32-*) exec "$@" -Cinstrument-coverage -Zno-profiler-runtime -Zcoverage-options=branch \
        -Zcross-crate-inline-threshold=never ;;
esac
exec "$@"
"#;
/// What the linker does besides: leaves the maps in, does without the runtime, and says where the
/// counters, their owners and the names are, for the engine.
const LINK: &str = r#""-Clink-arg=--unresolved-symbols=ignore-all",
    "-Clink-arg=--export=__start___llvm_prf_cnts",
    "-Clink-arg=--export=__stop___llvm_prf_cnts",
    "-Clink-arg=--export=__start___llvm_prf_data",
    "-Clink-arg=--export=__stop___llvm_prf_data",
    "-Clink-arg=--export=__start___llvm_prf_names",
    "-Clink-arg=--export=__stop___llvm_prf_names","#;
/// Where the settings list what is passed to the linker.
const RUSTFLAGS: &str = "rustflags = [";
/// Bounds of gas: of a story, and of calldata that is refused.
const UNBOUNDED: [Change<'_>; 2] = [
    ("tests/attacks/18-unbounded-loops.toml", "\ngas_at_most", "\n# gas_at_most"),
    ("tests/src/calldata/target.rs", "REFUSAL: u64 = 40_000", "REFUSAL: u64 = 80_000"),
];
/// Where cargo leaves the linked programs.
const LINKED: &str = "target/wasm/wasm32-unknown-unknown/release";

/// Runs the checks on programs with counters.
///
/// # Errors
/// Programs or checks that do not compile, a check that fails.
pub(crate) fn measure(root: &Path, place: &Path, raw: &Path) -> Result<Measured> {
    // Cargo knows it by its name: another text needs another name.
    let wrapper = place.join("counted-whole");
    script::write(&wrapper, WRAPPER)?;
    let build = format!("[build]\nrustc-workspace-wrapper = {:?}", wrapper.display().to_string());
    let flags = format!("{RUSTFLAGS}\n    {LINK}");
    let counted = [("strip = true", "strip = false"), ("[build]", &*build), (RUSTFLAGS, &*flags)];
    let counted = counted.map(|(ours, other)| (SETTINGS, ours, other));
    let tree = Tree::copy(root, place, &[&[QUICKER][..], &UNBOUNDED, &counted].concat())?;
    let harness = Harness::build(root, place, &tree, &["surety-stylus-vm/coverage"])?
        .with("LLVM_PROFILE_FILE", raw.join("%p-%m.profraw"));
    harness.build_programs(&tree)?.context("the programs do not build with counters")?;
    harness.baseline(&tree, 1)?;
    Ok(Measured { root: tree.root().to_owned(), objects: linked(&tree.root().join(LINKED))? })
}

/// The linked programs, which have the maps.
fn linked(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut programs = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()
        .with_context(|| format!("cannot read {}", folder.display()))?;
    programs.retain(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    programs.sort();
    ensure!(!programs.is_empty(), "no programs in {}", folder.display());
    Ok(programs)
}
