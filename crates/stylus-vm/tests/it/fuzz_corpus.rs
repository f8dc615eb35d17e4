//! The fuzz targets' corpora, played without a fuzzer.

use std::path::Path;

#[expect(unreachable_pub, reason = "it is a library elsewhere")]
#[path = "../../../../tests/fuzz/src/code.rs"]
mod code;
#[expect(unreachable_pub, reason = "it is a library elsewhere")]
#[path = "../../../../tests/fuzz/src/corpus.rs"]
mod corpus;
#[expect(unreachable_pub, reason = "it is a library elsewhere")]
#[path = "../../../../tests/fuzz/src/module.rs"]
mod module;

fn play(target: &str, feed: fn(&[u8]), changes: usize) {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus");
    corpus::play(&corpora.join(target), feed, changes);
}

#[test]
fn modules() {
    play("module", module::feed, 300);
}

#[test]
fn codes() {
    play("code", code::feed, 400);
}
