//! Each custom error of each interface is provoked through the ABI, on the WASM and on the model, or
//! stands in a list with the reason why no call can.
//!
//! The case of a check that is missing: SafeMoon's pool lost 8.9 million in 2023 when an upgrade let anybody
//! burn anybody's tokens.

mod allocations;
mod common;
mod delegation;
mod deposits;
mod others;
mod provoker;
mod rewards;
mod unreachable;
mod vaults;

use anyhow::{Result, ensure};
use provoker::{Provoker, interfaces};
use std::collections::BTreeSet;
use surety_devnode::with_big_stack;
use unreachable::{ELSEWHERE, UNREACHABLE};

/// Groups of cases; each begins with a fresh deployment.
const GROUPS: [fn(&mut Provoker) -> Result<()>; 12] = [
    common::pausing,
    delegation::delegating,
    delegation::queueing,
    deposits::depositing,
    deposits::plumbing,
    allocations::sets,
    allocations::operators,
    vaults::plain,
    vaults::lasting,
    rewards::submissions,
    rewards::roots_and_claims,
    others::all,
];

#[test]
fn each_error_is_provoked_or_unreachable() -> Result<()> {
    with_big_stack(|| {
        let mut met: BTreeSet<(String, String)> = BTreeSet::new();
        for group in GROUPS {
            let mut provoker = Provoker::begin()?;
            group(&mut provoker)?;
            met.append(&mut provoker.provoked);
        }
        met.append(&mut rewards::unsound_parameters()?);
        let mut wrong = Vec::new();
        let excused: BTreeSet<_> = UNREACHABLE
            .iter()
            .flat_map(|(interface, errors, _)| errors.iter().map(|e| (*interface, *e)))
            .collect();
        for (interface, errors) in interfaces()? {
            if ELSEWHERE.contains(&interface.as_str()) {
                continue;
            }
            for error in errors.keys() {
                let pair = (interface.clone(), error.clone());
                match (met.remove(&pair), excused.contains(&(interface.as_str(), error.as_str()))) {
                    (true, false) | (false, true) => {}
                    (true, true) => wrong.push(format!("{interface}.{error} is said to be unreachable")),
                    (false, false) => wrong.push(format!("{interface}.{error} is not provoked")),
                }
            }
        }
        wrong.extend(met.into_iter().map(|(interface, error)| format!("{interface} has no {error}")));
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}
