//! Tokens: neither made nor lost, always enough, and nobody's by trickery.

use super::{Checked, hold, sum};
use crate::{
    Deed, History, State, Step,
    state::VIRTUAL,
    temper::{Moves, Temper},
};
use alloy_primitives::U256;

/// What a strategy's shares may be at most: 1e38 − 1.
const MOST_SHARES: u128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

fn all_tokens(state: &State, strategy: usize) -> Result<U256, String> {
    let people = state.people.iter().filter_map(|who| who.tokens.get(strategy));
    let others = state.others.iter().filter_map(|of| of.get(strategy));
    let held = state.strategies.get(strategy).map(|one| one.tokens);
    sum(people.chain(others).copied().chain(held))
}

/// How many accounts may hold a token.
fn holders(state: &State) -> usize {
    state.people.len().saturating_add(state.others.len()).saturating_add(1)
}

pub(crate) fn conserved(step: &Step<'_>, history: &History) -> Checked {
    for strategy in (0..step.after.strategies.len()).filter(|strategy| !step.deed.tempers(*strategy)) {
        let (was, is) = (all_tokens(step.before, strategy)?, all_tokens(step.after, strategy)?);
        let temper = history.temper(strategy);
        let rounding = temper.rounding(holders(step.after));
        let made = matches!(temper.moves, Moves::More) || is <= was.saturating_add(rounding);
        let lost = matches!(temper.moves, Moves::Less) || is >= was.saturating_sub(rounding);
        hold!(made && lost, "token of strategy {strategy}, {temper:?}: {was} in all before, {is} now");
    }
    Ok(())
}

/// The most that a token can have added of itself to what somebody has: nothing, if it is honest.
fn made(step: &Step<'_>, history: &History, strategy: usize) -> Result<U256, String> {
    let temper = history.temper(strategy);
    if temper == Temper::default() {
        return Ok(U256::ZERO);
    }
    let (was, is) = (all_tokens(step.before, strategy)?, all_tokens(step.after, strategy)?);
    Ok(is.saturating_sub(was).saturating_add(temper.rounding(holders(step.after))))
}

pub(crate) fn solvent(step: &Step<'_>, history: &History) -> Checked {
    for (index, strategy) in step.after.strategies.iter().enumerate() {
        let all = strategy.redeemed(strategy.shares).ok_or("the worth of all shares exceeds 256 bits")?;
        // Where a token took value away, the virtual tokens stand for what the virtual shares do not.
        let virtual_ = if history.tempers.contains_key(&index) { VIRTUAL.saturating_sub(1) } else { 0 };
        let held = strategy.tokens;
        let most = held.saturating_add(U256::from(virtual_));
        hold!(all <= most, "strategy {index}: {all} owed, {held} held, {virtual_} more allowed");
    }
    Ok(())
}

pub(crate) fn a_temper_changes_its_own_token(step: &Step<'_>, _: &History) -> Checked {
    let Deed::Temper { strategy, .. } = step.deed else { return Ok(()) };
    let apart = |state: &State| {
        let mut state = state.clone();
        let people = state.people.iter_mut().map(|who| &mut who.tokens);
        for of in people.chain(&mut state.others) {
            if let Some(held) = of.get_mut(*strategy) {
                *held = U256::ZERO;
            }
        }
        if let Some(one) = state.strategies.get_mut(*strategy) {
            one.tokens = U256::ZERO;
        }
        state
    };
    hold!(apart(step.before) == apart(step.after), "the token of {strategy} changed more than balances");
    Ok(())
}

pub(crate) fn price_never_falls(step: &Step<'_>, _: &History) -> Checked {
    let virtual_ = U256::from(VIRTUAL);
    let both = step.before.strategies.iter().zip(&step.after.strategies).enumerate();
    for (index, (was, is)) in both.filter(|(index, _)| !step.deed.tempers(*index)) {
        let price = |tokens: U256, shares: U256| {
            tokens.checked_add(virtual_)?.checked_mul(shares.checked_add(virtual_)?)
        };
        let (old, new) = (price(was.tokens, is.shares), price(is.tokens, was.shares));
        let (Some(old), Some(new)) = (old, new) else { return Err("a price exceeds 256 bits".into()) };
        hold!(old <= new, "strategy {index}: {was:?} before, {is:?} now");
    }
    Ok(())
}

pub(crate) fn shares_are_bounded(step: &Step<'_>, _: &History) -> Checked {
    for (index, strategy) in step.after.strategies.iter().enumerate() {
        let shares = strategy.shares;
        hold!(shares <= U256::from(MOST_SHARES), "strategy {index} has {shares} shares");
    }
    Ok(())
}

/// Deeds by which somebody moves its own stake or tokens, and who that is.
fn staking(deed: &Deed) -> Option<usize> {
    match deed {
        Deed::Deposit { payer: by, .. }
        | Deed::Donate { by }
        | Deed::Queue { by }
        | Deed::Complete { by, .. } => Some(*by),
        Deed::Delegate { staker, .. } | Deed::Leave { staker, .. } => Some(*staker),
        _ => None,
    }
}

fn wealth(state: &State, person: usize, strategy: usize) -> Result<U256, String> {
    state.wealth(person, strategy).ok_or_else(|| format!("the wealth of {person} exceeds 256 bits"))
}

pub(crate) fn nobody_gains_by_staking(step: &Step<'_>, history: &History) -> Checked {
    let Some(actor) = staking(step.deed).filter(|_| step.success) else { return Ok(()) };
    for strategy in 0..step.after.strategies.len() {
        let (was, is) = (wealth(step.before, actor, strategy)?, wealth(step.after, actor, strategy)?);
        let most = was.saturating_add(made(step, history, strategy)?);
        hold!(
            is <= most,
            "person {actor}, strategy {strategy}: worth {was} before, {is} now, {most} allowed"
        );
    }
    Ok(())
}

pub(crate) fn nobody_loses_by_others_staking(step: &Step<'_>, _: &History) -> Checked {
    let Some(actor) = staking(step.deed).filter(|_| step.success) else { return Ok(()) };
    // Who is given shares has signed for them: DM-3 bounds what their arrival may cost.
    let receiver = match step.deed {
        Deed::Deposit { by, .. } => *by,
        _ => actor,
    };
    let concerned = |person: &usize| *person != actor && *person != receiver;
    for person in (0..step.after.people.len()).filter(concerned) {
        for strategy in 0..step.after.strategies.len() {
            let (was, is) = (wealth(step.before, person, strategy)?, wealth(step.after, person, strategy)?);
            hold!(is >= was, "person {person}, strategy {strategy}: worth {was} before, {is} now");
        }
    }
    Ok(())
}

pub(crate) fn a_revert_changes_nothing(step: &Step<'_>, _: &History) -> Checked {
    hold!(step.success || step.before == step.after, "what can be seen changed by a call that failed");
    Ok(())
}

pub(crate) fn rewards_paid_were_funded(step: &Step<'_>, history: &History) -> Checked {
    for strategy in 0..step.after.strategies.len() {
        let funded = history.funded.get(strategy).copied().unwrap_or_default();
        let paid = sum(step.after.people.iter().filter_map(|who| who.claimed.get(strategy).copied()))?;
        hold!(paid <= funded, "token of strategy {strategy}: {paid} paid, {funded} funded");
    }
    Ok(())
}

pub(crate) fn claims_never_fall(step: &Step<'_>, _: &History) -> Checked {
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        for (was, is) in was.claimed.iter().zip(&is.claimed) {
            hold!(was <= is, "person {person} was paid {was} before, {is} now");
        }
    }
    Ok(())
}
