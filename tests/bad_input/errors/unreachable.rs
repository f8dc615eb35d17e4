//! Errors that are part of an interface for the sake of its callers, but that no call can meet.

/// Interfaces whose errors are met in tests of their own: `tests/flows/protocol_registry.rs` and
/// `tests/flows/task_mailbox`.
pub(super) const ELSEWHERE: &[&str] = &["IProtocolRegistry", "ITaskMailbox"];

const REGISTRY: &str = "of a deployment without a pauser registry; here the registry's address is in the proxy's \
                        code, there is no call that gives it";
const HISTORY: &str = "of a history whose blocks descend: blocks only ascend";

/// Interface, errors, and why.
pub(super) const UNREACHABLE: &[(&str, &[&str], &str)] = &[
    ("IAVSDirectory", &["InputAddressZero"], REGISTRY),
    ("IDelegationManager", &["InputAddressZero"], REGISTRY),
    ("IDurationVault", &["InputAddressZero"], REGISTRY),
    ("IRewardsCoordinator", &["InputAddressZero"], REGISTRY),
    ("IStrategyFactory", &["InputAddressZero"], REGISTRY),
    ("IStrategyManager", &["InputAddressZero"], REGISTRY),
    ("IStrategyVault", &["InputAddressZero"], REGISTRY),
    ("IAllocationManager", &["InvalidSnapshotOrdering"], HISTORY),
    ("IDelegationManager", &["InvalidSnapshotOrdering"], HISTORY),
    (
        "IDelegationManager",
        &["InvalidDepositScalingFactor"],
        "a factor is at least one: it begins as one, each slashed magnitude divides it, and an increase \
         averages it with what is not slashed; only beacon-chain losses, which do not exist here, lower it",
    ),
    (
        "IAllocationManager",
        &["SlasherNotSet", "OperatorSetAlreadyMigrated"],
        "of sets made before there were slashers: here every set has one from its creation on, and \
         migrating is silent",
    ),
    (
        "IStrategyManager",
        &["StrategyNotFound"],
        "of a list that lost an entry which shares say is there; the list and the shares are one record here",
    ),
    (
        "IKeyRegistrar",
        &["ECAddFailed", "ECMulFailed", "ECPairingFailed", "ExpModFailed"],
        "the original burns all gas when a precompile refuses a point; here that reverts without data",
    ),
    (
        "IKeyRegistrar",
        &["InvalidKeypair", "ZeroAddress"],
        "the original declares them and raises them nowhere",
    ),
    ("IRewardsCoordinator", &["InvalidIndex"], "the original declares it and raises it nowhere"),
];
