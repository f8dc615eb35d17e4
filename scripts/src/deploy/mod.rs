//! `surety deploy`: the suite on any Arbitrum chain.

mod act;
mod show;

use crate::{chain::ChainArgs, common::Common};
use act::Desk;
use alloy_primitives::Address;
use anyhow::Result;
use std::process::ExitCode;
use surety_deploy::{Config, Plan};

/// Deploy the suite to an Arbitrum chain, check it, and look after it
///
/// Reads deployments/config/<chain id>.toml; keeps a record in deployments/<chain id>.json and .md.
/// What is interrupted goes on when it is run again.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DeployArgs {
    #[command(subcommand)]
    act: Act,
    #[command(flatten)]
    chain: ChainArgs,
    /// Print what this account has to send, as a batch for a Safe's transaction builder; send nothing
    #[arg(long, global = true, value_name = "ADDRESS")]
    calldata: Option<Address>,
}

const EXAMPLES: &str = "\
Examples:
  surety deploy plan                               steps, gas, fees; changes nothing
  surety deploy apply                              sends what the chain lacks
  surety deploy verify                             reads everything back
  surety deploy --rpc https://sepolia-rollup.arbitrum.io/rpc plan

Keys: SURETY_DEPLOY_KEYS has private keys, separated by commas; or --keystore. Steps of accounts
without a key here are left for them, and told at the end.";

#[derive(Clone, Copy, Debug, clap::Subcommand)]
enum Act {
    /// Print what would be sent, and what it costs; change nothing
    #[command(after_help = "\
Examples:
  surety deploy plan                          against http://127.0.0.1:8547
  surety deploy plan --json                   steps and addresses, for machines
  surety deploy plan --calldata 0x70997970C51812dc3A010C7d01b50e0d17dc79C8     what this Safe has to send")]
    Plan,
    /// Send what the chain lacks, and go on where an earlier run ended
    #[command(after_help = "\
Examples:
  surety deploy apply                         with the keys in SURETY_DEPLOY_KEYS
  surety deploy apply --keystore key.json     with the password in SURETY_KEYSTORE_PASSWORD
  surety deploy apply -q                      without a line for each step")]
    Apply,
    /// Read everything back and compare; end with 1 if it differs
    #[command(after_help = "\
Examples:
  surety deploy verify            what differs
  surety deploy verify --json     every comparison, for machines")]
    Verify,
    /// Show days left and cache state of each program
    #[command(after_help = "\
Examples:
  surety deploy status            a table
  surety deploy status --json     for a monitor")]
    Status,
    /// Renew programs that expire soon
    #[command(after_help = "\
Examples:
  surety deploy keepalive                     those with fewer than 60 days left
  surety deploy keepalive --days 200 --calldata 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266     for a Safe")]
    Keepalive {
        /// Renew programs with fewer days left than this
        #[arg(long, default_value_t = 60)]
        days: u64,
    },
    /// Bid for a place in the program cache for each program without one
    #[command(after_help = "\
Examples:
  surety deploy cache     the least bid for each program that is not cached")]
    Cache,
    /// Replace programs behind the proxies by those that are built now
    #[command(after_help = "\
Examples:
  surety deploy upgrade               through the timelock: schedules; run again after the delay, executes
  surety deploy upgrade --execute     executes, or says why the timelock would refuse; never schedules
  surety deploy upgrade --calldata 0x70997970C51812dc3A010C7d01b50e0d17dc79C8     what this Safe sends now
  surety deploy upgrade --execute --calldata 0x70997970C51812dc3A010C7d01b50e0d17dc79C8     and then")]
    Upgrade {
        /// Only execute what is scheduled; an error if nothing is, or if the timelock's delay is not over
        #[arg(long)]
        execute: bool,
    },
}

/// Runs a subcommand.
///
/// # Errors
/// If the chain, the configuration or a key is not as needed.
pub(crate) fn run(common: &Common, args: &DeployArgs) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let remote = args.chain.node.remote()?;
        let chain_id = remote.chain_id().await?;
        let root = surety_wasm_build::find_root()?;
        let config = Config::read(&args.chain.config(&root, chain_id))?;
        let plan = Plan::new(&config, &common.programs()?)?;
        Desk { common, args, root, remote, config, plan }.act().await
    })
}
