//! What a slash takes from delegated and queued shares.

use crate::queue::emit_decrease;
use surety_common::{
    abi::{Address, U256},
    accounting::{Magnitude, slashing},
    guard, host,
    ledger::{
        delegation::{self, error},
        params,
        pool::Pool,
    },
    revert::{OrRevert as _, require},
};

/// Applies a fall of the maximum magnitude; answers the shares to burn or redistribute.
///
/// The original records them with the strategy manager from here; the slasher does that itself
/// with the answer, so that no third program is open at a time.
pub(crate) fn slash_operator_shares(operator: Address, strategy: Address, before: u64, after: u64) -> U256 {
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
    emit_decrease(operator, Address::ZERO, strategy, delegated);
    delegation::OperatorSharesSlashed { operator, strategy, total_slashed_shares: total }.emit();
    total
}
