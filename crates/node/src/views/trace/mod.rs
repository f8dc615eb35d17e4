//! `debug_trace…`: what happened inside a transaction, in the shapes of geth's and Nitro's tracers.

mod call_tracer;
mod four_byte;
mod prestate;
mod stylus;

use super::execute;
use crate::{ledger::SignedTx, rpc::RpcError};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use surety_devnode::{Chain, Receipt, TraceLevel, Tx, TxError, TxOptions};

/// What `debug_trace…` takes besides the transaction; what tracers here have no use for is ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TraceOptions {
    tracer: Option<String>,
    #[serde(default)]
    tracer_config: TracerConfig,
    #[serde(default)]
    pub(crate) state_overrides: Option<alloy_rpc_types_eth::state::StateOverride>,
    #[serde(default)]
    pub(crate) block_overrides: Option<alloy_rpc_types_eth::BlockOverrides>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TracerConfig {
    only_top_call: bool,
    with_log: bool,
    diff_mode: bool,
}

/// Which tracer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tracer {
    Call,
    FourByte,
    Noop,
    Prestate,
    Stylus,
}

impl TraceOptions {
    fn tracer(&self) -> Result<Tracer, RpcError> {
        Ok(match self.tracer.as_deref() {
            Some("callTracer") => Tracer::Call,
            Some("4byteTracer") => Tracer::FourByte,
            Some("noopTracer") => Tracer::Noop,
            Some("prestateTracer") => Tracer::Prestate,
            Some("stylusTracer") => Tracer::Stylus,
            // cargo-stylus sends the same tracer as a JavaScript program unless told not to: its
            // hook for host functions gives it away.
            Some(script) if script.contains("\"hostio\"") => Tracer::Stylus,
            Some(other) => {
                let shown: String = other.chars().take(60).collect();
                return Err(RpcError::invalid_params(format!(
                    "tracer {shown:?} is not available: callTracer, prestateTracer, stylusTracer, 4byteTracer and \
                     noopTracer are"
                )));
            }
            None => {
                return Err(RpcError::invalid_params(
                    "opcode traces are not available: name a tracer (callTracer, prestateTracer, stylusTracer, \
                     4byteTracer or noopTracer)",
                ));
            }
        })
    }
}

/// Traces the last of a block's transactions, after those before it.
pub(crate) fn trace_transaction(
    chain: &mut Chain,
    before: &[Arc<SignedTx>],
    tx: &SignedTx,
    options: &TraceOptions,
) -> Result<Value, RpcError> {
    let basefee = chain.basefee();
    let mut copy = chain.fork();
    for earlier in before {
        copy.transact(earlier.to_chain(basefee, TxOptions::NOTHING))?;
    }
    trace(copy, tx.to_chain(basefee, TxOptions::NOTHING), options, |chain, tx| chain.transact(tx))
}

/// Traces a call.
pub(crate) fn trace_call(chain: &mut Chain, tx: Tx, options: &TraceOptions) -> Result<Value, RpcError> {
    trace(chain.fork(), tx, options, execute)
}

fn trace(
    mut chain: Chain,
    tx: Tx,
    options: &TraceOptions,
    run: impl Fn(&mut Chain, Tx) -> Result<Receipt, TxError>,
) -> Result<Value, RpcError> {
    let tracer = options.tracer()?;
    let level = match tracer {
        Tracer::Stylus => TraceLevel::Hostio,
        Tracer::Call | Tracer::FourByte => TraceLevel::Frames,
        Tracer::Prestate | Tracer::Noop => TraceLevel::None,
    };
    let options_of_tx = TxOptions { trace: level, ..TxOptions::NOTHING };
    let before = chain.snapshot();
    let gas_limit = tx.gas_limit;
    let receipt = run(&mut chain, tx.options(options_of_tx))?;
    let config = options.tracer_config;
    let root = || receipt.trace.as_ref().ok_or_else(|| RpcError::server("nothing was recorded"));
    Ok(match tracer {
        Tracer::Call => {
            call_tracer::format(root()?, gas_limit, receipt.gas_used, config.only_top_call, config.with_log)
        }
        Tracer::FourByte => four_byte::format(root()?),
        Tracer::Noop => Value::Object(serde_json::Map::new()),
        Tracer::Prestate => prestate::format(&mut chain, &before, config.diff_mode),
        Tracer::Stylus => stylus::format(root()?),
    })
}
