//! Slashing an operator.
//!
//! The slasher names a part of the operator's allocation to its set. The magnitude taken from the
//! allocation is taken from the operator's whole magnitude, and its shares fall by that ratio.

use surety_common::{
    abi::{Address, U256, Vec},
    accounting::{
        Magnitude, WadToSlash,
        slashing::{AllocationSlash, slash_allocation_up},
    },
    allocations::{
        allocation::Key,
        manager::{self, OperatorSet, SlashingParams, error},
        membership::Membership,
        params, pause_bit,
        set::Set,
        slashers,
    },
    host, interface,
    ledger::delegation,
    pause,
    revert::{OrRevert, require},
};

interface!(mod shares = "IStrategyManager.sol");

/// Slashes an operator of a set of `avs`; answers the slash id and, for each strategy, the shares
/// to burn or redistribute.
pub(crate) fn slash(avs: Address, params: &SlashingParams) -> (U256, Vec<U256>) {
    pause::require_running(pause_bit::SLASHING);
    require(params.strategies.len() == params.wads_to_slash.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
    let set = OperatorSet { avs, id: params.operator_set_id };
    let now = host::block_number();
    let mut record = Set::existing(&set);
    let membership = Membership::load(params.operator, &set);
    require(membership.is_slashable(now), error::OPERATOR_NOT_SLASHABLE);
    require(host::sender() == slashers::load(&set, &record).in_force(now), error::INVALID_CALLER);
    // Also a slash that takes nothing has its id.
    record.slash_count = record.slash_count.checked_add(1).or_revert();
    record.store(&set);
    let slash_id = U256::from(record.slash_count);

    let mut shares = Vec::with_capacity(params.strategies.len());
    let mut wad_slashed = Vec::with_capacity(params.strategies.len());
    let mut previous = None;
    for (strategy, wad) in params.strategies.iter().zip(&params.wads_to_slash) {
        require(previous < Some(strategy), error::STRATEGIES_MUST_BE_IN_ASCENDING_ORDER);
        previous = Some(strategy);
        let wad = WadToSlash::new(*wad).or_revert();
        let allocation = Key::new(params.operator, &set, &membership, *strategy);
        require(allocation.is_in(&set, &record), error::STRATEGY_NOT_IN_OPERATOR_SET);
        match slash_magnitude(&allocation, wad, now) {
            Some(slash) => {
                wad_slashed.push(slash.wad_slashed);
                shares.push(slash_shares(&allocation, &set, slash_id, slash.max_before, slash.strategy.max));
            }
            None => {
                wad_slashed.push(U256::ZERO);
                shares.push(U256::ZERO);
            }
        }
    }
    manager::OperatorSlashed {
        operator: params.operator,
        operator_set: set,
        strategies: params.strategies.clone(),
        wad_slashed,
        description: params.description,
    }
    .emit();
    (slash_id, shares)
}

/// Takes `wad` of an allocation; nothing happens, and nothing is answered, if it is empty.
fn slash_magnitude(key: &Key<'_>, wad: WadToSlash, now: u32) -> Option<AllocationSlash> {
    let (magnitudes, allocation) = key.updated(now);
    if allocation.current.is_zero() {
        return None;
    }
    let slash = slash_allocation_up(magnitudes, allocation, wad).or_revert();
    if slash.was_deallocating {
        let target = slash.allocation.target().or_revert();
        key.announce(target, slash.allocation.effect_block);
    }
    key.save(slash.strategy, slash.allocation);
    key.announce(slash.allocation.current, now);
    manager::MaxMagnitudeUpdated {
        operator: key.operator,
        strategy: key.strategy,
        max_magnitude: slash.strategy.max.get(),
    }
    .emit();
    Some(slash)
}

/// Lets the delegation manager lower shares and the strategy manager record what was taken.
///
/// Two calls one after the other, not one that calls on: so never more than two programs are open.
fn slash_shares(
    key: &Key<'_>,
    set: &OperatorSet,
    slash_id: U256,
    before: Magnitude,
    after: Magnitude,
) -> U256 {
    let OperatorSet { avs, id } = *set;
    let total = delegation::at::slash_operator_shares(
        params::delegation_manager(),
        &key.operator,
        &delegation::OperatorSet { avs, id },
        &slash_id,
        &key.strategy,
        &before.get(),
        &after.get(),
    );
    shares::sister::increase_burn_or_redistributable_shares(
        params::strategy_manager(),
        &shares::OperatorSet { avs, id },
        &slash_id,
        &key.strategy,
        &total,
    );
    total
}
