//! The node, its accounts, and the SDK's clients of them.

use alloy::{
    primitives::{Address, TxHash, address, bytes},
    providers::Provider,
    rpc::types::TransactionReceipt,
};
use anyhow::{Context as _, Result, ensure};
use eigen_client_elcontracts::{reader::ELChainReader, writer::ELChainWriter};
use eigen_common::{SdkProvider, SdkSigner, get_provider, get_signer};
use serde_json::Value;

/// Where the stand-in of the AVS's registry coordinator is.
const COORDINATOR: Address = address!("00000000000000000000000000000000000c0de1");

/// A running node and the SDK's reader of it.
pub struct World {
    announcement: Value,
    url: String,
    /// Asks and controls the node.
    pub provider: SdkProvider,
    /// The SDK's reader.
    pub reader: ELChainReader,
}

impl World {
    /// Reads what the node announced; asks the delegation manager for its sisters, as the SDK does.
    pub async fn open() -> Result<Self> {
        let announcement = std::env::var("SURETY_NODE").context("SURETY_NODE has the node's announcement")?;
        let announcement: Value = serde_json::from_str(&announcement)?;
        let url = announcement["http"].as_str().context("no address")?.to_owned();
        let at = |name| contract(&announcement, name);
        let reader = ELChainReader::build(
            at("DelegationManager")?,
            at("AVSDirectory")?,
            at("RewardsCoordinator")?,
            &url,
        )
        .await?;
        let world = Self { provider: get_provider(&url), announcement, url, reader };
        // The SDK asks the AVS's middleware what an operator's key has to sign. This one answers with the curve's
        // generator (1, 2), whatever is asked.
        let code = bytes!("60015f52600260205260405ff3");
        world.control::<Value>("anvil_setCode", (COORDINATOR, code)).await?;
        // Delays are in L1 blocks, which would go by while the machine is busy.
        world.control::<Value>("surety_setL1BlockTime", [0]).await?;
        Ok(world)
    }

    /// A contract's address.
    pub fn at(&self, name: &str) -> Result<Address> {
        contract(&self.announcement, name)
    }

    /// The SDK's writer for one of the node's accounts.
    pub fn writer(&self, name: &str) -> Result<ELChainWriter> {
        Ok(ELChainWriter::new(
            self.at("StrategyManager")?,
            self.at("RewardsCoordinator")?,
            Some(self.at("PermissionController")?),
            Some(self.at("AllocationManager")?),
            COORDINATOR,
            self.reader.clone(),
            self.url.clone(),
            self.field(name, "privateKey")?.to_owned(),
        ))
    }

    /// The SDK's signing provider for one of the node's accounts, for its bindings.
    pub fn signer(&self, name: &str) -> Result<SdkSigner> {
        Ok(get_signer(self.field(name, "privateKey")?, &self.url))
    }

    /// An account's address.
    pub fn who(&self, name: &str) -> Result<Address> {
        Ok(self.field(name, "address")?.parse()?)
    }

    /// An account's private key.
    pub fn key(&self, name: &str) -> Result<&str> {
        self.field(name, "privateKey")
    }

    fn field(&self, name: &str, field: &str) -> Result<&str> {
        let accounts = self.announcement["accounts"].as_array().context("no accounts")?;
        let account = accounts.iter().find(|account| account["name"] == name);
        account.and_then(|account| account[field].as_str()).with_context(|| format!("no account {name}"))
    }

    /// The receipt of a transaction that succeeded; the node has it in a block before it answers.
    pub async fn done(&self, hash: TxHash) -> Result<TransactionReceipt> {
        let receipt = self.provider.get_transaction_receipt(hash).await?.context("no receipt")?;
        ensure!(receipt.status(), "{receipt:?}");
        Ok(receipt)
    }

    /// Lets L1 blocks go by.
    pub async fn mine(&self, blocks: u32) -> Result<()> {
        self.control::<Value>("surety_mineL1", [blocks]).await?;
        Ok(())
    }

    /// Lets time go by.
    pub async fn wait(&self, seconds: u32) -> Result<()> {
        self.control::<Value>("evm_increaseTime", [seconds]).await?;
        self.mine(1).await
    }

    /// The number that contracts see as the block's: L1's.
    pub async fn l1_block(&self) -> Result<u32> {
        let block: Value =
            self.provider.raw_request("eth_getBlockByNumber".into(), ("latest", false)).await?;
        let number = block["l1BlockNumber"].as_str().context("no Arbitrum block")?;
        Ok(u32::from_str_radix(number.trim_start_matches("0x"), 16)?)
    }

    async fn control<T: alloy::rpc::json_rpc::RpcRecv>(
        &self,
        method: &'static str,
        params: impl alloy::rpc::json_rpc::RpcSend,
    ) -> Result<T> {
        Ok(self.provider.raw_request(method.into(), params).await?)
    }
}

fn contract(announcement: &Value, name: &str) -> Result<Address> {
    let known = announcement["contracts"][name].as_str();
    Ok(known.with_context(|| format!("no contract {name}"))?.parse()?)
}

/// Sends a call of the SDK's bindings and waits for its success.
#[macro_export]
macro_rules! must {
    ($world:expr, $call:expr) => {
        $world.done(*$call.send().await?.tx_hash()).await
    };
}
