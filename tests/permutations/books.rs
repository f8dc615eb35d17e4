//! The same acts with exact numbers: what everybody has if nothing but magnitudes is rounded, and by
//! how much the protocol may be off (docs/order.md).

use crate::{
    act::Act,
    span::Span,
    stage::{ONE, Stage, WAD},
    state::{At, State},
};
use alloy_primitives::U256;
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use surety_abi::IDelegationManager as dm;

/// Units of shares by which a value may be below its exact one.
type Units = U256;

/// A staker's stake in a strategy.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Position {
    pub(crate) deposited: U256,
    pub(crate) worth: Span,
    pub(crate) slack: Units,
}

/// A queued withdrawal.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Who can still slash it.
    operator: Option<usize>,
    pub(crate) worth: Span,
    pub(crate) slack: Units,
}

/// What an operator's stakers have together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Total {
    pub(crate) worth: Span,
    /// Units by which operator shares may be above.
    pub(crate) excess: Units,
}

/// What a slash took of a strategy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub(crate) worth: Span,
    pub(crate) below: Units,
    pub(crate) above: Units,
    /// The act's place in the list of acts.
    pub(crate) act: usize,
}

/// Everybody's accounts.
#[derive(Clone, Debug)]
pub(crate) struct Books {
    pub(crate) magnitudes: BTreeMap<At, u64>,
    pub(crate) allocations: BTreeMap<(usize, usize, usize), u64>,
    pub(crate) positions: BTreeMap<At, Position>,
    pub(crate) queue: BTreeMap<(usize, U256, usize), Entry>,
    pub(crate) totals: BTreeMap<At, Total>,
    pub(crate) taken: BTreeMap<(usize, u64, usize), Taken>,
    operators: Vec<Option<usize>>,
    nonces: Vec<U256>,
    slashes: Vec<u64>,
    ripe: Vec<(usize, U256, usize, U256)>,
}

impl Books {
    /// Opens them with what the views say at the start.
    pub(crate) fn open(stage: &mut Stage) -> Result<Self> {
        let state = State::read(stage)?;
        let mut positions = BTreeMap::new();
        let (mut operators, mut nonces) = (Vec::new(), Vec::new());
        for (nth, staker) in stage.stakers.clone().into_iter().enumerate() {
            let chosen = stage.ask(stage.dm, &dm::delegatedToCall { staker })?;
            let operator = stage.operators.iter().position(|operator| *operator == chosen);
            operators.push(operator);
            nonces.push(stage.ask(stage.dm, &dm::cumulativeWithdrawalsQueuedCall { staker })?);
            for (i, strategy) in stage.strategies.clone().into_iter().enumerate() {
                let factor = stage.ask(stage.dm, &dm::depositScalingFactorCall { staker, strategy })?;
                let deposited = *state.deposit_shares.get(&(nth, i)).context("read")?;
                let magnitude = operator.and_then(|operator| state.magnitudes.get(&(operator, i)));
                let wad = U256::from(WAD);
                let scaled = Span::whole(deposited).times(factor, wad);
                let worth = scaled.times(U256::from(magnitude.copied().unwrap_or(WAD)), wad);
                positions.insert((nth, i), Position { deposited, worth, slack: U256::ZERO });
            }
        }
        let settled =
            |shares: &U256| Entry { operator: None, worth: Span::whole(*shares), slack: U256::ZERO };
        let total = |shares: &U256| Total { worth: Span::whole(*shares), excess: U256::ZERO };
        let ripe = stage.ripe.iter().map(|(staker, withdrawal)| {
            let queued =
                state.queued.iter().find(|((who, nonce, _), _)| (who, nonce) == (staker, &withdrawal.nonce));
            let ((_, nonce, strategy), shares) = queued.context("a withdrawal of the past")?;
            Ok((*staker, *nonce, *strategy, *shares))
        });
        Ok(Self {
            ripe: ripe.collect::<Result<_>>()?,
            queue: state.queued.iter().map(|(key, shares)| (*key, settled(shares))).collect(),
            totals: state.operator_shares.iter().map(|(key, shares)| (*key, total(shares))).collect(),
            magnitudes: state.magnitudes,
            allocations: state.allocations,
            slashes: state.slashes,
            taken: BTreeMap::new(),
            positions,
            operators,
            nonces,
        })
    }

    /// What acts in an order come to.
    pub(crate) fn after(&self, acts: &[Act], order: &[usize]) -> Result<Self> {
        let mut books = self.clone();
        for nth in order {
            books.enter(acts.get(*nth).context("no such act")?, *nth)?;
        }
        Ok(books)
    }

