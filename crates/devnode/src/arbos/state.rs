//! Reading and writing what ArbOS keeps.

use super::layout::{self, ARBOS_ADDRESS};
use crate::state::World;
use alloy_primitives::{Address, B256, U256};
use surety_stylus_vm::{StylusParams, data_fee::DataPricer, program_info::ProgramInfo};

/// Sets of addresses that ArbOS keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressSet {
    ChainOwners = 1,
    CacheManagers = 2,
}

/// ArbOS' state within the transaction that runs. What it costs to reach is charged by whoever
/// asks: the precompiles have prices of their own.
#[derive(Debug)]
pub(crate) struct ArbosState<'w> {
    world: &'w mut World,
}

impl<'w> ArbosState<'w> {
    pub(crate) const fn new(world: &'w mut World) -> Self {
        Self { world }
    }

    /// Reading leaves no mark: the account stays as cold for contracts as it was.
    fn get(&self, key: U256) -> U256 {
        self.world.peek_slot(ARBOS_ADDRESS, key)
    }

    fn set(&mut self, key: U256, value: U256) {
        self.world.sstore(ARBOS_ADDRESS, key, value);
    }

    pub(crate) fn params(&self) -> StylusParams {
        layout::unpack_params([self.get(layout::PARAMS), self.get(layout::MORE_PARAMS)])
    }

    pub(crate) fn set_params(&mut self, params: &StylusParams) {
        let [first, second] = layout::pack_params(params);
        self.set(layout::PARAMS, first);
        self.set(layout::MORE_PARAMS, second);
    }

    /// The program's entry; all zero if it was never activated.
    pub(crate) fn program(&self, code_hash: B256) -> ProgramInfo {
        ProgramInfo::from_slot(self.get(layout::program(code_hash)).into())
    }

    pub(crate) fn set_program(&mut self, code_hash: B256, program: &ProgramInfo) {
        self.set(layout::program(code_hash), program.to_slot().into());
    }

    pub(crate) fn pricer(&self) -> DataPricer {
        let [demand, bytes_per_second, min_price, inertia, hi, lo, ..] = words(self.get(layout::PRICER));
        let last_update_time = u64::from(hi) << 32 | u64::from(lo);
        DataPricer { demand, bytes_per_second, last_update_time, min_price, inertia }
    }

    pub(crate) fn set_pricer(&mut self, pricer: &DataPricer) {
        let DataPricer { demand, bytes_per_second, last_update_time, min_price, inertia } = *pricer;
        let mut word = [0; 32];
        let fields = [demand, bytes_per_second, min_price, inertia].map(u32::to_be_bytes).concat();
        let bytes = fields.iter().copied().chain(last_update_time.to_be_bytes());
        word.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        self.set(layout::PRICER, U256::from_be_bytes(word));
    }

    pub(crate) fn network_fee_account(&self) -> Address {
        Address::from_word(self.get(layout::NETWORK_FEE_ACCOUNT).into())
    }

    pub(crate) fn set_network_fee_account(&mut self, account: Address) {
        self.set(layout::NETWORK_FEE_ACCOUNT, account.into_word().into());
    }

    /// Hash of a recent L2 block, if one was set.
    pub(crate) fn block_hash(&self, number: u64) -> Option<B256> {
        let hash = self.get(layout::block_hash(number));
        (!hash.is_zero()).then(|| hash.into())
    }

    pub(crate) fn set_block_hash(&mut self, number: u64, hash: B256) {
        self.set(layout::block_hash(number), hash.into());
    }

    /// Counts a message to L1 and answers its position.
    pub(crate) fn next_l1_message(&mut self) -> U256 {
        let position = self.get(layout::L1_MESSAGES);
        self.set(layout::L1_MESSAGES, position + U256::ONE);
        position
    }

    pub(crate) fn contains(&self, set: AddressSet, address: Address) -> bool {
        !self.get(set.place_of(address)).is_zero()
    }

    /// All members; removal puts the last one into the gap.
    pub(crate) fn members(&self, set: AddressSet) -> Vec<Address> {
        let count = self.get(set.count()).saturating_to::<u64>();
        (1..=count).map(|place| self.member(set, place)).collect()
    }

    /// Adds a member; answers whether it is new.
    pub(crate) fn insert(&mut self, set: AddressSet, address: Address) -> bool {
        if self.contains(set, address) {
            return false;
        }
        let place = self.get(set.count()) + U256::ONE;
        self.set(set.count(), place);
        self.set(set.place_of(address), place);
        self.set(set.member_at(place), address.into_word().into());
        true
    }

    /// Removes a member; answers whether it was one.
    pub(crate) fn remove(&mut self, set: AddressSet, address: Address) -> bool {
        let place = self.get(set.place_of(address));
        if place.is_zero() {
            return false;
        }
        let last = self.get(set.count());
        let moved = self.get(set.member_at(last));
        self.set(set.member_at(place), moved);
        self.set(set.place_of(Address::from_word(moved.into())), place);
        self.set(set.member_at(last), U256::ZERO);
        self.set(set.place_of(address), U256::ZERO);
        self.set(set.count(), last - U256::ONE);
        true
    }

    fn member(&self, set: AddressSet, place: u64) -> Address {
        Address::from_word(self.get(set.member_at(U256::from(place))).into())
    }
}

/// Keys of a set: a tag in the top byte keeps them apart from each other and from small slots.
impl AddressSet {
    const fn tagged(self, kind: u64) -> U256 {
        U256::from_limbs([0, 0, 0, (kind << 8 | self as u64) << 40])
    }

    const fn count(self) -> U256 {
        self.tagged(1)
    }

    fn member_at(self, place: U256) -> U256 {
        self.tagged(2) | place
    }

    fn place_of(self, address: Address) -> U256 {
        self.tagged(3) | U256::from_be_bytes(address.into_word().0)
    }
}

/// A word as eight 32-bit fields from the left.
fn words(word: U256) -> [u32; 8] {
    let bytes = word.to_be_bytes::<32>();
    let (chunks, _) = bytes.as_chunks::<4>();
    let mut fields = [0; 8];
    fields.iter_mut().zip(chunks).for_each(|(field, chunk)| *field = u32::from_be_bytes(*chunk));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use revm::primitives::hardfork::SpecId;

    #[test]
    fn the_pricer_survives_storage() {
        let mut world = World::new(SpecId::OSAKA);
        let mut arbos = ArbosState::new(&mut world);
        let pricer = DataPricer { demand: 77, last_update_time: u64::MAX - 1, ..DataPricer::default() };
        arbos.set_pricer(&pricer);
        assert_eq!(arbos.pricer(), pricer);
    }

    #[test]
    fn sets_keep_their_members_apart() {
        let mut world = World::new(SpecId::OSAKA);
        let mut arbos = ArbosState::new(&mut world);
        let [a, b, c] = [1, 2, 3].map(Address::repeat_byte);
        for address in [a, b, c] {
            assert!(arbos.insert(AddressSet::CacheManagers, address));
        }
        assert!(!arbos.insert(AddressSet::CacheManagers, b));
        assert!(!arbos.contains(AddressSet::ChainOwners, a));
        assert!(arbos.remove(AddressSet::CacheManagers, a));
        assert!(!arbos.remove(AddressSet::CacheManagers, a));
        assert_eq!(arbos.members(AddressSet::CacheManagers), [c, b]);
        assert!(arbos.remove(AddressSet::CacheManagers, b) && arbos.remove(AddressSet::CacheManagers, c));
        assert!(arbos.members(AddressSet::CacheManagers).is_empty());
    }
}
