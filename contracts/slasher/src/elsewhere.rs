//! What this program answers at other addresses: the parts of a slash that lie there (ADR 0008).
//!
//! Each block runs behind its own proxy, on that proxy's storage and with its tail; the entrypoint
//! tells them apart by the tail's kind.

use surety_common::{
    abi::{Address, U256},
    accounting::{Magnitude, slashing},
    external, guard, host,
    ledger::{
        delegation::{self, error},
        params,
        pool::Pool,
    },
    revert::{OrRevert as _, require},
    strategies::{self, manager, slashed},
};

/// At the delegation manager's address: what a slash takes from delegated and queued shares.
#[derive(Debug)]
pub struct DelegatedShares;

#[external("IDelegationManager.sol", delegation)]
impl DelegatedShares {
    pub fn slash_operator_shares(
        operator: Address,
        _operator_set: delegation::OperatorSet,
        _slash_id: U256,
        strategy: Address,
        prev_max_magnitude: u64,
        new_max_magnitude: u64,
    ) -> U256 {
        slash_shares(operator, strategy, prev_max_magnitude, new_max_magnitude)
    }
}

/// At the strategy manager's address: what was taken waits there for payout.
#[derive(Debug)]
pub struct SlashedShares;

#[external("IStrategyManager.sol", manager)]
impl SlashedShares {
    pub fn increase_burn_or_redistributable_shares(
        operator_set: manager::OperatorSet,
        slash_id: U256,
        strategy: Address,
        added_shares_to_burn: U256,
    ) {
        strategies::params::require_slashing_core();
        guard::enter();
        slashed::record(&operator_set, slash_id, strategy, added_shares_to_burn);
    }
}

/// Applies a fall of the maximum magnitude; answers the shares to burn or redistribute.
///
/// The original records them with the strategy manager from here; the slasher does that itself
/// with the answer, so that no third program is open at a time.
fn slash_shares(operator: Address, strategy: Address, before: u64, after: u64) -> U256 {
    require(host::sender() == params::allocation_manager(), error::ONLY_ALLOCATION_MANAGER);
    guard::enter();
    let (before, after) = (Magnitude::new(before), Magnitude::new(after));
    let block = host::block_number();
    let mut pool = Pool::load(operator, strategy);
    let delegated = slashing::slashed_shares_down(pool.shares(), before, after).or_revert();
    let queued =
        pool.queue_totals(block, params::withdrawal_delay_blocks()).lost_down(before, after).or_revert();
    let total = delegated.add(queued).or_revert().get();
    pool.take(delegated);
    pool.set_magnitude(after, block);
    pool.store();
    // Of everybody: no staker is named.
    delegation::OperatorSharesDecreased {
        operator,
        staker: Address::ZERO,
        strategy,
        shares: delegated.get(),
    }
    .emit();
    delegation::OperatorSharesSlashed { operator, strategy, total_slashed_shares: total }.emit();
    total
}
