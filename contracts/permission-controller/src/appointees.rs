//! Appointees: who may call one function of one contract for an account.

use crate::{
    Selector,
    controller::{AppointeeRemoved, AppointeeSet, error},
    storage::{self, Account, Length, Permission, Positions},
};
use surety_common::{
    abi::{Address, Vec},
    list::List,
    revert::require,
    storage::{Packed, Slot},
};

/// True if `appointee` may call the function.
pub(crate) fn contains(account: Address, appointee: Address, target: Address, selector: Selector) -> bool {
    storage::positions(account, appointee, target, selector).get::<Positions>().of_function != 0
}

/// All who may call a function.
pub(crate) fn of_function(account: Address, target: Address, selector: Selector) -> Vec<Address> {
    let base = storage::appointees(account, target, selector);
    elements::<Account>(base).map(|account| account.address).collect()
}

/// All that an appointee may call, as parallel lists.
pub(crate) fn of_appointee(account: Address, appointee: Address) -> (Vec<Address>, Vec<Selector>) {
    elements::<Permission>(storage::permissions(account, appointee))
        .map(|permission| (permission.target, Selector::new(permission.selector.to_be_bytes())))
        .unzip()
}

/// Names an appointee.
pub(crate) fn add(account: Address, appointee: Address, target: Address, selector: Selector) {
    let slot = storage::positions(account, appointee, target, selector);
    require(slot.load() == [0; 32], error::APPOINTEE_ALREADY_SET);
    let permission = Permission { target, selector: u32::from_be_bytes(selector.0) };
    slot.set(&Positions {
        of_function: push(storage::appointees(account, target, selector), &Account { address: appointee }),
        of_appointee: push(storage::permissions(account, appointee), &permission),
    });
    AppointeeSet { account, appointee, target, selector }.emit();
}

/// Withdraws an appointment.
pub(crate) fn remove(account: Address, appointee: Address, target: Address, selector: Selector) {
    let slot = storage::positions(account, appointee, target, selector);
    let at: Positions = slot.get();
    require(at.of_function != 0, error::APPOINTEE_NOT_SET);
    slot.clear();
    if let Some(moved) = pop(storage::appointees(account, target, selector), at.of_function) {
        let moved = storage::positions(account, Account::unpack(&moved).address, target, selector);
        moved.set(&Positions { of_function: at.of_function, ..moved.get() });
    }
    if let Some(moved) = pop(storage::permissions(account, appointee), at.of_appointee) {
        let Permission { target, selector } = Permission::unpack(&moved);
        let moved = storage::positions(account, appointee, target, Selector::new(selector.to_be_bytes()));
        moved.set(&Positions { of_appointee: at.of_appointee, ..moved.get() });
    }
    AppointeeRemoved { account, appointee, target, selector }.emit();
}

fn elements<T: Packed>(base: Slot) -> impl Iterator<Item = T> {
    (0..base.get::<Length>().len).map(move |i| List::at(base).element(i).get())
}

/// Appends; answers one more than the position.
fn push<T: Packed>(base: Slot, element: &T) -> u32 {
    let len = base.get::<Length>().len;
    List::at(base).element(len).set(element);
    base.set(&Length { len: len + 1 });
    len + 1
}

/// Removes the element whose position is one less than `at`; answers what moved into its place.
fn pop(base: Slot, at: u32) -> Option<[u8; 32]> {
    let len = base.get::<Length>().len;
    base.set(&Length { len: len.saturating_sub(1) });
    List::at(base).swap_remove(at.saturating_sub(1), len)
}
