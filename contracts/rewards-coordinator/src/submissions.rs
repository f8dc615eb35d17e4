//! Submissions: what AVSs and others pay in, to be distributed by roots later.

mod directed;
mod payment;
mod valid;

pub(crate) use directed::{for_avs as directed_for_avs, for_set as directed_for_set};

use crate::{
    coordinator::{
        AVSRewardsSubmissionCreated, OperatorSet, RewardsSubmission, RewardsSubmissionForAllCreated,
        RewardsSubmissionForAllEarnersCreated, TotalStakeRewardsSubmissionCreated,
        UniqueStakeRewardsSubmissionCreated,
    },
    storage::{self, Marks, Submitter},
};
use surety_common::{
    abi::{Address, B256, Encode, Head, U256, Vec, Writer},
    host,
    revert::OrRevert,
};

/// The kinds of submissions: each has hashes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By an AVS for its stakers and operators.
    Avs,
    /// For all stakers.
    ForAll,
    /// For all earners.
    ForAllEarners,
    /// For the slashable stake of an operator set.
    UniqueStake,
    /// For the delegated stake of an operator set.
    TotalStake,
    /// With amounts per operator, for an AVS.
    DirectedAvs,
    /// With amounts per operator, for an operator set.
    DirectedSet,
}

/// Pays in for an AVS.
pub(crate) fn for_avs(avs: Address, submissions: Vec<RewardsSubmission>) {
    for submission in submissions {
        let rewards_submission = pay(submission);
        let (submission_nonce, rewards_submission_hash) = register(Kind::Avs, avs, &rewards_submission);
        AVSRewardsSubmissionCreated { avs, submission_nonce, rewards_submission_hash, rewards_submission }
            .emit();
    }
}

/// Pays in for all, without a fee; the event precedes the payment.
pub(crate) fn for_all(kind: Kind, submissions: Vec<RewardsSubmission>) {
    let submitter = host::sender();
    for rewards_submission in submissions {
        valid::submission(&rewards_submission);
        let (submission_nonce, rewards_submission_hash) = register(kind, submitter, &rewards_submission);
        let (token, amount) = (rewards_submission.token, rewards_submission.amount);
        if kind == Kind::ForAll {
            RewardsSubmissionForAllCreated {
                submitter,
                submission_nonce,
                rewards_submission_hash,
                rewards_submission,
            }
            .emit();
        } else {
            RewardsSubmissionForAllEarnersCreated {
                token_hopper: submitter,
                submission_nonce,
                rewards_submission_hash,
                rewards_submission,
            }
            .emit();
        }
        payment::collect(token, amount);
    }
}

/// Pays in for the stake of an operator set.
pub(crate) fn for_set(kind: Kind, operator_set: &OperatorSet, submissions: Vec<RewardsSubmission>) {
    let caller = host::sender();
    for submission in submissions {
        let rewards_submission = pay(submission);
        let (submission_nonce, rewards_submission_hash) =
            register(kind, operator_set.avs, &rewards_submission);
        let operator_set = operator_set.clone();
        if kind == Kind::UniqueStake {
            UniqueStakeRewardsSubmissionCreated {
                caller,
                rewards_submission_hash,
                operator_set,
                submission_nonce,
                rewards_submission,
            }
            .emit();
        } else {
            TotalStakeRewardsSubmissionCreated {
                caller,
                rewards_submission_hash,
                operator_set,
                submission_nonce,
                rewards_submission,
            }
            .emit();
        }
    }
}

/// True if there was a submission of this kind with this hash.
///
/// Only asked from outside. Looks through the account's own submissions, two to a word: whoever wants
/// the loop to be long has to pay in as often.
pub(crate) fn is_known(kind: Kind, account: Address, hash: B256) -> bool {
    let mark = storage::mark(kind as u8, account, hash);
    let Submitter { nonce, newest, .. } = storage::submitter(account);
    let in_pair = |pair| {
        let Marks { even, odd } = storage::marks(account, pair).get();
        even == mark || odd == mark
    };
    (nonce % 2 == 1 && newest == mark) || (0..nonce / 2).any(in_pair)
}

/// Checks and collects a submission; answers it with the amount that the fee leaves.
fn pay(mut submission: RewardsSubmission) -> RewardsSubmission {
    valid::submission(&submission);
    payment::collect(submission.token, submission.amount);
    submission.amount = payment::take_fee(submission.token, submission.amount);
    submission
}

/// Uses a nonce of the account and marks the submission's hash; answers both.
fn register<T: Encode>(kind: Kind, account: Address, submission: &T) -> (U256, B256) {
    let slot = storage::submitter_slot(account);
    let mut record: Submitter = slot.get();
    let nonce = record.nonce;
    let hash = hash(account, U256::from(nonce), submission);
    let mark = storage::mark(kind as u8, account, hash);
    if nonce % 2 == 0 {
        record.newest = mark;
    } else {
        storage::marks(account, nonce / 2).set(&Marks { even: record.newest, odd: mark });
    }
    record.nonce = nonce.checked_add(1).or_revert();
    slot.set(&record);
    (U256::from(nonce), hash)
}

/// `keccak256(abi.encode(account, nonce, submission))`.
fn hash<T: Encode>(account: Address, nonce: U256, submission: &T) -> B256 {
    let mut out = Writer::new();
    let mut head = Head::at(out.reserve(3 * 32));
    head.put(&mut out, &account);
    head.put(&mut out, &nonce);
    head.put(&mut out, submission);
    host::keccak(out.bytes())
}
