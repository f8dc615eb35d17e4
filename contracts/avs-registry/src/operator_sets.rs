//! Creating operator sets, and their strategies.

use surety_common::{
    abi::{Address, Vec},
    allocations::{
        avs::Avs,
        manager::{self, CreateSetParams, CreateSetParamsV2, OperatorSet, error},
        params,
        set::{Set, flag},
        slashers, strategies,
    },
    host,
    revert::{OrRevert, require},
};

/// The virtual strategy of native stake; redistributing sets refuse it, since nothing could be
/// paid out of it.
const BEACON_CHAIN: Address = Address::new([
    0xbe, 0xac, 0x0e, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
    0xeb, 0xea, 0xc0,
]);

/// Sets whose slasher is their AVS.
pub(crate) fn slashed_by(avs: Address, params: Vec<CreateSetParams>) -> Vec<CreateSetParamsV2> {
    params
        .into_iter()
        .map(|set| CreateSetParamsV2 {
            operator_set_id: set.operator_set_id,
            strategies: set.strategies,
            slasher: avs,
        })
        .collect()
}

/// Creates sets; with `recipients`, one each, redistributing ones.
pub(crate) fn create(avs: Address, params: Vec<CreateSetParamsV2>, recipients: Option<Vec<Address>>) {
    if let Some(recipients) = &recipients {
        require(recipients.len() == params.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
    }
    let mut record = Avs::load(avs);
    require(record.published, error::NONEXISTENT_AVS_METADATA);
    for (i, params) in params.iter().enumerate() {
        record.ensure_number(avs);
        let recipient = recipients.as_ref().map(|recipients| recipients.get(i).copied().unwrap_or_default());
        create_one(avs, params, recipient);
        record.set_count = record.set_count.checked_add(1).or_revert();
    }
    record.store(avs);
}

fn create_one(avs: Address, params: &CreateSetParamsV2, recipient: Option<Address>) {
    if let Some(recipient) = recipient {
        require(!recipient.is_zero(), error::INPUT_ADDRESS_ZERO);
        require(recipient != params::burn_address(), error::INVALID_REDISTRIBUTION_RECIPIENT);
    }
    let set = OperatorSet { avs, id: params.operator_set_id };
    let mut record = Set::load(&set);
    require(!record.has(flag::EXISTS), error::INVALID_OPERATOR_SET);
    record.flags = flag::EXISTS;
    manager::OperatorSetCreated { operator_set: set.clone() }.emit();
    if let Some(recipient) = recipient {
        record.redistribute_to(&set, recipient);
        manager::RedistributionAddressSet { operator_set: set.clone(), redistribution_recipient: recipient }
            .emit();
    }
    add(&set, &mut record, &params.strategies);
    require(!params.slasher.is_zero(), error::INPUT_ADDRESS_ZERO);
    slashers::set_current(&set, &mut record, params.slasher);
    record.store(&set);
    manager::SlasherUpdated {
        operator_set: set,
        slasher: params.slasher,
        effect_block: host::block_number(),
    }
    .emit();
}

/// Adds strategies to a set.
pub(crate) fn add_strategies(avs: Address, id: u32, strategies: &[Address]) {
    let set = OperatorSet { avs, id };
    let mut record = Set::existing(&set);
    add(&set, &mut record, strategies);
    record.store(&set);
}

/// Removes strategies from a set.
pub(crate) fn remove_strategies(avs: Address, id: u32, strategies: &[Address]) {
    let set = OperatorSet { avs, id };
    let mut record = Set::existing(&set);
    for strategy in strategies {
        require(strategies::remove(&set, &mut record, *strategy), error::STRATEGY_NOT_IN_OPERATOR_SET);
        manager::StrategyRemovedFromOperatorSet { operator_set: set.clone(), strategy: *strategy }.emit();
    }
    record.store(&set);
}

fn add(set: &OperatorSet, record: &mut Set, strategies: &[Address]) {
    let redistributes = record.has(flag::REDISTRIBUTES);
    for strategy in strategies {
        let refused = redistributes && (*strategy == BEACON_CHAIN || *strategy == params::eigen_strategy());
        require(!refused, error::INVALID_STRATEGY);
        require(strategies::add(set, record, *strategy), error::STRATEGY_ALREADY_IN_OPERATOR_SET);
        manager::StrategyAddedToOperatorSet { operator_set: set.clone(), strategy: *strategy }.emit();
    }
}
