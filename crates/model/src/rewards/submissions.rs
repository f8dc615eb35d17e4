//! Submitting rewards: what is checked, what is paid, what is announced.

use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::delegation::BEACON_CHAIN_STRATEGY;
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use surety_abi::IRewardsCoordinator as api;
use surety_accounting::Assets;
use surety_accounting::rewards::{MAX_REWARDS_AMOUNT, protocol_fee_down};

const PAUSED_AVS: u8 = 0;
const PAUSED_FOR_ALL: u8 = 1;
const PAUSED_FOR_ALL_EARNERS: u8 = 4;
const PAUSED_DIRECTED_AVS: u8 = 5;
const PAUSED_DIRECTED_SET: u8 = 9;
const PAUSED_UNIQUE_STAKE: u8 = 10;
const PAUSED_TOTAL_STAKE: u8 = 11;

/// The kinds of submissions, each with its own register of hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Avs,
    ForAll,
    ForAllEarners,
    UniqueStake,
    TotalStake,
    DirectedAvs,
    DirectedSet,
}

impl Chain {
    /// `createAVSRewardsSubmission`: the caller is the AVS.
    pub(super) fn create_avs_submissions(
        &mut self,
        frame: Frame,
        all: Vec<api::RewardsSubmission>,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_AVS)?;
        self.create_for_avs(frame, frame.caller, all)
    }

    /// `createEigenDARewardsSubmission`: the emissions controller submits for an AVS.
    pub(super) fn create_emissions(
        &mut self,
        frame: Frame,
        avs: Address,
        all: Vec<api::RewardsSubmission>,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_AVS)?;
        require(frame.caller == self.at().emissions_controller, api::UnauthorizedCaller {})?;
        self.create_for_avs(frame, avs, all)
    }

    fn create_for_avs(&mut self, frame: Frame, avs: Address, all: Vec<api::RewardsSubmission>) -> Result {
        for mut submission in all {
            self.require_valid(&submission)?;
            self.collect(frame, submission.token, submission.amount)?;
            submission.amount = self.take_fee(frame, submission.token, submission.amount)?;
            let (nonce, hash) = self.register(Kind::Avs, avs, &submission);
            self.emit(
                frame.this,
                &api::AVSRewardsSubmissionCreated {
                    avs,
                    submissionNonce: nonce,
                    rewardsSubmissionHash: hash,
                    rewardsSubmission: submission,
                },
            );
        }
        Ok(())
    }

    /// `createRewardsForAllSubmission` and `createRewardsForAllEarners`: no fee, and the event
    /// comes before the transfer.
    pub(super) fn create_for_all(
        &mut self,
        frame: Frame,
        kind: Kind,
        all: Vec<api::RewardsSubmission>,
    ) -> Result {
        let bit = if kind == Kind::ForAll { PAUSED_FOR_ALL } else { PAUSED_FOR_ALL_EARNERS };
        self.require_not_paused(frame.this, bit)?;
        let is_allowed = self.rewards.for_all_submitters.contains(&frame.caller);
        require(is_allowed, api::UnauthorizedCaller {})?;
        for submission in all {
            self.require_valid(&submission)?;
            let (nonce, hash) = self.register(kind, frame.caller, &submission);
            let (token, amount) = (submission.token, submission.amount);
            if kind == Kind::ForAll {
                self.emit(
                    frame.this,
                    &api::RewardsSubmissionForAllCreated {
                        submitter: frame.caller,
                        submissionNonce: nonce,
                        rewardsSubmissionHash: hash,
                        rewardsSubmission: submission,
                    },
                );
            } else {
                self.emit(
                    frame.this,
                    &api::RewardsSubmissionForAllEarnersCreated {
                        tokenHopper: frame.caller,
                        submissionNonce: nonce,
                        rewardsSubmissionHash: hash,
                        rewardsSubmission: submission,
                    },
                );
            }
            self.collect(frame, token, amount)?;
        }
        Ok(())
    }

    /// `createUniqueStakeRewardsSubmission` and `createTotalStakeRewardsSubmission`.
    pub(super) fn create_for_set(
        &mut self,
        frame: Frame,
        kind: Kind,
        set: SetId,
        all: Vec<api::RewardsSubmission>,
    ) -> Result {
        let bit = if kind == Kind::UniqueStake { PAUSED_UNIQUE_STAKE } else { PAUSED_TOTAL_STAKE };
        self.require_not_paused(frame.this, bit)?;
        self.require_may_act_for(set.avs, frame)?;
        require(self.is_operator_set(set), api::InvalidOperatorSet {})?;
        for mut submission in all {
            self.require_valid(&submission)?;
            self.collect(frame, submission.token, submission.amount)?;
            submission.amount = self.take_fee(frame, submission.token, submission.amount)?;
            let (nonce, hash) = self.register(kind, set.avs, &submission);
            if kind == Kind::UniqueStake {
                self.emit(
                    frame.this,
                    &api::UniqueStakeRewardsSubmissionCreated {
                        caller: frame.caller,
                        rewardsSubmissionHash: hash,
                        operatorSet: set.into(),
                        submissionNonce: nonce,
                        rewardsSubmission: submission,
                    },
                );
            } else {
                self.emit(
                    frame.this,
                    &api::TotalStakeRewardsSubmissionCreated {
                        caller: frame.caller,
                        rewardsSubmissionHash: hash,
                        operatorSet: set.into(),
                        submissionNonce: nonce,
                        rewardsSubmission: submission,
                    },
                );
            }
        }
        Ok(())
    }

    /// `createOperatorDirectedAVSRewardsSubmission`.
    pub(super) fn create_directed_for_avs(
        &mut self,
        frame: Frame,
        avs: Address,
        all: Vec<api::OperatorDirectedRewardsSubmission>,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_DIRECTED_AVS)?;
        self.require_may_act_for(avs, frame)?;
        for submission in all {
            let submission = self.pay_directed(frame, submission)?;
            let (nonce, hash) = self.register(Kind::DirectedAvs, avs, &submission);
            self.emit(
                frame.this,
                &api::OperatorDirectedAVSRewardsSubmissionCreated {
                    caller: frame.caller,
                    avs,
                    operatorDirectedRewardsSubmissionHash: hash,
                    submissionNonce: nonce,
                    operatorDirectedRewardsSubmission: submission,
                },
            );
        }
        Ok(())
    }

    /// `createOperatorDirectedOperatorSetRewardsSubmission`.
    pub(super) fn create_directed_for_set(
        &mut self,
        frame: Frame,
        set: SetId,
        all: Vec<api::OperatorDirectedRewardsSubmission>,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_DIRECTED_SET)?;
        self.require_may_act_for(set.avs, frame)?;
        require(self.is_operator_set(set), api::InvalidOperatorSet {})?;
        for submission in all {
            let submission = self.pay_directed(frame, submission)?;
            let (nonce, hash) = self.register(Kind::DirectedSet, set.avs, &submission);
            self.emit(
                frame.this,
                &api::OperatorDirectedOperatorSetRewardsSubmissionCreated {
                    caller: frame.caller,
                    operatorDirectedRewardsSubmissionHash: hash,
                    operatorSet: set.into(),
                    submissionNonce: nonce,
                    operatorDirectedRewardsSubmission: submission,
                },
            );
        }
        Ok(())
    }

    /// Checks an operator-directed submission, collects its gross sum, passes on the fee and
    /// returns it with net amounts.
    fn pay_directed(
        &mut self,
        frame: Frame,
        mut submission: api::OperatorDirectedRewardsSubmission,
    ) -> Result<api::OperatorDirectedRewardsSubmission> {
        let (start, duration) = (submission.startTimestamp, submission.duration);
        self.require_valid_period(&submission.strategiesAndMultipliers, start, duration)?;
        require(!submission.operatorRewards.is_empty(), api::InputArrayLengthZero {})?;
        let end = start.checked_add(duration).ok_or_else(Revert::overflow)?;
        require(u64::from(end) < self.time(), api::SubmissionNotRetroactive {})?;

        let pays_fee = self.rewards.opted_in_for_fee.contains(&frame.caller);
        let mut last_operator = Address::ZERO;
        let (mut gross, mut fees) = (Assets::ZERO, Assets::ZERO);
        for reward in &mut submission.operatorRewards {
            require(!reward.operator.is_zero(), api::InvalidAddressZero {})?;
            require(last_operator < reward.operator, api::OperatorsNotInAscendingOrder {})?;
            require(!reward.amount.is_zero(), api::AmountIsZero {})?;
            last_operator = reward.operator;
            let amount = Assets::new(reward.amount);
            gross = gross.add(amount)?;
            let fee = directed_fee(amount)?;
            if pays_fee {
                fees = fees.add(fee)?;
                reward.amount = amount.sub(fee)?.get();
            }
        }
        require(gross.get() <= MAX_REWARDS_AMOUNT, api::AmountExceedsMax {})?;
        self.collect(frame, submission.token, gross.get())?;
        if !fees.is_zero() {
            let recipient = self.rewards.fee_recipient;
            self.safe_transfer(submission.token, frame.this, recipient, fees.get())?;
        }
        Ok(submission)
    }

    /// Tokens go from the caller to the coordinator in full.
    fn collect(&mut self, frame: Frame, token: Address, amount: U256) -> Result {
        let held = |chain: &Self| chain.tokens.told(token, frame.this).unwrap_or_default();
        let before = held(self);
        self.safe_transfer_from(token, frame.this, frame.caller, frame.this, amount)?;
        if held(self).saturating_sub(before) < amount {
            return Err(Revert::text("SafeERC20: ERC20 operation did not succeed"));
        }
        Ok(())
    }

    /// Passes the protocol's fee on if the caller has opted in; returns what is left.
    fn take_fee(&mut self, frame: Frame, token: Address, amount: U256) -> Result<U256> {
        let gross = Assets::new(amount);
        let fee = protocol_fee_down(gross)?;
        if fee.is_zero() || !self.rewards.opted_in_for_fee.contains(&frame.caller) {
            return Ok(amount);
        }
        let recipient = self.rewards.fee_recipient;
        self.safe_transfer(token, frame.this, recipient, fee.get())?;
        Ok(gross.sub(fee)?.get())
    }

    /// Uses up the account's nonce and keeps the submission's hash. Returns both.
    fn register<S: SolValue>(&mut self, kind: Kind, account: Address, submission: &S) -> (U256, B256) {
        let nonce = self.rewards.nonces.read(&account);
        let hash = submission_hash(account, nonce, submission);
        self.rewards.submissions.insert((kind, account, hash));
        self.rewards.nonces.insert(account, nonce + U256::ONE);
        (nonce, hash)
    }

    fn require_valid(&self, submission: &api::RewardsSubmission) -> Result {
        let (start, duration) = (submission.startTimestamp, submission.duration);
        self.require_valid_period(&submission.strategiesAndMultipliers, start, duration)?;
        require(!submission.amount.is_zero(), api::AmountIsZero {})?;
        require(submission.amount <= MAX_REWARDS_AMOUNT, api::AmountExceedsMax {})?;
        let latest = self.time().saturating_add(self.params().max_future_secs.into());
        require(u64::from(start) <= latest, api::StartTimestampTooFarInFuture {})
    }

    /// What all submissions have in common: a period and weighted strategies.
    fn require_valid_period(
        &self,
        strategies: &[api::StrategyAndMultiplier],
        start: u32,
        duration: u32,
    ) -> Result {
        let params = self.params();
        let interval = params.calculation_interval_secs;
        require(!strategies.is_empty(), api::InputArrayLengthZero {})?;
        require(duration <= params.max_rewards_duration_secs, api::DurationExceedsMax {})?;
        require(duration.is_multiple_of(interval), api::InvalidDurationRemainder {})?;
        require(duration > 0, api::DurationIsZero {})?;
        require(start.is_multiple_of(interval), api::InvalidStartTimestampRemainder {})?;
        let earliest =
            self.time().checked_sub(params.max_retroactive_secs.into()).ok_or_else(Revert::overflow)?;
        let is_recent = earliest <= u64::from(start) && params.genesis_rewards_timestamp <= start;
        require(is_recent, api::StartTimestampTooFarInPast {})?;
        let mut last = Address::ZERO;
        for weighted in strategies {
            let strategy = weighted.strategy;
            let is_allowed =
                self.deposits.whitelisted.contains(&strategy) || strategy == BEACON_CHAIN_STRATEGY;
            require(is_allowed, api::StrategyNotWhitelisted {})?;
            require(last < strategy, api::StrategiesNotInAscendingOrder {})?;
            last = strategy;
        }
        Ok(())
    }
}

/// keccak256(abi.encode(account, nonce, submission)).
fn submission_hash<S: SolValue>(account: Address, nonce: U256, submission: &S) -> B256 {
    // Submissions are of dynamic size: their offset is that of the end of the three head words,
    // and encoded alone they have an offset word of their own in front.
    let offset = U256::from(3 * 32);
    let mut encoded = [account.into_word().0, nonce.to_be_bytes(), offset.to_be_bytes()].concat();
    encoded.extend(submission.abi_encode().into_iter().skip(32));
    keccak256(encoded)
}

/// The fee on one operator's reward. Its amount is not bounded yet, and the product is an ordinary
/// one there.
fn directed_fee(amount: Assets) -> Result<Assets> {
    const LARGEST: U256 = U256::from_limbs([u64::MAX, u64::MAX, u64::MAX, u64::MAX]);
    let fits = amount.get() <= LARGEST / U256::from(surety_accounting::rewards::PROTOCOL_FEE_BIPS);
    if fits { Ok(protocol_fee_down(amount)?) } else { Err(Revert::overflow()) }
}
