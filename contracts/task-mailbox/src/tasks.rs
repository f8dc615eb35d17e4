//! A task and its state.

use crate::{
    configs::Config,
    mailbox::{OperatorSet, error},
    storage::{self, Origin, Purse, State, Terms},
};
use surety_common::{abi::B256, blob::Blob, host, revert, storage::Slot};

/// What has become of a task. The numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// There is no such task.
    None = 0,
    /// Nobody has answered yet.
    Created = 1,
    /// It was answered.
    Verified = 2,
    /// Nobody has answered in time.
    Expired = 3,
}

/// A stored task: its state, and where the rest is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredTask {
    slot: Slot,
    /// Its first word.
    pub(crate) state: State,
}

impl StoredTask {
    /// The task of a hash, if there is one or not.
    pub(crate) fn load(hash: B256) -> Self {
        let slot = storage::task(hash);
        Self { slot, state: slot.get() }
    }

    /// Stores a new task.
    pub(crate) fn create(hash: B256, state: State, origin: &Origin, purse: &Purse, payload: &[u8]) {
        let slot = storage::task(hash);
        slot.set(&state);
        slot.offset(1).set(origin);
        slot.offset(2).set(purse);
        Self { slot, state }.payload().store(payload);
    }

    /// Stores the state.
    pub(crate) fn store(&self) {
        self.slot.set(&self.state);
    }

    /// By whom and when it was created.
    pub(crate) fn origin(&self) -> Origin {
        self.slot.offset(1).get()
    }

    /// What it costs and who gets that back.
    pub(crate) fn purse(&self) -> Purse {
        self.slot.offset(2).get()
    }

    /// The question.
    pub(crate) fn payload(&self) -> Blob {
        Blob(self.slot.offset(3))
    }

    /// Whose operators answer.
    pub(crate) fn set(&self) -> OperatorSet {
        OperatorSet { avs: self.state.avs, id: self.state.set_id }
    }

    /// How it is done.
    pub(crate) fn config(&self) -> Config {
        Config::of(&self.set(), self.state.version)
    }

    /// What has become of it. Panics (0x11) if its time ends beyond 96 bits of seconds.
    pub(crate) fn status(&self, origin: &Origin, terms: &Terms) -> Status {
        match self.state.status {
            0 => Status::None,
            2 => Status::Verified,
            _ if u128::from(host::timestamp()) > deadline(origin.created_at, terms) => Status::Expired,
            _ => Status::Created,
        }
    }

    /// The same, reading what it needs.
    pub(crate) fn present_status(&self) -> Status {
        // Without a task there is no configuration to read.
        if self.state.status == Status::None as u8 {
            return Status::None;
        }
        self.status(&self.origin(), &self.config().terms())
    }
}

/// The last second for an answer.
fn deadline(created_at: u64, terms: &Terms) -> u128 {
    // Neither has more than 96 bits.
    let end = u128::from(created_at) + terms.sla_secs;
    if end >> 96 != 0 {
        revert::overflow();
    }
    end
}

/// Reverts with `InvalidTaskStatus` unless a status is what it has to be.
pub(crate) fn require_status(expected: Status, actual: Status) {
    if actual != expected {
        error::invalid_task_status(expected as u8, actual as u8);
    }
}
