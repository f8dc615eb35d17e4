//! Where everything is deployed.

use crate::delegation::BEACON_CHAIN_STRATEGY;
use crate::strategy_manager::BURN_ADDRESS;
use crate::world::ModelError;
use alloy_primitives::{Address, keccak256};
use surety_scenario::world::Directory;

/// The ordinary strategies' letters, in the order of their addresses.
pub(crate) const LETTERS: [char; 5] = ['A', 'B', 'C', 'D', 'E'];
/// Strategies and tokens that no letter names.
const OTHERS: [&str; 22] = [
    "$dm",
    "$sm",
    "$am",
    "$pc",
    "$rc",
    "$kr",
    "$avsd",
    "$sf",
    "$rm",
    "$pr",
    "$tm",
    "$taskHook",
    "$bn254Verifier",
    "$ecdsaVerifier",
    "$epm",
    "$pauserRegistry",
    "$strategyTVL",
    "$tokenTVL",
    "$eigenStrategy",
    "$eigenToken",
    "$acceptRegistrar",
    "$rejectRegistrar",
];

/// The contracts' addresses.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    pub(crate) delegation_manager: Address,
    pub(crate) strategy_manager: Address,
    pub(crate) allocation_manager: Address,
    pub(crate) permission_controller: Address,
    pub(crate) rewards_coordinator: Address,
    pub(crate) key_registrar: Address,
    pub(crate) avs_directory: Address,
    pub(crate) strategy_factory: Address,
    /// An account without code: there are no pods on this chain.
    pub(crate) eigen_pod_manager: Address,
    pub(crate) pauser_registry: Address,
    pub(crate) eigen_strategy: Address,
    /// Checks certificates of BN254 keys.
    pub(crate) bn254_verifier: Address,
    /// Checks certificates of ECDSA keys.
    pub(crate) ecdsa_verifier: Address,
    /// Whose signatures `$wallet1271` accepts.
    pub(crate) wallet_key: Option<Address>,
    /// May submit rewards for any AVS.
    pub(crate) emissions_controller: Address,
}

impl Addresses {
    /// Reads them from a directory.
    ///
    /// # Errors
    /// [`ModelError::MissingSymbol`].
    pub(crate) fn find(directory: &Directory) -> Result<Self, ModelError> {
        let at = |symbol: &str| find(directory, symbol);
        Ok(Self {
            delegation_manager: at("$dm")?,
            strategy_manager: at("$sm")?,
            allocation_manager: at("$am")?,
            permission_controller: at("$pc")?,
            rewards_coordinator: at("$rc")?,
            key_registrar: at("$kr")?,
            avs_directory: at("$avsd")?,
            strategy_factory: at("$sf")?,
            eigen_pod_manager: at("$epm")?,
            pauser_registry: at("$pauserRegistry")?,
            eigen_strategy: at("$eigenStrategy")?,
            bn254_verifier: at("$bn254Verifier")?,
            ecdsa_verifier: at("$ecdsaVerifier")?,
            wallet_key: directory.get("$approver2").copied(),
            emissions_controller: directory.get("$emissions").copied().unwrap_or_default(),
        })
    }
}

/// The address of a symbol.
pub(crate) fn find(directory: &Directory, symbol: &str) -> Result<Address, ModelError> {
    directory.get(symbol).copied().ok_or_else(|| ModelError::MissingSymbol(symbol.to_owned()))
}

/// Makes up addresses for everything that a world deploys, `$strategyA` to `$strategyE` ascending.
pub(crate) fn invent() -> Directory {
    let of = |symbol: &str| Address::from_word(keccak256(format!("surety model {symbol}")));
    let mut directory = Directory::new();
    for symbol in OTHERS.into_iter().chain(["$unsupportedRegistrar", "$wallet1271"]) {
        directory.insert(symbol.to_owned(), of(symbol));
    }
    let mut strategies = LETTERS.map(|letter| of(&format!("$strategy{letter}")));
    strategies.sort_unstable();
    for (letter, strategy) in LETTERS.into_iter().zip(strategies) {
        directory.insert(format!("$strategy{letter}"), strategy);
        directory.insert(format!("$token{letter}"), of(&format!("$token{letter}")));
    }
    directory.insert("$burn".to_owned(), BURN_ADDRESS);
    directory.insert("$beaconChainETHStrategy".to_owned(), BEACON_CHAIN_STRATEGY);
    directory
}
