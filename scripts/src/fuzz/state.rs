//! The file that a run is resumed from.

use alloy_primitives::{B256, hex};
use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, path::Path};
use surety_lives::{
    action::all_kinds,
    life::Met,
    run::{LIFE, Plan, Standing, VERSION},
    transcript::name,
};
use surety_scenario::report::write::atomically;

/// A run's standing, as it is written down.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    /// Of the lives; files from before they were counted have none.
    #[serde(default)]
    version: u32,
    seed: u64,
    steps_of_a_life: usize,
    next_life: u64,
    digest: B256,
    steps: u64,
    ways_out: u64,
    batches: u64,
    kinds: BTreeMap<String, (u64, u64)>,
    habits: BTreeMap<String, (u64, u64)>,
    functions: BTreeMap<String, u64>,
    /// By the error's first four bytes, in hex; empty for failures without data.
    errors: BTreeMap<String, u64>,
}

/// Writes a standing, whole or not at all.
pub(super) fn save(file: &Path, plan: &Plan, standing: &Standing) -> Result<()> {
    let met = &standing.met;
    let kept = File {
        version: VERSION,
        seed: plan.seed,
        steps_of_a_life: LIFE,
        next_life: standing.next,
        digest: standing.digest,
        steps: met.steps,
        ways_out: met.ways_out,
        batches: met.batches,
        kinds: met.kinds.iter().map(|(kind, times)| (name(*kind), *times)).collect(),
        habits: met.habits.clone(),
        functions: met.functions.clone(),
        errors: met
            .errors
            .iter()
            .map(|(error, times)| (error.map(hex::encode).unwrap_or_default(), *times))
            .collect(),
    };
    let text = serde_json::to_string_pretty(&kept)?;
    atomically(file, text.as_bytes()).with_context(|| format!("writing {}", file.display()))
}

/// Reads the standing of the same run.
pub(super) fn load(file: &Path, plan: &Plan) -> Result<Standing> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let kept: File = serde_json::from_str(&text)
        .with_context(|| format!("{} is no standing of a run; remove it to begin anew", file.display()))?;
    ensure!(
        kept.version == VERSION,
        "{} is of another version of the lives, in which the same seed lives otherwise: remove it to begin anew",
        file.display(),
    );
    ensure!(
        kept.seed == plan.seed && kept.steps_of_a_life == LIFE,
        "{} is of seed {} with {} steps a life: give --seed {}, or another file",
        file.display(),
        kept.seed,
        kept.steps_of_a_life,
        kept.seed,
    );
    let kinds = kept.kinds.iter().map(|(kept, times)| {
        let kind = all_kinds().find(|kind| name(*kind) == *kept);
        Ok((kind.with_context(|| format!("there is no kind of action `{kept}`"))?, *times))
    });
    let errors = kept.errors.iter().map(|(error, times)| {
        let bytes = hex::decode(error).with_context(|| format!("`{error}` is no selector"))?;
        Ok((bytes.first_chunk::<4>().copied(), *times))
    });
    Ok(Standing {
        next: kept.next_life,
        digest: kept.digest,
        met: Met {
            steps: kept.steps,
            kinds: kinds.collect::<Result<_>>()?,
            habits: kept.habits.clone(),
            functions: kept.functions.clone(),
            errors: errors.collect::<Result<_>>()?,
            ways_out: kept.ways_out,
            batches: kept.batches,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_comes_back_and_another_runs_does_not() -> Result<()> {
        let dir = std::env::temp_dir().join(format!("surety-fuzz-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        let file = dir.join("run.json");
        let plan = Plan { seed: 7, lives: 9, jobs: 1 };
        let mut standing = Standing { next: 3, digest: B256::repeat_byte(5), met: Met::default() };
        standing.met.steps = 1_536;
        standing.met.kinds = all_kinds().map(|kind| (kind, (1, 2))).collect();
        standing.met.habits.insert("TakesFee".into(), (3, 4));
        standing.met.functions.insert("deposit()".into(), 4);
        standing.met.errors.insert(Some([1, 2, 3, 4]), 5);
        standing.met.errors.insert(None, 6);
        save(&file, &plan, &standing)?;
        assert_eq!(load(&file, &plan)?, standing);
        assert!(load(&file, &Plan { seed: 8, ..plan }).is_err());
        let older = fs::read_to_string(&file)?.replace(&format!("\"version\": {VERSION},"), "");
        fs::write(&file, older)?;
        let refused = load(&file, &plan).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(refused.contains("another version of the lives"), "{refused}");
        fs::write(&file, "{}")?;
        assert!(load(&file, &plan).is_err());
        fs::remove_dir_all(dir)?;
        Ok(())
    }
}
