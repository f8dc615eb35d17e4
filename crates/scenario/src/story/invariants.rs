//! What must hold after every step of every story, whatever the story is about.
//!
//! Each invariant is a sentence with an identifier; it is checked on the step's snapshot, some
//! against the snapshot before.

use super::amount::{show, show_fraction, unit};
use super::expect::Quantity;
use super::format::{Asset, Names, Party};
use super::snapshot::{Measured, Snapshot, is_operator, is_staker};
use crate::world::Directory;
use alloy_primitives::{Address, U256};

/// A sentence that must hold.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its identifier.
    pub id: &'static str,
    /// What it says.
    pub sentence: &'static str,
    check: fn(&View<'_>) -> Result<(), String>,
}

/// What an invariant looks at.
#[derive(Debug)]
pub struct View<'a> {
    /// Names in the story.
    pub names: &'a Names,
    /// Addresses by symbol.
    pub directory: &'a Directory,
    /// After the step.
    pub now: &'a Snapshot,
    /// Before it; `None` for the first.
    pub before: Option<&'a Snapshot>,
    /// Whether the step reverted (then it changed nothing).
    pub reverted: bool,
}

/// All invariants, in the order in which they are checked.
pub const ALL: &[Invariant] = &[
    Invariant {
        id: "X-2",
        sentence: "tokens are neither made nor lost: what all parties hold stays the same",
        check: tokens_are_conserved,
    },
    Invariant {
        id: "X-3",
        sentence: "a strategy can always pay: all its shares together are worth at most its tokens",
        check: strategy_is_solvent,
    },
    Invariant {
        id: "SO-1",
        sentence: "every claim is backed: withdrawable, queued and slashed shares sum to at most the strategy's total, but for a share per withdrawal once somebody was slashed",
        check: claims_are_backed,
    },
    Invariant {
        id: "X-5",
        sentence: "a transaction that reverts changes no balance and no deposit shares",
        check: revert_changes_nothing,
    },
    Invariant {
        id: "DM-2",
        sentence: "nobody can withdraw more shares than they deposited",
        check: withdrawable_within_deposits,
    },
    Invariant {
        id: "DM-7",
        sentence: "an operator's shares are at least the sum of its stakers' withdrawable shares",
        check: operator_covers_stakers,
    },
    Invariant {
        id: "AR-1",
        sentence: "encumbered magnitude ≤ maximum magnitude ≤ 1, and what is not encumbered is allocatable",
        check: magnitudes_are_ordered,
    },
    Invariant {
        id: "AM-3",
        sentence: "what is allocated to operator sets is encumbered",
        check: allocations_are_encumbered,
    },
    Invariant {
        id: "AR-9",
        sentence: "an operator's maximum magnitude never rises",
        check: magnitude_never_rises,
    },
];

/// The first invariant that does not hold, and with which figures.
pub fn broken(view: &View<'_>) -> Option<(&'static Invariant, String)> {
    ALL.iter().find_map(|invariant| (invariant.check)(view).err().map(|detail| (invariant, detail)))
}

impl View<'_> {
    fn number(&self, quantity: &Quantity) -> Option<U256> {
        self.now.get(quantity).copied().and_then(Measured::number)
    }

    fn assets(&self) -> impl Iterator<Item = (&String, Asset)> {
        self.names.strategies.iter().map(|(name, asset)| (name, *asset))
    }

    fn parties(&self) -> impl Iterator<Item = (&String, &Party)> {
        self.names.actors.iter()
    }

    fn address(&self, party: &Party) -> Option<Address> {
        self.directory.get(&party.0).copied()
    }
}

fn sum(numbers: impl Iterator<Item = U256>) -> Result<U256, String> {
    numbers
        .into_iter()
        .try_fold(U256::ZERO, |total, n| total.checked_add(n))
        .ok_or_else(|| "the sum exceeds 256 bits".to_owned())
}

fn holdings(snapshot: &Snapshot, asset: Asset) -> Result<U256, String> {
    sum(snapshot.iter().filter_map(|(quantity, measured)| match quantity {
        Quantity::TokenBalance(_, a) | Quantity::VaultBalance(a) if *a == asset => measured.number(),
        _ => None,
    }))
}

fn tokens_are_conserved(view: &View<'_>) -> Result<(), String> {
    let Some(before) = view.before else { return Ok(()) };
    for (name, asset) in view.assets() {
        let (was, is) = (holdings(before, asset)?, holdings(view.now, asset)?);
        if was != is {
            return Err(format!("{name}: {} before, {} now", show(was), show(is)));
        }
    }
    Ok(())
}

fn strategy_is_solvent(view: &View<'_>) -> Result<(), String> {
    for (name, asset) in view.assets() {
        let total = view.number(&Quantity::TotalShares(asset));
        let balance = view.number(&Quantity::VaultBalance(asset));
        let price = view.number(&Quantity::SharePrice(asset));
        let (Some(total), Some(balance), Some(price)) = (total, balance, price) else { continue };
        // The price of one share is rounded down, so this sum is never too high by rounding; the
        // exact price carries 1000 virtual shares and tokens, hence the small allowance.
        let worth = total.checked_mul(price).map(|w| w / unit());
        let worth = worth.ok_or_else(|| format!("{name}: the worth exceeds 256 bits"))?;
        if worth > balance.saturating_add(U256::from(1_000)) {
            return Err(format!("{name}: {} owed, {} held", show(worth), show(balance)));
        }
    }
    Ok(())
}

