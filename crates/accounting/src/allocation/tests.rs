//! Allocation and deallocation, by example and by invariant.

use super::*;
use crate::WAD;
use proptest::prelude::*;
use std::vec::Vec;

const TIMING: Timing = Timing { now_block: 100, allocation_delay_blocks: 5, deallocation_delay_blocks: 10 };
const FRESH: StrategyMagnitude = StrategyMagnitude { max: Magnitude::ONE, encumbered: Magnitude::ZERO };
const QUARTER: Magnitude = Magnitude::new(WAD / 4);
const HALF: Magnitude = Magnitude::new(WAD / 2);

fn allocated(current: Magnitude) -> (StrategyMagnitude, Allocation) {
    (StrategyMagnitude { encumbered: current, ..FRESH }, Allocation { current, ..Allocation::default() })
}

#[test]
fn increase_encumbers_at_once_and_counts_after_the_delay() {
    let made = modify(FRESH, Allocation::default(), HALF, true, TIMING).unwrap();
    assert_eq!(made.strategy.encumbered, HALF);
    assert_eq!((made.allocation.effect_block, made.is_queued), (105, false));
    let before = made.allocation.updated(made.strategy, 104).unwrap();
    assert_eq!(before, (made.strategy, made.allocation));
    let (strategy, after) = made.allocation.updated(made.strategy, 105).unwrap();
    assert_eq!(strategy, made.strategy);
    assert_eq!(after, Allocation { current: HALF, ..Allocation::default() });
}

#[test]
fn decrease_waits_when_slashable() {
    let (strategy, allocation) = allocated(HALF);
    let made = modify(strategy, allocation, QUARTER, true, TIMING).unwrap();
    assert_eq!((made.strategy, made.is_queued), (strategy, true));
    assert_eq!(made.allocation.effect_block, 111);
    assert_eq!(made.allocation.updated(strategy, 110).unwrap().1.current, HALF);
    let (strategy, after) = made.allocation.updated(strategy, 111).unwrap();
    assert_eq!((strategy.encumbered, after.current), (QUARTER, QUARTER));
}

#[test]
fn decrease_frees_at_once_when_not_slashable() {
    let (strategy, allocation) = allocated(HALF);
    let made = modify(strategy, allocation, Magnitude::ZERO, false, TIMING).unwrap();
    assert_eq!((made.strategy.encumbered, made.is_queued), (Magnitude::ZERO, false));
    assert_eq!(made.allocation, Allocation { effect_block: 100, ..Allocation::default() });
    assert_eq!(made.allocation.listing(), Listing::Unlisted);
}

#[test]
fn modify_fails_when_pending_or_same_or_too_large() {
    let (strategy, allocation) = allocated(HALF);
    let pending = Allocation { effect_block: 101, ..allocation };
    let modify = |allocation, wanted, timing| modify(strategy, allocation, wanted, true, timing);
    assert_eq!(modify(pending, HALF, TIMING), Err(AccountingError::ModificationAlreadyPending));
    assert_eq!(modify(allocation, HALF, TIMING), Err(AccountingError::SameMagnitude));
    let over = Magnitude::new(WAD + 1);
    assert_eq!(modify(allocation, over, TIMING), Err(AccountingError::InsufficientMagnitude));
    let vast = Magnitude::new(u64::MAX);
    assert_eq!(modify(allocation, vast, TIMING).map(|_| ()), Err(AccountingError::InsufficientMagnitude));
    let partly = Allocation { current: QUARTER, ..Allocation::default() };
    assert_eq!(modify(partly, vast, TIMING), Err(AccountingError::Exceeds64Bits));
    let late = Timing { allocation_delay_blocks: u32::MAX, ..TIMING };
    assert_eq!(modify(allocation, Magnitude::ONE, late), Err(AccountingError::Overflow));
}

#[test]
fn listing_follows_what_is_left() {
    let (_, allocation) = allocated(HALF);
    assert_eq!(allocation.listing(), Listing::Unchanged);
    assert_eq!(Allocation { pending_diff: -1, ..allocation }.listing(), Listing::Listed);
    assert_eq!(Allocation::default().listing(), Listing::Unlisted);
}

proptest! {
    /// AM-3: however allocations to several sets are changed over time, encumbered magnitude is
    /// their sum (with increases counted at once and decreases when in force) and never exceeds
    /// the magnitude.
    #[test]
    fn encumbered_is_the_sum_of_allocations(
        steps in proptest::collection::vec((0..3_usize, 0..=WAD, any::<bool>(), 0..8_u32), 1..40),
    ) {
        let mut strategy = FRESH;
        let mut sets = [Allocation::default(); 3];
        let mut now_block = 1;
        for (set, wanted, is_slashable, blocks) in steps {
            now_block += blocks;
            for allocation in &mut sets {
                (strategy, *allocation) = allocation.updated(strategy, now_block).unwrap();
            }
            let timing = Timing { now_block, ..TIMING };
            if let Ok(made) = modify(strategy, sets[set], Magnitude::new(wanted), is_slashable, timing) {
                strategy = made.strategy;
                sets[set] = made.allocation;
            }
            let promised = |a: &Allocation| a.current.get().max(a.target().unwrap().get());
            prop_assert_eq!(strategy.encumbered.get(), sets.iter().map(promised).sum::<u64>());
            prop_assert!(strategy.encumbered <= strategy.max);
            let targets: Vec<_> = sets.iter().map(|a| a.target().is_ok()).collect();
            prop_assert!(targets.iter().all(|ok| *ok));
        }
    }
}
