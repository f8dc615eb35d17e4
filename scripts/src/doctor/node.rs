//! The node at `--rpc`, and what chain it has.

use super::check::Check;
use crate::chain::NodeUrl;
use std::{future::Future, time::Duration};
use surety_deploy::{DeployError, Remote};

/// The first ArbOS with Stylus.
const FIRST_STYLUS: u64 = 30;
/// A node that takes longer for one answer does not answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Some hundred questions, one after the other, fit in.
const LONG_PATIENCE: Duration = Duration::from_secs(300);

/// Waits for an answer, but not for ever.
async fn promptly<T>(answer: impl Future<Output = Result<T, DeployError>>) -> Result<T, String> {
    within(PATIENCE, answer).await
}

/// Waits for many answers, but not for ever.
pub(super) async fn patiently<T>(answers: impl Future<Output = Result<T, DeployError>>) -> Result<T, String> {
    within(LONG_PATIENCE, answers).await
}

async fn within<T>(
    time: Duration,
    answer: impl Future<Output = Result<T, DeployError>>,
) -> Result<T, String> {
    match tokio::time::timeout(time, answer).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer in {} s", time.as_secs())),
    }
}

/// Is there a node, and is its chain one for us? Answers the chain id if so.
pub(super) async fn checks(node: &NodeUrl, remote: &Remote) -> (Vec<Check>, Option<u64>) {
    let url = node.url();
    let chain_id = match promptly(remote.chain_id()).await {
        Ok(chain_id) => chain_id,
        Err(error) if node.named().is_some() => {
            let mend = "surety node --with-suite, or --rpc with another URL";
            return (vec![Check::fail("node", format!("{url}: {error}"), mend)], None);
        }
        Err(_) => {
            let found = format!("none at {url}; only `env`, `deploy` and wallets need one");
            return (vec![Check::warn("node", found, "surety node --with-suite")], None);
        }
    };
    let mut checks = vec![Check::ok("node", format!("{url} answers"))];
    const CHAIN: &str = "chain";
    const MEND: &str = "--rpc with the URL of an Arbitrum chain that has Stylus";
    match promptly(remote.arbos()).await {
        Ok(Some(version)) if version >= FIRST_STYLUS => {
            checks.push(Check::ok(CHAIN, format!("{chain_id}, ArbOS {version}")));
            return (checks, Some(chain_id));
        }
        Ok(Some(version)) => {
            let found = format!("{chain_id}, ArbOS {version}: Stylus comes with {FIRST_STYLUS}");
            checks.push(Check::fail(CHAIN, found, MEND));
        }
        Ok(None) => {
            let found = format!("{chain_id} is none of Arbitrum's: ArbSys does not answer");
            checks.push(Check::fail(CHAIN, found, MEND));
        }
        Err(error) => checks.push(Check::fail(CHAIN, error, "try again")),
    }
    (checks, None)
}
