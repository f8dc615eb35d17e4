//! Errors of strategies of all kinds, and of their factory.

use super::provoker::Provoker;
use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result};
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IDurationVault as lasting, IStrategyFactory as sf,
    IStrategyManager as sm, IStrategyVault as vault,
};

const VAULT: &str = "IStrategyVault";
const LASTING: &str = "IDurationVault";
const FACTORY: &str = "IStrategyFactory";
/// The most that a limited vault of the tests takes at a time, and in all.
const LIMITS: (u64, u64) = (1_000, 2_000);
/// Seconds of a vault's term.
const TERM: u32 = 600;

fn u(value: u64) -> U256 {
    U256::from(value)
}

/// Strategies with and without limits, and the factory.
pub(super) fn plain(p: &mut Provoker) -> Result<()> {
    let [staker, other, owner, factory, manager] =
        [p.at("staker1")?, p.at("other")?, p.at("owner")?, p.at("sf")?, p.at("sm")?];
    let [token, strategy, wrong] = [p.at("tokenA")?, p.at("strategyA")?, p.at("tokenB")?];
    p.provokes((FACTORY, "StrategyAlreadyExists"), other, factory, &sf::deployNewStrategyCall { token })?;
    let blacklist = sf::blacklistTokensCall { tokens: vec![wrong] };
    p.must(owner, factory, &blacklist)?;
    p.provokes((FACTORY, "AlreadyBlacklisted"), owner, factory, &blacklist)?;
    p.provokes((FACTORY, "BlacklistedToken"), other, factory, &sf::deployNewStrategyCall { token: wrong })?;

    let withdraw =
        |shares: u64, token| vault::withdrawCall { recipient: other, token, amountShares: u(shares) };
    moving(p, VAULT, strategy, token)?;
    p.provokes((VAULT, "OnlyUnderlyingToken"), manager, strategy, &withdraw(1, wrong))?;
    let deposit = |token| sm::depositIntoStrategyCall { strategy, token, amount: u(7) };
    p.provokes((VAULT, "OnlyUnderlyingToken"), staker, manager, &deposit(wrong))?;
    let hook = vault::beforeAddSharesCall { staker, shares: u(1) };
    p.provokes((VAULT, "OnlyStrategyManager"), other, strategy, &hook)?;

    let [unpauser, limited, token] = [p.at("unpauser")?, p.at("strategyTVL")?, p.at("tokenTVL")?];
    let limit = |per_deposit: u64, total: u64| vault::setTVLLimitsCall {
        newMaxPerDeposit: u(per_deposit),
        newMaxTotalDeposits: u(total),
    };
    p.provokes((VAULT, "OnlyUnpauser"), other, limited, &limit(1, 2))?;
    p.provokes((VAULT, "MaxPerDepositExceedsMax"), unpauser, limited, &limit(2, 1))?;
    p.must(unpauser, limited, &limit(LIMITS.0, LIMITS.1))?;
    let deposit = |amount| sm::depositIntoStrategyCall { strategy: limited, token, amount: u(amount) };
    p.provokes((VAULT, "MaxPerDepositExceedsMax"), staker, manager, &deposit(LIMITS.0 + 1))?;
    for _ in 0..2 {
        p.must(staker, manager, &deposit(LIMITS.0))?;
    }
    p.provokes((VAULT, "BalanceExceedsMaxTotalDeposits"), staker, manager, &deposit(1))
}

/// What every kind of strategy refuses when tokens move; the strategy manager itself calls.
fn moving(p: &mut Provoker, interface: &str, strategy: Address, token: Address) -> Result<()> {
    let [staker, other, manager] = [p.at("staker1")?, p.at("other")?, p.at("sm")?];
    p.twins.fund(manager);
    let deposit = |token, amount| vault::depositCall { token, amount };
    let withdraw = |shares: u64| vault::withdrawCall { recipient: staker, token, amountShares: u(shares) };
    p.provokes((interface, "OnlyStrategyManager"), other, strategy, &deposit(token, u(1)))?;
    p.provokes((interface, "OnlyStrategyManager"), other, strategy, &withdraw(1))?;
    p.provokes((interface, "OnlyUnderlyingToken"), manager, strategy, &deposit(other, u(1)))?;
    p.provokes((interface, "NewSharesZero"), manager, strategy, &deposit(token, U256::ZERO))?;
    p.provokes((interface, "WithdrawalAmountExceedsTotalDeposits"), manager, strategy, &withdraw(1))?;
    // As if the tokens had arrived before: there are as many as were never minted.
    let huge = U256::from(10).pow(u(38));
    let mint = mintCall { to: strategy, amount: huge };
    p.must(staker, token, &mint)?;
    p.provokes((interface, "TotalSharesExceedsMax"), manager, strategy, &deposit(token, huge))
}

alloy_sol_types::sol! {
    function mint(address to, uint256 amount) external;
}

/// A vault for token C of the first AVS's set 1.
pub(super) fn deploy(p: &mut Provoker) -> Result<Address> {
    let (anybody, factory, config) = (p.at("staker1")?, p.at("sf")?, config(p)?);
    let token = config.underlyingToken;
    p.must(anybody, factory, &sf::deployDurationVaultStrategyCall { config })?;
    let vaults = p.ask(factory, &sf::getDurationVaultsCall { token })?;
    let vault = *vaults.last().context("a vault was made")?;
    p.know(vault, LASTING);
    Ok(vault)
}

