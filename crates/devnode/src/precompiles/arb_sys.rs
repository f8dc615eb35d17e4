//! ArbSys: L2 blocks, callers, messages to L1.
//!
//! This chain has no L1: messages burn their value and leave their event, and no Merkle tree of
//! them is kept. No transaction comes from L1 either, so no caller is ever aliased.

use super::{
    abi::ArbSys::*,
    context::{Context, Fail},
    method::{Method, Purity, Run},
};
use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};

/// What Arbitrum's version numbers add to ArbOS'.
const VERSION_OFFSET: u64 = 55;
/// L2 blocks back that have a hash.
const BLOCK_HASHES: u64 = 256;
/// Added to an L1 contract's address to get the address it acts as here.
const ALIAS_OFFSET: Address = address!("1111000000000000000000000000000000001111");
/// Deepest frame, counted from 1, whose calls count as top level.
const TOP_LEVEL_DEPTH: usize = 2;

pub(super) const METHODS: &[Method] = &[
    Method::view::<arbBlockNumberCall>(),
    Method::view::<arbBlockHashCall>(),
    Method::view::<arbChainIDCall>(),
    Method::view::<arbOSVersionCall>(),
    Method::view::<getStorageGasAvailableCall>(),
    Method::view::<isTopLevelCallCall>(),
    Method::new::<mapL1SenderContractAddressToL2AliasCall>(Purity::Pure),
    Method::view::<wasMyCallersAddressAliasedCall>(),
    Method::view::<myCallersAddressWithoutAliasingCall>(),
    Method::new::<withdrawEthCall>(Purity::Payable),
    Method::new::<sendTxToL1Call>(Purity::Payable),
    Method::view::<sendMerkleTreeStateCall>(),
];

impl Run for arbBlockNumberCall {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        Ok(U256::from(context.machine.block.number))
    }
}

impl Run for arbBlockHashCall {
    fn run(self, context: &mut Context<'_>) -> Result<B256, Fail> {
        let current = context.machine.block.number;
        let number = u64::try_from(self.blockNumber).ok();
        let recent = number.filter(|n| *n < current && n.saturating_add(BLOCK_HASHES) >= current);
        match recent {
            Some(number) => Ok(context.machine.l2_block_hash(number)),
            None => Err(Fail::error(&InvalidBlockNumber {
                requested: self.blockNumber,
                current: U256::from(current),
            })),
        }
    }
}

impl Run for arbChainIDCall {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        Ok(U256::from(context.machine.rules.chain_id))
    }
}

impl Run for arbOSVersionCall {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        Ok(U256::from(VERSION_OFFSET + context.arbos().number()))
    }
}

impl Run for getStorageGasAvailableCall {
    fn run(self, _context: &mut Context<'_>) -> Result<U256, Fail> {
        Ok(U256::ZERO)
    }
}

impl Run for isTopLevelCallCall {
    fn run(self, context: &mut Context<'_>) -> Result<bool, Fail> {
        Ok(context.machine.tx.depth <= TOP_LEVEL_DEPTH)
    }
}

impl Run for mapL1SenderContractAddressToL2AliasCall {
    fn run(self, _context: &mut Context<'_>) -> Result<Address, Fail> {
        let [sender, offset] = [self.sender, ALIAS_OFFSET].map(|a| U256::from_be_bytes(a.into_word().0));
        // Addition in 160 bits: the carry out of the top byte is dropped with the word's left half.
        Ok(Address::from_word(B256::from(sender.wrapping_add(offset))))
    }
}

impl Run for wasMyCallersAddressAliasedCall {
    fn run(self, _context: &mut Context<'_>) -> Result<bool, Fail> {
        Ok(false)
    }
}

impl Run for myCallersAddressWithoutAliasingCall {
    fn run(self, context: &mut Context<'_>) -> Result<Address, Fail> {
        // The caller of the frame that called this precompile.
        Ok(context.machine.tx.callers.last().copied().unwrap_or_default())
    }
}

impl Run for withdrawEthCall {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        send_to_l1(context, self.destination, Bytes::new())
    }
}

impl Run for sendTxToL1Call {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        send_to_l1(context, self.destination, self.data)
    }
}

fn send_to_l1(context: &mut Context<'_>, destination: Address, data: Bytes) -> Result<U256, Fail> {
    let (caller, value) = (context.frame.caller, context.frame.value);
    let block = context.machine.block;
    let [number, l1_number, timestamp] = [block.number, block.l1_number, block.timestamp].map(U256::from);
    let position = context.machine.next_l1_message();
    let packed = [
        caller.as_slice(),
        destination.as_slice(),
        &number.to_be_bytes::<32>(),
        &l1_number.to_be_bytes::<32>(),
        &timestamp.to_be_bytes::<32>(),
        &value.to_be_bytes::<32>(),
        &data,
    ]
    .concat();
    let hash: U256 = keccak256(packed).into();
    context.machine.burn_balance(context.frame.code_address, value);
    context.emit(&L2ToL1Tx {
        caller,
        destination,
        hash,
        position,
        arbBlockNum: number,
        ethBlockNum: l1_number,
        timestamp,
        callvalue: value,
        data,
    })?;
    Ok(position)
}

impl Run for sendMerkleTreeStateCall {
    /// Only the zero address may ask, and no transaction here comes from it.
    fn run(self, _context: &mut Context<'_>) -> Result<sendMerkleTreeStateReturn, Fail> {
        Err(Fail::Silent)
    }
}
