//! Queued withdrawals and what they would pay.

use surety_common::{
    abi::{B256, U256, Vec},
    accounting::{ScaledShares, withdrawal as timing},
    host,
    ledger::{delegation::Withdrawal, params, pool, withdrawal},
    revert::OrRevert as _,
};

/// The queued withdrawal with this root; empty when unknown.
pub(crate) fn by_root(root: B256) -> Withdrawal {
    withdrawal::find(root).map(|key| withdrawal::load(key.staker, key.nonce)).unwrap_or_default()
}

/// A withdrawal and the shares that it would pay, per strategy.
///
/// Once its delay is over they are final: the magnitude at its last slashable block decides.
/// Before, the present magnitude, which may still fall.
pub(crate) fn with_shares(withdrawal: Withdrawal) -> (Withdrawal, Vec<U256>) {
    let delay = params::withdrawal_delay_blocks();
    let start = withdrawal.start_block;
    let until = timing::slashable_until_block(start, delay).or_revert();
    let is_final = timing::is_completable(host::block_number(), start, delay).or_revert();
    let operator = withdrawal.delegated_to;
    let shares = withdrawal
        .strategies
        .iter()
        .zip(&withdrawal.scaled_shares)
        .map(|(strategy, scaled)| {
            let slashing = if is_final {
                pool::factor_at(operator, *strategy, until)
            } else {
                pool::factor(operator, *strategy)
            };
            ScaledShares::new(*scaled).slashed_down(slashing).or_revert().get()
        })
        .collect();
    (withdrawal, shares)
}
