//! Steps as a batch for the transaction builder of a Safe.

use crate::{Action, Plan, Step};
use alloy_primitives::Address;
use serde_json::{Value as Json, json};

/// Everything that `from` has to send, in order, as the transaction builder reads it. Data fees have
/// the margin already that an activation needs, and the chain hands back what is too much.
#[must_use]
pub fn batch<'a>(plan: &Plan, steps: impl IntoIterator<Item = &'a Step>, from: Address) -> Json {
    let transactions: Vec<_> = steps
        .into_iter()
        .filter(|step| step.from == from)
        .filter_map(|step| match &step.action {
            Action::Call { to, data, .. } => Some(json!({
                "to": to.to_string(),
                // Twice the usual fee: other activations make it rise until this one is sent.
                "value": match &step.action {
                    Action::Call { value: crate::Value::DataFee(fee), .. } => {
                        fee.saturating_mul(alloy_primitives::U256::from(2)).to_string()
                    }
                    _ => step.value().to_string(),
                },
                "data": data,
                "contractMethod": null,
                "contractInputsValues": null,
            })),
            Action::Signed(_) => None,
        })
        .collect();
    json!({
        "version": "1.0",
        "chainId": plan.chain_id.to_string(),
        "meta": { "name": format!("surety {from}"), "createdFromSafeAddress": from.to_string() },
        "transactions": transactions,
    })
}
