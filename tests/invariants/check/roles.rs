//! Who may do what.

use super::{Checked, hold};
use crate::{Deed, History, Step};
use alloy_primitives::U256;

pub(crate) fn trespassers_fail(step: &Step<'_>, _: &History) -> Checked {
    let trespass = matches!(step.deed, Deed::Trespass);
    hold!(!(trespass && step.success), "somebody did what only another may");
    Ok(())
}

/// Contract and bit that stop a deed: the delegation manager's completions, and so on.
fn stopped_by(deed: &Deed) -> Option<(usize, usize)> {
    const SM: usize = 0;
    const DM: usize = 1;
    const AM: usize = 2;
    match deed {
        Deed::Deposit { .. } => Some((SM, 0)),
        Deed::Delegate { .. } => Some((DM, 0)),
        Deed::Queue { .. } | Deed::Leave { .. } => Some((DM, 1)),
        Deed::Complete { .. } => Some((DM, 2)),
        Deed::Slash { .. } => Some((AM, 1)),
        _ => None,
    }
}

pub(crate) fn paused_means_stopped(step: &Step<'_>, _: &History) -> Checked {
    let Some((contract, bit)) = stopped_by(step.deed) else { return Ok(()) };
    let bits = step.before.paused.get(contract).copied().unwrap_or(U256::ZERO);
    hold!(!(bits.bit(bit) && step.success), "{:?} succeeded while paused", step.deed);
    Ok(())
}

pub(crate) fn pauses_change_by_pausing(step: &Step<'_>, _: &History) -> Checked {
    let (was, is) = (step.before.paused, step.after.paused);
    hold!(was == is || matches!(step.deed, Deed::Pause), "{was:?} before, {is:?} now");
    Ok(())
}

pub(crate) fn time_moves_nothing(step: &Step<'_>, _: &History) -> Checked {
    if !matches!(step.deed, Deed::Wait) {
        return Ok(());
    }
    hold!(step.before.strategies == step.after.strategies, "a strategy changed while time passed");
    for (person, (was, is)) in step.before.people.iter().zip(&step.after.people).enumerate() {
        let same = was.tokens == is.tokens && was.positions == is.positions && was.queued == is.queued;
        hold!(same, "person {person} changed while time passed");
    }
    Ok(())
}
