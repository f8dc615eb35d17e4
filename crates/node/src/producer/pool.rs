//! Transactions that wait for a block.

use crate::ledger::SignedTx;
use alloy_consensus::Transaction as _;
use alloy_primitives::{Address, B256};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Percentage by which a transaction must outbid the one whose place it takes.
const REPLACEMENT_BUMP: u128 = 10;

/// Waiting transactions by sender and nonce.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    by_sender: HashMap<Address, BTreeMap<u64, (u64, Arc<SignedTx>)>>,
    /// Counts arrivals: transactions that could both go next go in that order.
    arrivals: u64,
    len: usize,
}

/// What adding a transaction did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is new.
    New,
    /// It took the place of this one.
    Replaced(B256),
}

/// Why a transaction can't wait here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PoolError {
    /// It waits already.
    #[error("already known")]
    AlreadyKnown,
    /// Another one with its nonce waits and pays nearly as much, or more.
    #[error("replacement transaction underpriced")]
    Underpriced,
    /// There is no room.
    #[error("txpool is full")]
    Full,
}

impl Pool {
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Adds a transaction.
    pub(crate) fn add(&mut self, tx: Arc<SignedTx>, capacity: usize) -> Result<Added, PoolError> {
        let queue = self.by_sender.entry(tx.from).or_default();
        let mut added = Added::New;
        if let Some((_, old)) = queue.get(&tx.nonce()) {
            if old.hash == tx.hash {
                return Err(PoolError::AlreadyKnown);
            }
            let needed = old.envelope.max_fee_per_gas().saturating_mul(100 + REPLACEMENT_BUMP) / 100;
            if tx.envelope.max_fee_per_gas() < needed {
                return Err(PoolError::Underpriced);
            }
            added = Added::Replaced(old.hash);
        } else if self.len >= capacity {
            return Err(PoolError::Full);
        } else {
            self.len += 1;
        }
        self.arrivals += 1;
        queue.insert(tx.nonce(), (self.arrivals, tx));
        Ok(added)
    }

    /// Takes all transactions out that can go next, in order of arrival, each sender's by nonce.
    pub(crate) fn take_ready(&mut self, nonce_of: impl Fn(Address) -> u64) -> Vec<Arc<SignedTx>> {
        let mut ready = Vec::new();
        for (sender, queue) in &mut self.by_sender {
            let mut next = nonce_of(*sender);
            // What has been overtaken by the account's nonce can never go.
            let stale = queue.len();
            *queue = queue.split_off(&next);
            self.len -= stale - queue.len();
            // A transaction can't go before those of its sender that came later with lower nonces.
            let mut arrival = 0;
            while let Some((arrived, tx)) = queue.remove(&next) {
                self.len -= 1;
                arrival = arrival.max(arrived);
                ready.push((arrival, next, tx));
                next = next.saturating_add(1);
            }
        }
        self.by_sender.retain(|_, queue| !queue.is_empty());
        ready.sort_by_key(|(arrival, nonce, _)| (*arrival, *nonce));
        ready.into_iter().map(|(_, _, tx)| tx).collect()
    }

    /// Takes one transaction out.
    pub(crate) fn remove(&mut self, hash: B256) -> Option<Arc<SignedTx>> {
        for queue in self.by_sender.values_mut() {
            let found = queue.iter().find(|(_, (_, tx))| tx.hash == hash).map(|(nonce, _)| *nonce);
            if let Some((_, tx)) = found.and_then(|nonce| queue.remove(&nonce)) {
                self.len -= 1;
                return Some(tx);
            }
        }
        None
    }

    /// Takes all of a sender's transactions out.
    pub(crate) fn remove_sender(&mut self, sender: Address) -> Vec<Arc<SignedTx>> {
        let queue = self.by_sender.remove(&sender).unwrap_or_default();
        self.len -= queue.len();
        queue.into_values().map(|(_, tx)| tx).collect()
    }

    /// Takes all out.
    pub(crate) fn clear(&mut self) {
        self.by_sender.clear();
        self.len = 0;
    }

    /// True if a sender has something waiting with its next nonce.
    pub(crate) fn is_ready(&self, sender: Address, nonce: u64) -> bool {
        self.by_sender.get(&sender).is_some_and(|queue| queue.contains_key(&nonce))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_consensus::{SignableTransaction as _, TxEnvelope, TxLegacy};
    use alloy_primitives::{Signature, U256};

    fn tx(sender: u8, nonce: u64, gas_price: u128) -> Arc<SignedTx> {
        let tx = TxLegacy { nonce, gas_price, gas_limit: 21_000, ..TxLegacy::default() };
        let signed = tx.into_signed(Signature::new(U256::from(sender), U256::ONE, false));
        Arc::new(SignedTx::new(TxEnvelope::Legacy(signed), Address::repeat_byte(sender)))
    }

    fn add(pool: &mut Pool, tx: &Arc<SignedTx>) -> Result<Added, PoolError> {
        pool.add(Arc::clone(tx), 100)
    }

    #[test]
    fn transactions_wait_for_their_predecessors() {
        let mut pool = Pool::default();
        let [late, other, early] = [tx(1, 1, 5), tx(2, 0, 5), tx(1, 0, 5)];
        for each in [&late, &other, &early] {
            assert_eq!(add(&mut pool, each), Ok(Added::New));
        }
        let order: Vec<_> = pool.take_ready(|_| 0).into_iter().map(|tx| tx.hash).collect();
        assert_eq!(order, [other.hash, early.hash, late.hash]);
        assert_eq!(pool.len(), 0);
    }

    #[test]
    fn a_gap_keeps_later_ones_waiting_and_old_ones_are_dropped() {
        let mut pool = Pool::default();
        for nonce in [0, 2] {
            add(&mut pool, &tx(1, nonce, 5)).unwrap();
        }
        assert!(pool.take_ready(|_| 1).is_empty());
        assert_eq!(pool.len(), 1, "nonce 0 is stale, 2 waits");
    }

    #[test]
    fn a_replacement_must_pay_a_tenth_more() {
        let mut pool = Pool::default();
        let first = tx(1, 0, 100);
        add(&mut pool, &first).unwrap();
        assert_eq!(add(&mut pool, &first), Err(PoolError::AlreadyKnown));
        assert_eq!(add(&mut pool, &tx(1, 0, 109)), Err(PoolError::Underpriced));
        assert_eq!(add(&mut pool, &tx(1, 0, 110)), Ok(Added::Replaced(first.hash)));
        assert_eq!(pool.len(), 1);
    }

    #[test]
    fn a_full_pool_takes_only_replacements() {
        let mut pool = Pool::default();
        pool.add(tx(1, 0, 100), 1).unwrap();
        assert_eq!(pool.add(tx(2, 0, 100), 1), Err(PoolError::Full));
        assert!(pool.add(tx(1, 0, 200), 1).is_ok());
    }
}
