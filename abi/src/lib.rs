//! Alloy bindings of the suite's ABI.
//!
//! The Solidity interfaces beside this crate (`abi/I<Name>.sol`) are the single source of truth:
//! the contracts' dispatchers, these bindings, the JSON ABI and the reference pages all come from
//! them. Each interface is a module of its name with a type per function call (`<name>Call`,
//! `<name>Return`), event, error and struct. Overloads are numbered in the order of declaration
//! (`initialize_0Call`, `initialize_1Call`). Contracts and enums appear as their ABI type,
//! `address` and `uint8`.
//!
//! Nothing but ABI is here: behaviour is in the contracts. [`catalogue`] lists all of it by selector.

pub mod catalogue;

use alloy_sol_types::sol;

sol!(#![sol(all_derives)] "IAVSDirectory.sol");
sol!(#![sol(all_derives)] "IAVSRegistrar.sol");
sol!(#![sol(all_derives)] "IAVSTaskHook.sol");
sol!(#![sol(all_derives)] "IAllocationManager.sol");
sol!(#![sol(all_derives)] "IBN254CertificateVerifier.sol");
sol!(#![sol(all_derives)] "IDelegationManager.sol");
sol!(#![sol(all_derives)] "IDurationVault.sol");
sol!(#![sol(all_derives)] "IECDSACertificateVerifier.sol");
sol!(#![sol(all_derives)] "IERC1271.sol");
sol!(#![sol(all_derives)] "IERC20.sol");
sol!(#![sol(all_derives)] "IKeyRegistrar.sol");
sol!(#![sol(all_derives)] "IPauserRegistry.sol");
sol!(#![sol(all_derives)] "IPermissionController.sol");
sol!(#![sol(all_derives)] "IProtocolRegistry.sol");
sol!(#![sol(all_derives)] "IReleaseManager.sol");
sol!(#![sol(all_derives)] "IRewardsCoordinator.sol");
sol!(#![sol(all_derives)] "IStrategyFactory.sol");
sol!(#![sol(all_derives)] "IStrategyManager.sol");
sol!(#![sol(all_derives)] "IStrategyVault.sol");
sol!(#![sol(all_derives)] "ITaskMailbox.sol");
