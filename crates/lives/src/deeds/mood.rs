//! What a hostile hook does by itself.

use super::{Choice, Plan, call};
use crate::look::Touch;
use alloy_primitives::{B256, U256};
use alloy_sol_types::SolCall as _;
use anyhow::Result;
use surety_abi::{IAVSRegistrar as hooks, IAllocationManager as am};
use surety_invariants::Deed;
use surety_model::hostile_hook::{IHostileHook, Mood};

/// What a registrar is asked.
const FUNCTIONS: [[u8; 4]; 3] = [
    hooks::registerOperatorCall::SELECTOR,
    hooks::deregisterOperatorCall::SELECTOR,
    hooks::supportsAVSCall::SELECTOR,
];

impl Choice<'_> {
    /// A service takes the hook as its registrar, if the hook agrees; or the hook takes on a mood, half of
    /// the time a kind one.
    pub(super) fn mood(self) -> Result<Plan> {
        let (stage, hook) = (&*self.stage, self.stage.hook);
        if self.action.odds.is_multiple_of(3) {
            let avs = stage.avs(self.set())?;
            let sent = am::setAVSRegistrarCall { avs, registrar: hook };
            return Ok(call(avs, stage.registry, &sent, Deed::Other, Touch::default()));
        }
        let function = FUNCTIONS.get(usize::from(self.action.place) % FUNCTIONS.len()).copied();
        let chosen = usize::from(self.action.other) % Mood::ALL.len();
        let mood = Mood::ALL.get(chosen).copied().filter(|_| !self.once_in(2)).unwrap_or_default();
        let sent = IHostileHook::feelCall {
            selector: function.unwrap_or_default().into(),
            mood: mood.number(),
            // Mostly "true", which is the kind answer; sometimes "false".
            word: B256::from(U256::from(u8::from(!self.once_in(7)))),
        };
        Ok(call(stage.pauser, hook, &sent, Deed::Other, Touch::default()))
    }
}
