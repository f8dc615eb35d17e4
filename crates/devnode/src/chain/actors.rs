//! Accounts and selectors by name.

use super::Chain;
use crate::trace::CallTrace;
use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use std::{collections::BTreeMap, sync::Arc};

/// What an actor starts with, wei: 2^100.
const ACTOR_BALANCE: U256 = U256::from_limbs([0, 1 << 36, 0, 0]);

/// Names for traces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    accounts: BTreeMap<Address, String>,
    selectors: BTreeMap<[u8; 4], String>,
}

impl Chain {
    /// The externally owned account called `name`: always the same address, funded with 2^100 wei
    /// when first asked for.
    pub fn actor(&mut self, name: &str) -> Address {
        let address = Address::from_word(keccak256(format!("actor {name}")));
        if !self.names.accounts.contains_key(&address) {
            self.set_balance(address, ACTOR_BALANCE);
            self.label(address, name);
        }
        address
    }

    /// Names an account for traces.
    pub fn label(&mut self, address: Address, name: impl Into<String>) {
        Arc::make_mut(&mut self.names).accounts.insert(address, name.into());
    }

    /// The name of an account, if it has one.
    #[must_use]
    pub fn name_of(&self, address: Address) -> Option<&str> {
        self.names.accounts.get(&address).map(String::as_str)
    }

    /// Names a call for traces.
    pub fn learn_call<C: SolCall>(&mut self) {
        self.learn_selector(C::SELECTOR, C::SIGNATURE);
    }

    /// Names an error for traces.
    pub fn learn_error<E: SolError>(&mut self) {
        self.learn_selector(E::SELECTOR, E::SIGNATURE);
    }

    /// Names a selector for traces, by the part of `signature` before its parameters.
    pub fn learn_selector(&mut self, selector: [u8; 4], signature: &str) {
        let name = signature.split('(').next().unwrap_or(signature);
        Arc::make_mut(&mut self.names).selectors.insert(selector, name.into());
    }

    /// A trace as text, with the names that the chain knows.
    #[must_use]
    pub fn render(&self, trace: &CallTrace) -> String {
        let account = |address| self.name_of(address).map(String::from);
        let selector = |selector| self.names.selectors.get(&selector).cloned();
        trace.render(&account, &selector)
    }
}
