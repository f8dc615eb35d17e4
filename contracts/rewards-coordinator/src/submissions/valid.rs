//! What a submission must fulfil, in the order in which it is checked.

use crate::{
    coordinator::{RewardsSubmission, StrategyAndMultiplier, error},
    params, sisters,
};
use surety_common::{
    abi::Address,
    accounting::rewards::MAX_REWARDS_AMOUNT,
    host,
    revert::{OrRevert, require},
};

/// Checks a submission of one amount.
pub(super) fn submission(submission: &RewardsSubmission) {
    span(&submission.strategies_and_multipliers, submission.start_timestamp, submission.duration);
    require(!submission.amount.is_zero(), error::AMOUNT_IS_ZERO);
    require(submission.amount <= MAX_REWARDS_AMOUNT, error::AMOUNT_EXCEEDS_MAX);
    let latest = host::timestamp().saturating_add(params::max_future_secs().into());
    require(u64::from(submission.start_timestamp) <= latest, error::START_TIMESTAMP_TOO_FAR_IN_FUTURE);
}

/// Checks what all submissions have: weighted strategies and a span of time.
pub(super) fn span(strategies: &[StrategyAndMultiplier], start: u32, duration: u32) {
    let interval = params::calculation_interval_secs();
    require(!strategies.is_empty(), error::INPUT_ARRAY_LENGTH_ZERO);
    require(duration <= params::max_duration_secs(), error::DURATION_EXCEEDS_MAX);
    require(duration.is_multiple_of(interval), error::INVALID_DURATION_REMAINDER);
    require(duration > 0, error::DURATION_IS_ZERO);
    require(start.is_multiple_of(interval), error::INVALID_START_TIMESTAMP_REMAINDER);
    let earliest = host::timestamp().checked_sub(params::max_retroactive_secs().into()).or_revert();
    require(
        earliest <= u64::from(start) && params::genesis_timestamp() <= start,
        error::START_TIMESTAMP_TOO_FAR_IN_PAST,
    );
    let mut last = Address::ZERO;
    for StrategyAndMultiplier { strategy, .. } in strategies {
        require(sisters::earns(*strategy), error::STRATEGY_NOT_WHITELISTED);
        require(last < *strategy, error::STRATEGIES_NOT_IN_ASCENDING_ORDER);
        last = *strategy;
    }
}
