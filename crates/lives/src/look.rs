//! Looking at the worlds: everything at first and now and then, and what a step may have touched
//! after each one.

use crate::stage::{FIRST_OPERATOR, HOSTILE, Stage};
use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IRewardsCoordinator as rc,
    IStrategyManager as sm, IStrategyVault as vault,
};
use surety_invariants::state::{Allocation, Book, Person, Position, Queued, State, Strategy};
use surety_model::hostile_token::IHostileToken;

/// What a step may have touched; all else must be as before, which the next full look shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touch {
    /// Positions and delegations of people.
    pub(crate) people: Vec<usize>,
    /// Withdrawal queues of people.
    pub(crate) queues: Vec<usize>,
    /// Books of operators: shares and queue.
    pub(crate) shares: Vec<usize>,
    /// Books of operators: magnitudes and allocations.
    pub(crate) magnitudes: Vec<usize>,
    /// Pools of strategies.
    pub(crate) strategies: Vec<usize>,
    /// Tokens in hand: person, and strategy of the token.
    pub(crate) wallets: Vec<(usize, usize)>,
    /// Tokens of those who only receive, by strategy.
    pub(crate) others: Vec<usize>,
    /// Slashes and slashed shares of sets.
    pub(crate) slashes: Vec<usize>,
    /// Paused bits.
    pub(crate) paused: bool,
    /// What people claimed, ever.
    pub(crate) claims: Vec<usize>,
}

impl Touch {
    /// Everything.
    pub(crate) fn all(stage: &Stage) -> Self {
        let operators: Vec<_> = (FIRST_OPERATOR..stage.people.len()).collect();
        let people: Vec<_> = (0..stage.people.len()).collect();
        let strategies: Vec<_> = (0..stage.strategies.len()).collect();
        let wallets = people.iter().flat_map(|who| strategies.iter().map(|of| (*who, *of))).collect();
        Self {
            queues: people.clone(),
            claims: people.clone(),
            people,
            shares: operators.clone(),
            magnitudes: operators,
            wallets,
            others: strategies.clone(),
            strategies,
            slashes: (0..stage.sets.len()).collect(),
            paused: true,
        }
    }

    /// What time alone changes up to block `now`: what is pending takes effect, and windows close.
    pub(crate) fn time(state: &State, now: u64) -> Self {
        let passed = |block: u64| state.block < block && block <= now;
        let people = || state.people.iter().enumerate().filter(|(_, who)| !who.books.is_empty());
        let pending = |who: &Person| {
            let allocations = who.books.iter().flat_map(|book| book.allocations.values());
            allocations.into_iter().any(|one| passed(one.effect))
        };
        let closing = |operator: usize| {
            let queued = state.people.iter().flat_map(|who| &who.queued);
            let ends = queued.filter(|one| one.operator == Some(operator));
            ends.into_iter().any(|one| passed(one.start.saturating_add(state.delay).saturating_add(1)))
        };
        Self {
            magnitudes: people().filter(|(_, who)| pending(who)).map(|(number, _)| number).collect(),
            shares: people().map(|(number, _)| number).filter(|number| closing(*number)).collect(),
            ..Self::default()
        }
    }
}

impl Stage {
    /// Everything that can be seen.
    ///
    /// # Errors
    /// If the worlds do not answer alike.
    pub fn look(&mut self) -> Result<State> {
        let mut state = State {
            strategies: vec![Strategy::default(); self.strategies.len()],
            people: vec![
                Person {
                    tokens: vec![U256::ZERO; self.strategies.len()],
                    positions: vec![Position::default(); self.strategies.len()],
                    claimed: vec![U256::ZERO; self.strategies.len()],
                    ..Person::default()
                };
                self.people.len()
            ],
            slashes: vec![0; self.sets.len()],
            others: vec![vec![U256::ZERO; self.strategies.len()]; self.others.len()],
            ..State::default()
        };
        state.delay = self.twins.ask(self.manager, &dm::minWithdrawalDelayBlocksCall {})?.into();
        self.look_at(&mut state, &Touch::all(self))?;
        Ok(state)
    }

