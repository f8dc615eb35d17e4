//! A position: a staker's deposit shares in one strategy and their scaling factor.

use super::POSITION;
use crate::{
    abi::{Address, U256},
    accounting::{DepositShares, ScalingFactor, scaling},
    packed,
    revert::OrRevert as _,
    storage::Slot,
};

const INDEX: u8 = 0x1f;
const HOOKED: u8 = 0x80;

packed! {
    /// Packed slot: 16 + 15 + 1 = 32. All zero while there are no deposit shares, so that the
    /// scaling factor is reset with them.
    pub struct PositionWord {
        /// Deposit shares; at most 2^127 - 1.
        shares: u128 = 16,
        /// Scaling factor, WAD; 0 stands for one. At most 1e36, see `surety_accounting::scaling`.
        factor: u128 = 15,
        /// Low five bits: index in the staker's list. High bit: the strategy has share hooks.
        place: u8 = 1,
    }
}

/// One position, read once and written once by each flow.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    staker: Address,
    strategy: Address,
    word: PositionWord,
}

impl Position {
    /// Reads a position.
    pub fn load(staker: Address, strategy: Address) -> Self {
        Self { staker, strategy, word: slot(staker, strategy).get() }
    }

    /// Stores it.
    pub fn store(&self) {
        slot(self.staker, self.strategy).set(&self.word);
    }

    /// Clears it: no shares, scaling factor one.
    pub fn clear(&self) {
        slot(self.staker, self.strategy).clear();
    }

    /// Whose shares they are.
    pub fn staker(&self) -> Address {
        self.staker
    }

    /// In which strategy.
    pub fn strategy(&self) -> Address {
        self.strategy
    }

    /// Deposit shares.
    pub fn shares(&self) -> DepositShares {
        DepositShares::from(self.word.shares)
    }

    /// Scaling factor.
    pub fn factor(&self) -> ScalingFactor {
        ScalingFactor::from_stored(U256::from(self.word.factor))
    }

    /// Sets both. Reverts with panic 0x11 if one exceeds its bits.
    pub fn set(&mut self, shares: DepositShares, factor: ScalingFactor) {
        (self.word.shares, self.word.factor) = scaling::pack(shares, factor).or_revert();
    }

    /// Where the strategy stands in the staker's list; means something only while there are shares.
    pub fn index(&self) -> u8 {
        self.word.place & INDEX
    }

    /// Sets the index, below 32.
    pub fn set_index(&mut self, index: u8) {
        self.word.place = self.word.place & HOOKED | index & INDEX;
    }

    /// True if the strategy wants to be asked before shares leave.
    pub fn is_hooked(&self) -> bool {
        self.word.place & HOOKED != 0
    }

    /// Remembers what the strategy said about its hooks.
    pub fn set_hooked(&mut self, hooked: bool) {
        self.word.place = self.index() | if hooked { HOOKED } else { 0 };
    }
}

fn slot(staker: Address, strategy: Address) -> Slot {
    Slot::keyed(POSITION, &[staker.as_slice(), strategy.as_slice()])
}
