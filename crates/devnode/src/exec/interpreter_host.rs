//! What EVM instructions ask of the machine.

use super::{Machine, rules::MAX_INIT_CODE_SIZE};
use alloy_primitives::{Address, B256, Log, U256};
use revm::{
    context_interface::{
        cfg::GasParams,
        context::{SStoreResult, SelfDestructResult, StateLoad},
        host::LoadError,
        journaled_state::AccountInfoLoad,
    },
    interpreter::Host,
};

/// Blocks back that `BLOCKHASH` answers for; older and future ones are filtered by revm too.
const BLOCK_HASHES: u64 = 256;

impl Host for Machine {
    fn basefee(&self) -> U256 {
        U256::from(self.block.basefee)
    }

    /// Arbitrum has no blobs.
    fn blob_gasprice(&self) -> U256 {
        U256::ONE
    }

    fn gas_limit(&self) -> U256 {
        U256::from(self.block.gas_limit)
    }

    fn difficulty(&self) -> U256 {
        U256::ONE
    }

    /// Arbitrum answers 1, as there is no randomness from consensus.
    fn prevrandao(&self) -> Option<U256> {
        Some(U256::ONE)
    }

    /// L1's number, as on Arbitrum.
    fn block_number(&self) -> U256 {
        U256::from(self.block.l1_number)
    }

    fn timestamp(&self) -> U256 {
        U256::from(self.block.timestamp)
    }

    fn beneficiary(&self) -> Address {
        self.block.coinbase
    }

    fn slot_num(&self) -> U256 {
        U256::ZERO
    }

    fn chain_id(&self) -> U256 {
        U256::from(self.rules.chain_id)
    }

    fn effective_gas_price(&self) -> U256 {
        self.tx.gas_price
    }

    fn caller(&self) -> Address {
        self.tx.origin
    }

    fn blob_hash(&self, _number: usize) -> Option<U256> {
        None
    }

    fn max_initcode_size(&self) -> usize {
        MAX_INIT_CODE_SIZE
    }

    fn gas_params(&self) -> &GasParams {
        &self.rules.gas_params
    }

    fn is_amsterdam_eip8037_enabled(&self) -> bool {
        false
    }

    fn block_hash(&mut self, number: u64) -> Option<B256> {
        let recent = number < self.block.l1_number && number + BLOCK_HASHES >= self.block.l1_number;
        Some(if recent { self.l1_block_hash(number) } else { B256::ZERO })
    }

    fn selfdestruct(
        &mut self,
        address: Address,
        target: Address,
        skip_cold_load: bool,
    ) -> Result<StateLoad<SelfDestructResult>, LoadError> {
        let world = &mut self.world;
        Ok(world.journal.selfdestruct(&mut world.layers, address, target, skip_cold_load)?)
    }

    fn log(&mut self, log: Log) {
        self.emit(log);
    }

    fn sstore_skip_cold_load(
        &mut self,
        address: Address,
        key: U256,
        value: U256,
        skip_cold_load: bool,
    ) -> Result<StateLoad<SStoreResult>, LoadError> {
        let world = &mut self.world;
        Ok(world.journal.sstore(&mut world.layers, address, key, value, skip_cold_load)?)
    }

    fn sload_skip_cold_load(
        &mut self,
        address: Address,
        key: U256,
        skip_cold_load: bool,
    ) -> Result<StateLoad<U256>, LoadError> {
        let world = &mut self.world;
        Ok(world.journal.sload(&mut world.layers, address, key, skip_cold_load)?)
    }

    fn tstore(&mut self, address: Address, key: U256, value: U256) {
        self.world.journal.tstore(address, key, value);
    }

    fn tload(&mut self, address: Address, key: U256) -> U256 {
        self.world.journal.tload(address, key)
    }

    fn load_account_info_skip_cold_load(
        &mut self,
        address: Address,
        load_code: bool,
        skip_cold_load: bool,
    ) -> Result<AccountInfoLoad<'_>, LoadError> {
        let world = &mut self.world;
        let load =
            world.journal.load_account_optional(&mut world.layers, address, load_code, skip_cold_load)?;
        Ok(AccountInfoLoad::new(&load.data.info, load.is_cold, load.data.is_empty()))
    }
}
