//! Code that the core calls and does not trust: registrars, signers, share hooks. Whatever it does, it
//! blocks no slash and no exit that the peer's semantics do not let it block.
//!
//! The case: Certora's audit of EigenLayer's duration vaults in 2026 found that whoever ends a vault's term
//! with just too little gas makes the calls that free its stake fail, unnoticed and for good.

mod acts;
mod moods;
mod reentry;

use crate::hostile::stage::Stage;
use acts::{ACTS, is_open};
use anyhow::{Context as _, Result, ensure};
use moods::{MOODS, Mood};
use std::fs;
use surety_devnode::with_big_stack;
use surety_tests::root;

#[test]
fn each_hook_blocks_what_the_table_says() -> Result<()> {
    with_big_stack(|| {
        let mut stage = Stage::set_up()?;
        let mut wrong = Vec::new();
        for act in ACTS {
            for (mood, expected) in MOODS.into_iter().zip(act.goes) {
                let mut stage = stage.fork();
                let receipt =
                    act.play(&mut stage, mood).with_context(|| format!("{}, {mood:?}", act.name))?;
                if receipt.is_success() != expected {
                    wrong.push(format!("{}, {mood:?}: {:?} {}", act.name, receipt.status, receipt.output));
                }
                if act.name.contains("markMatured") {
                    ensure!(is_open(&mut stage)?, "{mood:?}: the vault is still locked");
                }
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
}

#[test]
fn docs_show_the_table() -> Result<()> {
    let file = root().join("docs/hooks.md");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let names: Vec<_> = MOODS.into_iter().map(Mood::name).collect();
    let mut table =
        format!("| act | asks | {} |\n| --- | --- |{}\n", names.join(" | "), " --- |".repeat(names.len()));
    for act in ACTS {
        let words: Vec<_> = act.goes.into_iter().map(|goes| if goes { "goes" } else { "blocked" }).collect();
        table.push_str(&format!("| {} | {} | {} |\n", act.name, act.asks, words.join(" | ")));
    }
    ensure!(text.contains(&table), "{} should have this table:\n{table}", file.display());
    Ok(())
}

/// The table of what goes is in the docs.
#[test]
fn hook_that_enters_any_contract_takes_nothing_from_others() -> Result<()> {
    with_big_stack(|| {
        let file = root().join("docs/hooks.md");
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let table = reentry::table(&mut Stage::set_up()?)?;
        ensure!(text.contains(&table), "{} should have this table:\n{table}", file.display());
        Ok(())
    })
}
