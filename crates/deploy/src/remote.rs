//! A chain behind an RPC URL, as far as a deployment reads it.

use crate::{
    DeployError, Done,
    arbitrum::{ARB_SYS, ARB_WASM, ARBOS_OFFSET, ArbSys, ArbWasm, NODE_INTERFACE, NodeInterface},
};
use alloy_network::{Ethereum, TransactionBuilder as _};
use alloy_primitives::{Address, B256, Bytes, U64, U128, U256};
use alloy_provider::{Provider as _, RootProvider};
use alloy_rpc_types_eth::{BlockId, TransactionInput, TransactionRequest};
use alloy_sol_types::{SolCall, SolError as _};
use serde::Deserialize;

/// JSON-RPC's code for a method that does not exist.
const NO_METHOD: i64 = -32_601;

/// A chain behind an RPC URL.
#[derive(Clone, Debug)]
pub struct Remote {
    provider: RootProvider<Ethereum>,
}

/// What a deployment needs of a receipt.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mined {
    /// 1 if the transaction succeeded.
    pub(crate) status: U64,
    /// Its transaction.
    pub(crate) transaction_hash: B256,
    /// Its block.
    pub(crate) block_number: U64,
    /// Gas it used, L1's part included.
    pub(crate) gas_used: U64,
    /// What a unit of gas cost, wei.
    pub(crate) effective_gas_price: U128,
}

/// What a deployment needs of a block.
#[derive(Debug, Deserialize)]
struct Head {
    timestamp: U64,
}

/// How a call ended.
pub(crate) enum Called {
    /// With this answer.
    Returned(Bytes),
    /// Reverted, with this data.
    Reverted(Bytes),
}

impl Remote {
    /// A client for an `http` or `https` URL; nothing is sent yet.
    ///
    /// # Errors
    /// [`DeployError::Rpc`] if the URL makes no sense.
    pub fn new(url: &str) -> Result<Self, DeployError> {
        // An error means that one is set already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let url: reqwest::Url = url.parse().map_err(|error| rpc("the URL", error))?;
        Ok(Self { provider: RootProvider::new_http(url) })
    }

