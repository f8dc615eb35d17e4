//! A deployment in which everything that moves tokens is ready to be tried with a hostile one.

use super::token::{Habit, TOKEN, Token, runtime};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue as _};
use anyhow::{Context as _, Result, anyhow, ensure};
use std::collections::BTreeMap;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IRewardsCoordinator as rc,
    IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault,
};
use surety_devnode::{Chain, Receipt, Tx};
use surety_scenario::{
    eip712::sign_digest,
    merkle::{Tree, earner_leaf, token_leaf},
    story::cast::{default_params, keys},
    world::{Directory, World as _},
};
use surety_suite::WasmWorld;
use surety_tests::worlds;

/// One whole token.
pub(crate) const UNIT: u128 = 1_000_000_000_000_000_000;
/// What each staker deposits of each token.
const STAKE: u128 = 1_000 * UNIT;
/// What the doors move.
pub(crate) const AMOUNT: u128 = 100 * UNIT;
/// Gas of a transaction: what Nitro lets one use.
pub(crate) const GAS: u64 = 32_000_000;
/// Seconds of a day.
const DAY: u32 = 86_400;

/// The deployment.
pub(crate) struct Stage {
    world: WasmWorld,
    at: Directory,
    /// The hostile token's ordinary strategy.
    pub(crate) strategy: Address,
    /// The hostile token's duration vault.
    pub(crate) vault: Address,
    /// Withdrawals of the hostile token's strategy that can be completed: the staker's and the token's.
    pub(crate) queued: Vec<dm::Withdrawal>,
    /// What the staker and the token may claim in rewards.
    pub(crate) claims: Vec<rc::RewardsMerkleClaim>,
}

impl Stage {
    /// Deploys, deposits, slashes, queues and submits, all while the token behaves.
    pub(crate) fn set_up() -> Result<Self> {
        let world = worlds()?.wasm(&default_params())?;
        let at = world.directory().clone();
        let mut stage = Self {
            world,
            at,
            strategy: Address::ZERO,
            vault: Address::ZERO,
            queued: Vec::new(),
            claims: Vec::new(),
        };
        stage.tokens()?;
        stage.operator_and_set()?;
        stage.stakes()?;
        stage.slash_and_queue()?;
        stage.rewards()?;
        Ok(stage)
    }

    /// The same state, to be changed on its own.
    pub(crate) fn fork(&mut self) -> Self {
        Self {
            world: self.world.fork(),
            at: self.at.clone(),
            strategy: self.strategy,
            vault: self.vault,
            queued: self.queued.clone(),
            claims: self.claims.clone(),
        }
    }

    pub(crate) fn at(&self, symbol: &str) -> Result<Address> {
        self.at.get(&format!("${symbol}")).copied().with_context(|| format!("no ${symbol}"))
    }

    /// The world alone.
    pub(crate) fn into_world(self) -> WasmWorld {
        self.world
    }

    pub(crate) fn chain(&mut self) -> &mut Chain {
        self.world.chain()
    }

    /// Sends what has to succeed.
    pub(crate) fn must<C: SolCall>(&mut self, from: Address, to: Address, call: &C) -> Result<C::Return> {
        self.chain()
            .send(from, to, call)
            .map(|sent| sent.output)
            .map_err(|e| anyhow!("{}: {e}", C::SIGNATURE))
    }

    /// Sends what may fail.
    pub(crate) fn send(&mut self, from: Address, to: Address, data: Bytes) -> Result<Receipt> {
        Ok(self.chain().transact(Tx::call(from, to).data(data).gas(GAS))?)
    }

