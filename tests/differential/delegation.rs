//! Delegation and the withdrawal queue: random lives of stakers and operators, sensible and not, on
//! the WASM and on the model.

mod cast;

use anyhow::{Context as _, Result, ensure};
use cast::Cast;
use std::collections::BTreeMap;
use surety_tests::twins::Dice;

/// Lives that are played, and actions in each.
const LIVES: u64 = 32;
const ACTIONS: usize = 120;

/// What all lives together must have met, or the dice are loaded: functions that succeeded, and
/// errors by selector.
const MUST_MEET: [&str; 26] = [
    "registerAsOperator",
    "delegateTo",
    "undelegate",
    "redelegate",
    "queueWithdrawals",
    "completeQueuedWithdrawal",
    "completeQueuedWithdrawals",
    "slashOperator",
    "modifyOperatorDetails",
    "updateOperatorMetadataURI",
    "77e56a06", // ActivelyDelegated
    "25ec6c1f", // OperatorNotRegistered
    "a5c7c445", // NotActivelyDelegated
    "8e5199a8", // OperatorsCannotUndelegate
    "3c933446", // CallerCannotUndelegate
    "35313244", // SaltSpent
    "0819bdcd", // SignatureExpired
    "8baa579f", // InvalidSignature
    "840a48d5", // CurrentlyPaused
    "43714afd", // InputArrayLengthMismatch
    "796cc525", // InputArrayLengthZero
    "840c364a", // SharesAmountZero
    "4b18b193", // SharesAmountTooHigh
    "f1ecf5c2", // WithdrawalDelayNotElapsed
    "87c9d219", // WithdrawalNotQueued
    "28cef1a4", // FullySlashed
];

#[test]
fn wasm_and_model_agree_on_any_life() -> Result<()> {
    let mut met = BTreeMap::<String, u32>::new();
    for seed in 0..LIVES {
        for (what, times) in live(seed).with_context(|| format!("seed {seed}"))? {
            *met.entry(what).or_default() += times;
        }
    }
    println!("met {met:?}");
    let missing: Vec<_> = MUST_MEET.iter().filter(|what| !met.contains_key(**what)).collect();
    ensure!(missing.is_empty(), "no life met {missing:?}");
    Ok(())
}

fn live(seed: u64) -> Result<BTreeMap<String, u32>> {
    let mut dice = Dice(seed);
    let mut cast = Cast::gather(seed)?;
    for i in 0..ACTIONS {
        cast.act(&mut dice).with_context(|| format!("action {i}"))?;
        if i % 8 == 7 {
            cast.look(&mut dice).with_context(|| format!("views after action {i}"))?;
        }
    }
    Ok(cast.met())
}
