//! A program, in one account or in fragments, and the steps that put it on a chain.

use crate::{
    Action, DeployError, Done, Step, Value,
    arbitrum::{ARB_WASM, ArbWasm},
    cost,
    create2::{self, FACTORY},
};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use surety_wasm_build::{CODE_LIMIT, FRAGMENT_LIMIT, Program, Size};

/// Bytes in front of the stream in a program of one account: prefix and dictionary.
const CLASSIC_PREFIX: usize = 4;
/// What a fragment's code begins with (ArbOS 60).
const FRAGMENT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x01];
/// What the code of a program in fragments begins with; its dictionary follows.
const ROOT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x02];

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
    /// Accounts with the parts of its stream; none if the program's own account holds all of it.
    /// Chains have fragments from ArbOS 60 on; on an older one the activation would fail.
    pub fragments: Vec<(Address, Bytes)>,
    /// Its figures.
    pub size: Size,
}

impl PlannedProgram {
    /// Plans a program.
    ///
    /// # Errors
    /// [`DeployError::Program`] if it needs more fragments than a chain takes.
    pub(crate) fn new(program: &Program) -> Result<Self, DeployError> {
        let refused = |reason: String| DeployError::Program { name: program.name.clone(), reason };
        let limit = usize::try_from(CODE_LIMIT).map_err(|error| refused(error.to_string()))?;
        let (fragments, code) = if program.code.len() <= limit {
            (Vec::new(), program.code.clone())
        } else {
            let fragments = fragments(&program.code, limit);
            if fragments.len() as u64 > FRAGMENT_LIMIT {
                let count = fragments.len();
                return Err(refused(format!("needs {count} fragments, the limit is {FRAGMENT_LIMIT}")));
            }
            let length = u32::try_from(program.wasm.len()).map_err(|error| refused(error.to_string()))?;
            // The dictionary is the one that the stream was made with.
            let dictionary = program.code.get(3).copied().unwrap_or_default();
            let mut root = [&ROOT_PREFIX[..], &[dictionary], &length.to_be_bytes()].concat();
            fragments.iter().for_each(|(address, _)| root.extend_from_slice(address.as_slice()));
            (fragments, root)
        };
        Ok(Self {
            name: program.name.clone(),
            address: create2::program_address(&code),
            code_hash: keccak256(&code),
            wasm_hash: B256::from_slice(&Sha256::digest(&program.wasm)),
            code: code.into(),
            fragments,
            size: program.size.clone(),
        })
    }

    /// All steps that put it on a chain: its accounts, then its activation.
    pub(crate) fn steps(&self, deployer: Address) -> Vec<Step> {
        let fragments = self.fragments.iter().enumerate().map(|(index, (address, code))| {
            let detail = json!({ "fragment": index, "of": self.name, "address": address.to_string() });
            creation(
                format!("fragment:{}:{}:{index}", self.name, self.code_hash),
                deployer,
                *address,
                code,
                detail,
            )
        });
        let detail = json!({
            "program": self.name,
            "address": self.address.to_string(),
            "codeHash": self.code_hash,
            "wasmHash": self.wasm_hash,
            "constructorInput": "0x",
        });
        let id = format!("program:{}:{}", self.name, self.code_hash);
        let program = creation(id, deployer, self.address, &self.code, detail);
        fragments.chain([program, self.activation(deployer)]).collect()
    }

    /// The step that activates it.
    pub(crate) fn activation(&self, deployer: Address) -> Step {
        let call = ArbWasm::activateProgramCall { program: self.address };
        Step {
            id: format!("activation:{}:{}", self.name, self.code_hash),
            from: deployer,
            gas: cost::CALL + self.size.activation_gas,
            action: Action::Call {
                to: ARB_WASM,
                data: call.abi_encode().into(),
                value: Value::DataFee(U256::from(self.size.data_fee_wei)),
            },
            done: Done::Active { program: self.address },
            detail: json!({
                "activated": self.name,
                "address": self.address.to_string(),
                "codeHash": self.code_hash,
            }),
        }
    }
}

/// Cuts the stream of a program's code into accounts.
fn fragments(code: &[u8], limit: usize) -> Vec<(Address, Bytes)> {
    let stream = code.get(CLASSIC_PREFIX..).unwrap_or_default();
    let parts = stream.chunks(limit - FRAGMENT_PREFIX.len());
    parts
        .map(|part| {
            let code = [&FRAGMENT_PREFIX[..], part].concat();
            (create2::program_address(&code), code.into())
        })
        .collect()
}

/// The step that has the factory make an account.
fn creation(id: String, deployer: Address, at: Address, code: &Bytes, detail: Json) -> Step {
    let data = create2::factory_call(B256::ZERO, &create2::program_init(code));
    Step {
        id,
        from: deployer,
        gas: cost::creation(&data, code.len()),
        action: Action::Call { to: FACTORY, data, value: Value::Wei(U256::ZERO) },
        done: Done::Code { at, code: code.clone() },
        detail,
    }
}
