//! Slashes: they take from the offender, what they say, from nobody else, and give to nobody.

use super::{Checked, hold, sum};
use crate::{
    Deed, History, Step,
    state::{Allocation, State},
};
use alloy_primitives::{U256, U512};

/// A slash that succeeded: operator, set, parts of allocations, shares taken.
type Slash<'a> = (usize, usize, &'a [(usize, U256)], &'a [U256]);

fn slash<'a>(step: &'a Step<'_>) -> Option<Slash<'a>> {
    match step.deed {
        Deed::Slash { operator, set, wads, took } if step.success => Some((*operator, *set, wads, took)),
        _ => None,
    }
}

fn allocation(state: &State, operator: usize, set: usize, strategy: usize) -> Allocation {
    let book = state.people.get(operator).and_then(|who| who.books.get(strategy));
    book.and_then(|book| book.allocations.get(&set)).copied().unwrap_or_default()
}

fn max(state: &State, operator: usize, strategy: usize) -> u64 {
    state.people.get(operator).and_then(|who| who.books.get(strategy)).map_or(0, |book| book.max)
}

pub(crate) fn nobody_gains(step: &Step<'_>, _: &History) -> Checked {
    if slash(step).is_none() {
        return Ok(());
    }
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        for (was, is) in was.positions.iter().zip(&is.positions) {
            let (was, is) = (was.withdrawable, is.withdrawable);
            hold!(is <= was, "person {person}: {was} withdrawable before, {is} now");
        }
    }
    Ok(())
}

pub(crate) fn the_offender_loses(step: &Step<'_>, _: &History) -> Checked {
    let Some((operator, set, wads, _)) = slash(step) else { return Ok(()) };
    for (strategy, wad) in wads {
        let current = allocation(step.before, operator, set, *strategy).current;
        let (was, is) = (max(step.before, operator, *strategy), max(step.after, operator, *strategy));
        // Anything that is allocated loses at least one unit of magnitude, and at most one more than asked.
        let exact = U256::from(current).saturating_mul(*wad);
        let (taken, wad_) = (U256::from(was.saturating_sub(is)), U256::from(crate::state::WAD));
        let up = exact.div_ceil(wad_);
        hold!(
            taken == up,
            "operator {operator}, strategy {strategy}: {taken} of {current} taken, asked {wad}"
        );
    }
    Ok(())
}

pub(crate) fn nobody_else_is_touched(step: &Step<'_>, _: &History) -> Checked {
    let Some((operator, ..)) = slash(step) else { return Ok(()) };
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        if person != operator {
            hold!(was.books == is.books, "operator {person} changed by a slash of {operator}");
        }
        if was.delegated_to != Some(operator) {
            hold!(was.positions == is.positions, "person {person} changed by a slash of {operator}");
        }
    }
    Ok(())
}

pub(crate) fn what_is_taken_is_recorded(step: &Step<'_>, _: &History) -> Checked {
    let Some((_, set, wads, took)) = slash(step) else { return Ok(()) };
    let id = step.after.slashes.get(set).copied().unwrap_or_default();
    hold!(wads.len() == took.len(), "{} strategies, {} answers", wads.len(), took.len());
    for ((strategy, _), took) in wads.iter().zip(took) {
        let entry = step.after.burnable.get(&(set, id, *strategy)).copied().unwrap_or_default();
        hold!(entry == *took, "strategy {strategy}: {took} taken, {entry} recorded");
    }
    let total = |state: &State| sum(state.burnable.values().copied());
    let (was, is) = (total(step.before)?, total(step.after)?);
    hold!(was.checked_add(sum(took.iter().copied())?) == Some(is), "{was} waited before, {is} now");
    Ok(())
}

