//! Truncating casts.
//!
//! The cases: in 2018 one multiplication that was cut to 256 bits minted BeautyChain's token without end; in
//! 2025 an audit (Certora) and a contest (Cantina) found casts in EigenLayer that let an operator promise
//! more than it had and gave a staker shares that nothing backed. Each number here is a good one plus a power
//! of two that a cast would drop. Where it is refused nothing has changed; where it is understood it means
//! something else than the good one. (Words of narrow types with high bits set are no calldata at all:
//! tests/bad_input/calldata.)

use crate::scene::{ONE, Scene, WAD};
use alloy_primitives::U256;
use anyhow::{Result, ensure};
use surety_abi::IStrategyManager as sm;

/// Powers of two at which fields end.
const WIDTHS: [usize; 12] = [8, 16, 32, 64, 95, 96, 120, 127, 128, 160, 192, 255];

fn beyond(good: U256) -> impl Iterator<Item = U256> {
    WIDTHS.into_iter().map(move |bits| good + (U256::from(1) << bits)).filter(move |n| *n > good)
}

#[test]
fn amounts_that_are_good_ones_when_cut_are_refused() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let good = U256::from(ONE);
    let before = (scene.held("staker1")?, scene.shares("staker1")?);
    for n in beyond(good).filter(|n| *n > before.0) {
        let call = sm::depositIntoStrategyCall { amount: n, ..scene.deposit_call(ONE)? };
        scene.refusal("staker1", "sm", &call)?;
    }
    for n in beyond(good).filter(|n| *n > before.1) {
        let call = scene.queue_call(n)?;
        scene.refusal("staker1", "dm", &call)?;
    }
    for n in beyond(U256::from(WAD / 10)).filter(|n| *n > U256::from(WAD)) {
        let call = scene.slash_call(n)?;
        scene.refused("avs1", "am", &call, "InvalidWadToSlash()")?;
    }
    ensure!((scene.held("staker1")?, scene.shares("staker1")?) == before, "something was taken");
    Ok(())
}

/// A slash has a number of 256 bits; those of others name other slashes, which were never made.
#[test]
fn numbers_of_slashes_and_withdrawals_are_not_cut() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let slash = scene.slash_call(U256::from(WAD / 2))?;
    scene.must("avs1", "am", &slash)?;
    let (avs, strategy) = (scene.at("avs1")?, scene.at("strategyA")?);
    let set = sm::OperatorSet { avs, id: 1 };
    let waiting = sm::getBurnOrRedistributableShares_0Call {
        operatorSet: set.clone(),
        slashId: U256::from(1),
        strategy,
    };
    let due = scene.ask("sm", &waiting)?;
    ensure!(due == U256::from(50 * ONE));
    for slash_id in beyond(U256::from(1)) {
        let call = sm::clearBurnOrRedistributableSharesCall { operatorSet: set.clone(), slashId: slash_id };
        let paid = scene.must("staker3", "sm", &call)?;
        ensure!(paid.is_empty(), "{slash_id} paid {paid:?}");
        let other = sm::getBurnOrRedistributableShares_0Call { slashId: slash_id, ..waiting.clone() };
        ensure!(scene.ask("sm", &other)?.is_zero(), "{slash_id} is the first slash");
    }
    ensure!(scene.ask("sm", &waiting)? == due);
    // A withdrawal is known by all of its words.
    let queue = scene.queue_call(U256::from(ONE))?;
    scene.must("staker1", "dm", &queue)?;
    scene.wait(11, 132);
    let good = scene.completion("staker1")?;
    for n in WIDTHS.map(|bits| U256::from(1) << bits) {
        let mut nonce = good.clone();
        nonce.withdrawal.nonce += n;
        scene.refused("staker1", "dm", &nonce, "WithdrawalNotQueued()")?;
        let mut shares = good.clone();
        for scaled in &mut shares.withdrawal.scaledShares {
            *scaled += n;
        }
        scene.refused("staker1", "dm", &shares, "WithdrawalNotQueued()")?;
    }
    scene.must("staker1", "dm", &good)?;
    Ok(())
}
