//! `eth_`: logs, and filters that are asked again and again.

use super::{Answer, Params, Rpc, RpcError, answer, shapes};
use crate::ledger::{Block, Ledger, LookUpError};
use alloy_primitives::{B256, U64};
use alloy_rpc_types_eth::{Filter, FilterBlockOption, Log};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A filter that nobody asked for so long is forgotten.
const IDLE: Duration = Duration::from_secs(300);

/// What a filter collects.
#[derive(Clone, Debug)]
enum Kind {
    Logs(Box<Filter>),
    Blocks,
    /// Hashes of transactions that arrived; they are in blocks by the time they are asked for.
    Transactions,
}

#[derive(Clone, Debug)]
struct Installed {
    kind: Kind,
    /// The first block that was not told yet.
    from: u64,
    asked: Instant,
}

/// Filters by number.
#[derive(Debug)]
pub(super) struct Filters {
    most: usize,
    installed: Mutex<(u64, HashMap<u64, Installed>)>,
}

impl Filters {
    pub(super) fn new(most: usize) -> Self {
        Self { most, installed: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, (u64, HashMap<u64, Installed>)> {
        self.installed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn install(&self, kind: Kind, from: u64) -> Result<u64, RpcError> {
        let mut guard = self.lock();
        let (next, filters) = &mut *guard;
        if filters.len() >= self.most {
            filters.retain(|_, filter| filter.asked.elapsed() < IDLE);
        }
        if filters.len() >= self.most {
            return Err(RpcError::limit("too many filters"));
        }
        *next += 1;
        filters.insert(*next, Installed { kind, from, asked: Instant::now() });
        Ok(*next)
    }

    /// A filter, moved on to `next`.
    fn advance(&self, id: u64, next: u64) -> Result<Installed, RpcError> {
        let mut guard = self.lock();
        let filter = guard.1.get_mut(&id).ok_or_else(|| RpcError::server("filter not found"))?;
        let before = filter.clone();
        filter.from = next;
        filter.asked = Instant::now();
        Ok(before)
    }
}

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) fn eth_filters(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match method {
            "eth_getLogs" => params.next().and_then(|filter: Filter| answer(self.logs(&filter)?)),
            "eth_newFilter" => {
                params.next().and_then(|filter: Filter| self.install(Kind::Logs(Box::new(filter))))
            }
            "eth_newBlockFilter" => self.install(Kind::Blocks),
            "eth_newPendingTransactionFilter" => self.install(Kind::Transactions),
            "eth_getFilterChanges" => params.next().and_then(|id: U64| self.changes(id.to())),
            "eth_getFilterLogs" => params.next().and_then(|id: U64| self.filter_logs(id.to())),
            "eth_uninstallFilter" => {
                params.next().and_then(|id: U64| answer(self.filters.lock().1.remove(&id.to()).is_some()))
            }
            _ => return None,
        })
    }

    fn install(&self, kind: Kind) -> Answer {
        let next = self.ledger.read().head().number().saturating_add(1);
        answer(U64::from(self.filters.install(kind, next)?))
    }

    fn changes(&self, id: u64) -> Answer {
        let ledger = self.ledger.read();
        let head = ledger.head().number();
        let filter = self.filters.advance(id, head.saturating_add(1))?;
        // After a revert the chain is shorter than what was told: it is told again as it grows.
        let blocks = (filter.from..=head).filter_map(|number| ledger.block(number));
        match filter.kind {
            Kind::Logs(filter) => {
                let mut found = Vec::new();
                for block in blocks {
                    self.collect(&filter, block, &mut found)?;
                }
                answer(found)
            }
            Kind::Blocks => answer(blocks.map(|block| block.hash).collect::<Vec<_>>()),
            Kind::Transactions => {
                let hashes = blocks.flat_map(|block| block.txs.iter().map(|mined| mined.tx.hash));
                answer(hashes.collect::<Vec<B256>>())
            }
        }
    }

    fn filter_logs(&self, id: u64) -> Answer {
        let head = self.ledger.read().head().number();
        match self.filters.advance(id, head.saturating_add(1))?.kind {
            Kind::Logs(filter) => answer(self.logs(&filter)?),
            Kind::Blocks | Kind::Transactions => Err(RpcError::server("filter not found")),
        }
    }

    /// All logs that a filter wants.
    fn logs(&self, filter: &Filter) -> Result<Vec<Log>, RpcError> {
        let ledger = self.ledger.read();
        let mut found = Vec::new();
        match filter.block_option {
            FilterBlockOption::AtBlockHash(hash) => {
                let block = ledger.block_by_hash(&hash).ok_or(LookUpError::Block)?;
                self.collect(filter, block, &mut found)?;
            }
            FilterBlockOption::Range { from_block, to_block } => {
                let (from, to) = range(&ledger, from_block, to_block)?;
                for block in (from..=to).filter_map(|number| ledger.block(number)) {
                    self.collect(filter, block, &mut found)?;
                }
            }
        }
        Ok(found)
    }

    fn collect(&self, filter: &Filter, block: &Block, found: &mut Vec<Log>) -> Result<(), RpcError> {
        if !filter.matches_bloom(block.header.logs_bloom) {
            return Ok(());
        }
        found.extend(matching(filter, block));
        if found.len() > self.config.limits.logs {
            return Err(RpcError::limit(format!(
                "query returned more than {} results; ask for fewer blocks",
                self.config.limits.logs
            )));
        }
        Ok(())
    }
}

/// Logs of a block that a filter wants.
pub(super) fn matching<'a>(filter: &'a Filter, block: &'a Block) -> impl Iterator<Item = Log> + 'a {
    block.txs.iter().flat_map(|mined| shapes::logs(block, mined)).filter(|log| filter.matches(&log.inner))
}

type Tag = Option<alloy_eips::BlockNumberOrTag>;

/// Numbers of the blocks that a filter covers, as far as they are kept.
fn range(ledger: &Ledger, from: Tag, to: Tag) -> Result<(u64, u64), RpcError> {
    let head = ledger.head().number();
    let from = from.map_or(head, |tag| ledger.number_of(tag));
    let to = to.map_or(head, |tag| ledger.number_of(tag));
    if from > to {
        return Err(RpcError::invalid_params("invalid block range params"));
    }
    Ok((from.max(ledger.first()), to.min(head)))
}
