//! Recorded calls of single programs come out the same: ink of every host call, outcome, output.
//! Calls with nested frames need a chain; they are replayed where there is one.

use std::collections::HashMap;

use crate::support::{
    mini_chain::{MiniChain, Recorder},
    vectors::{self, VectorFile, address, bytes, number, text_word, word},
};
use alloy_primitives::{Address, B256, Bytes, keccak256};
use serde_json::Value;
use surety_stylus_vm::{
    ArbosVersion, Call, Engine, EngineConfig, Outcome, StylusParams, host::FrameEnv, memory_model::Pages,
};

#[test]
fn recorded_calls_come_out_the_same() {
    let engine = Engine::new(EngineConfig { max_stack_depth: 262_144, ..EngineConfig::default() }).unwrap();
    let (mut calls, mut skipped, mut mismatches) = (0, 0, Vec::new());
    for file in vectors::files() {
        let mut replay = Replay::new(&engine, &file);
        for (index, call) in file.list("calls").iter().enumerate() {
            match replay.call(call) {
                None => skipped += 1,
                Some(differences) => {
                    calls += 1;
                    mismatches
                        .extend(differences.iter().map(|text| format!("{}[{index}]: {text}", file.name)));
                }
            }
        }
    }
    println!("{calls} calls, {skipped} with nested frames or none skipped, {} mismatches", mismatches.len());
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

struct Replay<'a> {
    engine: &'a Engine,
    block: &'a Value,
    chain_id: u64,
    arbos: ArbosVersion,
    params: StylusParams,
    programs: HashMap<Address, &'a Value>,
    /// One chain for each program: they share nothing in calls of single programs.
    chains: HashMap<Address, MiniChain>,
}

impl<'a> Replay<'a> {
    fn new(engine: &'a Engine, file: &'a VectorFile) -> Self {
        let params = file.params();
        let mut accounts = HashMap::new();
        for account in file.list("accounts").iter().chain(file.list("programs")) {
            let code = account.get("code").or(account.get("code_hex")).map(bytes).unwrap_or_default();
            accounts.insert(address(&account["address"]), (number(&account["balance"]), code));
        }
        let mut programs = HashMap::new();
        let mut chains = HashMap::new();
        for program in file.list("programs") {
            let mut chain = MiniChain { params, accounts: accounts.clone(), ..MiniChain::default() };
            for (key, value) in program.get("storage").and_then(Value::as_object).into_iter().flatten() {
                chain.storage.insert(text_word(key), word(value));
            }
            chains.insert(address(&program["address"]), chain);
            programs.insert(address(&program["address"]), program);
        }
        Self {
            engine,
            block: &file.json["block"],
            chain_id: file.json["chain_id"].as_u64().unwrap(),
            arbos: ArbosVersion::new(file.arbos()),
            params,
            programs,
            chains,
        }
    }

