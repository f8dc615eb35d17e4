//! Who may slash, since when, and where slashing is impossible.

use crate::bench::{Bench, ONE, WAD};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{Panic, PanicKind};
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IPermissionController as pc, IStrategyManager as sm,
};
use surety_model::Model;
use surety_scenario::story::cast::default_params;
use surety_scenario::world::WorldParams;

fn set(bench: &Bench) -> am::OperatorSet {
    am::OperatorSet { avs: bench.at("avs1"), id: 1 }
}

fn slash(bench: &Bench, letters: &str, wad: u64) -> am::slashOperatorCall {
    let params = am::SlashingParams {
        operator: bench.at("operator1"),
        operatorSetId: 1,
        strategies: letters.chars().map(|letter| bench.at(&format!("strategy{letter}"))).collect(),
        wadsToSlash: letters.chars().map(|_| U256::from(wad)).collect(),
        description: String::new(),
    };
    am::slashOperatorCall { avs: bench.at("avs1"), params }
}

/// operator1 is in set 1 of avs1 with its whole magnitude in strategy A, where staker1 has 100.
fn prepared(mut bench: Bench) -> Bench {
    bench.create_set("avs1", "AB");
    bench.register_operator("operator1");
    bench.join_set("operator1", "avs1");
    let call = bench.allocation("operator1", "avs1", 'A', WAD);
    bench.send("operator1", "am", call);
    let call = bench.delegation_to("operator1");
    bench.send("staker1", "dm", call);
    bench.deposit("staker1", 'A', ONE * U256::from(100));
    bench
}

#[test]
fn new_slasher_is_in_force_after_the_delay() {
    let mut bench = prepared(Bench::new());
    let (first, second) = (bench.at("other"), bench.at("admin1"));
    let update = |bench: &Bench, slasher| am::updateSlasherCall { operatorSet: set(bench), slasher };
    let call = update(&bench, first);
    bench.fails("other", "am", call.clone(), am::InvalidPermissions {});
    let call_for_none = update(&bench, Address::ZERO);
    bench.fails("avs1", "am", call_for_none, am::InputAddressZero {});
    let unknown =
        am::updateSlasherCall { operatorSet: am::OperatorSet { id: 2, ..set(&bench) }, slasher: first };
    bench.fails("avs1", "am", unknown, am::InvalidOperatorSet {});
    bench.send("avs1", "am", call.clone());
    let start = 11_000;
    assert_eq!(bench.event::<am::SlasherUpdated>().effectBlock, start + 16);
    bench.mine(5);
    bench.send("avs1", "am", call);
    assert!(bench.logs.is_empty(), "already waiting");
    bench.mine(10);
    let by = slash(&bench, "A", WAD / 10);
    bench.fails("other", "am", by.clone(), am::InvalidCaller {});
    bench.mine(1);
    bench.fails("avs1", "am", by.clone(), am::InvalidCaller {});
    bench.send("other", "am", by);
    // A second change replaces one that waits, and the ripe one stays until then.
    let call = update(&bench, second);
    bench.send("avs1", "am", call);
    let pending = am::getPendingSlasherCall { operatorSet: set(&bench) };
    let waiting = bench.view("am", pending);
    assert_eq!((waiting.pendingSlasher, waiting.effectBlock), (second, start + 32));
    let slasher = am::getSlasherCall { operatorSet: set(&bench) };
    assert_eq!(bench.view("am", slasher.clone()), first);
    let call = update(&bench, bench.at("avs1"));
    bench.send("avs1", "am", call);
    bench.mine(16);
    assert_eq!(bench.view("am", slasher), bench.at("avs1"));
}

#[test]
fn migration_leaves_sets_with_a_slasher_alone() {
    let mut bench = prepared(Bench::new());
    let unknown = am::OperatorSet { id: 9, ..set(&bench) };
    let call = am::migrateSlashersCall { operatorSets: vec![set(&bench), unknown] };
    bench.send("other", "am", call);
    assert!(bench.logs.is_empty());
}

