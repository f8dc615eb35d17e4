//! The one word that a deposit or withdrawal reads and writes.

use crate::{abi::U256, packed, revert, storage::Slot};

const STATE: Slot = Slot::tag(0);

packed! {
    /// All that a deposit or withdrawal reads. Packed slot: 16 + 1 + 1 + 1 + 13 = 32.
    pub struct State {
        /// Shares in existence; at most 1e38 - 1, which is below 2^127.
        total_shares: u128 = 16,
        /// Low 8 bits of the pause map.
        paused: u8 = 1,
        /// True if each deposit has to keep the two limits.
        limited: bool = 1,
        /// True once announced.
        initialized: bool = 1,
        /// What the kind of strategy keeps here; zero if it keeps nothing.
        extra: u128 = 13,
    }
}

impl State {
    /// Reads the word.
    pub fn load() -> Self {
        STATE.get()
    }

    /// Sets the word.
    pub fn store(&self) {
        STATE.set(self);
    }
}

/// Marks the strategy as announced; a second time reverts as OpenZeppelin's initializer does.
pub fn initialize_once() {
    let mut state = State::load();
    if state.initialized {
        // "Initializable: contract is already initialized"
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    state.initialized = true;
    state.store();
}

/// Keeps the pause bits in the state word.
pub fn mirror_pause(map: U256) {
    let mut state = State::load();
    state.paused = map.byte(0);
    state.store();
}
