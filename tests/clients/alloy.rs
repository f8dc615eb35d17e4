//! The bindings of `surety-abi` with alloy's provider: the same calls that the programs' own tests make.

use crate::{node::Node, process};
use alloy_network::EthereumWallet;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_provider::{Provider, ProviderBuilder};
use alloy_rpc_types_eth::{Filter, TransactionReceipt, TransactionRequest};
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::{SolCall, SolEvent as _};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IDelegationManager as dm, IStrategyManager as sm};

/// A node and somebody's wallet.
struct Client<P> {
    provider: P,
    me: Address,
}

fn client(node: &Node, who: &str) -> Result<Client<impl Provider>> {
    let signer: PrivateKeySigner = node.key(who)?.parse()?;
    let me = signer.address();
    let provider =
        ProviderBuilder::new().wallet(EthereumWallet::from(signer)).connect_http(node.url()?.parse()?);
    Ok(Client { provider, me })
}

impl<P: Provider> Client<P> {
    async fn send(&self, to: Address, call: &impl SolCall) -> Result<TransactionReceipt> {
        let tx = TransactionRequest::default().to(to).input(Bytes::from(call.abi_encode()).into());
        // The node has the transaction in a block before it answers.
        let hash = *self.provider.send_transaction(tx).await?.tx_hash();
        let receipt = self.provider.get_transaction_receipt(hash).await?.context("no receipt")?;
        ensure!(receipt.status(), "{receipt:?}");
        Ok(receipt)
    }

    async fn view<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return> {
        let tx =
            TransactionRequest::default().from(self.me).to(to).input(Bytes::from(call.abi_encode()).into());
        Ok(C::abi_decode_returns(&self.provider.call(tx).await?)?)
    }
}

#[test]
fn alloy_deposits_delegates_and_withdraws() -> Result<()> {
    // Whichever part of the workspace chose a cryptography for TLS first has chosen for all; loopback needs none.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let node = Node::start()?;
    let story =
        async { tokio::time::timeout(process::CLIENT, withdraw(&node)).await.context("it takes too long")? };
    runtime.block_on(story)
}

async fn withdraw(node: &Node) -> Result<()> {
    let at = |name: &str| -> Result<Address> { Ok(node.contract(name)?.parse()?) };
    let (manager, delegation) = (at("StrategyManager")?, at("DelegationManager")?);
    let (strategy, token, amount) = (at("strategyA")?, at("tokenA")?, U256::from(9_000));
    let (staker, operator) = (client(node, "staker1")?, client(node, "operator1")?);
    ensure!(staker.provider.get_chain_id().await? == 412_346);

    let receipt = staker.send(manager, &sm::depositIntoStrategyCall { strategy, token, amount }).await?;
    let deposited = receipt.logs().iter().find_map(|log| sm::Deposit::decode_log(&log.inner).ok());
    ensure!(deposited.context("no event")?.shares == amount);
    let register = dm::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: "https://example.org".into(),
    };
    operator.send(delegation, &register).await?;
    let delegate = dm::delegateToCall {
        operator: operator.me,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO },
        approverSalt: B256::ZERO,
    };
    staker.send(delegation, &delegate).await?;
    let shares = dm::operatorSharesCall { operator: operator.me, strategy };
    ensure!(staker.view(delegation, &shares).await? == amount);

    let params = vec![dm::QueuedWithdrawalParams {
        strategies: vec![strategy],
        depositShares: vec![amount],
        __deprecated_withdrawer: staker.me,
    }];
    let receipt = staker.send(delegation, &dm::queueWithdrawalsCall { params }).await?;
    let queued =
        receipt.logs().iter().find_map(|log| dm::SlashingWithdrawalQueued::decode_log(&log.inner).ok());
    let withdrawal = queued.context("no event")?.withdrawal.clone();
    let complete =
        dm::completeQueuedWithdrawalCall { withdrawal, tokens: vec![token], receiveAsTokens: true };
    // A call, because alloy counts a nonce for a transaction even if its gas cannot be estimated.
    let early = staker.view(delegation, &complete).await.err().context("completed at once")?;
    let delayed = early.chain().any(|cause| {
        cause.downcast_ref::<alloy_provider::transport::TransportError>().is_some_and(|error| {
            error
                .as_error_resp()
                .and_then(|error| error.as_decoded_interface_error::<dm::IDelegationManagerErrors>())
                == Some(dm::IDelegationManagerErrors::WithdrawalDelayNotElapsed(
                    dm::WithdrawalDelayNotElapsed {},
                ))
        })
    });
    ensure!(delayed, "{early:?}");
    let delay = staker.view(delegation, &dm::minWithdrawalDelayBlocksCall {}).await?;
    staker.provider.raw_request::<_, ()>("anvil_mine".into(), [delay + 1]).await?;
    staker.send(delegation, &complete).await?;
    ensure!(staker.view(delegation, &shares).await?.is_zero());
    let filter = Filter::new().address(manager).event_signature(sm::Deposit::SIGNATURE_HASH).from_block(0);
    ensure!(staker.provider.get_logs(&filter).await?.len() == 1);
    Ok(())
}
