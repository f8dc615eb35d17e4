//! Orders of deposits, redemptions, payouts and donations at a price that is not one: the bound is that
//! of the price.

use crate::{
    act::Act,
    orders::{Spacing, every_order},
    stage::{ONE, Stage},
};
use alloy_primitives::{U256, U512};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IDelegationManager as dm, IERC20, IStrategyManager as sm, IStrategyVault as vault};

/// Virtual shares and token units.
const VIRTUAL: u64 = 1_000;
/// A strategy with a price.
const STRATEGY: usize = 0;

/// Least and most over all orders.
#[derive(Clone, Copy, Debug)]
struct Range {
    least: U256,
    most: U256,
}

impl Range {
    const NONE: Self = Self { least: U256::MAX, most: U256::ZERO };

    fn see(&mut self, n: U256) {
        (self.least, self.most) = (self.least.min(n), self.most.max(n));
    }
}

/// What orders at a price showed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) orders: usize,
    /// Of what a redemption pays, token units.
    pub(crate) paid: U256,
    pub(crate) paid_bound: U256,
    /// Of what a deposit mints, shares.
    pub(crate) minted: U256,
    pub(crate) minted_bound: U256,
}

/// The acts at hand: two deposits of who has none yet in the queue, two withdrawals, a payout.
fn acts(donation: u128) -> Vec<Act> {
    let mut acts = vec![
        Act::Deposit { staker: 1, strategy: STRATEGY, amount: 7 * ONE + 3 },
        Act::Deposit { staker: 3, strategy: STRATEGY, amount: ONE / 3 },
        Act::Complete { ripe: 0, as_tokens: true },
        Act::Complete { ripe: 2, as_tokens: true },
        Act::Pay { slash: 0 },
    ];
    if donation > 0 {
        acts.push(Act::Donate { strategy: STRATEGY, amount: donation });
    }
    acts
}

/// Plays every order with a donation among them, or without.
pub(crate) fn play(donation: u128) -> Result<Spread> {
    let mut stage = Stage::set_up()?;
    // The price before: some units above one and a half.
    let odd = Act::Donate { strategy: STRATEGY, amount: 211 * ONE + 12_345 };
    odd.play(&mut stage)?;
    let before = Look::at(&mut stage)?;
    let bounds = before.bounds(&mut stage, donation)?;
    let acts = acts(donation);
    let (mut orders, mut paid, mut minted) = (0, [Range::NONE; 3], [Range::NONE; 2]);
    every_order(&mut stage, &acts, Spacing::OneBlock, &mut |stage, _| {
        let after = Look::at(stage)?;
        orders += 1;
        for (range, (now, then)) in paid.iter_mut().zip(after.tokens.iter().zip(before.tokens)) {
            range.see(*now - then);
        }
        for (range, (now, then)) in minted.iter_mut().zip(after.shares.iter().zip(before.shares)) {
            range.see(*now - then);
        }
        Ok(())
    })?;
    let mut spread = Spread {
        orders,
        paid: U256::ZERO,
        paid_bound: U256::ZERO,
        minted: U256::ZERO,
        minted_bound: U256::ZERO,
    };
    for (range, bound) in paid.iter().zip(bounds.paid) {
        ensure!(range.most - range.least <= bound, "{range:?} is wider than {bound}");
        spread.paid = spread.paid.max(range.most - range.least);
        spread.paid_bound = spread.paid_bound.max(bound);
    }
    for (range, bound) in minted.iter().zip(bounds.minted) {
        ensure!(range.most - range.least <= bound, "{range:?} is wider than {bound}");
        spread.minted = spread.minted.max(range.most - range.least);
        spread.minted_bound = spread.minted_bound.max(bound);
    }
    Ok(spread)
}

/// Who has what, and the pool.
struct Look {
    /// Tokens of the two who withdraw, and what was burnt.
    tokens: [U256; 3],
    /// Deposit shares of the two who deposit.
    shares: [U256; 2],
    /// Shares and tokens of the strategy, the virtual ones included.
    pool: (U256, U256),
}