fn claims_are_backed(view: &View<'_>) -> Result<(), String> {
    for (name, asset) in view.assets() {
        let Some(total) = view.number(&Quantity::TotalShares(asset)) else { continue };
        let claims = sum(view.now.iter().filter_map(|(quantity, measured)| match quantity {
            Quantity::WithdrawableShares(_, a)
            | Quantity::WithdrawalShares(_, a)
            | Quantity::SlashedShares(_, _, a)
                if *a == asset =>
            {
                measured.number()
            }
            _ => None,
        }))?;
        // docs/accounting.md, section 7: what is cut off when shares are queued below magnitude one.
        let entries =
            view.now.keys().filter(|q| matches!(q, Quantity::WithdrawalShares(_, a) if *a == asset));
        let excess = U256::from(if slashed(view) { entries.count() } else { 0 });
        if claims > total.saturating_add(excess) {
            return Err(format!("{name}: {} claimed of {}", show(claims), show(total)));
        }
    }
    Ok(())
}

/// Whether any magnitude is below one.
fn slashed(view: &View<'_>) -> bool {
    view.now.iter().any(|(quantity, measured)| {
        matches!(quantity, Quantity::MaxMagnitude(..)) && measured.number().is_some_and(|m| m < unit())
    })
}

fn revert_changes_nothing(view: &View<'_>) -> Result<(), String> {
    let Some(before) = view.before.filter(|_| view.reverted) else { return Ok(()) };
    for (quantity, was) in before {
        let balance = matches!(
            quantity,
            Quantity::TokenBalance(..)
                | Quantity::VaultBalance(_)
                | Quantity::DepositShares(..)
                | Quantity::TotalShares(_)
                | Quantity::OperatorShares(..)
        );
        let is = view.now.get(quantity);
        if balance && is != Some(was) {
            return Err(format!("{quantity:?}: {was:?} before, {is:?} now"));
        }
    }
    Ok(())
}

fn withdrawable_within_deposits(view: &View<'_>) -> Result<(), String> {
    for (name, party) in view.parties() {
        for (of, asset) in view.assets() {
            let deposited = view.number(&Quantity::DepositShares(party.clone(), asset));
            let withdrawable = view.number(&Quantity::WithdrawableShares(party.clone(), asset));
            let (Some(deposited), Some(withdrawable)) = (deposited, withdrawable) else { continue };
            if withdrawable > deposited {
                let (w, d) = (show(withdrawable), show(deposited));
                return Err(format!("{name} in {of}: {w} withdrawable, {d} deposited"));
            }
        }
    }
    Ok(())
}

fn operator_covers_stakers(view: &View<'_>) -> Result<(), String> {
    for (name, operator) in view.parties().filter(|(_, p)| is_operator(p)) {
        let Some(address) = view.address(operator) else { continue };
        let delegated = |party: &Party| {
            let to = view.now.get(&Quantity::DelegatedTo(party.clone()));
            to == Some(&Measured::Party(Some(address)))
        };
        for (of, asset) in view.assets() {
            let shares = view.number(&Quantity::OperatorShares(operator.clone(), asset));
            let Some(shares) = shares else { continue };
            let stakers = view.parties().map(|(_, party)| party);
            let stakers = stakers.filter(|p| is_staker(p) || is_operator(p)).filter(|p| delegated(p));
            let withdrawable =
                stakers.filter_map(|party| view.number(&Quantity::WithdrawableShares(party.clone(), asset)));
            let withdrawable = sum(withdrawable)?;
            if withdrawable > shares {
                let (w, s) = (show(withdrawable), show(shares));
                return Err(format!("{name} in {of}: {s} operator shares, {w} withdrawable"));
            }
        }
    }
    Ok(())
}

fn magnitudes_are_ordered(view: &View<'_>) -> Result<(), String> {
    for (name, operator) in view.parties().filter(|(_, p)| is_operator(p)) {
        for (of, asset) in view.assets() {
            let max = view.number(&Quantity::MaxMagnitude(operator.clone(), asset));
            let encumbered = view.number(&Quantity::EncumberedMagnitude(operator.clone(), asset));
            let free = view.number(&Quantity::AllocatableMagnitude(operator.clone(), asset));
            let (Some(max), Some(encumbered), Some(free)) = (max, encumbered, free) else {
                continue;
            };
            if encumbered > max || max > unit() || max.checked_sub(encumbered) != Some(free) {
                let [e, m, f] = [encumbered, max, free].map(show_fraction);
                return Err(format!("{name} in {of}: encumbered {e}, maximum {m}, free {f}"));
            }
        }
    }
    Ok(())
}

fn allocations_are_encumbered(view: &View<'_>) -> Result<(), String> {
    for (name, operator) in view.parties().filter(|(_, p)| is_operator(p)) {
        for (of, asset) in view.assets() {
            let encumbered = view.number(&Quantity::EncumberedMagnitude(operator.clone(), asset));
            let Some(encumbered) = encumbered else { continue };
            let allocated = sum(view.now.iter().filter_map(|(quantity, measured)| match quantity {
                Quantity::AllocatedMagnitude(p, a, _) if p == operator && *a == asset => measured.number(),
                _ => None,
            }))?;
            if allocated > encumbered {
                let [a, e] = [allocated, encumbered].map(show_fraction);
                return Err(format!("{name} in {of}: {a} allocated, {e} encumbered"));
            }
        }
    }
    Ok(())
}

fn magnitude_never_rises(view: &View<'_>) -> Result<(), String> {
    let Some(before) = view.before else { return Ok(()) };
    for (name, operator) in view.parties().filter(|(_, p)| is_operator(p)) {
        for (of, asset) in view.assets() {
            let quantity = Quantity::MaxMagnitude(operator.clone(), asset);
            let was = before.get(&quantity).copied().and_then(Measured::number);
            if let (Some(was), Some(is)) = (was, view.number(&quantity))
                && is > was
            {
                let [w, i] = [was, is].map(show_fraction);
                return Err(format!("{name} in {of}: {w} before, {i} now"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "invariants_tests.rs"]
mod tests;
