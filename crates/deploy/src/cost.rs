//! What a deployment costs, before anything of it exists.

use crate::{Action, DeployError, Plan, Remote, Step, Value};
use alloy_primitives::U256;
use serde::Serialize;

/// Gas of a transaction that does next to nothing.
pub(crate) const CALL: u64 = 23_000;
/// Gas of a storage word that is set for the first time.
pub(crate) const WORD: u64 = 22_100;
/// Gas of an initialisation, at most.
pub(crate) const INITIALISATION: u64 = 150_000;
/// Gas of a creation, with the frame around it.
const CREATION: u64 = 34_000;
/// Gas of a byte of code that is kept.
const CODE_BYTE: u64 = 200;

/// Gas of a transaction that creates an account with code of `length` bytes.
pub(crate) fn creation(data: &[u8], length: usize) -> u64 {
    let zeros = data.iter().filter(|byte| **byte == 0).count() as u64;
    let others = data.len() as u64 - zeros;
    let words = (data.len() as u64).div_ceil(32);
    let work = 4 * zeros + 16 * others + CREATION + CODE_BYTE * length as u64 + 12 * words;
    // EIP-7623: data has a price of its own.
    21_000 + work.max(10 * zeros + 40 * others)
}

/// One step of a quote.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quote<'a> {
    /// The step.
    #[serde(flatten)]
    pub step: &'a Step,
    /// True if the chain has it already: then it costs nothing.
    pub done: bool,
    /// Gas that L1's data costs.
    pub l1_gas: u64,
    /// Fee for a program's data, wei.
    pub data_fee: U256,
    /// All of it at the present price of gas, wei.
    pub cost: U256,
}

/// What each step would cost now, wei and gas; sends nothing.
///
/// # Errors
/// [`DeployError::Rpc`], [`DeployError::WrongChain`].
pub async fn quote<'a>(plan: &'a Plan, remote: &Remote) -> Result<Vec<Quote<'a>>, DeployError> {
    let found = remote.chain_id().await?;
    if found != plan.chain_id {
        return Err(DeployError::WrongChain { expected: plan.chain_id, found });
    }
    let price = U256::from(remote.gas_price().await?);
    let mut quotes = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let done = remote.is_done(&step.done).await?;
        let (mut l1_gas, mut data_fee) = (0, U256::ZERO);
        let mut cost = U256::ZERO;
        if let Action::Call { to, data, value } = &step.action
            && !done
        {
            l1_gas = remote.l1_gas(*to, data.clone()).await?;
            if let Value::DataFee(usual) = value {
                data_fee = remote.data_fee(step.from, *to, data.clone()).await?.unwrap_or(*usual);
            }
            let sent = if let Value::Wei(wei) = value { *wei } else { data_fee };
            cost = U256::from(step.gas.saturating_add(l1_gas)).saturating_mul(price).saturating_add(sent);
        }
        quotes.push(Quote { step, done, l1_gas, data_fee, cost });
    }
    Ok(quotes)
}
