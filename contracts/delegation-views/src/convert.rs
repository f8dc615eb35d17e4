//! From withdrawable shares to the deposit shares that `queueWithdrawals` wants.

use surety_common::{
    abi::{Address, U256, Vec},
    accounting::Shares,
    ledger::{pool, position::Position, staker::Staker},
    revert::{self, OrRevert as _},
};

/// Panic code of an index out of range.
const INDEX_OUT_OF_RANGE: u8 = 0x32;

/// Deposit shares to queue in order to withdraw `withdrawable`, per strategy. Panics with 0x12
/// under a slashing factor of zero and with 0x32 if there are fewer amounts than strategies.
pub(crate) fn to_deposit_shares(staker: Address, strategies: &[Address], withdrawable: &[U256]) -> Vec<U256> {
    let operator = Staker::load(staker).word.operator;
    let one = |(i, strategy): (usize, &Address)| {
        let Some(amount) = withdrawable.get(i) else { revert::panic(INDEX_OUT_OF_RANGE) };
        let factor = Position::load(staker, *strategy).factor();
        let slashing = pool::factor(operator, *strategy);
        factor.deposit_shares_down(Shares::new(*amount), slashing).or_revert().get()
    };
    strategies.iter().enumerate().map(one).collect()
}
