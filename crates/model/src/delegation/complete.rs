//! Completing withdrawals, as tokens or as shares.

use super::PAUSED_EXIT_QUEUE;
use super::queue::withdrawal_root;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use alloy_primitives::Address;
use surety_abi::IDelegationManager as api;
use surety_accounting::ScaledShares;
use surety_accounting::withdrawal::{is_completable, slashable_until_block};

impl Chain {
    /// `completeQueuedWithdrawals`: lists that are too short panic, what they have too much is ignored.
    pub(super) fn complete_withdrawals(
        &mut self,
        frame: Frame,
        args: &api::completeQueuedWithdrawalsCall,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_EXIT_QUEUE)?;
        for (index, withdrawal) in args.withdrawals.iter().enumerate() {
            let tokens = args.tokens.get(index).ok_or_else(Revert::out_of_bounds)?;
            let receive_as_tokens = args.receiveAsTokens.get(index).ok_or_else(Revert::out_of_bounds)?;
            self.complete_withdrawal(frame, withdrawal, tokens, *receive_as_tokens)?;
        }
        Ok(())
    }

    /// `completeQueuedWithdrawal`, by the withdrawer.
    pub(super) fn complete_withdrawal(
        &mut self,
        frame: Frame,
        withdrawal: &api::Withdrawal,
        tokens: &[Address],
        receive_as_tokens: bool,
    ) -> Result {
        require(tokens.len() == withdrawal.strategies.len(), api::InputArrayLengthMismatch {})?;
        require(frame.caller == withdrawal.withdrawer, api::WithdrawerNotCaller {})?;
        let root = withdrawal_root(withdrawal);
        require(self.delegation.pending.contains_key(&root), api::WithdrawalNotQueued {})?;
        let delay = self.params().withdrawal_delay_blocks;
        let is_due = is_completable(self.block(), withdrawal.startBlock, delay)?;
        require(is_due, api::WithdrawalDelayNotElapsed {})?;

        let staker = withdrawal.staker;
        self.delegation.pending.remove(&root);
        self.delegation.roots.entry(staker).or_default().remove(&root);
        self.emit(frame.this, &api::SlashingWithdrawalCompleted { withdrawalRoot: root });

        let slashable_until = slashable_until_block(withdrawal.startBlock, delay)?;
        let scaled = withdrawal.scaledShares.iter().copied().map(ScaledShares::new);
        for ((&strategy, scaled), &token) in withdrawal.strategies.iter().zip(scaled).zip(tokens) {
            // What is left of it was decided in the last block in which it could be slashed.
            let slashing = self.max_magnitude_at(withdrawal.delegatedTo, strategy, slashable_until)?;
            let shares = scaled.slashed_down(slashing)?;
            if shares.is_zero() {
                continue;
            }
            if receive_as_tokens {
                self.withdraw_shares_as_tokens(staker, strategy, token, shares)?;
            } else {
                let held = self.add_shares(staker, strategy, shares)?;
                self.increase_delegated_shares(staker, strategy, held, shares)?;
            }
        }
        Ok(())
    }
}
