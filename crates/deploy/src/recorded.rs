//! Compares a record with its chain, knowing nothing of what the record was made from.

use crate::{DeployError, Entry, Journal, Remote};
use alloy_primitives::{Address, B256, keccak256};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// A contract or program on record, and what the chain has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    /// Its name; the package of a program.
    pub name: String,
    /// Its account.
    pub address: Address,
    /// True if the account has the code that is on record.
    pub intact: bool,
    /// What only programs have.
    pub program: Option<Activation>,
}

/// How long a program is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Activation {
    /// Seconds until it expires; `None` if it is not active.
    pub secs_left: Option<u64>,
}

/// What an entry says about an account.
struct Account<'a> {
    name: &'a str,
    address: Address,
    code_hash: B256,
    is_program: bool,
}

/// Compares every contract on record, and of each program the newest, with what the chain has.
///
/// # Errors
/// [`DeployError::Journal`] if an entry lacks what it should have, [`DeployError::Rpc`].
pub async fn recorded(journal: &Journal, remote: &Remote) -> Result<Vec<Recorded>, DeployError> {
    let mut accounts = BTreeMap::new();
    for entry in journal.entries() {
        if let Some(account) = account(journal, entry)? {
            // A replaced program stays on the chain, and may expire there; each contract matters.
            let key = if account.is_program { account.name.to_owned() } else { account.address.to_string() };
            accounts.insert((account.is_program, key), account);
        }
    }
    let mut all = Vec::with_capacity(accounts.len());
    for account in accounts.into_values() {
        let code = remote.code(account.address).await?;
        let program = match account.is_program {
            true => Some(Activation { secs_left: remote.time_left(account.address).await? }),
            false => None,
        };
        all.push(Recorded {
            name: account.name.to_owned(),
            address: account.address,
            intact: keccak256(code) == account.code_hash,
            program,
        });
    }
    Ok(all)
}

/// The account that an entry is about, if it is about a contract or a program.
fn account<'a>(journal: &Journal, entry: &'a Entry) -> Result<Option<Account<'a>>, DeployError> {
    let text = |key: &str| entry.detail.get(key).and_then(|value| value.as_str());
    let (name, key) = match (text("program"), text("contract")) {
        (Some(program), _) => (program, "address"),
        (None, Some(contract)) => (contract, "proxy"),
        (None, None) => return Ok(None),
    };
    Ok(Some(Account {
        name,
        address: field(journal, entry, key)?,
        code_hash: field(journal, entry, "codeHash")?,
        is_program: key == "address",
    }))
}

/// A field that the entry must have.
fn field<T: DeserializeOwned>(journal: &Journal, entry: &Entry, key: &str) -> Result<T, DeployError> {
    let value = entry.detail.get(key).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| DeployError::Journal {
        path: journal.path().to_owned(),
        reason: format!("`{}`: {key}: {error}", entry.step),
    })
}
