//! What an AVS says of itself: that it exists, and who decides about its members.

use surety_common::{
    abi::{Address, Bytes},
    allocations::{
        avs::Avs,
        manager::{self, error},
    },
    interface,
    revert::require,
};

interface!(pub(crate) mod registrar = "IAVSRegistrar.sol");

/// Publishes where the metadata is; the address itself is not stored. The first time makes the
/// account an AVS.
pub(crate) fn publish(avs: Address, metadata_uri: Bytes) {
    let mut record = Avs::load(avs);
    record.published = true;
    record.store(avs);
    manager::AVSMetadataURIUpdated { avs, metadata_uri }.emit();
}

/// Sets who is asked when operators join or leave; it must serve the AVS.
pub(crate) fn set_registrar(avs: Address, registrar: Address) {
    require(registrar::at::supports_avs(registrar, &avs), error::INVALID_AVS_REGISTRAR);
    let mut record = Avs::load(avs);
    record.registrar = registrar;
    record.store(avs);
    manager::AVSRegistrarSet { avs, registrar: record.registrar_or(avs) }.emit();
}
