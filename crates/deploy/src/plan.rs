//! One deployment as an ordered list of steps: a pure function of configuration and programs.

use crate::{
    Action, Config, DeployError, Done, PlannedProgram, Step, Value, cost,
    create2::{self, FACTORY, FACTORY_CODE, FACTORY_COST, FACTORY_MAKER, FACTORY_TRANSACTION},
    layout,
};
use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use alloy_sol_types::SolCall as _;
use serde_json::json;
use surety_abi::{IPauserRegistry, IStrategyFactory, IStrategyManager};
use surety_proxy::nursery;
use surety_suite::Contract;
use surety_wasm_build::Program;

/// One deployment.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its chain.
    pub chain_id: u64,
    /// Who sends it.
    pub deployer: Address,
    /// What makes its contracts.
    pub nursery: Address,
    /// Its programs.
    pub programs: Vec<PlannedProgram>,
    /// Its contracts.
    pub contracts: Vec<PlannedContract>,
    /// What is to be sent, in order.
    pub steps: Vec<Step>,
}

/// A contract and where it will be.
#[derive(Clone, Debug)]
pub struct PlannedContract {
    /// Its name: that of its interface without the `I`; strategies have their token behind it.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// What it is made of.
    pub contract: Contract,
    /// SHA-256 of the JSON of its interface.
    pub abi_hash: B256,
}

impl Plan {
    /// Plans a deployment.
    ///
    /// # Errors
    /// [`DeployError::Invalid`], [`DeployError::Program`], [`DeployError::Suite`].
    pub fn new(config: &Config, programs: &[Program]) -> Result<Self, DeployError> {
        config.validate()?;
        let deployer = config.roles.deployer;
        let programs = programs.iter().map(PlannedProgram::new).collect::<Result<Vec<_>, _>>()?;
        let (salt, nursery_init) = create2::nursery_of(deployer, &config.salt);
        let nursery = FACTORY.create2_from_code(salt, &nursery_init);
        let contracts = layout::contracts(config, &programs, nursery)?;

        let mut steps = factory_steps(deployer);
        steps.extend(programs.iter().flat_map(|program| program.steps(deployer)));
        let data = create2::factory_call(salt, &nursery_init);
        let code = Bytes::from(nursery::runtime(deployer.into_array()));
        steps.push(Step {
            id: format!("nursery:{nursery}"),
            from: deployer,
            gas: cost::creation(&data, code.len()),
            action: Action::Call { to: FACTORY, data, value: Value::Wei(U256::ZERO) },
            done: Done::Code { at: nursery, code },
            detail: json!({ "nursery": nursery.to_string(), "owner": deployer.to_string(), "salt": config.salt }),
        });
        steps.extend(contracts.iter().map(|planned| planned.step(deployer, nursery)));
        let mut plan = Self { chain_id: config.chain_id, deployer, nursery, programs, contracts, steps };
        let wiring = plan.wiring(config)?;
        plan.steps.extend(wiring);
        Ok(plan)
    }

    /// Address of a contract by name.
    ///
    /// # Errors
    /// [`DeployError::Program`] if the plan lacks it.
    pub(crate) fn address_of(&self, name: &str) -> Result<Address, DeployError> {
        let found = self.contracts.iter().find(|planned| planned.name == name);
        found.map(|planned| planned.address).ok_or_else(|| DeployError::Program {
            name: name.to_owned(),
            reason: "no contract of this name in the plan".to_owned(),
        })
    }

