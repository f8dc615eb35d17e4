//! A duration vault's life.

use super::at_most;
use crate::stage::Stage;
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::Result;
use surety_abi::{
    IAllocationManager as api, IDelegationManager as delegation, IDurationVault as vault, IStrategyFactory,
    IStrategyManager,
};
use surety_scenario::story::cast::BLOCK_SECS;

/// Seconds.
const TERM: u32 = 600;
const AMOUNT: u64 = 1_000_000_000;

#[test]
fn living_for_a_term_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&[crate::stage::nth(1)])?;
    let (avs, manager) = (stage.avs, stage.manager);
    let twins = &mut stage.twins;
    let [admin, staker] = [twins.at("operator2")?, twins.at("staker1")?];
    let [dm, sm, factory, token] = [twins.at("dm")?, twins.at("sm")?, twins.at("sf")?, twins.at("tokenA")?];
    let config = IStrategyFactory::VaultConfig {
        underlyingToken: token,
        vaultAdmin: admin,
        arbitrator: admin,
        duration: TERM,
        maxPerDeposit: U256::from(AMOUNT * 10),
        stakeCap: U256::from(AMOUNT * 10),
        metadataURI: "ipfs://vault".to_owned(),
        operatorSet: IStrategyFactory::OperatorSet { avs, id: 1 },
        operatorSetRegistrationData: Bytes::new(),
        delegationApprover: Address::ZERO,
        operatorMetadataURI: "ipfs://operator".to_owned(),
    };
    let deploy = IStrategyFactory::deployDurationVaultStrategyCall { config };
    at_most(54, "vault", twins.must(staker, factory, &deploy)?, 906_144)?;
    let all = twins.ask(factory, &IStrategyFactory::getDurationVaultsCall { token })?;
    let Some(strategy) = all.first().copied() else { anyhow::bail!("no vault") };
    let add = api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: vec![strategy] };
    twins.must(avs, manager, &add)?;
    let signature = delegation::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let delegate = delegation::delegateToCall {
        operator: strategy,
        approverSignatureAndExpiry: signature,
        approverSalt: B256::ZERO,
    };
    twins.must(staker, dm, &delegate)?;
    let amount = U256::from(AMOUNT);
    let deposit = IStrategyManager::depositIntoStrategyCall { strategy, token, amount };
    at_most(54, "first deposit", twins.must(staker, sm, &deposit)?, 273_853)?;
    // Half of the peer, and 0.5 % for asking the token what arrived, which the peer does not.
    at_most(51, "second deposit", twins.must(staker, sm, &deposit)?, 141_870)?;
    twins.mine(20);
    at_most(33, "lock", twins.must(admin, strategy, &vault::lockCall {})?, 276_697)?;
    twins.mine(TERM / u32::try_from(BLOCK_SECS)? + 1);
    at_most(41, "end of the term", twins.must(staker, strategy, &vault::markMaturedCall {})?, 167_123)?;
    let shares = amount + amount;
    let queue = delegation::queueWithdrawalsCall {
        params: vec![delegation::QueuedWithdrawalParams {
            strategies: vec![strategy],
            depositShares: vec![shares],
            __deprecated_withdrawer: staker,
        }],
    };
    let withdrawal = delegation::Withdrawal {
        staker,
        delegatedTo: strategy,
        withdrawer: staker,
        nonce: U256::ZERO,
        startBlock: twins.block(),
        strategies: vec![strategy],
        scaledShares: vec![shares],
    };
    at_most(30, "queueing a withdrawal", twins.must(staker, dm, &queue)?, 419_557)?;
    twins.mine(20);
    let complete =
        delegation::completeQueuedWithdrawalCall { withdrawal, tokens: vec![token], receiveAsTokens: true };
    at_most(32, "completing it", twins.must(staker, dm, &complete)?, 131_037)
}
