//! What must hold for any input holds for the committed corpus.

use std::path::Path;

use surety_fuzz::{code, corpus::play, module, request, scenario};

fn corpus(target: &str, feed: fn(&[u8])) {
    play(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target), feed);
}

#[test]
fn modules() {
    corpus("module", module::feed);
}

#[test]
fn codes() {
    corpus("code", code::feed);
}

#[test]
fn scenarios() {
    corpus("scenario", scenario::feed);
}

#[test]
fn requests() {
    corpus("request", request::feed);
}
