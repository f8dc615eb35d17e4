//! Guarded functions: not while this contract is already on the stack.

use crate::{host, revert};

/// "ReentrancyGuard: reentrant call".
const REENTRANT_CALL: [[u64; 4]; 1] =
    [[0x5265_656e_7472_616e, 0x6379_4775_6172_643a, 0x2072_6565_6e74_7261, 0x6e74_2063_616c_6c00]];

/// Reverts if somebody whom this contract called has come back into it.
///
/// The host counts the frames that run as this account: behind a proxy that is the proxy's frame,
/// once for each entry. It costs under a gas, and cannot be left locked.
pub fn enter() {
    if host::is_reentrant() {
        revert::long_string(31, &REENTRANT_CALL);
    }
}
