//! One transaction of a deployment.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use serde::Serialize;
use serde_json::Value as Json;

/// One transaction, and how one sees that it is done.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its key on record.
    pub id: String,
    /// Who sends it.
    pub from: Address,
    /// What is sent.
    pub action: Action,
    /// How one sees on the chain that it is done.
    pub done: Done,
    /// Gas it is expected to use, without what L1 costs.
    pub gas: u64,
    /// What it makes, for the record.
    pub detail: Json,
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum Action {
    /// A call.
    Call {
        /// Of which account.
        to: Address,
        /// With which data.
        data: Bytes,
        /// And which value.
        value: Value,
    },
    /// A transaction that somebody else has signed.
    Signed(Bytes),
}

/// The value of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// This many wei.
    Wei(U256),
    /// What Arbitrum asks for the program's data, about this many wei.
    DataFee(U256),
}

/// How one sees on the chain that a step is done.
#[derive(Clone, Debug)]
pub enum Done {
    /// An account has this code.
    Code {
        /// The account.
        at: Address,
        /// Its code.
        code: Bytes,
    },
    /// An account has at least so much, or another account has code already.
    Funds {
        /// The account.
        at: Address,
        /// At least so much, wei.
        wei: U256,
        /// The other account.
        unless: Address,
    },
    /// A program is active.
    Active {
        /// Its account.
        program: Address,
    },
    /// A view answers more than this.
    MoreThan {
        /// Of which contract.
        to: Address,
        /// The call.
        data: Bytes,
        /// The word.
        word: U256,
    },
    /// A router's slot has this program.
    Program {
        /// The router.
        router: Address,
        /// The slot.
        slot: U256,
        /// The program.
        program: Address,
    },
    /// A view answers this word, or any but 0.
    Word {
        /// Of which contract.
        to: Address,
        /// The call.
        data: Bytes,
        /// The word; any but 0 if `None`.
        expected: Option<U256>,
    },
}

/// A step as `plan --json` has it.
#[derive(Serialize)]
struct Summary<'a> {
    id: &'a str,
    from: Address,
    to: Option<Address>,
    gas: u64,
    detail: &'a Json,
}

impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let to = match &self.action {
            Action::Call { to, .. } => Some(*to),
            Action::Signed(_) => None,
        };
        Summary { id: &self.id, from: self.from, to, gas: self.gas, detail: &self.detail }
            .serialize(serializer)
    }
}

impl Step {
    /// Tells whether it is the same step as one on record: a hash of sender, recipient and data.
    #[must_use]
    pub fn input(&self) -> B256 {
        let mut bytes = self.from.to_vec();
        match &self.action {
            Action::Call { to, data, .. } => {
                bytes.extend_from_slice(to.as_slice());
                bytes.extend_from_slice(data);
            }
            Action::Signed(tx) => bytes.extend_from_slice(tx),
        }
        keccak256(bytes)
    }

    /// Wei that it sends along, about.
    #[must_use]
    pub fn value(&self) -> U256 {
        match self.action {
            Action::Call { value: Value::Wei(wei) | Value::DataFee(wei), .. } => wei,
            Action::Signed(_) => U256::ZERO,
        }
    }
}
