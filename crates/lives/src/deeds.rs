//! Resolving an action against what can be seen: the call it becomes, and what it may touch.

mod mood;
mod operating;
pub(crate) mod rewards;
mod roles;
mod staking;
mod temper;

use crate::{
    action::{Action, Kind},
    look::Touch,
    stage::{FIRST_OPERATOR, Stage, WAD},
};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::Result;
use surety_invariants::{Deed, State};

/// What an action has become.
#[derive(Debug)]
pub(crate) enum Plan {
    /// So many blocks go by.
    Wait(u64),
    /// A transaction.
    Call(Box<Call>),
}

/// A transaction, what it is meant to be, and what to look at afterwards.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) from: Address,
    pub(crate) to: Address,
    pub(crate) data: Bytes,
    /// The function's signature.
    pub(crate) name: &'static str,
    pub(crate) deed: Deed,
    pub(crate) touch: Touch,
}

fn call<C: SolCall>(from: Address, to: Address, call: &C, deed: Deed, touch: Touch) -> Plan {
    Plan::Call(Box::new(Call { from, to, data: call.abi_encode().into(), name: C::SIGNATURE, deed, touch }))
}

/// What an action becomes now.
///
/// # Errors
/// If the worlds do not answer alike what the action needs to know.
pub(crate) fn resolve(stage: &mut Stage, state: &State, action: &Action) -> Result<Plan> {
    let deed = Choice { stage, state, action };
    match action.kind {
        Kind::Wait => Ok(Plan::Wait(pick(&[1, 1, 2, 4, 12], action.place))),
        Kind::Deposit => deed.deposit(),
        Kind::DepositFor => deed.deposit_for(),
        Kind::Donate => deed.donate(),
        Kind::Delegate => deed.delegate(),
        Kind::Undelegate => deed.undelegate(),
        Kind::Redelegate => deed.redelegate(),
        Kind::Queue => deed.queue(),
        Kind::Complete => deed.complete(),
        Kind::CompleteMany => deed.complete_many(),
        Kind::Slash => deed.slash(),
        Kind::Pay => deed.pay(),
        Kind::Allocate => deed.allocate(),
        Kind::Clear => deed.clear(),
        Kind::SetDelay => deed.set_delay(),
        Kind::Join => deed.join(),
        Kind::Quit => deed.quit(),
        Kind::Reshape => deed.reshape(),
        Kind::Manage => deed.manage(),
        Kind::Hook => deed.hook(),
        Kind::Fund => deed.fund(),
        Kind::Publish => deed.publish(),
        Kind::Claim => deed.claim(),
        Kind::Pause => deed.pause(),
        Kind::Trespass => deed.trespass(),
        Kind::Temper => deed.temper(),
        Kind::Mood => deed.mood(),
    }
}

/// An action with its surroundings.
struct Choice<'a> {
    stage: &'a mut Stage,
    state: &'a State,
    action: &'a Action,
}

fn pick(of: &[u64], by: u8) -> u64 {
    of.get(usize::from(by) % of.len().max(1)).copied().unwrap_or(1)
}

impl Choice<'_> {
    /// Anybody.
    fn who(&self) -> usize {
        usize::from(self.action.who) % self.stage.people.len()
    }

    /// Anybody else, or the same.
    fn other(&self) -> usize {
        usize::from(self.action.other) % self.stage.people.len()
    }

    /// An operator.
    fn operator(&self) -> usize {
        let operators = self.stage.people.len().saturating_sub(FIRST_OPERATOR).max(1);
        FIRST_OPERATOR.saturating_add(usize::from(self.action.other) % operators)
    }

    fn strategy(&self) -> usize {
        usize::from(self.action.place) % self.stage.strategies.len()
    }

    fn set(&self) -> usize {
        usize::from(self.action.place / 16) % self.stage.sets.len()
    }

    /// True once in `n` times.
    fn once_in(&self, n: u8) -> bool {
        self.action.odds % n.max(1) == n.max(1).saturating_sub(1)
    }

    /// A number below `n` that does not depend on the amount's small digits.
    fn below(&self, n: u64) -> u64 {
        (self.action.amount >> 32) % n.max(1)
    }

    /// Token units: few, ordinary or huge.
    fn tokens(&self) -> U256 {
        let digits = pick(&[18, 18, 0, 3, 1, 20, 24, 26], self.action.odds);
        let any = U256::from(self.action.amount % 1_000);
        match self.below(80) {
            0 => U256::MAX,
            1 => U256::ONE << 200,
            _ => any.saturating_mul(U256::from(10).pow(U256::from(digits))),
        }
    }

    /// A part in (0, 1], WAD.
    fn wad(&self) -> U256 {
        let any = self.action.amount;
        U256::from(match self.below(16) {
            0 => WAD,
            1 => 1,
            2 => WAD.saturating_sub(1),
            3..=5 => (any % WAD).saturating_add(1),
            // Mostly small ones, or lives would soon be without stake.
            _ => (any % (WAD / 20)).saturating_add(1),
        })
    }

    fn operator_of(&self, person: usize) -> Vec<usize> {
        self.state.people.get(person).and_then(|who| who.delegated_to).into_iter().collect()
    }
}
