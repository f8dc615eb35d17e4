//! What can be seen of a suite at one moment: answers of its views, nothing else.
//!
//! Everything has a small number: strategies, people and operator sets are indices into the lists
//! here, so that looking at all of them after every step is cheap.

use alloy_primitives::{B256, U256};
use std::collections::BTreeMap;

/// One, as a magnitude: 1e18.
pub const WAD: u64 = 1_000_000_000_000_000_000;
/// Shares and token units that nobody owns, in every strategy's price.
pub const VIRTUAL: u64 = 1_000;

/// Shares and tokens of a strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strategy {
    /// Shares in existence (`totalShares`).
    pub shares: U256,
    /// Tokens it holds, in the token's smallest unit.
    pub tokens: U256,
}

impl Strategy {
    /// What `shares` would be paid, rounded down; `None` if it does not fit.
    #[must_use]
    pub fn redeemed(&self, shares: U256) -> Option<U256> {
        let virtual_ = U256::from(VIRTUAL);
        let assets = self.tokens.checked_add(virtual_)?.checked_mul(shares)?;
        assets.checked_div(self.shares.checked_add(virtual_)?)
    }
}

/// A staker's part in a strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Deposit shares, which slashing does not change.
    pub deposited: U256,
    /// Shares that could be withdrawn now.
    pub withdrawable: U256,
}

/// A withdrawal that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queued {
    /// Its root, by which it is completed once.
    pub root: B256,
    /// Block of queueing.
    pub start: u64,
    /// Who the staker was delegated to: an index into the people; `None` for nobody.
    pub operator: Option<usize>,
    /// Strategy, shares before the slashing factor, shares that would be paid now.
    pub parts: Vec<(usize, U256, U256)>,
}

/// Part of a strategy's magnitude that a set can slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Slashable now.
    pub current: u64,
    /// What will be added (or taken off) at the effect block.
    pub pending: i128,
    /// From which block on.
    pub effect: u64,
}

/// An operator's books in one strategy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// Shares delegated to it, after slashes.
    pub shares: U256,
    /// Queued shares that a slash would reach.
    pub slashable_in_queue: U256,
    /// Maximum magnitude.
    pub max: u64,
    /// Encumbered magnitude.
    pub encumbered: u64,
    /// By operator set.
    pub allocations: BTreeMap<usize, Allocation>,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Who it is delegated to: an index into the people; operators name themselves.
    pub delegated_to: Option<usize>,
    /// Tokens by strategy.
    pub tokens: Vec<U256>,
    /// By strategy.
    pub positions: Vec<Position>,
    /// In the order of the list that the contract gives.
    pub queued: Vec<Queued>,
    /// By strategy; of an operator, else empty.
    pub books: Vec<Book>,
    /// What it was paid of each strategy's token as rewards, ever.
    pub claimed: Vec<U256>,
}

/// Which entry of slashed shares: operator set, slash id, strategy.
pub type Slashed = (usize, u64, usize);

/// What can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The block that contracts see.
    pub block: u64,
    /// Blocks that a withdrawal waits.
    pub delay: u64,
    /// All strategies.
    pub strategies: Vec<Strategy>,
    /// Everybody.
    pub people: Vec<Person>,
    /// Slashes so far, by operator set.
    pub slashes: Vec<u64>,
    /// Slashed shares that wait for payment.
    pub burnable: BTreeMap<Slashed, U256>,
    /// Tokens of contracts and others that only receive: by holder, then strategy.
    pub others: Vec<Vec<U256>>,
    /// Paused bits of the strategy manager, delegation manager, AVS registry and rewards coordinator.
    pub paused: [U256; 4],
}

impl State {
    /// What a person owns of a strategy's token, in tokens: in hand, staked and queued, at the
    /// present price. `None` if it does not fit.
    #[must_use]
    pub fn wealth(&self, person: usize, strategy: usize) -> Option<U256> {
        let who = self.people.get(person)?;
        let queued = who.queued.iter().flat_map(|one| &one.parts);
        let queued = queued.filter(|part| part.0 == strategy).map(|part| part.2);
        let withdrawable = who.positions.get(strategy)?.withdrawable;
        let shares = queued.into_iter().try_fold(withdrawable, |sum, n| sum.checked_add(n))?;
        who.tokens.get(strategy)?.checked_add(self.strategies.get(strategy)?.redeemed(shares)?)
    }
}
