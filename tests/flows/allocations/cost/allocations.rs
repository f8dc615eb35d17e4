//! Allocations and their delay.

use super::{at_most, strategies};
use crate::stage::{Stage, nth};
use anyhow::{Result, ensure};
use surety_abi::IAllocationManager as api;

#[test]
fn allocating_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&strategies(1, 5))?;
    let operator = stage.operator;
    stage.join(operator, &[1])?;
    let first = stage.allocate(&strategies(1, 1), 100)?;
    ensure!(first.used <= 130_000, "the first allocation costs {}", first.used);
    at_most(32, "first allocation", first, 227_897)?;
    at_most(46, "increase", stage.allocate(&strategies(1, 1), 200)?, 64_751)?;
    at_most(30, "deallocation, queued", stage.allocate(&strategies(1, 1), 150)?, 102_584)?;
    stage.twins.mine(11);
    at_most(44, "allocation that clears one", stage.allocate(&strategies(1, 1), 200)?, 71_993)?;
    at_most(42, "5 strategies, 4 for the first time", stage.allocate(&strategies(1, 5), 300)?, 618_900)?;
    at_most(47, "increase of 5", stage.allocate(&strategies(1, 5), 400)?, 182_862)?;
    at_most(23, "5 deallocations, queued", stage.allocate(&strategies(1, 5), 150)?, 372_164)?;
    stage.twins.mine(11);
    let clear = api::clearDeallocationQueueCall { operator, strategies: vec![nth(1)], numToClear: vec![1] };
    let gas = stage.twins.must(operator, stage.manager, &clear)?;
    at_most(51, "clearing one", gas, 34_812)
}

#[test]
fn allocating_without_membership_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&strategies(1, 5))?;
    at_most(49, "5 strategies, all for the first time", stage.allocate(&strategies(1, 5), 300)?, 653_100)?;
    at_most(39, "5 deallocations at once", stage.allocate(&strategies(1, 5), 0)?, 191_800)
}

#[test]
fn delaying_allocations_costs_less() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let (operator, manager) = (stage.operator, stage.manager);
    let first = api::setAllocationDelayCall { operator, delay: 5 };
    at_most(43, "first delay", stage.twins.must(operator, manager, &first)?, 41_404)?;
    stage.twins.mine(20);
    let later = api::setAllocationDelayCall { operator, delay: 6 };
    at_most(43, "later delay", stage.twins.must(operator, manager, &later)?, 41_404)
}
