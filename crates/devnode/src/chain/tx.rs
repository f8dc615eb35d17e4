//! Transactions as callers write them.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;

/// Gas limit of transactions that name none: what Nitro lets a transaction use at most.
const DEFAULT_GAS_LIMIT: u64 = 32_000_000;

/// A transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tx {
    /// Sender; no signature is needed.
    pub from: Address,
    /// Target; `None` creates an account with `data` as init code.
    pub to: Option<Address>,
    /// Wei sent along.
    pub value: U256,
    /// Calldata or init code.
    pub data: Bytes,
    /// Gas limit; 32 000 000 unless set.
    pub gas_limit: u64,
    /// Wei for each gas; the block's base fee if `None`.
    pub gas_price: Option<U256>,
    /// Checked against the sender's account if present.
    pub nonce: Option<u64>,
    /// Accounts and slots that are warm from the start (EIP-2930).
    pub access_list: Vec<(Address, Vec<B256>)>,
    /// Accounts that take on another's code (EIP-7702), in order.
    pub delegations: Vec<Delegation>,
    /// What to record.
    pub options: TxOptions,
}

/// An account's leave to act by another account's code (EIP-7702), its signature checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Chain it is for; zero for all.
    pub chain_id: U256,
    /// Who signed it.
    pub authority: Address,
    /// Whose code is taken on; zero ends a delegation.
    pub delegate: Address,
    /// The authority's nonce; the delegation is skipped if it is another.
    pub nonce: u64,
}

impl Tx {
    /// A call without data.
    #[must_use]
    pub const fn call(from: Address, to: Address) -> Self {
        Self {
            from,
            to: Some(to),
            value: U256::ZERO,
            data: Bytes::new(),
            gas_limit: DEFAULT_GAS_LIMIT,
            gas_price: None,
            nonce: None,
            access_list: Vec::new(),
            delegations: Vec::new(),
            options: TxOptions::NOTHING,
        }
    }

    /// A creation.
    #[must_use]
    pub fn create(from: Address, init_code: impl Into<Bytes>) -> Self {
        Self { to: None, data: init_code.into(), ..Self::call(from, Address::ZERO) }
    }

    /// The same with calldata.
    #[must_use]
    pub fn data(self, data: impl Into<Bytes>) -> Self {
        Self { data: data.into(), ..self }
    }

    /// The same with the calldata of a typed call.
    #[must_use]
    pub fn sol(self, call: &impl SolCall) -> Self {
        self.data(call.abi_encode())
    }

    /// The same with value, wei.
    #[must_use]
    pub fn value(self, wei: U256) -> Self {
        Self { value: wei, ..self }
    }

    /// The same with another gas limit.
    #[must_use]
    pub fn gas(self, limit: u64) -> Self {
        Self { gas_limit: limit, ..self }
    }

    /// The same with other things to record.
    #[must_use]
    pub fn options(self, options: TxOptions) -> Self {
        Self { options, ..self }
    }
}

/// How much of a transaction's call tree is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraceLevel {
    /// Nothing.
    #[default]
    None,
    /// Each frame.
    Frames,
    /// Each frame, and each host call of Stylus frames.
    Hostio,
}

/// What is recorded of a transaction. What is not asked for costs nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TxOptions {
    /// Break the gas down by kind.
    pub breakdown: bool,
    /// Record the call tree.
    pub trace: TraceLevel,
}

impl TxOptions {
    /// Nothing.
    pub const NOTHING: Self = Self { breakdown: false, trace: TraceLevel::None };
    /// The gas by kind.
    pub const BREAKDOWN: Self = Self { breakdown: true, trace: TraceLevel::None };
    /// The call tree.
    pub const TRACE: Self = Self { breakdown: false, trace: TraceLevel::Frames };
    /// Everything.
    pub const ALL: Self = Self { breakdown: true, trace: TraceLevel::Hostio };
}