#[test]
fn slash_takes_the_queue_as_well_until_its_delay_is_over() {
    let mut bench = prepared(Bench::new());
    let queue = |bench: &Bench, amount: u64| dm::queueWithdrawalsCall {
        params: vec![dm::QueuedWithdrawalParams {
            strategies: vec![bench.at("strategyA")],
            depositShares: vec![ONE * U256::from(amount)],
            __deprecated_withdrawer: Address::ZERO,
        }],
    };
    let call = queue(&bench, 40);
    bench.send("staker1", "dm", call);
    bench.mine(10);
    let half = slash(&bench, "A", WAD / 2);
    let taken = bench.send("avs1", "am", half.clone());
    assert_eq!(taken.shares, [ONE * U256::from(50)], "30 of the staker's 60, 20 of the queued 40");
    bench.mine(1);
    let taken = bench.send("avs1", "am", half);
    assert_eq!(taken.shares, [ONE * U256::from(15)], "half of the remaining 30");
    assert_eq!(taken.slashId, U256::from(2));
}

#[test]
fn slash_id_is_used_up_by_a_slash_of_nothing() {
    let mut bench = prepared(Bench::new());
    let nothing = slash(&bench, "B", WAD);
    let taken = bench.send("avs1", "am", nothing);
    assert_eq!((taken.slashId, taken.shares), (U256::ONE, vec![U256::ZERO]));
    let operator_set = sm::OperatorSet { avs: bench.at("avs1"), id: 1 };
    assert!(bench.view("sm", sm::getPendingSlashIdsCall { operatorSet: operator_set }).is_empty());
}

#[test]
fn slashing_panics_on_a_chain_younger_than_the_withdrawal_delay() {
    let params = WorldParams { withdrawal_delay_blocks: 20_000, ..default_params() };
    let mut bench = prepared(Bench { model: Model::alone(params).unwrap(), logs: Vec::new() });
    let overflow = || Panic::from(PanicKind::UnderOverflow);
    let call = slash(&bench, "A", WAD);
    bench.fails("avs1", "am", call, overflow());
    let view = dm::getSlashableSharesInQueueCall {
        operator: bench.at("operator1"),
        strategy: bench.at("strategyA"),
    };
    bench.fails("other", "dm", view, overflow());
    // Nothing allocated, nothing to look up.
    let call = slash(&bench, "B", WAD);
    bench.send("avs1", "am", call);
}

#[test]
fn appointee_is_appointed_for_one_function_of_one_contract() {
    let mut bench = prepared(Bench::new());
    let (avs, operator, appointee) = (bench.at("avs1"), bench.at("operator1"), bench.at("appointee1"));
    let appoint = |account, target, selector: [u8; 4]| pc::setAppointeeCall {
        account,
        appointee,
        target,
        selector: selector.into(),
    };
    use alloy_sol_types::SolCall as _;
    let target = bench.at("am");
    bench.send("avs1", "pc", appoint(avs, target, am::createOperatorSets_1Call::SELECTOR));
    let old = am::createOperatorSets_0Call { avs, params: vec![] };
    bench.fails("appointee1", "am", old, am::InvalidPermissions {});
    bench.send("appointee1", "am", am::createOperatorSets_1Call { avs, params: vec![] });
    // Inner steps of redelegation count under its own selector.
    bench.send("operator1", "pc", appoint(operator, bench.at("dm"), dm::undelegateCall::SELECTOR));
    bench.send("appointee1", "dm", dm::undelegateCall { staker: bench.at("staker1") });
    assert_eq!(bench.event::<dm::StakerForceUndelegated>().operator, operator);
    let delay = am::setAllocationDelayCall { operator, delay: 3 };
    bench.fails("appointee1", "am", delay, am::InvalidPermissions {});
}

#[test]
fn deallocations_are_cleared_in_order_up_to_the_limit() {
    let mut bench = prepared(Bench::new());
    bench.create_set("avs2", "A");
    bench.join_set("operator1", "avs2");
    let give_up = bench.allocation("operator1", "avs1", 'A', WAD / 2);
    bench.send("operator1", "am", give_up);
    bench.mine(11);
    let (operator, strategy) = (bench.at("operator1"), bench.at("strategyA"));
    let view = am::getEncumberedMagnitudeCall { operator, strategy };
    assert_eq!(bench.view("am", view), WAD / 2, "counted as cleared");
    let clear = |limit| am::clearDeallocationQueueCall {
        operator,
        strategies: vec![strategy],
        numToClear: vec![limit],
    };
    bench.send("other", "am", clear(0));
    assert!(bench.logs.is_empty());
    bench.send("other", "am", clear(9));
    assert_eq!(bench.event::<am::EncumberedMagnitudeUpdated>().encumberedMagnitude, WAD / 2);
    let uneven = am::clearDeallocationQueueCall { operator, strategies: vec![strategy], numToClear: vec![] };
    bench.fails("other", "am", uneven, am::InputArrayLengthMismatch {});
}
