//! `net_`, `web3_`, `rpc_`, `arb_`: what the node is.

use super::{Answer, Params, Rpc, RpcError, answer};
use alloy_primitives::{Bytes, U64, keccak256};

/// How the node calls itself.
pub(super) const CLIENT: &str = concat!("surety/v", env!("CARGO_PKG_VERSION"));

impl Rpc {
    pub(super) fn info(&self, method: &str, params: &mut Params<'_>) -> Answer {
        match method {
            "net_version" => answer(self.config.chain_id.to_string()),
            "net_listening" => answer(true),
            "net_peerCount" => answer(U64::ZERO),
            "web3_clientVersion" => answer(CLIENT),
            "web3_sha3" => answer(keccak256(params.next::<Bytes>()?)),
            "rpc_modules" => answer(serde_json::json!({
                "anvil": "1.0", "debug": "1.0", "eth": "1.0", "evm": "1.0", "hardhat": "1.0", "net": "1.0",
                "surety": "1.0", "txpool": "1.0", "web3": "1.0",
            })),
            // Health of Nitro's validators and batch posters: there are none to be unhealthy.
            "arb_checkPublisherHealth" => answer(()),
            _ => Err(RpcError::no_method(method)),
        }
    }
}
