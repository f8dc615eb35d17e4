//! Steps as a batch for the transaction builder of a Safe.

use crate::{Action, DeployError, Plan, Remote, Step, Value};
use alloy_primitives::{Address, U256};
use serde_json::{Value as Json, json};

/// Everything that `from` still has to send, in order, as the transaction builder reads it. Data fees have
/// the margin already that an activation needs, and the chain hands back what is too much.
///
/// # Errors
/// [`DeployError::Rpc`] if the chain can't be asked what is done.
pub async fn batch(plan: &Plan, steps: &[Step], from: Address, remote: &Remote) -> Result<Json, DeployError> {
    let mut transactions = Vec::new();
    for step in steps.iter().filter(|step| step.from == from) {
        if !remote.is_done(&step.done).await? {
            transactions.extend(transaction(step));
        }
    }
    Ok(json!({
        "version": "1.0",
        "chainId": plan.chain_id.to_string(),
        "meta": { "name": format!("surety {from}"), "createdFromSafeAddress": from.to_string() },
        "transactions": transactions,
    }))
}

/// A step as a transaction of the batch, unless somebody has signed it already.
fn transaction(step: &Step) -> Option<Json> {
    let Action::Call { to, data, value } = &step.action else { return None };
    // Twice the usual fee: other activations make it rise until this one is sent.
    let wei = match value {
        Value::DataFee(fee) => fee.saturating_mul(U256::from(2)),
        Value::Wei(wei) => *wei,
    };
    Some(json!({
        "to": to.to_string(),
        "value": wei.to_string(),
        "data": data,
        "contractMethod": null,
        "contractInputsValues": null,
    }))
}
