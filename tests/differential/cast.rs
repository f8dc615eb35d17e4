//! Who acts in a random life, and what they may do.

use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IPermissionController as pc,
    IStrategyManager as sm,
};
use surety_scenario::{eip712::sign_digest, story::cast};
use surety_tests::twins::{Dice, Twins, events};

/// The operator set in which everybody can be slashed.
const SET: u32 = 1;
/// One, as a magnitude.
const WAD: u64 = 1_000_000_000_000_000_000;

/// Two worlds and their people.
pub(crate) struct Cast {
    twins: Twins,
    manager: Address,
    people: Vec<Address>,
    keys: BTreeMap<Address, B256>,
    approvers: Vec<Address>,
    strategies: Vec<Address>,
    tokens: BTreeMap<Address, Address>,
    avs: Address,
    queued: Vec<dm::Withdrawal>,
}

impl Cast {
    /// Deploys the worlds, with an operator set that everybody joins who becomes an operator.
    pub(crate) fn gather(seed: u64) -> Result<Self> {
        let mut params = cast::default_params();
        // The last one is longer than the chain is old: nobody can be slashed yet.
        params.withdrawal_delay_blocks = [10, 3, 0, 20_000][usize::try_from(seed % 4)?];
        let mut twins = surety_tests::twins::deploy(&params)?;
        let named = |twins: &Twins, names: &[&str]| -> Result<Vec<Address>> {
            names.iter().map(|name| twins.at(name)).collect()
        };
        let people = named(
            &twins,
            &["$staker1", "$staker2", "$staker3", "$staker4", "$operator1", "$operator2", "$operator3"],
        )?;
        let approvers = named(&twins, &["$approver1", "$wallet1271"])?;
        let mut tokens = BTreeMap::new();
        for letter in ['A', 'B', 'C', 'D'] {
            tokens.insert(twins.at(&format!("$strategy{letter}"))?, twins.at(&format!("$token{letter}"))?);
        }
        let mut keys = BTreeMap::new();
        for (symbol, key) in cast::keys() {
            keys.insert(twins.at(symbol)?, *key);
        }
        // The wallet accepts what the second approver signs.
        let second = keys.get(&twins.at("$approver2")?).copied().context("a key")?;
        keys.insert(twins.at("$wallet1271")?, second);
        let strategies: Vec<_> = tokens.keys().copied().collect();
        let (avs, registry) = (twins.at("$avs1")?, twins.at("$am")?);
        twins.must(avs, registry, &am::updateAVSMetadataURICall { avs, metadataURI: String::new() })?;
        let registrar = twins.at("$acceptRegistrar")?;
        twins.must(avs, registry, &am::setAVSRegistrarCall { avs, registrar })?;
        let set = am::CreateSetParams { operatorSetId: SET, strategies: strategies.clone() };
        twins.must(avs, registry, &am::createOperatorSets_0Call { avs, params: vec![set] })?;
        let manager = twins.at("$dm")?;
        Ok(Self { twins, manager, people, keys, approvers, strategies, tokens, avs, queued: Vec::new() })
    }

    /// What was met so far, see [`Twins::met`].
    pub(crate) fn met(self) -> BTreeMap<String, u32> {
        self.twins.met
    }

    /// Does one thing.
    pub(crate) fn act(&mut self, dice: &mut Dice) -> Result<()> {
        let who = *dice.one(&self.people)?;
        match dice.below(32) {
            0..=1 => self.register(dice),
            2..=5 => self.deposit(dice, who),
            6..=9 => self.delegate(dice, who),
            10..=11 => self.undelegate(dice, who),
            12 => self.redelegate(dice, who),
            13..=17 => self.queue(dice, who),
            18..=22 => self.complete(dice),
            23 => self.complete_many(dice, who),
            24..=26 => self.slash(dice),
            27 => self.operate(dice, who),
            28 => self.pause(dice),
            29 => self.trespass(dice, who),
            _ => {
                let blocks = *dice.one(&[1, 1, 2, 4, 12])?;
                self.twins.mine(blocks);
                Ok(())
            }
        }
    }

