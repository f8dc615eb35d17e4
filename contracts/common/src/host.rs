//! The host functions of a program, with the types they mean.
//!
//! Sources: the Stylus SDK's raw functions, and two that it lacks (`exit_early`, `math_mul_mod`).
//! Prices stand at each function where they decide how it is used.

use alloy_primitives::{Address, B256, U256};
use stylus_sdk::hostio;

/// The host functions that the SDK does not declare.
#[cfg(target_arch = "wasm32")]
mod raw {
    #[link(wasm_import_module = "vm_hooks")]
    unsafe extern "C" {
        pub(super) fn exit_early(status: u32) -> !;
        pub(super) fn math_mul_mod(value: *mut u8, multiplier: *const u8, modulus: *const u8);
    }
}

/// Off the VM there is no host: programs only type-check there.
#[cfg(not(target_arch = "wasm32"))]
mod raw {
    pub(super) unsafe fn exit_early(_status: u32) -> ! {
        unreachable!("a host function outside the Stylus VM")
    }
    pub(super) unsafe fn math_mul_mod(_: *mut u8, _: *const u8, _: *const u8) {
        unreachable!("a host function outside the Stylus VM")
    }
}

/// Ends the frame: 0 succeeds, anything else reverts, with the result written so far. Free.
pub fn exit(status: u32) -> ! {
    // SAFETY: the host unwinds the frame; no memory of ours is used afterwards.
    unsafe { raw::exit_early(status) }
}

/// Replaces the result of the frame.
pub fn write_result(data: &[u8]) {
    // SAFETY: pointer and length come from one slice.
    unsafe { hostio::write_result(data.as_ptr(), data.len()) }
}

/// The whole calldata; `len` is the entrypoint's argument.
pub fn read_args(len: usize) -> &'static [u8] {
    let mut args = Vec::<u8>::with_capacity(len);
    // SAFETY: the host writes exactly `len` bytes into a buffer of that capacity.
    unsafe {
        hostio::read_args(args.as_mut_ptr());
        args.set_len(len);
    }
    args.leak()
}

/// Who called. About 1.3 gas.
pub fn sender() -> Address {
    let mut out = [0; 20];
    // SAFETY: the host writes 20 bytes.
    unsafe { hostio::msg_sender(out.as_mut_ptr()) };
    Address::new(out)
}

/// True if wei came with the call.
pub fn has_value() -> bool {
    let mut out = [0; 32];
    // SAFETY: the host writes 32 bytes.
    unsafe { hostio::msg_value(out.as_mut_ptr()) };
    out.iter().any(|byte| *byte != 0)
}

/// The account whose storage this is.
pub fn this() -> Address {
    let mut out = [0; 20];
    // SAFETY: the host writes 20 bytes.
    unsafe { hostio::contract_address(out.as_mut_ptr()) };
    Address::new(out)
}

/// The block number that the core's delays count: L1's, on Arbitrum.
///
/// The core stores it in 32 bits, as its ABI does; at 12 seconds a block they last 1,600 years.
pub fn block_number() -> u32 {
    // SAFETY: no pointers.
    unsafe { hostio::block_number() as u32 }
}

/// Seconds.
pub fn timestamp() -> u64 {
    // SAFETY: no pointers.
    unsafe { hostio::block_timestamp() }
}

/// The chain's id, read at run time as EIP-712 wants.
pub fn chain_id() -> u64 {
    // SAFETY: no pointers.
    unsafe { hostio::chainid() }
}

/// True if this account already has an open frame of its own: somebody we called came back.
///
/// Delegate frames do not count, so behind a proxy it says exactly "the proxy was entered twice".
/// It costs under one gas, where a lock in storage costs hundreds.
pub fn is_reentrant() -> bool {
    // SAFETY: no pointers.
    unsafe { hostio::msg_reentrant() }
}

/// Keccak-256: 12 gas up to 64 bytes, 2 for each further word.
pub fn keccak(data: &[u8]) -> B256 {
    let mut out = [0; 32];
    // SAFETY: pointer and length come from one slice; the host writes 32 bytes.
    unsafe { hostio::native_keccak256(data.as_ptr(), data.len(), out.as_mut_ptr()) };
    B256::new(out)
}

