//! Tokens come in whole; the protocol's part goes on at once.

use crate::storage::{self, DEFAULTS, Defaults};
use surety_common::{
    abi::{Address, U256},
    accounting::{Assets, rewards::unbounded_fee_down},
    erc20, host,
    revert::OrRevert,
};

/// Takes tokens from the caller.
pub(super) fn collect(token: Address, amount: U256) {
    erc20::transfer_from(token, host::sender(), host::this(), amount);
}

/// True if the caller pays the protocol fee: its own choice counts, not that of the AVS.
pub(super) fn caller_pays_fee() -> bool {
    storage::submitter(host::sender()).pays_fee
}

/// Passes on the caller's fee on `amount`, if it pays one; answers the rest.
pub(super) fn take_fee(token: Address, amount: U256) -> U256 {
    if !caller_pays_fee() {
        return amount;
    }
    let gross = Assets::new(amount);
    let fee = unbounded_fee_down(gross).or_revert();
    pass_on(token, fee);
    gross.sub(fee).or_revert().get()
}

/// Pays a fee to its recipient; nothing moves if it is zero.
pub(super) fn pass_on(token: Address, fee: Assets) {
    if !fee.is_zero() {
        let Defaults { fee_recipient, .. } = DEFAULTS.get();
        erc20::transfer(token, fee_recipient, fee.get());
    }
}
