//! Long histories of operator sets, memberships, allocations and slashes, made by chance: the WASM
//! and the model have to agree in every call, log and view.
//!
//! There are more sets than a word of references holds, and more deallocations waiting than one,
//! so that every list grows over several words and shrinks again.

use crate::chance::Chance as _;
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;
use surety_abi::{IAllocationManager as api, IDelegationManager, IStrategyManager};
use surety_tests::{twins::Dice, worded::Twins};

const WAD: u64 = 1_000_000_000_000_000_000;
/// Sets that an AVS can have here.
const SETS: u32 = 8;
const STEPS: u32 = 1_000;

/// Who and what a history is about.
struct History {
    twins: Twins,
    dice: Dice,
    manager: Address,
    operators: Vec<Address>,
    avss: Vec<Address>,
    strategies: Vec<Address>,
    created: Vec<(Address, u32)>,
    /// Transactions that went through, by function.
    done: BTreeMap<&'static str, u32>,
    /// The most sets of which an operator was a member, or to which it had allocated.
    longest: usize,
}

#[test]
fn first_history_agrees() -> Result<()> {
    play(1)
}

#[test]
fn second_history_agrees() -> Result<()> {
    play(2)
}

#[test]
fn third_history_agrees() -> Result<()> {
    play(3)
}

#[test]
fn fourth_history_agrees() -> Result<()> {
    play(4)
}

fn play(seed: u64) -> Result<()> {
    let mut history = History::begin(seed)?;
    for step in 0..STEPS {
        history.step().with_context(|| format!("seed {seed}, step {step}"))?;
        if step % 25 == 24 {
            history.compare_views().with_context(|| format!("seed {seed}, after step {step}"))?;
        }
    }
    history.has_seen_enough().with_context(|| format!("seed {seed}"))
}

impl History {
    fn begin(seed: u64) -> Result<Self> {
        let mut twins = Twins::deploy()?;
        let [manager, delegation, deposits] = [twins.at("am")?, twins.at("dm")?, twins.at("sm")?];
        let mut strategies = Vec::new();
        for letter in ["A", "B", "C", "D", "E"] {
            strategies.push(twins.at(&format!("strategy{letter}"))?);
        }
        let (mut operators, mut avss) = (Vec::new(), Vec::new());
        for i in 1..=3 {
            let operator = twins.at(&format!("operator{i}"))?;
            let register = IDelegationManager::registerAsOperatorCall {
                initDelegationApprover: Address::ZERO,
                allocationDelay: i - 1,
                metadataURI: String::new(),
            };
            twins.must(operator, delegation, &register)?;
            for (letter, strategy) in ["A", "B", "C"].iter().zip(&strategies) {
                let token = twins.at(&format!("token{letter}"))?;
                let deposit = IStrategyManager::depositIntoStrategyCall {
                    strategy: *strategy,
                    token,
                    amount: U256::from(1_000_000_007_u64 * u64::from(i)),
                };
                twins.must(operator, deposits, &deposit)?;
            }
            operators.push(operator);
            let avs = twins.at(&format!("avs{i}"))?;
            let publish = api::updateAVSMetadataURICall { avs, metadataURI: "here".to_owned() };
            twins.must(avs, manager, &publish)?;
            let registrar = twins.at("acceptRegistrar")?;
            twins.must(avs, manager, &api::setAVSRegistrarCall { avs, registrar })?;
            avss.push(avs);
        }
        // Any address is accepted as a strategy, also none.
        strategies.push(Address::ZERO);
        strategies.push(twins.at("eigenStrategy")?);
        Ok(Self {
            twins,
            dice: Dice(seed),
            manager,
            operators,
            avss,
            strategies,
            created: Vec::new(),
            done: BTreeMap::new(),
            longest: 0,
        })
    }

    fn step(&mut self) -> Result<()> {
        match self.dice.below(100) {
            0..8 => self.create(),
            8..14 => self.change_strategies(),
            14..28 => self.register(),
            28..34 => self.deregister(),
            34..68 => self.modify(),
            68..72 => self.clear(),
            72..82 => self.slash(),
            82..86 => self.update_slasher(),
            86..88 => self.set_delay(),
            _ => {
                let blocks = self.dice.of(&[1, 2, 3, 6, 11]);
                self.twins.mine(blocks);
                Ok(())
            }
        }
    }

    /// Whether it went through.
    fn send<C: SolCall>(&mut self, from: Address, call: &C) -> Result<bool> {
        let success = self.twins.send(from, self.manager, call)?.success;
        if success {
            *self.done.entry(C::SIGNATURE).or_default() += 1;
        }
        Ok(success)
    }

    /// A history of refusals, or of short lists, would prove little.
    fn has_seen_enough(&self) -> Result<()> {
        let functions = self.done.len();
        ensure!(functions == 11, "only {functions} functions went through: {:?}", self.done);
        ensure!(self.longest > 5, "no list of sets leaves its first word: {}", self.longest);
        Ok(())
    }

