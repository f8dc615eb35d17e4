//! The protocol registry: where the protocol's contracts are, and one button that pauses them.
//!
//! The table of its storage is in [`storage`].

#![cfg_attr(target_arch = "wasm32", no_main)]

mod deployments;
mod names;
mod roles;
mod storage;

use registry::DeploymentConfig;
use surety_common::{
    abi::{Address, B256, Bytes, FixedBytes, U256, Vec},
    entrypoint, external, interface, revert,
};

interface!(pub mod registry = "IProtocolRegistry.sol");

/// The program.
#[derive(Debug)]
pub struct ProtocolRegistry;

entrypoint!(ProtocolRegistry, tail = surety_common::tail::ProtocolRegistryTail::LEN);

#[external("IProtocolRegistry.sol", registry)]
impl ProtocolRegistry {
    pub fn initialize(initial_admin: Address, pauser_multisig: Address) {
        storage::initialize_once();
        roles::grant(roles::DEFAULT_ADMIN, initial_admin);
        roles::grant(roles::pauser(), pauser_multisig);
        registry::Initialized { version: 1 }.emit();
    }

    pub fn ship(
        addresses: Vec<Address>,
        configs: Vec<DeploymentConfig>,
        contract_names: Vec<Bytes>,
        semantic_version: Bytes,
    ) {
        roles::require_caller(roles::DEFAULT_ADMIN);
        deployments::ship(addresses, configs, contract_names, semantic_version);
    }

    pub fn configure(name: Bytes, config: DeploymentConfig) {
        roles::require_caller(roles::DEFAULT_ADMIN);
        deployments::configure(name, config);
    }

    pub fn pause_all() {
        roles::require_caller(roles::pauser());
        deployments::pause_all();
    }

    pub fn grant_role(role: B256, account: Address) {
        roles::require_caller(roles::DEFAULT_ADMIN);
        roles::grant(role, account);
    }

    pub fn revoke_role(role: B256, account: Address) {
        roles::require_caller(roles::DEFAULT_ADMIN);
        roles::revoke(role, account);
    }

    pub fn renounce_role(role: B256, account: Address) {
        roles::require_own(account);
        roles::revoke(role, account);
    }

    pub fn version() -> Bytes {
        names::text(&storage::version().load())
    }

    pub fn major_version() -> Bytes {
        match Self::version().0.get(..1) {
            Some(first) => Bytes(first),
            None => revert::panic(0x32),
        }
    }

    pub fn get_address(name: Bytes) -> Address {
        deployments::find(name)
    }

    pub fn get_deployment(name: Bytes) -> (Address, DeploymentConfig) {
        let addr = deployments::find(name);
        (addr, storage::config(addr))
    }

    pub fn get_all_deployments() -> (Vec<Bytes>, Vec<Address>, Vec<DeploymentConfig>) {
        deployments::all()
    }

    pub fn total_deployments() -> U256 {
        U256::from(storage::state().deployments)
    }

    pub fn pauser_role() -> B256 {
        roles::pauser()
    }

    pub fn default_admin_role() -> B256 {
        roles::DEFAULT_ADMIN
    }

    pub fn has_role(role: B256, account: Address) -> bool {
        roles::has(role, account)
    }

    pub fn get_role_admin(_role: B256) -> B256 {
        roles::DEFAULT_ADMIN
    }

    pub fn get_role_member(role: B256, index: U256) -> Address {
        roles::member(role, index)
    }

    pub fn get_role_member_count(role: B256) -> U256 {
        U256::from(roles::count(role))
    }

    /// ERC-165 itself, `IAccessControl` and `IAccessControlEnumerable`.
    pub fn supports_interface(interface_id: FixedBytes<4>) -> bool {
        matches!(u32::from_be_bytes(interface_id.0), 0x01ff_c9a7 | 0x7965_db0b | 0x5a05_180f)
    }
}
