//! The withdrawal queue: worth keeps on the way, slashes reach it exactly in their window, ids are used once.

use super::{Checked, hold, sum};
use crate::{Deed, History, State, Step, state::Queued, temper::Tells};
use alloy_primitives::U256;
use std::collections::BTreeSet;

fn all(state: &State) -> impl Iterator<Item = &Queued> {
    state.people.iter().flat_map(|who| &who.queued)
}

pub(crate) fn worth_changes_only_by_slashes_in_the_window(step: &Step<'_>, _: &History) -> Checked {
    for was in all(step.before) {
        let Some(is) = all(step.after).find(|one| one.root == was.root) else { continue };
        let slashed = match step.deed {
            Deed::Slash { operator, .. } => step.success && was.operator == Some(*operator),
            _ => false,
        };
        let open = step.before.block <= was.start.saturating_add(step.after.delay);
        for (old, new) in was.parts.iter().zip(&is.parts) {
            let (root, old, new) = (was.root, old.2, new.2);
            hold!(new <= old, "withdrawal {root}: worth {old} before, {new} now");
            hold!(new == old || (slashed && open), "withdrawal {root} changed from {old} to {new}");
        }
    }
    Ok(())
}

pub(crate) fn queueing_keeps_worth(step: &Step<'_>, _: &History) -> Checked {
    let by = match step.deed {
        Deed::Queue { by } | Deed::Leave { staker: by, .. } if step.success => *by,
        _ => return Ok(()),
    };
    let worth = |state: &State, strategy: usize| {
        let Some(who) = state.people.get(by) else { return Ok(U256::ZERO) };
        let queued = who.queued.iter().flat_map(|one| &one.parts).filter(|part| part.0 == strategy);
        sum(who
            .positions
            .get(strategy)
            .map(|one| one.withdrawable)
            .into_iter()
            .chain(queued.map(|part| part.2)))
    };
    let new = |state: &State| state.people.get(by).map_or(0, |who| who.queued.len());
    let entries = new(step.after).saturating_sub(new(step.before));
    for strategy in 0..step.after.strategies.len() {
        let (was, is) = (worth(step.before, strategy)?, worth(step.after, strategy)?);
        // Two floors for each entry, and two for what stays.
        let bound = U256::from(2).saturating_mul(U256::from(entries.saturating_add(1)));
        hold!(is <= was, "strategy {strategy}: worth {was} before, {is} now");
        hold!(is.saturating_add(bound) >= was, "strategy {strategy}: worth {was} before, {is} now");
    }
    Ok(())
}

pub(crate) fn roots_are_used_once(step: &Step<'_>, history: &History) -> Checked {
    let mut seen = BTreeSet::new();
    for one in all(step.after) {
        hold!(seen.insert(one.root), "withdrawal {} is in the queue twice", one.root);
        hold!(!history.completed.contains(&one.root), "withdrawal {} was completed already", one.root);
    }
    Ok(())
}

pub(crate) fn nothing_is_paid_early(step: &Step<'_>, _: &History) -> Checked {
    for was in all(step.before) {
        if all(step.after).any(|one| one.root == was.root) {
            continue;
        }
        let (block, start, delay) = (step.after.block, was.start, step.after.delay);
        let completed = matches!(step.deed, Deed::Complete { .. });
        hold!(completed, "withdrawal {} left the queue by {:?}", was.root, step.deed);
        hold!(block > start.saturating_add(delay), "queued in {start}, completed in {block}, delay {delay}");
    }
    Ok(())
}

pub(crate) fn payment_is_what_the_view_says(step: &Step<'_>, history: &History) -> Checked {
    let (Deed::Complete { by, paid }, true) = (step.deed, step.success) else { return Ok(()) };
    let mut pools = step.before.strategies.clone();
    let mut due = vec![U256::ZERO; pools.len()];
    for (strategy, shares, as_tokens) in paid {
        let (Some(pool), Some(due), true) = (pools.get_mut(*strategy), due.get_mut(*strategy), *as_tokens)
        else {
            continue;
        };
        let temper = history.temper(*strategy);
        match temper.tells {
            Tells::Truth => {}
            Tells::Zero => pool.tokens = U256::ZERO,
            Tells::Nonsense => {
                hold!(shares.is_zero(), "strategy {strategy}: paid {shares} shares without a price");
                continue;
            }
        }
        let tokens = pool.redeemed(*shares).ok_or("a payment exceeds 256 bits")?;
        *due = due.saturating_add(tokens);
        let left = pool.tokens.checked_sub(tokens);
        hold!(left.is_some() || !temper.is_exact(), "more is paid than there is");
        pool.tokens = left.unwrap_or_default();
        pool.shares = pool.shares.checked_sub(*shares).ok_or("more shares are redeemed than there are")?;
    }
    for (strategy, due) in due.into_iter().enumerate() {
        let tokens = |state: &State| state.people.get(*by).and_then(|who| who.tokens.get(strategy)).copied();
        let (was, is) = (tokens(step.before).unwrap_or_default(), tokens(step.after).unwrap_or_default());
        if history.temper(strategy).is_exact() {
            hold!(was.checked_add(due) == Some(is), "strategy {strategy}: {due} due, {was} before, {is} now");
            continue;
        }
        // What a token that misbehaves delivers is its own affair; the strategy gives no more than is due.
        let held = |state: &State| state.strategies.get(strategy).map_or(U256::ZERO, |one| one.tokens);
        let (had, has) = (held(step.before), held(step.after));
        hold!(had <= has.saturating_add(due), "strategy {strategy}: {due} due, {had} before, {has} now");
    }
    Ok(())
}

pub(crate) fn slashable_in_queue_is_within_what_is_queued(step: &Step<'_>, _: &History) -> Checked {
    for (operator, who) in step.after.people.iter().enumerate() {
        for (strategy, book) in who.books.iter().enumerate() {
            let open = |one: &&Queued| {
                let end = one.start.saturating_add(step.after.delay);
                one.operator == Some(operator) && step.after.block <= end
            };
            let parts = all(step.after).filter(open).flat_map(|one| &one.parts);
            let parts: Vec<_> = parts.filter(|part| part.0 == strategy).collect();
            let worth = sum(parts.iter().map(|part| part.2))?;
            let (shown, entries) = (book.slashable_in_queue, U256::from(parts.len()));
            // Each entry is rounded down, the total once: it is at least the sum, by less than a share each.
            hold!(
                shown >= worth && shown <= worth.saturating_add(entries),
                "operator {operator}, strategy {strategy}: {shown} slashable, {worth} in {entries} entries"
            );
        }
    }
    Ok(())
}
