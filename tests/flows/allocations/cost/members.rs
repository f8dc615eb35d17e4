//! Operators that join and leave.

use super::at_most;
use crate::stage::{Stage, nth};
use anyhow::Result;
use surety_abi::IAllocationManager as api;

#[test]
fn joining_and_leaving_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    for id in 2..=3 {
        stage.create(id, &[nth(1)])?;
    }
    let (operator, manager, avs) = (stage.operator, stage.manager, stage.avs);
    at_most(36, "first set, first member", stage.join(operator, &[1])?, 206_298)?;
    let other = stage.twins.at("operator2")?;
    stage.become_operator(other)?;
    at_most(39, "second member", stage.join(other, &[1])?, 189_198)?;
    at_most(45, "two further sets", stage.join(operator, &[2, 3])?, 330_337)?;
    let leave = |operator| {
        let params = api::DeregisterParams { operator, avs, operatorSetIds: vec![1] };
        api::deregisterFromOperatorSetsCall { params }
    };
    at_most(72, "leaving", stage.twins.must(operator, manager, &leave(operator))?, 63_868)?;
    at_most(56, "being removed", stage.twins.must(avs, manager, &leave(other))?, 61_022)?;
    stage.twins.mine(11);
    at_most(36, "joining again", stage.join(operator, &[1])?, 172_098)
}
