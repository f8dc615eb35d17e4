//! What operators and services do.

use super::{Choice, Plan, call};
use crate::{
    look::Touch,
    stage::{FIRST_OPERATOR, WAD},
};
use alloy_primitives::{Address, Bytes, U256};
use anyhow::Result;
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IStrategyManager as sm};
use surety_invariants::Deed;

impl Choice<'_> {
    fn operator_set(&self) -> Result<am::OperatorSet> {
        let set = self.stage.set(self.set())?;
        Ok(am::OperatorSet { avs: set.avs, id: set.id })
    }

    fn operate(self, operator: usize, from: Address, sent: &impl alloy_sol_types::SolCall) -> Result<Plan> {
        let touch = Touch { magnitudes: vec![operator], ..Touch::default() };
        Ok(call(from, self.stage.registry, sent, Deed::Operate { operator }, touch))
    }

    pub(super) fn slash(self) -> Result<Plan> {
        let (operator, set) = (self.operator(), self.set());
        let mask = [1, 2, 4, 3, 6, 7, 5, 7][usize::from(self.action.place % 8)];
        let chosen: Vec<usize> =
            (0..self.stage.strategies.len()).filter(|strategy| (mask >> strategy) & 1 == 1).collect();
        let mut wads: Vec<_> = chosen.iter().map(|strategy| (*strategy, self.wad())).collect();
        if self.once_in(40) {
            wads.reverse();
        }
        if self.once_in(41) {
            wads.iter_mut().for_each(|wad| wad.1 = U256::from(WAD).saturating_add(U256::ONE));
        }
        let of = self.operator_set()?;
        let params = am::SlashingParams {
            operator: self.stage.person(operator)?,
            operatorSetId: of.id,
            strategies: wads.iter().map(|wad| self.stage.strategy(wad.0)).collect::<Result<_>>()?,
            wadsToSlash: wads.iter().map(|wad| wad.1).collect(),
            description: String::new(),
        };
        let people = self.state.people.iter().enumerate();
        let touch = Touch {
            people: people
                .clone()
                .filter(|(_, who)| who.delegated_to == Some(operator))
                .map(|(i, _)| i)
                .collect(),
            queues: people
                .filter(|(_, who)| who.queued.iter().any(|one| one.operator == Some(operator)))
                .map(|(i, _)| i)
                .collect(),
            shares: vec![operator],
            magnitudes: vec![operator],
            slashes: vec![set],
            ..Touch::default()
        };
        let sent = am::slashOperatorCall { avs: of.avs, params };
        let stranger = self.once_in(24);
        let from = if stranger { self.stage.person(self.who())? } else { of.avs };
        let deed = if stranger { Deed::Trespass } else { Deed::Slash { operator, set, wads, took: vec![] } };
        Ok(call(from, self.stage.registry, &sent, deed, touch))
    }

    pub(super) fn pay(self) -> Result<Plan> {
        let entries: Vec<_> = self.state.burnable.keys().copied().collect();
        let chosen = usize::try_from(self.below(entries.len() as u64))?;
        // An id that was never given out pays nothing.
        let (set, id, strategy) = entries.get(chosen).copied().unwrap_or((self.set(), 7, self.strategy()));
        let of = self.stage.set(set)?;
        let operator_set = sm::OperatorSet { avs: of.avs, id: of.id };
        let slash_id = U256::from(id);
        let all: Vec<_> = (0..self.stage.strategies.len()).collect();
        let touch = Touch { strategies: all.clone(), others: all, slashes: vec![set], ..Touch::default() };
        let from = self.stage.person(self.who())?;
        if self.action.odds.is_multiple_of(2) {
            let sent =
                sm::clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: slash_id };
            return Ok(call(from, self.stage.deposits, &sent, Deed::Pay, touch));
        }
        let sent = sm::clearBurnOrRedistributableSharesByStrategyCall {
            operatorSet: operator_set,
            slashId: slash_id,
            strategy: self.stage.strategy(strategy)?,
        };
        Ok(call(from, self.stage.deposits, &sent, Deed::Pay, touch))
    }

    pub(super) fn allocate(self) -> Result<Plan> {
        let (operator, set, strategy) = (self.operator(), self.set(), self.strategy());
        let book = self.state.people.get(operator).and_then(|who| who.books.get(strategy));
        let (max, encumbered, current) = book.map_or((WAD, 0, 0), |book| {
            let current = book.allocations.get(&set).map_or(0, |one| one.current);
            (book.max, book.encumbered, current)
        });
        let room = max.saturating_sub(encumbered).saturating_add(current);
        let magnitude = match self.action.odds % 16 {
            0 => room.saturating_add(1),
            1..=3 => 0,
            4 | 5 => room,
            6 => current,
            7 => 1,
            _ => self.action.amount % room.max(1),
        };
        let at = self.stage.person(operator)?;
        let params = vec![am::AllocateParams {
            operatorSet: self.operator_set()?,
            strategies: vec![self.stage.strategy(strategy)?],
            newMagnitudes: vec![magnitude],
        }];
        self.operate(operator, at, &am::modifyAllocationsCall { operator: at, params })
    }

    pub(super) fn clear(self) -> Result<Plan> {
        let (operator, at) = (self.operator(), self.stage.person(self.operator())?);
        let sent = am::clearDeallocationQueueCall {
            operator: at,
            strategies: vec![self.stage.strategy(self.strategy())?],
            numToClear: vec![u16::from(self.action.odds % 4)],
        };
        let from = self.stage.person(self.who())?;
        self.operate(operator, from, &sent)
    }

    pub(super) fn set_delay(self) -> Result<Plan> {
        let (operator, at) = (self.operator(), self.stage.person(self.operator())?);
        let delay = u32::from(self.action.odds % 6);
        self.operate(operator, at, &am::setAllocationDelayCall { operator: at, delay })
    }

    pub(super) fn join(self) -> Result<Plan> {
        let (operator, at, of) = (self.operator(), self.stage.person(self.operator())?, self.operator_set()?);
        let params = am::RegisterParams { avs: of.avs, operatorSetIds: vec![of.id], data: Bytes::new() };
        self.operate(operator, at, &am::registerForOperatorSetsCall { operator: at, params })
    }

    pub(super) fn quit(self) -> Result<Plan> {
        let (operator, at, of) = (self.operator(), self.stage.person(self.operator())?, self.operator_set()?);
        let params = am::DeregisterParams { operator: at, avs: of.avs, operatorSetIds: vec![of.id] };
        let from = if self.once_in(2) { of.avs } else { at };
        self.operate(operator, from, &am::deregisterFromOperatorSetsCall { params })
    }

    pub(super) fn reshape(self) -> Result<Plan> {
        let of = self.operator_set()?;
        let strategies = vec![self.stage.strategy(self.strategy())?];
        let touch =
            Touch { magnitudes: (FIRST_OPERATOR..self.stage.people.len()).collect(), ..Touch::default() };
        let registry = self.stage.registry;
        // Mostly what was removed comes back.
        if self.action.odds.is_multiple_of(3) {
            let sent =
                am::removeStrategiesFromOperatorSetCall { avs: of.avs, operatorSetId: of.id, strategies };
            return Ok(call(of.avs, registry, &sent, Deed::Other, touch));
        }
        let sent = am::addStrategiesToOperatorSetCall { avs: of.avs, operatorSetId: of.id, strategies };
        Ok(call(of.avs, registry, &sent, Deed::Other, touch))
    }

    /// Another hook: one that accepts everybody, one that refuses everybody, one that is none, nobody.
    pub(super) fn hook(self) -> Result<Plan> {
        let hooks = ["$acceptRegistrar", "$acceptRegistrar", "$rejectRegistrar", "$unsupportedRegistrar"];
        let symbol = hooks.get(usize::from(self.action.odds) % hooks.len()).copied().unwrap_or_default();
        let avs = self.stage.avs(self.set())?;
        let registrar =
            if self.once_in(15) { self.stage.person(self.who())? } else { self.stage.twins.at(symbol)? };
        let sent = am::setAVSRegistrarCall { avs, registrar };
        Ok(call(avs, self.stage.registry, &sent, Deed::Other, Touch::default()))
    }

    pub(super) fn manage(self) -> Result<Plan> {
        let operator = self.stage.person(self.operator())?;
        let manager = self.stage.manager;
        if self.once_in(2) {
            let sent = dm::updateOperatorMetadataURICall { operator, metadataURI: "x".repeat(40) };
            return Ok(call(operator, manager, &sent, Deed::Other, Touch::default()));
        }
        let approver = if self.once_in(3) { self.stage.approver.0 } else { Address::ZERO };
        let sent = dm::modifyOperatorDetailsCall { operator, newDelegationApprover: approver };
        Ok(call(operator, manager, &sent, Deed::Other, Touch::default()))
    }
}