    /// Differences; `None` if the call has no frame, or nested ones.
    fn call(&mut self, call: &Value) -> Option<Vec<String>> {
        let frames = call["expect"]["frames"].as_array()?;
        let [frame] = frames.as_slice() else { return None };
        let ink = frame["ink_start"].as_u64()?;
        let recorded = frame["hostio"].as_array();
        let nests = |entry: &Value| {
            entry[0].as_str().is_some_and(|name| name.contains("call") || name.starts_with("create"))
        };
        if recorded.is_some_and(|entries| entries.iter().any(nests)) {
            return None;
        }
        let to = address(&call["to"]);
        if address(&frame["code_address"]) != to {
            return None;
        }
        let wasm = self.programs.get(&to)?.get("wasm_hex").map(bytes)?;
        let program = self.engine.load(keccak256(&wasm), &wasm).unwrap();

        let env = self.env(call);
        let chain = self.chains.get_mut(&to).unwrap();
        let precompiles = (1..=17)
            .chain(0x64..=0x74)
            .chain([0xff, 0x100])
            .map(|n: u16| Address::left_padding_from(&n.to_be_bytes()));
        chain.begin_transaction(precompiles.chain([to, env.msg_sender, env.block_coinbase]));
        let entry = |name: &str| frame[name].as_u64().unwrap() as u16;
        let footprint = self.programs[&to]["activation"]["footprint_pages"].as_u64().unwrap() as u16;
        chain.pages = Pages { open: entry("open_pages"), ever: entry("ever_pages") }.opened(footprint);
        let before = chain.clone();

        let input = bytes(&call["calldata"]);
        let running = Call { input: &input, ink, env: &env, params: &self.params, arbos: self.arbos };
        let mut recorder = Recorder::default();
        let result = self.engine.run(&program, &running, chain, Some(&mut recorder)).unwrap();

        let mut differences = Vec::new();
        let mut check = |what: &str, ours: String, recorded: String| {
            if ours != recorded {
                differences.push(format!("{what} is {ours}, recorded {recorded}"));
            }
        };
        let outcome = match result.outcome {
            Outcome::Success => "success",
            Outcome::Revert => "revert",
            Outcome::Failure => "failure",
            Outcome::OutOfInk => "out_of_ink",
            Outcome::OutOfStack => "out_of_stack",
        };
        check("outcome", outcome.to_owned(), frame["outcome"].as_str().unwrap().to_owned());
        check("ink_left", result.ink_left.to_string(), frame["ink_left"].to_string());
        check("profile", result.profile.total().to_string(), (ink - result.ink_left).to_string());
        if result.outcome == Outcome::Success {
            check("refund", chain.refund.to_string(), frame["refund"].to_string());
            let logs = call["expect"]["logs"].as_array().unwrap();
            check("logs", logs_text(&chain.logs), logs.iter().map(recorded_log).collect());
        }
        let expect = &call["expect"];
        if let Some(output) = expect.get("output") {
            check("output", result.output.to_string(), bytes(output).to_string());
        } else {
            check(
                "output",
                keccak256(&result.output).to_string(),
                word(&expect["output_keccak256"]).to_string(),
            );
        }
        if let Some(recorded) = recorded {
            let ours = recorder.0.iter().map(|(name, before, after)| format!("{name} {before} {after}"));
            let recorded = recorded.iter().map(|e| format!("{} {} {}", e[0].as_str().unwrap(), e[1], e[2]));
            let (ours, recorded): (Vec<_>, Vec<_>) = (ours.collect(), recorded.collect());
            let first = ours
                .iter()
                .zip(&recorded)
                .position(|(a, b)| a != b)
                .unwrap_or(ours.len().min(recorded.len()));
            check("host call", format!("{:?}", ours.get(first)), format!("{:?}", recorded.get(first)));
        }
        if result.outcome != Outcome::Success {
            chain.storage = before.storage;
        }
        for (slot, value) in expect["storage_after"].as_object().into_iter().flatten() {
            let (account, key) = slot.split_once(':').unwrap();
            if account.parse::<Address>().unwrap() == to {
                let ours = chain.storage.get(&text_word(key)).copied().unwrap_or_default();
                if ours != word(value) {
                    differences.push(format!("slot {key} is {ours}, recorded {value}"));
                }
            }
        }
        Some(differences)
    }

    fn env(&self, call: &Value) -> FrameEnv {
        let block = |name: &str| self.block[name].as_u64().unwrap();
        FrameEnv {
            contract_address: address(&call["to"]),
            msg_sender: address(&call["from"]),
            msg_value: number(&call["value"]),
            reentrant: false,
            is_static: false,
            tx_origin: address(&call["from"]),
            tx_gas_price: number(&self.block["basefee"]),
            block_number: block("number"),
            block_timestamp: block("timestamp"),
            block_gas_limit: block("gas_limit"),
            block_basefee: number(&self.block["basefee"]),
            block_coinbase: address(&self.block["coinbase"]),
            chain_id: self.chain_id,
        }
    }
}

fn logs_text(logs: &[(Vec<B256>, Bytes)]) -> String {
    logs.iter().map(|(topics, data)| format!("{topics:?}{data}")).collect()
}

fn recorded_log(log: &Value) -> String {
    let topics: Vec<_> = log["topics"].as_array().unwrap().iter().map(word).collect();
    format!("{topics:?}{}", bytes(&log["data"]))
}
