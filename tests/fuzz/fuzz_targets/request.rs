//! `cargo +nightly fuzz run --features libfuzzer request`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| surety_fuzz::request::feed(data));
