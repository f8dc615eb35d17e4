//! The rewards coordinator, which nothing else in the core depends on.

use crate::{
    Programs, Suite, SuiteError, SuiteParams,
    contract::{Contract, router},
};
use alloy_primitives::{Address, U256};
use surety_abi::IRewardsCoordinator;
use surety_devnode::Chain;
use surety_proxy::tail::RewardsCoordinatorTail;

/// Parameters of a rewards coordinator. Times and spans are seconds, splits bips.
#[derive(Clone, Debug)]
pub struct RewardsParams {
    /// Starts and durations of submissions are multiples of it; a multiple of a day.
    pub calculation_interval_secs: u32,
    /// The longest span of a submission.
    pub max_duration_secs: u32,
    /// How far back a span may start.
    pub max_retroactive_secs: u32,
    /// How far ahead a span may start.
    pub max_future_secs: u32,
    /// No span starts earlier; a multiple of the interval.
    pub genesis_timestamp: u32,
    /// Until a root or split takes effect.
    pub activation_delay_secs: u32,
    /// The split of operators that have set none.
    pub default_split_bips: u16,
    /// Who publishes roots.
    pub updater: Address,
    /// Who receives protocol fees.
    pub fee_recipient: Address,
    /// Who may submit on behalf of AVSs.
    pub emissions_controller: Address,
    /// What stands for native stake in submissions.
    pub beacon_chain_strategy: Address,
}

impl Suite {
    /// Deploys and initialises a rewards coordinator for this core, owned by the core's owner.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed; bad parameters fail at initialisation.
    pub fn create_rewards_coordinator(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
        params: &RewardsParams,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "rewards-coordinator")?;
        self.rewards_coordinator_contract(program, core, params)?.deploy_on(
            chain,
            deployer,
            "RewardsCoordinator",
        )
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn rewards_coordinator_contract(
        &self,
        program: Address,
        core: &SuiteParams,
        params: &RewardsParams,
    ) -> Result<Contract, SuiteError> {
        let tail = RewardsCoordinatorTail {
            paused: [0; 12],
            programs: [0; 1],
            delegation_manager: self.delegation_manager.into_array(),
            strategy_manager: self.strategy_manager.into_array(),
            allocation_manager: self.allocation_manager.into_array(),
            permission_controller: self.permission_controller.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            emissions_controller: params.emissions_controller.into_array(),
            beacon_chain_strategy: params.beacon_chain_strategy.into_array(),
            calculation_interval_secs: params.calculation_interval_secs.to_be_bytes(),
            max_duration_secs: params.max_duration_secs.to_be_bytes(),
            max_retroactive_secs: params.max_retroactive_secs.to_be_bytes(),
            max_future_secs: params.max_future_secs.to_be_bytes(),
            genesis_timestamp: params.genesis_timestamp.to_be_bytes(),
        };
        let contract = router("rewards coordinator", core, &[program], &[&[]], &tail.encode())?;
        let call = IRewardsCoordinator::initializeCall {
            initialOwner: core.owner,
            initialPausedStatus: U256::ZERO,
            rewardsUpdater: params.updater,
            activationDelay: params.activation_delay_secs,
            defaultSplitBips: params.default_split_bips,
            feeRecipient: params.fee_recipient,
        };
        Ok(contract.initialized_by(&call))
    }
}
