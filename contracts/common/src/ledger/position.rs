//! A position: a staker's deposit shares in one strategy and their scaling factor.

use super::{POSITION, delegation};
use crate::{
    abi::{Address, U256},
    accounting::{DepositShares, Magnitude, ScalingFactor, Shares, scaling},
    packed,
    revert::OrRevert as _,
    storage::{Packed, Slot},
};

const INDEX: u8 = 0x1f;
const NARROW: u8 = 0x40;
const HOOKED: u8 = 0x80;
/// Shares that a narrow word holds: 88 bits, 3e26 of them.
const MAX_NARROW_SHARES: u128 = (1 << 88) - 1;

packed! {
    /// A position at any scaling factor. Packed slot: 16 + 15 + 1 = 32. All zero while there are no
    /// deposit shares, so that the scaling factor is reset with them.
    pub struct WideWord {
        /// Deposit shares; at most 2^127 - 1.
        shares: u128 = 16,
        /// Scaling factor, WAD; 0 stands for one. At most 1e36, see `surety_accounting::scaling`.
        factor: u128 = 15,
        /// Low five bits: index in the staker's list. Bit 6: the word is narrow. Bit 7: the strategy
        /// has share hooks.
        place: u8 = 1,
    }
}

packed! {
    /// A position whose scaling factor is one: it has room for the staker's operator, so that a
    /// deposit need not read the staker. Packed slot: 11 + 20 + 1 = 32.
    pub struct NarrowWord {
        /// Deposit shares.
        shares: u128 = 11,
        /// Whom the staker delegates to, zero if nobody. True as long as there are shares: delegating
        /// writes all positions, and undelegating clears them.
        operator: Address = 20,
        /// As in [`WideWord`].
        place: u8 = 1,
    }
}

/// One position, read once and written once by each flow.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    staker: Address,
    strategy: Address,
    slot: Slot,
    shares: u128,
    factor: u128,
    place: u8,
    operator: Option<Address>,
}

impl Position {
    /// Reads a position.
    pub fn load(staker: Address, strategy: Address) -> Self {
        let slot = Slot::keyed(POSITION, &[staker.as_slice(), strategy.as_slice()]);
        let word = slot.load();
        let WideWord { shares, factor, place } = Packed::unpack(&word);
        if place & NARROW == 0 {
            return Self { staker, strategy, slot, shares, factor, place, operator: None };
        }
        let NarrowWord { shares, operator, place } = Packed::unpack(&word);
        Self { staker, strategy, slot, shares, factor: 0, place, operator: Some(operator) }
    }

    /// Stores it.
    pub fn store(&self) {
        let Self { shares, factor, operator, .. } = *self;
        match operator {
            Some(operator) if self.factor() == ScalingFactor::ONE && shares <= MAX_NARROW_SHARES => {
                self.slot.set(&NarrowWord { shares, operator, place: self.place | NARROW });
            }
            _ => self.slot.set(&WideWord { shares, factor, place: self.place & !NARROW }),
        }
    }

    /// Clears it: no shares, scaling factor one.
    pub fn clear(&self) {
        self.slot.clear();
    }

    /// Whom the staker delegates to, if the word says so and has shares; zero if nobody.
    pub fn operator(&self) -> Option<Address> {
        self.operator.filter(|_| self.shares != 0)
    }

    /// Remembers whom the staker delegates to, zero if nobody.
    pub fn set_operator(&mut self, operator: Address) {
        self.operator = Some(operator);
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
        DepositShares::from(self.shares)
    }

    /// Scaling factor.
    pub fn factor(&self) -> ScalingFactor {
        ScalingFactor::from_stored(U256::from(self.factor))
    }

    /// Sets both. Reverts with panic 0x11 if one exceeds its bits.
    pub fn set(&mut self, shares: DepositShares, factor: ScalingFactor) {
        (self.shares, self.factor) = scaling::pack(shares, factor).or_revert();
    }

    /// The scaling factor after `added` shares joined `held` ones, announced. Reverts with
    /// `FullySlashed` or `InvalidDepositScalingFactor`.
    pub fn raise(&self, held: DepositShares, added: Shares, slashing: Magnitude) -> ScalingFactor {
        scaling::require_not_fully_slashed(slashing).or_revert();
        let factor = self.factor().after_increase_down(held, added, slashing).or_revert();
        delegation::DepositScalingFactorUpdated {
            staker: self.staker,
            strategy: self.strategy,
            new_deposit_scaling_factor: factor.get(),
        }
        .emit();
        factor
    }

    /// Where the strategy stands in the staker's list; means something only while there are shares.
    pub fn index(&self) -> u8 {
        self.place & INDEX
    }

    /// Sets the index, below 32.
    pub fn set_index(&mut self, index: u8) {
        self.place = self.place & !INDEX | index & INDEX;
    }

    /// True if the strategy wants to be asked before shares leave.
    pub fn is_hooked(&self) -> bool {
        self.place & HOOKED != 0
    }

    /// Remembers what the strategy said about its hooks.
    pub fn set_hooked(&mut self, hooked: bool) {
        self.place = self.place & !HOOKED | if hooked { HOOKED } else { 0 };
    }
}
