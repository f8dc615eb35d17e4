//! The key registrar: with which key an operator signs for an operator set.
//!
//! A set chooses its curve once. A key proves itself by a signature over the operator and the set,
//! and is spent for ever: nobody can register it again, for any set, not even who gave it up.
//! Sets need not exist in the allocation manager.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod bn254;
mod digests;
mod ecdsa;
mod numbers;
mod params;
mod register;
mod storage;
mod views;

use keys::{G1Point, G2Point, OperatorSet};
use surety_common::{
    abi::{Address, B256, Bytes},
    entrypoint, external, interface,
    tail::KeyRegistrarTail,
};

interface!(pub mod keys = "IKeyRegistrar.sol");

/// The program.
#[derive(Debug)]
pub struct KeyRegistrar;

entrypoint!(KeyRegistrar, tail = KeyRegistrarTail::LEN);

#[external("IKeyRegistrar.sol", keys)]
impl KeyRegistrar {
    pub fn configure_operator_set(operator_set: OperatorSet, curve_type: u8) {
        register::configure(operator_set, curve_type);
    }

    pub fn register_key(operator: Address, operator_set: OperatorSet, key_data: Bytes, signature: Bytes) {
        register::register(operator, operator_set, key_data, signature.0);
    }

    pub fn deregister_key(operator: Address, operator_set: OperatorSet) {
        register::deregister(operator, operator_set);
    }

    pub fn allocation_manager() -> Address {
        params::allocation_manager()
    }

    pub fn permission_controller() -> Address {
        params::permission_controller()
    }

    pub fn bn254_key_registration_typehash() -> B256 {
        digests::bn254_type()
    }

    pub fn ecdsa_key_registration_typehash() -> B256 {
        digests::ecdsa_type()
    }

    pub fn encode_bn254_key_data(g1_point: G1Point, g2_point: G2Point) -> Bytes {
        views::encode_bn254(&g1_point, &g2_point)
    }

    pub fn get_bn254_key(operator_set: OperatorSet, operator: Address) -> (G1Point, G2Point) {
        views::bn254_key(&operator_set, operator)
    }

    pub fn get_bn254_key_registration_message_hash(
        operator: Address,
        operator_set: OperatorSet,
        key_data: Bytes,
    ) -> B256 {
        digests::bn254(operator, &operator_set, key_data.0)
    }

    pub fn get_ecdsa_address(operator_set: OperatorSet, operator: Address) -> Address {
        // No key reads as the zero address.
        views::ecdsa_key(&operator_set, operator).unwrap_or_default()
    }

    pub fn get_ecdsa_key(operator_set: OperatorSet, operator: Address) -> Bytes {
        views::ecdsa_key_data(&operator_set, operator)
    }

    pub fn get_ecdsa_key_registration_message_hash(
        operator: Address,
        operator_set: OperatorSet,
        key_address: Address,
    ) -> B256 {
        digests::ecdsa(operator, &operator_set, key_address)
    }

    pub fn get_key_hash(operator_set: OperatorSet, operator: Address) -> B256 {
        views::key_hash(&operator_set, operator)
    }

    pub fn get_operator_from_signing_key(operator_set: OperatorSet, key_data: Bytes) -> (Address, bool) {
        views::operator_of_key(&operator_set, key_data.0)
    }

    pub fn get_operator_set_curve_type(operator_set: OperatorSet) -> u8 {
        storage::curve(&operator_set).map_or(0, |curve| curve as u8)
    }

    pub fn is_key_globally_registered(key_hash: B256) -> bool {
        storage::spent(key_hash).is_spent
    }

    pub fn is_registered(operator_set: OperatorSet, operator: Address) -> bool {
        storage::key(&operator_set, operator).is_registered()
    }

    pub fn domain_separator() -> B256 {
        digests::domain()
    }

    pub fn version() -> Bytes {
        params::version()
    }
}