    /// Any set at all, existing or not.
    fn any_set(&mut self) -> api::OperatorSet {
        let id = u32::try_from(self.dice.below(SETS as usize)).unwrap_or(0);
        api::OperatorSet { avs: self.dice.of(&self.avss), id }
    }

    /// Mostly a set that exists.
    fn set(&mut self) -> api::OperatorSet {
        if self.created.is_empty() || self.dice.once_in(20) {
            return self.any_set();
        }
        let (avs, id) = self.dice.of(&self.created);
        api::OperatorSet { avs, id }
    }

    /// Mostly one strategy, of those that most sets have.
    fn few_strategies(&mut self) -> Vec<Address> {
        if self.dice.once_in(8) {
            return self.dice.some(&self.strategies, 3);
        }
        vec![self.dice.of(&self.strategies[..3])]
    }

    /// Mostly who may, sometimes another.
    fn caller(&mut self, rightful: Address) -> Address {
        if self.dice.once_in(40) { self.dice.of(&self.avss) } else { rightful }
    }

    fn create(&mut self) -> Result<()> {
        let api::OperatorSet { avs, id } = self.any_set();
        // The last strategy is refused by redistributing sets.
        let choice = if self.dice.once_in(4) { 7 } else { 6 };
        let strategies = self.dice.some(&self.strategies[..choice], 7);
        let slasher = self.dice.of(&[avs, self.operators[0], self.avss[0]]);
        let params = vec![api::CreateSetParamsV2 { operatorSetId: id, strategies, slasher }];
        let from = self.caller(avs);
        let went_through = if self.dice.once_in(2) {
            let recipients = vec![self.dice.of(&[self.operators[1], self.avss[1], Address::ZERO])];
            let call = api::createRedistributingOperatorSets_1Call {
                avs,
                params,
                redistributionRecipients: recipients,
            };
            self.send(from, &call)?
        } else {
            self.send(from, &api::createOperatorSets_1Call { avs, params })?
        };
        if went_through {
            self.created.push((avs, id));
        }
        Ok(())
    }

    fn change_strategies(&mut self) -> Result<()> {
        let set = self.set();
        let from = self.caller(set.avs);
        if self.dice.once_in(2) {
            let strategies = vec![self.dice.of(&self.strategies)];
            let call =
                api::addStrategiesToOperatorSetCall { avs: set.avs, operatorSetId: set.id, strategies };
            self.send(from, &call)?;
        } else {
            let in_set = api::getStrategiesInOperatorSetCall { operatorSet: set.clone() };
            let in_set = self.twins.ask(self.manager, &in_set)?;
            let strategies = self.dice.some(&in_set, 2);
            let call =
                api::removeStrategiesFromOperatorSetCall { avs: set.avs, operatorSetId: set.id, strategies };
            self.send(from, &call)?;
        }
        Ok(())
    }

    fn register(&mut self) -> Result<()> {
        let operator = self.dice.of(&self.operators);
        let set = self.set();
        let mut ids = vec![set.id];
        if self.dice.once_in(6) {
            ids.push(self.any_set().id);
        }
        let params = api::RegisterParams { avs: set.avs, operatorSetIds: ids, data: Bytes::new() };
        let from = self.caller(operator);
        self.send(from, &api::registerForOperatorSetsCall { operator, params })?;
        Ok(())
    }

    fn deregister(&mut self) -> Result<()> {
        let operator = self.dice.of(&self.operators);
        let member_of = self.twins.ask(self.manager, &api::getRegisteredSetsCall { operator })?;
        let set = if member_of.is_empty() || self.dice.once_in(8) {
            self.any_set()
        } else {
            let at = self.dice.below(member_of.len());
            member_of[at].clone()
        };
        let params = api::DeregisterParams { operator, avs: set.avs, operatorSetIds: vec![set.id] };
        let from = if self.dice.once_in(2) { operator } else { set.avs };
        self.send(from, &api::deregisterFromOperatorSetsCall { params })?;
        Ok(())
    }

    fn modify(&mut self) -> Result<()> {
        let operator = self.dice.of(&self.operators);
        let mut params = Vec::new();
        for _ in 0..=self.dice.below(8) / 7 {
            let strategies = self.few_strategies();
            let wanted = |dice: &mut Dice| match dice.below(30) {
                0..10 => 0,
                10..26 => WAD / 60 * dice.between(1, 4),
                26..28 => dice.between(0, WAD / 20 - 1),
                28 => WAD,
                _ => u64::MAX,
            };
            let magnitudes = strategies.iter().map(|_| wanted(&mut self.dice)).collect();
            let operator_set = self.set();
            params.push(api::AllocateParams {
                operatorSet: operator_set,
                strategies,
                newMagnitudes: magnitudes,
            });
        }
        let from = self.caller(operator);
        self.send(from, &api::modifyAllocationsCall { operator, params })?;
        Ok(())
    }

    fn clear(&mut self) -> Result<()> {
        let strategies = self.dice.some(&self.strategies, 3);
        let limits = strategies.iter().map(|_| u16::try_from(self.dice.below(4)).unwrap_or(0)).collect();
        let call = api::clearDeallocationQueueCall {
            operator: self.dice.of(&self.operators),
            strategies,
            numToClear: limits,
        };
        let from = self.dice.of(&self.avss);
        self.send(from, &call)?;
        Ok(())
    }

