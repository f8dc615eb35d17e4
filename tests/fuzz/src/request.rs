//! JSON-RPC requests to a node, and batches of them: whatever they are, the answer is JSON-RPC, and the
//! node goes on answering.

use serde_json::value::RawValue;
use std::{collections::BTreeMap, sync::OnceLock};
use surety_node::{History, Limits, Node, NodeConfig};
use tokio::runtime::Runtime;

/// A request that has a known answer.
pub(crate) const KNOWN: &[u8] = br#"{"jsonrpc":"2.0","id":"known","method":"eth_chainId"}"#;

/// A request that the chain's own thread answers.
const OF_THE_CHAIN: &[u8] = br#"{"jsonrpc":"2.0","id":1,"method":"anvil_getAutomine"}"#;

/// One node takes all requests: what one of them breaks, a later one may show.
pub(crate) struct Host {
    pub(crate) runtime: Runtime,
    pub(crate) node: Node,
}

/// A node that listens on a free port.
pub(crate) fn new_host() -> Host {
    let runtime = Runtime::new().expect("a runtime");
    let config = NodeConfig {
        port: 0,
        history: History { states: 16, blocks: 64 },
        // One request must not take long, so that many can be tried.
        limits: Limits { mined_blocks: 100, call_gas: 2_000_000, batch: 50, ..Limits::default() },
        ..NodeConfig::default()
    };
    let node = runtime.block_on(Node::start(config, None)).expect("a node");
    Host { runtime, node }
}

/// True for the answer to [`KNOWN`].
pub(crate) fn is_known(answer: &str) -> bool {
    answer.contains(r#""id":"known","result":"0x64aba""#)
}

/// Fails unless `text` is an answer, a batch of them, or a notification. Numbers may be of any size: an
/// id comes back as it was sent.
///
/// # Panics
/// If it is not.
pub(crate) fn require_json_rpc(text: &str) {
    type Object<'a> = BTreeMap<&'a str, &'a RawValue>;
    let all: Vec<Object<'_>> = if text.starts_with('[') {
        serde_json::from_str(text).expect("JSON objects")
    } else {
        vec![serde_json::from_str(text).expect("a JSON object")]
    };
    assert!(!all.is_empty());
    for one in all {
        assert_eq!(one.get("jsonrpc").map(|version| version.get()), Some("\"2.0\""));
        let parts = ["result", "error", "method"].map(|part| u32::from(one.contains_key(part)));
        assert_eq!(parts.iter().sum::<u32>(), 1, "{one:?}");
    }
}

/// Feeds the bytes as a request, and then one that has a known answer.
///
/// # Panics
/// If an answer is not what it must be.
pub fn feed(data: &[u8]) {
    static HOST: OnceLock<Host> = OnceLock::new();
    let Host { runtime, node } = HOST.get_or_init(new_host);
    if let Some(answer) = runtime.block_on(node.answer(data)) {
        require_json_rpc(&answer);
    }
    let answer = runtime.block_on(node.answer(KNOWN)).expect("an answer");
    assert!(is_known(&answer), "{answer}");
    // The thread that owns the chain lives, too.
    let answer = runtime.block_on(node.answer(OF_THE_CHAIN)).expect("an answer");
    assert!(answer.contains("result"), "{answer}");
}
