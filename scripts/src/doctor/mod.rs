//! `surety doctor`: what is missing or wrong, and what mends it. It changes and installs nothing.

mod check;
mod deployment;
mod machine;
mod node;

use crate::{chain::ChainArgs, common::Common};
use anyhow::Result;
use std::process::ExitCode;
use surety_wasm_build::{Built, built};

/// Check compilers, programs, node, deployment and keys, and say what mends what is wrong
///
/// Changes and installs nothing. Ends with 1 if a check failed; what only some commands need, a node or
/// keys say, is a warning unless an option asks for it.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety doctor                                     this machine, and http://127.0.0.1:8547
  surety doctor --rpc https://sepolia-rollup.arbitrum.io/rpc     another chain
  surety doctor --days 90 --json                    for a monitor of a deployment
  surety doctor --quiet                             only what is not ok")]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    chain: ChainArgs,
    /// Warn of programs that expire in fewer days than this
    #[arg(long, default_value_t = 60)]
    days: u64,
}

/// Checks and shows.
///
/// # Errors
/// If there is no checkout, or the environment picks something unknown: then nothing can be checked.
pub(crate) fn run(common: &Common, args: &DoctorArgs) -> Result<ExitCode> {
    let options = common.build_options()?;
    let mut checks = machine::tools(&options)?;
    let built = built(&options);
    checks.push(machine::programs(&options, &built));
    let programs = match built {
        Ok(Built::Ready(programs)) => Some(programs),
        Ok(Built::Missing | Built::Outdated) | Err(_) => None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let remote = args.chain.node.remote()?;
        let (found, chain_id) = node::checks(&args.chain.node, &remote).await;
        checks.extend(found);
        if let Some(chain_id) = chain_id {
            let visit = deployment::Visit { args, root: &options.root, remote: &remote, chain_id };
            checks.extend(visit.checks(programs.as_deref()).await);
        }
        anyhow::Ok(())
    })?;
    check::show(common, &checks)
}
