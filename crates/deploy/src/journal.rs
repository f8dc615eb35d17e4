//! `deployments/<chain-id>.json`: what was done, in order, and only ever added to.

use crate::{DeployError, Step, record};
use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

/// The form of the file.
const SCHEMA: &str = "surety.deployment/1";

/// The record of all deployments on one chain.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// What is on disk as far as this run knows; nothing if there is no file.
    known: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    schema: String,
    chain_id: u64,
    entries: Vec<Entry>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Seconds since 1970.
    pub time: u64,
    /// The step.
    pub step: String,
    /// Hash of the step's sender, recipient and data.
    pub input: B256,
    /// What became of it.
    pub outcome: Outcome,
    /// What it makes.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub detail: Json,
    /// The commit that the programs were built from, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Outcome {
    /// Signed, and about to be sent.
    #[serde(rename_all = "camelCase")]
    Sent {
        /// By whom.
        from: Address,
        /// With which nonce.
        nonce: u64,
        /// The transaction.
        transaction: B256,
    },
    /// Mined, and seen to be done.
    #[serde(rename_all = "camelCase")]
    Done {
        /// The transaction.
        transaction: B256,
        /// Its block.
        block: u64,
        /// Gas it used.
        gas_used: u64,
        /// What a unit of gas cost, wei.
        gas_price: u64,
    },
    /// The chain had it already.
    Found,
}

impl Outcome {
    /// Whether the step is over: it was not merely sent.
    pub(crate) const fn is_final(&self) -> bool {
        !matches!(self, Self::Sent { .. })
    }
}

impl Journal {
    /// Opens the record of a chain in a folder, or begins one; nothing is written yet.
    ///
    /// # Errors
    /// [`DeployError::Journal`] if there is one that can't be read.
    pub fn open(dir: &Path, chain_id: u64) -> Result<Self, DeployError> {
        let path = dir.join(format!("{chain_id}.json"));
        let wrong = |reason: String| DeployError::Journal { path: path.clone(), reason };
        let known = on_disk(&path).map_err(|error| wrong(error.to_string()))?;
        let file = match &known {
            Some(bytes) => serde_json::from_slice(bytes).map_err(|error| wrong(damaged(&error)))?,
            None => File { schema: SCHEMA.to_owned(), chain_id, entries: Vec::new() },
        };
        if file.schema != SCHEMA || file.chain_id != chain_id {
            return Err(wrong(format!("not a record of chain {chain_id} in the form {SCHEMA}")));
        }
        Ok(Self { path, file, known: known.unwrap_or_default() })
    }

    /// Everything on record, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.file.entries
    }

    /// The chain.
    #[must_use]
    pub fn chain_id(&self) -> u64 {
        self.file.chain_id
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Steps that were signed and whose end is not on record: those of a run that was interrupted.
    #[must_use]
    pub fn unfinished(&self) -> Vec<&str> {
        let newest = |entry: &&Entry| self.of(&entry.step).next().is_some_and(|last| last == *entry);
        let sent = |entry: &&Entry| !entry.outcome.is_final();
        self.file.entries.iter().filter(sent).filter(newest).map(|entry| entry.step.as_str()).collect()
    }

    /// What is on record of a step, newest first.
    pub(crate) fn of<'a>(&'a self, step: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.file.entries.iter().rev().filter(move |entry| entry.step == step)
    }

    /// Adds an entry and writes both files, each as a whole or not at all.
    pub(crate) fn add(
        &mut self,
        step: &Step,
        outcome: Outcome,
        commit: Option<&str>,
    ) -> Result<(), DeployError> {
        let detail = if outcome.is_final() { step.detail.clone() } else { Json::Null };
        let commit = commit.map(str::to_owned);
        self.push(Entry { time: now(), step: step.id.clone(), input: step.input(), outcome, detail, commit })
    }

    /// Adds how a step ended that nobody plans any more, so that only the record knows what it was.
    pub(crate) fn settle(&mut self, step: &str, outcome: Outcome) -> Result<(), DeployError> {
        let Some(newest) = self.of(step).next().cloned() else { return Ok(()) };
        self.push(Entry { time: now(), outcome, ..newest })
    }

    fn push(&mut self, entry: Entry) -> Result<(), DeployError> {
        self.file.entries.push(entry);
        self.write()
            .map_err(|error| DeployError::Journal { path: self.path.clone(), reason: error.to_string() })
    }

    fn write(&mut self) -> io::Result<()> {
        let dir = self.path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(dir)?;
        // One run writes at a time, where folders can be locked; the lock ends with the handle.
        let _folder = fs::File::open(dir).and_then(|folder| folder.lock().map(|()| folder));
        if on_disk(&self.path)?.unwrap_or_default() != self.known {
            return Err(io::Error::other(
                "another run has written it meanwhile: when that has ended, run the command again",
            ));
        }
        let mut json = serde_json::to_vec_pretty(&self.file)?;
        json.push(b'\n');
        replace(&self.path, &json)?;
        self.known = json;
        replace(&self.path.with_extension("md"), record::markdown(self).as_bytes())
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

/// What a file holds, if it is there.
fn on_disk(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is wrong with a record, and what to do.
fn damaged(error: &serde_json::Error) -> String {
    format!(
        "{error}; restore a copy of it, or move it away: what the chain has of a plan is found again, and \
         nothing is sent twice"
    )
}

/// Writes a file so that a reader, or who comes after a crash, sees the old or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = fs::File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)
}
