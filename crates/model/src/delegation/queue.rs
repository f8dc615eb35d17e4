//! Queueing withdrawals.

use super::PAUSED_ENTER_QUEUE;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue as _;
use surety_abi::IDelegationManager as api;
use surety_accounting::{DepositShares, ScaledShares, ScalingFactor};

/// The root under which a withdrawal is kept.
pub(super) fn withdrawal_root(withdrawal: &api::Withdrawal) -> B256 {
    keccak256(withdrawal.abi_encode())
}

impl Chain {
    /// `queueWithdrawals`, by the staker.
    pub(super) fn queue_withdrawals(
        &mut self,
        frame: Frame,
        params: &[api::QueuedWithdrawalParams],
    ) -> Result<Vec<B256>> {
        self.require_not_paused(frame.this, PAUSED_ENTER_QUEUE)?;
        let (staker, operator) = (frame.caller, self.operator_of(frame.caller));
        params
            .iter()
            .map(|wanted| {
                require(
                    wanted.strategies.len() == wanted.depositShares.len(),
                    api::InputArrayLengthMismatch {},
                )?;
                let shares = wanted.depositShares.iter().copied().map(DepositShares::new);
                let wanted: Vec<_> = wanted.strategies.iter().copied().zip(shares).collect();
                self.queue_withdrawal(staker, operator, &wanted)
            })
            .collect()
    }

    /// Takes shares from the staker, and from its `operator` if there is one, and queues them as
    /// one withdrawal. Returns its root.
    pub(super) fn queue_withdrawal(
        &mut self,
        staker: Address,
        operator: Address,
        wanted: &[(Address, DepositShares)],
    ) -> Result<B256> {
        require(!wanted.is_empty(), api::InputArrayLengthZero {})?;
        let mut scaled_shares = Vec::with_capacity(wanted.len());
        let mut withdrawable_shares = Vec::with_capacity(wanted.len());
        for &(strategy, shares) in wanted {
            let factor = self.scaling_factor(staker, strategy);
            let slashing = self.max_magnitude(operator, strategy);
            let withdrawable = factor.withdrawable_down(shares, slashing)?;
            let scaled = factor.scaled_down(shares)?;
            if !operator.is_zero() {
                self.add_to_queue_total(operator, strategy, scaled)?;
                self.decrease_delegation(operator, staker, strategy, withdrawable)?;
            }
            if self.remove_deposit_shares(staker, strategy, shares)?.is_zero() {
                self.reset_scaling_factor(staker, strategy);
            }
            scaled_shares.push(scaled.get());
            withdrawable_shares.push(withdrawable.get());
        }
        let withdrawal = api::Withdrawal {
            staker,
            delegatedTo: operator,
            withdrawer: staker,
            nonce: self.next_nonce(staker),
            startBlock: self.block(),
            strategies: wanted.iter().map(|(strategy, _)| *strategy).collect(),
            scaledShares: scaled_shares,
        };
        let root = withdrawal_root(&withdrawal);
        self.delegation.pending.insert(root, withdrawal.clone());
        self.delegation.roots.entry(staker).or_default().insert(root);
        self.emit(
            self.at().delegation_manager,
            &api::SlashingWithdrawalQueued {
                withdrawalRoot: root,
                withdrawal,
                sharesToWithdraw: withdrawable_shares,
            },
        );
        Ok(root)
    }

    fn add_to_queue_total(&mut self, operator: Address, strategy: Address, scaled: ScaledShares) -> Result {
        let block = self.block();
        let history = self.delegation.queue_totals.entry((operator, strategy)).or_default();
        history.push(block, history.latest().unwrap_or_default().add(scaled)?)
    }

    /// Nothing is left to correct for.
    fn reset_scaling_factor(&mut self, staker: Address, strategy: Address) {
        self.delegation.scaling_factors.remove(&(staker, strategy));
        self.emit(
            self.at().delegation_manager,
            &api::DepositScalingFactorUpdated {
                staker,
                strategy,
                newDepositScalingFactor: ScalingFactor::ONE.get(),
            },
        );
    }

    fn next_nonce(&mut self, staker: Address) -> U256 {
        let nonce = self.delegation.withdrawals_queued.read(&staker);
        // One withdrawal at a time: 256 bits are never used up.
        self.delegation.withdrawals_queued.insert(staker, nonce + U256::ONE);
        nonce
    }
}
