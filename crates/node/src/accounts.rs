//! Development accounts, with keys that everyone knows.

use alloy_primitives::{Address, B256};
use alloy_signer_local::{LocalSignerError, MnemonicBuilder, PrivateKeySigner};
use serde::Serialize;
use std::collections::HashMap;

/// One account.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DevAccount {
    /// What it is used as, e.g. `staker1`; empty without the suite.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// Its private key: public knowledge, never to be used elsewhere.
    pub private_key: B256,
}

/// The accounts in order, and their signers.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    addresses: Vec<Address>,
    named: Vec<DevAccount>,
    signers: HashMap<Address, PrivateKeySigner>,
}

impl Accounts {
    /// Derives `count` accounts at `m/44'/60'/0'/0/…`, named in order as far as there are names.
    pub(crate) fn derive(mnemonic: &str, count: u32, names: &[&str]) -> Result<Self, LocalSignerError> {
        let parent = MnemonicBuilder::english().phrase(mnemonic).build_parent_key()?;
        let mut accounts = Self { addresses: Vec::new(), named: Vec::new(), signers: HashMap::new() };
        let mut names = names.iter();
        for index in 0..count {
            let signer = parent.child(index)?.signer();
            let address = signer.address();
            accounts.addresses.push(address);
            accounts.named.push(DevAccount {
                name: names.next().copied().unwrap_or_default().to_owned(),
                address,
                private_key: signer.to_bytes(),
            });
            accounts.signers.insert(address, signer);
        }
        Ok(accounts)
    }

    pub(crate) fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    pub(crate) fn named(&self) -> &[DevAccount] {
        &self.named
    }

    pub(crate) fn signer(&self, address: Address) -> Option<&PrivateKeySigner> {
        self.signers.get(&address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{address, b256};

    #[test]
    fn the_first_account_is_the_one_that_every_tool_knows() {
        let accounts = Accounts::derive(crate::config::DEV_MNEMONIC, 2, &["deployer"]).unwrap();
        assert_eq!(
            accounts.named()[0],
            DevAccount {
                name: "deployer".into(),
                address: address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
                private_key: b256!("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
            }
        );
        assert_eq!(accounts.addresses()[1], address!("70997970C51812dc3A010C7d01b50e0d17dc79C8"));
    }
}
