//! `eth_`: accounts and their state, at any block that is kept.

use super::{Answer, Params, Rpc, RpcError, answer};
use alloy_eips::BlockId;
use alloy_primitives::{Address, B256, U64, U256};

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) fn eth_state(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match method {
            "eth_getBalance" => self.of_account(params, |state, address| answer(state.balance(address))),
            "eth_getCode" => self.of_account(params, |state, address| answer(state.code(address))),
            "eth_getTransactionCount" => self.transaction_count(params),
            "eth_getStorageAt" => self.storage_at(params),
            "eth_getProof" => Err(RpcError::server(
                "eth_getProof is not available: this node keeps its state without a trie, so block \
                 headers commit to no state root that a proof could be checked against",
            )),
            _ => return None,
        })
    }

    fn of_account(
        &self,
        params: &mut Params<'_>,
        read: impl FnOnce(&surety_devnode::Snapshot, Address) -> Answer,
    ) -> Answer {
        let (address, block) = (params.next()?, params.optional()?);
        let (state, _) = self.state_at(block)?;
        read(&state.snapshot, address)
    }

    fn transaction_count(&self, params: &mut Params<'_>) -> Answer {
        let (address, block): (Address, Option<BlockId>) = (params.next()?, params.optional()?);
        let (state, _) = self.state_at(block)?;
        let mut nonce = state.snapshot.nonce(address);
        if block.is_some_and(|block| block.is_pending()) {
            let ledger = self.ledger.read();
            let mut waiting: Vec<_> =
                ledger.pending().filter(|tx| tx.from == address).map(|tx| tx.nonce()).collect();
            waiting.sort_unstable();
            for next in waiting {
                if next == nonce {
                    nonce = nonce.saturating_add(1);
                }
            }
        }
        answer(U64::from(nonce))
    }

    fn storage_at(&self, params: &mut Params<'_>) -> Answer {
        let (address, key): (Address, U256) = (params.next()?, params.next()?);
        let (state, _) = self.state_at(params.optional()?)?;
        answer(B256::from(state.snapshot.storage(address, key)))
    }
}
