//! An Arbitrum development node over the embedded chain.
//!
//! [`Node::start`] gives a node that answers JSON-RPC by HTTP and WebSocket on one port, as Nitro
//! would: Ethereum's methods with Arbitrum's fields, anvil's and Hardhat's controls under their
//! names, and the suite deployed if asked for. `docs/adr/0010-development-node.md` says why it is built so.
//!
//! ```no_run
//! use surety_node::{Node, NodeConfig};
//!
//! # async fn run() -> Result<(), surety_node::NodeError> {
//! let node = Node::start(NodeConfig { port: 0, ..NodeConfig::default() }, None).await?;
//! println!("http://{}", node.address());
//! # Ok(())
//! # }
//! ```

mod accounts;
mod config;
mod events;
mod ledger;
mod node;
mod predeploys;
mod producer;
mod rpc;
mod server;
mod store;
mod suite;
mod views;

pub use accounts::DevAccount;
pub use config::{DEV_MNEMONIC, History, Limits, NodeConfig};
pub use node::{Node, NodeError};
pub use predeploys::PredeployError;
pub use store::StoreError;
