//! Where a transaction's gas went.

/// What a transaction's gas was spent on; the parts add up to `used + refunded`.
///
/// All in gas. Gas that a failing frame lost is counted as that frame's own work (`evm` or
/// `wasm`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct GasBreakdown {
    /// Paid for, after refunds.
    pub used: u64,
    /// Handed back at the end (EIP-3529).
    pub refunded: u64,
    /// Base price, calldata, access list, init code words.
    pub intrinsic: u64,
    /// Reading storage and transient storage.
    pub storage_reads: u64,
    /// Writing storage and transient storage.
    pub storage_writes: u64,
    /// Logs.
    pub logs: u64,
    /// Reaching accounts: cold and warm access, value, creation, code deposit.
    pub calls: u64,
    /// Entering Stylus programs: init or cached gas and memory pages.
    pub program_init: u64,
    /// WASM instructions and host function overhead.
    pub wasm: u64,
    /// Keccak.
    pub hashing: u64,
    /// EVM instructions not counted elsewhere, precompiles.
    pub evm: u64,
}

impl GasBreakdown {
    /// The sum of the parts: what was spent before refunds.
    #[must_use]
    pub const fn spent(&self) -> u64 {
        self.intrinsic
            + self.storage_reads
            + self.storage_writes
            + self.logs
            + self.calls
            + self.program_init
            + self.wasm
            + self.hashing
            + self.evm
    }
}

/// The kinds that execution attributes gas to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum GasKind {
    StorageReads,
    StorageWrites,
    Logs,
    Calls,
    ProgramInit,
    Wasm,
    Hashing,
    Evm,
}

const KINDS: usize = 8;

/// Collects gas by kind while a transaction runs.
///
/// Signed, because the stipend of a call with value can make a caller's own part negative.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GasMeter {
    parts: [i64; KINDS],
    total: i64,
}

impl GasMeter {
    /// Adds to a kind.
    pub(crate) fn add(&mut self, kind: GasKind, gas: i64) {
        if let Some(part) = self.parts.get_mut(kind as usize) {
            *part = part.saturating_add(gas);
            self.total = self.total.saturating_add(gas);
        }
    }

    /// Adds to a kind.
    pub(crate) fn spend(&mut self, kind: GasKind, gas: u64) {
        self.add(kind, i64::try_from(gas).unwrap_or(i64::MAX));
    }

    /// What is attributed so far; the argument of [`Self::settle`].
    pub(crate) const fn mark(&self) -> i64 {
        self.total
    }

    /// Attributes to `kind` what a frame used beyond all that was attributed since `mark`.
    pub(crate) fn settle(&mut self, mark: i64, used: u64, kind: GasKind) {
        let used = i64::try_from(used).unwrap_or(i64::MAX);
        self.add(kind, used.saturating_sub(self.total.saturating_sub(mark)));
    }

    /// The parts, none negative: what is missing in one is taken from the largest.
    pub(crate) fn breakdown(&self, intrinsic: u64, used: u64, refunded: u64) -> GasBreakdown {
        let mut parts = self.parts;
        let deficit: i64 = parts.iter().filter(|part| **part < 0).sum();
        parts.iter_mut().for_each(|part| *part = (*part).max(0));
        if let Some(largest) = parts.iter_mut().max() {
            *largest = largest.saturating_add(deficit).max(0);
        }
        let [storage_reads, storage_writes, logs, calls, program_init, wasm, hashing, evm] =
            parts.map(i64::unsigned_abs);
        GasBreakdown {
            used,
            refunded,
            intrinsic,
            storage_reads,
            storage_writes,
            logs,
            calls,
            program_init,
            wasm,
            hashing,
            evm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settle_attributes_the_rest_of_a_frame() {
        let mut meter = GasMeter::default();
        let outer = meter.mark();
        meter.spend(GasKind::Calls, 100);
        let inner = meter.mark();
        meter.spend(GasKind::StorageReads, 2_100);
        meter.settle(inner, 2_500, GasKind::Wasm);
        meter.settle(outer, 3_000, GasKind::Evm);
        let parts = meter.breakdown(21_000, 24_000, 0);
        assert_eq!((parts.wasm, parts.evm, parts.calls), (400, 400, 100));
        assert_eq!(parts.spent(), 24_000);
    }

    #[test]
    fn a_negative_part_is_taken_from_the_largest() {
        let mut meter = GasMeter::default();
        meter.spend(GasKind::Calls, 9_000);
        meter.add(GasKind::Wasm, -300);
        let parts = meter.breakdown(0, 8_700, 0);
        assert_eq!((parts.calls, parts.wasm, parts.spent()), (8_700, 0, 8_700));
    }
}
