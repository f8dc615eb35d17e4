//! One deployment as an ordered list of steps: a pure function of configuration and programs.

use crate::{
    Config, DeployError,
    arbitrum::{ARB_WASM, ArbWasm},
    cost,
    create2::{self, FACTORY, FACTORY_CODE, FACTORY_COST, FACTORY_MAKER, FACTORY_TRANSACTION},
    layout,
};
use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use surety_abi::{IPauserRegistry, IStrategyFactory, IStrategyManager};
use surety_proxy::nursery;
use surety_suite::Contract;
use surety_wasm_build::{CODE_LIMIT, Program, Size};

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

/// A program and where it will be.
#[derive(Clone, Debug)]
pub struct PlannedProgram {
    /// Its package.
    pub name: String,
    /// Its account.
    pub address: Address,
    /// Keccak of the account's code, by which Arbitrum knows a program.
    pub code_hash: B256,
    /// SHA-256 of the module.
    pub wasm_hash: B256,
    /// Its code.
    pub code: Bytes,
    /// Its figures.
    pub size: Size,
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

/// One transaction, and how one sees that it is done.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its key on record.
    pub id: String,
    /// Who sends it.
    pub from: Address,
    /// What is sent.
    pub action: Action,
    /// How one sees on the chain that it is done.
    pub done: Done,
    /// Gas it is expected to use, without what L1 costs.
    pub gas: u64,
    /// What it makes, for the record.
    pub detail: Json,
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum Action {
    /// A call.
    Call {
        /// Of which account.
        to: Address,
        /// With which data.
        data: Bytes,
        /// And which value.
        value: Value,
    },
    /// A transaction that somebody else has signed.
    Signed(Bytes),
}

/// The value of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// This many wei.
    Wei(U256),
    /// What Arbitrum asks for the program's data, about this many wei.
    DataFee(U256),
}

/// How one sees on the chain that a step is done.
#[derive(Clone, Debug)]
pub enum Done {
    /// An account has this code.
    Code {
        /// The account.
        at: Address,
        /// Its code.
        code: Bytes,
    },
    /// An account has at least so much, or another account has code already.
    Funds {
        /// The account.
        at: Address,
        /// At least so much, wei.
        wei: U256,
        /// The other account.
        unless: Address,
    },
    /// A program is active.
    Active {
        /// Its account.
        program: Address,
    },
    /// A view answers more than this.
    MoreThan {
        /// Of which contract.
        to: Address,
        /// The call.
        data: Bytes,
        /// The word.
        word: U256,
    },
    /// A router's slot has this program.
    Program {
        /// The router.
        router: Address,
        /// The slot.
        slot: U256,
        /// The program.
        program: Address,
    },
    /// A view answers this word, or any but 0.
    Word {
        /// Of which contract.
        to: Address,
        /// The call.
        data: Bytes,
        /// The word; any but 0 if `None`.
        expected: Option<U256>,
    },
}

/// A step as `plan --json` has it.
#[derive(Serialize)]
struct Summary<'a> {
    id: &'a str,
    from: Address,
    to: Option<Address>,
    gas: u64,
    detail: &'a Json,
}

impl Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let to = match &self.action {
            Action::Call { to, .. } => Some(*to),
            Action::Signed(_) => None,
        };
        Summary { id: &self.id, from: self.from, to, gas: self.gas, detail: &self.detail }
            .serialize(serializer)
    }
}

impl Step {
    /// Tells whether it is the same step as one on record: a hash of sender, recipient and data.
    #[must_use]
    pub fn input(&self) -> B256 {
        let mut bytes = self.from.to_vec();
        match &self.action {
            Action::Call { to, data, .. } => {
                bytes.extend_from_slice(to.as_slice());
                bytes.extend_from_slice(data);
            }
            Action::Signed(tx) => bytes.extend_from_slice(tx),
        }
        keccak256(bytes)
    }

    /// Wei that it sends along, about.
    #[must_use]
    pub fn value(&self) -> U256 {
        match self.action {
            Action::Call { value: Value::Wei(wei) | Value::DataFee(wei), .. } => wei,
            Action::Signed(_) => U256::ZERO,
        }
    }
}

impl PlannedProgram {
    fn new(program: &Program) -> Result<Self, DeployError> {
        let length = program.code.len() as u64;
        if length > CODE_LIMIT {
            let reason = format!("its code of {length} bytes does not fit one account ({CODE_LIMIT})");
            return Err(DeployError::Program { name: program.name.clone(), reason });
        }
        Ok(Self {
            name: program.name.clone(),
            address: create2::program_address(&program.code),
            code_hash: keccak256(&program.code),
            wasm_hash: B256::from_slice(&Sha256::digest(&program.wasm)),
            code: program.code.clone().into(),
            size: program.size.clone(),
        })
    }

    /// The two steps that put it on a chain.
    pub(crate) fn steps(&self, deployer: Address) -> [Step; 2] {
        let init = create2::program_init(&self.code);
        let data = create2::factory_call(B256::ZERO, &init);
        let gas = cost::creation(&data, self.code.len());
        let deploy = Step {
            id: format!("program:{}:{}", self.name, self.code_hash),
            from: deployer,
            gas,
            action: Action::Call { to: FACTORY, data, value: Value::Wei(U256::ZERO) },
            done: Done::Code { at: self.address, code: self.code.clone() },
            detail: json!({
                "program": self.name,
                "address": self.address,
                "codeHash": self.code_hash,
                "wasmHash": self.wasm_hash,
                "constructorInput": "0x",
            }),
        };
        let call = ArbWasm::activateProgramCall { program: self.address };
        let activate = Step {
            id: format!("activation:{}:{}", self.name, self.code_hash),
            from: deployer,
            gas: cost::CALL + self.size.activation_gas,
            action: Action::Call {
                to: ARB_WASM,
                data: call.abi_encode().into(),
                value: Value::DataFee(U256::from(self.size.data_fee_wei)),
            },
            done: Done::Active { program: self.address },
            detail: json!({ "program": self.name, "address": self.address, "codeHash": self.code_hash }),
        };
        [deploy, activate]
    }
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
            detail: json!({ "nursery": nursery, "owner": deployer, "salt": config.salt }),
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
                json!({ "strategyFor": token }),
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
                json!({ "whitelisted": strategy }),
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
                json!({ "pauser": pauser }),
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
                "proxy": self.address,
                "implementations": self.contract.programs,
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
            detail: json!({ "funds": FACTORY_MAKER }),
        },
        Step {
            id: "factory".to_owned(),
            from: FACTORY_MAKER,
            gas: 100_000,
            action: Action::Signed(FACTORY_TRANSACTION),
            done,
            detail: json!({ "factory": FACTORY }),
        },
    ]
}
