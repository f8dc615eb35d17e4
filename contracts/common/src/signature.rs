//! EIP-712 digests and the signatures of accounts, EOAs and ERC-1271 contracts alike.

use crate::{
    abi::{Address, B256, Constant, Encode, U256, Writer, b256},
    host::{self, CallKind},
    interface,
    revert::{Error, require},
};

interface!(mod erc1271 = "IERC1271.sol");

const SIGNATURE_EXPIRED: Error = Error(0x0819_bdcd);
const INVALID_SIGNATURE: Error = Error(0x8baa_579f);

/// Hash of `EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)`.
const DOMAIN_TYPE: Constant =
    Constant::new(b256!("8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f"));

/// Half the order of secp256k1: a larger `s` is the malleable twin of a smaller one.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5d,
    0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];

/// The domain separator of this contract. `name` is the name's hash and `version` the full version
/// string, of which the domain has only the first byte.
pub fn domain_separator(name: B256, version: &[u8]) -> B256 {
    let mut out = Writer::new();
    out.push_word(&DOMAIN_TYPE.word());
    out.push_word(&name);
    out.push_word(&host::keccak(version.get(..1).unwrap_or_default()));
    out.push_value(&host::chain_id());
    out.push_value(&host::this());
    host::keccak(out.bytes())
}

/// `keccak256(0x1901 ‖ domain ‖ structHash)`.
pub fn digest(domain: B256, struct_hash: B256) -> B256 {
    let mut out = Writer::new();
    out.push_raw(&[0x19, 0x01]);
    out.push_word(&domain);
    out.push_word(&struct_hash);
    host::keccak(out.bytes())
}

/// Hash of a struct whose fields are single words: `struct_hash(TYPE, |w| w.push_value(&staker))`.
pub fn struct_hash(type_hash: B256, fields: impl FnOnce(&mut Writer)) -> B256 {
    let mut out = Writer::new();
    out.push_word(&type_hash);
    fields(&mut out);
    host::keccak(out.bytes())
}

/// Reverts with `SignatureExpired` after `expiry` (seconds).
pub fn require_unexpired(expiry: U256) {
    require(expiry >= U256::from(host::timestamp()), SIGNATURE_EXPIRED);
}

/// Reverts with `InvalidSignature` unless `signer` signed `digest`.
pub fn require_signed(signer: Address, digest: B256, signature: &[u8]) {
    require(is_valid(signer, digest, signature), INVALID_SIGNATURE);
}

/// A 65-byte signature that recovers to the signer, else what the signer's own code says.
pub fn is_valid(signer: Address, digest: B256, signature: &[u8]) -> bool {
    recovers_to(signer, digest, signature) || contract_accepts(signer, digest, signature)
}

fn recovers_to(signer: Address, digest: B256, signature: &[u8]) -> bool {
    let Some((rs, [v])) = signature.split_first_chunk::<64>() else { return false };
    let (_, s) = rs.split_at(32);
    if s > HALF_ORDER.as_slice() {
        return false;
    }
    let mut input = Writer::new();
    input.push_word(&digest);
    input.push_value(v);
    input.push_raw(rs);
    let ecrecover = Address::with_last_byte(1);
    // The precompile answers nothing for a malformed signature.
    host::call(CallKind::Static, ecrecover, input.bytes(), u64::MAX)
        && host::return_data(32).get(12..) == Some(signer.as_slice())
}

fn contract_accepts(signer: Address, digest: B256, signature: &[u8]) -> bool {
    let mut data = Writer::with_selector(erc1271::selector::IS_VALID_SIGNATURE);
    data.push_value(&digest);
    data.push_value(&64_u32);
    signature.put(&mut data, 0);
    let mut accepted = [0; 32];
    accepted[..4].copy_from_slice(&erc1271::selector::IS_VALID_SIGNATURE.to_be_bytes());
    crate::call::attempt(CallKind::Static, signer, data.bytes(), 32).is_some_and(|answer| answer == accepted)
}
