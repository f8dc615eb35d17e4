//! The figures as docs/order.md shows them.

use crate::{
    families::{CHANCES, play_chances, play_picked},
    judge::{Figure, Figures},
    prices,
    stage::ONE,
};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use surety_tests::root;

#[test]
fn every_order_is_within_the_bounds_that_the_docs_prove() -> Result<()> {
    let mut text = String::from(
        "| acts | orders | allocations | withdrawable | queued | operator shares | taken |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, figures) in play_picked()? {
        text.push_str(&row(name, &figures));
    }
    in_the_docs(&text)
}

#[test]
fn every_order_of_acts_by_chance_is_within_the_bounds() -> Result<()> {
    in_the_docs(&row(&format!("{CHANCES} sets by chance"), &play_chances()?))
}

#[test]
fn every_order_at_a_price_is_within_the_bounds() -> Result<()> {
    let mut text = String::from(
        "| acts | orders | payouts differ by | at most | deposits' shares differ by | at most |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, donation) in
        [("two deposits, three redemptions", 0), ("and a donation of 10 tokens", 10 * ONE)]
    {
        let spread = prices::play(donation)?;
        text.push_str(&format!(
            "| {name} | {} | {} | {} | {} | {} |\n",
            spread.orders, spread.paid, spread.paid_bound, spread.minted, spread.minted_bound
        ));
    }
    in_the_docs(&text)
}

fn row(name: &str, figures: &Figures) -> String {
    let cell = |figure: Figure| format!("{:.1} of {}; {}", figure.furthest, figure.bound, figure.spread);
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} |\n",
        figures.orders,
        cell(figures.allocations),
        cell(figures.withdrawable),
        cell(figures.queued),
        cell(figures.operator_shares),
        cell(figures.taken),
    )
}

fn in_the_docs(table: &str) -> Result<()> {
    let file = root().join("docs/order.md");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    ensure!(text.contains(table), "{} should have this:\n{table}", file.display());
    Ok(())
}
