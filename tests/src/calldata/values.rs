//! Arguments for any function: meaningful enough to get past the first checks now and then.

use super::oracle::fixed;
use crate::twins::Dice;
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, I256, U256, keccak256};

/// Makes arguments from a seed.
#[derive(Debug)]
pub struct Maker<'a> {
    /// Accounts that mean something.
    pub accounts: &'a [Address],
    /// Where chance comes from.
    pub dice: Dice,
    /// Elements in each list; chance decides if there is none given.
    pub length: Option<usize>,
}

impl Maker<'_> {
    /// Arguments of these types, encoded.
    pub fn arguments(&mut self, types: &[DynSolType]) -> Vec<u8> {
        DynSolValue::Tuple(types.iter().map(|ty| self.value(ty)).collect()).abi_encode_params()
    }

    fn value(&mut self, ty: &DynSolType) -> DynSolValue {
        match ty {
            DynSolType::Address => DynSolValue::Address(self.account()),
            DynSolType::Bool => DynSolValue::Bool(self.dice.once_in(2)),
            DynSolType::Uint(bits) => DynSolValue::Uint(self.number(*bits), *bits),
            DynSolType::Int(bits) => {
                let number = I256::try_from(self.dice.below(200)).unwrap_or(I256::ZERO);
                DynSolValue::Int(number - I256::try_from(100).unwrap_or(I256::ZERO), *bits)
            }
            DynSolType::FixedBytes(len) => fixed(self.word(), *len),
            DynSolType::Bytes => DynSolValue::Bytes(self.bytes()),
            DynSolType::String => DynSolValue::String("a text that is longer than a word is".into()),
            DynSolType::Array(of) => {
                let len = self.len();
                DynSolValue::Array((0..len).map(|_| self.value(of)).collect())
            }
            DynSolType::FixedArray(of, len) => {
                DynSolValue::FixedArray((0..*len).map(|_| self.value(of)).collect())
            }
            DynSolType::Tuple(types) => DynSolValue::Tuple(types.iter().map(|ty| self.value(ty)).collect()),
            // The suite's interfaces have no other types.
            _ => DynSolValue::Bool(false),
        }
    }

    fn len(&mut self) -> usize {
        self.length.unwrap_or_else(|| self.dice.below(4))
    }

    fn account(&mut self) -> Address {
        self.dice.one(self.accounts).copied().unwrap_or_default()
    }

    fn number(&mut self, bits: usize) -> U256 {
        match self.dice.below(4) {
            0 if bits == 256 => self.dice.amount(),
            1 => U256::MAX >> (256 - bits.min(256)),
            _ => U256::from(self.dice.below(4)),
        }
    }

    fn word(&mut self) -> B256 {
        keccak256([u8::try_from(self.dice.below(8)).unwrap_or_default()])
    }

    fn bytes(&mut self) -> Vec<u8> {
        let len = *[0, 1, 31, 32, 33, 64, 65].get(self.dice.below(7)).unwrap_or(&0_usize);
        vec![0x5a; len]
    }
}
