//! Pausing, and what nobody here may do.

use super::{Choice, Plan, call};
use crate::look::Touch;
use alloy_primitives::{Address, B256, U256};
use anyhow::Result;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IRewardsCoordinator as rc, IStrategyManager as sm,
    IStrategyVault as vault,
};
use surety_invariants::Deed;

impl Choice<'_> {
    pub(super) fn pause(self) -> Result<Plan> {
        let stage = &*self.stage;
        let contracts = [stage.deposits, stage.manager, stage.registry, stage.coordinator];
        let paused = self.state.paused.iter().position(|bits| !bits.is_zero());
        let touch = Touch { paused: true, ..Touch::default() };
        // What is stopped goes on the next time.
        if let Some(contract) = paused.and_then(|index| contracts.get(index)) {
            let sent = dm::unpauseCall { newPausedStatus: U256::ZERO };
            return Ok(call(stage.unpauser, *contract, &sent, Deed::Pause, touch));
        }
        let contract =
            contracts.get(usize::from(self.action.place) % contracts.len()).copied().unwrap_or_default();
        let sent = dm::pauseCall { newPausedStatus: U256::from(self.action.odds % 8) };
        Ok(call(stage.pauser, contract, &sent, Deed::Pause, touch))
    }

    pub(super) fn trespass(self) -> Result<Plan> {
        let who = self.who();
        let from = self.stage.person(who)?;
        let another = self.stage.person((who.saturating_add(1)) % self.stage.people.len())?;
        let number = self.strategy();
        let (strategy, token) = (self.stage.strategy(number)?, self.stage.token(number)?);
        let set = self.stage.set(self.set())?;
        let (shares, id) = (self.tokens(), U256::ONE);
        let of_registry = am::OperatorSet { avs: set.avs, id: set.id };
        let of_deposits = sm::OperatorSet { avs: set.avs, id: set.id };
        let (manager, deposits) = (self.stage.manager, self.stage.deposits);
        let (registry, coordinator) = (self.stage.registry, self.stage.coordinator);
        let touch = Touch::default();
        macro_rules! tries {
            ($to:expr, $sent:expr) => {
                Ok(call(from, $to, &$sent, Deed::Trespass, touch))
            };
        }
        match self.action.other % 22 {
            0 => tries!(
                manager,
                dm::increaseDelegatedSharesCall {
                    staker: from,
                    strategy,
                    prevDepositShares: U256::ZERO,
                    addedShares: shares,
                }
            ),
            1 => tries!(
                manager,
                dm::decreaseDelegatedSharesCall {
                    staker: another,
                    curDepositShares: shares,
                    beaconChainSlashingFactorDecrease: 1,
                }
            ),
            2 => tries!(
                manager,
                dm::slashOperatorSharesCall {
                    operator: another,
                    operatorSet: dm::OperatorSet { avs: set.avs, id: set.id },
                    slashId: id,
                    strategy,
                    prevMaxMagnitude: 2,
                    newMaxMagnitude: 1,
                }
            ),
            3 => tries!(manager, dm::initializeCall { initialPausedStatus: U256::ZERO }),
            4 => tries!(manager, dm::pauseAllCall {}),
            5 => tries!(deposits, sm::addSharesCall { staker: from, strategy, shares }),
            6 => tries!(
                deposits,
                sm::removeDepositSharesCall { staker: another, strategy, depositSharesToRemove: shares }
            ),
            7 => tries!(deposits, sm::withdrawSharesAsTokensCall { staker: from, strategy, token, shares }),
            8 => tries!(
                deposits,
                sm::increaseBurnOrRedistributableSharesCall {
                    operatorSet: of_deposits,
                    slashId: id,
                    strategy,
                    addedSharesToBurn: shares,
                }
            ),
            9 => tries!(deposits, sm::setStrategyWhitelisterCall { newStrategyWhitelister: from }),
            10 => tries!(
                deposits,
                sm::addStrategiesToDepositWhitelistCall { strategiesToWhitelist: vec![from] }
            ),
            11 => tries!(deposits, sm::transferOwnershipCall { newOwner: from }),
            12 => tries!(strategy, vault::depositCall { token, amount: shares }),
            13 => tries!(strategy, vault::withdrawCall { recipient: from, token, amountShares: shares }),
            14 => tries!(registry, am::updateSlasherCall { operatorSet: of_registry, slasher: from }),
            15 => tries!(registry, am::createOperatorSets_0Call { avs: set.avs, params: vec![] }),
            16 => tries!(registry, am::modifyAllocationsCall { operator: another, params: vec![] }),
            17 => tries!(registry, am::setAllocationDelayCall { operator: another, delay: 1 }),
            18 => tries!(
                coordinator,
                rc::submitRootCall { root: B256::repeat_byte(1), rewardsCalculationEndTimestamp: 1 }
            ),
            19 => tries!(coordinator, rc::setActivationDelayCall { activationDelay: 0 }),
            20 => tries!(coordinator, rc::setRewardsUpdaterCall { rewardsUpdater: from }),
            _ => tries!(registry, am::setAVSRegistrarCall { avs: set.avs, registrar: Address::ZERO }),
        }
    }
}
