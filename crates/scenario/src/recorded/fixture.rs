//! `fixture.json`: actors with their keys, and the parameters of each deployment.

use super::error::RecordedError;
use super::file::{read, syntax};
use crate::eip712::{DomainBase, address_of};
use crate::world::{Directory, Moment, WorldParams};
use alloy_primitives::{Address, B256};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The EIP-712 domain name of the recorded deployment (reference, section 3.3).
pub const DOMAIN_NAME: &str = "EigenLayer";
/// The chain id a recorded scenario is played with: a local Arbitrum chain's. The recordings
/// themselves are independent of it.
pub const CHAIN_ID: u64 = 412_346;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixtureFile {
    /// The file it came from; not part of the format.
    #[serde(skip)]
    pub file: PathBuf,
    /// For people.
    #[serde(default)]
    pub note: Option<String>,
    /// Externally owned accounts by symbol.
    pub actors: BTreeMap<String, Actor>,
    /// Deployments by name.
    pub fixtures: BTreeMap<String, Deployment>,
}

/// An externally owned account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Actor {
    /// Its address.
    pub address: Address,
    /// Its secp256k1 key.
    pub private_key: B256,
}

/// Parameters of one deployment. Delays are blocks, the rewards' lengths are seconds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "named as in the file; meanings stand on `WorldParams`")]
pub struct Deployment {
    pub version: String,
    #[serde(rename = "MIN_WITHDRAWAL_DELAY_BLOCKS")]
    pub min_withdrawal_delay_blocks: u32,
    #[serde(rename = "DEALLOCATION_DELAY")]
    pub deallocation_delay: u32,
    #[serde(rename = "ALLOCATION_CONFIGURATION_DELAY")]
    pub allocation_configuration_delay: u32,
    #[serde(rename = "CALCULATION_INTERVAL_SECONDS")]
    pub calculation_interval_seconds: u32,
    #[serde(rename = "MAX_REWARDS_DURATION")]
    pub max_rewards_duration: u32,
    #[serde(rename = "MAX_RETROACTIVE_LENGTH")]
    pub max_retroactive_length: u32,
    #[serde(rename = "MAX_FUTURE_LENGTH")]
    pub max_future_length: u32,
    #[serde(rename = "GENESIS_REWARDS_TIMESTAMP")]
    pub genesis_rewards_timestamp: u32,
    #[serde(rename = "activationDelay")]
    pub activation_delay: u32,
    #[serde(rename = "defaultSplitBips")]
    pub default_split_bips: u16,
    #[serde(rename = "blockTime")]
    pub block_time: u64,
    #[serde(rename = "baseBlock")]
    pub base_block: u64,
    #[serde(rename = "baseTime")]
    pub base_time: u64,
}

impl FixtureFile {
    /// Reads the file.
    ///
    /// # Errors
    /// [`RecordedError::Read`], and those of [`FixtureFile::parse`].
    pub fn load(file: &Path) -> Result<Self, RecordedError> {
        let text = read(file)?;
        Self::parse(file, &text)
    }

    /// Reads the file's text; `file` is for messages.
    ///
    /// # Errors
    /// [`RecordedError::Syntax`] for anything of another shape, and [`RecordedError::Invalid`]
    /// for an actor whose address is not its key's.
    pub fn parse(file: &Path, text: &[u8]) -> Result<Self, RecordedError> {
        let mut fixture: Self = serde_json::from_slice(text).map_err(|e| syntax(file, &e))?;
        fixture.file = file.to_owned();
        for (symbol, actor) in &fixture.actors {
            if address_of(actor.private_key) != Some(actor.address) {
                return Err(RecordedError::Invalid {
                    file: file.to_owned(),
                    path: format!("actors.{symbol}"),
                    message: "the address is not the private key's".to_owned(),
                });
            }
        }
        Ok(fixture)
    }

    /// What a world needs to be deployed as the named fixture; `None` if there is no such.
    pub fn params(&self, name: &str) -> Option<WorldParams> {
        let d = self.fixtures.get(name)?;
        Some(WorldParams {
            withdrawal_delay_blocks: d.min_withdrawal_delay_blocks,
            deallocation_delay_blocks: d.deallocation_delay,
            allocation_configuration_delay_blocks: d.allocation_configuration_delay,
            rewards_activation_delay_secs: d.activation_delay,
            calculation_interval_secs: d.calculation_interval_seconds,
            max_rewards_duration_secs: d.max_rewards_duration,
            max_retroactive_secs: d.max_retroactive_length,
            max_future_secs: d.max_future_length,
            genesis_rewards_timestamp: d.genesis_rewards_timestamp,
            default_split_bips: d.default_split_bips,
            eip712_name: DOMAIN_NAME.to_owned(),
            version: d.version.clone(),
            chain_id: CHAIN_ID,
            start: Moment { block: d.base_block, timestamp: d.base_time },
            actors: self.directory(),
        })
    }

    /// The actors' addresses by symbol.
    pub fn directory(&self) -> Directory {
        self.actors.iter().map(|(symbol, actor)| (symbol.clone(), actor.address)).collect()
    }

    /// The actors' private keys by symbol.
    pub fn keys(&self) -> BTreeMap<String, B256> {
        self.actors.iter().map(|(symbol, actor)| (symbol.clone(), actor.private_key)).collect()
    }
}

/// The part of a world's parameters that signatures depend on.
pub fn domain_base(params: &WorldParams) -> DomainBase {
    DomainBase {
        name: params.eip712_name.clone(),
        version: params.version.clone(),
        chain_id: params.chain_id,
    }
}
