//! The legacy AVS directory: which operators registered with which AVSs before operator sets.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | AVS, operator | 1 while registered |
//! | 1 | operator, salt | 1 once spent |
//! | 0xfd, 0xfe | | owner and pause map (common) |

#![cfg_attr(target_arch = "wasm32", no_main)]

use core::mem::offset_of;
use directory::{
    AVSMetadataURIUpdated, OperatorAVSRegistrationStatusUpdated, SignatureWithSaltAndExpiry, error,
};
use surety_common::{
    abi::{Address, B256, Bytes, Constant, U256, b256},
    entry::Tail,
    entrypoint, external, host, interface, owner, packed, pause,
    revert::require,
    signature,
    storage::Slot,
    tail::AvsDirectoryTail,
};

interface!(pub mod directory = "IAVSDirectory.sol");
interface!(mod delegation = "IDelegationManager.sol");

/// Bit of the pause map: registration and deregistration.
const REGISTRATION: u8 = 0;

/// `OperatorAVSRegistration(address operator,address avs,bytes32 salt,uint256 expiry)`.
const REGISTRATION_TYPE: Constant =
    Constant::new(b256!("da2c89bafdd34776a2b8bb9c83c82f419e20cc8c67207f70edd58249b92661bd"));
/// `OperatorSetRegistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)`: nothing
/// verifies it any more, the hash is still part of the ABI.
const SET_REGISTRATION_TYPE: Constant =
    Constant::new(b256!("809c5ac049c45b7a7f050a20f00c16cf63797efbf8b1eb8d749fdfa39ff8f929"));
/// `OperatorSetForceDeregistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)`:
/// the same.
const FORCE_DEREGISTRATION_TYPE: Constant =
    Constant::new(b256!("4ee65f64218c67b68da66fd0db16560040a6b973290b9e71912d661ee53fe495"));

packed! {
    /// Packed slot: 1.
    struct Flag {
        /// Registered, or spent.
        set: bool = 1,
    }
}

/// The program.
#[derive(Debug)]
pub struct AvsDirectory;

entrypoint!(AvsDirectory, tail = AvsDirectoryTail::LEN);

#[external("IAVSDirectory.sol", directory)]
impl AvsDirectory {
    pub fn initialize(initial_owner: Address, initial_paused_status: U256) {
        owner::initialize_once(initial_owner);
        pause::initialize(initial_paused_status, pause::in_proxy);
        directory::Initialized { version: 1 }.emit();
    }

    pub fn register_operator_to_avs(operator: Address, signed: SignatureWithSaltAndExpiry) {
        pause::require_running(REGISTRATION);
        let avs = host::sender();
        let (registered, spent) = (registration(avs, operator), salt_slot(operator, signed.salt));
        require(!registered.get::<Flag>().set, error::OPERATOR_ALREADY_REGISTERED_TO_AVS);
        require(!spent.get::<Flag>().set, error::SALT_SPENT);
        let is_operator = delegation::at::is_operator(Self::delegation(), &operator);
        require(is_operator, error::OPERATOR_NOT_REGISTERED_TO_EIGEN_LAYER);
        signature::require_unexpired(signed.expiry);
        let digest = digest(operator, avs, signed.salt, signed.expiry);
        // Spent before the operator's own code, if it has any, is asked.
        spent.set(&Flag { set: true });
        signature::require_signed(operator, digest, signed.signature.0);
        registered.set(&Flag { set: true });
        OperatorAVSRegistrationStatusUpdated { operator, avs, status: 1 }.emit();
    }

    pub fn deregister_operator_from_avs(operator: Address) {
        pause::require_running(REGISTRATION);
        let avs = host::sender();
        let registered = registration(avs, operator);
        require(registered.get::<Flag>().set, error::OPERATOR_NOT_REGISTERED_TO_AVS);
        registered.clear();
        OperatorAVSRegistrationStatusUpdated { operator, avs, status: 0 }.emit();
    }

    pub fn cancel_salt(salt: B256) {
        salt_slot(host::sender(), salt).set(&Flag { set: true });
    }

    pub fn update_avs_metadata_uri(metadata_uri: Bytes) {
        AVSMetadataURIUpdated { avs: host::sender(), metadata_uri }.emit();
    }

    pub fn pause(new_paused_status: U256) {
        pause::pause(Self::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    pub fn pause_all() {
        pause::pause_all(Self::pauser_registry(), pause::in_proxy);
    }

    pub fn unpause(new_paused_status: U256) {
        pause::unpause(Self::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    #[signature("paused()")]
    pub fn paused() -> U256 {
        pause::map()
    }

    #[signature("paused(uint8)")]
    pub fn paused_bit(index: u8) -> bool {
        pause::is_set(index)
    }

    pub fn pauser_registry() -> Address {
        Tail::address(offset_of!(AvsDirectoryTail, pauser_registry))
    }

    pub fn owner() -> Address {
        owner::get()
    }

    pub fn transfer_ownership(new_owner: Address) {
        owner::transfer(new_owner);
    }

    pub fn renounce_ownership() {
        owner::renounce();
    }

    pub fn avs_operator_status(avs: Address, operator: Address) -> u8 {
        u8::from(registration(avs, operator).get::<Flag>().set)
    }

    pub fn calculate_operator_avs_registration_digest_hash(
        operator: Address,
        avs: Address,
        salt: B256,
        expiry: U256,
    ) -> B256 {
        digest(operator, avs, salt, expiry)
    }

    pub fn delegation() -> Address {
        Tail::address(offset_of!(AvsDirectoryTail, delegation_manager))
    }

    pub fn operator_avs_registration_typehash() -> B256 {
        REGISTRATION_TYPE.word()
    }

    pub fn operator_set_force_deregistration_typehash() -> B256 {
        FORCE_DEREGISTRATION_TYPE.word()
    }

    pub fn operator_set_registration_typehash() -> B256 {
        SET_REGISTRATION_TYPE.word()
    }

    pub fn operator_salt_is_spent(operator: Address, salt: B256) -> bool {
        salt_slot(operator, salt).get::<Flag>().set
    }

    pub fn domain_separator() -> B256 {
        let name = B256::new(Tail::bytes(offset_of!(AvsDirectoryTail, name_hash)));
        signature::domain_separator(name, Self::version().0)
    }

    pub fn version() -> Bytes {
        Tail::text(offset_of!(AvsDirectoryTail, version))
    }
}

fn registration(avs: Address, operator: Address) -> Slot {
    Slot::keyed(0, &[avs.as_slice(), operator.as_slice()])
}

fn salt_slot(operator: Address, salt: B256) -> Slot {
    Slot::keyed(1, &[operator.as_slice(), salt.as_slice()])
}

fn digest(operator: Address, avs: Address, salt: B256, expiry: U256) -> B256 {
    let message = signature::struct_hash(REGISTRATION_TYPE.word(), |fields| {
        fields.push_value(&operator);
        fields.push_value(&avs);
        fields.push_value(&salt);
        fields.push_value(&expiry);
    });
    signature::digest(AvsDirectory::domain_separator(), message)
}