    /// Compares what the contract shows.
    pub(crate) fn look(&mut self, dice: &mut Dice) -> Result<()> {
        let (manager, strategies) = (self.manager, self.strategies.clone());
        for staker in self.people.clone() {
            let twins = &mut self.twins;
            twins.view(manager, &dm::delegatedToCall { staker })?;
            twins.view(manager, &dm::isDelegatedCall { staker })?;
            twins.view(manager, &dm::isOperatorCall { operator: staker })?;
            twins.view(manager, &dm::delegationApproverCall { operator: staker })?;
            twins.view(manager, &dm::cumulativeWithdrawalsQueuedCall { staker })?;
            twins.view(manager, &dm::getDepositedSharesCall { staker })?;
            twins.view(manager, &dm::getQueuedWithdrawalRootsCall { staker })?;
            twins.view(manager, &dm::getQueuedWithdrawalsCall { staker })?;
            let all = strategies.clone();
            twins.view(manager, &dm::getWithdrawableSharesCall { staker, strategies: all.clone() })?;
            let amounts = (0..dice.below(6)).map(|_| dice.amount()).collect();
            let call =
                dm::convertToDepositSharesCall { staker, strategies: all, withdrawableShares: amounts };
            twins.view(manager, &call)?;
            for strategy in strategies.iter().copied() {
                twins.view(manager, &dm::depositScalingFactorCall { staker, strategy })?;
                twins.view(manager, &dm::operatorSharesCall { operator: staker, strategy })?;
                twins.view(manager, &dm::getSlashableSharesInQueueCall { operator: staker, strategy })?;
            }
        }
        let call =
            dm::getOperatorsSharesCall { operators: self.people.clone(), strategies: strategies.clone() };
        self.twins.view(manager, &call)?;
        self.look_back(dice)
    }

    /// Compares histories and single withdrawals, also those that are gone.
    fn look_back(&mut self, dice: &mut Dice) -> Result<()> {
        let registry = self.twins.at("$am")?;
        let operator = *dice.one(&self.people)?;
        let block = u32::try_from(self.twins.block())?.saturating_sub(u32::try_from(dice.below(60))?);
        let strategies = self.strategies.clone();
        let call = am::getMaxMagnitudesAtBlockCall { operator, strategies, blockNumber: block };
        self.twins.view(registry, &call)?;
        if let Ok(withdrawal) = dice.one(&self.queued).cloned() {
            let call = dm::calculateWithdrawalRootCall { withdrawal };
            let root = B256::try_from(&self.twins.view(self.manager, &call)?.output[..])?;
            self.twins.view(self.manager, &dm::pendingWithdrawalsCall { withdrawalRoot: root })?;
            self.twins.view(self.manager, &dm::queuedWithdrawalsCall { withdrawalRoot: root })?;
            self.twins.view(self.manager, &dm::getQueuedWithdrawalCall { withdrawalRoot: root })?;
        }
        Ok(())
    }

    /// One of those who want to be operators, mostly.
    fn operator(&self, dice: &mut Dice) -> Result<Address> {
        let all = if dice.once_in(8) { &self.people[..] } else { &self.people[4..] };
        dice.one(all).copied()
    }

    fn register(&mut self, dice: &mut Dice) -> Result<()> {
        let who = self.operator(dice)?;
        let approver = if dice.once_in(2) { Address::ZERO } else { *dice.one(&self.approvers)? };
        let call = dm::registerAsOperatorCall {
            initDelegationApprover: approver,
            allocationDelay: 0,
            metadataURI: "x".repeat(dice.below(70)),
        };
        if self.twins.act(who, self.manager, &call)?.success {
            self.allocate(who)?;
        }
        Ok(())
    }

    /// Puts the whole magnitude of a new operator at stake.
    fn allocate(&mut self, operator: Address) -> Result<()> {
        let registry = self.twins.at("$am")?;
        let params = am::RegisterParams { avs: self.avs, operatorSetIds: vec![SET], data: Bytes::new() };
        self.twins.must(operator, registry, &am::registerForOperatorSetsCall { operator, params })?;
        let params = vec![am::AllocateParams {
            operatorSet: am::OperatorSet { avs: self.avs, id: SET },
            newMagnitudes: vec![WAD; self.strategies.len()],
            strategies: self.strategies.clone(),
        }];
        self.twins.must(operator, registry, &am::modifyAllocationsCall { operator, params })?;
        Ok(())
    }

    fn deposit(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let (strategy, token) = self.strategy(dice)?;
        let call = sm::depositIntoStrategyCall { strategy, token, amount: dice.amount() };
        let manager = self.twins.at("$sm")?;
        self.twins.act(who, manager, &call).map(drop)
    }

    fn strategy(&self, dice: &mut Dice) -> Result<(Address, Address)> {
        let strategy = *dice.one(&self.strategies)?;
        Ok((strategy, self.tokens.get(&strategy).copied().context("a token")?))
    }

    fn delegate(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let operator = self.operator(dice)?;
        let (signed, salt) = self.agreement(dice, who, operator)?;
        let call = dm::delegateToCall { operator, approverSignatureAndExpiry: signed, approverSalt: salt };
        self.twins.act(who, self.manager, &call).map(drop)
    }

