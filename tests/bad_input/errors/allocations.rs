//! Errors of the allocation manager.

use super::provoker::{Provoker, WAD};
use alloy_primitives::{Address, Bytes, U256};
use anyhow::Result;
use surety_abi::IAllocationManager as am;

const AM: &str = "IAllocationManager";

/// What AVSs do.
pub(super) fn sets(p: &mut Provoker) -> Result<()> {
    let [avs, other, manager, strategy, burn] =
        [p.at("avs1")?, p.at("other")?, p.at("am")?, p.at("strategyA")?, p.at("burn")?];
    let one = |strategies: Vec<Address>, slasher| am::createOperatorSets_1Call {
        avs,
        params: vec![am::CreateSetParamsV2 { operatorSetId: 1, strategies, slasher }],
    };
    p.provokes((AM, "InvalidPermissions"), other, manager, &one(vec![], avs))?;
    p.provokes((AM, "NonexistentAVSMetadata"), avs, manager, &one(vec![], avs))?;
    let refuses = am::setAVSRegistrarCall { avs, registrar: p.at("unsupportedRegistrar")? };
    p.provokes((AM, "InvalidAVSRegistrar"), avs, manager, &refuses)?;
    p.announce_avs()?;
    p.provokes((AM, "InputAddressZero"), avs, manager, &one(vec![], Address::ZERO))?;
    p.provokes((AM, "StrategyAlreadyInOperatorSet"), avs, manager, &one(vec![strategy, strategy], avs))?;
    p.must(avs, manager, &one(vec![strategy], avs))?;
    p.provokes((AM, "InvalidOperatorSet"), avs, manager, &one(vec![], avs))?;
    let remove = am::removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies: vec![other] };
    p.provokes((AM, "StrategyNotInOperatorSet"), avs, manager, &remove)?;
    let redistributing = |strategies, recipients| am::createRedistributingOperatorSets_0Call {
        avs,
        params: vec![am::CreateSetParams { operatorSetId: 2, strategies }],
        redistributionRecipients: recipients,
    };
    p.provokes((AM, "InputArrayLengthMismatch"), avs, manager, &redistributing(vec![], vec![]))?;
    p.provokes((AM, "InputAddressZero"), avs, manager, &redistributing(vec![], vec![Address::ZERO]))?;
    p.provokes((AM, "InvalidRedistributionRecipient"), avs, manager, &redistributing(vec![], vec![burn]))?;
    let eigen = p.at("eigenStrategy")?;
    p.provokes((AM, "InvalidStrategy"), avs, manager, &redistributing(vec![eigen], vec![other]))
}

/// What operators and slashers do.
pub(super) fn operators(p: &mut Provoker) -> Result<()> {
    let [avs, other, operator, manager, strategy, second] = [
        p.at("avs1")?,
        p.at("other")?,
        p.at("operator1")?,
        p.at("am")?,
        p.at("strategyA")?,
        p.at("strategyB")?,
    ];
    p.announce_avs()?;
    p.create_set(1, vec![strategy, second])?;
    let delay = am::setAllocationDelayCall { operator, delay: 1 };
    p.provokes((AM, "InvalidOperator"), operator, manager, &delay)?;
    let set = am::OperatorSet { avs, id: 1 };
    let allocate = |strategies: Vec<Address>, magnitudes: Vec<u64>| am::modifyAllocationsCall {
        operator,
        params: vec![am::AllocateParams { operatorSet: set.clone(), strategies, newMagnitudes: magnitudes }],
    };
    p.provokes((AM, "UninitializedAllocationDelay"), operator, manager, &allocate(vec![], vec![]))?;
    p.become_operator("operator1", Address::ZERO)?;

    let slash = |strategies: Vec<Address>, wads: Vec<u64>| am::slashOperatorCall {
        avs,
        params: am::SlashingParams {
            operator,
            operatorSetId: 1,
            strategies,
            wadsToSlash: wads.into_iter().map(U256::from).collect(),
            description: String::new(),
        },
    };
    p.provokes((AM, "OperatorNotSlashable"), avs, manager, &slash(vec![], vec![]))?;
    let leave = am::deregisterFromOperatorSetsCall {
        params: am::DeregisterParams { operator, avs, operatorSetIds: vec![1] },
    };
    p.provokes((AM, "InvalidCaller"), other, manager, &leave)?;
    p.provokes((AM, "NotMemberOfSet"), operator, manager, &leave)?;
    let join = am::registerForOperatorSetsCall {
        operator,
        params: am::RegisterParams { avs, operatorSetIds: vec![1], data: Bytes::new() },
    };
    p.must(operator, manager, &join)?;
    p.provokes((AM, "AlreadyMemberOfSet"), operator, manager, &join)?;

    p.provokes((AM, "SameMagnitude"), operator, manager, &allocate(vec![strategy], vec![0]))?;
    p.provokes((AM, "InsufficientMagnitude"), operator, manager, &allocate(vec![strategy], vec![WAD + 1]))?;
    p.must(operator, manager, &allocate(vec![strategy], vec![WAD]))?;
    p.must(operator, manager, &allocate(vec![strategy], vec![WAD / 2]))?;
    p.provokes((AM, "ModificationAlreadyPending"), operator, manager, &allocate(vec![strategy], vec![7]))?;

    p.provokes((AM, "InputArrayLengthMismatch"), avs, manager, &slash(vec![strategy], vec![]))?;
    p.provokes((AM, "InvalidCaller"), operator, manager, &slash(vec![], vec![]))?;
    p.provokes((AM, "InvalidWadToSlash"), avs, manager, &slash(vec![strategy], vec![0]))?;
    p.provokes((AM, "StrategyNotInOperatorSet"), avs, manager, &slash(vec![other], vec![1]))?;
    let descending = slash(vec![second, strategy], vec![1, 1]);
    p.provokes((AM, "StrategiesMustBeInAscendingOrder"), avs, manager, &descending)
}
