//! Leaving the withdrawal queue, as tokens or back as shares.

use crate::credit;
use surety_common::{
    abi::{Address, U256, Vec},
    accounting::{ScaledShares, Shares, withdrawal as timing},
    guard, host, interface,
    ledger::{
        delegation::{self, Withdrawal, error},
        params, paused, pool,
        staker::Staker,
        withdrawal,
    },
    pause,
    revert::{self, OrRevert as _, require},
};

interface!(mod vault = "IStrategyVault.sol");
interface!(mod notice = "internal/IShareNotice.sol");

/// Panic code of an index out of range.
const INDEX_OUT_OF_RANGE: u8 = 0x32;

/// Completes one withdrawal of the caller.
pub(crate) fn complete_one(withdrawal: &Withdrawal, tokens: &[Address], as_tokens: bool) {
    pause::require_running(paused::COMPLETING);
    guard::enter();
    complete(withdrawal, tokens, as_tokens);
}

/// Completes several in order. Surplus elements of the second and third array are ignored.
pub(crate) fn complete_many(withdrawals: &[Withdrawal], tokens: &[Vec<Address>], as_tokens: &[bool]) {
    pause::require_running(paused::COMPLETING);
    guard::enter();
    for (i, withdrawal) in withdrawals.iter().enumerate() {
        match (tokens.get(i), as_tokens.get(i)) {
            (Some(tokens), Some(as_tokens)) => complete(withdrawal, tokens, *as_tokens),
            _ => revert::panic(INDEX_OUT_OF_RANGE),
        }
    }
}

fn complete(withdrawal: &Withdrawal, tokens: &[Address], as_tokens: bool) {
    require(tokens.len() == withdrawal.strategies.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
    require(host::sender() == withdrawal.withdrawer, error::WITHDRAWER_NOT_CALLER);
    let root = withdrawal::root(withdrawal);
    let Some(key) = withdrawal::find(root) else { error::WITHDRAWAL_NOT_QUEUED.raise() };
    let delay = params::withdrawal_delay_blocks();
    let start = withdrawal.start_block;
    require(
        timing::is_completable(host::block_number(), start, delay).or_revert(),
        error::WITHDRAWAL_DELAY_NOT_ELAPSED,
    );
    let until = timing::slashable_until_block(start, delay).or_revert();
    let mut staker = Staker::load(key.staker);
    withdrawal::remove(&mut staker, withdrawal, root, key.nonce);
    staker.store();
    delegation::SlashingWithdrawalCompleted { withdrawal_root: root }.emit();
    let amounts = withdrawal.strategies.iter().zip(&withdrawal.scaled_shares);
    for ((strategy, scaled), token) in amounts.zip(tokens) {
        let shares = worth(withdrawal.delegated_to, *strategy, *scaled, until);
        if shares.is_zero() {
            // Slashed to nothing: the token is not looked at either.
            continue;
        }
        if as_tokens {
            vault::at::withdraw(*strategy, &staker.address, token, &shares.get());
        } else {
            restore(&mut staker, *strategy, shares);
        }
    }
}

/// What scaled shares are worth under the magnitude at the end of block `until`.
fn worth(operator: Address, strategy: Address, scaled: U256, until: u32) -> Shares {
    ScaledShares::new(scaled).slashed_down(pool::factor_at(operator, strategy, until)).or_revert()
}

/// Gives shares back under the staker's present operator. Its magnitude cannot change meanwhile:
/// a slash is guarded.
fn restore(staker: &mut Staker, strategy: Address, shares: Shares) {
    let hooked =
        notice::at::notice_shares(params::strategy_manager(), &staker.address, &strategy, &shares.get());
    credit::credit(staker, strategy, shares, Some(hooked));
}
