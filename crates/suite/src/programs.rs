//! The programs of a suite, compressed once.

use crate::SuiteError;
use alloy_primitives::{Address, Bytes, keccak256};
use std::collections::BTreeMap;
use surety_devnode::Chain;
use surety_wasm_build::{BuildOptions, Program, build_all};

/// Account codes by program name.
#[derive(Clone, Debug)]
pub struct Programs(BTreeMap<String, Bytes>);

impl Programs {
    /// Builds what is out of date and takes all programs.
    ///
    /// # Errors
    /// Those of the build.
    pub fn build(options: &BuildOptions) -> Result<Self, SuiteError> {
        Ok(Self::from_built(build_all(options)?))
    }

    /// Takes programs that are built.
    #[must_use]
    pub fn from_built(programs: Vec<Program>) -> Self {
        Self(programs.into_iter().map(|program| (program.name, program.code.into())).collect())
    }

    /// Where deployments put the programs.
    pub fn addresses(&self) -> impl Iterator<Item = Address> {
        self.0.keys().map(|name| address(name))
    }

    /// Puts a program on the chain, activated and cached, and answers its address.
    pub(crate) fn install(&self, chain: &mut Chain, name: &str) -> Result<Address, SuiteError> {
        let code = self.0.get(name).ok_or_else(|| SuiteError::MissingProgram(name.to_owned()))?;
        let address = address(name);
        let failed = |source| SuiteError::Install { name: name.to_owned(), source };
        chain.set_program_code(address, code.clone()).map_err(failed)?;
        chain.cache_program(address).map_err(failed)?;
        chain.label(address, name);
        Ok(address)
    }
}

/// Where deployments put a program.
fn address(name: &str) -> Address {
    Address::from_word(keccak256(format!("program {name}")))
}
