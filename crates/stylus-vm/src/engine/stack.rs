//! The native stack under running programs.
//!
//! A program's own stack is metered in words (section 5.5) and must end first, always: the chain's
//! result depends on it. So each call gets native stack for the most a metered program can use,
//! and if the thread has less than that left, a new segment.

/// Native bytes for each metered word.
///
/// Unoptimized code keeps operands and locals, which are metered, in slots of 8 bytes, passes
/// parameters in as many again, and saves registers and addresses, for which each frame has four
/// words more: under 24 bytes a word in the worst programs of the tests. The rest leaves room to
/// optimize, see [`native_bound`](super::native_bound).
const BYTES_PER_WORD: usize = 256;
/// Native bytes of a program besides its words.
const FIXED_BYTES: usize = 128 * 1024;
/// For the chain's own frames between a host function and the next call of a program.
const HOST_BYTES: usize = 512 * 1024;
/// Least size of a new segment; memory is used as it is touched.
const SEGMENT_BYTES: usize = 32 * 1024 * 1024;

/// Most native bytes that code of one call may use.
pub(super) fn wasm_bytes(max_stack_depth: u32) -> usize {
    let words = usize::try_from(max_stack_depth).unwrap_or(usize::MAX);
    words.saturating_mul(BYTES_PER_WORD).saturating_add(FIXED_BYTES)
}

/// Native bytes that must be left when a call starts.
pub(super) fn call_bytes(max_stack_depth: u32) -> usize {
    wasm_bytes(max_stack_depth).saturating_add(HOST_BYTES)
}

/// True if a program that may use `bytes` ends by the rules before it ends the native stack.
pub(super) fn fits(bytes: u64, max_stack_depth: u32) -> bool {
    usize::try_from(bytes).is_ok_and(|bytes| bytes <= wasm_bytes(max_stack_depth))
}

/// Runs `f` with at least the bytes of one call left.
pub(super) fn with_room<T>(max_stack_depth: u32, f: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(call_bytes(max_stack_depth), segment_bytes(max_stack_depth), f)
}

/// Runs `f` with room for more than one call.
pub(super) fn with_plenty<T>(max_stack_depth: u32, f: impl FnOnce() -> T) -> T {
    let segment = segment_bytes(max_stack_depth);
    stacker::maybe_grow(segment / 2, segment, f)
}

/// Size of a new segment: the words of one call are rarely used, so that many calls fit.
fn segment_bytes(max_stack_depth: u32) -> usize {
    SEGMENT_BYTES.max(call_bytes(max_stack_depth).saturating_mul(4))
}
