//! What the owner sets, and who pays the protocol fee.

use crate::{
    coordinator::{
        ActivationDelaySet, DefaultOperatorSplitBipsSet, FeeRecipientSet, OptInForProtocolFeeSet,
        RewardsForAllSubmitterSet, RewardsUpdaterSet, error,
    },
    params,
    storage::{self, DEFAULTS, Defaults, ROOTS, Roots, Submitter},
};
use surety_common::{
    abi::Address,
    accounting::rewards::ONE_HUNDRED_IN_BIPS,
    revert::{self, require},
};

/// Seconds of a day.
const DAY_SECS: u32 = 86_400;

/// Checks the parameters in the proxy's code as the original's constructor does.
pub(crate) fn require_sound_parameters() {
    let interval = params::calculation_interval_secs();
    require(interval.is_multiple_of(DAY_SECS), error::INVALID_CALCULATION_INTERVAL_SECONDS_REMAINDER);
    if interval == 0 {
        revert::panic(0x12);
    }
    require(
        params::genesis_timestamp().is_multiple_of(interval),
        error::INVALID_GENESIS_REWARDS_TIMESTAMP_REMAINDER,
    );
}

/// Opts an account in or out of the protocol fee.
pub(crate) fn set_pays_fee(submitter: Address, pays_fee: bool) {
    let slot = storage::submitter_slot(submitter);
    let record: Submitter = slot.get();
    slot.set(&Submitter { pays_fee, ..record });
    OptInForProtocolFeeSet { submitter, old_value: record.pays_fee, new_value: pays_fee }.emit();
}

/// Allows or forbids an account to submit for all.
pub(crate) fn set_for_all(submitter: Address, for_all: bool) {
    let slot = storage::submitter_slot(submitter);
    let record: Submitter = slot.get();
    slot.set(&Submitter { for_all, ..record });
    RewardsForAllSubmitterSet {
        rewards_for_all_submitter: submitter,
        old_value: record.for_all,
        new_value: for_all,
    }
    .emit();
}

/// Sets the delay of roots and splits, in both words that hold it.
pub(crate) fn set_activation_delay(activation_delay_secs: u32) {
    let (roots, defaults): (Roots, Defaults) = (ROOTS.get(), DEFAULTS.get());
    ROOTS.set(&Roots { activation_delay_secs, ..roots });
    DEFAULTS.set(&Defaults { activation_delay_secs, ..defaults });
    ActivationDelaySet {
        old_activation_delay: roots.activation_delay_secs,
        new_activation_delay: activation_delay_secs,
    }
    .emit();
}

/// Sets the split of operators that have set none.
pub(crate) fn set_default_split(split_bips: u16) {
    require(split_bips <= ONE_HUNDRED_IN_BIPS, error::SPLIT_EXCEEDS_MAX);
    let defaults: Defaults = DEFAULTS.get();
    DEFAULTS.set(&Defaults { split_bips, ..defaults });
    DefaultOperatorSplitBipsSet {
        old_default_operator_split_bips: defaults.split_bips,
        new_default_operator_split_bips: split_bips,
    }
    .emit();
}

/// Sets who publishes roots.
pub(crate) fn set_updater(updater: Address) {
    let roots: Roots = ROOTS.get();
    ROOTS.set(&Roots { updater, ..roots });
    RewardsUpdaterSet { old_rewards_updater: roots.updater, new_rewards_updater: updater }.emit();
}

/// Sets who receives protocol fees.
pub(crate) fn set_fee_recipient(fee_recipient: Address) {
    require(!fee_recipient.is_zero(), error::INVALID_ADDRESS_ZERO);
    let defaults: Defaults = DEFAULTS.get();
    DEFAULTS.set(&Defaults { fee_recipient, ..defaults });
    FeeRecipientSet { old_fee_recipient: defaults.fee_recipient, new_fee_recipient: fee_recipient }.emit();
}
