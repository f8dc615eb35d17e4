//! `eth_`: transactions and signatures.

use super::{Answer, Params, Rpc, RpcError, answer, typed_data::TypedData};
use crate::ledger::SignedTx;
use alloy_consensus::SignableTransaction as _;
use alloy_eips::eip2718::Encodable2718 as _;
use alloy_primitives::{Address, B256, Bytes, eip191_hash_message};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_signer::SignerSync as _;
use alloy_signer_local::PrivateKeySigner;
use serde_json::Value;

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) async fn eth_send(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match method {
            "eth_accounts" | "eth_requestAccounts" => answer(self.accounts.addresses()),
            "eth_coinbase" => answer(self.ledger.read().head().header.beneficiary),
            "eth_chainId" => answer(alloy_primitives::U64::from(self.config.chain_id)),
            "eth_syncing" | "eth_mining" => answer(false),
            "eth_hashrate" => answer(alloy_primitives::U64::ZERO),
            "eth_protocolVersion" => answer(alloy_primitives::U64::from(68)),
            "eth_sendRawTransaction" => self.send_raw(params).await.and_then(answer),
            "eth_sendRawTransactionSync" => match self.send_raw(params).await {
                Ok(hash) => self.synchronous(hash),
                Err(error) => Err(error),
            },
            "eth_sendTransaction" => self.send(params).await.and_then(answer),
            "eth_sendUnsignedTransaction" => self.send(params).await.and_then(answer),
            "eth_signTransaction" => self.sign_transaction(params).await,
            "eth_fillTransaction" => match self.filled(params).await {
                Ok(request) => answer(request),
                Err(error) => Err(error),
            },
            "eth_signTypedData" | "eth_signTypedData_v4" => self.sign_typed_data(params),
            "eth_sign" => self.sign(params.next(), params.next()),
            "personal_sign" => {
                let (message, address) = (params.next(), params.next());
                self.sign(address, message)
            }
            _ => return None,
        })
    }

    async fn send_raw(&self, params: &mut Params<'_>) -> Result<B256, RpcError> {
        let bytes: Bytes = params.next()?;
        // Recovering the sender is the dear part of it: done here, on any thread.
        let tx = SignedTx::decode(&bytes, self.config.chain_id)
            .map_err(|error| RpcError::server(error.to_string()))?;
        Ok(self.producer.run(move |producer| producer.submit(tx)).await??)
    }

    fn synchronous(&self, hash: B256) -> Answer {
        match self.receipt_of(&hash) {
            Some(receipt) => answer(receipt),
            None => {
                Err(RpcError::new(4, format!("the transaction {hash} was added but is not in a block yet")))
            }
        }
    }

    async fn send(&self, params: &mut Params<'_>) -> Result<B256, RpcError> {
        let request = self.filled(params).await?;
        let signer = request.from.and_then(|from| self.accounts.signer(from)).cloned();
        Ok(self.producer.run(move |producer| producer.submit_request(request, signer.as_ref())).await??)
    }

    /// A request with gas, fees and chain id.
    async fn filled(&self, params: &mut Params<'_>) -> Result<TransactionRequest, RpcError> {
        let mut request: TransactionRequest = params.next()?;
        if request.from.is_none() {
            request.from = self.accounts.addresses().first().copied();
        }
        request.normalize_input();
        request.chain_id = Some(self.config.chain_id);
        if request.to.is_none() {
            request.to = Some(alloy_primitives::TxKind::Create);
        }
        if request.gas_price.is_none() {
            let basefee = u128::from(self.ledger.read().next().basefee);
            let tip = *request.max_priority_fee_per_gas.get_or_insert(0);
            request.max_fee_per_gas.get_or_insert(basefee.saturating_mul(2).saturating_add(tip));
        }
        if request.gas.is_none() {
            request.gas = Some(self.estimate_for(request.clone()).await?);
        }
        Ok(request)
    }

    async fn sign_transaction(&self, params: &mut Params<'_>) -> Answer {
        let mut request = self.filled(params).await?;
        let signer = self.signer(request.from.unwrap_or_default())?;
        if request.nonce.is_none() {
            let state = self.ledger.read().state(Default::default())?.0.clone();
            request.nonce = Some(state.snapshot.nonce(signer.address()));
        }
        let tx =
            request.build_typed_tx().map_err(|_| RpcError::invalid_params("transaction is not complete"))?;
        let signature = signer
            .sign_hash_sync(&tx.signature_hash())
            .map_err(|error| RpcError::server(error.to_string()))?;
        let envelope: alloy_consensus::TxEnvelope = tx.into_signed(signature).into();
        answer(serde_json::json!({ "raw": Bytes::from(envelope.encoded_2718()), "tx": envelope }))
    }

    fn signer(&self, address: Address) -> Result<&PrivateKeySigner, RpcError> {
        self.accounts.signer(address).ok_or_else(|| RpcError::server("unknown account"))
    }

    /// Signs a message (EIP-191).
    fn sign(&self, address: Result<Address, RpcError>, message: Result<Bytes, RpcError>) -> Answer {
        self.sign_hash(address?, eip191_hash_message(message?))
    }

    /// Signs typed data (EIP-712), which comes as JSON or as text that is JSON.
    fn sign_typed_data(&self, params: &mut Params<'_>) -> Answer {
        let (address, data): (Address, Value) = (params.next()?, params.next()?);
        let data = match data {
            Value::String(text) => serde_json::from_str(&text),
            data => serde_json::from_value::<TypedData>(data),
        };
        let data = data.map_err(|error| RpcError::invalid_params(format!("typed data: {error}")))?;
        self.sign_hash(address, data.hash()?)
    }

    fn sign_hash(&self, address: Address, hash: B256) -> Answer {
        let signature = self.signer(address)?.sign_hash_sync(&hash);
        let signature = signature.map_err(|error| RpcError::server(error.to_string()))?;
        answer(Bytes::from(signature.as_bytes()))
    }
}
