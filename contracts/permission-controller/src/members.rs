//! The two lists of an account, admins and pending admins, whose shortest forms share one word.
//!
//! The first two of a list are found by looking at them; from the third on an index of their own
//! says where they are. So finding somebody costs at most three words however long the list is, and
//! one word in the common case.

use crate::storage::{self, Account, Heads, Index};
use surety_common::{
    abi::{Address, Vec},
    list::List,
    revert::OrRevert,
    storage::Slot,
};

/// Elements that are found without an index.
const SEEN: u32 = 2;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// They accepted.
    Admin,
    /// They were proposed.
    Pending,
}

/// Both lists of an account.
pub(crate) struct Members {
    account: Address,
    heads: Heads,
}

impl Members {
    /// Of an account.
    pub(crate) fn load(account: Address) -> Self {
        Self { account, heads: storage::heads(account).get() }
    }

    /// Stores what [`Self::insert`] and [`Self::remove`] changed in the common word.
    pub(crate) fn store(&self) {
        storage::heads(self.account).set(&self.heads);
    }

    /// How many there are.
    pub(crate) fn len(&self, role: Role) -> u32 {
        match role {
            Role::Admin => self.heads.admins,
            Role::Pending => self.heads.pending,
        }
    }

    /// Everybody, in order.
    pub(crate) fn all(&self, role: Role) -> Vec<Address> {
        (0..self.len(role)).map(|i| self.get(role, i)).collect()
    }

    /// True if `member` is in the list.
    pub(crate) fn contains(&self, role: Role, member: Address) -> bool {
        self.find(role, member).is_some()
    }

    /// Appends somebody who is not in the list.
    pub(crate) fn insert(&mut self, role: Role, member: Address) {
        let i = self.len(role);
        // The first admin takes the common word; a pending one that stands there moves out.
        if role == Role::Admin && i == 0 && self.heads.pending != 0 {
            self.list(Role::Pending).element(0).set(&Account { address: self.heads.first });
        }
        self.set_len(role, i.checked_add(1).or_revert());
        self.set(role, i, member);
    }

    /// Removes somebody, and moves the last into the gap; false if it was not there.
    pub(crate) fn remove(&mut self, role: Role, member: Address) -> bool {
        let Some(i) = self.find(role, member) else { return false };
        let last = self.len(role).checked_sub(1).or_revert();
        if i >= SEEN {
            self.index(role, member).clear();
        }
        if i != last {
            let moved = self.get(role, last);
            if last >= SEEN && i < SEEN {
                self.index(role, moved).clear();
            }
            self.set(role, i, moved);
        }
        if self.in_heads(role, last) {
            self.heads.first = Address::ZERO;
        } else {
            self.list(role).element(last).clear();
        }
        self.set_len(role, last);
        true
    }

    fn find(&self, role: Role, member: Address) -> Option<u32> {
        let len = self.len(role);
        if let Some(i) = (0..len.min(SEEN)).find(|i| self.get(role, *i) == member) {
            return Some(i);
        }
        if len <= SEEN {
            return None;
        }
        let Index { index } = self.index(role, member).get();
        (index != 0).then_some(index)
    }

    fn get(&self, role: Role, i: u32) -> Address {
        if self.in_heads(role, i) {
            return self.heads.first;
        }
        self.list(role).element(i).get::<Account>().address
    }

    fn set(&mut self, role: Role, i: u32, member: Address) {
        if self.in_heads(role, i) {
            self.heads.first = member;
            return;
        }
        self.list(role).element(i).set(&Account { address: member });
        if i >= SEEN {
            self.index(role, member).set(&Index { index: i });
        }
    }

    /// True if element `i` stands in the common word.
    fn in_heads(&self, role: Role, i: u32) -> bool {
        i == 0 && (role == Role::Admin) == (self.heads.admins != 0)
    }

    fn set_len(&mut self, role: Role, len: u32) {
        match role {
            Role::Admin => self.heads.admins = len,
            Role::Pending => self.heads.pending = len,
        }
    }

    fn list(&self, role: Role) -> List {
        match role {
            Role::Admin => storage::admins(self.account),
            Role::Pending => storage::pending(self.account),
        }
    }

    fn index(&self, role: Role, member: Address) -> Slot {
        match role {
            Role::Admin => storage::admin_index(self.account, member),
            Role::Pending => storage::pending_index(self.account, member),
        }
    }
}
