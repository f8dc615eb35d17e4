//! The page of the invariants, from their list.

use crate::outputs::Outputs;
use anyhow::Result;
use std::{fmt::Write as _, path::Path};
use surety_invariants::{Invariant, SPEC, Where};

const HEAD: &str = "\
# Invariants

What must always hold. The list is [tests/invariants/spec.rs](../tests/invariants/spec.rs); this page is
made from it by `cargo xtask docs`. Notation and proofs are in [accounting.md](accounting.md): N shares and V
tokens of a strategy, s deposit shares, a withdrawable shares, k scaling factor, f slashing factor, m maximum
magnitude, e encumbered, c allocated, S operator shares, q queued worth, B shares that wait to be burned,
W the delay; a prime marks the state after the step.

";

const TAIL: &str = "
*Every step* means: after every transaction and every lapse of time in the random lives of
`surety fuzz` and `cargo test -p surety-lives`, on what the compiled programs' own views show before and after
it. The model is compared in the same step, so each of these holds for both. That every check can fail is
itself tested (`each_check_bites`), and so is that every test and story named here exists
(`every_place_exists`).
";

/// Makes the page.
pub(crate) fn add(outputs: &mut Outputs) -> Result<()> {
    let mut page = HEAD.to_owned();
    let seen = SPEC.iter().filter(|invariant| invariant.check.is_some()).count();
    writeln!(page, "{} invariants, {seen} of them checked after every step.\n", SPEC.len())?;
    writeln!(page, "| name | says | formula | enforced |\n| --- | --- | --- | --- |")?;
    for invariant in SPEC {
        let Invariant { name, sentence, formula, .. } = invariant;
        writeln!(page, "| {name} | {sentence} | {} | {} |", formula.replace('|', "\\|"), places(invariant))?;
    }
    page.push_str(TAIL);
    outputs.add("docs/invariants.md".to_owned(), page);
    Ok(())
}

fn places(invariant: &Invariant) -> String {
    let step = invariant.check.map(|_| "every step".to_owned());
    let shown = invariant.shown.iter().map(|place| match place {
        Where::Test(file, name) => format!("[`{name}`](../{file})"),
        Where::Story(file) => {
            let name = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
            format!("[{}](../{file})", name.unwrap_or_default())
        }
    });
    step.into_iter().chain(shown).collect::<Vec<_>>().join("; ")
}
