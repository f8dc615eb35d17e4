//! Plays all sections and collects what they cost.

use crate::{
    Cost, GasError, PeerCost, Row,
    breakdown::{Accounts, log_gas, unavoidable},
    peer::{Peer, PeerRow, title},
    sections::SECTIONS,
    stage::Stage,
};
use alloy_primitives::{Address, hex};
use surety_devnode::{CallScheme, Chain, Receipt, TraceLevel, Tx, TxOptions, trace::CallTrace};
use surety_scenario::{
    interfaces::Interfaces, recorded::fixture::DOMAIN_NAME, story::cast::default_params, world::WorldParams,
};
use surety_suite::{Programs, Worlds};

/// Base price of a transaction, gas.
const BASE: u64 = 21_000;
/// A zero byte of calldata, and any other, gas.
const CALLDATA: (u64, u64) = (4, 16);
/// `BeaconUpgraded(address indexed beacon)`, gas.
const BEACON_LOG: u64 = 3 * 375;

/// Follows a measurement.
pub trait Progress {
    /// A row was measured.
    fn measured(&mut self, row: &Row);
}

/// Nobody looks.
impl Progress for () {
    fn measured(&mut self, _: &Row) {}
}

/// Measures all rows whose title contains `filter` (any if it is empty), in the peer's order.
///
/// Wrap it in [`surety_devnode::with_big_stack`] for speed.
///
/// # Errors
/// [`GasError`] if an operation fails or is not what the peer's row says.
pub fn measure(
    programs: Programs,
    peer: &Peer,
    filter: &str,
    progress: &mut dyn Progress,
) -> Result<Vec<Row>, GasError> {
    let wanted = filter.to_lowercase();
    let addresses: Vec<Address> = programs.addresses().collect();
    let worlds = Worlds::new(programs);
    let mut recorder = Recorder {
        interfaces: Interfaces::suite()?,
        programs: addresses,
        wanted,
        left: &peer.rows,
        rows: Vec::new(),
        progress,
    };
    for section in SECTIONS {
        let (rows, rest) = recorder.left.split_at_checked(section.rows).ok_or_else(|| GasError::Row {
            row: section.name.to_owned(),
            reason: "the peer has fewer rows".to_owned(),
        })?;
        if rows.iter().any(|row| recorder.wants(row)) {
            let mut stage = Stage::new(worlds.wasm(&params())?, &mut recorder);
            (section.play)(&mut stage)?;
        }
        if recorder.left.len() > rest.len() && rows.iter().any(|row| recorder.wants(row)) {
            let row = recorder.left.first().map(PeerRow::title).unwrap_or_default();
            return Err(GasError::Row { row, reason: format!("not played in section {}", section.name) });
        }
        recorder.left = rest;
    }
    if let Some(row) = recorder.left.first() {
        return Err(GasError::Row { row: row.title(), reason: "no section has it".to_owned() });
    }
    Ok(recorder.rows)
}

/// Measures transactions and checks that they are the peer's.
pub(crate) struct Recorder<'r> {
    pub(crate) interfaces: Interfaces,
    programs: Vec<Address>,
    wanted: String,
    left: &'r [PeerRow],
    rows: Vec<Row>,
    progress: &'r mut dyn Progress,
}

impl Recorder<'_> {
    fn wants(&self, row: &PeerRow) -> bool {
        row.title().to_lowercase().contains(&self.wanted)
    }

    /// Runs `tx`, which must be what the next row says, twice: on a fork without any program in the
    /// cache, and on the chain itself.
    pub(crate) fn measure(
        &mut self,
        variant: &str,
        chain: &mut Chain,
        accounts: &Accounts,
        tx: &Tx,
    ) -> Result<Receipt, GasError> {
        let missing =
            || GasError::Row { row: variant.to_owned(), reason: "the peer has no more rows".into() };
        let (row, rest) = self.left.split_first().ok_or_else(missing)?;
        let wrong = |reason| Err(GasError::Row { row: row.title(), reason });
        let selector = hex::encode_prefixed(tx.data.get(..4).unwrap_or_default());
        if row.variant != variant || row.selector != selector {
            return wrong(format!("the section plays {}", title(&selector, variant)));
        }
        if tx.data.len() != row.calldata_bytes {
            return wrong(format!("{} bytes of calldata instead of {}", tx.data.len(), row.calldata_bytes));
        }
        let data = tx.data.clone();
        let tx = tx.clone().options(TxOptions { trace: TraceLevel::Frames, ..TxOptions::NOTHING });
        let mut bare = chain.fork();
        for program in &self.programs {
            // Not every section has met every program.
            if bare.program_info(*program).cached {
                bare.evict_program(*program)?;
            }
        }
        bare.next_block();
        chain.next_block();
        let receipts = [bare.transact(tx.clone())?, chain.transact(tx)?];
        if let Some(failed) = receipts.iter().find(|receipt| !receipt.is_success()) {
            let reason = self.interfaces.explain_revert(&failed.output);
            return Err(GasError::Failed { what: row.title(), reason });
        }
        let [uncached, cached] = receipts;
        if let Some(difference) = different_logs(row, &cached) {
            return wrong(difference);
        }
        if self.wants(row) {
            let cost = |receipt: &Receipt| cost(receipt, &data, accounts);
            let row = Row {
                operation: row.operation.clone(),
                variant: row.variant.clone(),
                cached: cost(&cached),
                uncached: cost(&uncached),
                peer: PeerCost { gas_used: row.gas_used, execution_gas: row.execution_gas },
            };
            self.progress.measured(&row);
            self.rows.push(row);
        }
        self.left = rest;
        Ok(cached)
    }
}

/// Our events are the peer's, so what else happened would show in their number and sizes.
fn different_logs(row: &PeerRow, receipt: &Receipt) -> Option<String> {
    let (count, gas) = (receipt.logs.len(), log_gas(receipt.logs.iter()));
    // The peer's strategies are beacon proxies, and ours are clones without a beacon to announce.
    let frames = receipt.trace.iter().flat_map(CallTrace::frames);
    let made =
        frames.filter(|frame| matches!(frame.scheme, CallScheme::Create | CallScheme::Create2)).count();
    let expected = (row.logs.saturating_sub(made), row.log_gas.saturating_sub(made as u64 * BEACON_LOG));
    ((count, gas) != expected)
        .then(|| format!("{count} logs of {gas} gas instead of {} of {}", expected.0, expected.1))
}

fn cost(receipt: &Receipt, data: &[u8], accounts: &Accounts) -> Cost {
    let before = BASE + calldata_gas(data);
    Cost {
        gas_used: receipt.gas_used,
        execution_gas: receipt.gas_used.saturating_sub(before),
        unavoidable: unavoidable(receipt, accounts),
    }
}

/// What calldata costs, gas (EIP-2028).
fn calldata_gas(data: &[u8]) -> u64 {
    let (zero, other) = CALLDATA;
    data.iter().map(|byte| if *byte == 0 { zero } else { other }).sum()
}

/// Our delays with the peer's domain name: how often a digest is hashed until it is on the curve
/// depends on it.
fn params() -> WorldParams {
    WorldParams { eip712_name: DOMAIN_NAME.to_owned(), ..default_params() }
}
