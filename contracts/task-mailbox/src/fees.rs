//! Fees: taken with the task, split with the answer.

use crate::{
    configs::Config,
    mailbox::{FeeSplitCollectorSet, FeeSplitSet, error},
    storage::{self, SETTINGS, Settings},
};
use surety_common::{
    abi::{Address, U256},
    accounting::{
        Assets,
        rewards::{ONE_HUNDRED_IN_BIPS, share_down},
    },
    erc20, host,
    revert::{OrRevert, require},
};

/// Sets the protocol's part of the fees of later tasks.
pub(crate) fn set_split(fee_split_bips: u16) {
    require(fee_split_bips <= ONE_HUNDRED_IN_BIPS, error::INVALID_FEE_SPLIT);
    SETTINGS.set(&Settings { fee_split_bips, ..storage::settings() });
    FeeSplitSet { fee_split: fee_split_bips }.emit();
}

/// Sets who gets the protocol's part.
pub(crate) fn set_collector(fee_split_collector: Address) {
    require(!fee_split_collector.is_zero(), error::INVALID_ADDRESS_ZERO);
    SETTINGS.set(&Settings { fee_split_collector, ..storage::settings() });
    FeeSplitCollectorSet { fee_split_collector }.emit();
}

/// Takes the fee from the caller. Reverts with `InvalidFeeReceiver` if nobody would get it, or get
/// it back.
pub(crate) fn collect(token: Address, config: Config, refund_collector: Address, fee: u128) {
    if token.is_zero() || fee == 0 {
        return;
    }
    let has_receivers = !config.fee_collector().is_zero() && !refund_collector.is_zero();
    require(has_receivers, error::INVALID_FEE_RECEIVER);
    erc20::transfer_from(token, host::sender(), host::this(), U256::from(fee));
}

/// Pays the fee out: the protocol's part, rounded down, and the rest to the AVS's collector.
pub(crate) fn pay_out(token: Address, config: Config, fee_split_bips: u16, fee: u128) {
    if token.is_zero() || fee == 0 {
        return;
    }
    let fee = U256::from(fee);
    let part = share_down(Assets::new(fee), fee_split_bips).or_revert().get();
    if !part.is_zero() {
        erc20::transfer(token, storage::settings().fee_split_collector, part);
    }
    let rest = fee.checked_sub(part).or_revert();
    if !rest.is_zero() {
        erc20::transfer(token, config.fee_collector(), rest);
    }
}

/// Pays the whole fee back.
pub(crate) fn pay_back(token: Address, to: Address, fee: u128) {
    if !token.is_zero() {
        erc20::transfer(token, to, U256::from(fee));
    }
}
