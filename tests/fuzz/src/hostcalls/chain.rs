//! A small chain around one program: it keeps storage, logs and what was asked of it, and lets the
//! program call itself.

use alloy_primitives::{Address, B256, Bytes, Keccak256, U256, keccak256};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use surety_stylus_vm::{
    ArbosVersion, Call, Engine, HostioTrace, Outcome, Program, RunResult, StylusParams,
    host::{
        CallKind, CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, FrameEnv, Host,
        Refused,
    },
};

/// Calls nested in one another at most.
const MOST_DEPTH: u32 = 4;
/// Calls of the program altogether at most, so that an input takes milliseconds.
const MOST_CALLS: u32 = 40;

/// What a transaction can change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    storage: BTreeMap<(Address, B256), B256>,
    transient: BTreeMap<(Address, B256), B256>,
    logs: Vec<(Address, Vec<B256>, Bytes)>,
    created: u64,
}

/// What is the same for all runs of an input.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) engine: &'a Engine,
    pub(super) program: &'a Arc<Program>,
    pub(super) arbos: ArbosVersion,
    pub(super) params: &'a StylusParams,
}

/// The chain around a frame.
pub(super) struct Chain<'a> {
    setting: Setting<'a>,
    env: FrameEnv,
    depth: u32,
    /// What the transaction left so far.
    pub(super) left: Left,
}

/// What a transaction leaves behind.
#[derive(Clone, Default)]
pub(super) struct Left {
    pub(super) state: State,
    warm: BTreeSet<(Address, Option<B256>)>,
    pages: u16,
    calls: u32,
    /// Everything that was asked of the chain, in order.
    asked: Keccak256,
}

impl Left {
    /// A digest of everything that was asked of the chain.
    pub(super) fn asked(&self) -> B256 {
        self.asked.clone().finalize()
    }
}

impl<'a> Chain<'a> {
    pub(super) fn new(setting: Setting<'a>, env: FrameEnv) -> Self {
        Self { setting, env, depth: 0, left: Left::default() }
    }

    /// Runs the program in this frame.
    pub(super) fn run(&mut self, input: &[u8], ink: u64, trace: Option<&mut dyn HostioTrace>) -> RunResult {
        let Setting { engine, program, arbos, params } = self.setting;
        let env = self.env;
        let call = Call { input, ink, env: &env, params, arbos };
        engine.run(program, &call, self, trace).expect("a program can't break the engine")
    }

    fn ask(&mut self, what: u8, parts: &[&[u8]]) {
        self.left.asked.update([what]);
        for part in parts {
            self.left.asked.update(part.len().to_be_bytes());
            self.left.asked.update(part);
        }
    }

    /// Gas of reaching an account or a slot, which is warm from then on.
    fn reach(&mut self, slot: Option<B256>, address: Address, cold: u64) -> u64 {
        if self.left.warm.insert((address, slot)) { cold } else { 100 }
    }

    fn me(&self) -> Address {
        self.env.contract_address
    }

    /// The program in a frame of its own.
    fn enter(&mut self, request: &CallRequest<'_>, gas: u64) -> (bool, u64, Bytes) {
        let before = (self.left.state.clone(), self.left.pages);
        let env = FrameEnv {
            contract_address: match request.kind {
                CallKind::Delegate => self.me(),
                CallKind::Call | CallKind::Static => request.contract,
            },
            msg_sender: if request.kind == CallKind::Delegate { self.env.msg_sender } else { self.me() },
            msg_value: if request.kind == CallKind::Delegate { self.env.msg_value } else { request.value },
            is_static: self.env.is_static || request.kind == CallKind::Static,
            reentrant: request.kind != CallKind::Delegate && request.contract == self.me(),
            ..self.env
        };
        let mut inner =
            Chain { setting: self.setting, env, depth: self.depth + 1, left: std::mem::take(&mut self.left) };
        let result = inner.run(request.input, self.setting.params.gas_to_ink(gas), None);
        self.left = inner.left;
        let success = result.outcome == Outcome::Success;
        if !success {
            self.left.state = before.0;
        }
        self.left.pages = before.1;
        let left = match result.outcome {
            Outcome::OutOfInk | Outcome::OutOfStack => 0,
            _ => self.setting.params.ink_to_gas(result.ink_left),
        };
        (success, gas.saturating_sub(left), result.output)
    }
}

