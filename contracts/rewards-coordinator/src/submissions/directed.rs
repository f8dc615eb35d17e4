//! Submissions of the past that say what each operator gets.

use super::{Kind, payment, register, valid};
use crate::coordinator::{
    OperatorDirectedAVSRewardsSubmissionCreated, OperatorDirectedOperatorSetRewardsSubmissionCreated,
    OperatorDirectedRewardsSubmission, OperatorSet, error,
};
use surety_common::{
    abi::{Address, Vec},
    accounting::{
        Assets,
        rewards::{MAX_REWARDS_AMOUNT, unbounded_fee_down},
    },
    host,
    revert::{OrRevert, require},
};

/// Pays in for an AVS.
pub(crate) fn for_avs(avs: Address, submissions: Vec<OperatorDirectedRewardsSubmission>) {
    for submission in submissions {
        let submission = pay(submission);
        let (submission_nonce, hash) = register(Kind::DirectedAvs, avs, &submission);
        OperatorDirectedAVSRewardsSubmissionCreated {
            caller: host::sender(),
            avs,
            operator_directed_rewards_submission_hash: hash,
            submission_nonce,
            operator_directed_rewards_submission: submission,
        }
        .emit();
    }
}

/// Pays in for an operator set.
pub(crate) fn for_set(set: &OperatorSet, submissions: Vec<OperatorDirectedRewardsSubmission>) {
    for submission in submissions {
        let submission = pay(submission);
        let (submission_nonce, hash) = register(Kind::DirectedSet, set.avs, &submission);
        OperatorDirectedOperatorSetRewardsSubmissionCreated {
            caller: host::sender(),
            operator_directed_rewards_submission_hash: hash,
            operator_set: set.clone(),
            submission_nonce,
            operator_directed_rewards_submission: submission,
        }
        .emit();
    }
}

/// Checks and collects a submission; answers it with the amounts that the fees leave.
fn pay(mut submission: OperatorDirectedRewardsSubmission) -> OperatorDirectedRewardsSubmission {
    let (start, duration) = (submission.start_timestamp, submission.duration);
    valid::span(&submission.strategies_and_multipliers, start, duration);
    require(!submission.operator_rewards.is_empty(), error::INPUT_ARRAY_LENGTH_ZERO);
    let end = start.checked_add(duration).or_revert();
    require(u64::from(end) < host::timestamp(), error::SUBMISSION_NOT_RETROACTIVE);

    let pays_fee = payment::caller_pays_fee();
    let mut last = Address::ZERO;
    let (mut gross, mut fees) = (Assets::ZERO, Assets::ZERO);
    for reward in &mut submission.operator_rewards {
        require(!reward.operator.is_zero(), error::INVALID_ADDRESS_ZERO);
        require(last < reward.operator, error::OPERATORS_NOT_IN_ASCENDING_ORDER);
        require(!reward.amount.is_zero(), error::AMOUNT_IS_ZERO);
        last = reward.operator;
        let amount = Assets::new(reward.amount);
        gross = gross.add(amount).or_revert();
        // Without a fee, too: an amount whose fee overflows is refused by that alone.
        let fee = unbounded_fee_down(amount).or_revert();
        if pays_fee {
            fees = fees.add(fee).or_revert();
            reward.amount = amount.sub(fee).or_revert().get();
        }
    }
    require(gross.get() <= MAX_REWARDS_AMOUNT, error::AMOUNT_EXCEEDS_MAX);
    payment::collect(submission.token, gross.get());
    payment::pass_on(submission.token, fees);
    submission
}
