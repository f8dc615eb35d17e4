//! Storage of the permission controller.
//!
//! Most accounts have one admin, and most appointees one function: what such an account or
//! appointee has fits one word, and only what comes on top has words of its own.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 1 | account | [`Heads`]; admins from the second on behind it |
//! | 2 | account | pending admins behind it, except one that stands in the [`Heads`] |
//! | 3 | account, target, selector | [`Function`]; appointees from the second on behind it |
//! | 4 | account, appointee | [`Appointee`]; [`Permission`]s from the second on behind it |
//! | 5 | account, appointee, target, selector | [`Place`] of a permission from the second on |
//! | 6 | account, admin | index of an admin from the third on |
//! | 7 | account, pending admin | index of a pending admin from the third on |

use crate::Selector;
use surety_common::{abi::Address, list::List, packed, storage::Slot};

packed! {
    /// Who may act as an account. Packed slot: 20 + 4 + 4 = 28.
    pub(crate) struct Heads {
        /// The first admin; while there is none, the first pending admin.
        first: Address = 20,
        /// How many admins there are; never zero again after the first.
        admins: u32 = 4,
        /// How many pending admins there are.
        pending: u32 = 4,
    }
}

packed! {
    /// Who was appointed for a function. Packed slot: 20 + 4 = 24.
    pub(crate) struct Function {
        /// The first appointee.
        first: Address = 20,
        /// How many there are.
        len: u32 = 4,
    }
}

packed! {
    /// What an appointee may call. Packed slot: 20 + 4 + 4 + 4 = 32.
    pub(crate) struct Appointee {
        /// Target of the first permission.
        target: Address = 20,
        /// Selector of the first permission, as a number.
        selector: u32 = 4,
        /// How many permissions there are.
        len: u32 = 4,
        /// The appointee's index among the appointees of the first permission's function.
        in_function: u32 = 4,
    }
}

packed! {
    /// A function that an appointee may call. Packed slot: 20 + 4 = 24.
    pub(crate) struct Permission {
        /// The contract.
        target: Address = 20,
        /// The function's selector as a number.
        selector: u32 = 4,
    }
}

packed! {
    /// Where an appointment stands in both lists. Packed slot: 4 + 4 = 8.
    pub(crate) struct Place {
        /// Index among the appointees of the function.
        in_function: u32 = 4,
        /// Index among the permissions of the appointee; not zero in a place that is stored.
        in_appointee: u32 = 4,
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
    /// Index in a list; from the third element on, hence not zero. Packed slot: 4.
    pub(crate) struct Index {
        /// The index.
        index: u32 = 4,
    }
}

/// Tag 1.
pub(crate) fn heads(account: Address) -> Slot {
    Slot::keyed(1, &[account.as_slice()])
}

/// Admins of an account, the first excepted.
pub(crate) fn admins(account: Address) -> List {
    List::at(heads(account))
}

/// Pending admins of an account, except one in the heads.
pub(crate) fn pending(account: Address) -> List {
    List::at(Slot::keyed(2, &[account.as_slice()]))
}

/// Tag 3.
pub(crate) fn function(account: Address, target: Address, selector: Selector) -> Slot {
    Slot::keyed(3, &[account.as_slice(), target.as_slice(), selector.as_slice()])
}

/// Tag 4.
pub(crate) fn appointee(account: Address, appointee: Address) -> Slot {
    Slot::keyed(4, &[account.as_slice(), appointee.as_slice()])
}

/// Tag 5.
pub(crate) fn place(account: Address, appointee: Address, target: Address, selector: Selector) -> Slot {
    Slot::keyed(5, &[account.as_slice(), appointee.as_slice(), target.as_slice(), selector.as_slice()])
}

/// Tag 6.
pub(crate) fn admin_index(account: Address, admin: Address) -> Slot {
    Slot::keyed(6, &[account.as_slice(), admin.as_slice()])
}

/// Tag 7.
pub(crate) fn pending_index(account: Address, admin: Address) -> Slot {
    Slot::keyed(7, &[account.as_slice(), admin.as_slice()])
}
