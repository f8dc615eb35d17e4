//! The figures of all rows, as they are kept and printed.

use crate::{
    Summary,
    breakdown::Unavoidable,
    peer::{Peer, title},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What one transaction of ours cost, gas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Gas of the receipt, after refunds.
    pub gas_used: u64,
    /// Gas without the transaction's base price and calldata.
    pub execution_gas: u64,
    /// What no implementation could save.
    pub unavoidable: Unavoidable,
}

impl Cost {
    /// What an implementation could save at most, gas. Negative if it saved something that
    /// [`Unavoidable`] counts.
    #[must_use]
    pub fn rest(&self) -> i64 {
        let signed = |gas: u64| i64::try_from(gas).unwrap_or(i64::MAX);
        signed(self.gas_used).saturating_sub(signed(self.unavoidable.total()))
    }
}

/// What the peer's transaction cost, gas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PeerCost {
    /// Gas of the receipt, after refunds.
    pub gas_used: u64,
    /// Gas without the transaction's base price and calldata.
    pub execution_gas: u64,
}

/// One operation, ours and the peer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What is done, as the peer's file calls it.
    pub operation: String,
    /// In which situation; may be empty.
    pub variant: String,
    /// Ours with all programs in the cache.
    pub cached: Cost,
    /// Ours with none in the cache.
    pub uncached: Cost,
    /// The peer's.
    pub peer: PeerCost,
}

impl Row {
    /// Operation and variant in one line.
    #[must_use]
    pub fn title(&self) -> String {
        title(&self.operation, &self.variant)
    }

    /// Ours as a part of the peer's, execution only.
    #[must_use]
    pub fn execution_ratio(&self, ours: &Cost) -> f64 {
        ratio(ours.execution_gas, self.peer.execution_gas)
    }

    /// Ours as a part of the peer's, whole transactions.
    #[must_use]
    pub fn whole_ratio(&self, ours: &Cost) -> f64 {
        ratio(ours.gas_used, self.peer.gas_used)
    }
}

/// Gas stays far below 2^53, so nothing is lost.
fn ratio(ours: u64, peer: u64) -> f64 {
    ours as f64 / peer as f64
}

/// All rows, and what made the programs they were measured on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The compiler of the programs.
    pub toolchain: String,
    /// The optimiser of the programs.
    pub optimiser: String,
    /// The operations, in the peer's order.
    pub rows: Vec<Row>,
}

impl Table {
    /// All rows together, against the goals.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let all = Peer::recorded().is_ok_and(|peer| peer.rows.len() == self.rows.len());
        Summary::of(&self.rows, all)
    }

    /// For machines: the documented shape of `surety gas --json`.
    #[must_use]
    pub fn json(&self) -> Value {
        let ours = |cost: &Cost| {
            json!({
                "gasUsed": cost.gas_used,
                "executionGas": cost.execution_gas,
                "unavoidableGas": cost.unavoidable.total(),
            })
        };
        let row = |row: &Row| {
            json!({
                "operation": row.operation,
                "variant": row.variant,
                "cached": ours(&row.cached),
                "uncached": ours(&row.uncached),
                "peer": row.peer,
            })
        };
        let rows: Vec<Value> = self.rows.iter().map(row).collect();
        json!({
            "rows": rows,
            "summary": self.summary(),
            "toolchain": self.toolchain,
            "optimiser": self.optimiser,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row without variant.
    pub(crate) fn row(operation: &str, ours: u64, peer: u64) -> Row {
        let cost = Cost {
            gas_used: ours + 22_000,
            execution_gas: ours,
            unavoidable: Unavoidable { intrinsic: 22_000, ..Unavoidable::default() },
        };
        let peer = PeerCost { gas_used: peer + 22_000, execution_gas: peer };
        Row { operation: operation.to_owned(), variant: String::new(), cached: cost, uncached: cost, peer }
    }

    #[test]
    fn json_has_the_documented_shape() {
        let table = Table {
            toolchain: "rustc".to_owned(),
            optimiser: "wasm-opt".to_owned(),
            rows: vec![row("undelegate", 500, 1_000)],
        };
        let rows = serde_json::to_string(&table.json()["rows"]).unwrap();
        assert_eq!(
            rows,
            r#"[{"operation":"undelegate","variant":"","cached":{"gasUsed":22500,"executionGas":500,"unavoidableGas":22000},"uncached":{"gasUsed":22500,"executionGas":500,"unavoidableGas":22000},"peer":{"gasUsed":23000,"executionGas":1000}}]"#
        );
        assert_eq!(table.json()["summary"]["geometricMean"]["cached"], 0.5);
    }

    #[test]
    fn rest_is_negative_when_less_was_spent_than_counted() {
        let mut cost = row("undelegate", 500, 1_000).cached;
        assert_eq!(cost.rest(), 500);
        cost.unavoidable.calls = 700;
        assert_eq!(cost.rest(), -200);
    }
}
