//! What of a transaction's gas no implementation of its semantics could save.
//!
//! *Unavoidable* are
//! - the base price of a transaction and its calldata;
//! - for each distinct slot of the suite that was read or written, its first access: 2,100;
//! - for each of them whose value differs before and after: 20,000 from zero, else 2,900. What was
//!   written in between (guards, values that came back) counts as avoidable;
//! - the logs of the suite: 375, 375 for each topic, 8 for each byte;
//! - calls to accounts that are not the suite's (tokens, registrars, wallets) and to precompiles: all
//!   gas of their frames, with storage and logs, and reaching them: 2,600 for the first call to each
//!   account, 100 for others and for precompiles;
//! - reaching each strategy that moved tokens, as it has to be the one that holds them: 2,600;
//! - creating an account: 32,000;
//! - less 4,800 for each slot that was cleared, as far as the refund was granted.
//!
//! The slots are those of our own layout: what packing saved has already left the sum.

use alloy_primitives::{Address, Log};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use surety_devnode::{
    CallScheme, Receipt,
    trace::{CallTrace, FrameKind, SlotUse},
};

/// First access of a slot in a transaction, gas (EIP-2929).
const COLD_SLOT: u64 = 2_100;
/// Making a slot nonzero, gas (EIP-2200).
const SLOT_SET: u64 = 20_000;
/// Changing a slot that was nonzero, without its first access, gas (EIP-2929).
const SLOT_RESET: u64 = 2_900;
/// Refund for clearing a slot, gas (EIP-3529).
const SLOT_CLEARED: u64 = 4_800;
/// First access of an account, gas (EIP-2929).
const COLD_ACCOUNT: u64 = 2_600;
/// Access of an account that is warm already, gas.
const WARM_ACCOUNT: u64 = 100;
/// Creating an account, gas.
const CREATE: u64 = 32_000;
/// A log, each of its topics, each byte of its data, gas.
const LOG: (u64, u64, u64) = (375, 375, 8);

/// The parts of what is unavoidable, gas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unavoidable {
    /// Base price and calldata.
    pub intrinsic: u64,
    /// First accesses of slots.
    pub reads: u64,
    /// Changes of slots.
    pub writes: u64,
    /// Logs.
    pub logs: u64,
    /// Other people's accounts, precompiles, strategies' accounts, creations.
    pub calls: u64,
    /// What is handed back for cleared slots.
    pub refund: u64,
}

impl Unavoidable {
    /// The sum.
    #[must_use]
    pub const fn total(&self) -> u64 {
        (self.intrinsic + self.reads + self.writes + self.logs + self.calls).saturating_sub(self.refund)
    }
}

/// Accounts that a transaction meets.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// Tokens, registrars and wallets: not the suite's.
    pub foreign: BTreeSet<Address>,
    /// The suite's strategies.
    pub strategies: BTreeSet<Address>,
}

/// Breaks down a transaction that was traced.
#[must_use]
pub fn unavoidable(receipt: &Receipt, accounts: &Accounts) -> Unavoidable {
    let own = |account: &Address| !accounts.foreign.contains(account);
    let slots = receipt.slots.iter().filter(|slot| own(&slot.account));
    let cleared = receipt.slots.iter().filter(|slot| slot.last.is_zero() && !slot.original.is_zero());
    Unavoidable {
        intrinsic: receipt.intrinsic_gas,
        reads: slots.clone().map(|_| COLD_SLOT).sum(),
        writes: slots.map(write).sum(),
        logs: log_gas(receipt.logs.iter().filter(|log| own(&log.address))),
        calls: receipt.trace.as_ref().map_or(0, |root| calls(root, accounts)),
        refund: cleared.map(|_| SLOT_CLEARED).sum::<u64>().min(receipt.gas_refunded),
    }
}

fn write(slot: &SlotUse) -> u64 {
    match (slot.original == slot.last, slot.original.is_zero()) {
        (true, _) => 0,
        (false, true) => SLOT_SET,
        (false, false) => SLOT_RESET,
    }
}

/// What logs cost in the EVM, gas.
pub fn log_gas<'l>(logs: impl Iterator<Item = &'l Log>) -> u64 {
    let (base, topic, byte) = LOG;
    let gas = |log: &Log| base + topic * log.topics().len() as u64 + byte * log.data.data.len() as u64;
    logs.map(gas).sum()
}

fn calls(root: &CallTrace, accounts: &Accounts) -> u64 {
    let mut gas = 0_u64;
    let mut reached = BTreeSet::from([root.acting]);
    // An explicit stack, as a trace may be a thousand frames deep.
    let mut open = vec![root];
    while let Some(frame) = open.pop() {
        if frame.kind == FrameKind::Precompile {
            gas += WARM_ACCOUNT + frame.gas_used();
        } else if accounts.foreign.contains(&frame.code_address) {
            let cold = reached.insert(frame.code_address);
            gas += if cold { COLD_ACCOUNT } else { WARM_ACCOUNT } + frame.gas_used();
            if accounts.strategies.contains(&frame.caller) && reached.insert(frame.caller) {
                gas += COLD_ACCOUNT;
            }
        } else {
            let creates = matches!(frame.scheme, CallScheme::Create | CallScheme::Create2);
            gas += if creates { CREATE } else { 0 };
            open.extend(frame.children.iter().rev());
        }
    }
    gas
}

#[cfg(test)]
mod tests;
