//! Keys: from a keystore file, the environment, or whatever implements the signer interface.

use crate::DeployError;
use alloy_network::TxSigner;
use alloy_primitives::{Address, Signature};
use alloy_signer_local::PrivateKeySigner;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Names private keys, separated by commas.
pub const KEYS_VARIABLE: &str = "SURETY_DEPLOY_KEYS";

/// Anything that signs transactions: keys in memory, and hardware wallets through alloy's crates.
pub type Signer = Arc<dyn TxSigner<Signature> + Send + Sync>;

/// Who can sign for which account.
#[derive(Clone, Default)]
pub struct Signers(BTreeMap<Address, Signer>);

impl std::fmt::Debug for Signers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Signers {
    /// Adds a signer.
    #[must_use]
    pub fn with(mut self, signer: Signer) -> Self {
        self.0.insert(signer.address(), signer);
        self
    }

    /// Adds private keys in hexadecimal, separated by commas or spaces.
    ///
    /// # Errors
    /// [`DeployError::Key`], which never tells a key.
    pub fn with_keys(self, keys: &str) -> Result<Self, DeployError> {
        let keys = keys.split([',', ' ', '\n']).filter(|key| !key.is_empty());
        keys.enumerate().try_fold(self, |signers, (index, key)| {
            let signer: PrivateKeySigner = key
                .parse()
                .map_err(|_| DeployError::Key(format!("key {} is not 32 bytes in hexadecimal", index + 1)))?;
            Ok(signers.with(Arc::new(signer)))
        })
    }

    /// Adds the key of a keystore file.
    ///
    /// # Errors
    /// [`DeployError::Key`].
    pub fn with_keystore(self, path: &Path, password: &str) -> Result<Self, DeployError> {
        let signer = PrivateKeySigner::decrypt_keystore(path, password).map_err(|error| {
            match error.to_string().as_str() {
                // What the file's checksum says of any other password.
                "Mac Mismatch" => DeployError::Key(format!("{}: the password is wrong", path.display())),
                reason => DeployError::Key(format!("{}: {reason}", path.display())),
            }
        })?;
        Ok(self.with(Arc::new(signer)))
    }

    /// True if nobody can sign.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if the account's key is here.
    #[must_use]
    pub fn can_sign(&self, account: Address) -> bool {
        self.0.contains_key(&account)
    }

    pub(crate) fn of(&self, account: Address) -> Option<&Signer> {
        self.0.get(&account)
    }
}