    fn redelegate(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let operator = self.operator(dice)?;
        let (signed, salt) = self.agreement(dice, who, operator)?;
        let call =
            dm::redelegateCall { newOperator: operator, newOperatorApproverSig: signed, approverSalt: salt };
        let outcome = self.twins.act(who, self.manager, &call)?;
        self.remember(&outcome);
        Ok(())
    }

    /// What an approver signs, mostly: sometimes it is too late, used or somebody else's.
    fn agreement(
        &mut self,
        dice: &mut Dice,
        staker: Address,
        operator: Address,
    ) -> Result<(dm::SignatureWithExpiry, B256)> {
        let call = dm::delegationApproverCall { operator };
        let named = Address::from_word(B256::try_from(&self.twins.view(self.manager, &call)?.output[..])?);
        let approver = if self.approvers.contains(&named) { named } else { *dice.one(&self.approvers)? };
        let salt = B256::with_last_byte(u8::try_from(dice.below(5))?);
        let now = self.twins.timestamp();
        let expiry = U256::from(if dice.once_in(6) { now - 1 } else { now });
        let call = dm::calculateDelegationApprovalDigestHashCall {
            staker,
            operator,
            approver,
            approverSalt: salt,
            expiry,
        };
        let digest = B256::try_from(&self.twins.view(self.manager, &call)?.output[..])?;
        let key = self.keys.get(&approver).copied().context("a key")?;
        let mut signature = sign_digest(key, digest).context("signed")?;
        if dice.once_in(6) {
            signature.truncate(dice.below(65));
        }
        Ok((dm::SignatureWithExpiry { signature: signature.into(), expiry }, salt))
    }

    fn undelegate(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let caller = match dice.below(4) {
            0..=1 => who,
            2 => *dice.one(&self.people)?,
            _ => self.twins.at("$approver1")?,
        };
        let outcome = self.twins.act(caller, self.manager, &dm::undelegateCall { staker: who })?;
        self.remember(&outcome);
        Ok(())
    }

    fn queue(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let mut params = Vec::new();
        for _ in 0..[1, 1, 1, 2, 0][dice.below(5)] {
            params.push(self.wish(dice, who)?);
        }
        let outcome = self.twins.act(who, self.manager, &dm::queueWithdrawalsCall { params })?;
        self.remember(&outcome);
        Ok(())
    }

    /// Mostly part or all of what there is; sometimes too much, nothing or malformed.
    fn wish(&mut self, dice: &mut Dice, who: Address) -> Result<dm::QueuedWithdrawalParams> {
        let (mut strategies, mut shares) = (Vec::new(), Vec::new());
        for _ in 0..[1, 1, 2, 3, 0][dice.below(5)] {
            let (strategy, _) = self.strategy(dice)?;
            let call = sm::stakerDepositSharesCall { staker: who, strategy };
            let manager = self.twins.at("$sm")?;
            let held = U256::try_from_be_slice(&self.twins.view(manager, &call)?.output).unwrap_or_default();
            strategies.push(strategy);
            shares.push(match dice.below(10) {
                0 => dice.amount(),
                1 => held.saturating_add(U256::ONE),
                2..=4 => held,
                n => held / U256::from(n),
            });
        }
        if dice.once_in(20) {
            shares.pop();
        }
        Ok(dm::QueuedWithdrawalParams { strategies, depositShares: shares, __deprecated_withdrawer: who })
    }

    fn remember(&mut self, outcome: &surety_scenario::world::Outcome) {
        let queued = events::<dm::SlashingWithdrawalQueued>(outcome);
        self.queued.extend(queued.into_iter().map(|event| event.withdrawal));
    }

