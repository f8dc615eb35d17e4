//! The recorded scenarios of the peer's contracts, on the real WASM and on the model in lock-step.

use anyhow::{Context as _, Result, ensure};
use surety_scenario::{
    recorded::{FixtureFile, Player, Scenario},
    world::World,
};
use surety_tests::{interfaces, recordings, scenario_files, worlds};

#[test]
fn wasm_and_model_play_every_recorded_scenario_of_the_core() -> Result<()> {
    let Some(dir) = recordings("restaking") else { return Ok(()) };
    let (interfaces, worlds) = (interfaces()?, worlds()?);
    let fixtures = FixtureFile::load(&dir.join("fixture.json"))?;
    let (mut failures, mut passed) = (Vec::new(), Vec::new());
    for file in scenario_files(&dir)? {
        let scenario = Scenario::load(&file)?;
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
    ensure!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
    ensure!(!passed.is_empty(), "nothing was played");
    Ok(())
}
