//! A step of a life, as the invariants see it.

use crate::{State, Temper};
use alloy_primitives::U256;

/// What was tried. People, strategies and sets are indices as in [`State`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Blocks went by.
    Wait,
    /// Tokens were deposited.
    Deposit {
        /// Who paid.
        payer: usize,
        /// Who got the shares.
        by: usize,
        /// Where.
        strategy: usize,
        /// How many, in the token's smallest unit.
        tokens: U256,
    },
    /// Tokens were sent to a strategy for nothing.
    Donate {
        /// Whose.
        by: usize,
    },
    /// Somebody delegated.
    Delegate {
        /// Who.
        staker: usize,
        /// To whom.
        operator: usize,
    },
    /// Somebody was undelegated, or changed operators.
    Leave {
        /// Who leaves.
        staker: usize,
        /// Who asked for it.
        by: usize,
    },
    /// Shares were queued.
    Queue {
        /// Whose.
        by: usize,
    },
    /// Withdrawals were completed.
    Complete {
        /// Whose.
        by: usize,
        /// Strategy, shares before the step, and whether as tokens; in the order of payment.
        paid: Vec<(usize, U256, bool)>,
    },
    /// An operator was slashed.
    Slash {
        /// Whom.
        operator: usize,
        /// By which set.
        set: usize,
        /// Strategy and part of the allocation, WAD.
        wads: Vec<(usize, U256)>,
        /// Shares taken, in the same order, as the call returned them.
        took: Vec<U256>,
    },
    /// An operator allocated, registered or left a set: stake changed its risk, not its owner.
    Operate {
        /// Who.
        operator: usize,
    },
    /// Slashed shares were paid out.
    Pay,
    /// Rewards were handed in.
    Fund {
        /// Of which strategy's token.
        strategy: usize,
        /// How many.
        tokens: U256,
    },
    /// Rewards were claimed.
    Claim,
    /// A token changed its ways, by itself.
    Temper {
        /// Which strategy's token.
        strategy: usize,
        /// How it behaves from now on.
        temper: Temper,
    },
    /// Paused bits were set or cleared.
    Pause,
    /// Somebody called what only another may.
    Trespass,
    /// Anything that touches neither tokens nor stake.
    Other,
}

impl Deed {
    /// Whether the token of `strategy` changed its ways.
    #[must_use]
    pub fn tempers(&self, strategy: usize) -> bool {
        matches!(self, Self::Temper { strategy: which, .. } if *which == strategy)
    }
}

/// A transaction and what could be seen before and after it.
#[derive(Debug)]
pub struct Step<'a> {
    /// Before.
    pub before: &'a State,
    /// After.
    pub after: &'a State,
    /// What was tried.
    pub deed: &'a Deed,
    /// Whether it succeeded.
    pub success: bool,
}
