//! Rows on the real programs, and the committed files beside one another.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::{fs, path::Path};
use surety_gas::{markdown, measure, peer::Peer, snapshot};
use surety_suite::Programs;
use surety_wasm_build::BuildOptions;

fn root() -> Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the crate lies below the root")
}

#[test]
fn rows_are_the_filters_and_uncached_only_adds_to_the_rest() -> Result<()> {
    let programs = Programs::build(&BuildOptions { root: root()?.to_owned(), ..BuildOptions::from_env()? })?;
    let peer = Peer::recorded()?;
    let mut seen = Seen(0);
    let rows = surety_devnode::with_big_stack(|| measure(programs, &peer, "AllocationDelay", &mut seen))?;
    ensure!(seen.0 == 2 && rows.len() == 2, "{rows:#?}");
    for row in rows {
        let (cached, uncached) = (row.cached, row.uncached);
        ensure!(row.operation == "setAllocationDelay", "{row:#?}");
        ensure!(uncached.gas_used > cached.gas_used + 1_000, "{row:#?}");
        ensure!(uncached.unavoidable == cached.unavoidable, "{row:#?}");
        ensure!(cached.rest() > 0, "{row:#?}");
        // One slot changed (2,900) and its event of three words: 375 + 375 + 96 × 8.
        ensure!((cached.unavoidable.writes, cached.unavoidable.logs) == (2_900, 1_518), "{row:#?}");
        ensure!(cached.execution_gas + cached.unavoidable.intrinsic == cached.gas_used, "{row:#?}");
    }
    Ok(())
}

/// Counts rows.
struct Seen(usize);

impl surety_gas::Progress for Seen {
    fn measured(&mut self, _: &surety_gas::Row) {
        self.0 += 1;
    }
}

#[test]
fn rows_that_are_unlike_the_peers_are_refused() -> Result<()> {
    let build = || -> Result<Programs> {
        Ok(Programs::build(&BuildOptions { root: root()?.to_owned(), ..BuildOptions::from_env()? })?)
    };
    let refusal = |change: fn(&mut Peer)| -> Result<String> {
        let mut peer = Peer::recorded()?;
        change(&mut peer);
        let result = surety_devnode::with_big_stack(|| {
            measure(build()?, &peer, "TVLLimits", &mut ()).map_err(anyhow::Error::from)
        });
        Ok(result.err().context("it was accepted")?.to_string())
    };
    let text = refusal(|peer| peer.rows[9].calldata_bytes += 32)?;
    ensure!(text.contains("100 bytes of calldata instead of 132"), "{text}");
    let text = refusal(|peer| peer.rows[9].log_gas += 8)?;
    ensure!(text.contains("4 logs of 5798 gas instead of 4 of 5806"), "{text}");
    let text = refusal(|peer| peer.rows[9].variant = "third".to_owned())?;
    ensure!(text.contains("third: the section plays"), "{text}");
    Ok(())
}

#[test]
fn page_shows_the_snapshot() -> Result<()> {
    let table = snapshot::parse(&fs::read_to_string(root()?.join(snapshot::FILE))?)?;
    let page = fs::read_to_string(root()?.join(markdown::FILE))?;
    ensure!(
        page == markdown::page(&table),
        "{} is not the snapshot's: run `surety gas --update`",
        markdown::FILE
    );
    Ok(())
}

#[test]
fn snapshot_has_the_peers_rows() -> Result<()> {
    let table = snapshot::parse(&fs::read_to_string(root()?.join(snapshot::FILE))?)?;
    let peer = Peer::recorded()?;
    ensure!(table.rows.len() == peer.rows.len(), "{} rows", table.rows.len());
    for (ours, peer) in table.rows.iter().zip(&peer.rows) {
        ensure!(ours.title() == peer.title(), "{} instead of {}", ours.title(), peer.title());
        let figures = (ours.peer.gas_used, ours.peer.execution_gas);
        ensure!(figures == (peer.gas_used, peer.execution_gas), "{}: {figures:?}", ours.title());
    }
    Ok(())
}

#[test]
fn peers_figures_are_the_recorded_ones() -> Result<()> {
    let file = root()?.join("../shared/vectors/peer-gas/eigenlayer-gas.json");
    if !file.is_file() {
        println!("skipped: no recorded gas beside this repository ({})", file.display());
        return Ok(());
    }
    let recorded: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let peer = serde_json::to_value(Peer::recorded()?)?;
    ensure!(peer["source"] == recorded["meta"]["measured"] && peer["evm"] == recorded["meta"]["evm"]);
    let rows = |file: &Value| file["rows"].as_array().cloned().context("no rows");
    let (ours, theirs) = (rows(&peer)?, rows(&recorded)?);
    ensure!(ours.len() == theirs.len(), "{} rows of {}", ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        for (field, value) in ours.as_object().context("a row is no object")? {
            let expected = if field == "logGas" { &theirs["gasByKind"]["log"] } else { &theirs[field] };
            ensure!(value == expected, "{}: {field} is {value} instead of {expected}", ours["operation"]);
        }
    }
    Ok(())
}
