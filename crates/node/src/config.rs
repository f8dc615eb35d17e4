//! Settings of a node.

use alloy_primitives::U256;
use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    time::Duration,
};

/// The phrase behind the well-known development keys: the first account is `0xf39F…2266`.
pub const DEV_MNEMONIC: &str = "test test test test test test test test test test test junk";

/// Settings of a node; [`Default`] is what `surety node` does without flags.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// ArbOS version, 30 to 60.
    pub arbos: u64,
    /// Chain id.
    pub chain_id: u64,
    /// Base fee of every block, wei.
    pub basefee: u64,
    /// Time between blocks; without one every transaction gets a block of its own at once.
    pub block_time: Option<Duration>,
    /// Seconds between L1 blocks; 0 leaves L1's number to `surety_mineL1` and its like.
    pub l1_block_time: u64,
    /// L1 block number at genesis.
    pub l1_start: u64,
    /// Time of the genesis block, seconds; the clock's if `None`.
    pub timestamp: Option<u64>,
    /// Number of development accounts.
    pub accounts: u32,
    /// What each development account holds, wei.
    pub balance: U256,
    /// BIP-39 phrase that the accounts' keys are derived from.
    pub mnemonic: String,
    /// Deploys the whole suite in the genesis state.
    pub with_suite: bool,
    /// Where compiled programs are kept from run to run; memory only if `None`.
    pub cache_dir: Option<PathBuf>,
    /// Where the chain is kept from run to run; memory only if `None`.
    pub state: Option<PathBuf>,
    /// What is remembered.
    pub history: History,
    /// What clients may ask for.
    pub limits: Limits,
    /// Origin that browsers may call from; any if `None`.
    pub allow_origin: Option<String>,
}

/// How much of the past is kept in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Blocks whose state can be asked for, the newest included.
    pub states: usize,
    /// Blocks that are kept with transactions, receipts and logs.
    pub blocks: usize,
}

/// What clients may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest request, bytes.
    pub body_bytes: usize,
    /// Most calls in one batch.
    pub batch: usize,
    /// Most connections at once; later ones wait until one closes.
    pub connections: usize,
    /// Time a client has to send a request, and a node to answer it.
    pub request_time: Duration,
    /// How long a client may take nothing of what it is sent.
    pub read_time: Duration,
    /// Most logs in one answer.
    pub logs: usize,
    /// Most subscriptions of one connection.
    pub subscriptions: usize,
    /// Most filters at once.
    pub filters: usize,
    /// Most blocks that one call may mine.
    pub mined_blocks: u64,
    /// Most transactions that wait for a block.
    pub pool: usize,
    /// Gas limit of calls that name none, and the most that one may name.
    pub call_gas: u64,
}

impl Default for NodeConfig {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8547,
            arbos: 60,
            chain_id: 412_346,
            basefee: 100_000_000,
            block_time: None,
            l1_block_time: 12,
            l1_start: 1_000_000,
            timestamp: None,
            accounts: 10,
            balance: U256::from(10_000_u64) * U256::from(1_000_000_000_000_000_000_u64),
            mnemonic: DEV_MNEMONIC.to_owned(),
            with_suite: false,
            cache_dir: None,
            state: None,
            history: History::default(),
            limits: Limits::default(),
            allow_origin: None,
        }
    }
}

impl Default for History {
    fn default() -> Self {
        Self { states: 4_096, blocks: 65_536 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 32 << 20,
            batch: 1_000,
            connections: 8_192,
            request_time: Duration::from_secs(60),
            read_time: Duration::from_secs(30),
            logs: 100_000,
            subscriptions: 1_024,
            filters: 10_000,
            mined_blocks: 1_000_000,
            pool: 65_536,
            call_gas: 50_000_000,
        }
    }
}
