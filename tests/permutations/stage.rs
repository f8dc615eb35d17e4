//! Where the acts are played: two operators in three sets of two AVSs, two strategies, four stakers,
//! and a past. A first slash has been (so that factors are not one), shares were added after it, two
//! withdrawals can be completed, and two slashes wait for their payout.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IStrategyManager as sm};
use surety_scenario::story::cast::default_params;
use surety_tests::twins::Twins;

/// One token, in its smallest unit.
pub(crate) const ONE: u128 = 1_000_000_000_000_000_000;
/// One, as a magnitude.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;
/// What each operator has promised to each set, in thousandths of its magnitude at the start, by
/// strategy.
pub(crate) const PROMISES: [[[u64; 2]; 3]; 2] =
    [[[300, 500], [201, 0], [257, 401]], [[603, 101], [5, 0], [307, 709]]];

/// The deployment and who is who.
pub(crate) struct Stage {
    pub(crate) twins: Twins,
    pub(crate) dm: Address,
    pub(crate) sm: Address,
    pub(crate) am: Address,
    /// Alice and Bob with the first operator, Carol with the second, Dave with none.
    pub(crate) stakers: Vec<Address>,
    pub(crate) operators: Vec<Address>,
    pub(crate) strategies: Vec<Address>,
    pub(crate) tokens: Vec<Address>,
    /// Two of the first AVS, one of the second.
    pub(crate) sets: Vec<am::OperatorSet>,
    pub(crate) anybody: Address,
    /// Withdrawals that can be completed, with their staker's place.
    pub(crate) ripe: Vec<(usize, dm::Withdrawal)>,
    /// Slashes that wait for their payout.
    pub(crate) due: Vec<(sm::OperatorSet, U256)>,
}

impl Stage {
    pub(crate) fn set_up() -> Result<Self> {
        let mut stage = Self::deploy()?;
        stage.operators_and_sets()?;
        stage.stakes()?;
        stage.past()?;
        Ok(stage)
    }

    /// The same state, to be changed on its own.
    pub(crate) fn fork(&mut self) -> Self {
        Self {
            twins: self.twins.fork(),
            stakers: self.stakers.clone(),
            operators: self.operators.clone(),
            strategies: self.strategies.clone(),
            tokens: self.tokens.clone(),
            sets: self.sets.clone(),
            ripe: self.ripe.clone(),
            due: self.due.clone(),
            ..*self
        }
    }

    /// Sends what has to succeed, to the WASM and the model.
    pub(crate) fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<()> {
        self.twins.must(from, to, call).map(drop)
    }

