//! The shared recordings: every file is read, and the library mathematics is right.

use std::path::{Path, PathBuf};
use surety_scenario::recorded::math::Accounting;
use surety_scenario::recorded::pure::PureFile;
use surety_scenario::recorded::{FixtureFile, RecordedError, Scenario};

/// The shared vectors beside the repository, if they are there.
fn shared() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/restaking");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("skipped: no shared vectors beside this repository");
    None
}

fn files(dir: &Path, prefix: &[char]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with(prefix) && name.ends_with(".json")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_recorded_scenario_is_read() {
    let Some(dir) = shared() else { return };
    let fixture = FixtureFile::load(&dir.join("fixture.json")).unwrap();
    let files = files(&dir, &['s', 'r']);
    assert!(files.len() >= 33, "{} files", files.len());
    for file in files {
        let scenario = Scenario::load(&file).unwrap();
        assert!(fixture.params(&scenario.fixture).is_some(), "{}", scenario.fixture);
    }
}

#[test]
fn library_mathematics_matches_the_recording() {
    let Some(dir) = shared() else { return };
    let pure = PureFile::load(&dir.join("pure.json")).unwrap();
    let checks = pure.check(&Accounting).unwrap_or_else(|e| panic!("{e}"));
    assert!(checks > 350, "{checks} checks");
}

#[test]
fn library_mathematics_mismatches_when_a_digit_is_changed() {
    let Some(dir) = shared() else { return };
    let text = std::fs::read_to_string(dir.join("pure.json")).unwrap();
    for (from, to) in [
        ("\"18204\"", "\"18205\""),
        ("Panic(18)", "Panic(17)"),
        ("0x370ffb84f322", "0x370ffb84f323"),
        ("0x44f9e84a0431", "0x44f9e84a0432"),
        ("0x7abeb528d6ef", "0x7abeb528d6ee"),
        ("2762101164253781612", "2762101164253781613"),
        ("14583779054894525174", "14583779054894525175"),
        ("0x14bde674c9f6", "0x14bde674c9f5"),
    ] {
        assert!(text.contains(from), "{from}");
        let changed = text.replacen(from, to, 1);
        let pure = PureFile::parse(Path::new("pure.json"), changed.as_bytes()).unwrap();
        let error = pure.check(&Accounting).unwrap_err();
        assert!(matches!(error, RecordedError::Mismatch(_)), "{from}: {error}");
    }
}

#[test]
fn fixture_is_refused_when_an_address_is_not_its_keys() {
    let Some(dir) = shared() else { return };
    let text = std::fs::read_to_string(dir.join("fixture.json")).unwrap();
    let changed = text.replacen(
        "0x0C6e3C7999902144BEA60AE40F3A79d3dEd0f841",
        "0x0C6e3C7999902144BEA60AE40F3A79d3dEd0f842",
        1,
    );
    let error = FixtureFile::parse(Path::new("fixture.json"), changed.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("actors.$staker1"), "{error}");
}

#[test]
fn scenario_is_refused_with_its_place_when_a_field_is_unknown() {
    let text = b"{\n \"id\": \"x\",\n \"titel\": \"y\"\n}";
    let error = Scenario::parse(Path::new("x.json"), text).unwrap_err();
    assert!(error.to_string().starts_with("x.json:3:"), "{error}");
    assert!(error.to_string().contains("titel"), "{error}");
}
