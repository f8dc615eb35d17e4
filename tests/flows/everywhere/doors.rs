//! Each pause bit shuts the functions that it names, and no other: every function of every contract
//! is tried under every bit.

use super::{pauseCall, twins};
use alloy_dyn_abi::{DynSolType, Specifier as _};
use alloy_json_abi::{Function, StateMutability};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolError as _, sol};
use anyhow::{Result, ensure};
use std::collections::BTreeSet;
use surety_abi::IDelegationManager as dm;
use surety_tests::{
    calldata::{Maker, functions},
    twins::{Dice, Twins},
};

sol! {
    error CurrentlyPaused();
}

/// Of each contract: symbol, interface, and what each bit shuts, from bit 0.
const DOORS: [(&str, &str, &[&[&str]]); 6] = [
    (
        "$dm",
        "IDelegationManager",
        &[
            &["registerAsOperator", "delegateTo"],
            &["undelegate", "redelegate", "queueWithdrawals"],
            &["completeQueuedWithdrawal", "completeQueuedWithdrawals"],
        ],
    ),
    ("$sm", "IStrategyManager", &[&["depositIntoStrategy", "depositIntoStrategyWithSignature"]]),
    (
        "$am",
        "IAllocationManager",
        &[
            &["modifyAllocations", "clearDeallocationQueue"],
            &["slashOperator"],
            &["registerForOperatorSets", "deregisterFromOperatorSets"],
        ],
    ),
    ("$sf", "IStrategyFactory", &[&["deployNewStrategy", "deployDurationVaultStrategy"]]),
    ("$avsd", "IAVSDirectory", &[&["registerOperatorToAVS", "deregisterOperatorFromAVS"]]),
    (
        "$rc",
        "IRewardsCoordinator",
        &[
            &["createAVSRewardsSubmission", "createEigenDARewardsSubmission"],
            &["createRewardsForAllSubmission"],
            &["processClaim", "processClaims"],
            &["submitRoot", "disableRoot"],
            &["createRewardsForAllEarners"],
            &["createOperatorDirectedAVSRewardsSubmission"],
            &["setOperatorAVSSplit"],
            &["setOperatorPISplit"],
            &["setOperatorSetSplit"],
            &["createOperatorDirectedOperatorSetRewardsSubmission"],
            &["createUniqueStakeRewardsSubmission"],
            &["createTotalStakeRewardsSubmission"],
        ],
    ),
];
/// Bits that are tried; what is beyond a contract's own shuts nothing.
const BITS: usize = 14;

#[test]
fn each_bit_shuts_the_functions_it_names_and_no_other() -> Result<()> {
    let mut stage = twins()?;
    let [pauser, other] = [stage.at("$pauser")?, stage.at("$other")?];
    let [staker, operator] = [stage.at("$staker1")?, stage.at("$operator1")?];
    delegate(&mut stage, staker, operator)?;
    for (symbol, interface, doors) in DOORS {
        let at = stage.at(symbol)?;
        let mut functions = functions(interface)?;
        functions.retain(|function| function.state_mutability == StateMutability::NonPayable);
        for bit in 0..BITS {
            let mut twins = stage.fork();
            twins.must(pauser, at, &pauseCall { newPausedStatus: U256::ONE << bit })?;
            let mut shut = BTreeSet::new();
            for function in &functions {
                // Delegations are looked at before the bit is: somebody without one, who knows an
                // operator, and somebody with one, who means herself.
                for (from, means) in [(other, operator), (staker, staker)] {
                    let data = call(function, means, bit)?;
                    let outcome = twins.send(from, at, data, &function.signature())?;
                    if !outcome.success && outcome.output.starts_with(&CurrentlyPaused::SELECTOR) {
                        shut.insert(function.name.as_str());
                    }
                }
            }
            let named: BTreeSet<&str> = doors.get(bit).copied().unwrap_or_default().iter().copied().collect();
            ensure!(shut == named, "bit {bit} of {symbol} shuts {shut:?} instead of {named:?}");
        }
    }
    Ok(())
}

fn delegate(twins: &mut Twins, staker: Address, operator: Address) -> Result<()> {
    let ledger = twins.at("$dm")?;
    let register = dm::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    twins.must(operator, ledger, &register)?;
    let unsigned = dm::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let call =
        dm::delegateToCall { operator, approverSignatureAndExpiry: unsigned, approverSalt: B256::ZERO };
    twins.must(staker, ledger, &call)?;
    Ok(())
}

/// A call in which every account is the one that is meant.
fn call(function: &Function, means: Address, seed: usize) -> Result<Bytes> {
    let types = function.inputs.iter().map(|input| input.resolve());
    let types: Vec<DynSolType> = types.collect::<Result<_, _>>()?;
    let mut maker = Maker { accounts: &[means], dice: Dice(seed as u64), length: Some(1) };
    Ok([function.selector().as_slice(), &maker.arguments(&types)].concat().into())
}
