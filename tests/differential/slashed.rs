//! Slashed shares that wait for payout: many slashes of several sets, paid out in any order, on the
//! WASM and on the model.

use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IAllocationManager, IDelegationManager, IStrategyManager};
use surety_tests::{
    small_world,
    twins::{Dice, Twins},
};

/// Rounds of slashing and paying.
const ROUNDS: usize = 160;
/// A hundredth of what is allocated.
const WAD_TO_SLASH: u64 = 10_000_000_000_000_000;

struct Cast {
    twins: Twins,
    staker: Address,
    operator: Address,
    avs: Address,
    strategies: Vec<Address>,
    /// Slashes of each set so far.
    slashes: [u64; 2],
}

impl Cast {
    fn begin() -> Result<Self> {
        let mut twins = surety_tests::twins::deploy(&small_world())?;
        let (staker, operator, avs) = (twins.at("$staker1")?, twins.at("$operator1")?, twins.at("$avs1")?);
        let (dm, sm, am) = (twins.at("$dm")?, twins.at("$sm")?, twins.at("$am")?);
        let strategies = vec![twins.at("$strategyA")?, twins.at("$strategyB")?];
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        twins.must(operator, dm, &register)?;
        let delegate = IDelegationManager::delegateToCall {
            operator,
            approverSignatureAndExpiry: Default::default(),
            approverSalt: Default::default(),
        };
        twins.must(staker, dm, &delegate)?;
        // Sums above and below what an entry's twelve bytes hold.
        for (strategy, token, amount) in
            [("$strategyA", "$tokenA", 1_u128 << 80), ("$strategyB", "$tokenB", 1 << 89)]
        {
            let deposit = IStrategyManager::depositIntoStrategyCall {
                strategy: twins.at(strategy)?,
                token: twins.at(token)?,
                amount: U256::from(amount),
            };
            twins.must(staker, sm, &deposit)?;
        }
        let registrar = twins.at("$acceptRegistrar")?;
        twins.must(avs, am, &IAllocationManager::setAVSRegistrarCall { avs, registrar })?;
        twins.must(
            avs,
            am,
            &IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() },
        )?;
        let sets: Vec<_> = [1, 2]
            .map(|id| IAllocationManager::CreateSetParams {
                operatorSetId: id,
                strategies: strategies.clone(),
            })
            .into();
        twins.must(avs, am, &IAllocationManager::createOperatorSets_0Call { avs, params: sets })?;
        let join = IAllocationManager::registerForOperatorSetsCall {
            operator,
            params: IAllocationManager::RegisterParams {
                avs,
                operatorSetIds: vec![1, 2],
                data: Default::default(),
            },
        };
        twins.must(operator, am, &join)?;
        let params = [1, 2]
            .map(|id| IAllocationManager::AllocateParams {
                operatorSet: IAllocationManager::OperatorSet { avs, id },
                strategies: strategies.clone(),
                newMagnitudes: vec![500_000_000_000_000_000; 2],
            })
            .into();
        twins.must(operator, am, &IAllocationManager::modifyAllocationsCall { operator, params })?;
        Ok(Self { twins, staker, operator, avs, strategies, slashes: [0; 2] })
    }

    fn slash(&mut self, dice: &mut Dice) -> Result<()> {
        let set = dice.below(2);
        let strategies =
            if dice.once_in(3) { self.strategies.clone() } else { vec![*dice.one(&self.strategies)?] };
        let params = IAllocationManager::SlashingParams {
            operator: self.operator,
            operatorSetId: u32::try_from(set + 1)?,
            wadsToSlash: vec![U256::from(WAD_TO_SLASH); strategies.len()],
            strategies,
            description: String::new(),
        };
        let am = self.twins.at("$am")?;
        self.twins.must(self.avs, am, &IAllocationManager::slashOperatorCall { avs: self.avs, params })?;
        *self.slashes.get_mut(set).context("two sets")? += 1;
        Ok(())
    }

    fn pay(&mut self, dice: &mut Dice) -> Result<()> {
        let set = dice.below(2);
        let made = usize::try_from(*self.slashes.get(set).context("two sets")?)?;
        // Ids that were never given out, and those that are paid already, answer with nothing.
        let slash_id = U256::from(dice.below(made + 2));
        let operator_set = IStrategyManager::OperatorSet { avs: self.avs, id: u32::try_from(set + 1)? };
        let sm = self.twins.at("$sm")?;
        if dice.once_in(3) {
            let call = IStrategyManager::clearBurnOrRedistributableSharesByStrategyCall {
                operatorSet: operator_set,
                slashId: slash_id,
                strategy: *dice.one(&self.strategies)?,
            };
            self.twins.must(self.staker, sm, &call)?;
        } else {
            let call = IStrategyManager::clearBurnOrRedistributableSharesCall {
                operatorSet: operator_set,
                slashId: slash_id,
            };
            self.twins.must(self.staker, sm, &call)?;
        }
        Ok(())
    }

    /// Every view of what waits; answers how many slashes do.
    fn look(&mut self) -> Result<usize> {
        let sm = self.twins.at("$sm")?;
        self.twins.view(sm, &IStrategyManager::getPendingOperatorSetsCall {})?;
        let mut waiting = 0;
        for (id, made) in [(1, self.slashes[0]), (2, self.slashes[1])] {
            let set = IStrategyManager::OperatorSet { avs: self.avs, id };
            let call = IStrategyManager::getPendingSlashIdsCall { operatorSet: set.clone() };
            let answer = self.twins.view(sm, &call)?;
            waiting +=
                <IStrategyManager::getPendingSlashIdsCall as alloy_sol_types::SolCall>::abi_decode_returns(
                    &answer.output,
                )?
                .len();
            for slash_id in 0..=made {
                let id = U256::from(slash_id);
                let call = IStrategyManager::getBurnOrRedistributableShares_1Call {
                    operatorSet: set.clone(),
                    slashId: id,
                };
                self.twins.view(sm, &call)?;
                let call = IStrategyManager::getBurnOrRedistributableCountCall {
                    operatorSet: set.clone(),
                    slashId: id,
                };
                self.twins.view(sm, &call)?;
            }
        }
        Ok(waiting)
    }
}

#[test]
fn wasm_and_model_agree_on_what_waits_for_payout() -> Result<()> {
    let mut most = 0;
    for seed in 0..3 {
        let (mut cast, mut dice) = (Cast::begin()?, Dice(seed));
        for round in 0..ROUNDS {
            // The lists grow at first and are paid down to nothing later, whatever the dice say.
            if dice.below(ROUNDS) > round { cast.slash(&mut dice) } else { cast.pay(&mut dice) }
                .with_context(|| format!("seed {seed}, round {round}"))?;
            cast.twins.mine(1);
            if round % 8 == 0 {
                most = most.max(cast.look()?);
            }
        }
        cast.look()?;
    }
    // Beyond the six inline ids and one word of eight, or the lists were not tried.
    ensure!(most > 30, "at most {most} slashes waited at a time");
    Ok(())
}
