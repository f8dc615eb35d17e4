//! A deployment in which an AVS and an operator are ready.

use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::Result;
use surety_abi::{IAllocationManager as api, IDelegationManager, IStrategyManager};
use surety_scenario::world::GasUse;
use surety_tests::worded::Twins;

/// One, as a magnitude.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;

/// A published AVS with a registrar that accepts everybody, its set 1, and an operator whose
/// allocations do not wait.
pub(crate) struct Stage {
    pub(crate) twins: Twins,
    pub(crate) manager: Address,
    pub(crate) avs: Address,
    pub(crate) operator: Address,
    /// The set that is meant; set 1 at first.
    pub(crate) set: api::OperatorSet,
}

impl Stage {
    /// With these strategies in set 1.
    pub(crate) fn set_up(strategies: &[Address]) -> Result<Self> {
        let mut stage = Self::without_set()?;
        stage.create(1, strategies)?;
        Ok(stage)
    }

    /// Before set 1 is created.
    pub(crate) fn without_set() -> Result<Self> {
        let mut twins = Twins::deploy()?;
        let [manager, avs, operator] = [twins.at("am")?, twins.at("avs1")?, twins.at("operator1")?];
        let publish = api::updateAVSMetadataURICall { avs, metadataURI: String::new() };
        twins.must(avs, manager, &publish)?;
        let registrar = twins.at("acceptRegistrar")?;
        twins.must(avs, manager, &api::setAVSRegistrarCall { avs, registrar })?;
        let mut stage = Self { twins, manager, avs, operator, set: api::OperatorSet { avs, id: 1 } };
        stage.become_operator(operator)?;
        Ok(stage)
    }

    /// Registers an operator.
    pub(crate) fn become_operator(&mut self, operator: Address) -> Result<GasUse> {
        let call = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        let delegation = self.twins.at("dm")?;
        self.twins.must(operator, delegation, &call)
    }

    /// Lets a staker deposit into three strategies, which are the answer, and choose the operator.
    pub(crate) fn delegate(&mut self) -> Result<Vec<Address>> {
        let (operator, staker) = (self.operator, self.twins.at("staker1")?);
        let (delegation, deposits) = (self.twins.at("dm")?, self.twins.at("sm")?);
        let mut strategies = Vec::new();
        for letter in ["A", "B", "C"] {
            let strategy = self.twins.at(&format!("strategy{letter}"))?;
            let token = self.twins.at(&format!("token{letter}"))?;
            let amount = U256::from(1_000_000_000_000_u64);
            let call = IStrategyManager::depositIntoStrategyCall { strategy, token, amount };
            self.twins.must(staker, deposits, &call)?;
            strategies.push(strategy);
        }
        let signature =
            IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
        let call = IDelegationManager::delegateToCall {
            operator,
            approverSignatureAndExpiry: signature,
            approverSalt: B256::ZERO,
        };
        self.twins.must(staker, delegation, &call)?;
        Ok(strategies)
    }

    /// Creates a set that the AVS slashes.
    pub(crate) fn create(&mut self, id: u32, strategies: &[Address]) -> Result<GasUse> {
        let params = vec![api::CreateSetParams { operatorSetId: id, strategies: strategies.to_vec() }];
        self.twins.must(self.avs, self.manager, &api::createOperatorSets_0Call { avs: self.avs, params })
    }

    /// Makes an operator a member of sets.
    pub(crate) fn join(&mut self, operator: Address, ids: &[u32]) -> Result<GasUse> {
        let params = api::RegisterParams { avs: self.avs, operatorSetIds: ids.to_vec(), data: Bytes::new() };
        self.twins.must(operator, self.manager, &api::registerForOperatorSetsCall { operator, params })
    }

    /// A change of the operator's allocations to the set, all to one magnitude.
    pub(crate) fn allocation(&self, strategies: &[Address], magnitude: u64) -> api::modifyAllocationsCall {
        let params = vec![api::AllocateParams {
            operatorSet: self.set.clone(),
            strategies: strategies.to_vec(),
            newMagnitudes: vec![magnitude; strategies.len()],
        }];
        api::modifyAllocationsCall { operator: self.operator, params }
    }

    /// Changes the operator's allocations to the set, all to one magnitude.
    pub(crate) fn allocate(&mut self, strategies: &[Address], magnitude: u64) -> Result<GasUse> {
        let call = self.allocation(strategies, magnitude);
        self.twins.must(self.operator, self.manager, &call)
    }

    /// Slashes a tenth of the operator's allocations to the set.
    pub(crate) fn slash(&mut self, strategies: &[Address]) -> Result<GasUse> {
        let params = api::SlashingParams {
            operator: self.operator,
            operatorSetId: self.set.id,
            strategies: strategies.to_vec(),
            wadsToSlash: vec![U256::from(WAD / 10); strategies.len()],
            description: "downtime".to_owned(),
        };
        let call = api::slashOperatorCall { avs: self.avs, params };
        self.twins.must(self.avs, self.manager, &call)
    }

    /// The set's strategies.
    pub(crate) fn strategies(&mut self) -> Result<Vec<Address>> {
        let call = api::getStrategiesInOperatorSetCall { operatorSet: self.set.clone() };
        self.twins.ask(self.manager, &call)
    }
}

/// An address for a strategy that nobody asks anything.
pub(crate) fn nth(n: u8) -> Address {
    Address::with_last_byte(n)
}
