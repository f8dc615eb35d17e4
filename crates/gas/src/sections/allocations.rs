//! Allocations of magnitude to sets.

use super::world::{ALL, DELAY};
use crate::{GasError, stage::Stage};
use surety_abi::IAllocationManager as am;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    stage.join("operator1", &[1])?;
    stage.join("operator2", &[1])?;
    let allocate = |stage: &mut Stage<'_, '_>, variant, operator: &str, set, letters, percent| {
        let call = stage.allocation(operator, set, letters, percent)?;
        stage.measure(variant, operator, "am", &call)
    };
    let first = "operator1";
    allocate(stage, "allocate 1 strategy, first ever", first, 1, "A", 10)?;
    allocate(stage, "increase 1 strategy, steady", first, 1, "A", 20)?;
    allocate(stage, "deallocate part of 1 strategy (slashable, queued)", first, 1, "A", 10)?;
    stage.mine(DELAY);
    allocate(stage, "allocate 1 strategy, clearing one matured deallocation", first, 1, "A", 20)?;
    allocate(stage, "allocate 5 strategies, 4 of them first ever", first, 2, ALL, 10)?;
    allocate(stage, "increase 5 strategies, steady", first, 2, ALL, 20)?;
    allocate(stage, "deallocate 5 strategies instantly", first, 2, ALL, 0)?;

    let second = "operator2";
    allocate(stage, "allocate 5 strategies, first ever", second, 1, ALL, 20)?;
    allocate(stage, "deallocate part of 5 strategies (slashable, queued)", second, 1, ALL, 10)?;
    stage.mine(DELAY);
    let call = am::clearDeallocationQueueCall {
        operator: stage.at(second)?,
        strategies: stage.strategies("A")?,
        numToClear: vec![1],
    };
    stage.measure("1 strategy, 1 matured entry", second, "am", &call)?;
    Ok(())
}
