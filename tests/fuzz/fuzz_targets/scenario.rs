//! `cargo +nightly fuzz run --features libfuzzer scenario`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| surety_fuzz::scenario::feed(data));
