//! Recorded executions: the shared ones, if they are at hand, and a small one of our own.

use anyhow::{Result, ensure};
use std::path::Path;
use surety_devnode::vectors::{Checker, VectorError, check_dir, files_of};

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
    ensure!(
        report.is_exact(),
        "{} mismatches, {} unreadable",
        report.totals.mismatches,
        report.totals.unreadable
    );
    ensure!(report.totals.calls > 0 && report.totals.activations > 0, "nothing was checked");
    Ok(())
}

/// A recording of two calls of the smallest program, made by this chain.
const SMALL: &str = include_str!("small.json");

fn check(text: &str) -> Result<surety_devnode::vectors::FileReport> {
    let dir = std::env::temp_dir().join(format!("devnode-vectors-{}", std::process::id()));
    std::fs::create_dir_all(&dir)?;
    // Tests run side by side.
    let file = dir.join(format!("{}.json", alloy_primitives::keccak256(text)));
    std::fs::write(&file, text)?;
    let report = Checker::default().check_file(&file);
    std::fs::remove_file(&file)?;
    Ok(report)
}

#[test]
fn a_recording_matches() -> Result<()> {
    let report = check(SMALL)?;
    assert!(report.is_exact(), "{report} {:?}", report.mismatches);
    assert_eq!((report.calls, report.activations), (2, 1));
    Ok(())
}

#[test]
fn every_changed_figure_is_found() -> Result<()> {
    let changes = [
        ("\"gas_used\": 30214", "\"gas_used\": 30215", "call 0", "gas_used"),
        ("\"recent_hit\": true", "\"recent_hit\": false", "call 1, frame 0", "recent_hit"),
        ("\"ink_used\": 2452", "\"ink_used\": 2453", "call 0, frame 0", "ink_used"),
        ("\"reentrant\": false", "\"reentrant\": true", "call 0, frame 0", "reentrant"),
        ("\"hostio\": []", "\"hostio\": [[\"read_args\", 2, 1]]", "call 0, frame 0", "hostio 0"),
        ("\"status\": \"success\"", "\"status\": \"revert\"", "call 0", "status"),
        (
            "\"logs\": []",
            "\"logs\": [{\"address\": \"0x0000000000000000000000000000000000000001\", \"topics\": [], \"data\": \"0x\"}]",
            "call 0",
            "logs",
        ),
        ("\"init_cost\": 18", "\"init_cost\": 19", "program 0 (noop)", "activation.init_cost"),
        (
            "\"data_fee\": \"43607190175334\"",
            "\"data_fee\": \"43607190175335\"",
            "program 0 (noop)",
            "activation.data_fee",
        ),
        ("\"status\": \"ok\"", "\"status\": \"error\", \"takes_all_gas\": true", "", ""),
    ];
    for (from, to, place, field) in changes {
        assert!(SMALL.contains(from), "{from}");
        let report = check(&SMALL.replacen(from, to, 1))?;
        assert!(!report.is_exact(), "{to}");
        let Some(mismatch) = report.mismatches.first() else {
            assert!(place.is_empty() && report.error.is_some(), "{to}");
            continue;
        };
        assert_eq!((&*mismatch.place, &*mismatch.field), (place, field));
    }
    Ok(())
}

#[test]
fn malformed_files_are_named_with_their_place() -> Result<()> {
    let cases = [
        ("\"chain_id\"", "\"chain_identity\"", "unknown field `chain_identity`"),
        ("\"calldata\": \"0x\"", "\"calldata\": \"0xzz\"", "line"),
        ("\"gas\": 5000000", "\"gas\": -1", "line"),
        ("\"gas\": 5000000", "\"gas\": 20000", "call 0: gas limit 20000 is below"),
        ("\"arbos_version\": 60", "\"arbos_version\": 9", "ArbOS 9 is not supported"),
    ];
    for (from, to, message) in cases {
        let error = check(&SMALL.replacen(from, to, 1))?.error.expect("can't be run");
        assert!(error.contains(message) && error.contains(".json"), "{error}");
    }
    assert!(check("{")?.error.is_some_and(|error| error.contains("line 1")));
    assert!(matches!(files_of(Path::new("/nowhere")), Err(VectorError::Io { .. })));
    Ok(())
}
