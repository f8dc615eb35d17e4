//! `cargo +nightly fuzz run --features libfuzzer module`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| surety_fuzz::module::feed(data));
