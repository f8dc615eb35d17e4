//! What symbols stand for in one world at one moment.

use crate::eip712::DomainBase;
use crate::merkle::RewardTree;
use crate::world::{Directory, Moment};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, U256, address, keccak256};
use std::collections::{BTreeMap, HashMap};

/// Where burned tokens go (reference, section 1).
pub const BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");
/// The virtual strategy of native ETH (reference, section 1).
pub const BEACON_CHAIN_ETH: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");

/// The `Withdrawal` struct of the DelegationManager.
pub const WITHDRAWAL: &str = "(address,address,address,uint256,uint32,address[],uint256[])";

/// A withdrawal seen in a `SlashingWithdrawalQueued` event.
#[derive(Clone, Debug)]
pub struct SeenWithdrawal {
    /// The struct.
    pub value: DynSolValue,
    /// keccak256 of its ABI encoding as one argument.
    pub root: B256,
}

/// The symbols of one world.
#[derive(Clone, Debug)]
pub struct Symbols {
    addresses: Directory,
    names: HashMap<Address, String>,
    /// Where the scenario began: `$B` and `$T`.
    pub start: Moment,
    /// The present, for `$now`.
    pub now: Moment,
    /// What signatures are made for.
    pub domain: DomainBase,
    /// Private keys of actors.
    pub keys: BTreeMap<String, B256>,
    /// `$wd1`, `$wd2`, ….
    pub withdrawals: Vec<SeenWithdrawal>,
    /// `$tree1`, ….
    pub trees: BTreeMap<String, RewardTree>,
}

impl Symbols {
    /// The symbols of a freshly deployed world.
    pub fn new(
        directory: &Directory,
        start: Moment,
        domain: DomainBase,
        keys: BTreeMap<String, B256>,
    ) -> Self {
        let mut symbols = Self {
            addresses: Directory::new(),
            names: HashMap::new(),
            start,
            now: start,
            domain,
            keys,
            withdrawals: Vec::new(),
            trees: BTreeMap::new(),
        };
        symbols.bind("$burn", BURN_ADDRESS);
        symbols.bind("$beaconChainETHStrategy", BEACON_CHAIN_ETH);
        for (symbol, address) in directory {
            symbols.bind(symbol, *address);
        }
        symbols
    }

    /// Gives an address a name from here on.
    pub fn bind(&mut self, symbol: &str, address: Address) {
        self.addresses.insert(symbol.to_owned(), address);
        self.names.insert(address, symbol.to_owned());
    }

    /// The address a symbol stands for, or a literal address.
    pub fn address(&self, text: &str) -> Option<Address> {
        match self.addresses.get(text) {
            Some(address) => Some(*address),
            None if text.starts_with("0x") => text.parse().ok(),
            None => None,
        }
    }

    /// An address as a person reads it: its symbol, or hex.
    pub fn name(&self, address: Address) -> String {
        self.names.get(&address).cloned().unwrap_or_else(|| address.to_string())
    }

    /// A decimal number or `$B±n`, `$T±n`, `$now±n`.
    pub fn integer(&self, text: &str) -> Option<U256> {
        let bases = [("$B", self.start.block), ("$T", self.start.timestamp), ("$now", self.now.block)];
        for (prefix, base) in bases {
            if let Some(n) = offset(text, prefix) {
                return base.checked_add_signed(n).map(U256::from);
            }
        }
        let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if decimal { U256::from_str_radix(text, 10).ok() } else { None }
    }

    /// The withdrawal `$wdN` names.
    pub fn withdrawal(&self, text: &str) -> Option<&SeenWithdrawal> {
        let number: usize = text.strip_prefix("$wd")?.parse().ok()?;
        self.withdrawals.get(number.checked_sub(1)?)
    }

    /// A 32-byte word: `$wdN.root`, `$tree.root`, `$tree.earnerN.tokenRoot`.
    pub fn word(&self, text: &str) -> Option<B256> {
        let (stem, field) = text.split_once('.')?;
        if field == "root"
            && let Some(seen) = self.withdrawal(stem)
        {
            return Some(seen.root);
        }
        let tree = self.trees.get(stem.strip_prefix('$')?)?;
        if field == "root" {
            return Some(tree.tree.root());
        }
        let index: usize = field.strip_prefix("earner")?.strip_suffix(".tokenRoot")?.parse().ok()?;
        tree.earners.get(index).map(|e| e.tree.root())
    }

    /// The name of a word, if it is a withdrawal's root or a tree's.
    pub fn name_word(&self, word: B256) -> Option<String> {
        if let Some(at) = self.withdrawals.iter().position(|w| w.root == word) {
            return Some(format!("$wd{}.root", at.saturating_add(1)));
        }
        let tree = self.trees.iter().find(|(_, t)| t.tree.root() == word);
        tree.map(|(name, _)| format!("${name}.root"))
    }

    /// Notes a queued withdrawal from the data of its event: root, struct, shares.
    /// Anything else than such data is ignored: it is reported when the event is compared.
    pub fn see_withdrawal(&mut self, data: &[u8]) {
        let types = format!("(bytes32,{WITHDRAWAL},uint256[])");
        let Ok(ty) = DynSolType::parse(&types) else { return };
        let Ok(DynSolValue::Tuple(values)) = ty.abi_decode_params(data) else { return };
        let Some(value) = values.into_iter().nth(1) else { return };
        // Encoded as one dynamic argument, so with the leading offset word.
        let root = keccak256(value.abi_encode());
        self.withdrawals.push(SeenWithdrawal { value, root });
    }
}

/// `n` of `prefix`, `prefix+n` or `prefix-n`.
pub(crate) fn offset(text: &str, prefix: &str) -> Option<i64> {
    let rest = text.strip_prefix(prefix)?;
    let digits = |s: &str| -> Option<i64> {
        let all = !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if all { s.parse().ok() } else { None }
    };
    match rest.as_bytes().first() {
        None => Some(0),
        Some(b'+') => digits(rest.get(1..)?),
        Some(b'-') => digits(rest.get(1..)?).and_then(i64::checked_neg),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_reads_signs_and_nothing_else() {
        assert_eq!(offset("$B", "$B"), Some(0));
        assert_eq!(offset("$B+12", "$B"), Some(12));
        assert_eq!(offset("$T-7", "$T"), Some(-7));
        for bad in ["$B12", "$B+", "$B+-1", "$B+99999999999999999999", "$burn", "B+1"] {
            assert_eq!(offset(bad, "$B"), None, "{bad}");
        }
    }
}
