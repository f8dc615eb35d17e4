//! Runs a program written as text and keeps everything there is to look at.

use std::sync::OnceLock;

use alloy_primitives::keccak256;
use surety_stylus_vm::{ArbosVersion, Call, Engine, EngineConfig, RunResult, StylusParams, host::FrameEnv};

use super::mini_chain::{MiniChain, Recorder, env};

/// The engine of all tests that don't set up their own.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        Engine::new(EngineConfig { max_stack_depth: 262_144, ..EngineConfig::default() }).unwrap()
    })
}

/// One call to be made.
pub(crate) struct Runner {
    pub(crate) chain: MiniChain,
    pub(crate) env: FrameEnv,
    pub(crate) arbos: ArbosVersion,
    pub(crate) params: StylusParams,
    pub(crate) ink: u64,
}

/// What came of it.
pub(crate) struct Ran {
    pub(crate) result: RunResult,
    pub(crate) hostio: Vec<(String, u64, u64)>,
}

impl Ran {
    /// Ink that the last completed call of host function `name` took.
    pub(crate) fn price(&self, name: &str) -> u64 {
        let call = self.hostio.iter().rev().find(|call| call.0 == name);
        let (_, before, after) = call.unwrap_or_else(|| panic!("{name} was not called: {:?}", self.hostio));
        before - after
    }
}

impl Default for Runner {
    fn default() -> Self {
        Self::at(ArbosVersion::NEWEST)
    }
}

impl Runner {
    /// On a chain with this version.
    pub(crate) fn at(arbos: ArbosVersion) -> Self {
        let params = StylusParams::for_arbos(arbos);
        let chain = MiniChain { params, ..MiniChain::default() };
        Self { chain, env: env(), arbos, params, ink: 10_000_000_000 }
    }

    pub(crate) fn run(&mut self, wasm: &[u8], input: &[u8]) -> Ran {
        self.run_in(engine(), wasm, input)
    }

    pub(crate) fn run_in(&mut self, engine: &Engine, wasm: &[u8], input: &[u8]) -> Ran {
        let program = engine.load(keccak256(wasm), wasm).unwrap();
        let Self { env, params, arbos, ink, .. } = self;
        let call = Call { input, ink: *ink, env, params, arbos: *arbos };
        let mut recorder = Recorder::default();
        let result = engine.run(&program, &call, &mut self.chain, Some(&mut recorder)).unwrap();
        Ran { result, hostio: recorder.0 }
    }
}
