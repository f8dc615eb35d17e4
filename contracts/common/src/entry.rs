//! From the VM's entrypoint to the dispatcher, and back.

use crate::{
    abi::{Address, Bytes},
    host, revert, storage,
};
use core::cell::Cell;

/// State of the running frame. A program has one thread and lives for one call.
struct Frame {
    calldata: Cell<&'static [u8]>,
    tail: Cell<&'static [u8]>,
}

// SAFETY: WASM programs have a single thread; off the VM nothing stores into it.
unsafe impl Sync for Frame {}

static FRAME: Frame = Frame { calldata: Cell::new(&[]), tail: Cell::new(&[]) };

/// The calldata, selector included, without the proxy's tail.
pub fn calldata() -> &'static [u8] {
    FRAME.calldata.get()
}

/// The selector of the present call, as `msg.sig`.
pub fn selector() -> u32 {
    match calldata().first_chunk::<4>() {
        Some(bytes) => u32::from_be_bytes(*bytes),
        None => revert::empty(),
    }
}

/// Parameters that the proxy appends to the calldata from its own code.
///
/// They are immutable and cost no storage read. Whoever calls the implementation directly can
/// append what they like, but acts on the implementation's own, empty storage.
#[derive(Clone, Copy, Debug)]
pub struct Tail;

impl Tail {
    /// The address at byte `at`.
    pub fn address(at: usize) -> Address {
        Address::new(Self::bytes(at))
    }

    /// The big-endian number at byte `at`.
    pub fn u32(at: usize) -> u32 {
        u32::from_be_bytes(Self::bytes(at))
    }

    /// `N` bytes at `at`. A tail that is too short means the program was called without its proxy.
    pub fn bytes<const N: usize>(at: usize) -> [u8; N] {
        match FRAME.tail.get().get(at..).and_then(<[u8]>::first_chunk::<N>) {
            Some(bytes) => *bytes,
            None => revert::empty(),
        }
    }
}

impl Tail {
    /// A text that the tail holds in one word: from the left, its length in the last byte.
    pub fn text(at: usize) -> Bytes {
        let tail = FRAME.tail.get();
        let len = tail.get(at + 31).map_or(0, |len| usize::from(*len));
        Bytes(tail.get(at..).and_then(|rest| rest.get(..len)).unwrap_or_default())
    }
}

/// Writes the result of the present call.
pub fn answer(data: &[u8]) {
    host::write_result(data);
}

/// Runs one call of a program with one kind of tail: `len` is the entrypoint's argument, `tail` how
/// many bytes the proxy appends.
pub fn run(len: usize, tail: usize, dispatch: impl FnOnce(u32) -> bool) -> usize {
    FRAME.calldata.set(host::read_args(len));
    answer_as(tail, dispatch)
}

/// Reads the call of a program that answers behind several kinds of proxy, and tells which kind it
/// is: the last byte of every tail, which is the proxy's, whatever the caller sent.
pub fn begin(len: usize) -> u8 {
    let all = host::read_args(len);
    FRAME.calldata.set(all);
    all.last().copied().unwrap_or_default()
}

/// Cuts the tail off and dispatches.
pub fn answer_as(tail: usize, dispatch: impl FnOnce(u32) -> bool) -> usize {
    let all = calldata();
    let Some((calldata, rest)) = all.len().checked_sub(tail).and_then(|len| all.split_at_checked(len)) else {
        revert::empty()
    };
    FRAME.calldata.set(calldata);
    FRAME.tail.set(rest);
    if host::has_value() || !dispatch(selector()) {
        revert::empty();
    }
    storage::flush();
    0
}

/// Makes a type with `dispatch` the program: `entrypoint!(Slasher, tail = 68)`. With several, each
/// answers behind the proxy with its tail: `entrypoint!(ATail => A, BTail => B)`; a call from any
/// other kind of proxy reverts, so that no contract can be made to run another's functions.
#[macro_export]
macro_rules! entrypoint {
    ($program:ty, tail = $tail:expr) => {
        $crate::entrypoint!(@ len, $crate::entry::run(len, $tail, <$program>::dispatch));
    };
    ($($tail:ty => $program:ty),+ $(,)?) => {
        // Off the VM there is no entrypoint; what it names is named here.
        #[cfg(not(target_arch = "wasm32"))]
        const _: &[(u8, fn(u32) -> bool)] = &[$((<$tail>::KIND, <$program>::dispatch)),+];

        $crate::entrypoint!(@ len, match $crate::entry::begin(len) {
            $(<$tail>::KIND => $crate::entry::answer_as(<$tail>::LEN, <$program>::dispatch),)+
            _ => $crate::revert::empty(),
        });
    };
    (@ $len:ident, $run:expr) => {
        /// Called by the Stylus VM with the length of the calldata.
        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        pub extern "C" fn user_entrypoint($len: usize) -> usize {
            $run
        }

        /// Never called: keeps the import that the VM wants of programs whose memory can grow.
        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        pub extern "C" fn mark_used() {
            $crate::host::pay_for_memory_grow(0);
        }
    };
}
