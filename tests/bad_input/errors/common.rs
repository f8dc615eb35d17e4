//! Errors of everything that can be paused.

use super::provoker::Provoker;
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use anyhow::Result;
use surety_abi::{
    IAVSDirectory as avsd, IAllocationManager as am, IDelegationManager as dm, IRewardsCoordinator as rc,
    IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault,
};

/// Refusals of `pause`, `pauseAll` and `unpause`, and of a function that is paused.
pub(super) fn pausing(p: &mut Provoker) -> Result<()> {
    p.announce_avs()?;
    p.create_set(1, vec![])?;
    let lasting = super::vaults::deploy(p)?;
    let operator = Address::ZERO;
    let [strategy, token] = [p.at("strategyA")?, p.at("tokenA")?];
    let amount = U256::from(1);
    let [dm_, sm_, am_, rc_, sf_, avsd_] =
        [p.at("dm")?, p.at("sm")?, p.at("am")?, p.at("rc")?, p.at("sf")?, p.at("avsd")?];
    refusals(p, "IDelegationManager", dm_, &dm::queueWithdrawalsCall { params: vec![] })?;
    refusals(p, "IStrategyManager", sm_, &sm::depositIntoStrategyCall { strategy, token, amount })?;
    refusals(p, "IAllocationManager", am_, &am::modifyAllocationsCall { operator, params: vec![] })?;
    let submission = rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![] };
    refusals(p, "IRewardsCoordinator", rc_, &submission)?;
    refusals(p, "IStrategyFactory", sf_, &sf::deployNewStrategyCall { token })?;
    refusals(p, "IAVSDirectory", avsd_, &avsd::deregisterOperatorFromAVSCall { operator })?;
    refusals(p, "IStrategyVault", strategy, &vault::depositCall { token, amount })?;
    refusals(p, "IDurationVault", lasting, &vault::depositCall { token, amount })
}

fn refusals(p: &mut Provoker, interface: &str, at: Address, paused: &impl SolCall) -> Result<()> {
    let [pauser, unpauser, other] = [p.at("pauser")?, p.at("unpauser")?, p.at("other")?];
    let pause = |bits: u64| vault::pauseCall { newPausedStatus: U256::from(bits) };
    let unpause = |bits: u64| vault::unpauseCall { newPausedStatus: U256::from(bits) };
    p.provokes((interface, "OnlyPauser"), other, at, &pause(1))?;
    p.provokes((interface, "OnlyPauser"), unpauser, at, &vault::pauseAllCall {})?;
    p.provokes((interface, "OnlyUnpauser"), pauser, at, &unpause(0))?;
    p.must(pauser, at, &pause(3))?;
    p.provokes((interface, "InvalidNewPausedStatus"), pauser, at, &pause(1))?;
    p.provokes((interface, "InvalidNewPausedStatus"), unpauser, at, &unpause(7))?;
    p.provokes((interface, "CurrentlyPaused"), other, at, paused)
}
