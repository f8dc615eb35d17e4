//! What stakers do.

use super::{Choice, Plan, call};
use crate::look::Touch;
use alloy_primitives::{Address, B256, U256};
use anyhow::{Context as _, Result};
use surety_abi::{IDelegationManager as dm, IERC20, IStrategyManager as sm};
use surety_invariants::{Deed, state::Queued};
use surety_scenario::eip712::sign_digest;

/// Withdrawals that one may have in the queue before it rather completes one.
const MANY: usize = 8;

impl Choice<'_> {
    pub(super) fn deposit(self) -> Result<Plan> {
        let (by, strategy, amount) = (self.who(), self.strategy(), self.tokens());
        let sent = sm::depositIntoStrategyCall {
            strategy: self.stage.strategy(strategy)?,
            token: self.stage.token(strategy)?,
            amount,
        };
        let deed = Deed::Deposit { payer: by, by, strategy, tokens: amount };
        let touch = self.touch_deposit(by, by, strategy);
        Ok(call(self.stage.person(by)?, self.stage.deposits, &sent, deed, touch))
    }

    fn touch_deposit(&self, payer: usize, by: usize, strategy: usize) -> Touch {
        Touch {
            people: vec![by],
            shares: self.operator_of(by),
            strategies: vec![strategy],
            wallets: vec![(payer, strategy)],
            ..Touch::default()
        }
    }

    pub(super) fn deposit_for(self) -> Result<Plan> {
        let (payer, by, strategy, amount) = (self.who(), self.other(), self.strategy(), self.tokens());
        let (manager, staker) = (self.stage.deposits, self.stage.person(by)?);
        let nonce = self.stage.twins.ask(manager, &sm::noncesCall { signer: staker })?;
        let now = self.stage.twins.timestamp();
        let expiry = U256::from(if self.once_in(8) { now.saturating_sub(1) } else { now });
        let (strategy_at, token) = (self.stage.strategy(strategy)?, self.stage.token(strategy)?);
        let digest = sm::calculateStrategyDepositDigestHashCall {
            staker,
            strategy: strategy_at,
            token,
            amount,
            // A nonce that is not the present one makes another's signature.
            nonce: if self.once_in(7) { nonce.saturating_add(U256::ONE) } else { nonce },
            expiry,
        };
        let digest = self.stage.twins.ask(manager, &digest)?;
        let key = *self.stage.keys.get(by).context("a key")?;
        let sent = sm::depositIntoStrategyWithSignatureCall {
            strategy: strategy_at,
            token,
            amount,
            staker,
            expiry,
            signature: sign_digest(key, digest).context("a signature")?.into(),
        };
        let deed = Deed::Deposit { payer, by, strategy, tokens: amount };
        let touch = self.touch_deposit(payer, by, strategy);
        Ok(call(self.stage.person(payer)?, manager, &sent, deed, touch))
    }

    pub(super) fn donate(self) -> Result<Plan> {
        let (by, strategy) = (self.who(), self.strategy());
        let sent = IERC20::transferCall { to: self.stage.strategy(strategy)?, amount: self.tokens() };
        let touch = Touch { strategies: vec![strategy], wallets: vec![(by, strategy)], ..Touch::default() };
        Ok(call(self.stage.person(by)?, self.stage.token(strategy)?, &sent, Deed::Donate { by }, touch))
    }

    pub(super) fn delegate(mut self) -> Result<Plan> {
        let (staker, operator) = (self.who(), self.chosen_operator());
        let (signature, salt) = self.agreement(staker, operator)?;
        let sent = dm::delegateToCall {
            operator: self.stage.person(operator)?,
            approverSignatureAndExpiry: signature,
            approverSalt: salt,
        };
        let touch = Touch { people: vec![staker], shares: self.if_operator(operator), ..Touch::default() };
        let deed = Deed::Delegate { staker, operator };
        Ok(call(self.stage.person(staker)?, self.stage.manager, &sent, deed, touch))
    }

    /// Mostly an operator.
    fn chosen_operator(&self) -> usize {
        if self.once_in(16) { self.other() } else { self.operator() }
    }

    fn if_operator(&self, person: usize) -> Vec<usize> {
        let books = self.state.people.get(person).is_some_and(|who| !who.books.is_empty());
        books.then_some(person).into_iter().collect()
    }

    /// What an approver signs, where there is one: sometimes too late, or not at all.
    fn agreement(&mut self, staker: usize, operator: usize) -> Result<(dm::SignatureWithExpiry, B256)> {
        let (staker, operator) = (self.stage.person(staker)?, self.stage.person(operator)?);
        let manager = self.stage.manager;
        let approver = self.stage.twins.ask(manager, &dm::delegationApproverCall { operator })?;
        if approver == Address::ZERO {
            return Ok(Default::default());
        }
        // Sometimes the salt of the signature before.
        self.stage.salts = self.stage.salts.saturating_add(u64::from(!self.once_in(9)));
        let salt = B256::from(U256::from(self.stage.salts));
        let now = self.stage.twins.timestamp();
        let expiry = U256::from(if self.once_in(8) { now.saturating_sub(1) } else { now });
        let digest = dm::calculateDelegationApprovalDigestHashCall {
            staker,
            operator,
            approver,
            approverSalt: salt,
            expiry,
        };
        let digest = self.stage.twins.ask(manager, &digest)?;
        let mut signature = sign_digest(self.stage.approver.1, digest).context("a signature")?;
        if self.once_in(7) {
            signature.truncate(64);
        }
        Ok((dm::SignatureWithExpiry { signature: signature.into(), expiry }, salt))
    }

    pub(super) fn undelegate(self) -> Result<Plan> {
        let staker = self.who();
        let by = match self.action.odds % 4 {
            0 | 1 => staker,
            2 => self.operator_of(staker).first().copied().unwrap_or(staker),
            _ => self.other(),
        };
        let sent = dm::undelegateCall { staker: self.stage.person(staker)? };
        let touch = Touch {
            people: vec![staker],
            queues: vec![staker],
            shares: self.operator_of(staker),
            ..Touch::default()
        };
        let deed = Deed::Leave { staker, by };
        Ok(call(self.stage.person(by)?, self.stage.manager, &sent, deed, touch))
    }

    pub(super) fn redelegate(mut self) -> Result<Plan> {
        let (staker, operator) = (self.who(), self.chosen_operator());
        let (signature, salt) = self.agreement(staker, operator)?;
        let sent = dm::redelegateCall {
            newOperator: self.stage.person(operator)?,
            newOperatorApproverSig: signature,
            approverSalt: salt,
        };
        let mut shares = self.operator_of(staker);
        shares.extend(self.if_operator(operator));
        let touch = Touch { people: vec![staker], queues: vec![staker], shares, ..Touch::default() };
        let deed = Deed::Leave { staker, by: staker };
        Ok(call(self.stage.person(staker)?, self.stage.manager, &sent, deed, touch))
    }

    pub(super) fn queue(self) -> Result<Plan> {
        let by = self.who();
        if self.state.people.get(by).is_some_and(|who| who.queued.len() >= MANY) {
            return self.complete_many();
        }
        let (first, count) = (self.held_strategy(by), self.stage.strategies.len());
        // Mostly one strategy; sometimes the next one too, as a withdrawal of its own or in the same.
        let wishes = match self.below(8) {
            0 => vec![vec![first, first.saturating_add(1) % count]],
            1 => vec![vec![first], vec![first.saturating_add(1) % count]],
            2 if self.once_in(8) => vec![],
            3 if self.once_in(8) => vec![vec![]],
            4 if self.once_in(4) => vec![vec![first], vec![first]],
            _ => vec![vec![first]],
        };
        let mut params = Vec::new();
        for strategies in wishes {
            params.push(dm::QueuedWithdrawalParams {
                depositShares: strategies.iter().map(|strategy| self.wish(by, *strategy)).collect(),
                strategies: strategies.iter().map(|one| self.stage.strategy(*one)).collect::<Result<_>>()?,
                __deprecated_withdrawer: Address::ZERO,
            });
        }
        let sent = dm::queueWithdrawalsCall { params };
        let touch =
            Touch { people: vec![by], queues: vec![by], shares: self.operator_of(by), ..Touch::default() };
        Ok(call(self.stage.person(by)?, self.stage.manager, &sent, Deed::Queue { by }, touch))
    }

    /// Mostly a strategy in which there is something.
    fn held_strategy(&self, by: usize) -> usize {
        let (first, count) = (self.strategy(), self.stage.strategies.len());
        let positions = self.state.people.get(by).map(|who| who.positions.as_slice()).unwrap_or_default();
        let held = |strategy: &usize| positions.get(*strategy).is_some_and(|one| !one.deposited.is_zero());
        let found = (first..count).chain(0..first).find(held);
        found.filter(|_| !self.once_in(16)).unwrap_or(first)
    }

    /// Mostly part or all of what there is, sometimes more.
    fn wish(&self, by: usize, strategy: usize) -> U256 {
        let held = self.state.people.get(by).and_then(|who| who.positions.get(strategy));
        let held = held.map_or(U256::ZERO, |position| position.deposited);
        match self.action.odds % 12 {
            0 => self.tokens(),
            1 => held.saturating_add(U256::ONE),
            2 | 3 => held,
            4 => U256::ONE.min(held),
            n => held / U256::from(n),
        }
    }

    /// All withdrawals in the queue, and whose they are.
    fn pending(&self) -> Vec<(usize, &Queued)> {
        let people = self.state.people.iter().enumerate();
        people.flat_map(|(person, who)| who.queued.iter().map(move |one| (person, one))).collect()
    }

    /// Blocks until a withdrawal can be completed.
    fn missing(&self, one: &Queued) -> u64 {
        one.start.saturating_add(self.state.delay).saturating_add(1).saturating_sub(self.state.block)
    }

    fn withdrawal(&mut self, root: B256) -> Result<(dm::Withdrawal, Vec<Address>)> {
        let call = dm::getQueuedWithdrawalCall { withdrawalRoot: root };
        let withdrawal = self.stage.twins.ask(self.stage.manager, &call)?.withdrawal;
        let token = |strategy: &Address| {
            let number = self.stage.strategy_number(*strategy).context("a strategy of the life")?;
            self.stage.token(number)
        };
        let tokens = withdrawal.strategies.iter().map(token).collect::<Result<_>>()?;
        Ok((withdrawal, tokens))
    }

    fn touch_completion(&self, by: usize, parts: &[(usize, U256, bool)]) -> Touch {
        let strategies: Vec<_> = parts.iter().map(|part| part.0).collect();
        Touch {
            people: vec![by],
            queues: vec![by],
            shares: self.operator_of(by),
            wallets: strategies.iter().map(|strategy| (by, *strategy)).collect(),
            strategies,
            ..Touch::default()
        }
    }

    pub(super) fn complete(mut self) -> Result<Plan> {
        let pending = self.pending();
        let chosen = usize::try_from(self.below(pending.len() as u64))?;
        let Some((by, one)) = pending.get(chosen).map(|(by, one)| (*by, (*one).clone())) else {
            return Ok(Plan::Wait(1));
        };
        // Half of those who are too early wait until it is time.
        let missing = self.missing(&one);
        if missing > 0 && self.action.odds.is_multiple_of(2) {
            return Ok(Plan::Wait(missing));
        }
        let (mut withdrawal, mut tokens) = self.withdrawal(one.root)?;
        let as_tokens = self.action.amount.is_multiple_of(2);
        let from = if self.once_in(32) { self.other() } else { by };
        match self.action.place {
            0..=5 => withdrawal.nonce = withdrawal.nonce.saturating_add(U256::ONE),
            6..=11 => drop(tokens.pop()),
            12..=17 => tokens.push(Address::ZERO),
            18..=23 => withdrawal.scaledShares.iter_mut().for_each(|n| *n = n.saturating_add(U256::ONE)),
            _ => {}
        }
        let paid: Vec<_> = one.parts.iter().map(|part| (part.0, part.2, as_tokens)).collect();
        let sent = dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: as_tokens };
        let touch = self.touch_completion(by, &paid);
        let deed = if from == by { Deed::Complete { by, paid } } else { Deed::Trespass };
        Ok(call(self.stage.person(from)?, self.stage.manager, &sent, deed, touch))
    }

    pub(super) fn complete_many(mut self) -> Result<Plan> {
        let by = self.who();
        let mut queued = self.state.people.get(by).map(|who| who.queued.clone()).unwrap_or_default();
        queued.truncate(3);
        // In any order.
        if self.once_in(3) {
            queued.reverse();
        }
        let missing = queued.iter().map(|one| self.missing(one)).max().unwrap_or(1);
        if missing > 0 && !self.once_in(8) {
            return Ok(Plan::Wait(missing));
        }
        let (mut withdrawals, mut tokens, mut flags, mut paid) = (vec![], vec![], vec![], vec![]);
        for (index, one) in queued.iter().enumerate() {
            let as_tokens = (self.action.amount >> index) & 1 == 0;
            let (withdrawal, token) = self.withdrawal(one.root)?;
            withdrawals.push(withdrawal);
            tokens.push(token);
            flags.push(as_tokens);
            paid.extend(one.parts.iter().map(|part| (part.0, part.2, as_tokens)));
        }
        match self.action.place {
            0..=5 => drop(tokens.pop()),
            6..=11 => drop(flags.pop()),
            _ => {}
        }
        let sent = dm::completeQueuedWithdrawalsCall { withdrawals, tokens, receiveAsTokens: flags };
        let touch = self.touch_completion(by, &paid);
        let deed = Deed::Complete { by, paid };
        Ok(call(self.stage.person(by)?, self.stage.manager, &sent, deed, touch))
    }
}
