//! Provokes errors and keeps account of them.

use alloy_json_abi::JsonAbi;
use alloy_primitives::{Address, B256, Bytes, Selector, U256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IStrategyManager as sm};
use surety_scenario::{
    eip712::sign_digest,
    story::cast::{default_params, keys},
    world::Outcome,
};
use surety_tests::{json_files, root, twins::Twins};

/// Selectors of each interface's errors, by name.
pub(crate) type Interfaces = BTreeMap<String, BTreeMap<String, Selector>>;

/// One as a fraction of magnitudes.
pub(super) const WAD: u64 = 1_000_000_000_000_000_000;

/// Contracts and their interfaces, by symbol.
const CONTRACTS: [(&str, &str); 13] = [
    ("dm", "IDelegationManager"),
    ("sm", "IStrategyManager"),
    ("am", "IAllocationManager"),
    ("pc", "IPermissionController"),
    ("pauserRegistry", "IPauserRegistry"),
    ("sf", "IStrategyFactory"),
    ("rc", "IRewardsCoordinator"),
    ("kr", "IKeyRegistrar"),
    ("avsd", "IAVSDirectory"),
    ("rm", "IReleaseManager"),
    ("strategyA", "IStrategyVault"),
    ("strategyB", "IStrategyVault"),
    ("strategyTVL", "IStrategyVault"),
];

/// The interfaces in `abi/json`.
pub(crate) fn interfaces() -> Result<Interfaces> {
    let mut interfaces = Interfaces::new();
    for file in json_files(&root().join("abi/json"))? {
        let abi: JsonAbi = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let name = file.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
        interfaces.insert(name, abi.errors().map(|error| (error.name.clone(), error.selector())).collect());
    }
    Ok(interfaces)
}

/// A deployment on which errors are provoked.
pub(crate) struct Provoker {
    pub(crate) twins: Twins,
    interfaces: Interfaces,
    /// What stands at an address.
    contracts: BTreeMap<Address, &'static str>,
    /// Interfaces and errors that were met.
    pub(crate) provoked: BTreeSet<(String, String)>,
}

impl Provoker {
    /// On a fresh deployment.
    pub(crate) fn begin() -> Result<Self> {
        let twins = surety_tests::twins::deploy(&default_params())?;
        let mut contracts = BTreeMap::new();
        for (symbol, interface) in CONTRACTS {
            contracts.insert(twins.at(&format!("${symbol}"))?, interface);
        }
        Ok(Self { twins, interfaces: interfaces()?, contracts, provoked: BTreeSet::new() })
    }

    /// The address of a symbol, without its dollar sign.
    pub(super) fn at(&self, symbol: &str) -> Result<Address> {
        self.twins.at(&format!("${symbol}"))
    }

    /// Makes a contract known.
    pub(super) fn know(&mut self, at: Address, interface: &'static str) {
        self.contracts.insert(at, interface);
    }

    /// Sends what has to fail with an error of an interface. An error of a contract behind the called
    /// one counts for its own interface, if the called one's has none of that name.
    pub(super) fn provokes(
        &mut self,
        (interface, error): (&str, &str),
        from: Address,
        to: Address,
        call: &impl SolCall,
    ) -> Result<()> {
        let outcome = self.twins.act(from, to, call)?;
        self.account((interface, error), to, &outcome)
    }

    /// Asks what has to fail with an error.
    pub(super) fn ask_in_vain(
        &mut self,
        (interface, error): (&str, &str),
        to: Address,
        call: &impl SolCall,
    ) -> Result<()> {
        let outcome = self.twins.view(to, call)?;
        self.account((interface, error), to, &outcome)
    }

    fn account(&mut self, (interface, error): (&str, &str), to: Address, outcome: &Outcome) -> Result<()> {
        let errors = |interface: &str| self.interfaces.get(interface).context("no such interface");
        let expected = *errors(interface)?.get(error).with_context(|| format!("no {interface}.{error}"))?;
        ensure!(
            !outcome.success && outcome.output.get(..4) == Some(expected.as_slice()),
            "{interface}.{error} ({expected}) was expected: {outcome:?}"
        );
        let called = self.contracts.get(&to).copied().context("an unknown contract was called")?;
        ensure!(
            called == interface || !errors(called)?.contains_key(error),
            "{error} of {called} does not show that {interface} has it"
        );
        self.provoked.insert((interface.to_owned(), error.to_owned()));
        Ok(())
    }

    /// Sends what has to succeed.
    pub(super) fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        self.twins.must(from, to, call)
    }

    /// Asks what has an answer.
    pub(super) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        let answer = self.twins.view(to, call)?;
        ensure!(answer.success, "{}: {}", C::SIGNATURE, answer.output);
        Ok(C::abi_decode_returns(&answer.output)?)
    }

    /// An actor's signature.
    pub(super) fn sign(&self, actor: &str, digest: B256) -> Result<Bytes> {
        let key = keys().get(&format!("${actor}")).context("no key")?;
        Ok(sign_digest(*key, digest).context("cannot sign")?.into())
    }

    /// Makes an actor an operator without allocation delay.
    pub(super) fn become_operator(&mut self, actor: &str, approver: Address) -> Result<()> {
        let (operator, ledger) = (self.at(actor)?, self.at("dm")?);
        let call = dm::registerAsOperatorCall {
            initDelegationApprover: approver,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        self.must(operator, ledger, &call)?;
        Ok(())
    }

    /// Makes the first AVS known, with a registrar that agrees.
    pub(super) fn announce_avs(&mut self) -> Result<()> {
        let [avs, manager, registrar] = [self.at("avs1")?, self.at("am")?, self.at("acceptRegistrar")?];
        self.must(avs, manager, &am::updateAVSMetadataURICall { avs, metadataURI: String::new() })?;
        self.must(avs, manager, &am::setAVSRegistrarCall { avs, registrar })?;
        Ok(())
    }

    /// Makes a set of the first AVS.
    pub(super) fn create_set(&mut self, id: u32, strategies: Vec<Address>) -> Result<()> {
        let (avs, manager) = (self.at("avs1")?, self.at("am")?);
        let params = vec![am::CreateSetParams { operatorSetId: id, strategies }];
        self.must(avs, manager, &am::createOperatorSets_0Call { avs, params })?;
        Ok(())
    }

    /// Delegates without approval.
    pub(super) fn delegate(&mut self, staker: &str, operator: Address) -> Result<()> {
        let (staker, ledger) = (self.at(staker)?, self.at("dm")?);
        self.must(staker, ledger, &delegation(operator))?;
        Ok(())
    }

    /// Deposits in strategy A.
    pub(super) fn deposit(&mut self, staker: &str, amount: u64) -> Result<()> {
        let [staker, manager, strategy, token] =
            [self.at(staker)?, self.at("sm")?, self.at("strategyA")?, self.at("tokenA")?];
        let amount = U256::from(amount);
        self.must(staker, manager, &sm::depositIntoStrategyCall { strategy, token, amount })?;
        Ok(())
    }
}

/// A delegation without an approver's signature.
pub(super) fn delegation(operator: Address) -> dm::delegateToCall {
    dm::delegateToCall { operator, approverSignatureAndExpiry: Default::default(), approverSalt: B256::ZERO }
}
