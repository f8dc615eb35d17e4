//! The recorded scenarios of the peer's contracts, on the real WASM and on the model in lock-step.

use anyhow::{Context as _, Result, ensure};
use std::path::Path;
use surety_scenario::{
    recorded::{FixtureFile, Player, Scenario},
    world::World,
};
use surety_tests::{interfaces, json_files, recordings, worlds};

/// Parts of the core that are not programs yet; a scenario that needs one is left out, by name.
const NOT_YET: [&str; 1] = ["$kr"];

#[test]
fn wasm_and_model_play_every_recorded_scenario_of_the_core() -> Result<()> {
    let Some(dir) = recordings("restaking") else { return Ok(()) };
    let (interfaces, worlds) = (interfaces()?, worlds()?);
    let fixtures = FixtureFile::load(&dir.join("fixture.json"))?;
    let (mut failures, mut passed, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for file in json_files(&dir)?.into_iter().filter(|file| is_scenario(file)) {
        let scenario = Scenario::load(&file)?;
        if let Some(symbol) = NOT_YET.into_iter().find(|symbol| calls(&scenario, symbol)) {
            left_out.push(format!("{} ({symbol})", scenario.id));
            continue;
        }
        let params = fixtures.params(&scenario.fixture).context("unknown fixture")?;
        let player = Player { interfaces: &interfaces, params: &params, keys: fixtures.keys() };
        let mut seats: Vec<Box<dyn World>> =
            vec![Box::new(worlds.wasm(&params)?), Box::new(worlds.model(&params)?)];
        match player.play(&scenario, &mut seats) {
            Ok(_) => passed.push(scenario.id),
            Err(error) => failures.push(format!("{}: {error}", scenario.id)),
        }
    }
    println!("passed {}: {}", passed.len(), passed.join(" "));
    println!("left out {}: {}", left_out.len(), left_out.join(" "));
    ensure!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    ensure!(!passed.is_empty(), "nothing was played");
    Ok(())
}

/// True if a step or a view goes to the contract.
fn calls(scenario: &Scenario, symbol: &str) -> bool {
    scenario.steps.iter().any(|step| step.to.as_deref() == Some(symbol))
        || scenario.views.iter().any(|(_, view)| view.to == symbol)
}

/// Scenario files are named `s…` (scripted) and `r…` (random).
fn is_scenario(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['s', 'r']))
}
