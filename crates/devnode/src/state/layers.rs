//! Immutable layers of state that snapshots and forks share.

use alloy_primitives::{Address, B256, U256};
use revm::{
    Database,
    primitives::{AddressMap, HashMap},
    state::{AccountInfo, Bytecode},
};
use std::{convert::Infallible, sync::Arc};

/// What changed between two snapshots.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layer {
    /// `None`: the account is gone.
    pub(crate) accounts: AddressMap<Option<AccountInfo>>,
    /// Slots by account and key.
    pub(crate) slots: HashMap<(Address, U256), U256>,
}

impl Layer {
    fn len(&self) -> usize {
        self.accounts.len() + self.slots.len()
    }
}

/// A stack of layers, the newest last. Cloning is cheap: the layers are shared.
///
/// Sizes grow geometrically towards the bottom (a layer that is not at most half of the one below
/// is merged into it), so a look-up visits a logarithmic number of layers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layers {
    stack: Vec<Arc<Layer>>,
}

impl Layers {
    /// Puts `layer` on top; an empty one changes nothing.
    pub(crate) fn push(&mut self, layer: Layer) {
        if layer.len() == 0 {
            return;
        }
        let mut top = layer;
        while let Some(below) = self.stack.pop_if(|below| top.len() * 2 > below.len()) {
            let mut merged = Arc::unwrap_or_clone(below);
            merged.accounts.extend(top.accounts);
            merged.slots.extend(top.slots);
            top = merged;
        }
        self.stack.push(Arc::new(top));
    }

    /// All layers as one.
    pub(crate) fn merged(&self) -> Layer {
        let mut whole = Layer::default();
        for layer in &self.stack {
            whole.accounts.extend(layer.accounts.iter().map(|(address, info)| (*address, info.clone())));
            whole.slots.extend(layer.slots.iter().map(|(place, value)| (*place, *value)));
        }
        whole
    }

    /// One account's slots.
    pub(crate) fn merged_slots_of(&self, address: Address) -> HashMap<U256, U256> {
        let own =
            |((owner, key), value): (&(Address, U256), &U256)| (*owner == address).then_some((*key, *value));
        self.stack.iter().flat_map(|layer| layer.slots.iter().filter_map(own)).collect()
    }

    /// The account, if it exists.
    pub(crate) fn account(&self, address: Address) -> Option<&AccountInfo> {
        self.stack.iter().rev().find_map(|layer| layer.accounts.get(&address))?.as_ref()
    }

    /// The slot's value, zero if it was never written.
    pub(crate) fn slot(&self, address: Address, key: U256) -> U256 {
        self.stack
            .iter()
            .rev()
            .find_map(|layer| layer.slots.get(&(address, key)).copied())
            .unwrap_or_default()
    }
}

impl Database for Layers {
    type Error = Infallible;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Infallible> {
        Ok(self.account(address).cloned())
    }

    /// Accounts carry their code, so nothing is ever asked for by hash.
    fn code_by_hash(&mut self, _code_hash: B256) -> Result<Bytecode, Infallible> {
        Ok(Bytecode::default())
    }

    fn storage(&mut self, address: Address, index: U256) -> Result<U256, Infallible> {
        Ok(self.slot(address, index))
    }

    /// Block hashes are answered by the execution context, which knows the block.
    fn block_hash(&mut self, _number: u64) -> Result<B256, Infallible> {
        Ok(B256::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Address = Address::repeat_byte(0xaa);

    fn slots(entries: &[(u64, u64)]) -> Layer {
        let slots = entries.iter().map(|(k, v)| ((A, U256::from(*k)), U256::from(*v))).collect();
        Layer { slots, ..Layer::default() }
    }

    #[test]
    fn newer_layers_win_and_older_ones_shine_through() {
        let mut layers = Layers::default();
        layers.push(slots(&[(1, 10), (2, 20), (3, 30), (4, 40)]));
        layers.push(slots(&[(2, 21)]));
        let slot = |key: u64| layers.slot(A, U256::from(key));
        assert_eq!([slot(1), slot(2), slot(9)], [10, 21, 0].map(U256::from));
    }

    #[test]
    fn a_clone_is_not_changed_by_later_layers() {
        let mut layers = Layers::default();
        layers.push(slots(&[(1, 10)]));
        let before = layers.clone();
        layers.push(slots(&[(1, 11)]));
        assert_eq!(before.slot(A, U256::from(1)), U256::from(10));
        assert_eq!(layers.slot(A, U256::from(1)), U256::from(11));
    }

    #[test]
    fn the_stack_stays_shallow() {
        let mut layers = Layers::default();
        for key in 0..1_000 {
            layers.push(slots(&[(key, key + 1)]));
        }
        assert!(layers.stack.len() <= 11, "{} layers", layers.stack.len());
        assert!((0..1_000).all(|key| layers.slot(A, U256::from(key)) == U256::from(key + 1)));
    }

    #[test]
    fn a_removed_account_hides_the_one_below() {
        let mut layers = Layers::default();
        layers.push(Layer {
            accounts: [(A, Some(AccountInfo::default()))].into_iter().collect(),
            ..slots(&[(1, 1), (2, 2)])
        });
        assert!(layers.account(A).is_some());
        layers.push(Layer { accounts: [(A, None)].into_iter().collect(), ..Layer::default() });
        assert!(layers.account(A).is_none());
    }
}
