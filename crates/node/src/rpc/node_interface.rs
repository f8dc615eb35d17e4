//! NodeInterface: Nitro answers calls of `0xc8` from outside the chain. No contract can reach it.

use super::{Rpc, RpcError};
use crate::{
    ledger::LookUpError,
    views::{self, CallRequest, Overrides},
};
use alloy_eips::BlockId;
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use surety_devnode::{Chain, Tx};

/// Where it seems to be.
pub(super) const NODE_INTERFACE: Address = Address::with_last_byte(0xc8);

sol! {
    function gasEstimateComponents(address to, bool contractCreation, bytes data)
        external
        payable
        returns (uint64 gasEstimate, uint64 gasEstimateForL1, uint256 baseFee, uint256 l1BaseFeeEstimate);
    function gasEstimateL1Component(address to, bool contractCreation, bytes data)
        external
        payable
        returns (uint64 gasEstimateForL1, uint256 baseFee, uint256 l1BaseFeeEstimate);
    function nitroGenesisBlock() external pure returns (uint256 number);
    function blockL1Num(uint64 l2BlockNum) external view returns (uint64 l1BlockNum);
    function l2BlockRangeForL1(uint64 blockNum) external view returns (uint64 firstBlock, uint64 lastBlock);
    function getL1Confirmations(bytes32 blockHash) external view returns (uint64 confirmations);
    function findBatchContainingBlock(uint64 blockNum) external view returns (uint64 batch);
}

impl Rpc {
    /// Answers a call of NodeInterface.
    pub(super) async fn node_interface(
        &self,
        request: CallRequest,
        block: Option<BlockId>,
        overrides: Overrides,
    ) -> Result<Bytes, RpcError> {
        let data = request.tx.data.clone();
        let selector = data.first_chunk::<4>().copied().unwrap_or_default();
        let basefee = U256::from(self.ledger.read().next().basefee);
        match selector {
            gasEstimateComponentsCall::SELECTOR => {
                let call: gasEstimateComponentsCall = decode(&data)?;
                let gas = self.estimate_inner(request, &call, block, overrides).await?;
                // Data is free here: there is no L1 to post it to.
                let zero = U256::ZERO;
                Ok(gasEstimateComponentsCall::abi_encode_returns(&(gas, 0, basefee, zero).into()).into())
            }
            gasEstimateL1ComponentCall::SELECTOR => {
                decode::<gasEstimateL1ComponentCall>(&data)?;
                Ok(gasEstimateL1ComponentCall::abi_encode_returns(&(0, basefee, U256::ZERO).into()).into())
            }
            nitroGenesisBlockCall::SELECTOR => {
                Ok(nitroGenesisBlockCall::abi_encode_returns(&U256::ZERO).into())
            }
            blockL1NumCall::SELECTOR => {
                let blockL1NumCall { l2BlockNum } = decode(&data)?;
                let ledger = self.ledger.read();
                let block = ledger.block(l2BlockNum).ok_or(LookUpError::Block)?;
                Ok(blockL1NumCall::abi_encode_returns(&block.l1_number).into())
            }
            l2BlockRangeForL1Call::SELECTOR => {
                let l2BlockRangeForL1Call { blockNum } = decode(&data)?;
                Ok(l2BlockRangeForL1Call::abi_encode_returns(&self.range_of_l1(blockNum)?.into()).into())
            }
            // Nothing is ever posted to an L1.
            getL1ConfirmationsCall::SELECTOR => Ok(getL1ConfirmationsCall::abi_encode_returns(&0).into()),
            findBatchContainingBlockCall::SELECTOR => {
                Ok(findBatchContainingBlockCall::abi_encode_returns(&0).into())
            }
            _ => Err(RpcError::revert(&Bytes::new())),
        }
    }

    async fn estimate_inner(
        &self,
        request: CallRequest,
        call: &gasEstimateComponentsCall,
        block: Option<BlockId>,
        overrides: Overrides,
    ) -> Result<u64, RpcError> {
        let most_gas = self.config.limits.call_gas;
        let to = (!call.contractCreation).then_some(call.to);
        let inner = CallRequest { tx: Tx { to, data: call.data.clone(), ..request.tx }, ..request };
        let at = self.state_at(block)?;
        let work = move |chain: &mut Chain| views::estimate(chain, &inner, most_gas);
        self.views.run(at, overrides, work).await
    }

    /// The first and last L2 block that saw an L1 block number.
    fn range_of_l1(&self, l1_number: u64) -> Result<(u64, u64), RpcError> {
        let ledger = self.ledger.read();
        let (first, last) = (ledger.first(), ledger.head().number());
        // L1 numbers never fall, so both ends are found by halving.
        let partition = |before: &dyn Fn(u64) -> bool| {
            let (mut low, mut high) = (first, last.saturating_add(1));
            while low < high {
                let middle = low + (high - low) / 2;
                if ledger.block(middle).is_some_and(|block| before(block.l1_number)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        let begin = partition(&|number| number < l1_number);
        let end = partition(&|number| number <= l1_number);
        if begin == end {
            return Err(RpcError::server(format!(
                "requested L1 block number {l1_number} is not in any L2 block"
            )));
        }
        Ok((begin, end - 1))
    }
}

fn decode<C: SolCall>(data: &[u8]) -> Result<C, RpcError> {
    C::abi_decode(data).map_err(|_| RpcError::revert(&Bytes::new()))
}
