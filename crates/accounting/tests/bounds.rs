//! The rounding errors that `docs/accounting.md` derives, each as an inequality of whole numbers.

use alloy_primitives::{U256, U512};
use proptest::prelude::*;
use surety_accounting::allocation::{Allocation, StrategyMagnitude};
use surety_accounting::queue::QueueTotals;
use surety_accounting::rewards::{PROTOCOL_FEE_BIPS, protocol_fee_down};
use surety_accounting::share_price::{Pool, VIRTUAL_ASSETS, VIRTUAL_SHARES};
use surety_accounting::slashing::{slash_allocation_up, slashed_shares_down};
use surety_accounting::stake::minimum_stake_down;
use surety_accounting::{Assets, DepositShares, Magnitude, ScalingFactor, Shares, WAD, WadToSlash};

fn wide(x: U256) -> U512 {
    U512::from(x)
}

fn wad() -> U512 {
    U512::from(WAD)
}

fn magnitude() -> impl Strategy<Value = Magnitude> {
    prop_oneof![1..=WAD, 1..=1000_u64, WAD - 1000..=WAD].prop_map(Magnitude::new)
}

fn amount() -> impl Strategy<Value = u128> {
    prop_oneof![1..=1000_u128, 1..=10_u128.pow(27), 1..10_u128.pow(36)]
}

/// The factor of a staker who joined under `joined`.
fn factor(held: u128, joined: Magnitude) -> ScalingFactor {
    ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, held.into(), joined).unwrap()
}

/// A pool with its virtual shares and token units.
fn virtual_pool(pool: Pool) -> (U512, U512) {
    (wide(pool.total_shares.get() + VIRTUAL_SHARES), wide(pool.balance.get() + VIRTUAL_ASSETS))
}

