//! Duration vaults, on the real WASM.
//!
//! Every transaction and view goes to the model as well, and both have to answer the same.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Result, ensure};
use surety_abi::{
    IAllocationManager, IDelegationManager, IDurationVault as vault, IStrategyFactory as factory,
    IStrategyManager,
};
use surety_scenario::story::cast::BLOCK_SECS;
use surety_tests::worded::Twins;

/// Seconds.
const TERM: u32 = 600;
const CAP: u64 = 1_000_000;

/// A vault of the operator set 1 of an AVS, for token A.
struct Stage {
    twins: Twins,
    vault: Address,
}

impl Stage {
    fn set_up() -> Result<Self> {
        let mut twins = Twins::deploy()?;
        let [avs, manager, strategy] = [twins.at("avs1")?, twins.at("am")?, twins.at("strategyA")?];
        let registrar = twins.at("acceptRegistrar")?;
        twins.must(
            avs,
            manager,
            &IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() },
        )?;
        twins.must(avs, manager, &IAllocationManager::setAVSRegistrarCall { avs, registrar })?;
        let params =
            vec![IAllocationManager::CreateSetParams { operatorSetId: 1, strategies: vec![strategy] }];
        twins.must(avs, manager, &IAllocationManager::createOperatorSets_0Call { avs, params })?;
        let vault = deploy(&mut twins, |_| {})?;
        Ok(Self { twins, vault })
    }

    fn by(&mut self, who: &str, call: &impl SolCall) -> Result<()> {
        let from = self.twins.at(who)?;
        self.twins.must(from, self.vault, call)?;
        Ok(())
    }

    fn fails(&mut self, who: &str, call: &impl SolCall, error: &str) -> Result<()> {
        let from = self.twins.at(who)?;
        let found = self.twins.refused(from, self.vault, call)?;
        ensure!(found == error, "{found} instead of {error}");
        Ok(())
    }

    /// The vault becomes a strategy of its set, and its allocation delay passes.
    fn supported(&mut self) -> Result<()> {
        let (avs, manager) = (self.twins.at("avs1")?, self.twins.at("am")?);
        let strategies = vec![self.vault];
        let call = IAllocationManager::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies };
        self.twins.must(avs, manager, &call)?;
        self.twins.mine(20);
        Ok(())
    }

    fn elapse(&mut self) -> Result<()> {
        self.twins.mine(TERM / u32::try_from(BLOCK_SECS)? + 1);
        Ok(())
    }

    /// All views that the vault has beyond a strategy's, compared; answers the stage.
    fn compare_views(&mut self) -> Result<u8> {
        let (twins, at) = (&mut self.twins, self.vault);
        macro_rules! compare {
            ($($call:ident)*) => { $( twins.compare(at, &vault::$call {})?; )* };
        }
        compare! {
            isLockedCall isMaturedCall depositsOpenCall withdrawalsOpenCall allocationsActiveCall durationCall
            lockedAtCall unlockAtCall unlockTimestampCall maturedAtCall stakeCapCall maxPerDepositCall
            maxTotalDepositsCall getTVLLimitsCall vaultAdminCall arbitratorCall metadataURICall operatorSetInfoCall
            operatorSetRegisteredCall operatorIntegrationConfiguredCall explanationCall totalSharesCall
            underlyingTokenCall strategyManagerCall
        }
        twins.ask(at, &vault::stateCall {})
    }
}

/// What vaults are made from here.
fn config(twins: &Twins) -> Result<factory::VaultConfig> {
    Ok(factory::VaultConfig {
        underlyingToken: twins.at("tokenA")?,
        vaultAdmin: twins.at("operator1")?,
        arbitrator: twins.at("operator2")?,
        duration: TERM,
        maxPerDeposit: U256::from(CAP / 2),
        stakeCap: U256::from(CAP),
        metadataURI: "https://example.org/a-vault-with-a-longer-name.json".to_owned(),
        operatorSet: factory::OperatorSet { avs: twins.at("avs1")?, id: 1 },
        operatorSetRegistrationData: vec![1, 2, 3].into(),
        delegationApprover: Address::ZERO,
        operatorMetadataURI: "https://example.org/operator.json".to_owned(),
    })
}