    /// Strategies of the factory's, the whitelist, the pausers.
    fn wiring(&self, config: &Config) -> Result<Vec<Step>, DeployError> {
        let factory = self.address_of("StrategyFactory")?;
        let manager = self.address_of("StrategyManager")?;
        let pausers = self.address_of("PauserRegistry")?;
        let call = |id: String, from, to, data: Vec<u8>, done, detail| Step {
            id,
            from,
            gas: cost::CALL + 400_000,
            action: Action::Call { to, data: data.into(), value: Value::Wei(U256::ZERO) },
            done,
            detail,
        };
        let mut steps = Vec::new();
        for strategy in config.strategies.iter().filter(|strategy| strategy.max_total.is_none()) {
            let token = strategy.token;
            let view = IStrategyFactory::deployedStrategiesCall { token };
            steps.push(call(
                format!("strategy:{}:{token}", self.nursery),
                self.deployer,
                factory,
                IStrategyFactory::deployNewStrategyCall { token }.abi_encode(),
                Done::Word { to: factory, data: view.abi_encode().into(), expected: None },
                json!({ "strategyFor": token.to_string() }),
            ));
        }
        for strategy in config.strategies.iter().filter(|strategy| strategy.max_total.is_some()) {
            let strategy = self.address_of(&layout::strategy_name(strategy.token))?;
            let view = IStrategyManager::strategyIsWhitelistedForDepositCall { strategy };
            steps.push(call(
                format!("whitelist:{strategy}"),
                config.roles.owner,
                factory,
                IStrategyFactory::whitelistStrategiesCall { strategiesToWhitelist: vec![strategy] }
                    .abi_encode(),
                Done::Word { to: manager, data: view.abi_encode().into(), expected: Some(U256::ONE) },
                json!({ "whitelisted": strategy.to_string() }),
            ));
        }
        for pauser in &config.roles.pausers {
            let view = IPauserRegistry::isPauserCall { pauser: *pauser };
            steps.push(call(
                format!("pauser:{pausers}:{pauser}"),
                config.roles.unpauser,
                pausers,
                IPauserRegistry::setIsPauserCall { newPauser: *pauser, canPause: true }.abi_encode(),
                Done::Word { to: pausers, data: view.abi_encode().into(), expected: Some(U256::ONE) },
                json!({ "pauser": pauser.to_string() }),
            ));
        }
        Ok(steps)
    }
}

impl PlannedContract {
    fn step(&self, deployer: Address, nursery: Address) -> Step {
        let initialize = self.contract.initialize.as_deref().unwrap_or_default();
        let data = nursery::calldata(self.address.into_array(), &self.contract.init_code, initialize);
        Step {
            id: format!("contract:{}:{}", self.name, self.address),
            from: deployer,
            gas: cost::creation(&data, self.contract.runtime.len())
                + cost::WORD * (self.contract.programs.len() as u64 + 1)
                + cost::INITIALISATION,
            action: Action::Call { to: nursery, data: data.into(), value: Value::Wei(U256::ZERO) },
            done: Done::Code { at: self.address, code: self.contract.runtime.clone().into() },
            detail: json!({
                "contract": self.name,
                "proxy": self.address.to_string(),
                "implementations": self.contract.programs.iter().map(Address::to_string).collect::<Vec<_>>(),
                "codeHash": keccak256(&self.contract.runtime),
                "abiHash": self.abi_hash,
                "initCodeHash": keccak256(&self.contract.init_code),
                "constructorInput": hex::encode_prefixed(initialize),
            }),
        }
    }
}

/// Puts the factory on a chain that lacks it.
fn factory_steps(deployer: Address) -> Vec<Step> {
    let done = Done::Code { at: FACTORY, code: FACTORY_CODE };
    vec![
        Step {
            id: "factory-funds".to_owned(),
            from: deployer,
            gas: cost::CALL,
            action: Action::Call { to: FACTORY_MAKER, data: Bytes::new(), value: Value::Wei(FACTORY_COST) },
            done: Done::Funds { at: FACTORY_MAKER, wei: FACTORY_COST, unless: FACTORY },
            detail: json!({ "funds": FACTORY_MAKER.to_string() }),
        },
        Step {
            id: "factory".to_owned(),
            from: FACTORY_MAKER,
            gas: 100_000,
            action: Action::Signed(FACTORY_TRANSACTION),
            done,
            detail: json!({ "factory": FACTORY.to_string() }),
        },
    ]
}