    /// The chain's id.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn chain_id(&self) -> Result<u64, DeployError> {
        self.provider.get_chain_id().await.map_err(|error| rpc("eth_chainId", error))
    }

    /// An account's code.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn code(&self, at: Address) -> Result<Bytes, DeployError> {
        self.provider.get_code_at(at).await.map_err(|error| rpc("eth_getCode", error))
    }

    /// An account's balance, wei.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn balance(&self, of: Address) -> Result<U256, DeployError> {
        self.provider.get_balance(of).await.map_err(|error| rpc("eth_getBalance", error))
    }

    /// The answer of any method, for what only some nodes have; `None` if the node knows no such method.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn ask(&self, method: &'static str) -> Result<Option<serde_json::Value>, DeployError> {
        match self.provider.raw_request(method.into(), [(); 0]).await {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.as_error_resp().is_some_and(|answer| answer.code == NO_METHOD) => Ok(None),
            Err(error) => Err(rpc(method, error)),
        }
    }

    /// Version of ArbOS; `None` if the chain is none of Arbitrum's.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn arbos(&self) -> Result<Option<u64>, DeployError> {
        let call = ArbSys::arbOSVersionCall {}.abi_encode();
        let word = self.word(ARB_SYS, &call.into()).await?;
        Ok(word.and_then(|word| u64::try_from(word).ok()?.checked_sub(ARBOS_OFFSET)))
    }

    /// The newest block's time, seconds since 1970.
    pub(crate) async fn time(&self) -> Result<u64, DeployError> {
        let ask = self.provider.raw_request("eth_getBlockByNumber".into(), ("latest", false));
        let head: Head = ask.await.map_err(|error| rpc("eth_getBlockByNumber", error))?;
        Ok(head.timestamp.to())
    }

    pub(crate) async fn storage(&self, at: Address, slot: U256) -> Result<U256, DeployError> {
        self.provider.get_storage_at(at, slot).await.map_err(|error| rpc("eth_getStorageAt", error))
    }

    /// Transactions of an account that are mined.
    pub(crate) async fn nonce(&self, of: Address) -> Result<u64, DeployError> {
        self.provider.get_transaction_count(of).await.map_err(|error| rpc("eth_getTransactionCount", error))
    }

    /// Price of a unit of gas in the newest block, wei.
    pub(crate) async fn gas_price(&self) -> Result<u128, DeployError> {
        self.provider.get_gas_price().await.map_err(|error| rpc("eth_gasPrice", error))
    }

    pub(crate) async fn receipt(&self, of: B256) -> Result<Option<Mined>, DeployError> {
        self.provider
            .raw_request("eth_getTransactionReceipt".into(), (of,))
            .await
            .map_err(|error| rpc("eth_getTransactionReceipt", error))
    }

    /// Sends a signed transaction. What a node objects to is an answer, as the transaction may be
    /// known or mined already.
    pub(crate) async fn send(&self, raw: &Bytes) -> Result<Option<String>, DeployError> {
        let sent: Result<B256, _> = self.provider.raw_request("eth_sendRawTransaction".into(), (raw,)).await;
        match sent {
            Ok(_) => Ok(None),
            Err(error) => match error.as_error_resp() {
                Some(answer) => Ok(Some(answer.message.to_string())),
                None => Err(rpc("eth_sendRawTransaction", error)),
            },
        }
    }

    pub(crate) async fn call(
        &self,
        from: Address,
        to: Address,
        data: Bytes,
        value: U256,
    ) -> Result<Called, DeployError> {
        let request = request(from, to, data, value);
        match self.provider.call(request).block(BlockId::latest()).await {
            Ok(answer) => Ok(Called::Returned(answer)),
            Err(error) => match error.as_error_resp() {
                Some(answer) => Ok(Called::Reverted(answer.as_revert_data().unwrap_or_default())),
                None => Err(rpc("eth_call", error)),
            },
        }
    }

    /// Gas of a call, or why it would fail.
    pub(crate) async fn estimate(
        &self,
        from: Address,
        to: Address,
        data: Bytes,
        value: U256,
    ) -> Result<Result<u64, String>, DeployError> {
        let request = request(from, to, data, value);
        match self.provider.estimate_gas(request).block(BlockId::latest()).await {
            Ok(gas) => Ok(Ok(gas)),
            Err(error) => match error.as_error_resp() {
                Some(answer) => Ok(Err(answer.to_string())),
                None => Err(rpc("eth_estimateGas", error)),
            },
        }
    }

    /// The answer of a view that must not revert.
    pub(crate) async fn view<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return, DeployError> {
        match self.call(Address::ZERO, to, call.abi_encode().into(), U256::ZERO).await? {
            Called::Returned(answer) => {
                C::abi_decode_returns(&answer).map_err(|error| rpc(C::SIGNATURE, error))
            }
            Called::Reverted(data) => Err(rpc(C::SIGNATURE, format!("reverted with {data}"))),
        }
    }

    /// The word that a view answers first; `None` if it reverts or answers less.
    pub(crate) async fn word(&self, to: Address, data: &Bytes) -> Result<Option<U256>, DeployError> {
        let answer = self.call(Address::ZERO, to, data.clone(), U256::ZERO).await?;
        let Called::Returned(answer) = answer else { return Ok(None) };
        Ok(answer.first_chunk::<32>().map(|word| U256::from_be_bytes(*word)))
    }

    /// Seconds until a program expires; `None` if it is not active.
    ///
    /// # Errors
    /// [`DeployError::Rpc`].
    pub async fn time_left(&self, program: Address) -> Result<Option<u64>, DeployError> {
        let call = ArbWasm::programTimeLeftCall { program };
        match self.call(Address::ZERO, ARB_WASM, call.abi_encode().into(), U256::ZERO).await? {
            Called::Returned(answer) => ArbWasm::programTimeLeftCall::abi_decode_returns(&answer)
                .map(Some)
                .map_err(|error| rpc("programTimeLeft", error)),
            Called::Reverted(_) => Ok(None),
        }
    }

    /// What Arbitrum asks for a program's data, wei; `None` if the call would fail for other reasons.
    pub(crate) async fn data_fee(
        &self,
        from: Address,
        to: Address,
        data: Bytes,
    ) -> Result<Option<U256>, DeployError> {
        Ok(match self.call(from, to, data, U256::ZERO).await? {
            Called::Returned(_) => Some(U256::ZERO),
            Called::Reverted(data) => {
                ArbWasm::ProgramInsufficientValue::abi_decode(&data).ok().map(|error| error.want)
            }
        })
    }

    /// Gas that L1 costs a call; 0 where the node does not tell.
    pub(crate) async fn l1_gas(&self, to: Address, data: Bytes) -> Result<u64, DeployError> {
        let call = NodeInterface::gasEstimateL1ComponentCall { to, contractCreation: false, data };
        let answer = self.call(Address::ZERO, NODE_INTERFACE, call.abi_encode().into(), U256::ZERO).await?;
        let Called::Returned(answer) = answer else { return Ok(0) };
        let decoded = NodeInterface::gasEstimateL1ComponentCall::abi_decode_returns(&answer);
        Ok(decoded.map_or(0, |estimate| estimate.gasEstimateForL1))
    }

    /// Tells whether a step is done.
    pub(crate) async fn is_done(&self, done: &Done) -> Result<bool, DeployError> {
        Ok(match done {
            Done::Code { at, code } => self.code(*at).await? == *code,
            Done::Funds { at, wei, unless } => {
                !self.code(*unless).await?.is_empty() || self.balance(*at).await? >= *wei
            }
            Done::Active { program } => self.time_left(*program).await?.is_some(),
            Done::MoreThan { to, data, word } => {
                self.word(*to, data).await?.is_some_and(|found| found > *word)
            }
            Done::Program { router, slot, program } => {
                Address::from_word(self.storage(*router, *slot).await?.into()) == *program
            }
            Done::Word { to, data, expected } => {
                let found = self.word(*to, data).await?;
                match expected {
                    Some(expected) => found == Some(*expected),
                    None => found.is_some_and(|word| !word.is_zero()),
                }
            }
        })
    }
}

fn request(from: Address, to: Address, data: Bytes, value: U256) -> TransactionRequest {
    TransactionRequest::default()
        .with_from(from)
        .with_to(to)
        .with_value(value)
        .input(TransactionInput::new(data))
}

pub(crate) fn rpc(what: &str, reason: impl ToString) -> DeployError {
    DeployError::Rpc { what: what.to_owned(), reason: reason.to_string() }
}