    pub(crate) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        self.chain().view(to, call).map_err(|e| anyhow!("{}: {e}", C::SIGNATURE))
    }

    /// Tells the token how to behave.
    pub(crate) fn become_(&mut self, habit: Habit) -> Result<()> {
        self.tell(&Token::becomeCall { habit: habit as u8 })
    }

    /// Who takes part in what the doors do.
    pub(crate) fn participants(&self) -> Result<Vec<Address>> {
        ["staker1", "staker3", "staker4", "avs1", "redist1", "forAllSubmitter", "emissions"]
            .into_iter()
            .map(|who| self.at(who))
            .collect()
    }

    /// Ends every ban.
    pub(crate) fn forgive(&mut self) -> Result<()> {
        for account in self.participants()? {
            self.tell(&Token::banCall { account, banned: false })?;
        }
        Ok(())
    }

    /// What an account holds of the hostile token; to be asked while that does not lie.
    pub(crate) fn held(&mut self, account: Address) -> Result<U256> {
        self.ask(TOKEN, &IERC20::balanceOfCall { account })
    }

    /// What a function of the hostile token for anybody's use does.
    pub(crate) fn tell(&mut self, call: &impl SolCall) -> Result<()> {
        let anybody = self.at("other")?;
        self.must(anybody, TOKEN, call)?;
        Ok(())
    }

    fn tokens(&mut self) -> Result<()> {
        self.chain().set_code(TOKEN, runtime("HostileToken")?);
        // It is a staker, too, and pays for its transactions.
        self.chain().set_balance(TOKEN, U256::from(UNIT));
        let (managers, other) = ([self.at("sm")?, self.at("rc")?], self.at("other")?);
        for holder in ["staker1", "staker2", "staker3", "staker4", "avs1", "forAllSubmitter", "emissions"] {
            let holder = self.at(holder)?;
            self.give(holder, managers)?;
        }
        self.give(TOKEN, managers)?;
        let factory = self.at("sf")?;
        self.strategy = self.must(other, factory, &sf::deployNewStrategyCall { token: TOKEN })?;
        Ok(())
    }

    fn give(&mut self, holder: Address, spenders: [Address; 2]) -> Result<()> {
        let amount = U256::from(1_000_000 * UNIT);
        self.must(holder, TOKEN, &Token::mintCall { to: holder, amount })?;
        for spender in spenders {
            self.must(holder, TOKEN, &Token::approveCall { spender, amount: U256::MAX })?;
        }
        Ok(())
    }

    /// An operator without delays in set 1, which redistributes, and the vault in set 2.
    fn operator_and_set(&mut self) -> Result<()> {
        let [operator, avs, ledger, manager] =
            [self.at("operator1")?, self.at("avs1")?, self.at("dm")?, self.at("am")?];
        let register = dm::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        self.must(operator, ledger, &register)?;
        self.must(avs, manager, &am::updateAVSMetadataURICall { avs, metadataURI: String::new() })?;
        let registrar = self.at("acceptRegistrar")?;
        self.must(avs, manager, &am::setAVSRegistrarCall { avs, registrar })?;
        let strategies = self.strategies()?;
        let call = am::createRedistributingOperatorSets_0Call {
            avs,
            params: vec![
                am::CreateSetParams { operatorSetId: 1, strategies: strategies.clone() },
                am::CreateSetParams { operatorSetId: 2, strategies: vec![] },
            ],
            redistributionRecipients: vec![self.at("redist1")?; 2],
        };
        self.must(avs, manager, &call)?;
        let params = am::RegisterParams { avs, operatorSetIds: vec![1], data: Bytes::new() };
        self.must(operator, manager, &am::registerForOperatorSetsCall { operator, params })?;
        let params = vec![am::AllocateParams {
            operatorSet: am::OperatorSet { avs, id: 1 },
            newMagnitudes: vec![500_000_000_000_000_000; strategies.len()],
            strategies,
        }];
        self.must(operator, manager, &am::modifyAllocationsCall { operator, params })?;
        let config = sf::VaultConfig {
            underlyingToken: TOKEN,
            vaultAdmin: self.at("operator2")?,
            arbitrator: self.at("operator3")?,
            duration: 600,
            maxPerDeposit: U256::MAX,
            stakeCap: U256::MAX,
            operatorSet: sf::OperatorSet { avs, id: 2 },
            ..Default::default()
        };
        let factory = self.at("sf")?;
        self.vault = self.must(avs, factory, &sf::deployDurationVaultStrategyCall { config })?;
        Ok(())
    }

    /// The ordinary token's strategy and the hostile one's, ascending.
    fn strategies(&self) -> Result<Vec<Address>> {
        let mut strategies = vec![self.at("strategyA")?, self.strategy];
        strategies.sort_unstable();
        Ok(strategies)
    }

    fn stakes(&mut self) -> Result<()> {
        let [operator, ledger, deposits] = [self.at("operator1")?, self.at("dm")?, self.at("sm")?];
        let (strategy_a, token_a, vault) = (self.at("strategyA")?, self.at("tokenA")?, self.vault);
        for (staker, operator, strategies) in [
            (self.at("staker1")?, operator, vec![(strategy_a, token_a), (self.strategy, TOKEN)]),
            (self.at("staker2")?, operator, vec![(strategy_a, token_a), (self.strategy, TOKEN)]),
            (TOKEN, operator, vec![(self.strategy, TOKEN)]),
            (self.at("staker3")?, vault, vec![(vault, TOKEN)]),
            (self.at("staker4")?, vault, vec![(vault, TOKEN)]),
        ] {
            let call = dm::delegateToCall {
                operator,
                approverSignatureAndExpiry: Default::default(),
                approverSalt: B256::ZERO,
            };
            self.must(staker, ledger, &call)?;
            for (strategy, token) in strategies {
                let amount = U256::from(STAKE);
                self.must(staker, deposits, &sm::depositIntoStrategyCall { strategy, token, amount })?;
            }
        }
        Ok(())
    }

    /// Two slashes wait for payout, and withdrawals of the staker and the token for their completion.
    fn slash_and_queue(&mut self) -> Result<()> {
        let [avs, manager, ledger] = [self.at("avs1")?, self.at("am")?, self.at("dm")?];
        let (strategies, operator) = (self.strategies()?, self.at("operator1")?);
        for _ in 0..2 {
            let params = am::SlashingParams {
                operator,
                operatorSetId: 1,
                wadsToSlash: vec![U256::from(UNIT / 10); strategies.len()],
                strategies: strategies.clone(),
                description: String::new(),
            };
            self.must(avs, manager, &am::slashOperatorCall { avs, params })?;
        }
        for staker in [self.at("staker1")?, TOKEN] {
            let params = vec![dm::QueuedWithdrawalParams {
                strategies: vec![self.strategy],
                depositShares: vec![U256::from(AMOUNT)],
                __deprecated_withdrawer: Address::ZERO,
            }];
            self.must(staker, ledger, &dm::queueWithdrawalsCall { params })?;
            let queued = self.ask(ledger, &dm::getQueuedWithdrawalsCall { staker })?;
            self.queued.extend(queued.withdrawals);
        }
        self.chain().mine(11);
        Ok(())
    }

    /// The coordinator holds rewards of an AVS, of which the staker may claim a part.
    fn rewards(&mut self) -> Result<()> {
        let [avs, coordinator, updater] = [self.at("avs1")?, self.at("rc")?, self.at("rewardsUpdater")?];
        let call = self.submission(10 * AMOUNT)?;
        self.must(avs, coordinator, &call)?;
        let earners = [self.at("staker1")?, TOKEN];
        let tokens = Tree::new(vec![token_leaf(TOKEN, U256::from(AMOUNT))]);
        let tree = Tree::new(earners.map(|earner| earner_leaf(earner, tokens.root())).to_vec());
        let end = u32::try_from(self.chain().timestamp())? - DAY;
        let call = rc::submitRootCall { root: tree.root(), rewardsCalculationEndTimestamp: end };
        self.must(updater, coordinator, &call)?;
        for (index, earner) in earners.into_iter().enumerate() {
            self.claims.push(rc::RewardsMerkleClaim {
                earnerIndex: u32::try_from(index)?,
                earnerTreeProof: tree.proof(index).context("no such leaf")?.into(),
                earnerLeaf: rc::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: tokens.root() },
                tokenIndices: vec![0],
                tokenTreeProofs: vec![Bytes::new()],
                tokenLeaves: vec![rc::TokenTreeMerkleLeaf {
                    token: TOKEN,
                    cumulativeEarnings: U256::from(AMOUNT),
                }],
                ..Default::default()
            });
        }
        self.chain().warp(7_200);
        Ok(())
    }

    /// An AVS's submission of a past day.
    pub(crate) fn submission(&mut self, amount: u128) -> Result<rc::createAVSRewardsSubmissionCall> {
        let now = u32::try_from(self.chain().timestamp())?;
        let weight = rc::StrategyAndMultiplier {
            strategy: self.strategy,
            multiplier: alloy_primitives::Uint::from(1),
        };
        Ok(rc::createAVSRewardsSubmissionCall {
            rewardsSubmissions: vec![rc::RewardsSubmission {
                strategiesAndMultipliers: vec![weight],
                token: TOKEN,
                amount: U256::from(amount),
                startTimestamp: now / DAY * DAY - DAY,
                duration: DAY,
            }],
        })
    }

    /// The staker's signed deposit, which somebody else pays.
    pub(crate) fn signed_deposit(
        &mut self,
        amount: u128,
    ) -> Result<sm::depositIntoStrategyWithSignatureCall> {
        let (deposits, staker) = (self.at("sm")?, self.at("staker1")?);
        let (strategy, token, amount, expiry) = (self.strategy, TOKEN, U256::from(amount), U256::MAX);
        let nonce = self.ask(deposits, &sm::noncesCall { signer: staker })?;
        let call =
            sm::calculateStrategyDepositDigestHashCall { staker, strategy, token, amount, nonce, expiry };
        let digest = self.ask(deposits, &call)?;
        let key = keys().get("$staker1").context("no key")?;
        let signature = sign_digest(*key, digest).context("cannot sign")?.into();
        Ok(sm::depositIntoStrategyWithSignatureCall { strategy, token, amount, staker, expiry, signature })
    }

    /// What somebody's shares of a strategy are worth if they left now, token units.
    pub(crate) fn worth(&mut self, staker: Address, strategy: Address) -> Result<U256> {
        let ledger = self.at("dm")?;
        let call = dm::getWithdrawableSharesCall { staker, strategies: vec![strategy] };
        let shares = self.ask(ledger, &call)?.withdrawableShares.first().copied().unwrap_or_default();
        self.ask(strategy, &vault::sharesToUnderlyingViewCall { amountShares: shares })
    }

    /// Everything about stake that has nothing to do with the hostile token, as bytes to compare.
    pub(crate) fn elsewhere(&mut self) -> Result<BTreeMap<String, Bytes>> {
        let [ledger, manager, deposits, a, token_a] =
            [self.at("dm")?, self.at("am")?, self.at("sm")?, self.at("strategyA")?, self.at("tokenA")?];
        let (operator, avs) = (self.at("operator1")?, self.at("avs1")?);
        let mut seen = BTreeMap::new();
        let total = self.ask(a, &vault::totalSharesCall {})?;
        let balance = self.ask(token_a, &IERC20::balanceOfCall { account: a })?;
        seen.insert("strategy A".to_owned(), Bytes::from((total, balance).abi_encode()));
        let shares = self.ask(ledger, &dm::operatorSharesCall { operator, strategy: a })?;
        let magnitude = self.ask(manager, &am::getMaxMagnitudeCall { operator, strategy: a })?;
        seen.insert("operator".to_owned(), Bytes::from((shares, U256::from(magnitude)).abi_encode()));
        for staker in ["staker1", "staker2"] {
            let staker = self.at(staker)?;
            let held = self.ask(deposits, &sm::stakerDepositSharesCall { staker, strategy: a })?;
            let factor = self.ask(ledger, &dm::depositScalingFactorCall { staker, strategy: a })?;
            seen.insert(format!("stake of {staker}"), Bytes::from((held, factor).abi_encode()));
        }
        for slash_id in 1..=2 {
            let call = sm::getBurnOrRedistributableShares_0Call {
                operatorSet: sm::OperatorSet { avs, id: 1 },
                slashId: U256::from(slash_id),
                strategy: a,
            };
            let due = self.ask(deposits, &call)?;
            seen.insert(format!("due of slash {slash_id}"), Bytes::from(due.abi_encode()));
        }
        ensure!(seen.len() == 6, "six things are watched");
        Ok(seen)
    }
}
