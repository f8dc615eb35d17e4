//! Native stack for deep call trees.
//!
//! Frames nest by recursion, up to 1 024 of them. The engine sees to the stack under each Stylus
//! frame; here is what the frames of the driver itself need, EVM interpreters included.

use std::thread;

/// Native stack that must be left when a frame begins, bytes.
const FRAME_BYTES: usize = 128 * 1024;
/// Size of a new segment, bytes; pages that are not used cost nothing.
const SEGMENT_BYTES: usize = 8 * 1024 * 1024;
/// Stack of [`with_big_stack`], bytes: some twenty nested Stylus frames before one more segment.
const BIG_STACK_BYTES: usize = 256 * 1024 * 1024;

/// Runs one frame with enough native stack.
pub(super) fn with_room<T>(frame: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(FRAME_BYTES, SEGMENT_BYTES, frame)
}

/// Runs `work` on a thread with a large native stack, and waits for it.
///
/// Transactions run on any thread: where the stack does not suffice, a new segment is made for
/// them. But that takes microseconds for each call of a program, so whoever sends many
/// transactions from a thread of the usual size wraps them all in one `with_big_stack`.
///
/// # Panics
/// Passes on what `work` panics with, and panics if the system can't start a thread.
pub fn with_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("chain".into()).stack_size(BIG_STACK_BYTES);
        match builder.spawn_scoped(scope, work) {
            Ok(handle) => handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => std::panic::panic_any(format!("no thread for the call tree: {error}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_big_stack_has_what_it_says() {
        let left = with_big_stack(stacker::remaining_stack);
        assert!(left.is_some_and(|bytes| bytes > BIG_STACK_BYTES / 2));
    }
}
