//! What sister contracts store, read without entering their programs.
//!
//! Every router answers `extsload(bytes32)` itself. A fact that fits one word of a sister, whose layout
//! is declared in this crate, costs an account and a slot that way; through the sister's program it
//! would cost its router's slot, its program's account and its init on top. Layouts never change: the
//! words stay where they are when a program is upgraded.

use crate::{
    abi::{Address, Writer},
    host::{self, CallKind},
    revert,
    storage::{Packed, Slot},
};
use surety_proxy::slots::EXTSLOAD;

/// A record of a sister contract that stands behind a router.
///
/// No code of anybody else's runs, so that nothing cached has to be written before.
pub fn read<T: Packed>(contract: Address, slot: Slot) -> T {
    let mut data = Writer::with_selector(EXTSLOAD);
    data.push_word(&slot.0);
    if host::call(CallKind::Static, contract, data.bytes(), u64::MAX)
        && let Some(word) = host::return_data(32).first_chunk()
    {
        return T::unpack(word);
    }
    revert::empty()
}
