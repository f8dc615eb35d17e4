//! The key registrar.

use crate::{
    Programs, Suite, SuiteError, SuiteParams,
    contract::{Contract, router, text},
};
use alloy_primitives::{Address, keccak256};
use surety_devnode::Chain;
use surety_proxy::tail::KeyRegistrarTail;

impl Suite {
    /// Deploys the key registrar; there is nothing to initialise.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn create_key_registrar(
        &self,
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        core: &SuiteParams,
    ) -> Result<Address, SuiteError> {
        let program = programs.install(chain, "key-registrar")?;
        self.key_registrar_contract(program, core)?.deploy_on(chain, deployer, "KeyRegistrar")
    }

    /// The same as a contract for any chain.
    ///
    /// # Errors
    /// [`SuiteError::Parameter`], [`SuiteError::Proxy`].
    pub fn key_registrar_contract(
        &self,
        program: Address,
        core: &SuiteParams,
    ) -> Result<Contract, SuiteError> {
        let tail = KeyRegistrarTail {
            paused: [0; 12],
            programs: [0; 1],
            permission_controller: self.permission_controller.into_array(),
            allocation_manager: self.allocation_manager.into_array(),
            name_hash: keccak256(&core.eip712_name).0,
            version: text(&core.version)?.0,
        };
        router("key registrar", core, &[program], &[&[]], &tail.encode())
    }
}
