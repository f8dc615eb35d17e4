//! Recording deployments, changing how they are treated, pausing and finding them.

use crate::{
    names,
    registry::{
        DeploymentConfig, DeploymentConfigDeleted, DeploymentConfigured, DeploymentShipped,
        SemanticVersionUpdated, error,
    },
    storage::{self, Deployment},
};
use surety_common::{
    abi::{Address, Bytes, Vec},
    interface,
    revert::{self, require},
};

// Every pausable contract answers the same function; the smallest interface gives the call.
interface!(mod pausable = "IAVSDirectory.sol");

/// Records a version and the deployments that are new in it.
pub(crate) fn ship(
    addresses: Vec<Address>,
    configs: Vec<DeploymentConfig>,
    contract_names: Vec<Bytes>,
    semantic_version: Bytes,
) {
    let lengths = [configs.len(), contract_names.len()];
    require(lengths == [addresses.len(); 2], error::ARRAY_LENGTH_MISMATCH);
    let version = storage::version();
    let previous_semantic_version = names::text(&version.load());
    version.store(&names::word(semantic_version));
    SemanticVersionUpdated { previous_semantic_version, semantic_version }.emit();
    for ((addr, config), name) in addresses.into_iter().zip(configs).zip(contract_names) {
        require(!addr.is_zero(), error::INPUT_ADDRESS_ZERO);
        require(!name.0.is_empty(), error::INPUT_NAME_EMPTY);
        append(addr, config, &names::word(name));
    }
}

fn append(addr: Address, config: DeploymentConfig, name: &[u8; 32]) {
    let slot = storage::deployment(name);
    let known: Deployment = slot.get();
    if !known.is_shipped {
        storage::push_name(name);
    } else if known.addr != addr {
        // Forgotten even if the address has another name, as in the original.
        storage::set_config(known.addr, &DeploymentConfig::default());
        DeploymentConfigDeleted { addr: known.addr }.emit();
    }
    slot.set(&Deployment { addr, is_shipped: true });
    storage::set_config(addr, &config);
    DeploymentShipped { addr, config }.emit();
}

/// Changes how the deployment of a name is treated.
pub(crate) fn configure(name: Bytes, config: DeploymentConfig) {
    let Deployment { addr, is_shipped } = storage::deployment(&names::word(name)).get();
    require(is_shipped, error::DEPLOYMENT_NOT_SHIPPED);
    storage::set_config(addr, &config);
    DeploymentConfigured { addr, config }.emit();
}

/// Pauses what is pausable and in use. Whatever a callee changes meanwhile counts for what comes
/// after it, but for the number of names.
pub(crate) fn pause_all() {
    for i in 0..storage::state().deployments {
        let Deployment { addr, .. } = storage::deployment(&storage::name(i)).get();
        let config = storage::config(addr);
        if config.pausable && !config.deprecated {
            pausable::at::pause_all(addr);
        }
    }
}

/// The address of a name.
pub(crate) fn find(name: Bytes) -> Address {
    let Deployment { addr, is_shipped } = storage::deployment(&names::word(name)).get();
    if !is_shipped {
        // "EnumerableMap: nonexistent key"
        revert::short_string(
            30,
            [0x456e_756d_6572_6162, 0x6c65_4d61_703a_206e, 0x6f6e_6578_6973_7465, 0x6e74_206b_6579_0000],
        );
    }
    addr
}

/// Names, addresses and how they are treated, in the names' order.
pub(crate) fn all() -> (Vec<Bytes>, Vec<Address>, Vec<DeploymentConfig>) {
    let (mut texts, mut addresses, mut configs) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..storage::state().deployments {
        let name = storage::name(i);
        let Deployment { addr, .. } = storage::deployment(&name).get();
        texts.push(names::text(&name));
        addresses.push(addr);
        configs.push(storage::config(addr));
    }
    (texts, addresses, configs)
}
