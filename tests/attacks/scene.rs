//! The programs on the embedded chain, and those whom attacks are about.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use std::rc::Rc;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IRewardsCoordinator as rc,
    IStrategyManager as sm,
};
use surety_devnode::Chain;
use surety_scenario::{
    interfaces::Interfaces,
    story::cast::default_params,
    world::{Moment, Outcome, World as _, WorldParams},
};
use surety_suite::WasmWorld;
use surety_tests::{interfaces, worlds};

/// One token, in its smallest unit.
pub(crate) const ONE: u128 = 1_000_000_000_000_000_000;
/// One, as a magnitude.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;
/// Seconds.
pub(crate) const DAY: u32 = 86_400;

/// A deployment.
pub(crate) struct Scene {
    pub(crate) world: WasmWorld,
    interfaces: Rc<Interfaces>,
}

impl Scene {
    /// With a story's short delays.
    pub(crate) fn open() -> Result<Self> {
        Self::with(&default_params())
    }

    /// With other parameters.
    pub(crate) fn with(params: &WorldParams) -> Result<Self> {
        Ok(Self { world: worlds()?.wasm(params)?, interfaces: Rc::new(interfaces()?) })
    }

    /// The same state, to be changed on its own.
    pub(crate) fn fork(&mut self) -> Self {
        Self { world: self.world.fork(), interfaces: Rc::clone(&self.interfaces) }
    }

    pub(crate) fn at(&self, symbol: &str) -> Result<Address> {
        self.world.directory().get(&format!("${symbol}")).copied().with_context(|| format!("no ${symbol}"))
    }

    pub(crate) fn chain(&mut self) -> &mut Chain {
        self.world.chain()
    }

    pub(crate) fn send(&mut self, from: Address, to: Address, data: impl Into<Bytes>) -> Outcome {
        self.world.transact(from, to, &data.into(), U256::ZERO)
    }

    /// Sends what has to succeed.
    pub(crate) fn must<C: SolCall>(&mut self, from: &str, to: &str, call: &C) -> Result<C::Return> {
        let (from, to) = (self.at(from)?, self.at(to)?);
        let outcome = self.send(from, to, call.abi_encode());
        let why = || format!("{}: {}", C::SIGNATURE, self.interfaces.explain_revert(&outcome.output));
        ensure!(outcome.success, "{}", why());
        Ok(C::abi_decode_returns(&outcome.output)?)
    }

    /// Sends what has to revert with `error`.
    pub(crate) fn refused(&mut self, from: &str, to: &str, call: &impl SolCall, error: &str) -> Result<()> {
        let found = self.refusal(from, to, call)?;
        ensure!(found == error, "{found} instead of {error}");
        Ok(())
    }

    /// Sends what has to fail; answers its revert in words.
    pub(crate) fn refusal<C: SolCall>(&mut self, from: &str, to: &str, call: &C) -> Result<String> {
        let (from, to) = (self.at(from)?, self.at(to)?);
        let outcome = self.send(from, to, call.abi_encode());
        ensure!(!outcome.success, "{} went through", C::SIGNATURE);
        Ok(self.interfaces.explain_revert(&outcome.output))
    }

    pub(crate) fn ask<C: SolCall>(&mut self, to: &str, call: &C) -> Result<C::Return> {
        let to = self.at(to)?;
        let outcome = self.world.view(to, &call.abi_encode().into());
        ensure!(outcome.success, "{}: {}", C::SIGNATURE, self.interfaces.explain_revert(&outcome.output));
        Ok(C::abi_decode_returns(&outcome.output)?)
    }

    /// Goes `blocks` and `secs` on.
    pub(crate) fn wait(&mut self, blocks: u64, secs: u64) {
        let Moment { block, timestamp } = self.world.now();
        self.world.advance(Moment { block: block + blocks, timestamp: timestamp + secs });
    }

    /// What somebody holds of token A.
    pub(crate) fn held(&mut self, who: &str) -> Result<U256> {
        let account = self.at(who)?;
        self.ask("tokenA", &IERC20::balanceOfCall { account })
    }

    /// Deposit shares of strategy A.
    pub(crate) fn shares(&mut self, who: &str) -> Result<U256> {
        let (staker, strategy) = (self.at(who)?, self.at("strategyA")?);
        self.ask("sm", &sm::stakerDepositSharesCall { staker, strategy })
    }

    pub(crate) fn deposit_call(&self, amount: u128) -> Result<sm::depositIntoStrategyCall> {
        let (strategy, token) = (self.at("strategyA")?, self.at("tokenA")?);
        Ok(sm::depositIntoStrategyCall { strategy, token, amount: U256::from(amount) })
    }

