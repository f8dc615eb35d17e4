//! Malformed calldata, for every function of every program: refused as Solidity's decoder would or
//! more strictly, never misread, and never at much cost.
//!
//! The cases: in 2017 exchanges passed on addresses that were a byte short, and the tokens' contracts would
//! have read the amount 256 times too large; and until 2019 Solidity's second decoder ignored dirty high
//! bits.

use crate::hostile::stage::Stage;
use alloy_primitives::U256;
use anyhow::{Context as _, Result, anyhow, ensure};
use proptest::{
    prelude::{any, prop},
    test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use std::cell::RefCell;
use surety_devnode::with_big_stack;
use surety_tests::calldata::{Target, nasty, require_refused};

/// Changed encodings that chance makes.
const CASES: u32 = 4_000;

/// A deployment with stake, slashes, queued withdrawals and rewards, and a duration vault.
fn set_up() -> Result<Target> {
    let stage = Stage::set_up()?;
    let (strategy, vault) = (stage.strategy, stage.vault);
    let mut target = Target::new(stage.into_world())?;
    target.add("IDurationVault", vault)?;
    target.accounts.push(strategy);
    Ok(target)
}

/// Every word of every function's arguments is replaced by every nasty one, and the arguments are cut
/// everywhere.
#[test]
fn each_word_of_each_function_is_checked() -> Result<()> {
    with_big_stack(|| {
        let mut target = set_up()?;
        let functions = target.functions.clone();
        for (nth, function) in (0..).zip(functions.iter().chain(&functions)) {
            // One element in each list the first time, two the second.
            let good = target.arguments(function, nth as u64, Some(1 + nth / functions.len()));
            for cut in nasty::cuts(&good) {
                let short = good.get(..cut).unwrap_or_default();
                target.check(function, short).with_context(|| format!("{}, cut to {cut}", function.name))?;
            }
            for surplus in [1, 31, 32, 1_000] {
                let long = [good.clone(), vec![0xff; surplus]].concat();
                target
                    .check(function, &long)
                    .with_context(|| format!("{}, {surplus} more", function.name))?;
            }
            for at in (0..good.len()).step_by(32) {
                for word in nasty::words(&good, at) {
                    let mut bad = good.clone();
                    nasty::put(&mut bad, at, word);
                    let what = || format!("{}, {word:#x} at byte {at}", function.name);
                    target.check(function, &bad).with_context(what)?;
                }
            }
        }
        let Target { refused, read, stricter, .. } = target;
        println!("{refused} refused, {read} understood, {stricter} refused though Solidity reads them");
        ensure!(refused > 20_000 && read > 5_000, "hardly anything was tried");
        // Surplus bytes and odd offsets are read, as Solidity reads them.
        ensure!(stricter * 20 < read, "{stricter} of {read} were refused");
        Ok(())
    })
}

/// Several changes at once, as chance has it.
#[test]
fn changed_calldata_is_refused_or_understood() -> Result<()> {
    with_big_stack(|| {
        let target = RefCell::new(set_up()?);
        // The same cases each time: a failure can be looked at again.
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let changes =
            prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4);
        let case =
            (any::<prop::sample::Index>(), any::<u64>(), changes, any::<Option<prop::sample::Index>>());
        TestRunner::new_with_rng(config, rng)
            .run(&case, |(which, seed, changes, cut)| {
                let mut target = target.borrow_mut();
                let function = which.get(&target.functions).clone();
                let mut data = target.arguments(&function, seed, None);
                for (at, word) in changes {
                    if data.is_empty() {
                        continue;
                    }
                    let at = at.index(data.len() / 32) * 32;
                    let word = *word.get(&nasty::words(&data, at));
                    nasty::put(&mut data, at, word);
                }
                if let Some(cut) = cut {
                    data.truncate(cut.index(data.len() + 1));
                }
                let fail =
                    |error: anyhow::Error| TestCaseError::fail(format!("{}: {error:#}", function.name));
                target.check(&function, &data).map(drop).map_err(fail)
            })
            .map_err(|error| anyhow!("{error}"))
    })
}

/// No selector, half a selector, and selectors that nobody has.
#[test]
fn unknown_functions_are_refused() -> Result<()> {
    with_big_stack(|| {
        let mut target = set_up()?;
        let functions = target.functions.clone();
        for function in &functions {
            let [a, b, c, d] = function.selector.0;
            let near = [a, b, c, d ^ 1];
            let known = functions.iter().any(|other| other.at == function.at && other.selector == near);
            let mut unknown = vec![vec![], vec![a], vec![a, b, c]];
            if !known {
                unknown.push([near.to_vec(), vec![0; 256]].concat());
            }
            for data in unknown {
                let receipt = target.call(function.at, data, U256::ZERO)?;
                require_refused(&receipt).with_context(|| function.name.clone())?;
            }
        }
        Ok(())
    })
}

/// No function takes wei.
#[test]
fn value_is_refused() -> Result<()> {
    with_big_stack(|| {
        let mut target = set_up()?;
        for function in target.functions.clone() {
            let data = [function.selector.to_vec(), target.arguments(&function, 1, Some(1))].concat();
            let receipt = target.call(function.at, data, U256::from(1))?;
            require_refused(&receipt).with_context(|| function.name.clone())?;
        }
        Ok(())
    })
}