impl Look {
    fn at(stage: &mut Stage) -> Result<Self> {
        let get = |list: &[alloy_primitives::Address], i: usize| list.get(i).copied().context("no such");
        let (token, strategy) = (get(&stage.tokens, STRATEGY)?, get(&stage.strategies, STRATEGY)?);
        let burnt = stage.twins.at("$burn")?;
        let mut tokens = [U256::ZERO; 3];
        let holders = [get(&stage.stakers, 0)?, get(&stage.stakers, 2)?, burnt];
        for (held, account) in tokens.iter_mut().zip(holders) {
            *held = stage.ask(token, &IERC20::balanceOfCall { account })?;
        }
        let mut shares = [U256::ZERO; 2];
        for (held, staker) in shares.iter_mut().zip([get(&stage.stakers, 1)?, get(&stage.stakers, 3)?]) {
            *held = stage.ask(stage.sm, &sm::stakerDepositSharesCall { staker, strategy })?;
        }
        let virtual_ = U256::from(VIRTUAL);
        let total = stage.ask(strategy, &vault::totalSharesCall {})?;
        let balance = stage.ask(token, &IERC20::balanceOfCall { account: strategy })?;
        Ok(Self { tokens, shares, pool: (total + virtual_, balance + virtual_) })
    }

    /// The lemma of docs/order.md: with A the fewest shares that the strategy has in any order, c
    /// redemptions, d deposits and donations of D, the price stays between P and
    /// (P + (D + c) / A) (1 + 2d / A).
    fn bounds(&self, stage: &mut Stage, donation: u128) -> Result<Bounds> {
        let (shares, assets) = self.pool;
        let redeemed = redeemed(stage)?;
        let fewest = redeemed.iter().fold(shares, |rest, shares| rest - *shares);
        let (deposits, redemptions) = (U512::from(2), U512::from(3));
        let wide = |n: U256| U512::from(n);
        // The highest price is top / bottom.
        let (top, bottom) = {
            let base = wide(assets) * wide(fewest) + (U512::from(donation) + redemptions) * wide(shares);
            (base * (wide(fewest) + U512::from(2) * deposits), wide(shares) * wide(fewest) * wide(fewest))
        };
        let narrow = |n: U512| U256::from_limbs_slice(&n.as_limbs()[..4]);
        let paid = redeemed.map(|n| {
            let most = (wide(n) * top / bottom) + U512::from(1);
            let least = (wide(n) * wide(assets) / wide(shares)).saturating_sub(U512::from(1));
            narrow(most - least)
        });
        let minted = [7 * ONE + 3, ONE / 3].map(|t| {
            let most = U512::from(t) * wide(shares) / wide(assets) + U512::from(1);
            let least = (U512::from(t) * bottom / top).saturating_sub(U512::from(1));
            narrow(most - least)
        });
        Ok(Bounds { paid, minted })
    }
}

struct Bounds {
    paid: [U256; 3],
    minted: [U256; 2],
}

/// Shares of the two withdrawals and of the payout.
fn redeemed(stage: &mut Stage) -> Result<[U256; 3]> {
    let mut shares = [U256::ZERO; 3];
    for (shares, ripe) in shares.iter_mut().zip([0, 2]) {
        let (_, withdrawal) = stage.ripe.get(ripe).cloned().context("no such withdrawal")?;
        let root = stage.ask(stage.dm, &dm::calculateWithdrawalRootCall { withdrawal })?;
        let answer = stage.ask(stage.dm, &dm::getQueuedWithdrawalCall { withdrawalRoot: root })?;
        *shares = answer.shares.first().copied().context("of one strategy")?;
    }
    let (operator_set, slash_id) = stage.due.first().cloned().context("a slash")?;
    let strategy = stage.strategies.get(STRATEGY).copied().context("no such")?;
    let call =
        sm::getBurnOrRedistributableShares_0Call { operatorSet: operator_set, slashId: slash_id, strategy };
    shares[2] = stage.ask(stage.sm, &call)?;
    Ok(shares)
}
