//! Storage of the task mailbox.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | [`Settings`] |
//! | 1 | set | [`Executor`] |
//! | 2 | set, version | a configuration: [`Terms`], [`Rules`], [`Collector`], then the metadata as a byte string |
//! | 3 | task hash | a task: [`State`], [`Origin`], [`Purse`], then the payload as a byte string |
//! | 4 | task hash | the certificate, as a byte string |
//! | 5 | task hash | the result, as a byte string |
//!
//! A configuration is never changed: the set gets another one with the next version, and a task
//! names the version that it was created under, so that it need not copy it. Versions count from 1;
//! a set with version 0 has no configuration.

use crate::mailbox::OperatorSet;
use surety_common::{
    abi::{Address, B256},
    blob::Blob,
    packed,
    storage::Slot,
};

packed! {
    /// Packed slot: 8 + 2 + 20 = 30.
    pub(crate) struct Settings {
        /// How many tasks were created.
        tasks: u64 = 8,
        /// The protocol's part of the fees of new tasks, bips.
        fee_split_bips: u16 = 2,
        /// Who gets it.
        fee_split_collector: Address = 20,
    }
}

packed! {
    /// Packed slot: 4 + 1 = 5.
    pub(crate) struct Executor {
        /// Version of the configuration in force, zero for none.
        version: u32 = 4,
        /// Whether the set takes tasks.
        is_registered: bool = 1,
    }
}

packed! {
    /// Packed slot: 20 + 12 = 32.
    pub(crate) struct Terms {
        /// The AVS's contract that is asked and told.
        hook: Address = 20,
        /// How long operators have for an answer, seconds.
        sla_secs: u128 = 12,
    }
}

packed! {
    /// Packed slot: 20 + 1 + 1 + 2 = 24.
    pub(crate) struct Rules {
        /// What fees are paid in, zero for none.
        fee_token: Address = 20,
        /// Number of the curve: 1 ECDSA, 2 BN254.
        curve: u8 = 1,
        /// Number of the consensus: 0 none, 1 a share of stake.
        consensus: u8 = 1,
        /// That share, bips.
        threshold_bips: u16 = 2,
    }
}

packed! {
    /// Packed slot: 20.
    pub(crate) struct Collector {
        /// Who gets the AVS's part of fees.
        fee_collector: Address = 20,
    }
}

packed! {
    /// Packed slot: 20 + 4 + 4 + 2 + 1 + 1 = 32.
    pub(crate) struct State {
        /// AVS of the set whose operators answer.
        avs: Address = 20,
        /// Number of that set.
        set_id: u32 = 4,
        /// Version of its configuration when the task was created.
        version: u32 = 4,
        /// The protocol's part of the fee, bips.
        fee_split_bips: u16 = 2,
        /// 0 none, 1 created, 2 verified.
        status: u8 = 1,
        /// Whether the fee was paid back.
        is_refunded: bool = 1,
    }
}

packed! {
    /// Packed slot: 20 + 8 + 4 = 32.
    pub(crate) struct Origin {
        /// Who asked and paid.
        creator: Address = 20,
        /// When, seconds.
        created_at: u64 = 8,
        /// Which operator table the signers must be in, seconds.
        table_timestamp: u32 = 4,
    }
}

packed! {
    /// Packed slot: 20 + 12 = 32.
    pub(crate) struct Purse {
        /// Who gets the fee back when nobody answers.
        refund_collector: Address = 20,
        /// Token units; below 2^96.
        fee: u128 = 12,
    }
}

/// Where the settings are.
pub(crate) const SETTINGS: Slot = Slot::tag(0);

/// The settings.
pub(crate) fn settings() -> Settings {
    SETTINGS.get()
}

/// Where a set's choice is.
pub(crate) fn executor(set: &OperatorSet) -> Slot {
    Slot::keyed(1, &[set.avs.as_slice(), &set.id.to_be_bytes()])
}

/// Where a configuration begins.
pub(crate) fn config(set: &OperatorSet, version: u32) -> Slot {
    Slot::keyed(2, &[set.avs.as_slice(), &set.id.to_be_bytes(), &version.to_be_bytes()])
}

/// Where a task begins.
pub(crate) fn task(hash: B256) -> Slot {
    Slot::keyed(3, &[hash.as_slice()])
}

/// Where the certificate over the answer to a task is.
pub(crate) fn certificate(hash: B256) -> Blob {
    Blob(Slot::keyed(4, &[hash.as_slice()]))
}

/// Where the answer to a task is.
pub(crate) fn result(hash: B256) -> Blob {
    Blob(Slot::keyed(5, &[hash.as_slice()]))
}
