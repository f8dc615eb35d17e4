//! AVSs.

use super::{names::AVSS, slashers, tag};
use crate::{abi::Address, packed, revert, storage::Slot};

const GLOBAL: Slot = Slot::tag(tag::GLOBAL);

packed! {
    /// One for the whole contract. Packed slot: 1.
    pub struct Global {
        /// True once `initialize` has run.
        initialized: bool = 1,
    }
}

packed! {
    /// An AVS. Packed slot: 20 + 4 + 4 + 1 = 29.
    pub struct Avs {
        /// Who is asked when operators join and leave; zero stands for the AVS itself.
        registrar: Address = 20,
        /// Its number; given with its first operator set, 0 before.
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
        if self.number == 0 {
            // It has 32 bits.
            self.number = AVSS.ensure(avs) as u32;
            slashers::prepare(avs);
        }
    }
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
