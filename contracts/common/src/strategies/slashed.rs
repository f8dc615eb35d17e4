//! Slashed shares: recorded per slash, paid out by anyone.
//!
//! Tokens stay in their strategy until they are paid: a slash never waits for a token.

use super::{
    manager::{
        BurnOrRedistributableSharesDecreased, BurnOrRedistributableSharesIncreased, OperatorSet, error,
    },
    params,
    storage::{self, Entry},
};
use crate::{
    abi::{Address, U256, Vec},
    interface,
    revert::require,
    storage::Slot,
};

mod pending;

pub use pending::{ids as pending_ids, sets as pending_sets};

interface!(pub mod vault = "IStrategyVault.sol");
interface!(mod allocations = "IAllocationManager.sol");

/// Records what a slash took of one strategy; the slasher names each strategy once per slash.
pub fn record(set: &OperatorSet, slash_id: U256, strategy: Address, shares: U256) {
    let base = storage::entries(set, slash_id);
    let count = count(base);
    require(find(base, count, strategy).is_none(), error::STRATEGY_ALREADY_IN_SLASH);
    if count == 0 {
        pending::insert(set, slash_id);
    }
    let inline = shares.saturating_to::<u128>().min(Entry::ELSEWHERE);
    base.offset(count).set(&Entry { strategy, shares: inline });
    if inline == Entry::ELSEWHERE {
        storage::shares_elsewhere(set, slash_id, strategy).store(&shares.to_be_bytes());
    }
    BurnOrRedistributableSharesIncreased { operator_set: set.clone(), slash_id, strategy, shares }.emit();
}

/// Pays everything that a slash took; answers the token amounts.
pub fn pay_all(set: &OperatorSet, slash_id: U256) -> Vec<U256> {
    let base = storage::entries(set, slash_id);
    let due = entries(set, slash_id);
    for (i, (strategy, shares)) in (0..).zip(&due) {
        base.offset(i).clear();
        forget_elsewhere(set, slash_id, *strategy, *shares);
    }
    if !due.is_empty() {
        pending::remove(set, slash_id);
    }
    due.into_iter().map(|(strategy, shares)| pay(set, slash_id, strategy, shares)).collect()
}

/// Pays what a slash took of one strategy; answers the token amount, zero if there is nothing.
pub fn pay_one(set: &OperatorSet, slash_id: U256, strategy: Address) -> U256 {
    let base = storage::entries(set, slash_id);
    let count = count(base);
    let Some(i) = find(base, count, strategy) else { return U256::ZERO };
    let shares = shares_of(set, slash_id, base.offset(i).get());
    let last = base.offset(count.saturating_sub(1));
    base.offset(i).store(&last.load());
    last.clear();
    forget_elsewhere(set, slash_id, strategy, shares);
    if count == 1 {
        pending::remove(set, slash_id);
    }
    pay(set, slash_id, strategy, shares)
}

fn pay(set: &OperatorSet, slash_id: U256, strategy: Address, shares: U256) -> U256 {
    if shares.is_zero() {
        return U256::ZERO;
    }
    let recipient = allocations::at::get_redistribution_recipient(
        params::allocation_manager(),
        &allocations::OperatorSet { avs: set.avs, id: set.id },
    );
    let token = vault::at::underlying_token(strategy);
    let amount = vault::at::withdraw(strategy, &recipient, &token, &shares);
    BurnOrRedistributableSharesDecreased { operator_set: set.clone(), slash_id, strategy, shares }.emit();
    amount
}

/// All that waits under a slash.
pub fn entries(set: &OperatorSet, slash_id: U256) -> Vec<(Address, U256)> {
    let base = storage::entries(set, slash_id);
    (0..count(base))
        .map(|i| {
            let entry: Entry = base.offset(i).get();
            (entry.strategy, shares_of(set, slash_id, entry))
        })
        .collect()
}

/// What waits of one strategy under a slash.
pub fn shares_in(set: &OperatorSet, slash_id: U256, strategy: Address) -> U256 {
    let base = storage::entries(set, slash_id);
    match find(base, count(base), strategy) {
        Some(i) => shares_of(set, slash_id, base.offset(i).get()),
        None => U256::ZERO,
    }
}

/// Entries from `base` on, up to the first empty one: as many as a slash named strategies.
fn count(base: Slot) -> u32 {
    let mut count = 0;
    while base.offset(count).load() != [0; 32] {
        count += 1;
    }
    count
}

fn find(base: Slot, count: u32, strategy: Address) -> Option<u32> {
    (0..count).find(|i| base.offset(*i).get::<Entry>().strategy == strategy)
}

fn shares_of(set: &OperatorSet, slash_id: U256, entry: Entry) -> U256 {
    if entry.shares == Entry::ELSEWHERE {
        return U256::from_be_bytes(storage::shares_elsewhere(set, slash_id, entry.strategy).load());
    }
    U256::from(entry.shares)
}

fn forget_elsewhere(set: &OperatorSet, slash_id: U256, strategy: Address, shares: U256) {
    if shares >= U256::from(Entry::ELSEWHERE) {
        storage::shares_elsewhere(set, slash_id, strategy).clear();
    }
}