proptest! {
    /// SV-4: depositing and redeeming at once loses less than the price of a share and one unit.
    #[test]
    fn round_trip_loses_less_than_a_share_and_a_unit(
        shares in 0..10_u128.pow(36), balance in 0..10_u128.pow(36), amount in amount(),
    ) {
        let arrived = Pool { total_shares: shares.into(), balance: (balance + amount).into() };
        let Ok(minted) = arrived.minted_down(amount.into()) else { return Ok(()) };
        let after = Pool { total_shares: arrived.total_shares.add(minted).unwrap(), ..arrived };
        let lost = Assets::from(amount).sub(after.redeemed_down(minted).unwrap()).unwrap();
        let (n, v) = virtual_pool(after);
        prop_assert!(wide(lost.get()) * n < v + n);
    }

    /// SV-5: who deposits, donates and redeems after `j` others have deposited gains less than
    /// j · P - (N + 1000)(P - P₀), with P₀ the price before and P the price after. So raising the
    /// price by a donation costs more than it brings as long as there are fewer than 1000 others.
    #[test]
    fn a_donation_does_not_pay(
        shares in 0..10_u128.pow(9), premium in 0..10_u128.pow(9), own in 1..10_u128.pow(9),
        donated in 0..10_u128.pow(12), others in proptest::collection::vec(1..10_u128.pow(12), 0..9),
    ) {
        let before = Pool { total_shares: shares.into(), balance: (shares + premium).into() };
        let arrived = Pool { balance: (shares + premium + own).into(), ..before };
        let Ok(mine) = arrived.minted_down(own.into()) else { return Ok(()) };
        let mut pool = Pool {
            total_shares: before.total_shares.add(mine).unwrap(),
            balance: arrived.balance.add(donated.into()).unwrap(),
        };
        let mut deposits = 0_u64;
        for other in others {
            let arrived = Pool { balance: pool.balance.add(other.into()).unwrap(), ..pool };
            if let Ok(minted) = arrived.minted_down(other.into()) {
                pool = Pool { total_shares: pool.total_shares.add(minted).unwrap(), ..arrived };
                deposits += 1;
            }
        }
        let paid = wide(pool.redeemed_down(mine).unwrap().get());
        let ((n_before, v_before), (n, v)) = (virtual_pool(before), virtual_pool(pool));
        let spent = U512::from(own + donated);
        prop_assert!(paid * n + n_before * v <= (spent + v_before) * n + U512::from(deposits) * v);
    }

    /// DM-9: withdrawable shares fall short of s · k · f by less than 1 + f.
    #[test]
    fn withdrawable_is_within_two_of_exact(held in amount(), joined in magnitude(), slash in magnitude()) {
        let (k, f) = (factor(held, joined), joined.min(slash));
        let exact = U512::from(held) * wide(k.get()) * U512::from(f.get());
        let rounded = wide(k.withdrawable_down(held.into(), f).unwrap().get()) * wad() * wad();
        prop_assert!(rounded <= exact);
        prop_assert!(exact - rounded < wad() * wad() + U512::from(f.get()) * wad());
    }

    /// DM-10: shares that are added lose less than (1 + f)(1 + s / 1e18) to rounding, with s the
    /// deposit shares afterwards.
    #[test]
    fn an_increase_loses_little(
        held in prop_oneof![Just(0), amount()], added in amount(), joined in magnitude(), slash in magnitude(),
    ) {
        let k = if held == 0 { ScalingFactor::ONE } else { factor(held, joined) };
        let f = joined.min(slash);
        let before = k.withdrawable_down(held.into(), f).unwrap();
        let Ok(updated) = k.after_increase_down(held.into(), added.into(), f) else { return Ok(()) };
        let all = DepositShares::from(held + added);
        let after = updated.withdrawable_down(all, f).unwrap();
        let lost = before.add(added.into()).unwrap().sub(after).unwrap();
        let bound = (wad() + U512::from(f.get())) * (wad() + wide(all.get()));
        prop_assert!(wide(lost.get()) * wad() * wad() < bound);
    }

    /// DM-11: deposit shares computed back from withdrawable ones fall short by less than
    /// (1 + 1/k)(1 + 1/f).
    #[test]
    fn the_inverse_loses_little(held in amount(), joined in magnitude(), slash in magnitude()) {
        let (k, f) = (factor(held, joined), joined.min(slash));
        let withdrawable = k.withdrawable_down(held.into(), f).unwrap();
        let back = k.deposit_shares_down(withdrawable, f).unwrap();
        let short = wide(DepositShares::from(held).get() - back.get());
        let (k, f) = (wide(k.get()), U512::from(f.get()));
        prop_assert!(short * k * f < (k + wad()) * (f + wad()));
    }

    /// SL-3: operator shares lost to a slash are the exact part, less than one share short.
    #[test]
    fn slashed_shares_are_within_one_of_exact(shares in 0..10_u128.pow(38), a in magnitude(), b in magnitude()) {
        let (before, after) = (a.max(b), a.min(b));
        let lost = slashed_shares_down(shares.into(), before, after).unwrap();
        let exact = U512::from(shares) * U512::from(before.get() - after.get());
        let rounded = wide(lost.get()) * U512::from(before.get());
        prop_assert!(rounded <= exact && exact < rounded + U512::from(before.get()));
    }

    /// SL-4: what the queue loses is the exact part, less than two shares short.
    #[test]
    fn lost_queue_shares_are_within_two_of_exact(queued in 0..10_u128.pow(38), a in magnitude(), b in magnitude()) {
        let (before, after) = (a.max(b), a.min(b));
        let lost = QueueTotals { latest: queued.into(), ..QueueTotals::default() }.lost_down(before, after).unwrap();
        let exact = U512::from(queued) * U512::from(before.get() - after.get());
        let rounded = wide(lost.get()) * wad();
        prop_assert!(rounded <= exact && exact < rounded + wad() + wad());
    }

    /// AM-5: a slash takes the part of the allocation that was asked for, and less than one unit of
    /// magnitude more.
    #[test]
    fn slashed_magnitude_is_within_one_of_exact(current in 1..=WAD, wad_to_slash in 1..=WAD) {
        let strategy = StrategyMagnitude { max: Magnitude::ONE, encumbered: Magnitude::new(current) };
        let allocation = Allocation { current: Magnitude::new(current), ..Allocation::default() };
        let slash =
            slash_allocation_up(strategy, allocation, WadToSlash::new(U256::from(wad_to_slash)).unwrap()).unwrap();
        let taken = u128::from(current - slash.allocation.current.get()) * u128::from(WAD);
        let exact = u128::from(current) * u128::from(wad_to_slash);
        prop_assert!(exact <= taken && taken < exact + u128::from(WAD));
    }

    /// AM-6: slashable stake falls short of S · current / max by less than 1 + S / 1e18.
    #[test]
    fn stake_is_near_its_exact_part(shares in 0..10_u128.pow(38), max in magnitude(), part in 0..=WAD) {
        let current = part.min(max.get());
        let allocation = Allocation { current: Magnitude::new(current), ..Allocation::default() };
        let stake = minimum_stake_down(shares.into(), allocation, max, 1).unwrap();
        let (shares, max) = (U512::from(shares), U512::from(max.get()));
        let short = shares * U512::from(current) * wad() - wide(stake.get()) * max * wad();
        prop_assert!(short < max * (wad() + shares));
    }

    /// RW-1: the fee is a fifth, less than one unit short; taken per operator it is less than the
    /// number of operators short of the fee on the sum.
    #[test]
    fn fees_are_within_one_of_exact(amounts in proptest::collection::vec(1..10_u128.pow(36), 1..20)) {
        let fee = |amount: u128| protocol_fee_down(amount.into()).unwrap().get();
        for amount in &amounts {
            let exact = U256::from(*amount) * U256::from(PROTOCOL_FEE_BIPS);
            let rounded = fee(*amount) * U256::from(10_000);
            prop_assert!(rounded <= exact && exact < rounded + U256::from(10_000));
        }
        let apart: U256 = amounts.iter().map(|amount| fee(*amount)).sum();
        let together = fee(amounts.iter().sum());
        prop_assert!(apart <= together && together - apart < U256::from(amounts.len()));
    }

    /// DM-9 for the queue: shares queued and completed under one magnitude lose nothing, under a
    /// lower one they are the exact part, less than one share short.
    #[test]
    fn queued_shares_are_within_one_of_exact(scaled in amount(), f in magnitude()) {
        let worth: Shares = surety_accounting::ScaledShares::from(scaled).slashed_down(f).unwrap();
        let exact = U512::from(scaled) * U512::from(f.get());
        let rounded = wide(worth.get()) * wad();
        prop_assert!(rounded <= exact && exact < rounded + wad());
    }
}
