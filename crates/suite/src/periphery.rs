//! What stands around the core: the strategy factory, the AVS directory, the release manager.

use crate::{
    Programs, Suite, SuiteError, SuiteParams,
    deploy::{create, router, send, text},
};
use alloy_primitives::{Address, U256, keccak256};
use surety_abi::{IAVSDirectory, IStrategyFactory};
use surety_devnode::Chain;
use surety_proxy::tail::{AvsDirectoryTail, ReleaseManagerTail, StrategyFactoryTail};

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
        let code = router("strategy factory", core, &[program], &[&[]], &tail.encode())?;
        let factory = create(chain, deployer, code, "strategy factory")?;
        let call =
            IStrategyFactory::initializeCall { initialOwner: core.owner, initialPausedStatus: U256::ZERO };
        send(chain, deployer, factory, &call, "initialising the strategy factory")?;
        chain.label(factory, "StrategyFactory");
        Ok(factory)
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
        let tail = AvsDirectoryTail {
            paused: [0; 12],
            programs: [0; 1],
            delegation_manager: self.delegation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
            name_hash: keccak256(&core.eip712_name).0,
            version: text(&core.version)?.0,
        };
        let code = router("AVS directory", core, &[program], &[&[]], &tail.encode())?;
        let directory = create(chain, deployer, code, "AVS directory")?;
        let call =
            IAVSDirectory::initializeCall { initialOwner: core.owner, initialPausedStatus: U256::ZERO };
        send(chain, deployer, directory, &call, "initialising the AVS directory")?;
        chain.label(directory, "AVSDirectory");
        Ok(directory)
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
        let tail = ReleaseManagerTail {
            paused: [0; 12],
            programs: [0; 1],
            permission_controller: self.permission_controller.into_array(),
        };
        let code = router("release manager", core, &[program], &[&[]], &tail.encode())?;
        let releases = create(chain, deployer, code, "release manager")?;
        chain.label(releases, "ReleaseManager");
        Ok(releases)
    }
}
