//! What is the case before every section, and the moves that several sections make.

use crate::{
    GasError,
    stage::{Stage, URI, WAD, tokens},
};
use alloy_primitives::{Address, B256, Bytes, U256};
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IStrategyFactory, IStrategyManager as sm,
};

/// The letters of all strategies.
pub(super) const ALL: &str = "ABCDE";
/// Blocks after which withdrawals and deallocations are due.
pub(super) const DELAY: u64 = 11;

impl Stage<'_, '_> {
    /// Two operators that never were slashed, each with shares of one staker in all strategies.
    pub(super) fn begin(&mut self) -> Result<(), GasError> {
        for operator in ["operator1", "operator2"] {
            self.become_operator(operator)?;
        }
        for (staker, operator, amount) in [("staker5", "operator1", 1_000), ("staker4", "operator2", 500)] {
            self.deposit(staker, ALL, amount)?;
            self.delegate(staker, operator)?;
        }
        Ok(())
    }

    /// The same, and two AVSs with registrars and sets of all strategies: avs1 has two that burn and
    /// one that redistributes, avs2 has one.
    pub(super) fn begin_with_sets(&mut self) -> Result<(), GasError> {
        self.begin()?;
        self.new_sets()
    }

    /// Those AVSs and sets.
    pub(super) fn new_sets(&mut self) -> Result<(), GasError> {
        let redistributionRecipients = vec![self.at("redist1")?];
        for (name, ids) in [("avs1", 1..=2), ("avs2", 1..=1)] {
            let (avs, registrar) = (self.at(name)?, self.at("acceptRegistrar")?);
            self.send(name, "am", &am::updateAVSMetadataURICall { avs, metadataURI: URI.to_owned() })?;
            self.send(name, "am", &am::setAVSRegistrarCall { avs, registrar })?;
            let params = ids.map(|id| self.new_set(id, ALL)).collect::<Result<_, _>>()?;
            self.send(name, "am", &am::createOperatorSets_0Call { avs, params })?;
        }
        let (avs, params) = (self.at("avs1")?, vec![self.new_set(3, ALL)?]);
        let call = am::createRedistributingOperatorSets_0Call { avs, params, redistributionRecipients };
        self.send("avs1", "am", &call)?;
        Ok(())
    }

    /// An operator without approver whose allocations do not wait.
    pub(super) fn become_operator(&mut self, operator: &str) -> Result<(), GasError> {
        let call = registration(Address::ZERO, 0);
        self.send(operator, "dm", &call)?;
        Ok(())
    }

    /// Deposits whole tokens into strategies.
    pub(super) fn deposit(&mut self, staker: &str, letters: &str, amount: u64) -> Result<(), GasError> {
        for letter in letters.chars() {
            let call = self.deposit_call(&letter.to_string(), amount)?;
            self.send(staker, "sm", &call)?;
        }
        Ok(())
    }

    /// A deposit of whole tokens.
    pub(super) fn deposit_call(
        &self,
        letter: &str,
        amount: u64,
    ) -> Result<sm::depositIntoStrategyCall, GasError> {
        let (strategy, token) = (self.at(&format!("strategy{letter}"))?, self.at(&format!("token{letter}"))?);
        Ok(sm::depositIntoStrategyCall { strategy, token, amount: tokens(amount) })
    }

    /// Delegates to an operator without approver.
    pub(super) fn delegate(&mut self, staker: &str, operator: &str) -> Result<(), GasError> {
        let call = delegation(self.at(operator)?);
        self.send(staker, "dm", &call)?;
        Ok(())
    }

    /// A set of an AVS.
    pub(super) fn set(&self, avs: &str, id: u32) -> Result<am::OperatorSet, GasError> {
        Ok(am::OperatorSet { avs: self.at(avs)?, id })
    }

    /// A set to create, with strategies by letter.
    pub(super) fn new_set(&self, id: u32, letters: &str) -> Result<am::CreateSetParams, GasError> {
        Ok(am::CreateSetParams { operatorSetId: id, strategies: self.strategies(letters)? })
    }

    /// An operator's registration for sets of avs1.
    pub(super) fn joining(
        &self,
        operator: &str,
        ids: &[u32],
    ) -> Result<am::registerForOperatorSetsCall, GasError> {
        let (avs, operatorSetIds) = (self.at("avs1")?, ids.to_vec());
        let params = am::RegisterParams { avs, operatorSetIds, data: Bytes::new() };
        Ok(am::registerForOperatorSetsCall { operator: self.at(operator)?, params })
    }

    /// Makes an operator a member of sets of avs1.
    pub(super) fn join(&mut self, operator: &str, ids: &[u32]) -> Result<(), GasError> {
        let call = self.joining(operator, ids)?;
        self.send(operator, "am", &call)?;
        Ok(())
    }

    /// An operator's allocations to a set of avs1, all of so many hundredths.
    pub(super) fn allocation(
        &self,
        operator: &str,
        set: u32,
        letters: &str,
        percent: u64,
    ) -> Result<am::modifyAllocationsCall, GasError> {
        let params = am::AllocateParams {
            operatorSet: self.set("avs1", set)?,
            strategies: self.strategies(letters)?,
            newMagnitudes: vec![WAD / 100 * percent; letters.len()],
        };
        Ok(am::modifyAllocationsCall { operator: self.at(operator)?, params: vec![params] })
    }

    /// A slash of a tenth of operator1's allocations to a set of avs1.
    pub(super) fn slash(&self, set: u32, letters: &str) -> Result<am::slashOperatorCall, GasError> {
        let params = am::SlashingParams {
            operator: self.at("operator1")?,
            operatorSetId: set,
            strategies: self.strategies(letters)?,
            wadsToSlash: vec![U256::from(WAD / 10); letters.len()],
            description: "gas of a slashing".to_owned(),
        };
        Ok(am::slashOperatorCall { avs: self.at("avs1")?, params })
    }

    /// Has the factory make a strategy for a new token of which `holder` has plenty.
    pub(super) fn new_strategy(&mut self, letter: &str, holder: &str) -> Result<(), GasError> {
        let token = format!("token{letter}");
        self.token(&token, holder)?;
        let call = IStrategyFactory::deployNewStrategyCall { token: self.at(&token)? };
        let strategy = self.send(holder, "sf", &call)?;
        self.name(&format!("strategy{letter}"), strategy);
        Ok(())
    }
}

/// A registration as operator.
pub(super) fn registration(approver: Address, delay: u32) -> dm::registerAsOperatorCall {
    dm::registerAsOperatorCall {
        initDelegationApprover: approver,
        allocationDelay: delay,
        metadataURI: URI.to_owned(),
    }
}

/// A delegation without the approver's signature.
pub(super) fn delegation(operator: Address) -> dm::delegateToCall {
    dm::delegateToCall { operator, approverSignatureAndExpiry: unsigned(), approverSalt: B256::ZERO }
}

/// No signature.
pub(super) fn unsigned() -> dm::SignatureWithExpiry {
    dm::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO }
}
