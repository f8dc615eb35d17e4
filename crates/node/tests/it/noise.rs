//! Requests that nobody would send: whatever they are, the answer is JSON-RPC and the node lives.

use crate::support::host;
use serde_json::{Value, json};

/// Requests that make sense, to be spoilt.
const SEEDS: &[&str] = &[
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"to":"0x0000000000000000000000000000000000000064","data":"0xa3b1b31d"},"latest",{"0x0000000000000000000000000000000000000001":{"balance":"0x1"}}]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_estimateGas","params":[{"from":"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266","data":"0x60006000f3","gas":"0x100000"}]}"#,
    r#"{"jsonrpc":"2.0","id":"x","method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"latest","topics":[null,["0x0000000000000000000000000000000000000000000000000000000000000001"]]}]}"#,
    r#"[{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["0x02f86b83064aba808080825208940000000000000000000000000000000000000001808080c001a00101a00202"]},{"id":2,"method":"eth_blockNumber"}]"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"anvil_setStorageAt","params":["0x0000000000000000000000000000000000000005","0x1","0x0000000000000000000000000000000000000000000000000000000000000001"]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"debug_traceCall","params":[{"to":"0x0000000000000000000000000000000000000071"},"latest",{"tracer":"callTracer","tracerConfig":{"withLog":true}}]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_feeHistory","params":["0x400","latest",[1,50,99.5]]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"evm_mine","params":[{"blocks":3}]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_createAccessList","params":[{"to":"0x00000000000000000000000000000000000000c8","value":"0x1"},"0x0"]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_sendTransaction","params":[{"from":"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266","to":"0x0000000000000000000000000000000000000009","value":"0xffffffffffffffffffffffffffff","maxFeePerGas":"0x1"}]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["pending",true]}"#,
    r#"{"jsonrpc":"2.0","id":1,"method":"anvil_loadState","params":["0x7b226163636f756e7473223a7b7d2c22736c6f7473223a7b7d7d"]}"#,
];
/// What is put in place of parts.
const PIECES: &[&str] = &[
    "null",
    "{}",
    "[]",
    "-1",
    "1e999",
    "\"\"",
    "\"0x\"",
    "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"",
    "\"pending\"",
    "true",
    ",",
    "}",
    "\\u0000",
    "\u{fffd}",
    "18446744073709551616",
    "\"safe\"",
    "[[[[[[[[",
];

/// Steps of Marsaglia's generator: the same noise in every run.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap()
    }

    /// A request with some places spoilt.
    fn spoil(&mut self, seed: &str) -> Vec<u8> {
        let mut bytes = seed.as_bytes().to_vec();
        for _ in 0..=self.next(4) {
            let at = self.next(bytes.len());
            let end = (at + self.next(12)).min(bytes.len());
            match self.next(4) {
                0 => bytes[at] = u8::try_from(self.next(256)).unwrap(),
                1 => drop(bytes.drain(at..end)),
                2 => drop(bytes.splice(at..end, PIECES[self.next(PIECES.len())].bytes())),
                _ => {
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        bytes
    }
}

#[tokio::test]
async fn every_answer_is_json_rpc() {
    let host = host().await;
    let mut noise = Noise(0x5eed_cafe_f00d_d00d);
    for round in 0..6_000 {
        let request = noise.spoil(SEEDS[round % SEEDS.len()]);
        let Some(answer) = host.node.answer(&request).await else { continue };
        let answer: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{error} in the answer to {}", String::from_utf8_lossy(&request)));
        for one in answer.as_array().map_or_else(|| vec![&answer], |all| all.iter().collect()) {
            assert_eq!(one["jsonrpc"], "2.0");
            assert!(one.get("result").is_some() != one.get("error").is_some(), "{one}");
        }
    }
    // It still does what it should.
    assert_eq!(host.call("net_version", json!([])).await, "412346");
    host.call("evm_mine", json!([])).await;
}
