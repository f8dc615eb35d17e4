//! Who plays in a story, and the deployment it starts from.

use crate::eip712::address_of;
use crate::world::{Directory, Moment, WorldParams};
use alloy_primitives::{Address, B256, keccak256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// EIP-712 domain name of a deployment of our own.
pub const DOMAIN_NAME: &str = "Surety";

/// The roles of the recorded scenarios: groups whose addresses ascend, and single accounts.
const GROUPS: &[(&str, usize)] = &[
    ("staker", 5),
    ("operator", 4),
    ("avs", 3),
    ("appointee", 2),
    ("admin", 2),
    ("redist", 2),
    ("claimer", 2),
    ("approver", 2),
];
const SINGLES: &[&str] = &[
    "owner",
    "pauser",
    "unpauser",
    "rewardsUpdater",
    "feeRecipient",
    "emissions",
    "other",
    "deployer",
    "ecdsaKey1",
    "ecdsaKey2",
    "forAllSubmitter",
];

/// The block at which stories start. Above the withdrawal delay, which slashing needs.
const START_BLOCK: u64 = 11_000;
/// The time at which stories start: a multiple of a day.
const START_TIME: u64 = 1_800_057_600;
/// Seconds between blocks.
pub const BLOCK_SECS: u64 = 12;

/// Accounts by symbol with their private keys, which come from public labels, so that anyone can
/// act a story on a chain.
pub fn keys() -> &'static BTreeMap<String, B256> {
    static KEYS: OnceLock<BTreeMap<String, B256>> = OnceLock::new();
    KEYS.get_or_init(derive_keys)
}

fn derive_keys() -> BTreeMap<String, B256> {
    let account = |label: &str| {
        let key = keccak256(format!("surety story: {label}"));
        (address_of(key).unwrap_or(Address::ZERO), key)
    };
    let mut keys = BTreeMap::new();
    for (group, size) in GROUPS {
        let mut members: Vec<_> = (1..=*size).map(|i| account(&format!("{group}{i}"))).collect();
        // Within a group addresses ascend, as in the recordings.
        members.sort();
        for (index, (_, key)) in members.into_iter().enumerate() {
            keys.insert(format!("${group}{}", index.saturating_add(1)), key);
        }
    }
    for single in SINGLES {
        keys.insert(format!("${single}"), account(single).1);
    }
    keys
}

/// Accounts by symbol.
pub fn actors() -> Directory {
    // Deriving an address is a curve multiplication; a catalogue asks for the same ones each time.
    static ACTORS: OnceLock<Directory> = OnceLock::new();
    let address = |key: &B256| address_of(*key).unwrap_or(Address::ZERO);
    let derive = || keys().iter().map(|(symbol, key)| (symbol.clone(), address(key))).collect();
    ACTORS.get_or_init(derive).clone()
}

/// The deployment a story starts from unless it says otherwise: short delays, so that a reader can
/// count the blocks.
pub fn default_params() -> WorldParams {
    WorldParams {
        withdrawal_delay_blocks: 10,
        deallocation_delay_blocks: 10,
        allocation_configuration_delay_blocks: 15,
        rewards_activation_delay_secs: 7_200,
        calculation_interval_secs: 86_400,
        max_rewards_duration_secs: 6_048_000,
        max_retroactive_secs: 7_776_000,
        max_future_secs: 2_592_000,
        genesis_rewards_timestamp: 1_710_979_200,
        default_split_bips: 1_000,
        eip712_name: DOMAIN_NAME.to_owned(),
        version: "1.12.0".to_owned(),
        chain_id: crate::recorded::fixture::CHAIN_ID,
        start: Moment { block: START_BLOCK, timestamp: START_TIME },
        actors: actors(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_ascend_within_a_group() {
        let actors = actors();
        let stakers: Vec<Address> = (1..=5).map(|i| actors[&format!("$staker{i}")]).collect();
        assert!(stakers.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(actors.values().all(|a| !a.is_zero()));
    }
}
