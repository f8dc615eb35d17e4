//! One scenario on a chain of its own.

use super::{
    compare::Comparison,
    format::{Activation, Call, Fragment, Fragments, Log, Number, Params, Program, Vector},
    frames::compare_frames,
};
use crate::{BuildError, Chain, HaltReason, Receipt, Tx, TxOptions, TxStatus};
use alloy_primitives::{Address, Bytes, U256, keccak256};
use surety_stylus_vm::{
    Engine, StylusParams,
    code::{self, CodeKind, Dictionaries},
};

/// Senders with less are given [`PLENTY`] before a call, wei.
const ENOUGH: U256 = U256::from_limbs([0, 1 << 26, 0, 0]);
/// 2^100 wei.
const PLENTY: U256 = U256::from_limbs([0, 1 << 36, 0, 0]);

impl Vector {
    /// The chain's Stylus parameters.
    pub(super) fn params(&self) -> StylusParams {
        let given: &Params = &self.stylus_params;
        let own = StylusParams::for_arbos(self.arbos_version);
        StylusParams {
            version: given.version.unwrap_or(own.version),
            ink_price: given.ink_price.unwrap_or(own.ink_price),
            max_stack_depth: given.max_stack_depth.unwrap_or(own.max_stack_depth),
            free_pages: given.free_pages.unwrap_or(own.free_pages),
            page_gas: given.page_gas.unwrap_or(own.page_gas),
            page_ramp: given.page_ramp.unwrap_or(own.page_ramp),
            page_limit: given.page_limit.unwrap_or(own.page_limit),
            min_init_gas: given.min_init_gas.unwrap_or(own.min_init_gas),
            min_cached_init_gas: given.min_cached_init_gas.unwrap_or(own.min_cached_init_gas),
            init_cost_scalar: given.init_cost_scalar.unwrap_or(own.init_cost_scalar),
            cached_cost_scalar: given.cached_cost_scalar.unwrap_or(own.cached_cost_scalar),
            expiry_days: given.expiry_days.unwrap_or(own.expiry_days),
            keepalive_days: given.keepalive_days.unwrap_or(own.keepalive_days),
            block_cache_size: given.block_cache_size.unwrap_or(own.block_cache_size),
            max_wasm_size: given.max_wasm_size.unwrap_or(own.max_wasm_size),
            max_fragment_count: given.max_fragment_count.unwrap_or(own.max_fragment_count),
            activation_gas: given.activation_gas.unwrap_or(own.activation_gas),
        }
    }
}

impl Program {
    /// True if the recording tried to activate it.
    pub(super) const fn is_tried(&self) -> bool {
        !matches!(self.activation, Activation::NotActivated {})
    }
}

/// A chain in a scenario's state.
pub(super) struct Scenario {
    pub(super) chain: Chain,
}

impl Scenario {
    /// The state before any activation.
    pub(super) fn new(
        vector: &Vector,
        params: StylusParams,
        engine: Engine,
        dictionaries: Dictionaries,
    ) -> Result<Self, BuildError> {
        let block = &vector.block;
        let mut chain = Chain::builder()
            .bare()
            .arbos(vector.arbos_version)
            .chain_id(vector.chain_id)
            .stylus_params(params)
            .start(block.number, block.timestamp)
            .basefee(block.basefee)
            .block_gas_limit(block.gas_limit)
            .coinbase(block.coinbase.0)
            .engine(engine)
            .dictionaries(dictionaries)
            .build()?;
        for account in &vector.accounts {
            let address = account.address.0;
            put(&mut chain, address, &account.code.0, account.balance);
            account.storage.iter().for_each(|(key, value)| chain.set_storage(address, key.0, value.0));
            if let Some(nonce) = account.nonce {
                chain.set_nonce(address, nonce);
            }
        }
        for program in &vector.programs {
            let code = program.code();
            let address = program.address.0;
            put(&mut chain, address, &code, program.balance);
            program.storage.iter().for_each(|(key, value)| chain.set_storage(address, key.0, value.0));
            for (fragment, code) in program.fragment_accounts(&code) {
                chain.set_code(fragment, code);
            }
            // Needs no dictionary then, and the module is what was recorded.
            chain.supply_module_for_dictionary(&code, &program.wasm_hex.0);
        }
        Ok(Self { chain })
    }

