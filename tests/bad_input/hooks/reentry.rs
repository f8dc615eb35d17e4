//! Hooks that call into each contract of the suite while they are asked: what goes through takes nothing
//! from anybody else.

use super::{
    acts::{ACTS, Act},
    moods::{HOOK, Hook},
};
use crate::hostile::stage::{AMOUNT, Stage};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Result, ensure};
use surety_abi::{
    IAVSDirectory as avsd, IAllocationManager as am, IDelegationManager as dm, IDurationVault as lasting,
    IERC20, IKeyRegistrar as kr, IPermissionController as pc, IProtocolRegistry as pr, IReleaseManager as rm,
    IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault,
};

/// A contract, and what the hook tries there as a staker, AVS, slasher or stranger.
struct Target {
    /// What the docs call it.
    name: &'static str,
    call: fn(&mut Stage) -> Result<(Address, Bytes)>,
}

const TARGETS: [Target; 14] = [
    Target { name: "strategy manager: deposits", call: deposit },
    Target { name: "strategy manager: pays slashed shares", call: clear },
    Target { name: "delegation manager: queues", call: queue },
    Target { name: "allocation manager: creates a set", call: create_set },
    Target { name: "allocation manager: slashes", call: slash },
    Target { name: "rewards coordinator: submits", call: submit },
    Target { name: "strategy: mints", call: mint },
    Target { name: "duration vault: ends the term", call: mature },
    Target { name: "factory: makes a strategy", call: make },
    Target { name: "permission controller: names an admin", call: admin },
    Target { name: "key registrar: configures", call: configure },
    Target { name: "AVS directory: spends a salt", call: salt },
    Target { name: "release manager: publishes", call: publish },
    Target { name: "protocol registry: pauses all", call: pause },
];

fn set() -> am::OperatorSet {
    am::OperatorSet { avs: HOOK, id: 1 }
}

fn deposit(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let (strategy, token) = (stage.at("strategyA")?, stage.at("tokenA")?);
    let call = sm::depositIntoStrategyCall { strategy, token, amount: U256::from(7) };
    Ok((stage.at("sm")?, call.abi_encode().into()))
}

fn clear(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let operator_set = sm::OperatorSet { avs: stage.at("avs1")?, id: 1 };
    let call = sm::clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::from(2) };
    Ok((stage.at("sm")?, call.abi_encode().into()))
}

fn queue(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let params = vec![dm::QueuedWithdrawalParams {
        strategies: vec![stage.at("strategyA")?],
        depositShares: vec![U256::from(3)],
        __deprecated_withdrawer: Address::ZERO,
    }];
    Ok((stage.at("dm")?, dm::queueWithdrawalsCall { params }.abi_encode().into()))
}

fn create_set(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let params = vec![am::CreateSetParams { operatorSetId: 9, strategies: vec![] }];
    let call = am::createOperatorSets_0Call { avs: HOOK, params };
    Ok((stage.at("am")?, call.abi_encode().into()))
}

fn slash(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let params = am::SlashingParams {
        operator: stage.at("operator3")?,
        operatorSetId: 1,
        strategies: vec![stage.at("strategyA")?],
        wadsToSlash: vec![U256::from(1_000_000)],
        description: String::new(),
    };
    Ok((stage.at("am")?, am::slashOperatorCall { avs: HOOK, params }.abi_encode().into()))
}

fn submit(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let mut call = stage.submission(AMOUNT)?;
    for submission in &mut call.rewardsSubmissions {
        submission.token = stage.at("tokenA")?;
        submission.amount = U256::from(5);
    }
    Ok((stage.at("rc")?, call.abi_encode().into()))
}

fn mint(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let call = vault::depositCall { token: stage.at("tokenA")?, amount: U256::from(1) };
    Ok((stage.at("strategyA")?, call.abi_encode().into()))
}

fn mature(stage: &mut Stage) -> Result<(Address, Bytes)> {
    Ok((stage.vault, lasting::markMaturedCall {}.abi_encode().into()))
}

fn make(stage: &mut Stage) -> Result<(Address, Bytes)> {
    Ok((stage.at("sf")?, sf::deployNewStrategyCall { token: NEW_TOKEN }.abi_encode().into()))
}

fn admin(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let call = pc::addPendingAdminCall { account: HOOK, admin: stage.at("other")? };
    Ok((stage.at("pc")?, call.abi_encode().into()))
}

fn configure(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let operator_set = kr::OperatorSet { avs: HOOK, id: 1 };
    let call = kr::configureOperatorSetCall { operatorSet: operator_set, curveType: 1 };
    Ok((stage.at("kr")?, call.abi_encode().into()))
}

fn salt(stage: &mut Stage) -> Result<(Address, Bytes)> {
    Ok((stage.at("avsd")?, avsd::cancelSaltCall { salt: B256::repeat_byte(7) }.abi_encode().into()))
}

fn publish(stage: &mut Stage) -> Result<(Address, Bytes)> {
    let operator_set = rm::OperatorSet { avs: HOOK, id: 1 };
    let call = rm::publishMetadataURICall { operatorSet: operator_set, metadataURI: "here".to_owned() };
    Ok((stage.at("rm")?, call.abi_encode().into()))
}

fn pause(stage: &mut Stage) -> Result<(Address, Bytes)> {
    Ok((stage.at("pr")?, pr::pauseAllCall {}.abi_encode().into()))
}

