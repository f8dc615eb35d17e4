//! What can be done in a story, with the fields each verb takes; [`read`] reads them.

pub mod read;

use super::format::{Asset, Party, SetName};
use alloy_primitives::U256;

/// How many shares to withdraw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Everything deposited.
    All,
    /// Exactly this many deposit shares.
    Exactly(U256),
}

/// What a step does. Shares and amounts are exact (18 decimals), fractions are WAD-based.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the story format, described in its guide")]
pub enum Verb {
    Wait {
        blocks: u64,
    },
    Deposit {
        amount: U256,
        of: Asset,
    },
    RegisterAsOperator {
        allocation_delay_blocks: u32,
        approver: Option<Party>,
    },
    Delegate {
        to: Party,
    },
    Undelegate {
        staker: Option<Party>,
        named: Option<String>,
    },
    Redelegate {
        to: Party,
        named: Option<String>,
    },
    QueueWithdrawal {
        shares: Vec<(Asset, Quantity)>,
        named: Option<String>,
    },
    CompleteWithdrawals {
        withdrawals: Vec<String>,
        as_tokens: Vec<bool>,
        batch: bool,
    },
    AnnounceAvs,
    CreateOperatorSet {
        set: SetName,
        strategies: Vec<Asset>,
        redistributes_to: Option<Party>,
        slasher: Option<Party>,
    },
    AddStrategies {
        set: SetName,
        strategies: Vec<Asset>,
    },
    RemoveStrategies {
        set: SetName,
        strategies: Vec<Asset>,
    },
    RegisterForSet {
        set: SetName,
    },
    DeregisterFromSet {
        set: SetName,
        operator: Option<Party>,
    },
    Allocate {
        set: SetName,
        magnitudes: Vec<(Asset, u64)>,
    },
    SetAllocationDelay {
        blocks: u32,
    },
    ClearDeallocations {
        operator: Option<Party>,
        of: Asset,
        how_many: u32,
    },
    Slash {
        operator: Party,
        set: SetName,
        fractions: Vec<(Asset, U256)>,
        because: String,
    },
    ClearSlashedShares {
        set: SetName,
        slash: u64,
        of: Option<Asset>,
    },
    Donate {
        amount: U256,
        of: Asset,
    },
    TransferTokens {
        amount: U256,
        of: Asset,
        to: Party,
    },
    Pause {
        what: Pausable,
    },
    Unpause {
        what: Pausable,
    },
}

/// What can be stopped by a pauser: a bit of a contract's pause map (reference, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what the story format calls it")]
pub enum Pausable {
    Deposits,
    Delegation,
    QueueingWithdrawals,
    CompletingWithdrawals,
    Allocations,
    Slashing,
    Registration,
    StrategyDeposits(Asset),
    StrategyWithdrawals(Asset),
}

impl Pausable {
    /// The contract's symbol and the bit.
    pub fn place(self) -> (String, usize) {
        let at = |symbol: &str, bit| (symbol.to_owned(), bit);
        match self {
            Self::Deposits => at("$sm", 0),
            Self::Delegation => at("$dm", 0),
            Self::QueueingWithdrawals => at("$dm", 1),
            Self::CompletingWithdrawals => at("$dm", 2),
            Self::Allocations => at("$am", 0),
            Self::Slashing => at("$am", 1),
            Self::Registration => at("$am", 2),
            Self::StrategyDeposits(asset) => (asset.strategy(), 0),
            Self::StrategyWithdrawals(asset) => (asset.strategy(), 1),
        }
    }
}
