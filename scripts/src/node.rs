//! `surety node`: a development node that wallets and tools talk to.

use crate::{common::Common, terminal::has_colour};
use anyhow::{Context as _, Result};
use std::{io::Write as _, net::IpAddr, path::PathBuf, process::ExitCode, time::Duration};
use surety_node::{History, Limits, Node, NodeConfig};
use surety_suite::Programs;
use tracing_subscriber::filter::LevelFilter;

/// Native stack of the runtime's threads, bytes: calls of programs nest on it, and memory is taken
/// only for what is used.
const STACK_BYTES: usize = 64 << 20;

/// Run an Arbitrum development node: JSON-RPC by HTTP and WebSocket on one port
///
/// Blocks come with each transaction, and the development accounts are anvil's. L1's block number,
/// which contracts see as `block.number`, follows time and can be driven by itself.
///
/// `--json` prints one line about the node when it is ready, and logs as JSON on stderr; `--quiet` prints
/// only where it listens, and logs errors only.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct NodeArgs {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Port to listen on; 0 takes a free one
    #[arg(long, short, default_value_t = 8547)]
    port: u16,
    /// Start with the whole suite deployed, and named accounts that hold its tokens
    #[arg(long)]
    with_suite: bool,
    /// ArbOS version, 30 to 60
    #[arg(long, default_value_t = 60, value_name = "VERSION")]
    arbos: u64,
    /// Chain id
    #[arg(long, default_value_t = 412_346, value_name = "ID")]
    chain_id: u64,
    /// Base fee of every block, wei
    #[arg(long, default_value_t = 100_000_000, value_name = "WEI")]
    base_fee: u64,
    /// Make a block every so many seconds, instead of one for each transaction
    #[arg(long, short, value_name = "SECS")]
    block_time: Option<f64>,
    /// Seconds between L1 blocks; 0 leaves L1 to `surety_mineL1`
    #[arg(long, default_value_t = 12, value_name = "SECS")]
    l1_block_time: u64,
    /// L1 block number at genesis
    #[arg(long, default_value_t = 1_000_000, value_name = "NUMBER")]
    l1_block: u64,
    /// Time of the genesis block, seconds since 1970 [default: now]
    #[arg(long, value_name = "SECS")]
    timestamp: Option<u64>,
    /// Number of development accounts
    #[arg(long, short, default_value_t = 10, value_name = "COUNT")]
    accounts: u32,
    /// What each development account holds, ether
    #[arg(long, default_value_t = 10_000, value_name = "ETHER")]
    balance: u64,
    /// Phrase behind the development accounts
    #[arg(long, default_value = surety_node::DEV_MNEMONIC, value_name = "WORDS")]
    mnemonic: String,
    /// Keep the chain in this file, or in this directory: a node that is killed comes back with
    /// every confirmed block
    #[arg(long, value_name = "PATH")]
    state: Option<PathBuf>,
    /// Blocks whose state can be asked for
    #[arg(long, default_value_t = History::default().states, value_name = "BLOCKS")]
    history: usize,
    /// Blocks that are kept with transactions, receipts and logs
    #[arg(long, default_value_t = History::default().blocks, value_name = "BLOCKS")]
    block_history: usize,
    /// Origin that browsers may call from [default: any]
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Option<String>,
    /// Most connections at once
    #[arg(long, default_value_t = Limits::default().connections, value_name = "COUNT")]
    max_connections: usize,
    /// Longest request, MiB
    #[arg(long, default_value_t = 32, value_name = "MIB")]
    max_body: usize,
    /// What to log: off, error, warn, info, debug (blocks and failed calls) or trace (every call)
    #[arg(long, default_value = "info", value_name = "LEVEL")]
    log: LevelFilter,
}

const EXAMPLES: &str = "\
Examples:
  surety node                                     an empty chain on http://127.0.0.1:8547
  surety node --with-suite                        the suite, its tokens and its people
  surety node --block-time 0.25                   blocks as often as Arbitrum's
  surety node --state chain.journal               a chain that survives
  surety node --port 0 --json                     for scripts: prints where it listens

  cast rpc anvil_mine 100                         100 blocks, on L1 too
  cast rpc evm_increaseTime 86400                 a day; L1 goes along
  cast rpc surety_mineL1 50                       50 L1 blocks with their time
  cast rpc surety_deployment                      addresses of the suite's contracts";

