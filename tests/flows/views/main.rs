//! Every view of every contract, after every story and every recording: the WASM and the model answer
//! the same, also where no story and no recording asks.

mod question;
mod shared;

use anyhow::{Context as _, Result, ensure};
use question::{Asker, View, views};
use shared::Worlds;
use std::collections::BTreeMap;
use surety_scenario::{
    catalogue::{Item, built_in},
    recorded::{FixtureFile, Player, Scenario},
    story::run,
    world::World,
};
use surety_tests::{interfaces, recordings, scenario_files, twins::Dice, worlds};

/// Questions to each view after each story.
const TIMES: usize = 4;

/// How often each view was answered, and refused.
type Answers = BTreeMap<String, (u32, u32)>;

/// Asks every view of both worlds; answers what they do not say alike.
fn ask_all(pair: &Worlds, seed: u64, answers: &mut Answers) -> Result<Vec<String>> {
    let directory = pair.wasm.directory();
    let mut asker = Asker::new(directory, &pair.wasm.seen(), pair.wasm.now(), Dice(seed));
    let (mut wasm, mut model, mut wrong) = (pair.wasm.clone(), pair.model.clone(), Vec::new());
    for View { name, at, function } in views(directory)? {
        let times = if function.inputs.is_empty() { 1 } else { TIMES };
        for _ in 0..times {
            let question = asker.question(&function)?;
            let (real, ideal) = (wasm.view(at, &question), model.view(at, &question));
            let counts = answers.entry(name.clone()).or_default();
            *(if real.success { &mut counts.0 } else { &mut counts.1 }) += 1;
            if (real.success, &real.output) != (ideal.success, &ideal.output) {
                let [real, ideal] = [real, ideal].map(|said| format!("{} {}", said.success, said.output));
                wrong.push(format!("{name} with {question}: the WASM answers {real}, the model {ideal}"));
                break;
            }
        }
    }
    Ok(wrong)
}

/// Fails with the first of what was not alike.
fn require_alike(wrong: &[String]) -> Result<()> {
    ensure!(wrong.is_empty(), "{} answers differ:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    Ok(())
}

#[test]
fn every_view_answers_alike_after_every_story() -> Result<()> {
    let (interfaces, makers) = (interfaces()?, worlds()?);
    let (mut answers, mut wrong) = (Answers::new(), Vec::new());
    for (seed, item) in (1..).zip(built_in()?) {
        let Item::Story(story, text) = &item else { continue };
        let pair = Worlds::deploy(makers, &story.params)?;
        let told = run::play(story, text, &interfaces, pair.seats(), &mut ());
        ensure!(told.failure.is_none(), "{}: {:?}", item.name(), told.failure);
        let differ = ask_all(&pair, seed, &mut answers)?;
        wrong.extend(differ.into_iter().map(|what| format!("after {}: {what}", item.name())));
    }
    require_alike(&wrong)?;
    // Some views cannot be answered here: no story has their subject. Most can.
    let never: Vec<_> =
        answers.iter().filter(|(_, (answered, _))| *answered == 0).map(|(name, _)| name).collect();
    println!("{} views, {} of them never answered: {never:?}", answers.len(), never.len());
    ensure!(answers.len() > 150 && never.len() * 10 < answers.len(), "too many without an answer: {never:?}");
    Ok(())
}

#[test]
fn every_view_answers_alike_after_every_recording() -> Result<()> {
    let Some(dir) = recordings("restaking") else { return Ok(()) };
    let (interfaces, makers) = (interfaces()?, worlds()?);
    let fixtures = FixtureFile::load(&dir.join("fixture.json"))?;
    let (mut answers, mut wrong) = (Answers::new(), Vec::new());
    for (seed, file) in (1..).zip(scenario_files(&dir)?) {
        let scenario = Scenario::load(&file)?;
        let params = fixtures.params(&scenario.fixture).context("unknown fixture")?;
        let pair = Worlds::deploy(makers, &params)?;
        let player = Player { interfaces: &interfaces, params: &params, keys: fixtures.keys() };
        let mut seats: Vec<Box<dyn World>> = pair.seats();
        player.play(&scenario, &mut seats)?;
        let differ = ask_all(&pair, seed, &mut answers)?;
        wrong.extend(differ.into_iter().map(|what| format!("after {}: {what}", scenario.id)));
    }
    ensure!(!answers.is_empty(), "nothing was played");
    require_alike(&wrong)?;
    Ok(())
}
