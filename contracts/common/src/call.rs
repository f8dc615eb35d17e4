//! Calls to other contracts.
//!
//! Every call first writes the frame's storage: the callee, or whoever it calls, sees the state
//! as it will be (checks, effects, interactions), and what was read before is read again after.

use crate::{
    abi::Address,
    host::{self, CallKind},
    revert, storage,
};

/// All the gas the 63/64 rule lets pass.
const ALL_GAS: u64 = u64::MAX;

/// Calls a contract and answers what it returned; a revert is passed on unchanged.
pub fn call(to: Address, data: &[u8]) -> &'static [u8] {
    checked(CallKind::Call, to, data)
}

/// The same, without permission to change state.
pub fn static_call(to: Address, data: &[u8]) -> &'static [u8] {
    checked(CallKind::Static, to, data)
}

/// The same as [`call`] for an account that is known to have code: a sister contract from the
/// proxy's tail, or one that answered in this frame. Saves 100 gas where nothing is returned.
pub fn call_trusted(to: Address, data: &[u8]) -> &'static [u8] {
    passed_on(CallKind::Call, to, data)
}

fn passed_on(kind: CallKind, to: Address, data: &[u8]) -> &'static [u8] {
    storage::hand_over();
    let ok = host::call(kind, to, data, ALL_GAS);
    let len = host::return_data_size();
    let answer = host::return_data(len);
    if !ok {
        revert::revert(answer);
    }
    answer
}

fn checked(kind: CallKind, to: Address, data: &[u8]) -> &'static [u8] {
    let answer = passed_on(kind, to, data);
    // Solidity checks for code where it expects no return data; an account without code answers
    // nothing, so with return data expected the decoder's own check does the same.
    if answer.is_empty() && !host::has_code(to) {
        revert::empty();
    }
    answer
}

/// Calls a contract that may fail; at most `max` bytes of its answer are looked at.
pub fn attempt(kind: CallKind, to: Address, data: &[u8], max: usize) -> Option<&'static [u8]> {
    storage::hand_over();
    host::call(kind, to, data, ALL_GAS).then(|| host::return_data(max))
}

/// Deploys init code; a revert of the init code is passed on.
pub fn create(init_code: &[u8]) -> Address {
    storage::hand_over();
    match host::create(init_code) {
        Some(account) => account,
        None => revert::revert(host::return_data(host::return_data_size())),
    }
}
