//! The native stack under running programs.
//!
//! A program's own stack is metered in words (section 5.5) and must end first, always: the chain's
//! result depends on it. So each call gets native stack for the most a metered program can use,
//! and if the thread has less than that left, a new segment.

/// Native bytes for each metered word.
///
/// Metered words are operands, locals and a constant of four for each frame; native code keeps each
/// in a slot of 8 bytes (16 for a float), passes parameters in another, and saves registers and
/// addresses. The smallest frame has 6 words. Twice the worst that was found by trying.
const BYTES_PER_WORD: usize = 96;
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

/// Runs `f` with at least the bytes of one call left.
pub(super) fn with_room<T>(max_stack_depth: u32, f: impl FnOnce() -> T) -> T {
    let needed = call_bytes(max_stack_depth);
    stacker::maybe_grow(needed, SEGMENT_BYTES.max(needed.saturating_mul(2)), f)
}
