//! Storage of one strategy.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | [`State`] |
//! | 1 | | most tokens in one deposit, wei; only if `limited` |
//! | 2 | | most tokens in all, wei; only if `limited` |
//! | 0xfe | | the pause map (common) |

use crate::vault;
use surety_common::{
    abi::U256,
    packed, revert,
    storage::Slot,
};

const STATE: Slot = Slot::tag(0);
/// Most tokens in one deposit.
pub(crate) const MAX_PER_DEPOSIT: Slot = Slot::tag(1);
/// Most tokens in all.
pub(crate) const MAX_TOTAL_DEPOSITS: Slot = Slot::tag(2);

packed! {
    /// All that a deposit or withdrawal reads. Packed slot: 16 + 1 + 1 + 1 = 19.
    pub struct State {
        /// Shares in existence; at most 1e38 - 1, which is below 2^127.
        total_shares: u128 = 16,
        /// Low 8 bits of the pause map.
        paused: u8 = 1,
        /// True if the two limits hold.
        limited: bool = 1,
        /// True once announced.
        initialized: bool = 1,
    }
}

impl State {
    /// Reads the word.
    pub(crate) fn load() -> Self {
        STATE.get()
    }

    /// Sets the word.
    pub(crate) fn store(&self) {
        STATE.set(self);
    }
}

/// Marks the vault as announced; a second time reverts as OpenZeppelin's initializer does.
pub(crate) fn initialize_once() {
    let mut state = State::load();
    if state.initialized {
        // "Initializable: contract is already initialized"
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    state.initialized = true;
    state.store();
}

/// Keeps the pause bits in the state word.
pub(crate) fn mirror_pause(map: U256) {
    let mut state = State::load();
    state.paused = map.byte(0);
    state.store();
}

/// Emitted last by both initializers.
pub(crate) fn emit_initialized() {
    vault::Initialized { version: 1 }.emit();
}