impl Host for Chain<'_> {
    fn storage_load(&mut self, key: B256) -> (B256, u64) {
        self.ask(1, &[key.as_slice()]);
        let me = self.me();
        let gas = self.reach(Some(key), me, 2_100);
        (self.left.state.storage.get(&(me, key)).copied().unwrap_or_default(), gas)
    }

    fn storage_flush(&mut self, entries: &[(B256, B256)], budget: u64) -> FlushOutcome {
        let me = self.me();
        let mut total = 0_u64;
        for (key, value) in entries {
            self.ask(2, &[key.as_slice(), value.as_slice(), &budget.to_be_bytes()]);
            let before = self.left.state.storage.insert((me, *key), *value).unwrap_or_default();
            let write = if before == *value { 100 } else { 2_900 };
            total = total.saturating_add(self.reach(Some(*key), me, 2_100)).saturating_add(write);
            if total >= budget {
                return FlushOutcome::OutOfGas;
            }
        }
        FlushOutcome::Written(total)
    }

    fn transient_load(&mut self, key: B256) -> B256 {
        self.ask(3, &[key.as_slice()]);
        self.left.state.transient.get(&(self.me(), key)).copied().unwrap_or_default()
    }

    fn transient_store(&mut self, key: B256, value: B256) {
        self.ask(4, &[key.as_slice(), value.as_slice()]);
        let me = self.me();
        self.left.state.transient.insert((me, key), value);
    }

    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome {
        self.ask(
            5,
            &[
                &[request.kind as u8],
                request.contract.as_slice(),
                request.input,
                &request.value.to_be_bytes::<32>(),
                &request.gas_left.to_be_bytes(),
                &request.gas_requested.to_be_bytes(),
            ],
        );
        let access = self.reach(None, request.contract, 2_600);
        let left = request.gas_left.saturating_sub(access);
        let gas = request.gas_requested.min(left - left / 64);
        if (self.env.is_static && !request.value.is_zero()) || access > request.gas_left {
            return CallOutcome { success: false, gas_cost: access, output: Bytes::new() };
        }
        // Even addresses hold the program, odd ones give the input back.
        let own = request.contract.0.last().is_some_and(|byte| byte % 2 == 0);
        if own && self.depth < MOST_DEPTH && self.left.calls < MOST_CALLS {
            self.left.calls += 1;
            let (success, used, output) = self.enter(&request, gas);
            return CallOutcome { success, gas_cost: access.saturating_add(used), output };
        }
        let output = Bytes::copy_from_slice(request.input);
        CallOutcome { success: !own, gas_cost: access, output }
    }

    fn create(&mut self, request: CreateRequest<'_>) -> Result<CreateOutcome, Refused> {
        let salt = request.salt.unwrap_or_default();
        self.ask(6, &[request.code, &request.endowment.to_be_bytes::<32>(), salt.as_slice()]);
        if self.env.is_static || request.gas_left < 32_000 {
            return Err(Refused);
        }
        self.left.state.created += 1;
        let fails = request.code.first().is_some_and(|byte| byte % 2 == 1);
        Ok(CreateOutcome {
            address: (!fails).then(|| self.me().create(self.left.state.created)),
            gas_cost: 32_000,
            output: if fails { Bytes::copy_from_slice(request.code) } else { Bytes::new() },
        })
    }

    fn log(&mut self, topics: &[B256], data: &[u8]) {
        let log = (self.me(), topics.to_vec(), Bytes::copy_from_slice(data));
        self.left.state.logs.push(log);
    }

    fn account_balance(&mut self, address: Address) -> (U256, u64) {
        self.ask(7, &[address.as_slice()]);
        (U256::from_be_bytes(keccak256(address).0), self.reach(None, address, 2_600))
    }

    fn account_code_hash(&mut self, address: Address) -> (B256, u64) {
        self.ask(8, &[address.as_slice()]);
        (keccak256(address), self.reach(None, address, 2_600))
    }

    fn account_code(&mut self, address: Address) -> (Bytes, u64) {
        self.ask(9, &[address.as_slice()]);
        (Bytes::copy_from_slice(address.as_slice()), self.reach(None, address, 2_600).saturating_add(700))
    }

    fn open_pages(&mut self, pages: u16) -> u64 {
        self.ask(10, &[&pages.to_be_bytes()]);
        self.left.pages = self.left.pages.saturating_add(pages);
        u64::from(pages) * 1_000 + u64::from(self.left.pages)
    }
}