    fn enter(&mut self, act: &Act, nth: usize) -> Result<()> {
        match act {
            Act::Slash { operator, set, parts } => self.slash(*operator, *set, parts, nth),
            Act::Deposit { staker, strategy, amount } => {
                self.add(*staker, *strategy, U256::from(*amount));
                Ok(())
            }
            Act::Queue { staker, strategy, shares } => {
                self.queue(*staker, *strategy, U256::from(*shares));
                Ok(())
            }
            Act::Leave { staker } => {
                for strategy in 0..2 {
                    let all = self.positions.get(&(*staker, strategy)).map_or(U256::ZERO, |it| it.deposited);
                    if !all.is_zero() {
                        self.queue(*staker, strategy, all);
                    }
                    self.positions.insert((*staker, strategy), Position::default());
                }
                *self.operators.get_mut(*staker).context("no such staker")? = None;
                Ok(())
            }
            Act::Delegate { staker, operator } => self.delegate(*staker, *operator),
            Act::Complete { ripe, as_tokens } => {
                let (staker, nonce, strategy, shares) =
                    *self.ripe.get(*ripe).context("no such withdrawal")?;
                self.queue.remove(&(staker, nonce, strategy));
                if !as_tokens {
                    self.add(staker, strategy, shares);
                }
                Ok(())
            }
            Act::Pay { .. } | Act::Donate { .. } => Ok(()),
        }
    }

    fn total(&mut self, operator: Option<usize>, strategy: usize) -> Option<&mut Total> {
        operator.and_then(|operator| self.totals.get_mut(&(operator, strategy)))
    }

    fn operator_of(&self, staker: usize) -> Option<usize> {
        self.operators.get(staker).copied().flatten()
    }

    /// Shares arrive: the factor is computed anew, which costs up to (1 + f)(1 + εs) units.
    fn add(&mut self, staker: usize, strategy: usize, shares: U256) {
        let position = self.positions.entry((staker, strategy)).or_default();
        position.deposited += shares;
        position.worth = position.worth.plus(Span::whole(shares));
        position.slack += update(position.deposited);
        if let Some(total) = self.total(self.operator_of(staker), strategy) {
            total.worth = total.worth.plus(Span::whole(shares));
        }
    }

    fn queue(&mut self, staker: usize, strategy: usize, shares: U256) {
        let operator = self.operator_of(staker);
        let position = self.positions.entry((staker, strategy)).or_default();
        let worth = position.worth.times(shares, position.deposited);
        let slack = position.slack;
        position.worth = position.worth.minus(worth);
        position.deposited -= shares;
        if let Some(total) = self.total(operator, strategy) {
            total.worth = total.worth.minus(worth);
            // What leaves is counted after two floors.
            total.excess += slack + FLOORS;
        }
        if let Some(nonce) = self.nonces.get_mut(staker) {
            self.queue.insert((staker, *nonce, strategy), Entry { operator, worth, slack });
            *nonce += U256::from(1);
        }
    }

    fn delegate(&mut self, staker: usize, operator: usize) -> Result<()> {
        *self.operators.get_mut(staker).context("no such staker")? = Some(operator);
        for strategy in 0..2 {
            let position = self.positions.entry((staker, strategy)).or_default();
            position.slack += update(position.deposited);
            let shares = Span::whole(position.deposited);
            if let Some(total) = self.total(Some(operator), strategy) {
                total.worth = total.worth.plus(shares);
            }
        }
        Ok(())
    }

    fn slash(&mut self, operator: usize, set: usize, parts: &[(usize, u64)], act: usize) -> Result<()> {
        let slashes = self.slashes.get_mut(set).context("no such set")?;
        *slashes += 1;
        let slash = *slashes;
        for (strategy, wad) in parts {
            let at = (operator, *strategy);
            let allocated = self.allocations.get_mut(&(operator, set, *strategy)).context("no such set")?;
            let taken = (u128::from(*allocated) * u128::from(*wad)).div_ceil(u128::from(WAD)) as u64;
            *allocated -= taken;
            let magnitude = self.magnitudes.get_mut(&at).context("no such operator")?;
            let before = U256::from(*magnitude);
            *magnitude -= taken;
            let after = U256::from(*magnitude);
            let total = self.totals.get_mut(&at).context("no such operator")?;
            let mut exposed = total.worth;
            let excess = total.excess;
            total.worth = total.worth.times(after, before);
            // What stays is rounded up.
            total.excess += U256::from(1);
            let queued = self
                .queue
                .iter_mut()
                .filter(|((_, _, i), entry)| i == strategy && entry.operator == Some(operator));
            for (_, entry) in queued {
                exposed = exposed.plus(entry.worth);
                entry.worth = entry.worth.times(after, before);
            }
            for ((staker, i), position) in &mut self.positions {
                if i == strategy && self.operators.get(*staker) == Some(&Some(operator)) {
                    position.worth = position.worth.times(after, before);
                }
            }
            let worth = exposed.times(U256::from(taken), before);
            let taken = Taken { worth, below: U256::from(3) + excess, above: excess, act };
            self.taken.insert((set, slash, *strategy), taken);
        }
        Ok(())
    }
}

/// Two floors take less than two units.
pub(crate) const FLOORS: Units = U256::from_limbs([2, 0, 0, 0]);

/// What a new factor costs at most: (1 + f)(1 + εs) with f at most one, rounded up.
fn update(deposited: U256) -> Units {
    U256::from(2) + U256::from(2) * deposited.div_ceil(U256::from(ONE))
}
