//! Admins and appointees of an operator.

use crate::{GasError, stage::Stage};
use alloy_sol_types::SolCall as _;
use surety_abi::{IAllocationManager as am, IPermissionController as pc};

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    stage.join("operator1", &[1])?;
    let account = stage.at("operator1")?;
    for (add, accept, by, name) in
        [("first", "first", "operator1", "admin1"), ("second, by the admin", "second", "admin1", "admin2")]
    {
        let admin = stage.at(name)?;
        stage.measure(add, by, "pc", &pc::addPendingAdminCall { account, admin })?;
        stage.measure(accept, name, "pc", &pc::acceptAdminCall { account })?;
    }
    let (target, selector) = (stage.at("am")?, am::modifyAllocationsCall::SELECTOR.into());
    for (variant, appointee) in
        [("first", "appointee1"), ("second appointee for the same target", "appointee2")]
    {
        let appointee = stage.at(appointee)?;
        let call = pc::setAppointeeCall { account, appointee, target, selector };
        stage.measure(variant, "admin1", "pc", &call)?;
    }
    let call = stage.allocation("operator1", 1, "A", 10)?;
    stage.measure("allocate 1 strategy, first ever, by an appointee", "appointee1", "am", &call)?;
    let appointee = stage.at("appointee1")?;
    let call = pc::removeAppointeeCall { account, appointee, target, selector };
    stage.measure("", "admin1", "pc", &call)?;
    let call = pc::removeAdminCall { account, admin: stage.at("admin2")? };
    stage.measure("one of two", "admin1", "pc", &call)?;
    Ok(())
}
