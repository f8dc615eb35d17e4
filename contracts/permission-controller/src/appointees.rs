//! Appointees: who may call one function of one contract for an account.

use crate::{
    Selector, admins,
    controller::{AppointeeRemoved, AppointeeSet, error},
    storage::{self, Account, Appointee, Function, Permission, Place},
};
use surety_common::{
    abi::{Address, Vec},
    list::List,
    revert::{OrRevert, require},
};

/// True if `appointee` may call the function.
pub(crate) fn contains(account: Address, appointee: Address, target: Address, selector: Selector) -> bool {
    find(account, appointee, target, selector).is_some()
}

/// All who may call a function.
pub(crate) fn of_function(account: Address, target: Address, selector: Selector) -> Vec<Address> {
    let slot = storage::function(account, target, selector);
    let Function { first, len } = slot.get();
    let others = (1..len).map(|i| List::at(slot).element(i).get::<Account>().address);
    (len != 0).then_some(first).into_iter().chain(others).collect()
}

/// All that an appointee may call, as parallel lists.
pub(crate) fn of_appointee(account: Address, appointee: Address) -> (Vec<Address>, Vec<Selector>) {
    let slot = storage::appointee(account, appointee);
    let Appointee { target, selector, len, .. } = slot.get();
    let others = (1..len).map(|i| List::at(slot).element(i).get());
    (len != 0)
        .then_some(Permission { target, selector })
        .into_iter()
        .chain(others)
        .map(|permission| (permission.target, Selector::new(permission.selector.to_be_bytes())))
        .unzip()
}

/// Names an appointee.
pub(crate) fn add(account: Address, appointee: Address, target: Address, selector: Selector) {
    admins::require_admin(account);
    require(!contains(account, appointee, target, selector), error::APPOINTEE_ALREADY_SET);
    let number = u32::from_be_bytes(selector.0);

    let slot = storage::function(account, target, selector);
    let mut function: Function = slot.get();
    let in_function = function.len;
    function.len = in_function.checked_add(1).or_revert();
    if in_function == 0 {
        function.first = appointee;
    } else {
        List::at(slot).element(in_function).set(&Account { address: appointee });
    }
    slot.set(&function);

    let slot = storage::appointee(account, appointee);
    let mut record: Appointee = slot.get();
    let in_appointee = record.len;
    record.len = in_appointee.checked_add(1).or_revert();
    if in_appointee == 0 {
        record = Appointee { target, selector: number, in_function, ..record };
    } else {
        List::at(slot).element(in_appointee).set(&Permission { target, selector: number });
        storage::place(account, appointee, target, selector).set(&Place { in_function, in_appointee });
    }
    slot.set(&record);
    AppointeeSet { account, appointee, target, selector }.emit();
}

/// Withdraws an appointment.
pub(crate) fn remove(account: Address, appointee: Address, target: Address, selector: Selector) {
    admins::require_admin(account);
    let Some(place) = find(account, appointee, target, selector) else { error::APPOINTEE_NOT_SET.raise() };
    remove_from_function(account, target, selector, place.in_function);
    if place.in_appointee != 0 {
        storage::place(account, appointee, target, selector).clear();
    }
    remove_from_appointee(account, appointee, place.in_appointee);
    AppointeeRemoved { account, appointee, target, selector }.emit();
}

/// Where an appointment stands.
fn find(account: Address, appointee: Address, target: Address, selector: Selector) -> Option<Place> {
    let record: Appointee = storage::appointee(account, appointee).get();
    let is_first = record.target == target && record.selector == u32::from_be_bytes(selector.0);
    if record.len != 0 && is_first {
        return Some(Place { in_function: record.in_function, in_appointee: 0 });
    }
    if record.len <= 1 {
        return None;
    }
    let place: Place = storage::place(account, appointee, target, selector).get();
    (place.in_appointee != 0).then_some(place)
}

/// Removes an appointee of a function by its index; the last one moves into the gap.
fn remove_from_function(account: Address, target: Address, selector: Selector, index: u32) {
    let slot = storage::function(account, target, selector);
    let mut function: Function = slot.get();
    let last = function.len.checked_sub(1).or_revert();
    function.len = last;
    let element = |i| List::at(slot).element(i);
    if index != last {
        let moved = element(last).get::<Account>();
        if index == 0 {
            function.first = moved.address;
        } else {
            element(index).set(&moved);
        }
        tell_index(account, moved.address, target, selector, index);
    }
    if last == 0 {
        function.first = Address::ZERO;
    } else {
        element(last).clear();
    }
    slot.set(&function);
}

/// Records an appointee's new index among those of a function.
fn tell_index(account: Address, appointee: Address, target: Address, selector: Selector, in_function: u32) {
    let slot = storage::appointee(account, appointee);
    let record: Appointee = slot.get();
    if record.target == target && record.selector == u32::from_be_bytes(selector.0) {
        slot.set(&Appointee { in_function, ..record });
        return;
    }
    let slot = storage::place(account, appointee, target, selector);
    slot.set(&Place { in_function, ..slot.get() });
}

/// Removes a permission of an appointee by its index; the last one moves into the gap.
fn remove_from_appointee(account: Address, appointee: Address, index: u32) {
    let slot = storage::appointee(account, appointee);
    let mut record: Appointee = slot.get();
    let last = record.len.checked_sub(1).or_revert();
    if last == 0 {
        slot.clear();
        return;
    }
    record.len = last;
    let element = |i| List::at(slot).element(i);
    if index != last {
        let moved: Permission = element(last).get();
        let Permission { target, selector } = moved;
        let place = storage::place(account, appointee, target, Selector::new(selector.to_be_bytes()));
        if index == 0 {
            let Place { in_function, .. } = place.get();
            record = Appointee { target, selector, in_function, ..record };
            place.clear();
        } else {
            place.set(&Place { in_appointee: index, ..place.get() });
            element(index).set(&moved);
        }
    }
    element(last).clear();
    slot.set(&record);
}
