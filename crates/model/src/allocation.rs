//! AllocationManager: AVSs and their operator sets, registration, allocations, slashing.

mod allocate;
mod avs;
mod members;
mod sets;
mod slash;
mod stake;
mod views;

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::{ListSet, Read as _, Record};
use crate::revert::Result;
use alloy_primitives::{Address, U256};
use std::collections::{HashMap, HashSet, VecDeque};
use surety_abi::{
    IAVSTaskHook, IAllocationManager as api, IBN254CertificateVerifier, IDelegationManager,
    IECDSACertificateVerifier, IKeyRegistrar, IReleaseManager, IRewardsCoordinator, IStrategyFactory,
    IStrategyManager, ITaskMailbox,
};
use surety_accounting::Magnitude;
use surety_accounting::allocation::Allocation;
use surety_accounting::delayed::Delayed;

const PAUSED_MODIFY_ALLOCATIONS: u8 = 0;
const PAUSED_SLASHING: u8 = 1;
const PAUSED_REGISTRATION: u8 = 2;

/// An operator set: an AVS and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SetId {
    pub(crate) avs: Address,
    pub(crate) id: u32,
}

/// Every interface declares the same struct for itself.
macro_rules! operator_set_of {
    ($($interface:ident),*) => {
        $(
            impl From<$interface::OperatorSet> for SetId {
                fn from(set: $interface::OperatorSet) -> Self {
                    Self { avs: set.avs, id: set.id }
                }
            }

            impl From<SetId> for $interface::OperatorSet {
                fn from(set: SetId) -> Self {
                    Self { avs: set.avs, id: set.id }
                }
            }
        )*
    };
}
operator_set_of!(
    api,
    IAVSTaskHook,
    IBN254CertificateVerifier,
    IDelegationManager,
    IECDSACertificateVerifier,
    IKeyRegistrar,
    IReleaseManager,
    IRewardsCoordinator,
    IStrategyFactory,
    IStrategyManager,
    ITaskMailbox
);

/// Whether an operator belongs to a set, and until when it can be slashed by it.
#[derive(Clone, Copy, Debug, Default)]
struct Registration {
    is_registered: bool,
    /// The last block in which it can be slashed after leaving.
    slashable_until: u32,
}

/// Everything about AVSs and what operators promise them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allocations {
    avs_has_metadata: HashSet<Address>,
    registrars: HashMap<Address, Address>,
    /// Ids by AVS.
    sets: HashMap<Address, ListSet<u32>>,
    pub(crate) set_strategies: HashMap<SetId, ListSet<Address>>,
    slashers: HashMap<SetId, Delayed<Address>>,
    /// Recipients of redistributing sets.
    pub(crate) recipients: HashMap<SetId, Address>,
    slash_counts: HashMap<SetId, U256>,
    pub(crate) members: HashMap<SetId, ListSet<Address>>,
    /// By operator.
    registered_sets: HashMap<Address, ListSet<SetId>>,
    registrations: HashMap<(Address, SetId), Registration>,
    delays: HashMap<Address, Delayed<Option<u32>>>,
    /// m, by operator and strategy.
    max_magnitudes: HashMap<(Address, Address), Record<Magnitude>>,
    /// e, by operator and strategy.
    encumbered: HashMap<(Address, Address), Magnitude>,
    /// By operator, set and strategy, as stored: possibly stale.
    allocations: HashMap<(Address, SetId, Address), Allocation>,
    allocated_sets: HashMap<Address, ListSet<SetId>>,
    allocated_strategies: HashMap<(Address, SetId), ListSet<Address>>,
    /// By operator and strategy: sets in the order in which magnitude was taken from them.
    deallocation_queues: HashMap<(Address, Address), VecDeque<SetId>>,
}

impl Chain {
    /// m of an operator in a strategy; one for the zero operator and before any slash.
    pub(crate) fn max_magnitude(&self, operator: Address, strategy: Address) -> Magnitude {
        let history = self.allocations.max_magnitudes.get(&(operator, strategy));
        history.and_then(Record::latest).unwrap_or(Magnitude::ONE)
    }

    /// m at the end of a block.
    pub(crate) fn max_magnitude_at(
        &self,
        operator: Address,
        strategy: Address,
        block: u32,
    ) -> Result<Magnitude> {
        let history = self.allocations.max_magnitudes.read(&(operator, strategy));
        Ok(history.at_block(block)?.unwrap_or(Magnitude::ONE))
    }

    /// Functions that change state.
    pub(crate) fn act_allocation_manager(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::updateAVSMetadataURICall => |args| self.update_avs_metadata(frame, args.avs, args.metadataURI)?,
            act api::setAVSRegistrarCall => |args| self.set_avs_registrar(frame, args.avs, args.registrar)?,
            act api::createOperatorSets_0Call => |args| {
                self.create_operator_sets(frame, args.avs, slashed_by(args.avs, args.params))?
            },
            act api::createOperatorSets_1Call => |args| self.create_operator_sets(frame, args.avs, args.params)?,
            act api::createRedistributingOperatorSets_0Call => |args| {
                let params = slashed_by(args.avs, args.params);
                self.create_redistributing_sets(frame, args.avs, params, &args.redistributionRecipients)?
            },
            act api::createRedistributingOperatorSets_1Call => |args| {
                self.create_redistributing_sets(frame, args.avs, args.params, &args.redistributionRecipients)?
            },
            act api::addStrategiesToOperatorSetCall => |args| {
                self.add_strategies_to_set(frame, SetId { avs: args.avs, id: args.operatorSetId }, &args.strategies)?
            },
            act api::removeStrategiesFromOperatorSetCall => |args| {
                let set = SetId { avs: args.avs, id: args.operatorSetId };
                self.remove_strategies_from_set(frame, set, &args.strategies)?
            },
            act api::updateSlasherCall => |args| self.update_slasher(frame, args.operatorSet.into(), args.slasher)?,
            act api::migrateSlashersCall => |args| self.migrate_slashers(&args.operatorSets),
            act api::setAllocationDelayCall => |args| self.set_allocation_delay(frame, args.operator, args.delay)?,
            act api::registerForOperatorSetsCall => |args| self.register_for_sets(frame, args.operator, &args.params)?,
            act api::deregisterFromOperatorSetsCall => |args| self.deregister_from_sets(frame, &args.params)?,
            act api::modifyAllocationsCall => |args| self.modify_allocations(frame, args.operator, &args.params)?,
            act api::clearDeallocationQueueCall => |args| self.clear_deallocation_queues(frame, &args)?,
            give api::slashOperatorCall => |args| self.slash_operator(frame, args.avs, args.params)?,
        }
    }
}

/// The older form of the parameters: the AVS is the slasher.
fn slashed_by(avs: Address, params: Vec<api::CreateSetParams>) -> Vec<api::CreateSetParamsV2> {
    let with_slasher = |set: api::CreateSetParams| api::CreateSetParamsV2 {
        operatorSetId: set.operatorSetId,
        strategies: set.strategies,
        slasher: avs,
    };
    params.into_iter().map(with_slasher).collect()
}
