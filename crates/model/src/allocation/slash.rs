//! Slashing an operator's allocations to one operator set.

use super::{PAUSED_SLASHING, SetId};
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::{Address, U256};
use surety_abi::{IAllocationManager as api, IDelegationManager};
use surety_accounting::WadToSlash;
use surety_accounting::slashing::slash_allocation_up;

/// What slashing one strategy took: the fraction of the operator's magnitude (WAD) and shares.
#[derive(Default)]
struct Taken {
    wad_slashed: U256,
    shares: U256,
}

impl Chain {
    /// `slashOperator`, by the set's slasher.
    pub(super) fn slash_operator(
        &mut self,
        frame: Frame,
        avs: Address,
        params: api::SlashingParams,
    ) -> Result<api::slashOperatorReturn> {
        self.require_not_paused(frame.this, PAUSED_SLASHING)?;
        let set = SetId { avs, id: params.operatorSetId };
        require(params.strategies.len() == params.wadsToSlash.len(), api::InputArrayLengthMismatch {})?;
        self.require_operator_set(set)?;
        require(self.is_slashable(params.operator, set), api::OperatorNotSlashable {})?;
        require(frame.caller == self.slasher(set), api::InvalidCaller {})?;

        let slash_id = self.allocations.slash_counts.read(&set) + U256::ONE;
        self.allocations.slash_counts.insert(set, slash_id);
        let mut previous = None;
        let mut taken = Vec::with_capacity(params.strategies.len());
        for (&strategy, &wad) in params.strategies.iter().zip(&params.wadsToSlash) {
            require(previous < Some(strategy), api::StrategiesMustBeInAscendingOrder {})?;
            previous = Some(strategy);
            let wad = WadToSlash::new(wad)?;
            let is_in_set = self.allocations.set_strategies.read(&set).contains(&strategy);
            require(is_in_set, api::StrategyNotInOperatorSet {})?;
            taken.push(self.slash_strategy(params.operator, set, slash_id, strategy, wad)?);
        }
        self.emit(
            frame.this,
            &api::OperatorSlashed {
                operator: params.operator,
                operatorSet: set.into(),
                strategies: params.strategies,
                wadSlashed: taken.iter().map(|taken| taken.wad_slashed).collect(),
                description: params.description,
            },
        );
        let shares = taken.iter().map(|taken| taken.shares).collect();
        Ok(api::slashOperatorReturn { slashId: slash_id, shares })
    }

    fn slash_strategy(
        &mut self,
        operator: Address,
        set: SetId,
        slash_id: U256,
        strategy: Address,
        wad: WadToSlash,
    ) -> Result<Taken> {
        let (magnitudes, allocation) = self.updated_allocation(operator, set, strategy)?;
        if allocation.current.is_zero() {
            return Ok(Taken::default());
        }
        let this = self.at().allocation_manager;
        let slash = slash_allocation_up(magnitudes, allocation, wad)?;
        if slash.was_deallocating {
            let target = slash.allocation.target()?;
            self.emit_allocation(operator, set, strategy, target, slash.allocation.effect_block);
        }
        self.store_allocation(operator, set, strategy, slash.strategy.encumbered, slash.allocation);
        self.emit_allocation(operator, set, strategy, slash.allocation.current, self.block());

        let (before, after) = (slash.max_before, slash.strategy.max);
        let block = self.block();
        self.allocations.max_magnitudes.entry((operator, strategy)).or_default().push(block, after)?;
        self.emit(this, &api::MaxMagnitudeUpdated { operator, strategy, maxMagnitude: after.get() });
        let shares = self.slash_operator_shares(&IDelegationManager::slashOperatorSharesCall {
            operator,
            operatorSet: set.into(),
            slashId: slash_id,
            strategy,
            prevMaxMagnitude: before.get(),
            newMaxMagnitude: after.get(),
        })?;
        Ok(Taken { wad_slashed: slash.wad_slashed, shares: shares.get() })
    }
}