    fn complete(&mut self, dice: &mut Dice) -> Result<()> {
        let Ok(mut withdrawal) = dice.one(&self.queued).cloned() else { return Ok(()) };
        if dice.once_in(4) {
            self.twins.mine(11);
        }
        let tokens = self.tokens_for(dice, &withdrawal);
        if dice.once_in(25) {
            withdrawal.nonce += U256::ONE;
        }
        let caller = if dice.once_in(20) { *dice.one(&self.people)? } else { withdrawal.withdrawer };
        let receive = dice.once_in(2);
        let call = dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: receive };
        let outcome = self.twins.act(caller, self.manager, &call)?;
        // What is gone is tried again now and then.
        if outcome.success && !dice.once_in(8) {
            self.queued.retain(|other| *other != call.withdrawal);
        }
        Ok(())
    }

    /// The right tokens, mostly.
    fn tokens_for(&self, dice: &mut Dice, withdrawal: &dm::Withdrawal) -> Vec<Address> {
        let token = |strategy| self.tokens.get(strategy).copied().unwrap_or_default();
        let mut tokens: Vec<_> = withdrawal.strategies.iter().map(token).collect();
        match dice.below(25) {
            0 => drop(tokens.pop()),
            1 => tokens.push(self.avs),
            2 => tokens.reverse(),
            _ => {}
        }
        tokens
    }

    fn complete_many(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let mine: Vec<_> = self.queued.iter().filter(|one| one.staker == who).cloned().collect();
        let count = dice.below(4).min(mine.len());
        let withdrawals = mine[mine.len() - count..].to_vec();
        let mut tokens: Vec<_> = withdrawals.iter().map(|one| self.tokens_for(dice, one)).collect();
        let mut flags: Vec<_> = withdrawals.iter().map(|_| dice.once_in(2)).collect();
        match dice.below(8) {
            0 => drop(tokens.pop()),
            1 => drop(flags.pop()),
            2 => flags.push(true),
            _ => {}
        }
        let call = dm::completeQueuedWithdrawalsCall { withdrawals, tokens, receiveAsTokens: flags };
        self.twins.act(who, self.manager, &call).map(drop)
    }

    fn slash(&mut self, dice: &mut Dice) -> Result<()> {
        let registry = self.twins.at("$am")?;
        let mut strategies = self.strategies.clone();
        strategies.retain(|_| dice.once_in(2));
        let params = am::SlashingParams {
            operator: self.operator(dice)?,
            operatorSetId: SET,
            wadsToSlash: strategies.iter().map(|_| U256::from(dice.wad())).collect(),
            strategies,
            description: String::new(),
        };
        let call = am::slashOperatorCall { avs: self.avs, params };
        self.twins.act(self.avs, registry, &call).map(drop)
    }

    /// What operators and their helpers do.
    fn operate(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let operator = *dice.one(&self.people)?;
        let caller = if dice.once_in(3) { who } else { operator };
        let approver = if dice.once_in(2) { Address::ZERO } else { *dice.one(&self.approvers)? };
        if dice.once_in(4) {
            let controller = self.twins.at("$pc")?;
            let call = pc::setAppointeeCall {
                account: operator,
                appointee: who,
                target: self.manager,
                selector: <dm::undelegateCall as alloy_sol_types::SolCall>::SELECTOR.into(),
            };
            return self.twins.act(caller, controller, &call).map(drop);
        }
        if dice.once_in(2) {
            let call =
                dm::updateOperatorMetadataURICall { operator, metadataURI: "y".repeat(dice.below(40)) };
            return self.twins.act(caller, self.manager, &call).map(drop);
        }
        let call = dm::modifyOperatorDetailsCall { operator, newDelegationApprover: approver };
        self.twins.act(caller, self.manager, &call).map(drop)
    }

    /// Stops something, and sometimes everything; soon it goes on.
    fn pause(&mut self, dice: &mut Dice) -> Result<()> {
        let (pauser, unpauser) = (self.twins.at("$pauser")?, self.twins.at("$unpauser")?);
        if dice.once_in(3) {
            let status = U256::from(dice.below(8));
            self.twins.act(pauser, self.manager, &dm::pauseCall { newPausedStatus: status })?;
            for _ in 0..6 {
                let who = *dice.one(&self.people)?;
                match dice.below(4) {
                    0 => self.delegate(dice, who)?,
                    1 => self.undelegate(dice, who)?,
                    2 => self.queue(dice, who)?,
                    _ => self.complete(dice)?,
                }
            }
        }
        self.twins.view(self.manager, &dm::paused_0Call {})?;
        self.twins.view(self.manager, &dm::paused_1Call { index: u8::try_from(dice.below(4))? })?;
        self.twins.act(unpauser, self.manager, &dm::unpauseCall { newPausedStatus: U256::ZERO }).map(drop)
    }

    /// What nobody may do.
    fn trespass(&mut self, dice: &mut Dice, who: Address) -> Result<()> {
        let (strategy, token) = self.strategy(dice)?;
        let manager = self.manager;
        match dice.below(5) {
            0 => self.twins.act(
                who,
                manager,
                &dm::increaseDelegatedSharesCall {
                    staker: who,
                    strategy,
                    prevDepositShares: U256::ZERO,
                    addedShares: U256::ONE,
                },
            ),
            1 => self.twins.act(
                who,
                manager,
                &dm::decreaseDelegatedSharesCall {
                    staker: who,
                    curDepositShares: U256::ONE,
                    beaconChainSlashingFactorDecrease: 1,
                },
            ),
            2 => self.twins.act(who, manager, &dm::initializeCall { initialPausedStatus: U256::MAX }),
            3 => self.twins.act(who, manager, &dm::pauseAllCall {}),
            _ => self.twins.act(who, token, &IERC20::transferCall { to: strategy, amount: dice.amount() }),
        }
        .map(drop)
    }
}
