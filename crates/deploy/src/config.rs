//! `deployments/config/<chain>.toml`.

use crate::DeployError;
use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// One deployment on one chain: who, how long, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The chain.
    pub chain_id: u64,
    /// Tells several deployments of one deployer apart: part of every address.
    pub salt: String,
    /// Who may do what.
    pub roles: Roles,
    /// Who may replace programs.
    pub upgrades: Upgrading,
    /// How long things take, in L1 blocks.
    pub delays: Delays,
    /// The EIP-712 domain.
    pub domain: Domain,
    /// The rewards coordinator.
    pub rewards: Rewards,
    /// The task mailbox; none is deployed without it.
    pub mailbox: Option<Mailbox>,
    /// Strategies to begin with, new ones at the end.
    #[serde(default)]
    pub strategies: Vec<Strategy>,
    /// What transactions may cost.
    #[serde(default)]
    pub fees: Fees,
}

/// Who may do what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Sends the deployment, and has no power over it afterwards.
    pub deployer: Address,
    /// Owner of every contract that has one.
    pub owner: Address,
    /// May unpause, and names pausers.
    pub unpauser: Address,
    /// May pause.
    #[serde(default)]
    pub pausers: Vec<Address>,
    /// May pause through the protocol registry.
    pub protocol_pauser: Address,
    /// Publishes rewards roots.
    pub rewards_updater: Address,
    /// Receives protocol fees.
    pub fee_recipient: Address,
    /// May submit rewards on behalf of AVSs.
    pub emissions_controller: Address,
    /// Where slashed shares of ordinary sets go.
    #[serde(default = "burn_address")]
    pub burn: Address,
    /// The strategy that redistributing sets refuse.
    #[serde(default)]
    pub eigen_strategy: Address,
    /// What `eigenPodManager()` answers; an account without code.
    #[serde(default)]
    pub eigen_pod_manager: Address,
}

/// Who may replace programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrading {
    /// The admin in the proxies' code; without one the programs are final.
    pub admin: Option<Address>,
    /// What the admin is.
    #[serde(default)]
    pub kind: TimelockKind,
    /// Least delay of a timelock, seconds.
    #[serde(default)]
    pub delay_secs: u64,
}

/// What the admin is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimelockKind {
    /// OpenZeppelin's `TimelockController`.
    #[default]
    Timelock,
    /// An account or wallet that calls at once: for development.
    Account,
}

/// How long things take, in L1 blocks, which is what contracts on Arbitrum see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delays {
    /// A withdrawal stays queued.
    pub withdrawal_blocks: u32,
    /// A deallocation stays slashable.
    pub deallocation_blocks: u32,
    /// Until a changed allocation delay or slasher takes effect.
    pub configuration_blocks: u32,
}

/// The EIP-712 domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// The version string, 1 to 31 bytes.
    pub version: String,
}

/// The rewards coordinator; times and spans in seconds, splits in bips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rewards {
    /// Starts and durations of submissions are multiples of it; a multiple of a day.
    pub calculation_interval_secs: u32,
    /// The longest span of a submission.
    pub max_duration_secs: u32,
    /// How far back a span may start.
    pub max_retroactive_secs: u32,
    /// How far ahead a span may start.
    pub max_future_secs: u32,
    /// No span starts earlier; a multiple of the interval.
    pub genesis_timestamp: u32,
    /// Until a root or split takes effect.
    pub activation_delay_secs: u32,
    /// The split of operators that have set none.
    pub default_split_bips: u16,
    /// What stands for native stake in submissions.
    #[serde(default)]
    pub beacon_chain_strategy: Address,
}

/// The task mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Checks certificates of BN254 keys.
    pub bn254_verifier: Address,
    /// Checks certificates of ECDSA keys.
    pub ecdsa_verifier: Address,
    /// The most time that operators may be given for an answer, seconds.
    pub max_task_sla_secs: u64,
    /// The protocol's part of fees, bips.
    pub fee_split_bips: u16,
}

/// A strategy to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// What it takes.
    pub token: Address,
    /// Most of one deposit, smallest units of the token; together with `max_total`.
    pub max_per_deposit: Option<U256>,
    /// Most that it holds, smallest units of the token.
    pub max_total: Option<U256>,
}

/// What transactions may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fees {
    /// No transaction offers more for a unit of gas, wei.
    pub max_fee_wei: u64,
    /// Tip for a unit of gas, wei; Arbitrum's sequencer wants none.
    pub priority_fee_wei: u64,
    /// Seconds until a transaction that is not mined is sent again with a higher fee.
    pub bump_after_secs: u64,
    /// How often it is.
    pub bumps: u32,
    /// What activations offer on top of the data fee asked for, percent; the chain hands back the rest.
    pub data_fee_margin_percent: u64,
}

impl Default for Fees {
    fn default() -> Self {
        Self {
            max_fee_wei: 10_000_000_000,
            priority_fee_wei: 0,
            bump_after_secs: 30,
            bumps: 8,
            data_fee_margin_percent: 20,
        }
    }
}

impl Config {
    /// Reads a file and checks all of it.
    ///
    /// # Errors
    /// [`DeployError::Config`] if it has not the form, [`DeployError::Invalid`] with everything that
    /// makes no sense.
    pub fn read(path: &Path) -> Result<Self, DeployError> {
        let wrong = |reason: String| DeployError::Config { path: path.to_owned(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let config: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        config.validate()?;
        Ok(config)
    }
}

fn burn_address() -> Address {
    surety_suite::BURN_ADDRESS
}
