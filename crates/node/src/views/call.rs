//! `eth_call`.

use crate::rpc::RpcError;
use alloy_primitives::{Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use surety_devnode::{Chain, Delegation, Receipt, Tx, TxError, TxOptions, TxStatus};

/// A call as the chain takes it.
#[derive(Clone, Debug)]
pub(crate) struct CallRequest {
    pub(crate) tx: Tx,
    /// True if the request named a gas limit.
    pub(crate) names_gas: bool,
    /// What the sender is ready to pay for each gas, wei; zero if the request does not say.
    pub(crate) max_fee: U256,
}

impl CallRequest {
    /// Reads a request; gas that is not named, or is more than `most_gas`, becomes that.
    pub(crate) fn new(request: TransactionRequest, most_gas: u64) -> Result<Self, RpcError> {
        let data = request
            .input
            .unique_input()
            .map_err(|_| {
                RpcError::invalid_params(
                    "both \"data\" and \"input\" are set and not equal. Please use \"input\" to pass transaction call data",
                )
            })?
            .cloned()
            .unwrap_or_default();
        let max_fee = U256::from(request.max_fee_per_gas.or(request.gas_price).unwrap_or_default());
        let to = request.to.and_then(|kind| kind.to().copied());
        let from = request.from.unwrap_or_default();
        let delegations = request.authorization_list.unwrap_or_default();
        let access_list = request.access_list.unwrap_or_default().0;
        let tx = Tx {
            from,
            to,
            value: request.value.unwrap_or_default(),
            data,
            gas_limit: request.gas.unwrap_or(most_gas).min(most_gas),
            gas_price: Some(max_fee),
            nonce: None,
            access_list: access_list.into_iter().map(|item| (item.address, item.storage_keys)).collect(),
            delegations: delegations
                .iter()
                .filter_map(|signed| {
                    Some(Delegation {
                        chain_id: signed.chain_id,
                        authority: signed.recover_authority().ok()?,
                        delegate: signed.address,
                        nonce: signed.nonce,
                    })
                })
                .collect(),
            options: TxOptions::NOTHING,
        };
        Ok(Self { names_gas: request.gas.is_some(), tx, max_fee })
    }

    /// The same with another gas limit.
    pub(crate) fn with_gas(&self, gas: u64) -> Tx {
        self.tx.clone().gas(gas)
    }
}

/// Runs a call; failures of the call itself are in the receipt.
pub(crate) fn execute(chain: &mut Chain, tx: Tx) -> Result<Receipt, TxError> {
    // Who names a price pays the block's, as in a transaction.
    let basefee = U256::from(chain.basefee());
    let gas_price = tx.gas_price.map(|price| price.min(basefee));
    chain.simulate(Tx { gas_price, ..tx })
}

/// What a call returns.
pub(crate) fn call(chain: &mut Chain, request: &CallRequest) -> Result<Bytes, RpcError> {
    if !request.max_fee.is_zero() && request.max_fee < U256::from(chain.basefee()) {
        return Err(RpcError::server(format!(
            "max fee per gas less than block base fee: address {}, maxFeePerGas: {}, baseFee: {}",
            request.tx.from,
            request.max_fee,
            chain.basefee()
        )));
    }
    let receipt = execute(chain, request.tx.clone())?;
    match receipt.status {
        TxStatus::Success => Ok(match receipt.contract_address {
            // What a creation returns is the code it would leave.
            Some(address) if request.tx.to.is_none() => created_code(chain, request, address, receipt.output),
            _ => receipt.output,
        }),
        TxStatus::Revert => Err(RpcError::revert(&receipt.output)),
        TxStatus::Halt(reason) => Err(RpcError::halt(reason)),
    }
}

/// The chain does not hand the new code out, so the creation is made once more and looked at.
fn created_code(
    chain: &mut Chain,
    request: &CallRequest,
    address: alloy_primitives::Address,
    output: Bytes,
) -> Bytes {
    let mut copy = chain.fork();
    let funds = copy.balance(request.tx.from);
    let tx = Tx { gas_price: Some(U256::ZERO), nonce: None, ..request.tx.clone() };
    copy.set_balance(request.tx.from, funds);
    match copy.transact(tx) {
        Ok(_) => copy.code(address),
        Err(_) => output,
    }
}