    fn slash(&mut self) -> Result<()> {
        let set = self.set();
        let in_set = api::getStrategiesInOperatorSetCall { operatorSet: set.clone() };
        let mut strategies = self.twins.ask(self.manager, &in_set)?;
        strategies.sort_unstable();
        strategies.truncate(3);
        let wad = |dice: &mut Dice| if dice.once_in(9) { WAD } else { dice.between(1, WAD / 3) };
        let wads = strategies.iter().map(|_| U256::from(wad(&mut self.dice))).collect();
        let slasher = self.twins.ask(self.manager, &api::getSlasherCall { operatorSet: set.clone() })?;
        // A set that does not exist has no slasher; nobody can send from the zero address.
        let from = self.caller(if slasher.is_zero() { set.avs } else { slasher });
        let params = api::SlashingParams {
            operator: self.dice.of(&self.operators),
            operatorSetId: set.id,
            strategies,
            wadsToSlash: wads,
            description: "chance".to_owned(),
        };
        self.send(from, &api::slashOperatorCall { avs: set.avs, params })?;
        Ok(())
    }

    fn update_slasher(&mut self) -> Result<()> {
        let set = self.set();
        let slasher = self.dice.of(&[set.avs, self.operators[0], self.operators[1], Address::ZERO]);
        let from = self.caller(set.avs);
        self.send(from, &api::updateSlasherCall { operatorSet: set, slasher })?;
        Ok(())
    }

    fn set_delay(&mut self) -> Result<()> {
        let operator = self.dice.of(&self.operators);
        let delay = u32::try_from(self.dice.below(4)).unwrap_or(0);
        let from = self.caller(operator);
        self.send(from, &api::setAllocationDelayCall { operator, delay })?;
        Ok(())
    }

    fn compare_views(&mut self) -> Result<()> {
        let (operators, avss) = (self.operators.clone(), self.avss.clone());
        for operator in operators {
            self.compare_operator(operator)?;
        }
        for avs in avss {
            self.twins.compare(self.manager, &api::getOperatorSetCountCall { avs })?;
            for id in 0..SETS {
                self.compare_set(&api::OperatorSet { avs, id })?;
            }
        }
        Ok(())
    }

    fn compare_operator(&mut self, operator: Address) -> Result<()> {
        let (twins, manager) = (&mut self.twins, self.manager);
        let registered = twins.ask(manager, &api::getRegisteredSetsCall { operator })?;
        let allocated = twins.ask(manager, &api::getAllocatedSetsCall { operator })?;
        self.longest = self.longest.max(registered.len()).max(allocated.len());
        twins.compare(manager, &api::getAllocationDelayCall { operator })?;
        twins.compare(manager, &api::isOperatorRedistributableCall { operator })?;
        let strategies = self.strategies.clone();
        let block = twins.block().saturating_sub(7);
        let past =
            api::getMaxMagnitudesAtBlockCall { operator, strategies: strategies.clone(), blockNumber: block };
        twins.compare(manager, &past)?;
        for strategy in strategies {
            twins.compare(manager, &api::getMaxMagnitudeCall { operator, strategy })?;
            twins.compare(manager, &api::getEncumberedMagnitudeCall { operator, strategy })?;
            twins.compare(manager, &api::getAllocatableMagnitudeCall { operator, strategy })?;
            twins.compare(manager, &api::getStrategyAllocationsCall { operator, strategy })?;
        }
        Ok(())
    }

    fn compare_set(&mut self, set: &api::OperatorSet) -> Result<()> {
        let (twins, manager) = (&mut self.twins, self.manager);
        twins.compare(manager, &api::getMembersCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getMemberCountCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getStrategiesInOperatorSetCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getSlasherCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getPendingSlasherCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getSlashCountCall { operatorSet: set.clone() })?;
        twins.compare(manager, &api::getRedistributionRecipientCall { operatorSet: set.clone() })?;
        let (operators, strategies) = (self.operators.clone(), self.strategies.clone());
        for operator in &operators {
            let operator = *operator;
            twins
                .compare(manager, &api::getAllocatedStrategiesCall { operator, operatorSet: set.clone() })?;
            twins.compare(manager, &api::isMemberOfOperatorSetCall { operator, operatorSet: set.clone() })?;
            twins.compare(manager, &api::isOperatorSlashableCall { operator, operatorSet: set.clone() })?;
        }
        let stake = api::getAllocatedStakeCall {
            operatorSet: set.clone(),
            operators: operators.clone(),
            strategies: strategies.clone(),
        };
        twins.compare(manager, &stake)?;
        for ahead in [0, 4, 11] {
            let stake = api::getMinimumSlashableStakeCall {
                operatorSet: set.clone(),
                operators: operators.clone(),
                strategies: strategies.clone(),
                futureBlock: twins.block() + ahead,
            };
            twins.compare(manager, &stake)?;
        }
        Ok(())
    }
}
