//! The core: programs, proxies, wiring.

use crate::{Programs, SuiteError, routes};
use alloy_primitives::{Address, B256, U256, address, keccak256};
use alloy_sol_types::SolCall;
use surety_abi::{IAllocationManager, IDelegationManager, IStrategyManager};
use surety_devnode::{Chain, Receipt, Tx};
use surety_proxy::{
    clone,
    router::Router,
    tail::{
        AllocationManagerTail, DelegationManagerTail, PauserRegistryTail, StrategyManagerTail,
        StrategyVaultTail,
    },
};

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
    pub(crate) vault_program: Address,
    /// Answers the clones' deposits and withdrawals.
    pub(crate) moves_program: Address,
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
        let tail = PauserRegistryTail { unpauser: params.unpauser.into_array() }.encode();
        let code = clone::init_code(pauser_registry.into_array(), None, &tail);
        create(chain, deployer, code, "pauser registry")?;

        let slasher = install(chain, "slasher")?;
        let delegation = [
            install(chain, "delegation-manager")?,
            install(chain, "delegation-views")?,
            slasher,
            this.moves_program,
        ];
        let strategies = [install(chain, "strategy-manager")?, this.moves_program, slasher];
        let allocations = [install(chain, "avs-registry")?, slasher];
        let tail = this.delegation_tail(params)?.encode();
        let flows = [routes::LEDGER, routes::COMPLETIONS].concat();
        let routed: [&[u32]; 4] = [&[], routes::DELEGATION_VIEWS, routes::DELEGATED_SHARES, &flows];
        let code = router_with(
            "delegation manager",
            params,
            &delegation,
            &routed,
            &routes::hot_delegation(),
            &tail,
        )?;
        create(chain, deployer, code, "delegation manager")?;
        let tail = this.strategy_tail(params)?.encode();
        let deposits = [routes::DEPOSITS, routes::NOTICE].concat();
        let routed: [&[u32]; 3] = [&[], &deposits, routes::SLASHED_SHARES];
        let code =
            router_with("strategy manager", params, &strategies, &routed, routes::HOT_STRATEGIES, &tail)?;
        create(chain, deployer, code, "strategy manager")?;
        let tail = this.allocation_tail(params).encode();
        let routes: [&[u32]; 2] = [&[], routes::SLASHER];
        let code = router("allocation manager", params, &allocations, &routes, &tail)?;
        create(chain, deployer, code, "allocation manager")?;
        this.initialize(chain, deployer, params)?;
        this.label(chain);
        Ok(this)
    }

    fn initialize(
        &self,
        chain: &mut Chain,
        deployer: Address,
        params: &SuiteParams,
    ) -> Result<(), SuiteError> {
        let unpaused = U256::ZERO;
        let call = IDelegationManager::initializeCall { initialPausedStatus: unpaused };
        send(chain, deployer, self.delegation_manager, &call, "initialising the delegation manager")?;
        let call = IStrategyManager::initializeCall {
            initialOwner: params.owner,
            initialStrategyWhitelister: params.strategy_whitelister,
            initialPausedStatus: unpaused,
        };
        send(chain, deployer, self.strategy_manager, &call, "initialising the strategy manager")?;
        let call = IAllocationManager::initializeCall { initialPausedStatus: unpaused };
        send(chain, deployer, self.allocation_manager, &call, "initialising the allocation manager")?;
        Ok(())
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
        let tail = StrategyVaultTail {
            token: token.into_array(),
            strategy_manager: self.strategy_manager.into_array(),
            delegation_manager: self.delegation_manager.into_array(),
            pauser_registry: self.pauser_registry.into_array(),
        };
        let moves = clone::Detour { program: self.moves_program.into_array(), selectors: routes::MOVES };
        let code = clone::init_code(self.vault_program.into_array(), Some(moves), &tail.encode());
        create(chain, deployer, code, "strategy")
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

/// Init code of a router proxy.
pub(crate) fn router(
    contract: &'static str,
    params: &SuiteParams,
    programs: &[Address],
    routes: &[&[u32]],
    tail: &[u8],
) -> Result<Vec<u8>, SuiteError> {
    router_with(contract, params, programs, routes, &[], tail)
}

/// The same with selectors that it compares first.
fn router_with(
    contract: &'static str,
    params: &SuiteParams,
    programs: &[Address],
    routes: &[&[u32]],
    hot: &[u32],
    tail: &[u8],
) -> Result<Vec<u8>, SuiteError> {
    let programs: Vec<_> =
        programs.iter().map(|program| program.into_array()).zip(routes.iter().copied()).collect();
    let admin = match params.upgrades {
        Upgrades::Immutable => None,
        Upgrades::By(admin) => Some(admin.into_array()),
    };
    let router = Router { admin, programs: &programs, hot, tail };
    router.init_code().map_err(|reason| SuiteError::Proxy { contract, reason })
}

/// A short text as a tail holds it: from the left, its length in the last byte.
pub(crate) fn text(text: &str) -> Result<B256, SuiteError> {
    let mut word = [0; 32];
    let bytes = text.as_bytes();
    let (Some(place), Ok(len @ 1..=31)) = (word.get_mut(..bytes.len()), u8::try_from(bytes.len())) else {
        return Err(SuiteError::Parameter(format!("the version `{text}` must have 1 to 31 bytes")));
    };
    place.copy_from_slice(bytes);
    word[31] = len;
    Ok(B256::new(word))
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
    let receipt = chain.transact(Tx::call(from, to).sol(call).gas(GAS))?;
    if receipt.is_success() {
        return Ok(receipt);
    }
    Err(SuiteError::Failed { what: what.to_owned(), receipt: Box::new(receipt) })
}
