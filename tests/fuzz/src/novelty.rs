//! Tells the fuzzer what is new where the compiler's counters see nothing: in programs, which run as
//! WASM.
//!
//! What a path through a program costs is nearly as good as the path itself. libFuzzer takes counters
//! that lie in a section of this name for its own; to everybody else they are numbers.

use std::sync::atomic::{AtomicU8, Ordering};

/// Counters; two things seen share one now and then, which costs an input, no more.
const COUNTERS: usize = 1 << 16;

#[expect(unsafe_code, reason = "a name for a section of zeroes can't do harm")]
#[unsafe(link_section = "__libfuzzer_extra_counters")]
static SEEN: [AtomicU8; COUNTERS] = [const { AtomicU8::new(0) }; COUNTERS];

/// Notes something, by two numbers that tell it from others.
pub fn saw(what: usize, how: u64) {
    let mixed = (what as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ how;
    let mixed = mixed.wrapping_mul(0xff51_afd7_ed55_8ccd);
    if let Some(counter) = SEEN.get((mixed >> 48) as usize % COUNTERS) {
        counter.store(1, Ordering::Relaxed);
    }
}
