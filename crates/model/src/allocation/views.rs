//! What AllocationManager answers without changing anything.

use super::SetId;
use crate::answer::answer;
use crate::chain::Chain;
use crate::lists::Read as _;
use crate::revert::Result;
use crate::strategy_manager::BURN_ADDRESS;
use alloy_primitives::{Address, U256};
use surety_abi::IAllocationManager as api;

impl Chain {
    /// The views.
    pub(crate) fn view_allocation_manager(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let state = &self.allocations;
        let params = self.params();
        let magnitudes = |operator: Address, strategies: &[Address]| -> Vec<u64> {
            strategies.iter().map(|strategy| self.max_magnitude(operator, *strategy).get()).collect()
        };
        let sets = |list: Vec<SetId>| -> Vec<api::OperatorSet> { list.into_iter().map(Into::into).collect() };
        answer! { data;
            give api::ALLOCATION_CONFIGURATION_DELAYCall => |_| params.allocation_configuration_delay_blocks,
            give api::DEALLOCATION_DELAYCall => |_| params.deallocation_delay_blocks,
            give api::SLASHER_CONFIGURATION_DELAYCall => |_| params.allocation_configuration_delay_blocks,
            give api::delegationCall => |_| self.at().delegation_manager,
            give api::eigenStrategyCall => |_| self.at().eigen_strategy,
            give api::permissionControllerCall => |_| self.at().permission_controller,
            // One contract here does what two do in the original.
            give api::viewImplementationCall => |_| self.at().allocation_manager,
            give api::getAllocatableMagnitudeCall => |args| {
                self.cleared_magnitudes(args.operator, args.strategy)?.allocatable()?.get()
            },
            give api::getEncumberedMagnitudeCall => |args| {
                let magnitudes = self.cleared_magnitudes(args.operator, args.strategy)?;
                // The original computes both: inconsistent state would fail here as well.
                magnitudes.allocatable()?;
                magnitudes.encumbered.get()
            },
            give api::getAllocatedSetsCall => |args| sets(state.allocated_sets.read(&args.operator).values()),
            give api::getAllocatedStakeCall => |args| {
                self.allocated_stake(args.operatorSet.into(), &args.operators, &args.strategies, self.block())?
            },
            give api::getAllocatedStrategiesCall => |args| {
                state.allocated_strategies.read(&(args.operator, args.operatorSet.into())).values()
            },
            give api::getAllocationCall => |args| {
                self.allocation_view(args.operator, args.operatorSet.into(), args.strategy)?
            },
            give api::getAllocationDelayCall => |args| {
                let delay = self.allocation_delay(args.operator);
                api::getAllocationDelayReturn { isSet: delay.is_some(), delay: delay.unwrap_or_default() }
            },
            give api::getAllocationsCall => |args| {
                let set = SetId::from(args.operatorSet);
                let view = |operator: &Address| self.allocation_view(*operator, set, args.strategy);
                args.operators.iter().map(view).collect::<Result<_>>()?
            },
            give api::getStrategyAllocationsCall => |args| {
                let list = state.allocated_sets.read(&args.operator).values();
                let view = |set: &SetId| self.allocation_view(args.operator, *set, args.strategy);
                let allocations = list.iter().map(view).collect::<Result<_>>()?;
                api::getStrategyAllocationsReturn { operatorSets: sets(list), allocations }
            },
            give api::getAVSRegistrarCall => |args| self.avs_registrar(args.avs),
            give api::getMaxMagnitudeCall => |args| self.max_magnitude(args.operator, args.strategy).get(),
            give api::getMaxMagnitudes_0Call => |args| magnitudes(args.operator, &args.strategies),
            give api::getMaxMagnitudes_1Call => |args| {
                args.operators.iter().map(|operator| self.max_magnitude(*operator, args.strategy).get()).collect()
            },
            give api::getMaxMagnitudesAtBlockCall => |args| {
                let at = |strategy: &Address| {
                    Ok(self.max_magnitude_at(args.operator, *strategy, args.blockNumber)?.get())
                };
                args.strategies.iter().map(at).collect::<Result<_>>()?
            },
            give api::getMemberCountCall => |args| U256::from(state.members.read(&args.operatorSet.into()).len()),
            give api::getMembersCall => |args| state.members.read(&args.operatorSet.into()).values(),
            give api::getMinimumSlashableStakeCall => |args| {
                let set = args.operatorSet.into();
                self.minimum_slashable_stake(set, &args.operators, &args.strategies, args.futureBlock)?
            },
            give api::getOperatorSetCountCall => |args| U256::from(state.sets.read(&args.avs).len()),
            give api::getPendingSlasherCall => |args| {
                let waiting = state.slashers.read(&args.operatorSet.into()).waiting(self.block());
                let (slasher, effect_block) = waiting.unwrap_or_default();
                api::getPendingSlasherReturn { pendingSlasher: slasher, effectBlock: effect_block }
            },
            give api::getRedistributionRecipientCall => |args| {
                state.recipients.get(&args.operatorSet.into()).copied().unwrap_or(BURN_ADDRESS)
            },
            give api::getRegisteredSetsCall => |args| sets(state.registered_sets.read(&args.operator).values()),
            give api::getSlashCountCall => |args| state.slash_counts.read(&args.operatorSet.into()),
            give api::getSlasherCall => |args| self.slasher(args.operatorSet.into()),
            give api::getStrategiesInOperatorSetCall => |args| {
                state.set_strategies.read(&args.operatorSet.into()).values()
            },
            give api::isMemberOfOperatorSetCall => |args| {
                state.members.read(&args.operatorSet.into()).contains(&args.operator)
            },
            give api::isOperatorRedistributableCall => |args| self.is_redistributable(args.operator),
            give api::isOperatorSetCall => |args| self.is_operator_set(args.operatorSet.into()),
            give api::isOperatorSlashableCall => |args| self.is_slashable(args.operator, args.operatorSet.into()),
            give api::isRedistributingOperatorSetCall => |args| {
                state.recipients.contains_key(&args.operatorSet.into())
            },
        }
    }

    fn allocation_view(&self, operator: Address, set: SetId, strategy: Address) -> Result<api::Allocation> {
        let (_, allocation) = self.updated_allocation(operator, set, strategy)?;
        Ok(api::Allocation {
            currentMagnitude: allocation.current.get(),
            pendingDiff: allocation.pending_diff.into(),
            effectBlock: allocation.effect_block,
        })
    }

    /// Whether a slash of the operator could pay anyone now.
    fn is_redistributable(&self, operator: Address) -> bool {
        let registered = self.allocations.registered_sets.read(&operator).values();
        let allocated = self.allocations.allocated_sets.read(&operator).values();
        let pays =
            |set: &SetId| self.is_slashable(operator, *set) && self.allocations.recipients.contains_key(set);
        registered.iter().chain(&allocated).any(pays)
    }
}
