//! Shares: what stakers have, what operators are trusted with, what strategies owe.

use super::{Checked, hold, sum};
use crate::{
    Deed, History, State, Step,
    state::{VIRTUAL, WAD},
};
use alloy_primitives::U256;

pub(crate) fn withdrawable_within_deposits(step: &Step<'_>, _: &History) -> Checked {
    for (person, who) in step.after.people.iter().enumerate() {
        for (strategy, position) in who.positions.iter().enumerate() {
            let (a, s) = (position.withdrawable, position.deposited);
            hold!(a <= s, "person {person}, strategy {strategy}: {a} withdrawable, {s} deposited");
        }
    }
    Ok(())
}

/// Withdrawable shares of an operator's stakers, and how many stakers those are.
fn delegated(state: &State, operator: usize, strategy: usize) -> Result<(U256, usize), String> {
    let stakers = state.people.iter().filter(|who| who.delegated_to == Some(operator));
    let positions: Vec<_> = stakers.filter_map(|who| who.positions.get(strategy)).collect();
    Ok((sum(positions.iter().map(|position| position.withdrawable))?, positions.len()))
}

pub(crate) fn operators_cover_stakers(step: &Step<'_>, _: &History) -> Checked {
    for (operator, who) in step.after.people.iter().enumerate() {
        for (strategy, book) in who.books.iter().enumerate() {
            let ((claimed, _), shares) = (delegated(step.after, operator, strategy)?, book.shares);
            hold!(claimed <= shares, "operator {operator}, strategy {strategy}: {shares}, claimed {claimed}");
        }
    }
    Ok(())
}

pub(crate) fn the_gap_is_bounded(step: &Step<'_>, history: &History) -> Checked {
    for (operator, who) in step.after.people.iter().enumerate() {
        for (strategy, book) in who.books.iter().enumerate() {
            let (claimed, stakers) = delegated(step.after, operator, strategy)?;
            let gap = book.shares.saturating_sub(claimed);
            let grown = history.gap.get(&(operator, strategy)).copied().unwrap_or_default();
            let bound = grown.saturating_add(U256::from(stakers));
            hold!(gap <= bound, "operator {operator}, strategy {strategy}: gap {gap}, bound {bound}");
        }
    }
    Ok(())
}

fn claims(state: &State, strategy: usize) -> Result<U256, String> {
    let positions = state.people.iter().filter_map(|who| who.positions.get(strategy));
    let queued = state.people.iter().flat_map(|who| &who.queued).flat_map(|one| &one.parts);
    let queued = queued.filter(|part| part.0 == strategy).map(|part| part.2);
    let burnable = state.burnable.iter().filter(|(entry, _)| entry.2 == strategy).map(|(_, shares)| *shares);
    sum(positions.map(|position| position.withdrawable).chain(queued).chain(burnable))
}

pub(crate) fn claims_are_backed(step: &Step<'_>, history: &History) -> Checked {
    for (index, strategy) in step.after.strategies.iter().enumerate() {
        let claimed = claims(step.after, index)?;
        // Nothing is cut off before the first slash: until then E counts nothing.
        let excess = history.queued.get(&index).filter(|_| history.slashes > 0);
        let bound = strategy.shares.saturating_add(excess.copied().unwrap_or_default());
        hold!(claimed <= bound, "strategy {index}: {claimed} claimed of {}, bound {bound}", strategy.shares);
    }
    Ok(())
}

pub(crate) fn shares_are_deposits_without_slashes(step: &Step<'_>, history: &History) -> Checked {
    if history.slashes > 0 {
        return Ok(());
    }
    for (index, strategy) in step.after.strategies.iter().enumerate() {
        let (claimed, shares) = (claims(step.after, index)?, strategy.shares);
        hold!(claimed == shares, "strategy {index}: {shares} shares, {claimed} deposited and queued");
    }
    Ok(())
}

pub(crate) fn a_deposit_mints_its_price(step: &Step<'_>, history: &History) -> Checked {
    let (Deed::Deposit { by, strategy, tokens, .. }, true) = (step.deed, step.success) else { return Ok(()) };
    let deposited = |state: &State| Some(state.people.get(*by)?.positions.get(*strategy)?.deposited);
    let (Some(was), Some(is)) = (deposited(step.before), deposited(step.after)) else { return Ok(()) };
    let pools = step.before.strategies.get(*strategy).zip(step.after.strategies.get(*strategy));
    let Some((pool, after)) = pools else { return Ok(()) };
    let virtual_ = U256::from(VIRTUAL);
    // Of a token that misbehaves what arrived counts, up to what was asked; more is everybody's.
    let (tokens, held) = if history.tempers.contains_key(strategy) {
        let arrived = after.tokens.saturating_sub(pool.tokens).min(*tokens);
        (arrived, after.tokens.saturating_sub(arrived))
    } else {
        (*tokens, pool.tokens)
    };
    let product = pool.shares.checked_add(virtual_).and_then(|n| n.checked_mul(tokens));
    let minted = product.map(|product| product / held.saturating_add(virtual_));
    let got = is.checked_sub(was);
    hold!(got == minted && got > Some(U256::ZERO), "{tokens} tokens: {got:?} shares, expected {minted:?}");
    Ok(())
}

pub(crate) fn a_deposit_adds_itself(step: &Step<'_>, _: &History) -> Checked {
    let (Deed::Deposit { by, strategy, .. }, true) = (step.deed, step.success) else { return Ok(()) };
    let position = |state: &State| Some(*state.people.get(*by)?.positions.get(*strategy)?);
    let (Some(was), Some(is)) = (position(step.before), position(step.after)) else { return Ok(()) };
    let added = is.deposited.saturating_sub(was.deposited);
    let (least, most) = (is.withdrawable, was.withdrawable.saturating_add(added));
    // (1 + f)(1 + εs′) ≤ 2 + 2s′/1e18, rounded up.
    let lost = U256::from(4).saturating_add(is.deposited / U256::from(WAD) * U256::from(2));
    let (a, added_to) = (is.withdrawable, was.withdrawable);
    hold!(
        least <= most && most <= least.saturating_add(lost),
        "{a} withdrawable: {added_to} and {added} added"
    );
    Ok(())
}

pub(crate) fn only_stakers_move_their_deposits(step: &Step<'_>, _: &History) -> Checked {
    let mover = match step.deed {
        Deed::Deposit { by, .. } | Deed::Queue { by } | Deed::Complete { by, .. } => Some(*by),
        Deed::Leave { staker, .. } => Some(*staker),
        _ => None,
    };
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        if Some(person) == mover {
            continue;
        }
        for (was, is) in was.positions.iter().zip(&is.positions) {
            let (was, is) = (was.deposited, is.deposited);
            hold!(was == is, "person {person}: {was} deposit shares before, {is} now");
        }
    }
    Ok(())
}

pub(crate) fn only_the_staker_or_operator_ends_a_delegation(step: &Step<'_>, _: &History) -> Checked {
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        if was.delegated_to == is.delegated_to {
            continue;
        }
        let allowed = match step.deed {
            Deed::Leave { staker, by } => {
                *staker == person && (*by == person || was.delegated_to == Some(*by))
            }
            Deed::Delegate { staker, operator } => {
                *staker == person && was.delegated_to.is_none() && is.delegated_to == Some(*operator)
            }
            _ => false,
        };
        hold!(allowed, "person {person}: {:?} before, {:?} now", was.delegated_to, is.delegated_to);
    }
    Ok(())
}