/// `a` · `b` mod `m`, without overflow; zero for a zero `m`. About 5 gas.
pub fn mul_mod(a: U256, b: U256, m: U256) -> U256 {
    let mut value = a.to_be_bytes::<32>();
    let (multiplier, modulus) = (b.to_be_bytes::<32>(), m.to_be_bytes::<32>());
    // SAFETY: the host reads 32 bytes three times and writes 32 bytes over the first.
    unsafe { raw::math_mul_mod(value.as_mut_ptr(), multiplier.as_ptr(), modulus.as_ptr()) };
    U256::from_be_bytes(value)
}

/// Emits a log whose first `topics` words are the topics.
pub fn log(data: &[u8], topics: usize) {
    // SAFETY: pointer and length come from one slice.
    unsafe { hostio::emit_log(data.as_ptr(), data.len(), topics) }
}

/// The value of a storage slot. A slot read before in this frame costs 2 gas.
pub fn storage_load(slot: &B256) -> [u8; 32] {
    let mut out = [0; 32];
    // SAFETY: the host reads 32 bytes and writes 32 bytes.
    unsafe { hostio::storage_load_bytes32(slot.as_ptr(), out.as_mut_ptr()) };
    out
}

/// Sets a slot in the frame's cache; nothing is written before [`storage_flush`].
pub fn storage_cache(slot: &B256, value: &[u8; 32]) {
    // SAFETY: the host reads 32 bytes twice.
    unsafe { hostio::storage_cache_bytes32(slot.as_ptr(), value.as_ptr()) }
}

/// Writes all changed slots and forgets what was read.
pub fn storage_flush() {
    // SAFETY: no pointers.
    unsafe { hostio::storage_flush_cache(true) }
}

/// Which call to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// An ordinary call without value.
    Call,
    /// A call that may not change state.
    Static,
}

/// Calls with up to `gas` gas and answers whether the callee returned.
pub fn call(kind: CallKind, to: Address, data: &[u8], gas: u64) -> bool {
    let value = [0_u8; 32];
    let mut returned = 0_usize;
    // SAFETY: `to` has 20 bytes, `value` 32, the data one slice; the host writes the length.
    let status = unsafe {
        match kind {
            CallKind::Call => hostio::call_contract(
                to.as_ptr(),
                data.as_ptr(),
                data.len(),
                value.as_ptr(),
                gas,
                &raw mut returned,
            ),
            CallKind::Static => {
                hostio::static_call_contract(to.as_ptr(), data.as_ptr(), data.len(), gas, &raw mut returned)
            }
        }
    };
    status == 0
}

/// Length of what the last call returned.
pub fn return_data_size() -> usize {
    // SAFETY: no pointers.
    unsafe { hostio::return_data_size() }
}

/// The first `len` bytes of what the last call returned; shorter if there is less.
pub fn return_data(len: usize) -> &'static [u8] {
    let mut out = Vec::<u8>::with_capacity(len);
    // SAFETY: the host writes at most `len` bytes into a buffer of that capacity and answers how
    // many they were.
    unsafe {
        let read = hostio::read_return_data(out.as_mut_ptr(), 0, len);
        out.set_len(read.min(len));
    }
    out.leak()
}

/// Whether there is code at an account. About 100 gas for an account that was touched before, an
/// eighth of what its code's length costs.
pub fn has_code(account: Address) -> bool {
    let mut hash = [0; 32];
    // SAFETY: the host reads 20 bytes and writes 32 bytes.
    unsafe { hostio::account_codehash(account.as_ptr(), hash.as_mut_ptr()) };
    // Zero where there is no account; an account without code has the hash of nothing.
    hash != [0; 32] && hash != keccak(&[]).0
}

/// Announces that memory will grow by `pages`. The VM itself calls it before every growth.
pub fn pay_for_memory_grow(pages: u16) {
    // SAFETY: no pointers.
    unsafe { hostio::pay_for_memory_grow(pages) }
}

/// Deploys init code without value; answers the new account, or `None` with the revert data of the
/// init code as return data.
pub fn create(init_code: &[u8]) -> Option<Address> {
    let endowment = [0_u8; 32];
    let mut account = [0; 20];
    let mut returned = 0_usize;
    // SAFETY: pointer and length come from one slice; the host reads 32 bytes of endowment and
    // writes 20 bytes of address and the length.
    unsafe {
        hostio::create1(
            init_code.as_ptr(),
            init_code.len(),
            endowment.as_ptr(),
            account.as_mut_ptr(),
            &raw mut returned,
        );
    }
    let account = Address::new(account);
    (!account.is_zero()).then_some(account)
}