pub(crate) fn the_loss_is_the_magnitudes(step: &Step<'_>, _: &History) -> Checked {
    let Some((operator, _, wads, took)) = slash(step) else { return Ok(()) };
    for ((strategy, _), took) in wads.iter().zip(took) {
        let book = |state: &State| state.people.get(operator)?.books.get(*strategy).cloned();
        let (Some(was), Some(is)) = (book(step.before), book(step.after)) else { return Ok(()) };
        if was.max == 0 {
            hold!(took.is_zero(), "strategy {strategy}: {took} taken of nothing");
            continue;
        }
        // What stays is S·m′/m rounded up, in the operator's shares and in the queue.
        let stays = |amount: U256| {
            let product: U512 = amount.widening_mul(U256::from(is.max));
            product.div_ceil(U512::from(was.max))
        };
        let shares = U512::from(is.shares);
        hold!(shares == stays(was.shares), "strategy {strategy}: {} shares became {shares}", was.shares);
        let queued = was.slashable_in_queue;
        let lost = U512::from(queued).saturating_sub(stays(queued));
        let all = lost.saturating_add(U512::from(was.shares.saturating_sub(is.shares)));
        let took = U512::from(*took);
        hold!(took == all, "strategy {strategy}: {took} taken, {all} lost");
    }
    Ok(())
}

pub(crate) fn no_token_moves(step: &Step<'_>, _: &History) -> Checked {
    if slash(step).is_none() {
        return Ok(());
    }
    hold!(step.before.strategies == step.after.strategies, "a strategy's shares or tokens changed");
    hold!(step.before.others == step.after.others, "somebody received tokens");
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        hold!(was.tokens == is.tokens, "person {person} received or lost tokens");
        hold!(was.delegated_to == is.delegated_to, "person {person} changed operators");
    }
    Ok(())
}

pub(crate) fn ids_count(step: &Step<'_>, _: &History) -> Checked {
    let slashed = slash(step).map(|slash| slash.1);
    for (set, (was, is)) in step.before.slashes.iter().zip(&step.after.slashes).enumerate() {
        let expected = if Some(set) == slashed { was.checked_add(1) } else { Some(*was) };
        hold!(expected == Some(*is), "set {set}: {was} slashes before, {is} now");
    }
    Ok(())
}

pub(crate) fn other_sets_keep_their_allocations(step: &Step<'_>, _: &History) -> Checked {
    let Some((operator, slasher, ..)) = slash(step) else { return Ok(()) };
    let Some((was, is)) = step.before.people.get(operator).zip(step.after.people.get(operator)) else {
        return Ok(());
    };
    for (strategy, (was, is)) in was.books.iter().zip(&is.books).enumerate() {
        for (set, old) in was.allocations.iter().filter(|(set, _)| **set != slasher) {
            let new = is.allocations.get(set).copied().unwrap_or_default();
            hold!(*old == new, "set {set}, strategy {strategy}: {old:?} before, {new:?} now");
        }
    }
    Ok(())
}

pub(crate) fn paying_pays_once(step: &Step<'_>, _: &History) -> Checked {
    for (entry, was) in &step.before.burnable {
        let is = step.after.burnable.get(entry).copied().unwrap_or_default();
        let gone = matches!(step.deed, Deed::Pay) && step.success && is.is_zero();
        hold!(is == *was || gone, "entry {entry:?}: {was} before, {is} now");
    }
    for (entry, is) in &step.after.burnable {
        let was = step.before.burnable.get(entry).copied().unwrap_or_default();
        let slashed = slash(step).is_some();
        hold!(*is == was || slashed, "entry {entry:?}: {was} before, {is} now");
    }
    Ok(())
}

pub(crate) fn a_payment_costs_nobody(step: &Step<'_>, _: &History) -> Checked {
    if !matches!(step.deed, Deed::Pay) {
        return Ok(());
    }
    for person in 0..step.after.people.len() {
        for strategy in 0..step.after.strategies.len() {
            let (was, is) = (step.before.wealth(person, strategy), step.after.wealth(person, strategy));
            hold!(is >= was, "person {person}, strategy {strategy}: worth {was:?} before, {is:?} now");
        }
    }
    Ok(())
}
