//! The factory's strategies and vaults.

use crate::bench::{Bench, ONE};
use alloy_primitives::{Address, Bytes, U256};
use surety_abi::{
    IAllocationManager as am, IDurationVault as vault, IStrategyFactory as sf, IStrategyManager as sm,
    IStrategyVault,
};

fn vault_config(bench: &Bench) -> sf::VaultConfig {
    sf::VaultConfig {
        underlyingToken: bench.at("tokenB"),
        vaultAdmin: bench.at("admin1"),
        arbitrator: bench.at("admin2"),
        duration: 86_400,
        maxPerDeposit: ONE,
        stakeCap: ONE * U256::from(2),
        metadataURI: "m".to_owned(),
        operatorSet: sf::OperatorSet { avs: bench.at("avs1"), id: 1 },
        operatorSetRegistrationData: Bytes::new(),
        delegationApprover: Address::ZERO,
        operatorMetadataURI: String::new(),
    }
}

#[test]
fn one_strategy_per_token_unless_blacklisted() {
    let mut bench = Bench::new();
    let (a, eigen, tvl) = (bench.at("tokenA"), bench.at("eigenToken"), bench.at("tokenTVL"));
    let deploy = |token| sf::deployNewStrategyCall { token };
    bench.fails("other", "sf", deploy(a), sf::StrategyAlreadyExists {});
    let strategy = bench.send("other", "sf", deploy(eigen));
    assert_eq!(bench.event::<sm::StrategyAddedToDepositWhitelist>().strategy, strategy);
    assert_eq!(bench.view("sf", sf::deployedStrategiesCall { token: eigen }), strategy);
    bench.send("staker1", "sm", sm::depositIntoStrategyCall { strategy, token: eigen, amount: ONE });

    bench.send("owner", "sf", sf::blacklistTokensCall { tokens: vec![eigen, tvl] });
    assert_eq!(bench.event::<sm::StrategyRemovedFromDepositWhitelist>().strategy, strategy);
    bench.fails("owner", "sf", sf::blacklistTokensCall { tokens: vec![tvl] }, sf::AlreadyBlacklisted {});
    bench.fails("other", "sf", deploy(tvl), sf::BlacklistedToken {});
    let more = sm::depositIntoStrategyCall { strategy, token: eigen, amount: ONE };
    bench.fails("staker1", "sm", more, sm::StrategyNotWhitelisted {});
}

#[test]
fn vaults_refuse_bad_configurations() {
    let mut bench = Bench::new();
    bench.create_set("avs1", "");
    let good = vault_config(&bench);
    let deploy = |config| sf::deployDurationVaultStrategyCall { config };
    let zero = Address::ZERO;
    let bad = sf::VaultConfig { vaultAdmin: zero, ..good.clone() };
    bench.fails("other", "sf", deploy(bad), vault::InvalidVaultAdmin {});
    let bad = sf::VaultConfig { arbitrator: zero, ..good.clone() };
    bench.fails("other", "sf", deploy(bad), vault::InvalidArbitrator {});
    for duration in [0, 2 * 365 * 86_400 + 1] {
        let bad = sf::VaultConfig { duration, ..good.clone() };
        bench.fails("other", "sf", deploy(bad), vault::InvalidDuration {});
    }
    let bad = sf::VaultConfig { maxPerDeposit: ONE * U256::from(3), ..good.clone() };
    bench.fails("other", "sf", deploy(bad), vault::MaxPerDepositExceedsMax {});
    let bad = sf::VaultConfig { operatorSet: sf::OperatorSet { avs: zero, id: 1 }, ..good.clone() };
    bench.fails("other", "sf", deploy(bad), vault::OperatorIntegrationInvalid {});
    let bad =
        sf::VaultConfig { operatorSet: sf::OperatorSet { avs: bench.at("avs1"), id: 2 }, ..good.clone() };
    bench.fails("other", "sf", deploy(bad), am::InvalidOperatorSet {});
    let first = bench.send("other", "sf", deploy(good.clone()));
    let second = bench.send("other", "sf", deploy(good.clone()));
    let token = good.underlyingToken;
    assert_eq!(bench.view("sf", sf::getDurationVaultsCall { token }), [first, second]);
}

