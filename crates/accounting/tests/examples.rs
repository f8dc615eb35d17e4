//! The formulas of `docs/accounting.md` with numbers, and the edges where each rule begins.

use alloy_primitives::U256;
use surety_accounting::allocation::{Allocation, StrategyMagnitude, modify};
use surety_accounting::history::{History, at_block, latest};
use surety_accounting::rewards::Split;
use surety_accounting::scaling::{MAX_PACKED_DEPOSIT_SHARES, MAX_SCALING_FACTOR, pack};
use surety_accounting::share_price::Pool;
use surety_accounting::slashing::slash_allocation_up;
use surety_accounting::{
    AccountingError, Assets, DepositShares, Magnitude, ScalingFactor, Shares, WAD, WadToSlash,
};

/// 2000 shares over 3000 units, the virtual ones included: a share is worth one and a half.
fn pool() -> Pool {
    Pool { total_shares: 1_000.into(), balance: 2_000.into() }
}

fn magnitudes(max: u64, encumbered: u64) -> StrategyMagnitude {
    StrategyMagnitude { max: Magnitude::new(max), encumbered: Magnitude::new(encumbered) }
}

#[test]
fn price_converts_both_ways() {
    assert_eq!(pool().to_assets_down(200.into()), Ok(300.into()));
    assert_eq!(pool().to_shares_down(300.into()), Ok(200.into()));
    assert_eq!(pool().exchange_rate_wad_down(), Ok(U256::from(WAD / 2 * 3)));
    // Both round down: 201 shares are worth 301.5 units, 301 units 200.67 shares.
    assert_eq!(pool().to_assets_down(201.into()), Ok(301.into()));
    assert_eq!(pool().to_shares_down(301.into()), Ok(200.into()));
}

#[test]
fn price_after_a_redemption_counts_what_is_left() {
    let after =
        |shares: u128, paid: u128| pool().exchange_rate_after_redeeming_wad_down(shares.into(), paid.into());
    // 1500 shares over 2250 units, then over 3000.
    assert_eq!(after(500, 750), Ok(U256::from(WAD / 2 * 3)));
    assert_eq!(after(500, 0), Ok(U256::from(2 * WAD)));
    // More than the strategy holds is possible, down to the units that nobody owns.
    assert_eq!(after(1_000, 2_500), Ok(U256::from(WAD / 2)));
    assert_eq!(after(0, 3_000), Ok(U256::ZERO));
    assert_eq!(after(0, 3_001), Err(AccountingError::Overflow));
    assert_eq!(after(2_001, 0), Err(AccountingError::Overflow));
}

#[test]
fn deposit_of_a_worked_pool_mints_at_the_price_before() {
    // 300 units arrived: 300 · 2000 / 3000.
    let arrived = Pool { balance: 2_300.into(), ..pool() };
    assert_eq!(arrived.minted_down(300.into()), Ok(200.into()));
    assert_eq!(Pool { total_shares: 1_200.into(), ..arrived }.redeemed_down(200.into()), Ok(300.into()));
}

#[test]
fn allocatable_is_what_is_not_encumbered() {
    assert_eq!(magnitudes(WAD, WAD / 4).allocatable(), Ok(Magnitude::new(WAD / 4 * 3)));
    assert_eq!(magnitudes(5, 5).allocatable(), Ok(Magnitude::ZERO));
    assert_eq!(magnitudes(4, 5).allocatable(), Err(AccountingError::Overflow));
}

#[test]
fn an_increase_may_take_all_there_is_and_no_more() {
    let timing = surety_accounting::allocation::Timing {
        now_block: 100,
        allocation_delay_blocks: 5,
        deallocation_delay_blocks: 10,
    };
    let to = |wanted| modify(magnitudes(9, 4), Allocation::default(), Magnitude::new(wanted), true, timing);
    let all = to(5).unwrap();
    assert_eq!(all.strategy, magnitudes(9, 9));
    assert_eq!((all.allocation.pending_diff, all.allocation.effect_block), (5, 105));
    assert_eq!(all.strategy.allocatable(), Ok(Magnitude::ZERO));
    assert_eq!(to(6), Err(AccountingError::InsufficientMagnitude));
}