impl NodeArgs {
    fn config(&self) -> Result<NodeConfig> {
        let wei = alloy_primitives::U256::from(10_u64.pow(18));
        let block_time =
            self.block_time.map(Duration::try_from_secs_f64).transpose().context("--block-time")?;
        Ok(NodeConfig {
            host: self.host,
            port: self.port,
            arbos: self.arbos,
            chain_id: self.chain_id,
            basefee: self.base_fee,
            block_time: block_time.filter(|time| !time.is_zero()),
            l1_block_time: self.l1_block_time,
            l1_start: self.l1_block,
            timestamp: self.timestamp,
            accounts: self.accounts,
            balance: alloy_primitives::U256::from(self.balance).saturating_mul(wei),
            mnemonic: self.mnemonic.clone(),
            with_suite: self.with_suite,
            cache_dir: surety_wasm_build::cache_dir().ok().map(|dir| dir.join("compiled")),
            state: self.state.clone(),
            history: History { states: self.history, blocks: self.block_history },
            limits: Limits {
                connections: self.max_connections,
                body_bytes: self.max_body.saturating_mul(1 << 20),
                ..Limits::default()
            },
            allow_origin: self.allow_origin.clone(),
        })
    }
}

/// Runs a node until it is interrupted.
///
/// # Errors
/// If it can't start.
pub(crate) fn run(common: &Common, args: &NodeArgs) -> Result<ExitCode> {
    log_to_stderr(common, args);
    let config = args.config()?;
    let programs = match args.with_suite {
        true => Some(Programs::from_built(common.programs()?)),
        false => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build()
        .context("starting the runtime")?;
    runtime.block_on(async {
        let node = Node::start(config.clone(), programs).await?;
        announce(common, args, &config, &node)?;
        tokio::select! {
            done = interrupted() => done.context("waiting for an interrupt"),
            why = node.stopped() => Err(anyhow::Error::msg(why)),
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Waits for what a terminal or a supervisor ends the node with.
async fn interrupted() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = term.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn log_to_stderr(common: &Common, args: &NodeArgs) {
    let level = if common.is_quiet() { args.log.min(LevelFilter::ERROR) } else { args.log };
    let logs = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(has_colour(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // Only one subscriber can be set, and this is the only place that sets one.
    let _ = if common.json() { logs.json().try_init() } else { logs.with_target(false).try_init() };
}

/// Tells where the node is and who is on it.
fn announce(common: &Common, args: &NodeArgs, config: &NodeConfig, node: &Node) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let millis = u64::try_from(node.ready_in().as_millis()).unwrap_or(u64::MAX);
    if common.json() {
        let document = serde_json::json!({
            "schema": "surety.node/1",
            "http": format!("http://{}", node.address()),
            "ws": format!("ws://{}", node.address()),
            "chainId": config.chain_id,
            "arbos": config.arbos,
            "block": node.started_at(),
            "readyInMillis": millis,
            "accounts": node.accounts(),
            "contracts": node.directory(),
        });
        writeln!(out, "{document}")?;
        return Ok(out.flush()?);
    }
    if common.is_quiet() {
        writeln!(out, "http://{}", node.address())?;
        return Ok(out.flush()?);
    }
    writeln!(out, "Accounts (keys that everyone knows: never use them elsewhere)\n")?;
    let width = node.accounts().iter().map(|account| account.name.len()).max().unwrap_or(0);
    for (index, account) in node.accounts().iter().enumerate() {
        let name = if width > 0 { format!("{:width$}  ", account.name) } else { String::new() };
        writeln!(out, "{index:>3}  {name}{}  {}", account.address, account.private_key)?;
    }
    writeln!(out, "\nMnemonic: {}\nEach holds {} ether.", config.mnemonic, args.balance)?;
    if !node.directory().is_empty() {
        writeln!(out, "\nContracts\n")?;
        let width = node.directory().keys().map(String::len).max().unwrap_or(0);
        for (name, address) in node.directory() {
            writeln!(out, "  {name:width$}  {address}")?;
        }
    }
    writeln!(
        out,
        "\nChain {} with ArbOS {}, base fee {} wei, at block {}.\nListening on http://{} and ws://{}, ready in {millis} ms.",
        config.chain_id,
        config.arbos,
        config.basefee,
        node.started_at(),
        node.address(),
        node.address(),
    )?;
    Ok(out.flush()?)
}
