//! Program expiry.
//!
//! The case is Arbitrum's own rule: a Stylus program stops 365 days after its activation unless it is
//! renewed, and every contract that nobody looks after runs into it. No loss by it is public. Stake must be
//! stuck at worst, never lost, and anybody must be able to end that.

use crate::scene::{ONE, Scene, WAD};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, ensure};
use surety_devnode::{
    Tx,
    precompiles::{ARB_WASM, abi::ArbWasm},
};
use surety_proxy::slots;

const YEAR_SECS: u64 = 365 * 86_400;

/// Every program behind the core's addresses, and those of a strategy's clone, which are in its code.
fn programs(scene: &mut Scene) -> Result<Vec<Address>> {
    let mut programs = vec![scene.at("pc")?];
    for proxy in ["dm", "sm", "am"] {
        let proxy = scene.at(proxy)?;
        for index in 0..slots::MAX_PROGRAMS {
            let slot = U256::from_be_bytes(slots::IMPLEMENTATION) + U256::from(index);
            programs.push(Address::from_word(scene.chain().storage(proxy, slot).into()));
        }
    }
    let strategy = scene.at("strategyA")?;
    let code = scene.chain().code(strategy);
    programs.extend(code.windows(20).map(Address::from_slice));
    programs.sort_unstable();
    programs.dedup();
    let chain = scene.chain();
    programs.retain(|program| chain.code(*program).starts_with(&[0xef, 0xf0, 0x00]));
    Ok(programs)
}

/// Anybody's transaction.
fn activate(scene: &mut Scene, program: Address) -> Result<()> {
    let from = scene.at("staker3")?;
    let call = ArbWasm::activateProgramCall { program };
    let tx = Tx::call(from, ARB_WASM).sol(&call).value(U256::from(ONE)).gas(1 << 40);
    let receipt = scene.chain().transact(tx)?;
    ensure!(receipt.is_success(), "{program} is not activated: {}", receipt.output);
    Ok(())
}

#[test]
fn expired_programs_hold_stake_and_anybody_renews_them() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let queue = scene.queue_call(U256::from(30 * ONE))?;
    scene.must("staker1", "dm", &queue)?;
    let completion = scene.completion("staker1")?;
    let programs = programs(&mut scene)?;
    ensure!(programs.len() > 6, "only {programs:?}");
    let vault = scene.held("strategyA")?;
    scene.wait(100, YEAR_SECS + 86_400);
    let slash = scene.slash_call(U256::from(WAD / 2))?;
    for (who, to, data) in [
        ("staker1", "dm", completion.abi_encode()),
        ("staker1", "dm", scene.queue_call(U256::from(ONE))?.abi_encode()),
        ("staker1", "sm", scene.deposit_call(ONE)?.abi_encode()),
        ("avs1", "am", slash.abi_encode()),
    ] {
        let (from, at) = (scene.at(who)?, scene.at(to)?);
        ensure!(!scene.send(from, at, data).success, "{who} was heard by {to}");
    }
    ensure!(scene.held("strategyA")? == vault, "tokens moved");
    for program in programs {
        activate(&mut scene, program)?;
    }
    // Storage is as it was; the window of what is queued is over meanwhile.
    let before = scene.held("staker1")?;
    scene.must("avs1", "am", &slash)?;
    scene.must("staker1", "dm", &completion)?;
    ensure!(scene.held("staker1")? == before + U256::from(30 * ONE), "what had left the queue pays whole");
    ensure!(scene.shares("staker1")? == U256::from(70 * ONE));
    scene.must("staker1", "sm", &scene.deposit_call(ONE)?)?;
    Ok(())
}
