//! JSON-RPC requests to a node: whatever they are, the answer is JSON-RPC, and the node goes on
//! answering.

use serde_json::Value;
use std::sync::OnceLock;
use surety_node::{History, Limits, Node, NodeConfig};
use tokio::runtime::Runtime;

/// One node takes all requests: what one of them breaks, a later one may show.
struct Host {
    runtime: Runtime,
    node: Node,
}

fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
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
    })
}

/// Feeds the bytes as a request, and then one that has a known answer.
///
/// # Panics
/// If an answer is not what it must be.
pub fn feed(data: &[u8]) {
    let Host { runtime, node } = host();
    if let Some(answer) = runtime.block_on(node.answer(data)) {
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let all = answer.as_array().map_or_else(|| vec![&answer], |all| all.iter().collect());
        for one in all {
            assert_eq!(one["jsonrpc"], "2.0");
            assert!(one.get("result").is_some() != one.get("error").is_some(), "{one}");
        }
    }
    let known = br#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#;
    let answer = runtime.block_on(node.answer(known)).expect("an answer");
    assert!(answer.contains("0x64aba"), "{answer}");
}
