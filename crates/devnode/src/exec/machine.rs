//! The machine: state, block and the transaction that runs.

use super::{GasMeter, RecentPrograms, Rules};
use crate::{
    arbos::ArbosState,
    exec::ProgramError,
    state::World,
    trace::{StylusFrame, Tracer},
};
use alloy_primitives::{Address, B256, Bytes, Log, U256};
use revm::{context_interface::journaled_state::account::JournaledAccountTr, primitives::HashMap};
use std::sync::Arc;
use surety_stylus_vm::{Engine, code::Dictionaries, memory_model::Pages, params::StylusParams};

/// The L2 block that transactions run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// L2 block number.
    pub(crate) number: u64,
    /// L1 block number: what `NUMBER` and `block_number` answer.
    pub(crate) l1_number: u64,
    /// Seconds.
    pub(crate) timestamp: u64,
    /// Wei.
    pub(crate) basefee: u64,
    pub(crate) gas_limit: u64,
    pub(crate) coinbase: Address,
}

/// What belongs to the transaction that runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct TxState {
    pub(crate) origin: Address,
    pub(crate) gas_price: U256,
    /// WASM pages open now and ever.
    pub(crate) pages: Pages,
    /// Depth of the next frame.
    pub(crate) depth: usize,
    /// Accounts of the open frames that act as themselves, for reentrancy.
    pub(crate) acting: Vec<Address>,
    /// Senders of all open frames that run code.
    pub(crate) callers: Vec<Address>,
    /// The parameters at the transaction's start.
    pub(crate) params: StylusParams,
    /// The chain owner changed a parameter in this transaction: read them again each time.
    pub(crate) params_changed: bool,
}

/// Executes transactions.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) rules: Arc<Rules>,
    pub(crate) world: World,
    pub(crate) block: Block,
    pub(crate) recent: RecentPrograms,
    pub(crate) engine: Arc<Engine>,
    pub(crate) dictionaries: Arc<Dictionaries>,
    /// Modules by code hash that were given along with code that can't be decompressed here.
    pub(crate) known_modules: Arc<HashMap<B256, Bytes>>,
    pub(crate) tx: TxState,
    /// Present if the transaction's gas is to be broken down.
    pub(crate) meter: Option<GasMeter>,
    /// Present if the transaction is to be traced.
    pub(crate) tracer: Option<Tracer>,
    /// Set if this machine couldn't run a program: the transaction's result means nothing then.
    pub(crate) failure: Option<ProgramError>,
}

impl Machine {
    /// The chain's Stylus parameters at this point of the transaction.
    pub(crate) fn params(&mut self) -> StylusParams {
        if self.tx.params_changed {
            self.tx.params = ArbosState::new(&mut self.world).params();
        }
        self.tx.params
    }

    /// True if `account` has more than one open frame that acts as itself.
    pub(crate) fn is_reentrant(&self, account: Address) -> bool {
        self.tx.acting.iter().filter(|open| **open == account).count() > 1
    }

    /// The account's code; neither charged nor warmed.
    pub(crate) fn code_of(&self, address: Address) -> Bytes {
        let code = self.world.peek(address).and_then(|info| info.code.as_ref());
        code.map_or_else(Bytes::new, revm::state::Bytecode::original_bytes)
    }

    /// Notes something about the Stylus frame that runs, if the transaction is traced.
    pub(crate) fn trace_stylus(&mut self, note: impl FnOnce(&mut StylusFrame)) {
        if let Some(tracer) = &mut self.tracer {
            tracer.stylus(note);
        }
    }

    /// Emits a log.
    pub(crate) fn emit(&mut self, log: Log) {
        if let Some(tracer) = &mut self.tracer {
            tracer.log(&log);
        }
        self.world.journal.log(log);
    }

    /// Position of the next message to L1.
    pub(crate) fn next_l1_message(&mut self) -> U256 {
        ArbosState::new(&mut self.world).next_l1_message()
    }

    /// Takes wei out of existence, as far as the account has it.
    pub(crate) fn burn_balance(&mut self, address: Address, wei: U256) {
        let world = &mut self.world;
        let mut account = match world.journal.load_account_mut(&mut world.layers, address) {
            Ok(load) => load.data,
            Err(never) => match never {},
        };
        account.decr_balance(wei);
    }

    /// Hash of an L1 block as `BLOCKHASH` answers it: made up, but different for each number.
    pub(crate) fn l1_block_hash(&self, number: u64) -> B256 {
        block_hash(b"l1", self.rules.chain_id, number)
    }

    /// Hash of an L2 block as ArbSys answers it: what it was set to, or made up.
    pub(crate) fn l2_block_hash(&mut self, number: u64) -> B256 {
        let known = ArbosState::new(&mut self.world).block_hash(number);
        known.unwrap_or_else(|| block_hash(b"l2", self.rules.chain_id, number))
    }
}

fn block_hash(layer: &[u8], chain_id: u64, number: u64) -> B256 {
    alloy_primitives::keccak256([layer, &chain_id.to_be_bytes(), &number.to_be_bytes()].concat())
}
