//! What the ABI expects here and the delegation manager knows.

use surety_common::{
    abi::{Address, U256, Vec},
    interface, revert,
    strategies::params,
};

interface!(mod delegation = "IDelegationManager.sol");
interface!(mod ledger = "internal/IShareLedger.sol");

/// Deposit shares of a staker in one strategy.
pub(crate) fn deposit_shares(staker: Address, strategy: Address) -> U256 {
    ledger::at::deposit_shares(params::delegation_manager(), &staker, &strategy)
}

/// Strategies and deposit shares of a staker, in the order of its list.
pub(crate) fn deposits(staker: Address) -> (Vec<Address>, Vec<U256>) {
    delegation::at::get_deposited_shares(params::delegation_manager(), &staker)
}

/// One strategy of a staker's list; an index past its end reverts without data, as a public
/// array's getter does.
pub(crate) fn strategy_at(staker: Address, index: U256) -> Address {
    let strategies = deposits(staker).0;
    match usize::try_from(index).ok().and_then(|i| strategies.get(i)) {
        Some(strategy) => *strategy,
        None => revert::empty(),
    }
}
