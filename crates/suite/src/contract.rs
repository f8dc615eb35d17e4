//! A contract in the form in which any chain takes it.

use crate::{SuiteError, SuiteParams, Upgrades, deploy};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolCall;
use surety_devnode::{Chain, Tx};
use surety_proxy::{clone, router::Router};

/// A contract in the form in which any chain takes it: the embedded one, or one behind an RPC URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// What it is, in words.
    pub name: &'static str,
    /// Code of the transaction that creates it.
    pub init_code: Vec<u8>,
    /// Code that its account has from then on.
    pub runtime: Vec<u8>,
    /// Programs in the slots of its router, in order; none if it is a clone.
    pub programs: Vec<Address>,
    /// The call that initialises it, if there is anything to initialise.
    pub initialize: Option<Vec<u8>>,
}

impl Contract {
    pub(crate) fn initialized_by(self, call: &impl SolCall) -> Self {
        Self { initialize: Some(call.abi_encode()), ..self }
    }

    /// Creates it on the embedded chain, initialises it, and labels its address for traces.
    pub(crate) fn deploy_on(
        &self,
        chain: &mut Chain,
        deployer: Address,
        label: &str,
    ) -> Result<Address, SuiteError> {
        let address = deploy::create(chain, deployer, self.init_code.clone(), self.name)?;
        self.initialize_on(chain, deployer, address)?;
        chain.label(address, label);
        Ok(address)
    }

    /// Initialises it at its address on the embedded chain.
    pub(crate) fn initialize_on(
        &self,
        chain: &mut Chain,
        deployer: Address,
        address: Address,
    ) -> Result<(), SuiteError> {
        let Some(call) = &self.initialize else { return Ok(()) };
        let tx = Tx::call(deployer, address).data(call.clone());
        deploy::succeed(chain, tx, || format!("initialising the {}", self.name)).map(drop)
    }
}

/// A clone of `program`.
pub(crate) fn clone(
    name: &'static str,
    program: Address,
    detour: Option<clone::Detour<'_>>,
    tail: &[u8],
) -> Contract {
    let program = program.into_array();
    Contract {
        name,
        init_code: clone::init_code(program, detour, tail),
        runtime: clone::runtime(program, detour, tail),
        programs: Vec::new(),
        initialize: None,
    }
}

/// A router in front of `programs`, each but the first with its selectors.
pub(crate) fn router(
    name: &'static str,
    params: &SuiteParams,
    programs: &[Address],
    routes: &[&[u32]],
    tail: &[u8],
) -> Result<Contract, SuiteError> {
    router_with(name, params, programs, routes, &[], tail)
}

/// The same with selectors that it compares first.
pub(crate) fn router_with(
    name: &'static str,
    params: &SuiteParams,
    programs: &[Address],
    routes: &[&[u32]],
    hot: &[u32],
    tail: &[u8],
) -> Result<Contract, SuiteError> {
    let routed: Vec<_> =
        programs.iter().map(|program| program.into_array()).zip(routes.iter().copied()).collect();
    let admin = match params.upgrades {
        Upgrades::Immutable => None,
        Upgrades::By(admin) => Some(admin.into_array()),
    };
    let router = Router { admin, programs: &routed, hot, tail };
    let refused = |reason| SuiteError::Proxy { contract: name, reason };
    Ok(Contract {
        name,
        init_code: router.init_code().map_err(refused)?,
        runtime: router.runtime().map_err(refused)?,
        programs: programs.to_vec(),
        initialize: None,
    })
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
