//! Slasher migration to a wrong address.
//!
//! The case: when EigenLayer gave each operator set one slasher in 2025, anybody could call the migration,
//! and it made the AVS's first appointee the slasher of all its sets: Certora's audit warns of sets that this
//! one cannot slash, until the AVS has replaced it after a delay. Here sets have a slasher from their
//! creation; the function answers for the ABI's sake and finds nothing to do.

use crate::scene::{Scene, WAD};
use alloy_primitives::{Address, FixedBytes, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, ensure};
use surety_abi::{IAllocationManager as am, IPermissionController as pc};

#[test]
fn migration_makes_nobody_a_slasher() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let (avs, mallory, target) = (scene.at("avs1")?, scene.at("staker3")?, scene.at("am")?);
    let set = am::OperatorSet { avs, id: 1 };
    // The only appointee for slashing: just whom a migration would choose.
    let selector = FixedBytes(am::slashOperatorCall::SELECTOR);
    let appoint = pc::setAppointeeCall { account: avs, appointee: mallory, target, selector };
    scene.must("avs1", "pc", &appoint)?;
    let unknown = am::OperatorSet { avs: mallory, id: 1 };
    let call = am::migrateSlashersCall { operatorSets: vec![set.clone(), unknown.clone(), set.clone()] };
    for who in ["staker3", "avs1"] {
        scene.must(who, "am", &call)?;
        let slasher = scene.ask("am", &am::getSlasherCall { operatorSet: set.clone() })?;
        ensure!(slasher == avs, "{slasher} became slasher");
        let nobody = scene.ask("am", &am::getSlasherCall { operatorSet: unknown.clone() })?;
        ensure!(nobody.is_zero(), "{nobody} slashes a set that does not exist");
    }
    let slash = scene.slash_call(U256::from(WAD))?;
    scene.refused("staker3", "am", &slash, "InvalidCaller()")
}

/// A slip of the AVS itself: zero is refused, and a wrong address can be replaced before it counts.
#[test]
fn wrong_slasher_can_be_taken_back_before_it_counts() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let (avs, wrong) = (scene.at("avs1")?, scene.at("staker3")?);
    let set = am::OperatorSet { avs, id: 1 };
    let name = |slasher| am::updateSlasherCall { operatorSet: set.clone(), slasher };
    scene.refused("avs1", "am", &name(Address::ZERO), "InputAddressZero()")?;
    scene.refused("staker3", "am", &name(wrong), "InvalidPermissions()")?;
    scene.must("avs1", "am", &name(wrong))?;
    let slash = scene.slash_call(U256::from(WAD))?;
    scene.wait(15, 180);
    scene.refused("staker3", "am", &slash, "InvalidCaller()")?;
    scene.must("avs1", "am", &name(avs))?;
    scene.wait(16, 192);
    scene.refused("staker3", "am", &slash, "InvalidCaller()")?;
    scene.must("avs1", "am", &slash)?;
    Ok(())
}
