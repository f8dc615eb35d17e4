//! Just enough of a chain for calls of single programs: storage and account prices, logs, pages.
//! Nested calls and creations are out of its reach.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use surety_stylus_vm::{
    HostioTrace, StylusParams,
    host::{CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, FrameEnv, Host, Refused},
    memory_model::{Pages, memory_gas},
};

#[derive(Clone, Default)]
pub(crate) struct MiniChain {
    pub(crate) params: StylusParams,
    pub(crate) storage: BTreeMap<B256, B256>,
    pub(crate) accounts: HashMap<Address, (U256, Bytes)>,
    pub(crate) pages: Pages,
    pub(crate) logs: Vec<(Vec<B256>, Bytes)>,
    pub(crate) refund: i64,
    pub(crate) original: BTreeMap<B256, B256>,
    pub(crate) transient: HashMap<B256, B256>,
    pub(crate) warm_slots: BTreeSet<B256>,
    pub(crate) warm_accounts: BTreeSet<Address>,
}

impl MiniChain {
    pub(crate) fn begin_transaction(&mut self, warm: impl IntoIterator<Item = Address>) {
        self.original = self.storage.clone();
        self.transient.clear();
        self.warm_slots.clear();
        self.warm_accounts = warm.into_iter().collect();
        self.pages = Pages::default();
        self.logs.clear();
        self.refund = 0;
    }

    fn touch(&mut self, address: Address) -> u64 {
        if self.warm_accounts.insert(address) { 2_600 } else { 100 }
    }

    fn store(&mut self, key: B256, new: B256) -> u64 {
        let cold = if self.warm_slots.insert(key) { 2_100 } else { 0 };
        let read = |map: &BTreeMap<B256, B256>| map.get(&key).copied().unwrap_or_default();
        let (current, original) = (read(&self.storage), read(&self.original));
        self.storage.insert(key, new);
        if current == new {
            return cold + 100;
        }
        if original == current {
            if original.is_zero() {
                return cold + 20_000;
            }
            if new.is_zero() {
                self.refund += 4_800;
            }
            return cold + 2_900;
        }
        if !original.is_zero() {
            if current.is_zero() {
                self.refund -= 4_800;
            } else if new.is_zero() {
                self.refund += 4_800;
            }
        }
        if original == new {
            self.refund += if original.is_zero() { 19_900 } else { 2_800 };
        }
        cold + 100
    }
}

impl Host for MiniChain {
    fn storage_load(&mut self, key: B256) -> (B256, u64) {
        let gas = if self.warm_slots.insert(key) { 2_100 } else { 100 };
        (self.storage.get(&key).copied().unwrap_or_default(), gas)
    }

    fn storage_flush(&mut self, entries: &[(B256, B256)], budget: u64) -> FlushOutcome {
        let mut left = budget;
        for (key, value) in entries {
            let cost = self.store(*key, *value);
            match left.checked_sub(cost) {
                Some(rest) if rest > 0 => left = rest,
                _ => return FlushOutcome::OutOfGas,
            }
        }
        FlushOutcome::Written(budget - left)
    }

    fn transient_load(&mut self, key: B256) -> B256 {
        self.transient.get(&key).copied().unwrap_or_default()
    }

    fn transient_store(&mut self, key: B256, value: B256) {
        self.transient.insert(key, value);
    }

    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome {
        // Stands for an account that answers the calldata reversed and uses 1 000 gas.
        let output: Bytes = request.input.iter().rev().copied().collect::<Vec<u8>>().into();
        CallOutcome { success: request.value.is_zero(), gas_cost: 1_100, output }
    }

    fn create(&mut self, request: CreateRequest<'_>) -> Result<CreateOutcome, Refused> {
        if request.gas_left < 32_000 {
            return Err(Refused);
        }
        let address = (!request.code.is_empty()).then(|| Address::repeat_byte(0xcc));
        let output = if address.is_some() { Bytes::new() } else { Bytes::from_static(b"reverted") };
        Ok(CreateOutcome { address, gas_cost: 32_000, output })
    }

    fn log(&mut self, topics: &[B256], data: &[u8]) {
        self.logs.push((topics.to_vec(), Bytes::copy_from_slice(data)));
    }

    fn account_balance(&mut self, address: Address) -> (U256, u64) {
        let gas = self.touch(address);
        (self.accounts.get(&address).map_or(U256::ZERO, |account| account.0), gas)
    }

    fn account_code_hash(&mut self, address: Address) -> (B256, u64) {
        let gas = self.touch(address);
        (self.accounts.get(&address).map_or(B256::ZERO, |account| keccak256(&account.1)), gas)
    }

    fn account_code(&mut self, address: Address) -> (Bytes, u64) {
        let gas = self.touch(address);
        (self.accounts.get(&address).map(|account| account.1.clone()).unwrap_or_default(), 700 + gas)
    }

    fn open_pages(&mut self, pages: u16) -> u64 {
        let gas = memory_gas(&self.params, self.pages, pages);
        self.pages = self.pages.opened(pages);
        gas
    }
}

/// Surroundings for tests that do not care.
pub(crate) fn env() -> FrameEnv {
    FrameEnv {
        contract_address: Address::repeat_byte(0xc0),
        msg_sender: Address::repeat_byte(0x11),
        msg_value: U256::ZERO,
        reentrant: false,
        is_static: false,
        tx_origin: Address::repeat_byte(0x11),
        tx_gas_price: U256::from(100_000_000),
        block_number: 1_000,
        block_timestamp: 1_800_000_000,
        block_gas_limit: 1 << 50,
        block_basefee: U256::from(100_000_000),
        block_coinbase: Address::repeat_byte(0xa4),
        chain_id: 412_346,
    }
}

/// Host calls as recordings list them.
#[derive(Default)]
pub(crate) struct Recorder(pub(crate) Vec<(String, u64, u64)>);

impl HostioTrace for Recorder {
    fn hostio(&mut self, name: &'static str, ink_before: u64, ink_after: u64) {
        self.0.push((name.to_owned(), ink_before, ink_after));
    }
}
