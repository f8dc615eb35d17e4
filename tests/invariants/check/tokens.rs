//! Tokens: neither made nor lost, always enough, and nobody's by trickery.

use super::{Checked, hold, sum};
use crate::{Deed, History, State, Step, state::VIRTUAL};
use alloy_primitives::U256;

/// What a strategy's shares may be at most: 1e38 − 1.
const MOST_SHARES: u128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

fn all_tokens(state: &State, strategy: usize) -> Result<U256, String> {
    let people = state.people.iter().filter_map(|who| who.tokens.get(strategy));
    let others = state.others.iter().filter_map(|of| of.get(strategy));
    let held = state.strategies.get(strategy).map(|one| one.tokens);
    sum(people.chain(others).copied().chain(held))
}

pub(crate) fn conserved(step: &Step<'_>, _: &History) -> Checked {
    for strategy in 0..step.after.strategies.len() {
        let (was, is) = (all_tokens(step.before, strategy)?, all_tokens(step.after, strategy)?);
        hold!(was == is, "token of strategy {strategy}: {was} in all before, {is} now");
    }
    Ok(())
}

pub(crate) fn solvent(step: &Step<'_>, _: &History) -> Checked {
    for (index, strategy) in step.after.strategies.iter().enumerate() {
        let all = strategy.redeemed(strategy.shares).ok_or("the worth of all shares exceeds 256 bits")?;
        let held = strategy.tokens;
        hold!(all <= held, "strategy {index}: {all} owed, {held} held");
    }
    Ok(())
}

pub(crate) fn price_never_falls(step: &Step<'_>, _: &History) -> Checked {
    let virtual_ = U256::from(VIRTUAL);
    for (index, (was, is)) in step.before.strategies.iter().zip(&step.after.strategies).enumerate() {
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

pub(crate) fn nobody_gains_by_staking(step: &Step<'_>, _: &History) -> Checked {
    let Some(actor) = staking(step.deed).filter(|_| step.success) else { return Ok(()) };
    for strategy in 0..step.after.strategies.len() {
        let (was, is) = (wealth(step.before, actor, strategy)?, wealth(step.after, actor, strategy)?);
        hold!(is <= was, "person {actor}, strategy {strategy}: worth {was} before, {is} now");
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
