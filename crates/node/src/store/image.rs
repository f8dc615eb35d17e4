//! The chain as a whole, by value.

use super::{Entry, Identity, StoreError, entry::BlockRow};
use crate::{
    ledger::{Block, Ledger},
    producer::Clock,
};
use alloy_primitives::B256;
use serde::{Deserialize, Serialize};
use std::path::Path;
use surety_devnode::{BlockEnv, Snapshot, StateDiff};

/// Version of the file's format.
const VERSION: u32 = 1;

/// Blocks and the newest state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Image {
    blocks: Vec<BlockRow>,
    state: StateDiff,
    clock: Clock,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FirstLine<I> {
    version: u32,
    #[serde(flatten)]
    identity: Identity,
    image: I,
}

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Blocks of the image, oldest first; at least one.
    pub(crate) blocks: Vec<(BlockEnv, Block)>,
    /// The state after the last of them.
    pub(crate) state: StateDiff,
    /// The clock then.
    pub(crate) clock: Clock,
    /// What came after.
    pub(crate) journal: Vec<Step>,
}

/// One step after the image.
#[derive(Debug)]
pub(crate) struct Step {
    /// The block, unless it is an edit.
    pub(crate) block: Option<(BlockEnv, Block)>,
    /// What changed.
    pub(crate) changes: StateDiff,
    /// The clock after it.
    pub(crate) clock: Clock,
}

impl Image {
    /// The blocks that a ledger still has, and a state.
    pub(crate) fn new(ledger: &Ledger, snapshot: &Snapshot, clock: Clock) -> Self {
        let blocks = (ledger.first()..=ledger.head().number()).filter_map(|number| ledger.block(number));
        Self {
            blocks: blocks.map(|block| BlockRow::new(&env_of(block), block)).collect(),
            state: snapshot.export(),
            clock,
        }
    }
}

fn env_of(block: &Block) -> BlockEnv {
    let header = &block.header;
    BlockEnv {
        number: header.number,
        l1_number: block.l1_number,
        timestamp: header.timestamp,
        basefee: header.base_fee_per_gas.unwrap_or_default(),
        gas_limit: header.gas_limit,
        coinbase: header.beneficiary,
    }
}

pub(super) fn encode(identity: &Identity, image: &Image) -> String {
    let line = FirstLine { version: VERSION, identity: identity.clone(), image };
    // All keys are text, so nothing here fails to become JSON.
    serde_json::to_string(&line).unwrap_or_default()
}

/// Says what is wrong unless `next` follows the block of this number and hash; answers its own.
fn follows((number, hash): (u64, B256), next: &Block) -> Result<(u64, B256), String> {
    if number.checked_add(1) == Some(next.number()) && next.header.parent_hash == hash {
        Ok((next.number(), next.hash))
    } else {
        Err(format!("block {} does not follow block {number}", next.number()))
    }
}

/// Reads all lines of a file.
pub(super) fn decode(path: &Path, lines: &[String]) -> Result<(Identity, Kept), StoreError> {
    let damaged = |line, reason| StoreError::Damaged { path: path.to_owned(), line, reason };
    let mut lines = lines.iter().enumerate();
    let (_, first) = lines.next().ok_or_else(|| damaged(1, "the file is empty".into()))?;
    let FirstLine { version, identity, image }: FirstLine<Image> =
        serde_json::from_str(first).map_err(|error| damaged(1, error.to_string()))?;
    if version != VERSION {
        return Err(damaged(1, format!("format {version} is not {VERSION}")));
    }
    let restore = |row: &BlockRow, line| row.restore(identity.arbos).map_err(|reason| damaged(line, reason));
    let blocks: Vec<_> = image.blocks.iter().map(|row| restore(row, 1)).collect::<Result<_, _>>()?;
    let Some(mut newest) = blocks.last().map(|(_, block)| (block.number(), block.hash)) else {
        return Err(damaged(1, "no block".into()));
    };
    for (one, next) in blocks.iter().zip(blocks.iter().skip(1)) {
        follows((one.1.number(), one.1.hash), &next.1).map_err(|reason| damaged(1, reason))?;
    }
    let mut journal = Vec::new();
    for (index, line) in lines {
        let entry: Entry =
            serde_json::from_str(line).map_err(|error| damaged(index + 1, error.to_string()))?;
        journal.push(match entry {
            Entry::Block { block, changes, clock } => {
                let block = restore(&block, index + 1)?;
                newest = follows(newest, &block.1).map_err(|reason| damaged(index + 1, reason))?;
                Step { block: Some(block), changes, clock }
            }
            Entry::Edit { changes, clock } => Step { block: None, changes, clock },
        });
    }
    Ok((identity, Kept { blocks, state: image.state, clock: image.clock, journal }))
}
