//! `eth_`: calls that change nothing.

use super::{Answer, Params, Rpc, RpcError, answer, node_interface::NODE_INTERFACE};
use crate::views::{self, CallRequest, Overrides};
use alloy_eips::BlockId;
use alloy_primitives::{Bytes, U64};
use alloy_rpc_types_eth::TransactionRequest;
use surety_devnode::Chain;

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) async fn eth_calls(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        let most_gas = self.config.limits.call_gas;
        Some(match method {
            "eth_call" => self.eth_call(params).await.and_then(answer),
            "eth_estimateGas" => {
                let estimate =
                    move |chain: &mut Chain, request: &CallRequest| views::estimate(chain, request, most_gas);
                self.view(params, estimate).await.and_then(|gas| answer(U64::from(gas)))
            }
            "eth_createAccessList" => self.view(params, views::access_list).await.and_then(answer),
            _ => return None,
        })
    }

    async fn eth_call(&self, params: &mut Params<'_>) -> Result<Bytes, RpcError> {
        let (request, block, overrides) = self.read_call(params)?;
        if request.tx.to == Some(NODE_INTERFACE) {
            return self.node_interface(request, block, overrides).await;
        }
        let at = self.state_at(block)?;
        self.views.run(at, overrides, move |chain| views::call(chain, &request)).await
    }

    fn read_call(
        &self,
        params: &mut Params<'_>,
    ) -> Result<(CallRequest, Option<BlockId>, Overrides), RpcError> {
        let request: TransactionRequest = params.next()?;
        let block: Option<BlockId> = params.optional()?;
        let overrides = Overrides { state: params.optional()?, block: params.optional()? };
        Ok((CallRequest::new(request, self.config.limits.call_gas)?, block, overrides))
    }

    /// Runs something with a call on the state it names: the parameters are the call, the block,
    /// the state's overrides and the block's.
    async fn view<T: Send + 'static>(
        &self,
        params: &mut Params<'_>,
        work: impl FnOnce(&mut Chain, &CallRequest) -> Result<T, RpcError> + Send + 'static,
    ) -> Result<T, RpcError> {
        let (request, block, overrides) = self.read_call(params)?;
        let at = self.state_at(block)?;
        self.views.run(at, overrides, move |chain| work(chain, &request)).await
    }

    /// Gas for a transaction that names none.
    pub(super) async fn estimate_for(&self, request: TransactionRequest) -> Result<u64, RpcError> {
        let most_gas = self.config.limits.call_gas;
        let at = self.state_at(Some(BlockId::pending()))?;
        let request = CallRequest::new(request, most_gas)?;
        let work = move |chain: &mut Chain| views::estimate(chain, &request, most_gas);
        self.views.run(at, Overrides::default(), work).await
    }
}
