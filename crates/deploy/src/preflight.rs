//! What must hold before a plan is sent.

use crate::{Config, DeployError, Journal, Plan, Remote};
use alloy_primitives::U256;

/// What must hold before anything is sent.
///
/// # Errors
/// [`DeployError`]: another chain, tokens that are none, a plan that changed since, too little ether.
pub(crate) async fn preflight(
    plan: &Plan,
    config: &Config,
    remote: &Remote,
    journal: &Journal,
) -> Result<(), DeployError> {
    let found = remote.chain_id().await?;
    if found != plan.chain_id {
        return Err(DeployError::WrongChain { expected: plan.chain_id, found });
    }
    let mut wrong = Vec::new();
    for strategy in &config.strategies {
        if remote.code(strategy.token).await?.is_empty() {
            wrong.push(format!("strategies: there is no token at {}", strategy.token));
        }
    }
    if !wrong.is_empty() {
        return Err(DeployError::Invalid(wrong));
    }
    for step in &plan.steps {
        let on_record = journal.of(&step.id).find(|entry| entry.outcome.is_final());
        if on_record.is_some_and(|entry| entry.input != step.input()) {
            return Err(DeployError::Changed { step: step.id.clone() });
        }
    }
    let open =
        plan.steps.iter().filter(|step| step.from == plan.deployer && journal.of(&step.id).next().is_none());
    let price = U256::from(remote.gas_price().await?);
    let needed = open.fold(U256::ZERO, |sum, step| {
        sum.saturating_add(U256::from(step.gas).saturating_mul(price)).saturating_add(step.value())
    });
    let balance = remote.balance(plan.deployer).await?;
    // A record that was lost makes everything look open; then the chain knows better than this sum.
    if balance < needed && remote.code(plan.nursery).await?.is_empty() {
        let (balance, needed) = (balance.to_string(), needed.to_string());
        return Err(DeployError::Balance { account: plan.deployer, balance, needed });
    }
    Ok(())
}
