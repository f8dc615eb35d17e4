//! Calldata that is malformed, or not as it should be: for every function of a deployment, told apart
//! from calldata that means something by a decoder that is not ours.

pub mod nasty;
pub mod oracle;
mod target;
mod values;

pub use target::{Function, Target, functions, require_refused};
pub use values::Maker;

/// Symbols of a deployment's contracts, and the interfaces that they answer.
pub const INTERFACES: [(&str, &str); 13] = [
    ("$dm", "IDelegationManager"),
    ("$sm", "IStrategyManager"),
    ("$am", "IAllocationManager"),
    ("$pc", "IPermissionController"),
    ("$pauserRegistry", "IPauserRegistry"),
    ("$sf", "IStrategyFactory"),
    ("$rc", "IRewardsCoordinator"),
    ("$kr", "IKeyRegistrar"),
    ("$avsd", "IAVSDirectory"),
    ("$rm", "IReleaseManager"),
    ("$pr", "IProtocolRegistry"),
    ("$tm", "ITaskMailbox"),
    ("$strategyA", "IStrategyVault"),
];
