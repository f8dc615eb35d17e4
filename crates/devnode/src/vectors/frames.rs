//! Comparison of Stylus frames.

use super::{compare::Comparison, format::Frame};
use crate::{
    Receipt,
    trace::{CallTrace, StylusFrame},
};
use surety_stylus_vm::{Outcome, program_info::Inactive};

/// Names of how a run ends; any other says why the program never began.
const OUTCOMES: [&str; 5] = ["success", "revert", "failure", "out_of_ink", "out_of_stack"];

/// Compares all Stylus frames of a transaction in order of entry.
pub(super) fn compare_frames(expected: &[Frame], receipt: &Receipt, place: &str, to: &mut Comparison) {
    let got = receipt.trace.as_ref().map(CallTrace::stylus_frames).unwrap_or_default();
    to.same("number of frames", expected.len(), got.len());
    for (index, (expected, (frame, stylus))) in expected.iter().zip(got).enumerate() {
        to.at(format!("{place}, frame {index}"));
        compare_frame(expected, frame, stylus, to);
    }
    to.at(place);
}

fn compare_frame(expected: &Frame, frame: &CallTrace, stylus: &StylusFrame, to: &mut Comparison) {
    to.same("depth", expected.depth, frame.depth);
    to.same("code_address", expected.code_address.0, frame.code_address);
    to.same("acting", expected.acting.0, frame.acting);
    to.same("static", expected.is_static, frame.is_static);
    to.same("gas_in", expected.gas_in, frame.gas);
    let outcome = outcome(stylus);
    if OUTCOMES.contains(&expected.outcome.as_str()) {
        to.same("outcome", expected.outcome.as_str(), outcome);
    } else if OUTCOMES.contains(&outcome) {
        to.differs("outcome", &expected.outcome, &outcome);
    }
    to.same("gas_left", expected.gas_left, frame.gas_left);
    to.same_if_recorded("reentrant", expected.reentrant, stylus.reentrant);
    let entry = stylus.entry;
    to.same_if_recorded("open_pages", expected.open_pages, entry.map(|e| e.open_pages));
    to.same_if_recorded("ever_pages", expected.ever_pages, entry.map(|e| e.ever_pages));
    to.same_if_recorded("memory_cost", expected.memory_cost, entry.map(|e| e.memory_cost));
    to.same_if_recorded("recent_hit", expected.recent_hit, entry.map(|e| e.recent_hit));
    to.same_if_recorded("call_cost", expected.call_cost, entry.map(|e| e.call_cost));
    let run = stylus.run;
    to.same_if_recorded("ink_start", expected.ink_start, run.map(|r| r.ink_start));
    to.same_if_recorded("ink_left", expected.ink_left, run.map(|r| r.ink_left));
    let used = run.map(|r| r.ink_start.saturating_sub(r.ink_left));
    to.same_if_recorded("ink_used", expected.ink_used, used);
    to.same_if_recorded("refund", expected.refund, run.map(|r| r.refund));
    let hostio = stylus
        .hostio
        .as_ref()
        .map(|records| records.iter().map(|r| (r.name, r.ink_before, r.ink_after)).collect::<Vec<_>>());
    let recorded = expected.hostio.as_ref();
    let recorded =
        recorded.map(|all| all.iter().map(|(name, a, b)| (name.as_str(), *a, *b)).collect::<Vec<_>>());
    compare_hostio(recorded, hostio, to);
}

/// Compares host calls; a difference shows the first that differs, not the whole list.
fn compare_hostio(
    expected: Option<Vec<(&str, u64, u64)>>,
    got: Option<Vec<(&str, u64, u64)>>,
    to: &mut Comparison,
) {
    let Some(expected) = expected else { return };
    let got = got.unwrap_or_default();
    let first = (0..expected.len().max(got.len())).find(|index| expected.get(*index) != got.get(*index));
    if let Some(index) = first {
        to.differs(&format!("hostio {index}"), &expected.get(index), &got.get(index));
    }
}

fn outcome(stylus: &StylusFrame) -> &'static str {
    match (stylus.run, stylus.inactive) {
        (Some(run), _) => match run.outcome {
            Outcome::Success => "success",
            Outcome::Revert => "revert",
            Outcome::Failure => "failure",
            Outcome::OutOfInk => "out_of_ink",
            Outcome::OutOfStack => "out_of_stack",
        },
        (None, Some(inactivity)) => match inactivity.0 {
            Inactive::NotActivated => "ProgramNotActivated",
            Inactive::NeedsUpgrade { .. } => "ProgramNeedsUpgrade",
            Inactive::Expired { .. } => "ProgramExpired",
        },
        (None, None) => "OutOfGas before start",
    }
}
