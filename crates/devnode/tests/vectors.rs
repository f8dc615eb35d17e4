//! The recorded executions of Stylus programs, if they are at hand.

use anyhow::{Result, ensure};
use std::path::Path;
use surety_devnode::vectors::check_dir;

#[test]
fn recorded_executions_are_matched_exactly() -> Result<()> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/stylus");
    if !dir.is_dir() {
        println!("skipped: no recorded executions in {}", dir.display());
        return Ok(());
    }
    let report = check_dir(&dir)?;
    for file in &report.files {
        println!("{file}");
        if let Some(mismatch) = file.mismatches.first() {
            println!("{mismatch}");
        }
    }
    println!("{}", report.totals);
    ensure!(report.is_exact(), "{} mismatches, {} unreadable", report.totals.mismatches, report.totals.unreadable);
    ensure!(report.totals.calls > 0 && report.totals.activations > 0, "nothing was checked");
    Ok(())
}
