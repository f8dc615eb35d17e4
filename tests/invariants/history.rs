//! What a life's past has to do with what may hold now: bounds that grow, things that may not return.

use crate::{Deed, Step, Temper, state::WAD};
use alloy_primitives::{B256, U256};
use std::collections::{BTreeMap, BTreeSet};

/// The past of one life.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Slashes that succeeded.
    pub slashes: u64,
    /// Per strategy: withdrawals that were ever queued while delegated (the E of accounting.md, 7).
    pub queued: BTreeMap<usize, U256>,
    /// Per operator and strategy: the most by which operator shares can exceed what stakers can
    /// withdraw (accounting.md, 6), without the stakers' own roundings.
    pub gap: BTreeMap<(usize, usize), U256>,
    /// Withdrawals that were completed.
    pub completed: BTreeSet<B256>,
    /// Tokens handed in as rewards, by strategy.
    pub funded: Vec<U256>,
    /// Tokens that ever misbehaved, by strategy, and how they behave now.
    pub tempers: BTreeMap<usize, Temper>,
}

impl History {
    /// Takes in a step; to be called before the invariants are checked.
    pub fn learn(&mut self, step: &Step<'_>) {
        if !step.success {
            return;
        }
        match step.deed {
            Deed::Slash { operator, .. } => {
                self.slashes = self.slashes.saturating_add(1);
                for strategy in 0..step.after.strategies.len() {
                    self.widen(*operator, strategy, U256::ONE);
                }
            }
            Deed::Fund { strategy, tokens } => {
                self.funded.resize(step.after.strategies.len(), U256::ZERO);
                if let Some(funded) = self.funded.get_mut(*strategy) {
                    *funded = funded.saturating_add(*tokens);
                }
            }
            Deed::Temper { strategy, temper } => drop(self.tempers.insert(*strategy, *temper)),
            Deed::Deposit { by, strategy, .. } => self.position_grew(step, *by, *strategy),
            Deed::Delegate { staker, .. } => {
                for strategy in 0..step.after.strategies.len() {
                    self.position_grew(step, *staker, strategy);
                }
            }
            Deed::Complete { by, paid } => {
                for (strategy, _, as_tokens) in paid {
                    if !as_tokens {
                        self.position_grew(step, *by, *strategy);
                    }
                }
                self.learn_completed(step, *by);
            }
            Deed::Queue { by } | Deed::Leave { staker: by, .. } => {
                self.learn_queued(step, *by);
                // Who changes operators arrives with everything at once.
                for strategy in 0..step.after.strategies.len() {
                    self.position_grew(step, *by, strategy);
                }
            }
            _ => {}
        }
    }

    /// How the token of a strategy behaves now.
    #[must_use]
    pub fn temper(&self, strategy: usize) -> Temper {
        self.tempers.get(&strategy).copied().unwrap_or_default()
    }

    fn widen(&mut self, operator: usize, strategy: usize, by: U256) {
        let gap = self.gap.entry((operator, strategy)).or_default();
        *gap = gap.saturating_add(by);
    }

    /// Shares arrived with an operator: at most (1 + f)(1 + εs) ≤ 2 + 2s/1e18 of them are lost to
    /// rounding, rounded up.
    fn position_grew(&mut self, step: &Step<'_>, staker: usize, strategy: usize) {
        let Some(who) = step.after.people.get(staker) else { return };
        let Some(operator) = who.delegated_to else { return };
        let Some(position) = who.positions.get(strategy) else { return };
        let shares = position.deposited / U256::from(WAD);
        self.widen(operator, strategy, U256::from(4).saturating_add(shares.saturating_mul(U256::from(2))));
    }

    fn learn_queued(&mut self, step: &Step<'_>, staker: usize) {
        let (Some(before), Some(after)) = (step.before.people.get(staker), step.after.people.get(staker))
        else {
            return;
        };
        for one in &after.queued {
            if before.queued.iter().any(|old| old.root == one.root) {
                continue;
            }
            for (strategy, ..) in &one.parts {
                let queued = self.queued.entry(*strategy).or_default();
                *queued = queued.saturating_add(U256::ONE);
                if let Some(operator) = one.operator {
                    self.widen(operator, *strategy, U256::from(2));
                }
            }
        }
    }

    fn learn_completed(&mut self, step: &Step<'_>, staker: usize) {
        let (Some(before), Some(after)) = (step.before.people.get(staker), step.after.people.get(staker))
        else {
            return;
        };
        let gone = before.queued.iter().filter(|old| after.queued.iter().all(|one| one.root != old.root));
        self.completed.extend(gone.map(|one| one.root));
    }
}