#[test]
fn arbitrator_ends_a_lock_early() {
    let mut bench = Bench::new();
    bench.create_set("avs1", "");
    let config = vault_config(&bench);
    let address = bench.send("other", "sf", sf::deployDurationVaultStrategyCall { config });
    let avs = bench.at("avs1");
    let call = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: vec![address] };
    let send = |bench: &mut Bench, from: &str, data: Vec<u8>| bench.try_send(from, address, data);
    use alloy_sol_types::{SolCall as _, SolError as _};
    let refused = send(&mut bench, "admin1", vault::lockCall {}.abi_encode());
    assert_eq!(refused, Err(vault::StrategyNotSupportedByOperatorSet {}.abi_encode().into()));
    bench.send("avs1", "am", call);
    let advance = vault::advanceToWithdrawalsCall {}.abi_encode();
    let refused = send(&mut bench, "admin2", advance.clone());
    assert_eq!(refused, Err(vault::VaultNotLocked {}.abi_encode().into()));
    send(&mut bench, "admin1", vault::lockCall {}.abi_encode()).unwrap();
    let refused = send(&mut bench, "admin1", advance.clone());
    assert_eq!(refused, Err(vault::OnlyArbitrator {}.abi_encode().into()));
    send(&mut bench, "admin2", advance.clone()).unwrap();
    assert_eq!(bench.event::<vault::VaultAdvancedToWithdrawals>().arbitrator, bench.at("admin2"));
    // The allocation is not in force yet, so that it cannot be taken back yet.
    assert!(!bench.event::<vault::DeallocateAttempted>().success);
    assert!(bench.event::<vault::DeregisterAttempted>().success);
    bench.mine(11);
    send(&mut bench, "admin2", advance).unwrap();
    assert!(bench.event::<vault::DeallocateAttempted>().success);
    let limits = vault::updateTVLLimitsCall { newMaxPerDeposit: ONE, newStakeCap: ONE };
    let refused = send(&mut bench, "admin1", limits.abi_encode());
    assert_eq!(refused, Err(vault::DepositsLocked {}.abi_encode().into()));
}

#[test]
fn leaving_the_set_may_fail_without_blocking_the_vault() {
    let mut bench = Bench::new();
    bench.create_set("avs1", "");
    let config = vault_config(&bench);
    let address = bench.send("other", "sf", sf::deployDurationVaultStrategyCall { config });
    let (avs, registrar) = (bench.at("avs1"), bench.at("rejectRegistrar"));
    let call = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: vec![address] };
    bench.send("avs1", "am", call);
    use alloy_sol_types::SolCall as _;
    bench.try_send("admin1", address, vault::lockCall {}.abi_encode()).unwrap();
    bench.send("avs1", "am", am::setAVSRegistrarCall { avs, registrar });
    bench.mine(11);
    bench.try_send("admin2", address, vault::advanceToWithdrawalsCall {}.abi_encode()).unwrap();
    assert!(bench.event::<vault::DeallocateAttempted>().success);
    assert!(!bench.event::<vault::DeregisterAttempted>().success);
    // Nothing is left of the failed attempt.
    assert!(bench.logs.iter().all(|log| {
        use alloy_sol_types::SolEvent as _;
        log.data.topics()[0] != am::OperatorRemovedFromOperatorSet::SIGNATURE_HASH
    }));
}

#[test]
fn tvl_limits_are_the_unpausers() {
    let mut bench = Bench::new();
    let limits = |per, total| IStrategyVault::setTVLLimitsCall {
        newMaxPerDeposit: U256::from(per),
        newMaxTotalDeposits: U256::from(total),
    };
    bench.fails("owner", "strategyTVL", limits(1, 2), IStrategyVault::OnlyUnpauser {});
    bench.fails("unpauser", "strategyTVL", limits(3, 2), IStrategyVault::MaxPerDepositExceedsMax {});
    bench.send("unpauser", "strategyTVL", limits(1, 2));
    assert_eq!(bench.event::<IStrategyVault::MaxPerDepositUpdated>().newValue, U256::ONE);
    let (strategy, token) = (bench.at("strategyTVL"), bench.at("tokenTVL"));
    let deposit = |amount| sm::depositIntoStrategyCall { strategy, token, amount: U256::from(amount) };
    bench.fails("staker1", "sm", deposit(2), IStrategyVault::MaxPerDepositExceedsMax {});
    bench.send("staker1", "sm", deposit(1));
    bench.send("staker1", "sm", deposit(1));
    bench.fails("staker1", "sm", deposit(1), IStrategyVault::BalanceExceedsMaxTotalDeposits {});
}
