//! One program for all targets: libFuzzer's driver, and what `SURETY_FUZZ_TARGET` names. See `run`.
#![no_main]

use std::sync::OnceLock;
use surety_fuzz::Feed;

/// What is fed.
static FEED: OnceLock<Feed> = OnceLock::new();

fn begin() {
    let name = std::env::var("SURETY_FUZZ_TARGET").unwrap_or_default();
    match surety_fuzz::target(&name) {
        Some(feed) => drop(FEED.set(feed)),
        None => {
            eprintln!("SURETY_FUZZ_TARGET is `{name}`, which is none of the targets");
            std::process::exit(2);
        }
    }
}

libfuzzer_sys::fuzz_target!(init: begin(), |data: &[u8]| {
    if let Some(feed) = FEED.get() {
        feed(data);
    }
});
