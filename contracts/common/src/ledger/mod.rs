//! The ledger of shares: what the two programs of the delegation manager's address store.
//!
//! `delegation-manager` writes it, `delegation-views` reads it (and administers); declaring it
//! once is what keeps them from disagreeing.
//!
//! | tag | keys | word | declared in |
//! | --- | --- | --- | --- |
//! | 0 | | 1 once initialised | [`initialize_once`] |
//! | 1 | account | operator, nonce, counts | [`staker`] |
//! | 2 | operator | its approver | [`operator`] |
//! | 3 | staker | base of the strategies it holds | [`staker`] |
//! | 4 | staker, strategy | deposit shares, scaling factor | [`position`] |
//! | 5 | operator, strategy | operator shares, slashed magnitude | [`pool`] |
//! | 6 | operator, strategy | base of the magnitudes by block | [`pool`] |
//! | 7 | operator, strategy | base of the queue totals by block | [`queue_history`] |
//! | 8 | base of a queue history | base of its wide totals | [`queue_history`] |
//! | 9 | withdrawal root | staker and nonce | [`withdrawal`] |
//! | 10 | staker, nonce | base of a queued withdrawal | [`withdrawal`] |
//! | 11 | staker, nonce | base of its wide amounts | [`withdrawal`] |
//! | 12 | staker | base of the nonces that are pending | [`withdrawal`] |
//! | 13 | approver, salt | 1 once spent | [`approval`] |
//! | 0xfe | | the pause map | [`crate::pause`] |
//!
//! Every function that writes here is guarded, restricted ones too. So a record that is held in
//! memory across a call to another contract is still true when the call returns.

use crate::{guard, interface, revert, storage::Slot};

pub mod approval;
pub mod operator;
pub mod params;
pub mod paused;
pub mod pool;
pub mod position;
pub mod queue_history;
pub mod staker;
pub mod withdrawal;

interface!(pub mod delegation = "IDelegationManager.sol");
interface!(pub mod sisters = "internal/IShareLedger.sol");

const INITIALIZED: Slot = Slot::tag(0);
pub(crate) const STAKER: u8 = 1;
pub(crate) const APPROVER: u8 = 2;
pub(crate) const STRATEGIES: u8 = 3;
pub(crate) const POSITION: u8 = 4;
pub(crate) const POOL: u8 = 5;
pub(crate) const MAGNITUDES: u8 = 6;
pub(crate) const QUEUE: u8 = 7;
pub(crate) const WIDE_QUEUE: u8 = 8;
pub(crate) const ROOT: u8 = 9;
pub(crate) const WITHDRAWAL: u8 = 10;
pub(crate) const WIDE_SHARES: u8 = 11;
pub(crate) const PENDING: u8 = 12;
pub(crate) const SALT: u8 = 13;

/// Marks the storage as initialised; a second time reverts as OpenZeppelin's initializer does.
pub fn initialize_once() {
    guard::enter();
    if INITIALIZED.load() != [0; 32] {
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    INITIALIZED.store(&SET);
}

/// A word that means "yes".
pub(crate) const SET: [u8; 32] = {
    let mut word = [0; 32];
    word[31] = 1;
    word
};