    /// Looks again at what may have changed.
    pub(crate) fn look_at(&mut self, state: &mut State, touch: &Touch) -> Result<()> {
        state.block = self.twins.block();
        for person in &touch.people {
            self.look_at_person(state, *person)?;
        }
        for person in &touch.queues {
            let queued = self.queue_of(*person)?;
            state.people.get_mut(*person).context("a person")?.queued = queued;
        }
        for operator in &touch.shares {
            self.look_at_shares(state, *operator)?;
        }
        for operator in &touch.magnitudes {
            self.look_at_magnitudes(state, *operator)?;
        }
        for strategy in &touch.strategies {
            self.look_at_strategy(state, *strategy)?;
        }
        for set in &touch.slashes {
            self.look_at_slashes(state, *set)?;
        }
        if touch.paused {
            state.paused = [
                self.twins.ask(self.deposits, &sm::paused_0Call {})?,
                self.twins.ask(self.manager, &dm::paused_0Call {})?,
                self.twins.ask(self.registry, &am::paused_0Call {})?,
                self.twins.ask(self.coordinator, &rc::paused_0Call {})?,
            ];
        }
        for (person, strategy) in &touch.wallets {
            let held = self.balance(*strategy, self.person(*person)?)?;
            let who = state.people.get_mut(*person).context("a person")?;
            *who.tokens.get_mut(*strategy).context("a token")? = held;
        }
        for strategy in &touch.others {
            for (other, account) in self.others.clone().into_iter().enumerate() {
                let held = self.balance(*strategy, account)?;
                let of = state.others.get_mut(other).context("a holder")?;
                *of.get_mut(*strategy).context("a token")? = held;
            }
        }
        for person in &touch.claims {
            let earner = self.person(*person)?;
            for (strategy, token) in self.tokens.clone().into_iter().enumerate() {
                let claimed =
                    self.twins.ask(self.coordinator, &rc::cumulativeClaimedCall { earner, token })?;
                let who = state.people.get_mut(*person).context("a person")?;
                *who.claimed.get_mut(strategy).context("a strategy")? = claimed;
            }
        }
        Ok(())
    }

    fn look_at_person(&mut self, state: &mut State, person: usize) -> Result<()> {
        let staker = self.person(person)?;
        let call = dm::getWithdrawableSharesCall { staker, strategies: self.strategies.clone() };
        let answer = self.twins.ask(self.manager, &call)?;
        let shares = answer.withdrawableShares.into_iter().zip(answer.depositShares);
        let positions = shares.map(|(withdrawable, deposited)| Position { deposited, withdrawable });
        let operator = self.twins.ask(self.manager, &dm::delegatedToCall { staker })?;
        let who = state.people.get_mut(person).context("a person")?;
        who.positions = positions.collect();
        who.delegated_to = self.people.iter().position(|one| *one == operator);
        Ok(())
    }

    fn queue_of(&mut self, person: usize) -> Result<Vec<Queued>> {
        let staker = self.person(person)?;
        let roots = self.twins.ask(self.manager, &dm::getQueuedWithdrawalRootsCall { staker })?;
        let answer = self.twins.ask(self.manager, &dm::getQueuedWithdrawalsCall { staker })?;
        let entries = roots.into_iter().zip(answer.withdrawals).zip(answer.shares);
        let queued = entries.map(|((root, withdrawal), shares)| {
            let parts = withdrawal.strategies.iter().zip(withdrawal.scaledShares).zip(shares);
            let parts = parts.map(|((strategy, scaled), worth)| {
                Ok((self.strategy_number(*strategy).context("a strategy of the life")?, scaled, worth))
            });
            Ok(Queued {
                root,
                start: withdrawal.startBlock.into(),
                operator: self.number(withdrawal.delegatedTo),
                parts: parts.collect::<Result<_>>()?,
            })
        });
        queued.collect()
    }

