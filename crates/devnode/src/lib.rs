//! An Arbitrum chain in memory: revm with Stylus programs in its call tree.
//!
//! [`Chain`] is what tests and tools use: accounts, programs, transactions, typed calls, time,
//! snapshots and forks. Prices, limits and failure modes are Arbitrum Nitro's for the ArbOS version
//! that the chain was built with.
//!
//! ```
//! use surety_devnode::{Chain, Tx};
//! use alloy_primitives::{U256, bytes};
//!
//! let mut chain = Chain::builder().arbos(60).build()?;
//! let alice = chain.actor("alice");
//! // Answers the block number, which on Arbitrum is L1's.
//! let contract = chain.deploy_code(bytes!("4360005260206000f3"))?;
//! chain.mine(41);
//! let receipt = chain.transact(Tx::call(alice, contract))?;
//! assert!(receipt.is_success());
//! assert_eq!(U256::from_be_slice(&receipt.output), U256::from(42));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arbos;
mod chain;
mod exec;
pub mod precompiles;
mod state;
pub mod trace;
pub mod vectors;

pub use chain::{
    AccountState, BlockEnv, BuildError, CallError, Chain, ChainBuilder, Delegation, InstallError, Receipt,
    Sent, Snapshot, StateDiff, TraceLevel, Tx, TxOptions, TxStatus,
};
pub use exec::{CallScheme, GasBreakdown, HaltReason, Inactivity, ProgramError, TxError, with_big_stack};
