//! The core's contracts: which programs, tails and initialisations make each of them.

use crate::{
    Suite, SuiteError, SuiteParams,
    contract::{Contract, clone, router, router_with, text},
    routes,
};
use alloy_primitives::{Address, U256, keccak256};
use surety_abi::{IAllocationManager, IDelegationManager, IStrategyManager, IStrategyVault};
use surety_proxy::{
    clone::Detour,
    tail::{
        AllocationManagerTail, DelegationManagerTail, PauserRegistryTail, StrategyManagerTail,
        StrategyVaultTail,
    },
};

impl Suite {
    /// The pauser registry, a clone of its program.
    #[must_use]
    pub fn pauser_registry_contract(program: Address, params: &SuiteParams) -> Contract {
        let tail = PauserRegistryTail { unpauser: params.unpauser.into_array() }.encode();
        clone("pauser registry", program, None, &tail)
    }

    /// The delegation manager: its own program, its views, the slasher, the flows of shares.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn delegation_manager_contract(
        &self,
        programs: &[Address; 4],
        params: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let flows = [routes::LEDGER, routes::COMPLETIONS].concat();
        let routed: [&[u32]; 4] = [&[], routes::DELEGATION_VIEWS, routes::DELEGATED_SHARES, &flows];
        let tail = self.delegation_tail(params)?.encode();
        let hot = routes::hot_delegation();
        let contract = router_with("delegation manager", params, programs, &routed, &hot, &tail)?;
        let call = IDelegationManager::initializeCall { initialPausedStatus: U256::ZERO };
        Ok(contract.initialized_by(&call))
    }

    /// The strategy manager: its own program, the flows of shares, the slasher.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn strategy_manager_contract(
        &self,
        programs: &[Address; 3],
        params: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let deposits = [routes::DEPOSITS, routes::NOTICE].concat();
        let routed: [&[u32]; 3] = [&[], &deposits, routes::SLASHED_SHARES];
        let tail = self.strategy_tail(params)?.encode();
        let contract =
            router_with("strategy manager", params, programs, &routed, routes::HOT_STRATEGIES, &tail)?;
        let call = IStrategyManager::initializeCall {
            initialOwner: params.owner,
            initialStrategyWhitelister: params.strategy_whitelister,
            initialPausedStatus: U256::ZERO,
        };
        Ok(contract.initialized_by(&call))
    }

    /// The allocation manager: the AVS registry and the slasher.
    ///
    /// # Errors
    /// [`SuiteError::Proxy`].
    pub fn allocation_manager_contract(
        &self,
        programs: &[Address; 2],
        params: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let tail = self.allocation_tail(params).encode();
        let contract = router("allocation manager", params, programs, &[&[], routes::SLASHER], &tail)?;
        let call = IAllocationManager::initializeCall { initialPausedStatus: U256::ZERO };
        Ok(contract.initialized_by(&call))
    }

    /// A strategy for `token`; with limits (units of the token: per deposit, in all) it is
    /// initialised with them.
    #[must_use]
    pub fn strategy_contract(&self, token: Address, limits: Option<(U256, U256)>) -> Contract {
        let tail = StrategyVaultTail {
            token: token.into_array(),
            strategy_manager: self.strategy_manager.into_array(),
            delegation_manager: self.delegation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
        };
        let moves = Detour { program: self.moves_program.into_array(), selectors: routes::MOVES };
        let contract = clone("strategy", self.vault_program, Some(moves), &tail.encode());
        let Some((per_deposit, total)) = limits else { return contract };
        contract.initialized_by(&IStrategyVault::initialize_1Call {
            maxPerDeposit: per_deposit,
            maxTotalDeposits: total,
            underlyingToken: token,
        })
    }

    fn delegation_tail(&self, params: &SuiteParams) -> Result<DelegationManagerTail, SuiteError> {
        Ok(DelegationManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            strategy_manager: self.strategy_manager.into_array(),
            allocation_manager: self.allocation_manager.into_array(),
            permission_controller: self.permission_controller.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            eigen_pod_manager: params.eigen_pod_manager.into_array(),
            withdrawal_delay_blocks: params.withdrawal_delay_blocks.to_be_bytes(),
            name_hash: keccak256(&params.eip712_name).0,
            version: text(&params.version)?.0,
        })
    }

    fn strategy_tail(&self, params: &SuiteParams) -> Result<StrategyManagerTail, SuiteError> {
        Ok(StrategyManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            delegation_manager: self.delegation_manager.into_array(),
            allocation_manager: self.allocation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            burn_address: params.burn_address.into_array(),
            name_hash: keccak256(&params.eip712_name).0,
            version: text(&params.version)?.0,
        })
    }

    fn allocation_tail(&self, params: &SuiteParams) -> AllocationManagerTail {
        AllocationManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            delegation_manager: self.delegation_manager.into_array(),
            strategy_manager: self.strategy_manager.into_array(),
            permission_controller: self.permission_controller.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            eigen_strategy: params.eigen_strategy.into_array(),
            burn_address: params.burn_address.into_array(),
            deallocation_delay_blocks: params.deallocation_delay_blocks.to_be_bytes(),
            configuration_delay_blocks: params.configuration_delay_blocks.to_be_bytes(),
        }
    }
}
