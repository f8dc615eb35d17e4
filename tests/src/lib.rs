//! Tests of the whole suite on the real WASM.
//!
//! What they share: the built programs, the worlds, and where the shared recordings are.

pub mod calldata;
pub mod cost;
pub mod twins;
pub mod worded;

use alloy_primitives::Address;
use anyhow::{Context as _, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use surety_scenario::{
    interfaces::Interfaces,
    world::{Moment, WorldParams},
};
use surety_suite::{Programs, Worlds};
use surety_wasm_build::BuildOptions;

/// Root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    // The tests' package lies directly below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The programs, built if they are out of date, and the worlds that run them.
///
/// # Errors
/// Those of the build.
pub fn worlds() -> Result<&'static Worlds> {
    static WORLDS: OnceLock<Worlds> = OnceLock::new();
    if let Some(worlds) = WORLDS.get() {
        return Ok(worlds);
    }
    let options = BuildOptions { root: root().to_owned(), ..BuildOptions::from_env()? };
    let worlds = Worlds::new(Programs::build(&options).context("building the programs")?);
    Ok(WORLDS.get_or_init(|| worlds))
}

/// The suite's interfaces, from `abi/json`.
///
/// # Errors
/// If a file cannot be read.
pub fn interfaces() -> Result<Interfaces> {
    let mut interfaces = Interfaces::new();
    for file in json_files(&root().join("abi/json"))? {
        interfaces.add_json(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())?;
    }
    Ok(interfaces)
}

/// The shared recordings beside the repository, where they are; says so where they are not.
#[must_use]
pub fn recordings(kind: &str) -> Option<PathBuf> {
    let dir = root().join("../shared/vectors").join(kind);
    if dir.is_dir() {
        return Some(dir);
    }
    println!("skipped: no shared vectors beside this repository ({})", dir.display());
    None
}

/// The recorded scenarios of a folder: files named `s…` (scripted) and `r…` (random).
///
/// # Errors
/// If the folder cannot be read.
pub fn scenario_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = json_files(dir)?;
    files.retain(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['s', 'r'])));
    Ok(files)
}

/// JSON files of a folder, sorted.
///
/// # Errors
/// If the folder cannot be read.
pub fn json_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|ext| ext == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// A world with one staker, operator and AVS beside the accounts that have roles; delays of ten
/// blocks.
#[must_use]
pub fn small_world() -> WorldParams {
    const ACTORS: [&str; 10] = [
        "$staker1",
        "$operator1",
        "$avs1",
        "$owner",
        "$unpauser",
        "$pauser",
        "$rewardsUpdater",
        "$feeRecipient",
        "$emissions",
        "$forAllSubmitter",
    ];
    let actors =
        ACTORS.into_iter().zip(0xa0..).map(|(name, byte)| (name.to_owned(), Address::repeat_byte(byte)));
    WorldParams {
        withdrawal_delay_blocks: 10,
        deallocation_delay_blocks: 10,
        allocation_configuration_delay_blocks: 15,
        rewards_activation_delay_secs: 7_200,
        calculation_interval_secs: 86_400,
        max_rewards_duration_secs: 6_048_000,
        max_retroactive_secs: 7_776_000,
        max_future_secs: 2_592_000,
        genesis_rewards_timestamp: 1_710_979_200,
        default_split_bips: 1_000,
        eip712_name: "Surety".into(),
        version: "1.0.0".into(),
        chain_id: 412_346,
        start: Moment { block: 11_000, timestamp: 1_800_057_600 },
        actors: actors.collect(),
    }
}