#[test]
fn a_slash_tells_whether_a_deallocation_was_pending() {
    let half = WadToSlash::new(U256::from(WAD / 2)).unwrap();
    let slashed = |pending_diff| {
        let allocation = Allocation { current: Magnitude::new(100), pending_diff, effect_block: 9 };
        slash_allocation_up(magnitudes(400, 200), allocation, half).unwrap()
    };
    let idle = slashed(0);
    assert!(!idle.was_deallocating);
    assert_eq!(idle.strategy, magnitudes(350, 150));
    assert_eq!(idle.wad_slashed, U256::from(WAD / 8));
    // Half of a pending decrease goes as well, rounded up; a pending increase stays.
    let lowering = slashed(-31);
    assert!(lowering.was_deallocating);
    assert_eq!((lowering.allocation.pending_diff, lowering.allocation.effect_block), (-15, 9));
    let raising = slashed(31);
    assert!(!raising.was_deallocating);
    assert_eq!((raising.allocation.pending_diff, raising.allocation.current), (31, Magnitude::new(50)));
}

#[test]
fn the_bounds_of_packing_are_those_of_the_storage_word() {
    assert_eq!(MAX_SCALING_FACTOR, 10_u128.pow(36));
    assert_eq!(MAX_PACKED_DEPOSIT_SHARES, 170_141_183_460_469_231_731_687_303_715_884_105_727);
    let most = DepositShares::from(MAX_PACKED_DEPOSIT_SHARES);
    let factor = ScalingFactor::from_stored(U256::from(u128::MAX));
    assert_eq!(pack(most, factor), Ok((MAX_PACKED_DEPOSIT_SHARES, u128::MAX)));
    assert_eq!(pack(7.into(), ScalingFactor::from_stored(U256::from(9))), Ok((7, 9)));
}

#[test]
fn a_factor_scales_deposits_and_back() {
    // Joined at one half: the factor is two. 40 shares are 80 scaled, and worth 40 until a slash.
    let [half, quarter] = [2, 4].map(|part| Magnitude::new(WAD / part));
    let factor = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, 40.into(), half).unwrap();
    assert_eq!(factor.scaled_down(40.into()), Ok(80.into()));
    assert_eq!(factor.withdrawable_down(40.into(), quarter), Ok(20.into()));
    assert_eq!(factor.deposit_shares_down(20.into(), quarter), Ok(40.into()));
    // The inverse rounds down twice: half of 19 is 9, four times that is 36.
    assert_eq!(factor.deposit_shares_down(19.into(), quarter), Ok(36.into()));
}

#[test]
fn a_history_knows_whether_and_what_was_recorded() {
    let none: [(u32, Shares); 0] = [];
    assert!(History::is_empty(&none[..]));
    assert_eq!(latest(&none[..]), Ok(None));
    let one = [(7, Shares::from(3))];
    assert!(!History::is_empty(&one[..]));
    assert_eq!(History::len(&one[..]), 1);
    assert_eq!(latest(&one[..]), Ok(Some(3.into())));
    assert_eq!((at_block(&one[..], 6), at_block(&one[..], 7)), (Ok(None), Ok(Some(3.into()))));
    assert_eq!(one[..].entry(0), Ok((7, 3.into())));
    assert_eq!(one[..].entry(1), Err(AccountingError::Overflow));
}

#[test]
fn a_split_that_was_never_set_is_the_default_at_every_time() {
    let never = Split { new_bips: 400, ..Split::default() };
    assert_eq!([0, 1, u64::MAX].map(|now| never.in_force(now, 1_000)), [1_000; 3]);
    let late = never.schedule(1, u64::from(u32::MAX), 1);
    assert_eq!(late, Err(AccountingError::Overflow));
    assert_eq!(never.schedule(1, u64::MAX, 1), Err(AccountingError::Overflow));
}

#[test]
fn amounts_are_kept_as_they_are() {
    assert_eq!(Assets::from(5).add(7.into()), Ok(12.into()));
    assert_eq!(Shares::from(7).sub(5.into()), Ok(2.into()));
    assert_eq!(Magnitude::new(7).add(Magnitude::new(5)), Ok(Magnitude::new(12)));
    assert_eq!(Magnitude::new(7).shift(-5), Ok(Magnitude::new(2)));
    assert_eq!(Magnitude::new(7).shift(5), Ok(Magnitude::new(12)));
}
