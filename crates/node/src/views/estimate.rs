//! `eth_estimateGas`: the smallest gas limit with which a call succeeds.

use super::{CallRequest, execute};
use crate::rpc::RpcError;
use alloy_primitives::U256;
use surety_devnode::{Chain, HaltReason, Receipt, TxError, TxStatus};

/// Gas of a plain transfer.
const TRANSFER_GAS: u64 = 21_000;
/// Gas that a call with value passes on for nothing, which its caller must have all the same.
const CALL_STIPEND: u64 = 2_300;
/// The search stops when the answer is this close from above: a 64th, geth's 1.5 %.
const TOLERANCE: u64 = 64;

/// The smallest gas limit with which the call succeeds, within 1.6 % above.
pub(crate) fn estimate(chain: &mut Chain, request: &CallRequest, most_gas: u64) -> Result<u64, RpcError> {
    let mut high = if request.names_gas { request.tx.gas_limit } else { most_gas };
    if !request.max_fee.is_zero() {
        high = high.min(affordable(chain, request)?);
    }
    if is_transfer(chain, request) && succeeds(chain, request, TRANSFER_GAS)?.is_some() {
        return Ok(TRANSFER_GAS);
    }
    let receipt = match execute(chain, request.with_gas(high)) {
        Ok(receipt) => receipt,
        Err(TxError::IntrinsicGas { .. }) => return Err(exceeds(high)),
        Err(error) => return Err(error.into()),
    };
    match receipt.status {
        TxStatus::Success => {}
        TxStatus::Revert => return Err(RpcError::revert(&receipt.output)),
        TxStatus::Halt(HaltReason::OutOfGas) => return Err(exceeds(high)),
        TxStatus::Halt(reason) => return Err(RpcError::halt(reason)),
    }
    // No limit below what was used can do, and mostly a little more than was spent before refunds
    // is enough: frames keep a 64th of their gas back from those they call.
    let mut low = receipt.gas_used.saturating_sub(1);
    let spent = receipt.gas_used.saturating_add(receipt.gas_refunded);
    let likely = spent.saturating_add(CALL_STIPEND).saturating_mul(64) / 63;
    if likely < high {
        match succeeds(chain, request, likely)? {
            Some(_) => high = likely,
            None => low = likely,
        }
    }
    while low.saturating_add(1) < high && high - low > high / TOLERANCE {
        // Most answers are near the lower end.
        let middle = (low + (high - low) / 2).min(low.saturating_mul(2).max(TRANSFER_GAS));
        match succeeds(chain, request, middle)? {
            Some(_) => high = middle,
            None => low = middle,
        }
    }
    Ok(high)
}

/// The receipt, if the call succeeds with so much gas.
fn succeeds(chain: &mut Chain, request: &CallRequest, gas: u64) -> Result<Option<Receipt>, RpcError> {
    match execute(chain, request.with_gas(gas)) {
        Ok(receipt) => Ok(receipt.is_success().then_some(receipt)),
        Err(TxError::IntrinsicGas { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_transfer(chain: &Chain, request: &CallRequest) -> bool {
    let tx = &request.tx;
    let to_person = tx.to.is_some_and(|to| chain.code(to).is_empty());
    to_person && tx.data.is_empty() && tx.access_list.is_empty() && tx.delegations.is_empty()
}

/// Gas that the sender can pay for at the price it names.
fn affordable(chain: &Chain, request: &CallRequest) -> Result<u64, RpcError> {
    let balance = chain.balance(request.tx.from);
    let Some(left) = balance.checked_sub(request.tx.value) else {
        return Err(RpcError::server(format!(
            "insufficient funds for transfer: address {} have {balance} want {}",
            request.tx.from, request.tx.value
        )));
    };
    Ok(left.checked_div(request.max_fee).unwrap_or(U256::MAX).saturating_to())
}

fn exceeds(gas: u64) -> RpcError {
    RpcError::server(format!("gas required exceeds allowance ({gas})"))
}
