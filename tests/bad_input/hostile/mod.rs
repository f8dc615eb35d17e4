//! Tokens that misbehave, at every entry point that moves tokens: refused, or accounted by what
//! arrived. Nobody else's stake is touched.
//!
//! The cases: a Balancer pool was emptied in 2020 through STA, a token that keeps a part of each transfer;
//! and Sigma Prime's review of EigenLayer's strategy factory in 2024 found that a token's blocklist holds up
//! whatever else is in a withdrawal.

mod alike;
pub(crate) mod doors;
mod read_only;
mod reentry;
pub(crate) mod stage;
mod table;
pub(crate) mod token;

use alike::ALIKE;
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Result, ensure};
use doors::{DOORS, Door, completion};
use reentry::{GOES_THROUGH, NESTED, OUTER};
use stage::Stage;
use std::fs;
use surety_abi::{IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault};
use surety_devnode::with_big_stack;
use surety_tests::root;
use table::TABLE;
use token::{Habit, TOKEN, Token, runtime};

#[test]
fn each_kind_of_token_comes_to_what_the_table_says() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let mut wrong = Vec::new();
        for kind in TABLE {
            for (door, expected) in DOORS.into_iter().zip(kind.verdicts) {
                let mut stage = stage.fork();
                (kind.prepare)(&mut stage)?;
                match door.try_with(&mut stage, kind.habit) {
                    Ok(verdict) if verdict == expected => {}
                    other => {
                        wrong.push(format!("{}, {door:?}: {other:?} instead of {expected:?}", kind.name))
                    }
                }
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

/// Batches, and the other ways to submit rewards, come to the same as the door of the table.
#[test]
fn each_other_function_that_moves_tokens_comes_to_the_same() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let mut wrong = Vec::new();
        for kind in TABLE {
            for other in &ALIKE {
                let nth = DOORS.iter().position(|door| *door == other.door).context("a door of the table")?;
                let expected = kind.verdicts.get(nth).copied().context("a verdict for each door")?;
                let mut stage = stage.fork();
                (kind.prepare)(&mut stage)?;
                match other.door.try_as(&mut stage, kind.habit, other.remake) {
                    Ok(verdict) if verdict == expected => {}
                    found => {
                        wrong.push(format!("{}, {}: {found:?}, not {expected:?}", kind.name, other.name))
                    }
                }
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

#[test]
fn token_that_calls_back_takes_nothing_from_others() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let mut wrong = Vec::new();
        for (outer, row) in OUTER.into_iter().zip(GOES_THROUGH) {
            for (nested, expected) in NESTED.into_iter().zip(row) {
                for habit in [Habit::EntersBefore, Habit::EntersAfter] {
                    match reentry::play(&mut stage.fork(), outer, nested, habit) {
                        Ok(went) if went == expected => {}
                        other => wrong.push(format!("{nested:?} in {outer:?}, {habit:?}: {other:?}")),
                    }
                }
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

/// Read-only reentrancy.
#[test]
fn views_in_the_middle_of_a_transfer_are_never_too_low() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        read_only::stake_is_that_before_or_after(&mut stage)?;
        read_only::price_is_too_high_at_most(&mut stage)
    })
}

/// A staker whom the token does not pay gets the shares back, and leaves other strategies.
#[test]
fn blocked_staker_takes_shares_and_other_tokens() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let (staker, ledger) = (stage.at("staker1")?, stage.at("dm")?);
        stage.tell(&Token::banCall { account: staker, banned: true })?;
        let as_tokens = completion(&stage, 0, true).abi_encode();
        ensure!(!stage.send(staker, ledger, as_tokens.into())?.is_success(), "the token pays nobody");
        let as_shares = completion(&stage, 0, false);
        stage.must(staker, ledger, &as_shares)?;
        Ok(())
    })
}

/// One slash took two tokens; the one that pays nobody does not hold the other up.
#[test]
fn token_that_pays_nobody_does_not_hold_up_the_payout_of_another() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let [anybody, manager, strategy_a] = [stage.at("other")?, stage.at("sm")?, stage.at("strategyA")?];
        let operator_set = sm::OperatorSet { avs: stage.at("avs1")?, id: 1 };
        stage.become_(Habit::RevertsSilently)?;
        let slash_id = U256::from(1);
        let all =
            sm::clearBurnOrRedistributableSharesCall { operatorSet: operator_set.clone(), slashId: slash_id };
        let together = stage.send(anybody, manager, all.abi_encode().into())?;
        ensure!(!together.is_success(), "both at once would need both");
        let one = sm::clearBurnOrRedistributableSharesByStrategyCall {
            operatorSet: operator_set,
            slashId: slash_id,
            strategy: strategy_a,
        };
        ensure!(!stage.must(anybody, manager, &one)?.is_zero(), "the other token is paid");
        stage.become_(Habit::Ordinary)?;
        let paid = stage.must(anybody, manager, &all)?;
        ensure!(paid.len() == 1 && !paid.contains(&U256::ZERO), "the first is still due: {paid:?}");
        Ok(())
    })
}

/// The factory asks for decimals once, to announce them: no count of them is too odd, and a token
/// that has none to tell gets no strategy.
#[test]
fn strategy_announces_any_number_of_decimals() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let (anybody, factory) = (stage.at("other")?, stage.at("sf")?);
        for (nth, decimals) in (0x81_u8..).zip([0_u8, 6, 36, 255]) {
            let token = Address::repeat_byte(nth);
            stage.chain().set_code(token, runtime("HostileToken")?);
            stage.must(anybody, token, &Token::shiftCall { places: decimals.wrapping_sub(18) })?;
            let call = sf::deployNewStrategyCall { token };
            let receipt = stage.send(anybody, factory, call.abi_encode().into())?;
            let announced = receipt.event::<vault::StrategyTokenSet>().context("no announcement")?;
            ensure!(announced.decimals == decimals, "{announced:?}");
        }
        let call = sf::deployNewStrategyCall { token: anybody };
        ensure!(
            !stage.send(anybody, factory, call.abi_encode().into())?.is_success(),
            "an account without code"
        );
        ensure!(stage.ask(factory, &sf::deployedStrategiesCall { token: TOKEN })? == stage.strategy);
        Ok(())
    })
}

#[test]
fn docs_show_the_tables() -> Result<()> {
    let file = root().join("docs/hostile-tokens.md");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    for table in [table::markdown(), reentry::markdown()] {
        ensure!(text.contains(&table), "{} should have this table:\n{table}", file.display());
    }
    ensure!(DOORS.iter().all(|door| text.contains(Door::name(*door))));
    for other in &ALIKE {
        ensure!(text.contains(other.name), "{} should name {}", file.display(), other.name);
    }
    Ok(())
}