    fn book<'s>(&self, state: &'s mut State, operator: usize) -> Result<&'s mut Vec<Book>> {
        let books = &mut state.people.get_mut(operator).context("an operator")?.books;
        books.resize(self.strategies.len(), Book::default());
        Ok(books)
    }

    fn look_at_shares(&mut self, state: &mut State, number: usize) -> Result<()> {
        let operator = self.person(number)?;
        let call = dm::getOperatorSharesCall { operator, strategies: self.strategies.clone() };
        let shares = self.twins.ask(self.manager, &call)?;
        let mut slashable = Vec::with_capacity(self.strategies.len());
        for strategy in self.strategies.clone() {
            let call = dm::getSlashableSharesInQueueCall { operator, strategy };
            slashable.push(self.twins.ask(self.manager, &call)?);
        }
        for ((book, shares), queued) in self.book(state, number)?.iter_mut().zip(shares).zip(slashable) {
            (book.shares, book.slashable_in_queue) = (shares, queued);
        }
        Ok(())
    }

    fn look_at_magnitudes(&mut self, state: &mut State, number: usize) -> Result<()> {
        let operator = self.person(number)?;
        let call = am::getMaxMagnitudes_0Call { operator, strategies: self.strategies.clone() };
        let max = self.twins.ask(self.registry, &call)?;
        let mut found = Vec::with_capacity(self.strategies.len());
        for strategy in self.strategies.clone() {
            let call = am::getEncumberedMagnitudeCall { operator, strategy };
            let encumbered = self.twins.ask(self.registry, &call)?;
            let call = am::getStrategyAllocationsCall { operator, strategy };
            let answer = self.twins.ask(self.registry, &call)?;
            let mut allocations = BTreeMap::new();
            for (set, allocation) in answer.operatorSets.iter().zip(answer.allocations) {
                let one = Allocation {
                    current: allocation.currentMagnitude,
                    pending: allocation.pendingDiff,
                    effect: allocation.effectBlock.into(),
                };
                let place = self.sets.iter().position(|one| one.avs == set.avs && one.id == set.id);
                allocations.insert(place.context("a set of the life")?, one);
            }
            found.push((encumbered, allocations));
        }
        for ((book, max), (encumbered, allocations)) in
            self.book(state, number)?.iter_mut().zip(max).zip(found)
        {
            (book.max, book.encumbered, book.allocations) = (max, encumbered, allocations);
        }
        Ok(())
    }

    /// What an account holds of a strategy's token: by its books, where it may lie.
    fn balance(&mut self, strategy: usize, account: Address) -> Result<U256> {
        let token = self.token(strategy)?;
        if strategy == HOSTILE {
            return self.twins.ask(token, &IHostileToken::truthCall { account });
        }
        self.twins.ask(token, &IERC20::balanceOfCall { account })
    }

    fn look_at_strategy(&mut self, state: &mut State, number: usize) -> Result<()> {
        let strategy = self.strategy(number)?;
        let shares = self.twins.ask(strategy, &vault::totalSharesCall {})?;
        let tokens = self.balance(number, strategy)?;
        if number == HOSTILE {
            // May be wrong, and may fail: alike on both.
            let token = self.token(number)?;
            self.twins.view(token, &IERC20::balanceOfCall { account: strategy })?;
            self.twins.view(strategy, &vault::sharesToUnderlyingViewCall { amountShares: shares })?;
        }
        *state.strategies.get_mut(number).context("a strategy")? = Strategy { shares, tokens };
        Ok(())
    }

    fn look_at_slashes(&mut self, state: &mut State, number: usize) -> Result<()> {
        let set = self.set(number)?;
        let call = am::getSlashCountCall { operatorSet: am::OperatorSet { avs: set.avs, id: set.id } };
        let count = self.twins.ask(self.registry, &call)?;
        *state.slashes.get_mut(number).context("a set")? = u64::try_from(count)?;
        let operator_set = sm::OperatorSet { avs: set.avs, id: set.id };
        let call = sm::getPendingSlashIdsCall { operatorSet: operator_set.clone() };
        let pending = self.twins.ask(self.deposits, &call)?;
        state.burnable.retain(|entry, _| entry.0 != number);
        for id in pending {
            let call =
                sm::getBurnOrRedistributableShares_1Call { operatorSet: operator_set.clone(), slashId: id };
            let answer = self.twins.ask(self.deposits, &call)?;
            for (strategy, shares) in answer.strategies.iter().zip(answer.shares) {
                let strategy = self.strategy_number(*strategy).context("a strategy of the life")?;
                if !shares.is_zero() {
                    state.burnable.insert((number, u64::try_from(id)?, strategy), shares);
                }
            }
        }
        Ok(())
    }
}
