//! Random lives on the compiled programs and on the model.

use anyhow::{Context as _, Result, bail, ensure};
use std::{fs, path::Path, sync::OnceLock};
use surety_devnode::with_big_stack;
use surety_lives::{
    Life,
    run::{End, Plan, Stages, Standing, Watcher, run},
    transcript::Transcript,
};
use surety_suite::{Programs, Worlds};
use surety_wasm_build::BuildOptions;

/// Nobody watches.
struct Silent;

impl Watcher for Silent {
    fn counted(&self, _: &Standing) {}
    fn shrinking(&self, _: u64, _: usize) {}
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(Path::parent).unwrap_or(Path::new("."))
}

fn stages() -> Result<&'static Stages> {
    static STAGES: OnceLock<Stages> = OnceLock::new();
    if let Some(stages) = STAGES.get() {
        return Ok(stages);
    }
    let options = BuildOptions { root: root().to_owned(), ..BuildOptions::from_env()? };
    let worlds = Worlds::new(Programs::build(&options).context("building the programs")?);
    let stages = with_big_stack(|| Stages::set_up(&worlds))?;
    Ok(STAGES.get_or_init(|| stages))
}

fn lived(seed: u64, lives: u64, jobs: usize) -> Result<Standing> {
    match run(stages()?, &Plan { seed, lives, jobs }, Standing::default(), &Silent)? {
        End::Done(standing) => Ok(standing),
        End::Stopped(_) => bail!("nobody asked to stop"),
        End::Failed { life, shrunk, .. } => {
            let file = Transcript::new(shrunk.failure.to_string(), life, &shrunk.actions);
            bail!("life {life}: {}\n{}", shrunk.failure, serde_json::to_string_pretty(&file)?)
        }
    }
}

#[test]
fn random_lives_hold() -> Result<()> {
    let standing = lived(1, 12, 2)?;
    let met = &standing.met;
    for kind in surety_lives::action::all_kinds() {
        let (done, failed) = met.kinds.get(&kind).copied().unwrap_or_default();
        // Nobody may ever trespass; all else must have succeeded, or it was not tried.
        let tried = if kind == surety_lives::Kind::Trespass { failed } else { done };
        ensure!(tried > 0, "{kind:?}: {done} succeeded, {failed} failed");
    }
    ensure!(met.habits.len() > 5, "the hostile token did only {:?}", met.habits);
    ensure!(met.ways_out > 20 && met.batches > 5, "{} ways out, {} batches", met.ways_out, met.batches);
    Ok(())
}

#[test]
fn a_seed_is_lived_alike_whoever_lives_it() -> Result<()> {
    let (alone, together) = (lived(2, 3, 1)?, lived(2, 3, 3)?);
    ensure!(alone == together, "{alone:?} alone, {together:?} together");
    ensure!(lived(3, 3, 1)?.digest != alone.digest, "another seed lives the same");
    Ok(())
}

#[test]
fn lives_that_failed_once_hold() -> Result<()> {
    let dir = root().join("tests/lives");
    let mut files: Vec<_> = fs::read_dir(&dir)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "json"));
    files.sort();
    ensure!(!files.is_empty(), "no life is kept in {}", dir.display());
    for file in files {
        let transcript = Transcript::parse(&fs::read_to_string(&file)?)?;
        let actions = transcript.actions()?;
        let life = Life::begin(stages()?.of(transcript.life)?)?;
        with_big_stack(|| life.play(&actions)).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

#[test]
fn stories_call_invariants_by_their_names() {
    use surety_scenario::story::invariants::ALL;
    for invariant in ALL {
        let known = surety_invariants::SPEC.iter().any(|one| one.name == invariant.id);
        assert!(known, "no invariant is called {}: {}", invariant.id, invariant.sentence);
    }
}