fn config(p: &Provoker) -> Result<sf::VaultConfig> {
    Ok(sf::VaultConfig {
        underlyingToken: p.at("tokenC")?,
        vaultAdmin: p.at("operator2")?,
        arbitrator: p.at("operator3")?,
        duration: TERM,
        maxPerDeposit: u(LIMITS.0),
        stakeCap: u(LIMITS.1),
        operatorSet: sf::OperatorSet { avs: p.at("avs1")?, id: 1 },
        ..Default::default()
    })
}

/// Duration vaults.
pub(super) fn lasting(p: &mut Provoker) -> Result<()> {
    p.announce_avs()?;
    p.create_set(1, vec![])?;
    configuration(p)?;
    let other_vault = deploy(p)?;
    moving(p, LASTING, other_vault, p.at("tokenC")?)?;
    let vault = deploy(p)?;
    limits(p, vault)?;
    term(p, vault)
}

fn configuration(p: &mut Provoker) -> Result<()> {
    let (anybody, factory) = (p.at("staker1")?, p.at("sf")?);
    let bad: [(&str, fn(&mut sf::VaultConfig)); 5] = [
        ("InvalidVaultAdmin", |config| config.vaultAdmin = Address::ZERO),
        ("InvalidArbitrator", |config| config.arbitrator = Address::ZERO),
        ("InvalidDuration", |config| config.duration = 0),
        ("MaxPerDepositExceedsMax", |config| config.maxPerDeposit = config.stakeCap + u(1)),
        ("OperatorIntegrationInvalid", |config| config.operatorSet.avs = Address::ZERO),
    ];
    for (error, ruin) in bad {
        let mut config = config(p)?;
        ruin(&mut config);
        let call = sf::deployDurationVaultStrategyCall { config };
        p.provokes((LASTING, error), anybody, factory, &call)?;
    }
    Ok(())
}

/// Deposits and hooks.
fn limits(p: &mut Provoker, vault: Address) -> Result<()> {
    let [staker, other, unpauser, manager, token] =
        [p.at("staker2")?, p.at("other")?, p.at("unpauser")?, p.at("sm")?, p.at("tokenC")?];
    let admin = lasting::setRewardsClaimerCall { claimer: other };
    p.provokes((LASTING, "OnlyVaultAdmin"), other, vault, &admin)?;
    let limit = lasting::setTVLLimitsCall { newMaxPerDeposit: u(1), newMaxTotalDeposits: u(2) };
    p.provokes((LASTING, "OnlyUnpauser"), other, vault, &limit)?;
    let limit = lasting::setTVLLimitsCall { newMaxPerDeposit: u(2), newMaxTotalDeposits: u(1) };
    p.provokes((LASTING, "MaxPerDepositExceedsMax"), unpauser, vault, &limit)?;
    let deposit = |amount| sm::depositIntoStrategyCall { strategy: vault, token, amount: u(amount) };
    p.provokes((LASTING, "MustBeDelegatedToVaultOperator"), staker, manager, &deposit(1))?;
    p.delegate("staker2", vault)?;
    p.provokes((LASTING, "DepositExceedsMaxPerDeposit"), staker, manager, &deposit(LIMITS.0 + 1))?;
    for _ in 0..2 {
        p.must(staker, manager, &deposit(LIMITS.0))?;
    }
    p.provokes((LASTING, "BalanceExceedsMaxTotalDeposits"), staker, manager, &deposit(1))?;
    let (owner, factory) = (p.at("owner")?, p.at("sf")?);
    p.must(owner, factory, &sf::blacklistTokensCall { tokens: vec![token] })?;
    p.provokes((LASTING, "UnderlyingTokenBlacklisted"), staker, manager, &deposit(1))
}

/// From stage to stage.
fn term(p: &mut Provoker, vault: Address) -> Result<()> {
    let [admin, arbitrator, avs, staker, core, ledger] =
        [p.at("operator2")?, p.at("operator3")?, p.at("avs1")?, p.at("staker2")?, p.at("am")?, p.at("dm")?];
    let (lock, advance) = (lasting::lockCall {}, lasting::advanceToWithdrawalsCall {});
    p.provokes((LASTING, "StrategyNotSupportedByOperatorSet"), admin, vault, &lock)?;
    p.provokes((LASTING, "OnlyArbitrator"), admin, vault, &advance)?;
    p.provokes((LASTING, "VaultNotLocked"), arbitrator, vault, &advance)?;
    let add = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: vec![vault] };
    p.must(avs, core, &add)?;
    // The vault's own key to its allocations is in nobody's hand, so the vault itself must ask for one
    // that waits.
    p.twins.fund(vault);
    p.twins.mine(20);
    let allocate = am::modifyAllocationsCall {
        operator: vault,
        params: vec![am::AllocateParams {
            operatorSet: am::OperatorSet { avs, id: 1 },
            strategies: vec![vault],
            newMagnitudes: vec![1],
        }],
    };
    p.must(vault, core, &allocate)?;
    p.provokes((LASTING, "PendingAllocation"), admin, vault, &lock)?;
    p.twins.mine(20);
    p.must(admin, vault, &lock)?;
    p.provokes((LASTING, "VaultAlreadyLocked"), admin, vault, &lock)?;
    let limit = lasting::updateTVLLimitsCall { newMaxPerDeposit: u(1), newStakeCap: u(2) };
    p.provokes((LASTING, "DepositsLocked"), admin, vault, &limit)?;
    p.provokes((LASTING, "DurationNotElapsed"), staker, vault, &lasting::markMaturedCall {})?;
    let queue = dm::undelegateCall { staker };
    p.provokes((LASTING, "WithdrawalsLockedDuringAllocations"), staker, ledger, &queue)?;
    p.twins.mine(u64::from(TERM) / 12 + 1);
    p.provokes((LASTING, "DurationAlreadyElapsed"), arbitrator, vault, &advance)
}
