//! What keys sign to be registered (EIP-712).

use crate::{keys::OperatorSet, numbers::hash, params};
use surety_common::{
    abi::{Address, B256},
    host, signature,
};

/// Hash of `ECDSAKeyRegistration(address operator,address avs,uint32 operatorSetId,address keyAddress)`.
pub(crate) fn ecdsa_type() -> B256 {
    hash(0x991b_0a33_76ce_87f8, 0xecc5_d709_6227_9ac0, 0x9cdc_e934_e8b5_b968, 0x3e73_c8ff_087c_7f81)
}

/// Hash of `BN254KeyRegistration(address operator,address avs,uint32 operatorSetId,bytes keyData)`.
pub(crate) fn bn254_type() -> B256 {
    hash(0xda86_e76d_eaed_0164, 0x1f80_ff5f_72c3_72a0, 0x38fa_5182_697a_eb96, 0x7e8b_1f98_19d5_8d81)
}

/// What an ECDSA key signs.
pub(crate) fn ecdsa(operator: Address, set: &OperatorSet, key: Address) -> B256 {
    registration(ecdsa_type(), operator, set, key.into_word())
}

/// What a BN254 key signs: `bytes` enter by their hash.
pub(crate) fn bn254(operator: Address, set: &OperatorSet, key_data: &[u8]) -> B256 {
    registration(bn254_type(), operator, set, host::keccak(key_data))
}

/// The separator of this contract's signatures from all others'.
pub(crate) fn domain() -> B256 {
    signature::domain_separator(params::name_hash(), params::version().0)
}

fn registration(type_hash: B256, operator: Address, set: &OperatorSet, key: B256) -> B256 {
    let message = signature::struct_hash(type_hash, |fields| {
        fields.push_value(&operator);
        fields.push_value(&set.avs);
        fields.push_value(&set.id);
        fields.push_word(&key);
    });
    signature::digest(domain(), message)
}
