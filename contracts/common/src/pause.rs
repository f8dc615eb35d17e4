//! Pausing, function by function.
//!
//! The 256-bit map has a slot of its own, which only `paused()` reads. Its low 96 bits are also
//! kept in the twelve bytes that an implementation slot of the proxy has to spare: the proxy reads
//! that slot anyway and hands the bits on in the tail, so that checking a bit costs nothing.

use crate::{
    abi::{Address, B256, Constant, U256},
    entry::Tail,
    host, interface, packed,
    revert::{Error, require},
    storage::{Packed, Slot},
};

interface!(mod registry = "IPauserRegistry.sol");
// Every pausable interface declares the same two events; the smallest one gives them.
interface!(mod events = "IStrategyVault.sol");

/// Implementation slot `i` of the proxy.
pub fn implementation(i: u32) -> Slot {
    const FIRST: Constant = Constant::new(B256::new(surety_proxy::slots::IMPLEMENTATION));
    Slot(FIRST.word()).offset(i)
}

/// Slot of the whole map.
const MAP: Slot = Slot::tag(0xfe);

const CURRENTLY_PAUSED: Error = Error(0x840a_48d5);
const INVALID_NEW_PAUSED_STATUS: Error = Error(0xc61d_ca5d);
const ONLY_PAUSER: Error = Error(0x75df_51dc);
const ONLY_UNPAUSER: Error = Error(0x7948_21ff);

packed! {
    /// An implementation slot of the proxy. Packed slot: 12 + 20 = 32.
    pub struct Implementation {
        /// Low 96 bits of the pause map.
        paused: u128 = 12,
        /// The program.
        program: Address = 20,
    }
}

/// Reverts with `CurrentlyPaused` if bit `index` (below 96) is set.
pub fn require_running(index: u8) {
    let bits = Tail::bytes::<12>(0);
    let byte = bits.get(11_usize.saturating_sub(usize::from(index / 8))).copied().unwrap_or(0);
    require(byte >> (index % 8) & 1 == 0, CURRENTLY_PAUSED);
}

/// The whole map.
pub fn map() -> U256 {
    U256::from_be_bytes(MAP.load())
}

/// True if bit `index` of the map is set.
pub fn is_set(index: u8) -> bool {
    map().bit(usize::from(index))
}

/// `pause(uint256)`: pausers may set bits.
///
/// `mirror` keeps a copy of the map's low bits where the program's hot paths read them anyway.
pub fn pause(pauser_registry: Address, map_after: U256, mirror: fn(U256)) {
    require(registry::at::is_pauser(pauser_registry, &host::sender()), ONLY_PAUSER);
    let before = map();
    require(before & map_after == before, INVALID_NEW_PAUSED_STATUS);
    store(map_after, mirror);
    events::Paused { account: host::sender(), new_paused_status: map_after }.emit();
}

/// `pauseAll()`: pausers may set all bits.
pub fn pause_all(pauser_registry: Address, mirror: fn(U256)) {
    require(registry::at::is_pauser(pauser_registry, &host::sender()), ONLY_PAUSER);
    store(U256::MAX, mirror);
    events::Paused { account: host::sender(), new_paused_status: U256::MAX }.emit();
}

/// `unpause(uint256)`: the unpauser may clear bits.
pub fn unpause(pauser_registry: Address, map_after: U256, mirror: fn(U256)) {
    require(registry::at::unpauser(pauser_registry) == host::sender(), ONLY_UNPAUSER);
    let before = map();
    require(before & map_after == map_after, INVALID_NEW_PAUSED_STATUS);
    store(map_after, mirror);
    events::Unpaused { account: host::sender(), new_paused_status: map_after }.emit();
}

/// Sets the map without asking: initialisation.
pub fn initialize(map: U256, mirror: fn(U256)) {
    store(map, mirror);
    events::Paused { account: host::sender(), new_paused_status: map }.emit();
}

/// Mirrors the map's low 96 bits in the proxy's implementation slots.
pub fn in_proxy(map: U256) {
    let [low, high, ..] = *map.as_limbs();
    // 96 bits: all of the first limb and half of the second.
    let low = u128::from(low) | (u128::from(high as u32) << 64);
    let [slots] = Tail::bytes::<1>(12);
    for i in 0..u32::from(slots) {
        let slot = implementation(i);
        let mut implementation = Implementation::unpack(&slot.load());
        implementation.paused = low;
        slot.set(&implementation);
    }
}

fn store(map: U256, mirror: fn(U256)) {
    MAP.store(&map.to_be_bytes::<32>());
    mirror(map);
}