/// A token without a strategy.
const NEW_TOKEN: Address = Address::repeat_byte(0x72);

/// Makes the hook a staker, and an AVS whose set 1 has an operator that nobody else cares about.
fn empower(stage: &mut Stage) -> Result<()> {
    let [manager, ledger, other, operator] =
        [stage.at("am")?, stage.at("dm")?, stage.at("other")?, stage.at("operator3")?];
    let (strategy, token) = (stage.at("strategyA")?, stage.at("tokenA")?);
    let code = stage.chain().code(token);
    stage.chain().set_code(NEW_TOKEN, code);
    let rich = stage.at("staker5")?;
    stage.must(rich, token, &IERC20::transferCall { to: HOOK, amount: U256::from(AMOUNT) })?;
    for spender in [stage.at("sm")?, stage.at("rc")?] {
        stage.must(HOOK, token, &IERC20::approveCall { spender, amount: U256::MAX })?;
    }
    let deposits = stage.at("sm")?;
    let call = sm::depositIntoStrategyCall { strategy, token, amount: U256::from(1_000) };
    stage.must(HOOK, deposits, &call)?;
    let registrar = stage.at("acceptRegistrar")?;
    stage.must(HOOK, manager, &am::updateAVSMetadataURICall { avs: HOOK, metadataURI: String::new() })?;
    stage.must(HOOK, manager, &am::setAVSRegistrarCall { avs: HOOK, registrar })?;
    let params = vec![am::CreateSetParams { operatorSetId: 1, strategies: vec![strategy] }];
    stage.must(HOOK, manager, &am::createOperatorSets_0Call { avs: HOOK, params })?;
    let register = dm::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    stage.must(operator, ledger, &register)?;
    let params = am::RegisterParams { avs: HOOK, operatorSetIds: vec![1], data: Bytes::new() };
    stage.must(operator, manager, &am::registerForOperatorSetsCall { operator, params })?;
    let params = vec![am::AllocateParams {
        operatorSet: set(),
        strategies: vec![strategy],
        newMagnitudes: vec![500_000_000_000_000_000],
    }];
    stage.must(operator, manager, &am::modifyAllocationsCall { operator, params })?;
    // What every target takes when nobody else is on the stack: or the table would show nothing.
    for target in &TARGETS {
        let mut rehearsal = stage.fork();
        let (to, data) = (target.call)(&mut rehearsal)?;
        let went = rehearsal.send(HOOK, to, data)?.is_success();
        // A vault's term ends when it ends; the others are for the strategy manager and pausers alone.
        let may = !["strategy: mints", "protocol registry: pauses all"].contains(&target.name);
        ensure!(went == may || target.name == "duration vault: ends the term", "{}: {went}", target.name);
    }
    stage.must(other, HOOK, &Hook::aimCall { target: Address::ZERO, payload: Bytes::new() })?;
    Ok(())
}

/// What those who do nothing have: stake in both kinds of strategies, tokens, and their operator's
/// magnitude.
fn bystanders(stage: &mut Stage) -> Result<Vec<U256>> {
    let [operator, manager, a, token_a] =
        [stage.at("operator1")?, stage.at("am")?, stage.at("strategyA")?, stage.at("tokenA")?];
    let (strategy, vault, idle) = (stage.strategy, stage.vault, stage.at("staker2")?);
    let locked = stage.at("staker4")?;
    let magnitude = stage.ask(manager, &am::getMaxMagnitudeCall { operator, strategy: a })?;
    let held = stage.ask(token_a, &IERC20::balanceOfCall { account: idle })?;
    let worth = [stage.worth(idle, a)?, stage.worth(idle, strategy)?, stage.worth(locked, vault)?];
    Ok(worth.into_iter().chain([held, U256::from(magnitude)]).collect())
}

/// Plays one cell; answers whether the nested call went through.
fn play(stage: &mut Stage, act: &Act, target: &Target) -> Result<bool> {
    let call = act.ready(stage)?;
    empower(stage).context("the hook's own roles")?;
    let nested = (target.call)(stage)?;
    let before = bystanders(stage)?;
    let receipt = act.enter(stage, call, nested)?;
    ensure!(receipt.is_success(), "it fails: {}", receipt.output);
    let after = bystanders(stage)?;
    ensure!(before.iter().zip(&after).all(|(before, after)| after >= before), "{before:?} became {after:?}");
    stage.ask(HOOK, &Hook::enteredCall {})
}

/// Acts that ask somebody.
fn asking() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().filter(|act| act.asks_somebody())
}

/// The table as the docs show it, as it was played; fails if anybody lost by it.
pub(super) fn table(stage: &mut Stage) -> Result<String> {
    let names: Vec<_> = asking().map(|act| act.name).collect();
    let mut text =
        format!("| the hook calls | {} |\n| --- |{}\n", names.join(" | "), " --- |".repeat(names.len()));
    for target in &TARGETS {
        text.push_str(&format!("| {} |", target.name));
        for act in asking() {
            let went = play(&mut stage.fork(), act, target)
                .with_context(|| format!("{} during {}", target.name, act.name))?;
            text.push_str(if went { " goes |" } else { " blocked |" });
        }
        text.push('\n');
    }
    Ok(text)
}
