//! The model plays every recorded scenario, whole.

use anyhow::{Context as _, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use surety_model::Model;
use surety_scenario::interfaces::Interfaces;
use surety_scenario::recorded::{FixtureFile, Player, Scenario};
use surety_scenario::world::World;

/// The shared recordings beside the repository.
const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/restaking");
/// The suite's JSON ABIs.
const ABI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../abi/json");

fn json_files(dir: &Path) -> Result<Vec<PathBuf>> {
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

/// Scenario files are named `s…` (scripted) and `r…` (random).
fn is_scenario(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(['s', 'r'])
}

fn interfaces() -> Result<Interfaces> {
    let mut interfaces = Interfaces::new();
    for file in json_files(Path::new(ABI))? {
        interfaces.add_json(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())?;
    }
    Ok(interfaces)
}

#[test]
fn model_plays_every_recorded_scenario() -> Result<()> {
    let dir = Path::new(VECTORS);
    if !dir.is_dir() {
        println!("skipped: no shared vectors beside this repository");
        return Ok(());
    }
    let interfaces = interfaces()?;
    let fixtures = FixtureFile::load(&dir.join("fixture.json"))?;
    let files: Vec<_> = json_files(dir)?.into_iter().filter(|file| is_scenario(file)).collect();
    let (mut failures, mut steps, mut views) = (Vec::new(), 0, 0);
    for file in &files {
        let scenario = Scenario::load(file)?;
        let params = fixtures.params(&scenario.fixture).context("unknown fixture")?;
        let player = Player { interfaces: &interfaces, params: &params, keys: fixtures.keys() };
        let mut worlds: Vec<Box<dyn World>> = vec![Box::new(Model::alone(params.clone())?)];
        match player.play(&scenario, &mut worlds) {
            Ok(played) => {
                steps += played.steps.len();
                views += played.views;
            }
            Err(error) => failures.push(format!("{}: {error}", scenario.id)),
        }
    }
    println!("{} scenarios, {steps} steps, {views} views", files.len());
    ensure!(failures.is_empty(), "{} of {} failed:\n{}", failures.len(), files.len(), failures.join("\n"));
    Ok(())
}
