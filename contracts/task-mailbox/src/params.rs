//! What the proxy appends from its code.

use core::mem::offset_of;
use surety_common::{abi::Address, entry::Tail, tail::TaskMailboxTail};

/// Who checks certificates of BN254 keys.
pub(crate) fn bn254_verifier() -> Address {
    Tail::address(offset_of!(TaskMailboxTail, bn254_verifier))
}

/// Who checks certificates of ECDSA keys.
pub(crate) fn ecdsa_verifier() -> Address {
    Tail::address(offset_of!(TaskMailboxTail, ecdsa_verifier))
}

/// The most time that a configuration may give, seconds; below 2^96.
pub(crate) fn max_task_sla_secs() -> u128 {
    let mut word = [0; 16];
    word[4..].copy_from_slice(&Tail::bytes::<12>(offset_of!(TaskMailboxTail, max_task_sla_secs)));
    u128::from_be_bytes(word)
}
