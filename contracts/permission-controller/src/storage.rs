//! Storage of the permission controller.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 1 | account | admins: indexed list of addresses |
//! | 2 | account | pending admins: indexed list of addresses |
//! | 3 | account, target, selector | appointees: length, addresses behind it |
//! | 4 | account, appointee | permissions: length, [`Permission`]s behind it |
//! | 5 | account, appointee, target, selector | [`Positions`] in the two lists above |

use crate::Selector;
use surety_common::{abi::Address, list::IndexedList, packed, storage::Slot};

packed! {
    /// What an appointee may call. Packed slot: 20 + 4 = 24.
    pub(crate) struct Permission {
        /// The contract.
        target: Address = 20,
        /// The function's selector as a number.
        selector: u32 = 4,
    }
}

packed! {
    /// An address in a list. Packed slot: 20.
    pub(crate) struct Account {
        /// The address.
        address: Address = 20,
    }
}

packed! {
    /// Length of a list. Packed slot: 4.
    pub(crate) struct Length {
        /// How many elements there are.
        len: u32 = 4,
    }
}

packed! {
    /// One more than the position in each list; zero if absent. Packed slot: 4 + 4 = 8.
    pub(crate) struct Positions {
        /// In the appointees of the function.
        of_function: u32 = 4,
        /// In the permissions of the appointee.
        of_appointee: u32 = 4,
    }
}

/// Admins of an account.
pub(crate) fn admins(account: Address) -> IndexedList {
    IndexedList::at(Slot::keyed(1, &[account.as_slice()]))
}

/// Proposed admins of an account.
pub(crate) fn pending(account: Address) -> IndexedList {
    IndexedList::at(Slot::keyed(2, &[account.as_slice()]))
}

/// Appointees for a function.
pub(crate) fn appointees(account: Address, target: Address, selector: Selector) -> Slot {
    Slot::keyed(3, &[account.as_slice(), target.as_slice(), selector.as_slice()])
}

/// Permissions of an appointee.
pub(crate) fn permissions(account: Address, appointee: Address) -> Slot {
    Slot::keyed(4, &[account.as_slice(), appointee.as_slice()])
}

/// Where an appointment stands in both lists.
pub(crate) fn positions(account: Address, appointee: Address, target: Address, selector: Selector) -> Slot {
    Slot::keyed(5, &[account.as_slice(), appointee.as_slice(), target.as_slice(), selector.as_slice()])
}
