//! Putting Stylus programs on the chain.

use super::{CallError, Chain, Receipt, Tx};
use crate::{
    arbos::{AddressSet, ArbosState},
    exec::{MAX_CODE_SIZE, TxError},
    precompiles::{
        ARB_WASM, ARB_WASM_CACHE,
        abi::{ArbWasm, ArbWasmCache},
    },
    state::analysed,
};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use std::sync::Arc;
use surety_stylus_vm::{
    ActivationError, ActivationRules,
    code::{self, CodeError, CodeKind, classic_code, deploy_init_code, fragment_codes, root_code},
    program_info::ProgramInfo,
};

/// Value sent with an activation, wei: far above any data fee; the rest comes back.
const ACTIVATION_VALUE: U256 = U256::from_limbs([10_u64.pow(18), 0, 0, 0]);
/// Gas of an activation.
const ACTIVATION_GAS: u64 = 1 << 40;

/// Number of Nitro's dictionary for Stylus programs.
const STYLUS_DICTIONARY: u8 = 1;

/// Why a program could not be put on the chain.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// A transaction could not run.
    #[error(transparent)]
    Tx(#[from] TxError),
    /// The code could not be deployed.
    #[error("deployment failed: {:?}", .0.status)]
    Deployment(Box<Receipt>),
    /// The module was not activated, or not cached.
    #[error("ArbWasm refused the program")]
    Call(#[from] CallError),
    /// The module is not a Stylus program.
    #[error(transparent)]
    Module(#[from] ActivationError),
    /// Code gives no module.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// Compressed, the program needs more code than one account holds, and fragments need ArbOS 60.
    #[error("compressed program of {0} bytes exceeds {MAX_CODE_SIZE}, and fragments need ArbOS 60")]
    TooLong(usize),
}

/// Account codes of one program.
struct Codes {
    /// Code of the program itself, unless it is a root over `fragments`.
    classic: Option<Bytes>,
    fragments: Vec<Bytes>,
    wasm_len: u32,
}

impl Chain {
    /// Deploys and activates a program as a developer would: compressed, in fragments if it must
    /// be, by transactions of the chain owner.
    ///
    /// # Errors
    /// [`InstallError`] says which step failed.
    pub fn install_program(&mut self, wasm: &[u8]) -> Result<Address, InstallError> {
        let codes = self.codes(wasm)?;
        let code = match codes.classic {
            Some(code) => code,
            None => {
                let deploy = |fragment| self.deploy(fragment);
                let fragments: Vec<_> = codes.fragments.iter().map(deploy).collect::<Result<_, _>>()?;
                root_code(codes.wasm_len, &fragments).into()
            }
        };
        let address = self.deploy(&code)?;
        self.activate_program(address)?;
        Ok(address)
    }

    /// Activates the program at an address by a transaction of the chain owner.
    ///
    /// # Errors
    /// [`InstallError`] unless ArbWasm accepts it.
    pub fn activate_program(&mut self, program: Address) -> Result<Receipt, InstallError> {
        let call = ArbWasm::activateProgramCall { program };
        let tx = Tx::call(self.owner, ARB_WASM).sol(&call).value(ACTIVATION_VALUE).gas(ACTIVATION_GAS);
        self.fund_owner();
        Ok(super::typed::succeeded(self.transact(tx)?)?)
    }

    /// Puts an activated program at an address without any transaction.
    ///
    /// # Errors
    /// [`InstallError::Module`] if the module would not be activated, [`InstallError::TooLong`].
    pub fn set_program(&mut self, address: Address, wasm: &[u8]) -> Result<(), InstallError> {
        let codes = self.codes(wasm)?;
        let code = match codes.classic {
            Some(code) => code,
            None => {
                let place = |index: usize| {
                    let seed = [address.as_slice(), &index.to_be_bytes()].concat();
                    Address::from_word(keccak256(seed))
                };
                let addresses: Vec<_> = (0..codes.fragments.len()).map(place).collect();
                for (fragment, code) in addresses.iter().zip(codes.fragments) {
                    self.set_code(*fragment, code);
                }
                root_code(codes.wasm_len, &addresses).into()
            }
        };
        self.set_program_code(address, code)
    }

    /// Puts account code of a program (compressed, with its prefix) at an address and activates it
    /// without any transaction.
    ///
    /// # Errors
    /// [`InstallError::Module`] if the module would not be activated, [`InstallError::Code`] if
    /// there is none behind the code.
    pub fn set_program_code(&mut self, address: Address, code: impl Into<Bytes>) -> Result<(), InstallError> {
        let code = code.into();
        let params = self.stylus_params();
        let (_, hash) = analysed(code.clone());
        let module = self.machine.module(&code, hash, &params)?;
        let rules = ActivationRules::new(self.machine.rules.arbos, &params);
        let figures = self.machine.engine.activate(&module, &rules, &mut { u64::MAX })?.figures;
        let now = self.machine.block.timestamp;
        self.set_code(address, code);
        let program = ProgramInfo::activated(&figures, &params, now, false);
        self.between(|state| state.set_program(hash, &program));
        Ok(())
    }

    /// Caches a program by a transaction of the chain owner.
    ///
    /// # Errors
    /// [`InstallError`] unless ArbWasmCache accepts it.
    pub fn cache_program(&mut self, program: Address) -> Result<Receipt, InstallError> {
        self.fund_owner();
        let codehash = self.code_hash(program);
        let owner = self.owner;
        if self.machine.rules.arbos.caches_by_program() {
            Ok(self.send(owner, ARB_WASM_CACHE, &ArbWasmCache::cacheProgramCall { program })?.receipt)
        } else {
            Ok(self.send(owner, ARB_WASM_CACHE, &ArbWasmCache::cacheCodehashCall { codehash })?.receipt)
        }
    }

    /// Takes a program out of the cache by a transaction of the chain owner.
    ///
    /// # Errors
    /// [`InstallError`] unless ArbWasmCache accepts it.
    pub fn evict_program(&mut self, program: Address) -> Result<Receipt, InstallError> {
        self.fund_owner();
        let codehash = self.code_hash(program);
        let owner = self.owner;
        Ok(self.send(owner, ARB_WASM_CACHE, &ArbWasmCache::evictCodehashCall { codehash })?.receipt)
    }

    /// Lets an account put programs into the cache and take them out, as the chain owner could by ArbOwner.
    pub fn add_cache_manager(&mut self, manager: Address) {
        self.between(|state| {
            state.insert(AddressSet::CacheManagers, manager);
        });
    }

    /// What the chain keeps of a program; all zero if its code was never activated.
    #[must_use]
    pub fn program_info(&self, program: Address) -> ProgramInfo {
        self.machine.world.program_info(self.code_hash(program))
    }

    /// Forgets that code was activated; its cache flag stays, as it does when a program expires.
    pub(crate) fn deactivate(&mut self, code_hash: B256) {
        self.between(|state| {
            let program = ProgramInfo { version: 0, ..state.program(code_hash) };
            state.set_program(code_hash, &program);
        });
    }

    /// Sets a program's cache flag without a transaction.
    pub(crate) fn set_cached(&mut self, code_hash: B256, cached: bool) {
        self.between(|state| {
            let program = ProgramInfo { cached, ..state.program(code_hash) };
            state.set_program(code_hash, &program);
        });
    }

    /// Supplies the module of code that can't be decompressed here for want of its dictionary.
    pub fn supply_module(&mut self, code_hash: B256, wasm: impl Into<Bytes>) {
        Arc::make_mut(&mut self.machine.known_modules).insert(code_hash, wasm.into());
    }

    /// Supplies a module if its code names a dictionary that is not available here.
    pub(crate) fn supply_module_for_dictionary(&mut self, code: &[u8], wasm: &Bytes) {
        let dictionary = match code::classify(code, self.machine.rules.arbos) {
            CodeKind::Classic { dictionary, .. } => Some(dictionary),
            CodeKind::Root(root) => root.parse().ok().map(|root| root.dictionary),
            CodeKind::Fragment { .. } | CodeKind::Foreign => None,
        };
        if dictionary == Some(STYLUS_DICTIONARY) && self.machine.dictionaries.stylus.is_none() {
            self.supply_module(keccak256(code), wasm.clone());
        }
    }

    /// Changes ArbOS' state between transactions.
    fn between(&mut self, change: impl FnOnce(&mut ArbosState<'_>)) {
        change(&mut ArbosState::new(&mut self.machine.world));
        self.machine.world.journal.commit_tx();
    }

    /// Sees to it that the owner can pay for what the chain deploys by itself.
    pub(super) fn fund_owner(&mut self) {
        let enough = U256::ONE << 100;
        if self.balance(self.owner) < enough {
            self.set_balance(self.owner, enough);
        }
    }

    fn deploy(&mut self, code: &Bytes) -> Result<Address, InstallError> {
        self.fund_owner();
        let receipt = self.transact(Tx::create(self.owner, deploy_init_code(code)))?;
        receipt.contract_address.ok_or_else(|| InstallError::Deployment(Box::new(receipt)))
    }

    fn codes(&self, wasm: &[u8]) -> Result<Codes, InstallError> {
        let classic = Bytes::from(classic_code(wasm));
        let too_long = InstallError::TooLong(classic.len());
        let wasm_len = u32::try_from(wasm.len()).unwrap_or(u32::MAX);
        if classic.len() <= MAX_CODE_SIZE {
            return Ok(Codes { classic: Some(classic), fragments: Vec::new(), wasm_len });
        }
        if !self.machine.rules.arbos.has_fragments() {
            return Err(too_long);
        }
        let fragments = fragment_codes(wasm, MAX_CODE_SIZE).into_iter().map(Bytes::from).collect();
        Ok(Codes { classic: None, fragments, wasm_len })
    }
}
