//! The delegation manager alone, with accounts that play its sister contracts: amounts and lists
//! that no story of the whole suite reaches.

mod ledger;

use alloy_primitives::{U256, hex};
use alloy_sol_types::SolError as _;
use anyhow::{Context as _, Result, ensure};
use delegation_manager::DelegationManager;
use ledger::{DELAY_BLOCKS, Ledger, WAD, api, internal, nth_strategy};

fn u(value: u128) -> U256 {
    U256::from(value)
}

/// Each function of both interfaces is answered by exactly one of the address's four programs.
#[test]
fn every_function_is_answered_once() -> Result<()> {
    let public = api::IDelegationManagerCalls::SELECTORS.iter();
    let mut declared: Vec<_> =
        public.chain(internal::IShareLedgerCalls::SELECTORS).copied().map(u32::from_be_bytes).collect();
    let mut answered = [
        DelegationManager::SELECTORS,
        delegation_views::SELECTORS,
        share_flows::Completions::SELECTORS,
        share_flows::Ledger::SELECTORS,
        slasher::elsewhere::DelegatedShares::SELECTORS,
    ]
    .concat();
    declared.sort_unstable();
    answered.sort_unstable();
    ensure!(answered == declared, "answered {answered:08x?}, declared {declared:08x?}");
    Ok(())
}

/// Amounts beside which an address does not fit in a word are queued, shown and paid in full.
///
/// The case: in EigenLayer, Cantina's contest found in 2025, queueing more than fits in 255 bits left the
/// staker with more shares than before.
#[test]
fn queue_keeps_amounts_of_more_than_95_bits() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let (staker, operator, strategy) = ledger.delegated_staker(u(1) << 126)?;
    let amounts = [(u(1) << 95) - u(1), u(1) << 95, u(1) << 124];
    let mut total = U256::ZERO;
    for amount in amounts {
        total += amount;
        let [root] = ledger.queue(staker, &[(strategy, amount)])?[..] else { anyhow::bail!("one root") };
        let queued = ledger.view(&api::getQueuedWithdrawalCall { withdrawalRoot: root })?;
        ensure!(queued.withdrawal.scaledShares == [amount], "stored {:?}", queued.withdrawal);
        ensure!(queued.shares == [amount], "shown {:?}", queued.shares);
        let call = api::calculateWithdrawalRootCall { withdrawal: queued.withdrawal };
        ensure!(ledger.view(&call)? == root, "the rebuilt struct has another root");
        let call = api::getSlashableSharesInQueueCall { operator, strategy };
        ensure!(ledger.view(&call)? == total, "queue total after {amount}");
        ledger.chain.mine(1);
    }
    ledger.chain.mine(u64::from(DELAY_BLOCKS));
    for withdrawal in ledger.queued(staker)? {
        ledger.complete(&withdrawal, true)?;
    }
    ensure!(ledger.queued(staker)?.is_empty(), "nothing is left in the queue");
    Ok(())
}

/// The order of a staker's strategies is an EnumerableSet's, whatever leaves and comes back.
#[test]
fn strategy_list_moves_the_last_into_the_gap() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let staker = ledger.chain.actor("staker");
    let strategies: Vec<_> = (1..=6).map(nth_strategy).collect();
    for strategy in &strategies {
        ledger.credit(staker, *strategy, u(100))?;
    }
    let mut expected = strategies.clone();
    for gone in [1, 5, 0, 3] {
        let strategy = strategies[gone];
        ledger.queue(staker, &[(strategy, u(100))])?;
        let at = expected.iter().position(|known| *known == strategy).context("listed")?;
        expected.swap_remove(at);
        let held = ledger.view(&api::getDepositedSharesCall { staker })?;
        ensure!(held.strategies == expected, "after {strategy}: {:?}", held.strategies);
    }
    ledger.credit(staker, strategies[1], u(7))?;
    expected.push(strategies[1]);
    let held = ledger.view(&api::getDepositedSharesCall { staker })?;
    ensure!(held.strategies == expected, "{:?}", held.strategies);
    ensure!(held.depositShares == [u(100), u(100), u(7)], "{:?}", held.depositShares);
    Ok(())
}

/// The order of a staker's pending withdrawals is an EnumerableSet's, across several words of
/// nonces, and what left the list is not seen again.
#[test]
fn pending_list_moves_the_last_into_the_gap() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let staker = ledger.chain.actor("staker");
    let strategy = nth_strategy(1);
    ledger.credit(staker, strategy, u(1000))?;
    let mut expected = Vec::new();
    for _ in 0..20 {
        expected.extend(ledger.queue(staker, &[(strategy, u(1))])?);
    }
    ledger.chain.mine(u64::from(DELAY_BLOCKS) + 1);
    for i in [3, 18, 0, 16, 7, 7, 8, 11] {
        let withdrawal = ledger.view(&api::queuedWithdrawalsCall { withdrawalRoot: expected[i] })?;
        ledger.complete(&withdrawal, true)?;
        ensure!(!ledger.view(&api::pendingWithdrawalsCall { withdrawalRoot: expected[i] })?, "completed");
        expected.swap_remove(i);
        let roots = ledger.view(&api::getQueuedWithdrawalRootsCall { staker })?;
        ensure!(roots == expected, "after number {i}");
    }
    expected.extend(ledger.queue(staker, &[(strategy, u(1))])?);
    let roots = ledger.view(&api::getQueuedWithdrawalRootsCall { staker })?;
    ensure!(roots == expected, "after another one");
    Ok(())
}