    /// Asks the WASM; with the model it was compared act by act.
    pub(crate) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        let answer = self.twins.view_wasm(to, call);
        ensure!(answer.success, "{} reverted: {}", C::SIGNATURE, answer.output);
        C::abi_decode_returns(&answer.output).with_context(|| C::SIGNATURE)
    }

    fn deploy() -> Result<Self> {
        let twins = surety_tests::twins::deploy(&default_params())?;
        let all = |names: &[&str]| names.iter().map(|name| twins.at(name)).collect::<Result<Vec<_>>>();
        let [first, second] = [twins.at("$avs1")?, twins.at("$avs2")?];
        Ok(Self {
            dm: twins.at("$dm")?,
            sm: twins.at("$sm")?,
            am: twins.at("$am")?,
            stakers: all(&["$staker1", "$staker2", "$staker3", "$staker4"])?,
            operators: all(&["$operator1", "$operator2"])?,
            strategies: all(&["$strategyA", "$strategyB"])?,
            tokens: all(&["$tokenA", "$tokenB"])?,
            sets: [(first, 1), (first, 2), (second, 1)].map(|(avs, id)| am::OperatorSet { avs, id }).into(),
            anybody: twins.at("$staker5")?,
            ripe: Vec::new(),
            due: Vec::new(),
            twins,
        })
    }

    fn operators_and_sets(&mut self) -> Result<()> {
        let (dm, am) = (self.dm, self.am);
        for avs in [self.twins.at("$avs1")?, self.twins.at("$avs2")?] {
            let registrar = self.twins.at("$acceptRegistrar")?;
            self.must(avs, am, &am::updateAVSMetadataURICall { avs, metadataURI: String::new() })?;
            self.must(avs, am, &am::setAVSRegistrarCall { avs, registrar })?;
        }
        for set in self.sets.clone() {
            let params =
                vec![am::CreateSetParams { operatorSetId: set.id, strategies: self.strategies.clone() }];
            self.must(set.avs, am, &am::createOperatorSets_0Call { avs: set.avs, params })?;
        }
        for (operator, promises) in self.operators.clone().into_iter().zip(PROMISES) {
            let register = dm::registerAsOperatorCall {
                initDelegationApprover: Address::ZERO,
                allocationDelay: 0,
                metadataURI: String::new(),
            };
            self.must(operator, dm, &register)?;
            for (set, promised) in self.sets.clone().into_iter().zip(promises) {
                let params = am::RegisterParams {
                    avs: set.avs,
                    operatorSetIds: vec![set.id],
                    data: Default::default(),
                };
                self.must(operator, am, &am::registerForOperatorSetsCall { operator, params })?;
                let promised = self.strategies.iter().zip(promised).filter(|(_, part)| *part > 0);
                let (strategies, magnitudes): (Vec<_>, Vec<_>) =
                    promised.map(|(strategy, part)| (*strategy, WAD / 1_000 * part)).unzip();
                let params =
                    vec![am::AllocateParams { operatorSet: set, strategies, newMagnitudes: magnitudes }];
                self.must(operator, am, &am::modifyAllocationsCall { operator, params })?;
            }
        }
        Ok(())
    }

    fn deposit(&mut self, staker: usize, strategy: usize, amount: u128) -> Result<()> {
        crate::act::Act::Deposit { staker, strategy, amount }.play(self)
    }

    fn stakes(&mut self) -> Result<()> {
        for (staker, amounts) in [
            [100 * ONE - 1, 70 * ONE + 7],
            [33 * ONE + 1, 5 * ONE],
            [250 * ONE + 3, 80 * ONE - 9],
            [40 * ONE + 11, 11 * ONE],
        ]
        .into_iter()
        .enumerate()
        {
            for (strategy, amount) in amounts.into_iter().enumerate() {
                self.deposit(staker, strategy, amount)?;
            }
        }
        for (staker, operator) in [(0, 0), (1, 0), (2, 1)] {
            crate::act::Act::Delegate { staker, operator }.play(self)?;
        }
        Ok(())
    }

    /// Two slashes that wait for their payout, shares that came after them, and withdrawals whose delay
    /// is over.
    fn past(&mut self) -> Result<()> {
        use crate::act::Act;
        for (operator, set, parts) in
            [(0, 0, vec![(0, WAD / 3), (1, WAD / 7)]), (1, 2, vec![(0, WAD / 11), (1, WAD / 9)])]
        {
            Act::Slash { operator, set, parts }.play(self)?;
            let set = self.sets.get(set).cloned().context("no such set")?;
            self.due.push((sm::OperatorSet { avs: set.avs, id: set.id }, U256::from(1)));
        }
        for (staker, strategy, shares) in [(0, 0, 20 * ONE + 5), (1, 1, 2 * ONE + 1), (2, 0, 9 * ONE)] {
            self.deposit(staker, strategy, 3 * ONE + 77)?;
            Act::Queue { staker, strategy, shares }.play(self)?;
        }
        self.twins.mine(12);
        for staker in 0..3 {
            let address = self.stakers.get(staker).copied().context("no such staker")?;
            let queued = self.ask(self.dm, &dm::getQueuedWithdrawalsCall { staker: address })?;
            self.ripe.extend(queued.withdrawals.into_iter().map(|withdrawal| (staker, withdrawal)));
        }
        Ok(())
    }
}