    pub(crate) fn become_operator(&mut self, who: &str, approver: Address) -> Result<()> {
        let call = dm::registerAsOperatorCall {
            initDelegationApprover: approver,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        self.must(who, "dm", &call).map(drop)
    }

    pub(crate) fn delegation_to(&self, operator: &str) -> Result<dm::delegateToCall> {
        Ok(dm::delegateToCall {
            operator: self.at(operator)?,
            approverSignatureAndExpiry: Default::default(),
            approverSalt: B256::ZERO,
        })
    }

    /// The first AVS's set 1 of strategy A.
    pub(crate) fn create_set(&mut self) -> Result<()> {
        let (avs, registrar, strategy) =
            (self.at("avs1")?, self.at("acceptRegistrar")?, self.at("strategyA")?);
        self.must("avs1", "am", &am::updateAVSMetadataURICall { avs, metadataURI: String::new() })?;
        self.must("avs1", "am", &am::setAVSRegistrarCall { avs, registrar })?;
        let params = vec![am::CreateSetParams { operatorSetId: 1, strategies: vec![strategy] }];
        self.must("avs1", "am", &am::createOperatorSets_0Call { avs, params }).map(drop)
    }

    /// The first staker has 100 tokens with the first operator, which has promised all of its magnitude
    /// to the set.
    pub(crate) fn stake(&mut self) -> Result<()> {
        self.create_set()?;
        self.become_operator("operator1", Address::ZERO)?;
        let (avs, operator) = (self.at("avs1")?, self.at("operator1")?);
        let params = am::RegisterParams { avs, operatorSetIds: vec![1], data: Bytes::new() };
        self.must("operator1", "am", &am::registerForOperatorSetsCall { operator, params })?;
        let params = vec![am::AllocateParams {
            operatorSet: am::OperatorSet { avs, id: 1 },
            strategies: vec![self.at("strategyA")?],
            newMagnitudes: vec![WAD],
        }];
        self.must("operator1", "am", &am::modifyAllocationsCall { operator, params })?;
        let call = self.delegation_to("operator1")?;
        self.must("staker1", "dm", &call)?;
        let call = self.deposit_call(100 * ONE)?;
        self.must("staker1", "sm", &call).map(drop)
    }

    /// A slash by the set of what is allocated.
    pub(crate) fn slash_call(&self, wad: U256) -> Result<am::slashOperatorCall> {
        let params = am::SlashingParams {
            operator: self.at("operator1")?,
            operatorSetId: 1,
            strategies: vec![self.at("strategyA")?],
            wadsToSlash: vec![wad],
            description: String::new(),
        };
        Ok(am::slashOperatorCall { avs: self.at("avs1")?, params })
    }

    pub(crate) fn queue_call(&self, shares: U256) -> Result<dm::queueWithdrawalsCall> {
        let params = vec![dm::QueuedWithdrawalParams {
            strategies: vec![self.at("strategyA")?],
            depositShares: vec![shares],
            __deprecated_withdrawer: Address::ZERO,
        }];
        Ok(dm::queueWithdrawalsCall { params })
    }

    /// Completion as tokens of somebody's oldest withdrawal.
    pub(crate) fn completion(&mut self, who: &str) -> Result<dm::completeQueuedWithdrawalCall> {
        let staker = self.at(who)?;
        let queued = self.ask("dm", &dm::getQueuedWithdrawalsCall { staker })?;
        let withdrawal = queued.withdrawals.into_iter().min_by_key(|it| it.nonce).context("none queued")?;
        Ok(dm::completeQueuedWithdrawalCall {
            withdrawal,
            tokens: vec![self.at("tokenA")?],
            receiveAsTokens: true,
        })
    }

    /// Pays token A into the rewards coordinator and activates a root.
    pub(crate) fn rewards(&mut self, amount: u128, root: B256) -> Result<()> {
        let now = u32::try_from(self.world.now().timestamp)?;
        let weight = rc::StrategyAndMultiplier {
            strategy: self.at("strategyA")?,
            multiplier: alloy_primitives::Uint::from(1),
        };
        let submission = rc::RewardsSubmission {
            strategiesAndMultipliers: vec![weight],
            token: self.at("tokenA")?,
            amount: U256::from(amount),
            startTimestamp: now / DAY * DAY - DAY,
            duration: DAY,
        };
        let call = rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] };
        self.must("avs1", "rc", &call)?;
        let call = rc::submitRootCall { root, rewardsCalculationEndTimestamp: now - DAY };
        self.must("rewardsUpdater", "rc", &call)?;
        self.wait(600, 7_200);
        Ok(())
    }
}
