//! AVSs, and the numbers that stand for them in lists.

use super::{Account, tag};
use crate::{
    abi::Address,
    packed,
    revert::{self, OrRevert},
    storage::Slot,
};

const GLOBAL: Slot = Slot::tag(tag::GLOBAL);

packed! {
    /// One for the whole contract. Packed slot: 1 + 4 = 5.
    pub struct Global {
        /// True once `initialize` has run.
        initialized: bool = 1,
        /// Numbers given to AVSs; the newest one.
        avs_count: u32 = 4,
    }
}

packed! {
    /// An AVS. Packed slot: 20 + 4 + 4 + 1 = 29.
    pub struct Avs {
        /// Who is asked when operators join and leave; zero stands for the AVS itself.
        registrar: Address = 20,
        /// Its number, from 1; given with its first operator set, 0 before.
        number: u32 = 4,
        /// How many operator sets it has created.
        set_count: u32 = 4,
        /// True once it has published metadata.
        published: bool = 1,
    }
}

impl Avs {
    /// The record of `avs`.
    pub fn load(avs: Address) -> Self {
        slot(avs).get()
    }

    /// Stores the record of `avs`.
    pub fn store(&self, avs: Address) {
        slot(avs).set(self);
    }

    /// The contract that operators' comings and goings are reported to.
    pub fn registrar_or(&self, avs: Address) -> Address {
        if self.registrar.is_zero() { avs } else { self.registrar }
    }

    /// Gives the AVS its number, if it has none.
    pub fn ensure_number(&mut self, avs: Address) {
        if self.number != 0 {
            return;
        }
        let mut global: Global = GLOBAL.get();
        global.avs_count = global.avs_count.checked_add(1).or_revert();
        GLOBAL.set(&global);
        self.number = global.avs_count;
        by_number_slot(self.number).set(&Account { account: avs });
    }
}

/// The AVS with a number that was given.
pub fn by_number(number: u32) -> Address {
    by_number_slot(number).get::<Account>().account
}

/// Marks the contract as initialised; a second time reverts as OpenZeppelin's initializer does.
pub fn initialize_once() {
    let mut global: Global = GLOBAL.get();
    if global.initialized {
        // "Initializable: contract is already initialized"
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    global.initialized = true;
    GLOBAL.set(&global);
}

/// Where the record of `avs` is.
pub fn slot(avs: Address) -> Slot {
    Slot::keyed(tag::AVS, &[avs.as_slice()])
}

fn by_number_slot(number: u32) -> Slot {
    Slot::keyed(tag::AVS_BY_NUMBER, &[&number.to_be_bytes()])
}
