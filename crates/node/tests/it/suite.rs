//! The suite on a node: deposits, delegations and withdrawals by plain transactions.

use crate::support::{Host, quantity};
use alloy_primitives::{Address, B256, Bytes, U256, hex};
use alloy_sol_types::{SolCall, sol};
use serde_json::{Value, json};
use surety_node::{Node, NodeConfig};
use surety_suite::Programs;
use surety_wasm_build::BuildOptions;

sol! {
    function depositIntoStrategy(address strategy, address token, uint256 amount) external returns (uint256);
    function registerAsOperator(address approver, uint32 delay, string uri) external;
    function operatorShares(address operator, address strategy) external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    struct SignatureWithExpiry { bytes signature; uint256 expiry; }
    function delegateTo(address operator, SignatureWithExpiry signature, bytes32 salt) external;
}

async fn host(config: NodeConfig) -> Host {
    let programs = Programs::build(&BuildOptions::from_env().unwrap()).unwrap();
    let config = NodeConfig { port: 0, with_suite: true, ..config };
    Host { node: Node::start(config, Some(programs)).await.unwrap() }
}

impl Host {
    fn account(&self, name: &str) -> Address {
        let account = self.node.accounts().iter().find(|account| account.name == name);
        account.unwrap_or_else(|| panic!("no {name}")).address
    }

    fn contract(&self, name: &str) -> Address {
        self.node.directory()[name]
    }

    async fn act(&self, from: &str, to: &str, call: &impl SolCall) -> Value {
        let data = Bytes::from(call.abi_encode());
        let tx = json!({ "from": self.account(from), "to": self.contract(to), "data": data });
        let hash = self.call("eth_sendTransaction", json!([tx])).await;
        let receipt = self.call("eth_getTransactionReceipt", json!([hash])).await;
        assert_eq!(receipt["status"], "0x1", "{receipt}");
        receipt
    }

    async fn view<C: SolCall>(&self, to: &str, call: &C) -> C::Return {
        let data = Bytes::from(call.abi_encode());
        let answer = self.call("eth_call", json!([{ "to": self.contract(to), "data": data }])).await;
        C::abi_decode_returns(&hex::decode(answer.as_str().unwrap()).unwrap()).unwrap()
    }
}

#[tokio::test]
async fn stakers_deposit_and_delegate_and_everything_can_be_traced() {
    let host = host(NodeConfig::default()).await;
    for name in [
        "DelegationManager",
        "RewardsCoordinator",
        "KeyRegistrar",
        "AVSDirectory",
        "ReleaseManager",
        "strategyA",
    ] {
        let code = host.call("eth_getCode", json!([host.contract(name), "latest"])).await;
        assert!(code.as_str().unwrap().len() > 10, "{name} has code");
    }
    let nonce = host.call("eth_getTransactionCount", json!([host.account("staker1"), "latest"])).await;
    assert_eq!(nonce, "0x0", "accounts begin afresh");

    let register =
        registerAsOperatorCall { approver: Address::ZERO, delay: 0, uri: "https://example.org".into() };
    host.act("operator1", "DelegationManager", &register).await;
    let (strategy, token) = (host.contract("strategyA"), host.contract("tokenA"));
    let amount = U256::from(1_000_000);
    let receipt =
        host.act("staker1", "StrategyManager", &depositIntoStrategyCall { strategy, token, amount }).await;
    assert_eq!(receipt["logs"].as_array().unwrap().len(), 4);
    assert_eq!(host.view("tokenA", &balanceOfCall { account: strategy }).await, amount);
    let operator = host.account("operator1");
    let signature = SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    host.act("staker1", "DelegationManager", &delegateToCall { operator, signature, salt: B256::ZERO }).await;
    assert_eq!(host.view("DelegationManager", &operatorSharesCall { operator, strategy }).await, amount);
    traces(&host, &receipt).await;
}

/// What tracers tell of a deposit.
async fn traces(host: &Host, receipt: &Value) {
    let hash = &receipt["transactionHash"];
    let trace = async |options: Value| host.call("debug_traceTransaction", json!([hash, options])).await;
    let calls = trace(json!({ "tracer": "callTracer", "tracerConfig": { "withLog": true } })).await;
    assert_eq!(calls["gasUsed"], receipt["gasUsed"]);
    assert_eq!(calls["type"], "CALL");
    let mut logs = Vec::new();
    collect_logs(&calls, &mut logs);
    let emitted: Vec<_> =
        receipt["logs"].as_array().unwrap().iter().map(|log| log["topics"].clone()).collect();
    assert_eq!(logs.len(), emitted.len());
    assert!(emitted.iter().all(|topics| logs.contains(topics)));

    let state = trace(json!({ "tracer": "prestateTracer", "tracerConfig": { "diffMode": true } })).await;
    let staker = host.account("staker1").to_string().to_lowercase();
    assert_eq!(state["post"][&staker]["nonce"], 1);
    assert!(quantity_of(&state["pre"][&staker]["balance"]) > quantity_of(&state["post"][&staker]["balance"]));
    let vault = host.contract("strategyA").to_string().to_lowercase();
    assert!(state["post"][&vault]["storage"].is_object(), "{state}");

    // The proxy is EVM code; the program behind it begins with the entry point.
    let steps = trace(json!({ "tracer": "stylusTracer" })).await;
    let program = &steps[0]["steps"];
    assert_eq!(steps[0]["name"], "evm_delegate_call_contract");
    assert_eq!(program[0]["name"], "user_entrypoint");
    let steps: Vec<_> = program.as_array().unwrap().iter().collect();
    assert_eq!(steps.last().unwrap()["name"], "user_returned");
    assert_eq!(steps.last().unwrap()["outs"], "0x00000000");
    let input = steps.iter().find(|step| step["name"] == "read_args").unwrap()["outs"].as_str().unwrap();
    let selector = hex::encode_prefixed(depositIntoStrategyCall::SELECTOR);
    assert!(input.starts_with(&selector), "{input}");
    let call = steps.iter().find(|step| step["name"] == "call_contract").unwrap();
    assert!(call["steps"].is_array());
    let args = hex::decode(call["args"].as_str().unwrap()).unwrap();
    assert_eq!(json!(Address::from_slice(&args[..20])), call["address"]);
    // cargo-stylus sends a script that does the same.
    let script = trace(json!({ "tracer": "{ \"hostio\": function(info) {}, \"result\": 0 }" })).await;
    assert_eq!(script[0]["steps"][0], steps[0].clone());
}

fn collect_logs(call: &Value, logs: &mut Vec<Value>) {
    logs.extend(call["logs"].as_array().into_iter().flatten().map(|log| log["topics"].clone()));
    call["calls"].as_array().into_iter().flatten().for_each(|call| collect_logs(call, logs));
}

fn quantity_of(value: &Value) -> U256 {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_suite_works_on_the_oldest_arbos_it_fits() {
    let host = host(NodeConfig { arbos: 32, chain_id: 31_337, ..NodeConfig::default() }).await;
    assert_eq!(host.number("eth_chainId", json!([])).await, 31_337);
    let amount = U256::from(5);
    let (strategy, token) = (host.contract("strategyB"), host.contract("tokenB"));
    let receipt =
        host.act("staker2", "StrategyManager", &depositIntoStrategyCall { strategy, token, amount }).await;
    assert!(quantity(&receipt["gasUsed"]) > 100_000);
}
