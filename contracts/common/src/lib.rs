//! What every program shares.
//!
//! A program is a thin `lib.rs` that declares which functions of an interface it answers; each
//! function follows the same rhythm: authorise, load, account, store, emit, call. This crate gives
//! it the codec and dispatcher ([`abi`], [`entry`]), packed storage ([`storage`]), calls
//! ([`call`]), reverts ([`revert`]) and the cross-cutting rules: pausing ([`pause`]), acting for an
//! account ([`authority`]), signatures ([`signature`]), lists ([`list`]) and histories
//! ([`history`]).
//!
//! Two properties hold everywhere and keep programs small and cheap:
//!
//! * **A revert ends the frame at once** (`exit_early`): there is no error to carry back, so
//!   checks read like Solidity's and cost a branch. Nothing is lost: storage writes wait in the
//!   host's cache until [`storage::flush`], which the entrypoint calls last.
//! * **Immutable parameters are in the proxy's code**, which appends them to the calldata
//!   ([`entry::Tail`]): sister contracts and delays cost no storage read.

extern crate self as surety_common;

pub mod abi;
pub mod allocations;
pub mod authority;
pub mod blob;
pub mod call;
pub mod entry;
pub mod erc20;
pub mod guard;
pub mod history;
pub mod host;
pub mod ledger;
pub mod list;
pub mod math;
pub mod owner;
pub mod pause;
pub mod revert;
pub mod signature;
pub mod sister;
pub mod storage;
pub mod strategies;
pub mod tokens;
pub mod vault;

pub use surety_abi_macro::{external, interface};
pub use surety_accounting as accounting;
pub use surety_proxy::tail;
