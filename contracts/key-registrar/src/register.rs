//! Choosing a set's curve, registering keys and giving them up.

use crate::{
    bn254::KeyPair,
    ecdsa,
    keys::{KeyDeregistered, KeyRegistered, OperatorSet, OperatorSetConfigured, error},
    params,
    storage::{self, Curve},
};
use surety_common::{
    abi::{Address, Bytes},
    allocations::{
        manager,
        membership::{self, Membership},
    },
    host,
    revert::{self, require},
    sister,
};

/// Chooses the set's curve, once.
pub(crate) fn configure(set: OperatorSet, curve_type: u8) {
    let curve = Curve::from_number(curve_type);
    // Not one of the enum's values: the calldata is malformed, before anything is looked at.
    if curve.is_none() && curve_type != 0 {
        revert::empty();
    }
    params::require_may_act_for(set.avs);
    let Some(curve) = curve else { error::INVALID_CURVE_TYPE.raise() };
    require(storage::curve(&set).is_none(), error::CONFIGURATION_ALREADY_SET);
    storage::set_curve(&set, curve);
    OperatorSetConfigured { operator_set: set, curve_type }.emit();
}

/// Registers the operator's key, which has to have signed for it.
///
/// The key's own code, if it has any, is asked before anything is stored, but without permission to
/// change state: nobody can come between check and effect.
pub(crate) fn register(operator: Address, set: OperatorSet, pubkey: Bytes, signature: &[u8]) {
    params::require_may_act_for(operator);
    let curve = storage::require_curve(&set);
    let place = storage::key(&set, operator);
    require(!place.is_registered(), error::OPERATOR_ALREADY_REGISTERED);
    // When the original looks whether the key is spent differs from curve to curve.
    let hash = match curve {
        Curve::Ecdsa => {
            let key = ecdsa::decode(pubkey.0);
            let hash = ecdsa::hash(key);
            storage::require_unspent(hash);
            ecdsa::require_signed(key, operator, &set, signature);
            place.set_address(key);
            hash
        }
        Curve::Bn254 => {
            let key = KeyPair::decode(pubkey.0);
            key.require_signed(operator, &set, signature);
            let hash = key.hash();
            storage::require_unspent(hash);
            place.set_words(key.compressed());
            hash
        }
    };
    storage::spend(hash, operator);
    KeyRegistered { operator_set: set, operator, curve_type: curve as u8, pubkey }.emit();
}

/// Gives up the operator's key. It stays spent.
pub(crate) fn deregister(operator: Address, set: OperatorSet) {
    params::require_may_act_for(operator);
    let slot = membership::slot(operator, &manager::OperatorSet { avs: set.avs, id: set.id });
    let membership: Membership = sister::read(params::allocation_manager(), slot);
    if membership.is_slashable(host::block_number()) {
        error::operator_still_slashable(set, operator);
    }
    let curve = storage::require_curve(&set);
    let key = storage::key(&set, operator);
    if !key.is_registered() {
        error::key_not_found(set, operator);
    }
    key.clear();
    KeyDeregistered { operator_set: set, operator, curve_type: curve as u8 }.emit();
}
