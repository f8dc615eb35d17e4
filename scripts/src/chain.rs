//! Which chain, which deployment on it, and who signs: what `deploy` and `doctor` share.

use alloy_primitives::Address;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use surety_deploy::{Journal, KEYS_VARIABLE, Remote, Signers};

/// Has the password of the keystore files.
pub(crate) const PASSWORD_VARIABLE: &str = "SURETY_KEYSTORE_PASSWORD";
/// Where `surety node` listens by default.
const DEVELOPMENT_NODE: &str = "http://127.0.0.1:8547";

/// Names the node for Foundry's tools, and so for this one.
pub(crate) const URL_VARIABLE: &str = "ETH_RPC_URL";

/// A chain's node.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct NodeUrl {
    /// The chain's node [default: $ETH_RPC_URL, or http://127.0.0.1:8547]
    #[arg(long, global = true, value_name = "URL")]
    rpc: Option<String>,
}

impl NodeUrl {
    /// Where the node is.
    pub(crate) fn url(&self) -> String {
        self.named().unwrap_or_else(|| DEVELOPMENT_NODE.to_owned())
    }

    /// Where the node is, if the user has said so.
    pub(crate) fn named(&self) -> Option<String> {
        let variable = || std::env::var(URL_VARIABLE).ok().filter(|url| !url.is_empty());
        self.rpc.clone().or_else(variable)
    }

    /// A client of the node.
    ///
    /// # Errors
    /// If the URL makes no sense.
    pub(crate) fn remote(&self) -> Result<Remote> {
        Ok(Remote::new(&self.url())?)
    }
}

/// A deployment and its keys.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ChainArgs {
    #[command(flatten)]
    pub(crate) node: NodeUrl,
    /// Configuration [default: deployments/config/<chain id>.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the records [default: deployments]
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Keystore file of somebody who has to sign; its password is in SURETY_KEYSTORE_PASSWORD
    #[arg(long, global = true, value_name = "FILE")]
    keystore: Vec<PathBuf>,
}

impl ChainArgs {
    /// The configuration's file.
    pub(crate) fn config(&self, root: &Path, chain_id: u64) -> PathBuf {
        let default = || root.join(format!("deployments/config/{chain_id}.toml"));
        self.config.clone().unwrap_or_else(default)
    }

    /// True if the user named the configuration.
    pub(crate) const fn is_config_named(&self) -> bool {
        self.config.is_some()
    }

    /// The record.
    ///
    /// # Errors
    /// If there is one that can't be read.
    pub(crate) fn journal(&self, root: &Path, chain_id: u64) -> Result<Journal> {
        let dir = self.dir.clone().unwrap_or_else(|| root.join("deployments"));
        Ok(Journal::open(&dir, chain_id)?)
    }

    /// Keys of the environment and of keystore files; maybe none.
    ///
    /// # Errors
    /// If one can't be read, or the password of the files is missing or wrong.
    pub(crate) fn keys(&self) -> Result<Signers> {
        let mut signers = Signers::default();
        if let Ok(keys) = std::env::var(KEYS_VARIABLE) {
            signers = signers.with_keys(&keys).with_context(|| KEYS_VARIABLE.to_owned())?;
        }
        if !self.keystore.is_empty() {
            let password = std::env::var(PASSWORD_VARIABLE)
                .with_context(|| format!("--keystore needs the password in {PASSWORD_VARIABLE}"))?;
            for path in &self.keystore {
                signers = signers.with_keystore(path, &password)?;
            }
        }
        Ok(signers)
    }

    /// Keys of the environment and of keystore files.
    ///
    /// # Errors
    /// Those of [`ChainArgs::keys`], and if there is none.
    pub(crate) fn signers(&self) -> Result<Signers> {
        let signers = self.keys()?;
        if signers.is_empty() {
            bail!("no key: set {KEYS_VARIABLE} or give --keystore; --calldata prints what to send instead");
        }
        Ok(signers)
    }
}

/// Names of the accounts whose keys are not here, each once.
pub(crate) fn missing(signers: &Signers, wanted: &[(&str, Address)]) -> Vec<String> {
    let absent = wanted.iter().filter(|(_, account)| !signers.can_sign(*account));
    absent.map(|(name, account)| format!("{name} {account}")).collect()
}
