//! Entering the withdrawal queue.

use surety_common::{
    abi::{Address, B256, U256, Vec},
    accounting::{DepositShares, Magnitude, ScalingFactor, Shares},
    guard, host, interface,
    ledger::{
        delegation::{self, QueuedWithdrawalParams, Withdrawal, error},
        paused,
        pool::Pool,
        position::Position,
        staker::Staker,
        withdrawal,
    },
    pause,
    revert::{OrRevert as _, require},
};

interface!(mod vault = "IStrategyVault.sol");

/// Queues one withdrawal of the caller for each element.
pub(crate) fn queue_withdrawals(params: Vec<QueuedWithdrawalParams>) -> Vec<B256> {
    pause::require_running(paused::QUEUEING);
    guard::enter();
    let mut staker = Staker::load(host::sender());
    let operator = staker.word.operator;
    let mut roots = Vec::with_capacity(params.len());
    for one in params {
        require(one.strategies.len() == one.deposit_shares.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
        require(!one.strategies.is_empty(), error::INPUT_ARRAY_LENGTH_ZERO);
        let mut entry = Entry::new(&staker, operator, one.strategies.len());
        for (strategy, amount) in one.strategies.into_iter().zip(one.deposit_shares) {
            let mut position = Position::load(staker.address, strategy);
            let left = entry.take(&mut position, DepositShares::new(amount));
            if left.is_zero() {
                staker.remove_strategy(position.index());
            }
        }
        roots.push(entry.insert(&mut staker));
    }
    staker.store();
    roots
}

/// A withdrawal on its way into the queue.
pub(crate) struct Entry {
    withdrawal: Withdrawal,
    /// What it would pay now, per strategy.
    withdrawable: Vec<U256>,
}

impl Entry {
    /// An empty withdrawal of `staker`, whose shares are delegated to `operator` (zero if nobody).
    pub(crate) fn new(staker: &Staker, operator: Address, strategies: usize) -> Self {
        Self {
            withdrawal: Withdrawal {
                staker: staker.address,
                delegated_to: operator,
                withdrawer: staker.address,
                nonce: U256::ZERO,
                start_block: host::block_number(),
                strategies: Vec::with_capacity(strategies),
                scaled_shares: Vec::with_capacity(strategies),
            },
            withdrawable: Vec::with_capacity(strategies),
        }
    }

    /// Moves deposit shares from a position into the withdrawal; answers how many are left. An
    /// emptied position is cleared, its place in the staker's list is the caller's to free.
    pub(crate) fn take(&mut self, position: &mut Position, amount: DepositShares) -> DepositShares {
        let (staker, strategy) = (position.staker(), position.strategy());
        let operator = self.withdrawal.delegated_to;
        let mut pool = (!operator.is_zero()).then(|| Pool::load(operator, strategy));
        let slashing = pool.as_ref().map_or(Magnitude::ONE, Pool::magnitude);
        let factor = position.factor();
        let withdrawable = factor.withdrawable_down(amount, slashing).or_revert();
        let scaled = factor.scaled_down(amount).or_revert();
        if let Some(pool) = &mut pool {
            pool.add_queued(scaled, self.withdrawal.start_block);
            pool.take(withdrawable);
            pool.store();
            emit_decrease(operator, staker, strategy, withdrawable);
        }
        // After the operator's shares, as in the original: who asks for too much meets panic 0x11
        // first unless the operator has enough from others.
        let left = position.shares().remove(amount).or_revert();
        if position.is_hooked() {
            vault::at::before_remove_shares(strategy, &staker, &amount.get());
        }
        if left.is_zero() {
            position.clear();
            delegation::DepositScalingFactorUpdated {
                staker,
                strategy,
                new_deposit_scaling_factor: ScalingFactor::ONE.get(),
            }
            .emit();
        } else {
            position.set(left, factor);
            position.store();
        }
        self.withdrawal.strategies.push(strategy);
        self.withdrawal.scaled_shares.push(scaled.get());
        self.withdrawable.push(withdrawable.get());
        left
    }

    /// Puts the withdrawal into the queue and answers its root. The caller stores `staker`.
    pub(crate) fn insert(mut self, staker: &mut Staker) -> B256 {
        self.withdrawal.nonce = U256::from(staker.word.nonce);
        let root = withdrawal::root(&self.withdrawal);
        withdrawal::insert(staker, &self.withdrawal, root);
        delegation::SlashingWithdrawalQueued {
            withdrawal_root: root,
            withdrawal: self.withdrawal,
            shares_to_withdraw: self.withdrawable,
        }
        .emit();
        root
    }
}

/// Announces that an operator lost shares of a staker.
pub(crate) fn emit_decrease(operator: Address, staker: Address, strategy: Address, shares: Shares) {
    delegation::OperatorSharesDecreased { operator, staker, strategy, shares: shares.get() }.emit();
}
