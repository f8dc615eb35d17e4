//! The release manager: which software an AVS wants the operators of a set to run, and by when.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | set | how many releases there are |
//! | 1 | set | the metadata URI, as a byte string |
//! | 2 | set, release id | the release in its ABI encoding, as a byte string |

#![cfg_attr(target_arch = "wasm32", no_main)]

use core::mem::offset_of;
use releases::{MetadataURIPublished, OperatorSet, Release, ReleasePublished, error};
use surety_common::{
    abi::{Address, Bytes, Decode, Encode as _, U256, Writer},
    authority,
    blob::Blob,
    entry::Tail,
    entrypoint, external, host, interface, packed,
    revert::{self, OrRevert, require},
    storage::Slot,
    tail::ReleaseManagerTail,
};

interface!(pub mod releases = "IReleaseManager.sol");

packed! {
    /// Packed slot: 4.
    struct Count {
        /// Releases of a set.
        len: u32 = 4,
    }
}

/// The program.
#[derive(Debug)]
pub struct ReleaseManager;

entrypoint!(ReleaseManager, tail = ReleaseManagerTail::LEN);

#[external("IReleaseManager.sol", releases)]
impl ReleaseManager {
    pub fn publish_metadata_uri(operator_set: OperatorSet, metadata_uri: Bytes) {
        require_may_act_for(operator_set.avs);
        require(!metadata_uri.0.is_empty(), error::INVALID_METADATA_URI);
        metadata(&operator_set).store(metadata_uri.0);
        MetadataURIPublished { operator_set, metadata_uri }.emit();
    }

    pub fn publish_release(operator_set: OperatorSet, release: Release) -> U256 {
        require_may_act_for(operator_set.avs);
        require(!metadata(&operator_set).is_empty(), error::MUST_PUBLISH_METADATA_URI);
        // Zero stands for "at once".
        let by = release.upgrade_by_time;
        require(by == 0 || u64::from(by) >= host::timestamp(), error::INVALID_UPGRADE_BY_TIME);
        let slot = count_slot(&operator_set);
        let Count { len: id } = slot.get();
        slot.set(&Count { len: id.checked_add(1).or_revert() });
        let mut encoded = Writer::new();
        release.put(&mut encoded, 0);
        stored(&operator_set, id).store(encoded.bytes());
        let release_id = U256::from(id);
        ReleasePublished { operator_set, release_id, release }.emit();
        release_id
    }

    pub fn get_total_releases(operator_set: OperatorSet) -> U256 {
        U256::from(count(&operator_set))
    }

    /// An id past the end is panic 0x32, as a list's.
    pub fn get_release(operator_set: OperatorSet, release_id: U256) -> Release {
        match u32::try_from(release_id) {
            Ok(id) if id < count(&operator_set) => load(&operator_set, id),
            _ => revert::panic(0x32),
        }
    }

    pub fn get_latest_release(operator_set: OperatorSet) -> (U256, Release) {
        let id = latest(&operator_set);
        (U256::from(id), load(&operator_set, id))
    }

    pub fn get_latest_upgrade_by_time(operator_set: OperatorSet) -> u32 {
        load(&operator_set, latest(&operator_set)).upgrade_by_time
    }

    pub fn is_valid_release(operator_set: OperatorSet, release_id: U256) -> bool {
        U256::from(latest(&operator_set)) == release_id
    }

    pub fn get_metadata_uri(operator_set: OperatorSet) -> Bytes {
        Bytes(metadata(&operator_set).load())
    }
}

fn require_may_act_for(avs: Address) {
    let controller = Tail::address(offset_of!(ReleaseManagerTail, permission_controller));
    authority::require_may_act_for(controller, avs);
}

/// Id of the newest release; reverts with `NoReleases`.
fn latest(set: &OperatorSet) -> u32 {
    match count(set).checked_sub(1) {
        Some(id) => id,
        None => error::NO_RELEASES.raise(),
    }
}

fn load(set: &OperatorSet, id: u32) -> Release {
    Decode::read(stored(set, id).load(), 0)
}

fn count(set: &OperatorSet) -> u32 {
    count_slot(set).get::<Count>().len
}

fn count_slot(set: &OperatorSet) -> Slot {
    in_set(0, set, &[])
}

fn metadata(set: &OperatorSet) -> Blob {
    Blob(in_set(1, set, &[]))
}

fn stored(set: &OperatorSet, id: u32) -> Blob {
    Blob(in_set(2, set, &id.to_be_bytes()))
}

fn in_set(tag: u8, set: &OperatorSet, keys: &[u8]) -> Slot {
    Slot::keyed(tag, &[set.avs.as_slice(), &set.id.to_be_bytes(), keys])
}
