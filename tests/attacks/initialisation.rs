//! Missing access control at initialisation.
//!
//! The cases: in 2017 somebody initialised the library behind Parity's wallets, owned it, and destroyed it
//! with all wallets; in 2022 Wormhole paid ten million for the report that its implementation could be
//! initialised by anybody. Here a proxy's initialiser has run when its address is known, and a program that
//! is called directly has storage of its own, which nobody reads.

use crate::scene::{ONE, Scene};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, ensure};
use surety_abi::{
    IAVSDirectory as avsd, IAllocationManager as am, IDelegationManager as dm, IProtocolRegistry as pr,
    IRewardsCoordinator as rc, IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault,
    ITaskMailbox as tm,
};
use surety_proxy::{
    slots,
    tail::{DelegationManagerTail, StrategyVaultTail},
};

/// Each contract with an initialiser, and a call that would make Mallory its owner.
fn initialisers(mallory: Address, token: Address) -> Vec<(&'static str, Vec<u8>)> {
    let none = U256::ZERO;
    vec![
        ("dm", dm::initializeCall { initialPausedStatus: none }.abi_encode()),
        ("am", am::initializeCall { initialPausedStatus: none }.abi_encode()),
        (
            "sm",
            sm::initializeCall {
                initialOwner: mallory,
                initialStrategyWhitelister: mallory,
                initialPausedStatus: none,
            }
            .abi_encode(),
        ),
        ("sf", sf::initializeCall { initialOwner: mallory, initialPausedStatus: none }.abi_encode()),
        (
            "rc",
            rc::initializeCall {
                initialOwner: mallory,
                initialPausedStatus: none,
                rewardsUpdater: mallory,
                activationDelay: 0,
                defaultSplitBips: 10_000,
                feeRecipient: mallory,
            }
            .abi_encode(),
        ),
        ("avsd", avsd::initializeCall { initialOwner: mallory, initialPausedStatus: none }.abi_encode()),
        ("pr", pr::initializeCall { initialAdmin: mallory, pauserMultisig: mallory }.abi_encode()),
        (
            "tm",
            tm::initializeCall { owner: mallory, feeSplit: 10_000, feeSplitCollector: mallory }.abi_encode(),
        ),
        ("strategyA", vault::initialize_0Call { underlyingToken: token }.abi_encode()),
        (
            "strategyTVL",
            vault::initialize_1Call {
                maxPerDeposit: U256::MAX,
                maxTotalDeposits: U256::MAX,
                underlyingToken: token,
            }
            .abi_encode(),
        ),
    ]
}

#[test]
fn nobody_initialises_what_is_deployed() -> Result<()> {
    let mut scene = Scene::open()?;
    let (mallory, token) = (scene.at("staker3")?, scene.at("tokenA")?);
    let owners = |scene: &mut Scene| -> Result<Vec<Address>> {
        ["sm", "sf", "rc", "avsd"]
            .into_iter()
            .map(|contract| scene.ask(contract, &sm::ownerCall {}))
            .collect()
    };
    let before = owners(&mut scene)?;
    for (contract, data) in initialisers(mallory, token) {
        for who in ["staker3", "owner", "deployer"] {
            let (from, to) = (scene.at(who)?, scene.at(contract)?);
            let outcome = scene.send(from, to, data.clone());
            ensure!(!outcome.success, "{who} initialised {contract} again");
            let text = String::from_utf8_lossy(&outcome.output).into_owned();
            ensure!(text.contains("already initialized"), "{contract}: {}", outcome.output);
        }
    }
    ensure!(owners(&mut scene)? == before && !before.contains(&mallory));
    Ok(())
}

/// Mallory calls every program itself, with whatever parameters she likes behind the calldata: she owns
/// an empty storage, and no proxy notices.
#[test]
fn programs_that_are_initialised_themselves_are_nobodys() -> Result<()> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let (mallory, token) = (scene.at("staker3")?, scene.at("tokenA")?);
    let manager = DelegationManagerTail {
        paused: [0; 12],
        programs: [1],
        strategy_manager: mallory.into_array(),
        allocation_manager: mallory.into_array(),
        permission_controller: mallory.into_array(),
        pauser_registry: mallory.into_array(),
        eigen_pod_manager: mallory.into_array(),
        withdrawal_delay_blocks: [0; 4],
        name_hash: B256::ZERO.0,
        version: B256::ZERO.0,
    };
    let strategy = StrategyVaultTail {
        token: token.into_array(),
        strategy_manager: mallory.into_array(),
        delegation_manager: mallory.into_array(),
        pauser_registry: mallory.into_array(),
    };
    let tails = [vec![], manager.encode().to_vec(), strategy.encode().to_vec()];
    let mut programs = Vec::new();
    for (contract, _) in initialisers(mallory, token) {
        let proxy = scene.at(contract)?;
        for index in 0..slots::MAX_PROGRAMS {
            let slot = U256::from_be_bytes(slots::IMPLEMENTATION) + U256::from(index);
            let program = Address::from_word(scene.chain().storage(proxy, slot).into());
            if !program.is_zero() && !programs.contains(&program) {
                programs.push(program);
            }
        }
    }
    ensure!(programs.len() > 8, "only {} programs were found", programs.len());
    let codes: Vec<_> = programs.iter().map(|program| scene.chain().code_hash(*program)).collect();
    let mut taken = 0;
    for program in &programs {
        for (_, data) in initialisers(mallory, token) {
            for tail in &tails {
                let data = [&data[..], tail].concat();
                taken += u32::from(scene.send(mallory, *program, data).success);
            }
        }
        let burn = [&sm::transferOwnershipCall { newOwner: mallory }.abi_encode()[..], &tails[1]].concat();
        scene.send(mallory, *program, burn);
    }
    println!("{taken} initialisations of programs went through");
    let now: Vec<_> = programs.iter().map(|program| scene.chain().code_hash(*program)).collect();
    ensure!(now == codes, "a program's code changed");
    let owner = scene.at("owner")?;
    for contract in ["sm", "sf", "rc", "avsd"] {
        ensure!(scene.ask(contract, &sm::ownerCall {})? == owner, "{contract} has another owner");
    }
    // And everything still works.
    let queue = scene.queue_call(U256::from(100 * ONE))?;
    scene.must("staker1", "dm", &queue)?;
    scene.wait(11, 132);
    let (completion, before) = (scene.completion("staker1")?, scene.held("staker1")?);
    scene.must("staker1", "dm", &completion)?;
    ensure!(scene.held("staker1")? == before + U256::from(100 * ONE));
    Ok(())
}
