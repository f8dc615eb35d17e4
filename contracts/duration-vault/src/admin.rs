//! What the admin may change.

use crate::{
    params, storage,
    term::{Stage, Term},
    vault::{self, error},
};
use surety_common::{
    abi::{Bytes, U256},
    host,
    revert::require,
    vault::limits,
};

/// Reverts with `OnlyVaultAdmin` for anyone else.
pub(crate) fn require_admin() {
    require(host::sender() == params::admin(), error::ONLY_VAULT_ADMIN);
}

/// Replaces both limits, wei of the token, while deposits are open.
pub(crate) fn replace_limits(per_deposit: U256, stake_cap: U256) {
    require(Term::load().stage() == Stage::Deposits, error::DEPOSITS_LOCKED);
    limits::replace(per_deposit, stake_cap);
}

/// Moves the vault's metadata.
pub(crate) fn publish(new_metadata_uri: Bytes) {
    store_metadata(new_metadata_uri);
    vault::MetadataURIUpdated { new_metadata_uri }.emit();
}

/// Stores where the vault's metadata is.
pub(crate) fn store_metadata(uri: Bytes) {
    storage::metadata_uri().store(uri.0);
}