/// A completed withdrawal cannot be completed again, nor one with anything changed in it.
#[test]
fn only_what_was_queued_is_completed_and_once() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let staker = ledger.chain.actor("staker");
    let strategy = nth_strategy(1);
    ledger.credit(staker, strategy, u(1000))?;
    ledger.queue(staker, &[(strategy, u(10))])?;
    let withdrawal = ledger.queued(staker)?.pop().context("queued")?;
    ledger.chain.mine(u64::from(DELAY_BLOCKS) + 1);
    let mut forged = withdrawal.clone();
    forged.scaledShares = vec![u(11)];
    ensure!(ledger.complete(&forged, true).is_err(), "more shares than queued");
    ledger.complete(&withdrawal, true)?;
    ensure!(ledger.complete(&withdrawal, true).is_err(), "twice");
    Ok(())
}

/// 32 strategies fit in the list, and 33 do not.
///
/// The case: Certora's audit of EigenLayer in 2025 notes that whoever has filled the list meanwhile cannot
/// take a withdrawal back as shares.
#[test]
fn strategy_list_has_32_places() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let staker = ledger.chain.actor("staker");
    for i in 1..=32 {
        ledger.credit(staker, nth_strategy(i), u(1))?;
    }
    let error = ledger.credit(staker, nth_strategy(33), u(1)).err().context("refused")?;
    ensure!(error.to_string().contains("0x0d0a21c8"), "MaxStrategiesExceeded, not {error}");
    ledger.credit(staker, nth_strategy(32), u(1))
}

/// Slashes of one block leave one entry, and every look-up finds the magnitude of its block.
#[test]
fn magnitudes_are_found_by_block() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let (_, operator, strategy) = ledger.delegated_staker(u(1000))?;
    let mut known = vec![(ledger.chain.block_number(), WAD)];
    let mut magnitude = WAD;
    for i in 1..=9 {
        ledger.chain.mine(i);
        for _ in 0..i % 3 + 1 {
            let after = magnitude - WAD / 100;
            ledger.slash(operator, strategy, magnitude, after)?;
            magnitude = after;
        }
        known.push((ledger.chain.block_number(), magnitude));
    }
    for (block, magnitude) in known {
        let call = internal::maxMagnitudesAtCall {
            operator,
            strategies: vec![strategy],
            blockNumber: u32::try_from(block)?,
        };
        ensure!(ledger.view(&call)? == [magnitude], "at block {block}");
    }
    Ok(())
}

/// An increase by nothing changes nothing; where the operator is fully slashed it is refused as any.
#[test]
fn increase_by_nothing_is_nothing_and_refused_when_fully_slashed() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let (staker, operator, strategy) = ledger.delegated_staker(u(1000))?;
    let (other, fresh) = (ledger.chain.actor("other"), nth_strategy(2));
    for who in [staker, other] {
        for to in [strategy, fresh] {
            ledger.credit(who, to, u(0))?;
            ledger.increase(who, to, u(0))?;
        }
    }
    ledger.increase(staker, fresh, u(7))?;
    let held = ledger.view(&api::getDepositedSharesCall { staker })?;
    ensure!((held.strategies, held.depositShares) == (vec![strategy, fresh], vec![u(1000), u(7)]));
    let held = ledger.view(&api::getDepositedSharesCall { staker: other })?;
    ensure!(held.strategies.is_empty(), "{held:?}");

    ledger.slash(operator, strategy, WAD, 0)?;
    for shares in [u(0), u(1)] {
        for refused in [ledger.credit(staker, strategy, shares), ledger.increase(staker, strategy, shares)] {
            let reason = refused.err().context("an increase went through")?.to_string();
            ensure!(reason.ends_with(&hex::encode(api::FullySlashed::SELECTOR)), "{reason}");
        }
        // Who delegates to nobody is not concerned.
        ledger.credit(other, strategy, shares)?;
    }
    Ok(())
}

/// The sister contracts' functions are closed to everyone else.
#[test]
fn restricted_functions_refuse_strangers() -> Result<()> {
    let mut ledger = Ledger::deploy()?;
    let stranger = ledger.chain.actor("stranger");
    let to = nth_strategy(1);
    let call = internal::creditSharesCall { staker: stranger, strategy: to, shares: u(1), hooked: false };
    ensure!(ledger.refusal(stranger, &call)? == "0x11481a94", "creditShares");
    let call = api::increaseDelegatedSharesCall {
        staker: stranger,
        strategy: to,
        prevDepositShares: u(0),
        addedShares: u(1),
    };
    ensure!(ledger.refusal(stranger, &call)? == "0x11481a94", "increaseDelegatedShares");
    let call = api::decreaseDelegatedSharesCall {
        staker: stranger,
        curDepositShares: u(1),
        beaconChainSlashingFactorDecrease: 1,
    };
    ensure!(ledger.refusal(stranger, &call)? == "0xc84e9984", "decreaseDelegatedShares");
    let call = Ledger::slash_call(stranger, to, WAD, 0);
    ensure!(ledger.refusal(stranger, &call)? == "0x23d871a5", "slashOperatorShares");
    Ok(())
}