fn deploy(twins: &mut Twins, change: fn(&mut factory::VaultConfig)) -> Result<Address> {
    let mut config = config(twins)?;
    change(&mut config);
    let (anybody, at, token) = (twins.at("staker1")?, twins.at("sf")?, config.underlyingToken);
    twins.must(anybody, at, &factory::deployDurationVaultStrategyCall { config })?;
    let all = twins.ask(at, &factory::getDurationVaultsCall { token })?;
    let last = U256::from(all.len() - 1);
    let vault = twins.ask(at, &factory::durationVaultsByTokenCall { token, index: last })?;
    ensure!(all.last() == Some(&vault), "{vault} is not the last of {all:?}");
    let past = factory::durationVaultsByTokenCall { token, index: last + U256::from(1) };
    twins.compare(at, &past)?;
    Ok(vault)
}

#[test]
fn bad_config_makes_no_vault() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let ruin: [(&str, fn(&mut factory::VaultConfig)); 6] = [
        ("InvalidVaultAdmin()", |c| c.vaultAdmin = Address::ZERO),
        ("InvalidArbitrator()", |c| c.arbitrator = Address::ZERO),
        ("InvalidDuration()", |c| c.duration = 0),
        ("InvalidDuration()", |c| c.duration = 2 * 365 * 86_400 + 1),
        ("MaxPerDepositExceedsMax()", |c| c.maxPerDeposit = c.stakeCap + U256::from(1)),
        ("OperatorIntegrationInvalid()", |c| c.operatorSet.avs = Address::ZERO),
    ];
    let (anybody, at) = (stage.twins.at("staker1")?, stage.twins.at("sf")?);
    for (error, ruin) in ruin {
        let mut config = config(&stage.twins)?;
        ruin(&mut config);
        let found = stage.twins.refused(anybody, at, &factory::deployDurationVaultStrategyCall { config })?;
        ensure!(found == error, "{found} instead of {error}");
    }
    deploy(&mut stage.twins, |c| c.duration = 2 * 365 * 86_400)?;
    Ok(())
}

#[test]
fn admin_changes_what_an_admin_may() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let limits = |per_deposit: u64, cap: u64| vault::updateTVLLimitsCall {
        newMaxPerDeposit: U256::from(per_deposit),
        newStakeCap: U256::from(cap),
    };
    let claimer = stage.twins.at("staker1")?;
    stage.fails("operator2", &limits(1, 2), "OnlyVaultAdmin()")?;
    stage.fails(
        "operator2",
        &vault::updateMetadataURICall { newMetadataURI: "x".into() },
        "OnlyVaultAdmin()",
    )?;
    stage.fails("operator2", &vault::setRewardsClaimerCall { claimer }, "OnlyVaultAdmin()")?;
    let approver = vault::updateDelegationApproverCall { newDelegationApprover: claimer };
    stage.fails("operator2", &approver, "OnlyVaultAdmin()")?;
    let operator_uri = vault::updateOperatorMetadataURICall { newOperatorMetadataURI: "y".into() };
    stage.fails("operator2", &operator_uri, "OnlyVaultAdmin()")?;
    stage.fails("operator1", &limits(3, 2), "MaxPerDepositExceedsMax()")?;
    stage.by("operator1", &limits(2, 2))?;
    stage.by("operator1", &vault::updateMetadataURICall { newMetadataURI: "x".into() })?;
    stage.by("operator1", &vault::setRewardsClaimerCall { claimer })?;
    stage.by("operator1", &approver)?;
    stage.by("operator1", &operator_uri)?;
    let by_unpauser =
        vault::setTVLLimitsCall { newMaxPerDeposit: U256::from(1), newMaxTotalDeposits: U256::from(9) };
    stage.fails("operator1", &by_unpauser, "OnlyUnpauser()")?;
    stage.by("unpauser", &by_unpauser)?;
    stage.compare_views()?;
    stage.supported()?;
    stage.by("operator1", &vault::lockCall {})?;
    stage.fails("operator1", &limits(1, 2), "DepositsLocked()")?;
    stage.fails("unpauser", &by_unpauser, "DepositsLocked()")
}

