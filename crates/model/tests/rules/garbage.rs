//! Calldata of any kind is answered: with a result or a revert, never with a panic.

use crate::bench::{Bench, ONE};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolInterface;
use proptest::prelude::*;
use surety_abi::{
    IAVSDirectory, IAVSRegistrar, IAllocationManager, IDelegationManager, IDurationVault, IERC20, IERC1271,
    IKeyRegistrar, IPauserRegistry, IPermissionController, IProtocolRegistry, IReleaseManager,
    IRewardsCoordinator, IStrategyFactory, IStrategyManager, IStrategyVault, ITaskMailbox,
};
use surety_scenario::world::World as _;

fn selectors<I: SolInterface>() -> Vec<[u8; 4]> {
    I::selectors().collect()
}

fn targets() -> Vec<(&'static str, Vec<[u8; 4]>)> {
    vec![
        ("dm", selectors::<IDelegationManager::IDelegationManagerCalls>()),
        ("sm", selectors::<IStrategyManager::IStrategyManagerCalls>()),
        ("am", selectors::<IAllocationManager::IAllocationManagerCalls>()),
        ("pc", selectors::<IPermissionController::IPermissionControllerCalls>()),
        ("rc", selectors::<IRewardsCoordinator::IRewardsCoordinatorCalls>()),
        ("kr", selectors::<IKeyRegistrar::IKeyRegistrarCalls>()),
        ("avsd", selectors::<IAVSDirectory::IAVSDirectoryCalls>()),
        ("sf", selectors::<IStrategyFactory::IStrategyFactoryCalls>()),
        ("rm", selectors::<IReleaseManager::IReleaseManagerCalls>()),
        ("pr", selectors::<IProtocolRegistry::IProtocolRegistryCalls>()),
        ("tm", selectors::<ITaskMailbox::ITaskMailboxCalls>()),
        ("pauserRegistry", selectors::<IPauserRegistry::IPauserRegistryCalls>()),
        ("strategyA", selectors::<IStrategyVault::IStrategyVaultCalls>()),
        ("strategyTVL", selectors::<IDurationVault::IDurationVaultCalls>()),
        ("tokenA", selectors::<IERC20::IERC20Calls>()),
        ("acceptRegistrar", selectors::<IAVSRegistrar::IAVSRegistrarCalls>()),
        ("wallet1271", selectors::<IERC1271::IERC1271Calls>()),
    ]
}

/// Callers with some power.
const CALLERS: [&str; 8] = ["owner", "pauser", "unpauser", "sm", "dm", "am", "staker1", "rewardsUpdater"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn calldata_never_panics(
        target in any::<prop::sample::Index>(),
        selector in any::<prop::sample::Index>(),
        caller in prop::sample::select(&CALLERS[..]),
        words in proptest::collection::vec((0..9_usize, any::<u64>()), 0..14),
        cut in 0..32_usize,
    ) {
        let mut bench = Bench::new();
        bench.deposit("staker1", 'A', ONE);
        let all = targets();
        let (to, selectors) = target.get(&all);
        let accounts: [Address; 4] = ["strategyA", "tokenA", "staker1", "avs1"].map(|symbol| bench.at(symbol));
        let mut data = selector.get(selectors).to_vec();
        for (kind, random) in words {
            let word = match kind {
                0..4 => accounts[kind].into_word(),
                4 => U256::from(random % 8 * 32).into(),
                5 => U256::from(random % 3).into(),
                6 => U256::MAX.into(),
                7 => U256::from(1_u128 << 127).into(),
                _ => U256::from(random).into(),
            };
            data.extend_from_slice(word.as_slice());
        }
        data.truncate(data.len().saturating_sub(cut / 16 * cut));
        let to = bench.at(to);
        bench.model.view(to, &data.clone().into());
        let _ = bench.try_send(caller, to, data);
    }
}
