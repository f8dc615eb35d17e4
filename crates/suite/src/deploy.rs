//! The core: programs, proxies, wiring.

use crate::{Programs, SuiteError};
use alloy_primitives::{Address, address};
use alloy_sol_types::SolCall;
use surety_devnode::{Chain, Receipt, Tx};

/// Where slashed shares of ordinary sets go by default.
pub const BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

/// Gas of a deployment transaction.
const GAS: u64 = 1 << 32;

/// Who may replace the programs behind the proxies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upgrades {
    /// Nobody.
    Immutable,
    /// This account, in production a timelock.
    By(Address),
}

/// Parameters of a deployment.
#[derive(Clone, Debug)]
pub struct SuiteParams {
    /// Blocks a withdrawal stays queued.
    pub withdrawal_delay_blocks: u32,
    /// Blocks a deallocation stays slashable.
    pub deallocation_delay_blocks: u32,
    /// Blocks until a changed allocation delay or slasher takes effect.
    pub configuration_delay_blocks: u32,
    /// EIP-712 domain name.
    pub eip712_name: String,
    /// Version string, at most 31 bytes; the domain has its first byte.
    pub version: String,
    /// Where slashed shares of ordinary sets go.
    pub burn_address: Address,
    /// The strategy that redistributing sets refuse.
    pub eigen_strategy: Address,
    /// What `eigenPodManager()` answers; an account without code.
    pub eigen_pod_manager: Address,
    /// Owner of the contracts that have one.
    pub owner: Address,
    /// Who decides which strategies take deposits.
    pub strategy_whitelister: Address,
    /// Who may unpause, and names pausers.
    pub unpauser: Address,
    /// Who may replace programs.
    pub upgrades: Upgrades,
}

/// A deployed core.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The ledger of shares.
    pub delegation_manager: Address,
    /// Deposits and whitelist.
    pub strategy_manager: Address,
    /// AVS registry and slasher.
    pub allocation_manager: Address,
    /// Who may act for whom.
    pub permission_controller: Address,
    /// Who may pause.
    pub pauser_registry: Address,
    /// The program of strategies.
    pub vault_program: Address,
    /// Answers the clones' deposits and withdrawals.
    pub moves_program: Address,
}

impl Suite {
    /// Deploys the core from `deployer`, whose nonce decides the addresses.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed; the chain may then hold part of a suite.
    pub fn deploy(
        chain: &mut Chain,
        programs: &Programs,
        deployer: Address,
        params: &SuiteParams,
    ) -> Result<Self, SuiteError> {
        let install = |chain: &mut Chain, name| programs.install(chain, name);
        let first = chain.nonce(deployer);
        let this = Self {
            pauser_registry: deployer.create(first),
            delegation_manager: deployer.create(first + 1),
            strategy_manager: deployer.create(first + 2),
            allocation_manager: deployer.create(first + 3),
            permission_controller: install(chain, "permission-controller")?,
            vault_program: install(chain, "strategy-vault")?,
            moves_program: install(chain, "share-flows")?,
        };
        let pauser_registry = install(chain, "pauser-registry")?;
        let pauser_registry = Self::pauser_registry_contract(pauser_registry, params);
        create(chain, deployer, pauser_registry.init_code, pauser_registry.name)?;

        let slasher = install(chain, "slasher")?;
        let delegation = [
            install(chain, "delegation-manager")?,
            install(chain, "delegation-views")?,
            slasher,
            this.moves_program,
        ];
        let strategies = [install(chain, "strategy-manager")?, this.moves_program, slasher];
        let allocations = [install(chain, "avs-registry")?, slasher];
        let contracts = [
            (this.delegation_manager, this.delegation_manager_contract(&delegation, params)?),
            (this.strategy_manager, this.strategy_manager_contract(&strategies, params)?),
            (this.allocation_manager, this.allocation_manager_contract(&allocations, params)?),
        ];
        for (_, contract) in &contracts {
            create(chain, deployer, contract.init_code.clone(), contract.name)?;
        }
        for (address, contract) in &contracts {
            contract.initialize_on(chain, deployer, *address)?;
        }
        this.label(chain);
        Ok(this)
    }

    fn label(&self, chain: &mut Chain) {
        for (address, name) in [
            (self.delegation_manager, "DelegationManager"),
            (self.strategy_manager, "StrategyManager"),
            (self.allocation_manager, "AllocationManager"),
            (self.permission_controller, "PermissionController"),
            (self.pauser_registry, "PauserRegistry"),
        ] {
            chain.label(address, name);
        }
    }

    /// Deploys a strategy for `token`; it is neither initialised nor whitelisted yet.
    ///
    /// # Errors
    /// [`SuiteError::Failed`].
    pub fn create_strategy(
        &self,
        chain: &mut Chain,
        deployer: Address,
        token: Address,
    ) -> Result<Address, SuiteError> {
        let contract = self.strategy_contract(token, None);
        create(chain, deployer, contract.init_code, contract.name)
    }
}

/// Deploys init code.
pub(crate) fn create(
    chain: &mut Chain,
    from: Address,
    init_code: impl Into<alloy_primitives::Bytes>,
    what: &str,
) -> Result<Address, SuiteError> {
    let receipt = chain.transact(Tx::create(from, init_code).gas(GAS))?;
    match receipt.contract_address {
        Some(address) if receipt.is_success() => Ok(address),
        _ => Err(SuiteError::Failed { what: format!("deploying the {what}"), receipt: Box::new(receipt) }),
    }
}

/// Sends a call that must succeed.
pub(crate) fn send(
    chain: &mut Chain,
    from: Address,
    to: Address,
    call: &impl SolCall,
    what: &str,
) -> Result<Receipt, SuiteError> {
    succeed(chain, Tx::call(from, to).sol(call), || what.to_owned())
}

/// Runs a transaction that must succeed.
pub(crate) fn succeed(
    chain: &mut Chain,
    tx: Tx,
    what: impl FnOnce() -> String,
) -> Result<Receipt, SuiteError> {
    let receipt = chain.transact(tx.gas(GAS))?;
    if receipt.is_success() {
        return Ok(receipt);
    }
    Err(SuiteError::Failed { what: what(), receipt: Box::new(receipt) })
}
