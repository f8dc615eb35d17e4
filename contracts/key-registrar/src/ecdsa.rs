//! ECDSA keys: addresses, of a secp256k1 key or of a contract that answers ERC-1271.

use crate::{
    digests,
    keys::{OperatorSet, error},
};
use surety_common::{
    abi::{Address, B256},
    host,
    revert::require,
    signature,
};

/// The address in the key data. Reverts with `InvalidKeyFormat`, `ZeroPubkey`.
pub(crate) fn decode(data: &[u8]) -> Address {
    let Ok(bytes) = <[u8; 20]>::try_from(data) else { error::INVALID_KEY_FORMAT.raise() };
    let address = Address::new(bytes);
    require(!address.is_zero(), error::ZERO_PUBKEY);
    address
}

/// What a key is known by.
pub(crate) fn hash(key: Address) -> B256 {
    host::keccak(key.as_slice())
}

/// Reverts with `InvalidSignature` unless the key signed to serve the operator in the set. Such
/// signatures do not expire: the key is spent with the first.
pub(crate) fn require_signed(key: Address, operator: Address, set: &OperatorSet, signature: &[u8]) {
    signature::require_signed(key, digests::ecdsa(operator, set, key), signature);
}
