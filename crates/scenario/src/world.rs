//! A world that scenarios can be played in: the WASM suite on the embedded chain, or the model.
//!
//! Both speak calldata, so that return data, revert data and logs are compared byte by byte.

use alloy_primitives::{Address, Bytes, LogData, U256};
use std::collections::BTreeMap;

/// Where and when a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The block number that contracts see (L1's, on Arbitrum).
    pub block: u64,
    /// Seconds.
    pub timestamp: u64,
}

/// A log and who emitted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmittedLog {
    /// The contract.
    pub emitter: Address,
    /// Topics and data.
    pub data: LogData,
}

/// How a transaction or view ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// False after any kind of failure.
    pub success: bool,
    /// Return data, or revert data (empty for failures without data).
    pub output: Bytes,
    /// Logs of all contracts in order; empty after a failure.
    pub logs: Vec<EmittedLog>,
    /// Gas the transaction paid for; `None` where the world has no gas.
    pub gas: Option<GasUse>,
}

/// What a transaction paid, by kind. All in gas; the parts add up to `used + refunded`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct GasUse {
    /// Paid for, after refunds.
    pub used: u64,
    /// Handed back at the end.
    pub refunded: u64,
    /// Base price of a transaction, calldata and access list.
    pub intrinsic: u64,
    /// Reading storage slots.
    pub storage_reads: u64,
    /// Writing storage slots.
    pub storage_writes: u64,
    /// Logs.
    pub logs: u64,
    /// Reaching accounts: cold and warm access, value, creation.
    pub calls: u64,
    /// Entering Stylus programs: init or cached gas and memory pages.
    pub program_init: u64,
    /// WASM instructions and host function overhead.
    pub wasm: u64,
    /// Keccak.
    pub hashing: u64,
    /// EVM instructions not counted elsewhere, precompiles.
    pub evm: u64,
}

/// The kinds of things a world deploys before a scenario, by their symbols.
///
/// Keys are symbols with their dollar sign, e.g. `$dm`, `$strategyA`, `$tokenA`.
pub type Directory = BTreeMap<String, Address>;

/// The parameters a world is deployed with. Delays are in blocks, see `fixture.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldParams {
    /// Blocks a withdrawal stays queued (`MIN_WITHDRAWAL_DELAY_BLOCKS`).
    pub withdrawal_delay_blocks: u32,
    /// Blocks a deallocation stays slashable (`DEALLOCATION_DELAY`).
    pub deallocation_delay_blocks: u32,
    /// Blocks until a changed allocation delay (and slasher) takes effect.
    pub allocation_configuration_delay_blocks: u32,
    /// Rewards: seconds until a root or split takes effect.
    pub rewards_activation_delay_secs: u32,
    /// Rewards: `CALCULATION_INTERVAL_SECONDS`.
    pub calculation_interval_secs: u32,
    /// Rewards: `MAX_REWARDS_DURATION`.
    pub max_rewards_duration_secs: u32,
    /// Rewards: `MAX_RETROACTIVE_LENGTH`.
    pub max_retroactive_secs: u32,
    /// Rewards: `MAX_FUTURE_LENGTH`.
    pub max_future_secs: u32,
    /// Rewards: `GENESIS_REWARDS_TIMESTAMP`.
    pub genesis_rewards_timestamp: u32,
    /// Rewards: the default operator split, bips.
    pub default_split_bips: u16,
    /// EIP-712 domain name.
    pub eip712_name: String,
    /// Version string of the contracts, e.g. "1.12.0".
    pub version: String,
    /// Chain id.
    pub chain_id: u64,
    /// The block and time at which the world starts.
    pub start: Moment,
    /// Externally owned accounts by symbol (`$staker1`, ...): they are funded with ether, and hold
    /// and approve tokens as the recorded scenarios' README says.
    pub actors: Directory,
}

/// A deployed suite that can be driven by calldata.
pub trait World {
    /// A short name for reports: `wasm` or `model`.
    fn name(&self) -> &'static str;

    /// Symbols of everything that was deployed (`$dm`, `$strategyA`, ...), the actors included.
    fn directory(&self) -> &Directory;

    /// Moves to a later (or the same) moment. Calls with the same block number share that block.
    fn advance(&mut self, to: Moment);

    /// Where the world stands.
    fn now(&self) -> Moment;

    /// Sends a transaction. `value` is wei.
    fn transact(&mut self, from: Address, to: Address, data: &Bytes, value: U256) -> Outcome;

    /// Calls without changing anything, at the present moment.
    fn view(&mut self, to: Address, data: &Bytes) -> Outcome;
}