#[test]
fn arbitrator_ends_a_term_while_it_runs() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (lock, advance) = (vault::lockCall {}, vault::advanceToWithdrawalsCall {});
    stage.fails("operator1", &lock, "StrategyNotSupportedByOperatorSet()")?;
    stage.fails("operator1", &advance, "OnlyArbitrator()")?;
    stage.fails("operator2", &advance, "VaultNotLocked()")?;
    stage.supported()?;
    ensure!(stage.compare_views()? == 1, "deposits");
    stage.by("operator1", &lock)?;
    ensure!(stage.compare_views()? == 2, "allocations");
    stage.fails("staker1", &vault::markMaturedCall {}, "DurationNotElapsed()")?;
    stage.by("operator2", &advance)?;
    ensure!(stage.compare_views()? == 3, "withdrawals");
    stage.fails("operator1", &lock, "VaultAlreadyLocked()")?;
    stage.by("operator2", &advance)?;
    stage.by("staker1", &vault::markMaturedCall {})
}

#[test]
fn elapsed_term_is_no_longer_the_arbitrators() -> Result<()> {
    let mut stage = Stage::set_up()?;
    stage.supported()?;
    stage.by("operator1", &vault::lockCall {})?;
    stage.elapse()?;
    stage.fails("operator2", &vault::advanceToWithdrawalsCall {}, "DurationAlreadyElapsed()")?;
    stage.by("staker1", &vault::markMaturedCall {})
}

#[test]
fn registrar_that_refuses_keeps_nobody_in() -> Result<()> {
    let mut stage = Stage::set_up()?;
    stage.supported()?;
    stage.by("operator1", &vault::lockCall {})?;
    let (avs, manager, registrar) =
        (stage.twins.at("avs1")?, stage.twins.at("am")?, stage.twins.at("rejectRegistrar")?);
    stage.twins.must(avs, manager, &IAllocationManager::setAVSRegistrarCall { avs, registrar })?;
    stage.elapse()?;
    stage.by("staker1", &vault::markMaturedCall {})?;
    ensure!(stage.compare_views()? == 3, "the vault is open");
    ensure!(
        stage.twins.ask(stage.vault, &vault::operatorSetRegisteredCall {})?,
        "the registrar kept the vault"
    );
    let registrar = stage.twins.at("acceptRegistrar")?;
    stage.twins.must(avs, manager, &IAllocationManager::setAVSRegistrarCall { avs, registrar })?;
    stage.twins.mine(20);
    stage.by("staker1", &vault::markMaturedCall {})?;
    ensure!(!stage.twins.ask(stage.vault, &vault::operatorSetRegisteredCall {})?, "the vault has left");
    Ok(())
}

#[test]
fn deposits_keep_the_vaults_rules() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let [staker, sm, dm, token] =
        [stage.twins.at("staker1")?, stage.twins.at("sm")?, stage.twins.at("dm")?, stage.twins.at("tokenA")?];
    let strategy = stage.vault;
    let deposit = |amount: u64| IStrategyManager::depositIntoStrategyCall {
        strategy,
        token,
        amount: U256::from(amount),
    };
    let refuses = |stage: &mut Stage, amount, error: &str| -> Result<()> {
        let found = stage.twins.refused(staker, sm, &deposit(amount))?;
        ensure!(found == error, "{found} instead of {error}");
        Ok(())
    };
    refuses(&mut stage, 1_000, "MustBeDelegatedToVaultOperator()")?;
    let signature = IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let call = IDelegationManager::delegateToCall {
        operator: strategy,
        approverSignatureAndExpiry: signature,
        approverSalt: B256::ZERO,
    };
    stage.twins.must(staker, dm, &call)?;
    refuses(&mut stage, CAP / 2 + 1, "DepositExceedsMaxPerDeposit()")?;
    stage.twins.must(staker, sm, &deposit(CAP / 2))?;
    stage.twins.must(staker, sm, &deposit(CAP / 2))?;
    refuses(&mut stage, 1, "BalanceExceedsMaxTotalDeposits()")?;
    let (owner, sf) = (stage.twins.at("owner")?, stage.twins.at("sf")?);
    stage.twins.must(owner, sf, &factory::blacklistTokensCall { tokens: vec![token] })?;
    refuses(&mut stage, 1, "UnderlyingTokenBlacklisted()")?;
    stage.supported()?;
    stage.by("operator1", &vault::lockCall {})?;
    refuses(&mut stage, 1, "DepositsLocked()")
}

#[test]
fn strangers_do_not_call_the_hooks() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let staker = stage.twins.at("staker1")?;
    let shares = U256::from(1);
    stage.fails("staker1", &vault::beforeAddSharesCall { staker, shares }, "OnlyStrategyManager()")?;
    stage.fails("staker1", &vault::beforeRemoveSharesCall { staker, shares }, "OnlyStrategyManager()")
}
