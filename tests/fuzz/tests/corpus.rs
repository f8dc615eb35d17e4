//! What must hold for any input holds for the committed corpus, and for what is near it.

use std::path::{Path, PathBuf};

use surety_fuzz::{TARGETS, calldata, code, corpus, hostcalls, module, request, scenario, websocket};

fn corpora() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn play(target: &str, feed: fn(&[u8]), changes: usize) {
    corpus::play(&corpora().join(target), feed, changes);
}

#[test]
fn calldata() {
    play("calldata", calldata::feed, 2_000);
}

#[test]
fn codes() {
    play("code", code::feed, 400);
}

#[test]
fn host_calls() {
    play("hostcalls", hostcalls::feed, 100);
}

#[test]
fn modules() {
    play("module", module::feed, 300);
}

#[test]
fn requests() {
    play("request", request::feed, 1_000);
}

#[test]
fn scenarios() {
    play("scenario", scenario::feed, 300);
}

#[test]
fn websockets() {
    play("websocket", websocket::feed, 300);
}

#[test]
fn each_target_has_a_corpus_and_no_corpus_lacks_one() {
    let mut found: Vec<_> = corpora()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, TARGETS.map(|target| target.0));
}
