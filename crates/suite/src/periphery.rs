//! What stands around the core: the strategy factory, the AVS directory, the release manager, the
//! protocol registry, the task mailbox.

use crate::{
    Programs, Suite, SuiteError, SuiteParams,
    contract::{Contract, router, text},
};
use alloy_primitives::{Address, U256, keccak256};
use surety_abi::{IAVSDirectory, IProtocolRegistry, IStrategyFactory, ITaskMailbox};
use surety_devnode::Chain;
use surety_proxy::tail::{
    AvsDirectoryTail, ProtocolRegistryTail, ReleaseManagerTail, StrategyFactoryTail, TaskMailboxTail,
};

/// Parameters of a task mailbox.
#[derive(Clone, Copy, Debug)]
pub struct MailboxParams {
    /// Who checks certificates of BN254 keys.
    pub bn254_verifier: Address,
    /// Who checks certificates of ECDSA keys.
    pub ecdsa_verifier: Address,
    /// The most time that operators may be given for an answer, seconds.
    pub max_task_sla_secs: u64,
    /// The protocol's part of fees, bips.
    pub fee_split_bips: u16,
    /// Who gets it.
    pub fee_split_collector: Address,
}

impl Suite {
    /// Deploys and initialises the strategy factory, owned by the core's owner. The core must name
    /// its address as the whitelister. Duration vaults set their splits at `rewards_coordinator`.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_strategy_factory(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
        rewards_coordinator: Address,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "strategy-factory")?;
        let duration_vault_program = programs.install(chain, "duration-vault")?;
        self.strategy_factory_contract(program, duration_vault_program, core, rewards_coordinator)?.deploy_on(
            chain,
            deployer,
            "StrategyFactory",
        )
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn strategy_factory_contract(
        &self,
        program: Address,
        duration_vault_program: Address,
        core: &SuiteParams,
        rewards_coordinator: Address,
    ) -> Result<Contract, SuiteError> {
        let tail = StrategyFactoryTail {
            paused: [0; 12],
            programs: [0; 1],
            strategy_manager: self.strategy_manager.into_array(),
            delegation_manager: self.delegation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            vault_program: self.vault_program.into_array(),
            moves_program: self.moves_program.into_array(),
            duration_vault_program: duration_vault_program.into_array(),
            allocation_manager: self.allocation_manager.into_array(),
            rewards_coordinator: rewards_coordinator.into_array(),
        };
        let contract = router("strategy factory", core, &[program], &[&[]], &tail.encode())?;
        let call =
            IStrategyFactory::initializeCall { initialOwner: core.owner, initialPausedStatus: U256::ZERO };
        Ok(contract.initialized_by(&call))
    }

    /// Deploys and initialises the AVS directory, owned by the core's owner.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_avs_directory(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "avs-directory")?;
        self.avs_directory_contract(program, core)?.deploy_on(chain, deployer, "AVSDirectory")
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn avs_directory_contract(
        &self,
        program: Address,
        core: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let tail = AvsDirectoryTail {
            paused: [0; 12],
            programs: [0; 1],
            delegation_manager: self.delegation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            name_hash: keccak256(&core.eip712_name).0,
            version: text(&core.version)?.0,
        };
        let contract = router("AVS directory", core, &[program], &[&[]], &tail.encode())?;
        let call =
            IAVSDirectory::initializeCall { initialOwner: core.owner, initialPausedStatus: U256::ZERO };
        Ok(contract.initialized_by(&call))
    }

    /// Deploys the release manager.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_release_manager(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "release-manager")?;
        self.release_manager_contract(program, core)?.deploy_on(chain, deployer, "ReleaseManager")
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn release_manager_contract(
        &self,
        program: Address,
        core: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let tail = ReleaseManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            permission_controller: self.permission_controller.into_array(),
        };
        router("release manager", core, &[program], &[&[]], &tail.encode())
    }

    /// Deploys and initialises the protocol registry: the core's owner decides over it, `pauser` may
    /// pause what it lists, where the pauser registry lets the protocol registry.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_protocol_registry(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
        pauser: Address,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "protocol-registry")?;
        self.protocol_registry_contract(program, core, pauser)?.deploy_on(chain, deployer, "ProtocolRegistry")
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn protocol_registry_contract(
        &self,
        program: Address,
        core: &SuiteParams,
        pauser: Address,
    ) -> Result<Contract, SuiteError> {
        let tail = ProtocolRegistryTail { paused: [0; 12], programs: [0; 1] };
        let contract = router("protocol registry", core, &[program], &[&[]], &tail.encode())?;
        let call = IProtocolRegistry::initializeCall { initialAdmin: core.owner, pauserMultisig: pauser };
        Ok(contract.initialized_by(&call))
    }

    /// Deploys and initialises the task mailbox, owned by the core's owner.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_task_mailbox(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
        params: &MailboxParams,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "task-mailbox")?;
        self.task_mailbox_contract(program, core, params)?.deploy_on(chain, deployer, "TaskMailbox")
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn task_mailbox_contract(
        &self,
        program: Address,
        core: &SuiteParams,
        params: &MailboxParams,
    ) -> Result<Contract, SuiteError> {
        let mut max_task_sla_secs = [0; 12];
        max_task_sla_secs[4..].copy_from_slice(&params.max_task_sla_secs.to_be_bytes());
        let tail = TaskMailboxTail {
            paused: [0; 12],
            programs: [0; 1],
            bn254_verifier: params.bn254_verifier.into_array(),
            ecdsa_verifier: params.ecdsa_verifier.into_array(),
            max_task_sla_secs,
        };
        let contract = router("task mailbox", core, &[program], &[&[]], &tail.encode())?;
        let call = ITaskMailbox::initializeCall {
            owner: core.owner,
            feeSplit: params.fee_split_bips,
            feeSplitCollector: params.fee_split_collector,
        };
        Ok(contract.initialized_by(&call))
    }
}