    /// Runs a call and compares everything; `Err` says why it could not run.
    pub(super) fn call(&mut self, call: &Call, place: &str, to: &mut Comparison) -> Result<(), String> {
        let chain = &mut self.chain;
        if call.new_block {
            chain.next_block();
        }
        let from = call.from.0;
        if chain.balance(from) < ENOUGH {
            chain.set_balance(from, PLENTY);
        }
        let to_address = call.to.map(|to| to.0);
        let tx = Tx { to: to_address, ..Tx::call(from, Address::ZERO) }
            .data(call.calldata.0.clone())
            .value(call.value.0)
            .gas(call.gas)
            .options(TxOptions::ALL);
        let receipt = chain.transact(tx).map_err(|error| error.to_string())?;
        let expect = &call.expect;
        compare_status(expect.status.as_str(), expect.halt.as_deref(), &receipt, to);
        to.same_if_recorded("output", expect.output.as_ref().map(|o| &o.0), Some(&receipt.output));
        to.same_if_recorded("output_len", expect.output_len, Some(receipt.output.len() as u64));
        to.same_if_recorded(
            "output_keccak256",
            expect.output_keccak256.map(|h| h.0),
            Some(keccak256(&receipt.output)),
        );
        compare_logs(&expect.logs, &receipt, to);
        let exec_gas = (receipt.gas_used + receipt.gas_refunded).saturating_sub(receipt.intrinsic_gas);
        to.same("gas_used", expect.gas_used, receipt.gas_used);
        to.same("gas_refunded", expect.gas_refunded, receipt.gas_refunded);
        to.same("intrinsic_gas", expect.intrinsic_gas, receipt.intrinsic_gas);
        to.same("exec_gas", expect.exec_gas, exec_gas);
        for (address, wei) in &expect.balance_after {
            to.same(&format!("balance_after {}", address.0), wei.0, chain.balance(address.0));
        }
        for (place, value) in &expect.storage_after {
            let (address, key) = slot(place).ok_or_else(|| format!("storage_after: no slot: {place:?}"))?;
            to.same(&format!("storage_after {place}"), value.0, chain.storage(address, key));
        }
        let parts = receipt.gas.map(|gas| gas.spent());
        to.same("sum of the gas breakdown", Some(receipt.gas_used + receipt.gas_refunded), parts);
        if let Some(frames) = &expect.frames {
            compare_frames(frames, &receipt, place, to);
        }
        Ok(())
    }
}

impl Program {
    /// The account's code.
    pub(super) fn code(&self) -> Bytes {
        let compressed = || code::classic_code(&self.wasm_hex.0).into();
        self.code_hex.as_ref().map_or_else(compressed, |code| code.0.clone())
    }

    /// The fragments that are given with their code.
    fn fragment_accounts(&self, code: &[u8]) -> Vec<(Address, Bytes)> {
        let named = match code::classify(code, 60.into()) {
            CodeKind::Root(root) => root.parse().map(|root| root.fragments).unwrap_or_default(),
            _ => Vec::new(),
        };
        let list = match &self.fragments {
            None => return Vec::new(),
            Some(Fragments::Map(map)) => return map.iter().map(|(a, c)| (a.0, c.0.clone())).collect(),
            Some(Fragments::List(list)) => list,
        };
        let account = |(index, fragment): (usize, &Fragment)| match fragment {
            Fragment::Account(account) => Some((account.address.0, account.code.0.clone())),
            Fragment::Pair(address, code) => Some((address.0, code.0.clone())),
            Fragment::AddressOrCode(bytes) if bytes.0.len() == Address::len_bytes() => None,
            Fragment::AddressOrCode(code) => Some((*named.get(index)?, code.0.clone())),
        };
        list.iter().enumerate().filter_map(account).collect()
    }
}

fn put(chain: &mut Chain, address: Address, code: &Bytes, balance: Number) {
    if !code.is_empty() {
        chain.set_code(address, code.clone());
    }
    if !balance.0.is_zero() {
        chain.set_balance(address, balance.0);
    }
}

/// Reads `address:slot`.
fn slot(place: &str) -> Option<(Address, U256)> {
    let (address, key) = place.split_once(':')?;
    Some((address.parse().ok()?, key.parse().ok()?))
}

fn compare_status(status: &str, halt: Option<&str>, receipt: &Receipt, to: &mut Comparison) {
    let (got, reason) = match receipt.status {
        TxStatus::Success => ("success", None),
        TxStatus::Revert => ("revert", None),
        TxStatus::Halt(reason) => ("halt", Some(reason)),
    };
    to.same("status", status, got);
    let named = reason.map(|reason| match reason {
        HaltReason::OutOfGas => "out of gas".to_owned(),
        HaltReason::StackExhausted => "stack exhausted".to_owned(),
        HaltReason::NotActive(_) => "not active".to_owned(),
        other => other.to_string(),
    });
    // Only these names are part of the format; other failures are told apart by nothing.
    if let Some(halt @ ("out of gas" | "stack exhausted" | "not active")) = halt {
        to.same("halt", Some(halt), named.as_deref());
    }
}

fn compare_logs(expected: &[Log], receipt: &Receipt, to: &mut Comparison) {
    let topics = |log: &Log| log.topics.iter().map(|topic| topic.0).collect::<Vec<_>>();
    let expected: Vec<_> = expected.iter().map(|log| (log.address.0, topics(log), &log.data.0)).collect();
    let got = receipt.logs.iter();
    let got: Vec<_> = got.map(|log| (log.address, log.topics().to_vec(), &log.data.data)).collect();
    to.same("logs", expected, got);
}
