//! The recorded library mathematics: every case of every `pure*.json`.

use alloy_primitives::U256;
use anyhow::{Context as _, Result, anyhow, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use surety_accounting::slashing::slashed_shares_down;
use surety_accounting::{
    AccountingError, DepositShares, Magnitude, ScaledShares, ScalingFactor, Shares, wad,
};

/// Recordings live outside the repository; without them there is nothing to compare.
const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors/restaking");

#[test]
fn formulas_reproduce_the_recorded_library() -> Result<()> {
    let files = pure_files(Path::new(VECTORS))?;
    if files.is_empty() {
        println!("skipped: no recorded mathematics at {VECTORS}");
        return Ok(());
    }
    for file in files {
        let recorded: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let mut cases = 0;
        for (function, list) in recorded["math"].as_object().context("math is not an object")? {
            for case in list.as_array().context("cases are not a list")? {
                check(function, case).with_context(|| format!("{}: {function} {case}", file.display()))?;
                cases += 1;
            }
        }
        println!("{}: {cases} cases", file.display());
        ensure!(cases > 0, "{} has no mathematics", file.display());
    }
    Ok(())
}

fn pure_files(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("pure") && name.ends_with(".json") {
            files.push(path);
        }
    }
    Ok(files)
}

fn check(function: &str, case: &Value) -> Result<()> {
    let args = case["args"].as_array().context("args")?;
    let args = args.iter().map(number).collect::<Result<Vec<_>>>()?;
    let got = match evaluate(function, &args)? {
        Ok(value) => value.to_string(),
        Err(AccountingError::Overflow) => "Panic(17)".to_owned(),
        Err(AccountingError::DivisionByZero) => "Panic(18)".to_owned(),
        Err(AccountingError::MulDivOverflow) => "Error(\"Math: mulDiv overflow\")".to_owned(),
        Err(other) => format!("{other:?}"),
    };
    let want = case["result"].as_str().or(case["revert"].as_str()).context("no expectation")?;
    ensure!(got == want || got == want.trim_end_matches("()"), "gave {got}, recorded {want}");
    Ok(())
}

fn number(value: &Value) -> Result<U256> {
    let text = value.as_str().context("not a string")?;
    text.parse().map_err(|error| anyhow!("{text}: {error}"))
}

fn evaluate(function: &str, args: &[U256]) -> Result<surety_accounting::Result<U256>> {
    let factor = |stored: U256| ScalingFactor::from_stored(stored);
    let magnitude =
        |wad: U256| u64::try_from(wad).map(Magnitude::new).map_err(|error| anyhow!("{wad}: {error}"));
    Ok(match (function, args) {
        ("mulWad", &[x, y]) => wad::mul_wad_down(x, y),
        ("mulWadRoundUp", &[x, y]) => wad::mul_wad_up(x, y),
        ("divWad", &[x, y]) => wad::div_wad_down(x, y),
        ("calcWithdrawable", &[k, s, f]) => {
            factor(k).withdrawable_down(DepositShares::new(s), magnitude(f)?).map(Shares::get)
        }
        ("calcDepositShares", &[k, a, f]) => {
            factor(k).deposit_shares_down(Shares::new(a), magnitude(f)?).map(DepositShares::get)
        }
        ("scaleForQueueWithdrawal", &[k, s]) => {
            factor(k).scaled_down(DepositShares::new(s)).map(ScaledShares::get)
        }
        ("scaleForCompleteWithdrawal", &[scaled, f]) => {
            ScaledShares::new(scaled).slashed_down(magnitude(f)?).map(Shares::get)
        }
        ("calcSlashedAmount", &[shares, before, after]) => {
            slashed_shares_down(Shares::new(shares), magnitude(before)?, magnitude(after)?).map(Shares::get)
        }
        ("updateDsf", &[k, held, added, f]) => factor(k)
            .after_increase_down(DepositShares::new(held), Shares::new(added), magnitude(f)?)
            .map(ScalingFactor::get),
        _ => bail!("unknown function or wrong number of arguments"),
    })
}
