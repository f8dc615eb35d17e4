//! Other accounts (section 6.6).

use alloy_primitives::{Address, Bytes};

use super::context::{Hostio, Result, len32, overlap};
use crate::price::{self, COLD_ACCOUNT_GAS, EVM_API, HOSTIO, PTR};

impl Hostio<'_> {
    /// Balance of an account, wei.
    pub(super) fn account_balance(&mut self, address: u32, dest: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR + EVM_API)?;
        self.need_gas(COLD_ACCOUNT_GAS)?;
        let address = self.address(address)?;
        let (balance, gas) = self.frame().world.host().account_balance(address);
        self.buy_gas(gas)?;
        self.put(dest, &balance.to_be_bytes::<32>())
    }

    /// Code hash of an account; zero if it does not exist.
    pub(super) fn account_codehash(&mut self, address: u32, dest: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR + EVM_API)?;
        self.need_gas(COLD_ACCOUNT_GAS)?;
        let address = self.address(address)?;
        let (hash, gas) = self.frame().world.host().account_code_hash(address);
        self.buy_gas(gas)?;
        self.put(dest, hash.as_slice())
    }

    /// Length of an account's code.
    pub(super) fn account_code_size(&mut self, address: u32) -> Result<u32> {
        Ok(len32(&self.code_of(address)?))
    }

    /// Copies the overlap of `[offset, offset + size)` with an account's code; answers its length.
    pub(super) fn account_code(&mut self, address: u32, offset: u32, size: u32, dest: u32) -> Result<u32> {
        let code = self.code_of(address)?;
        // For the whole code, whatever part is asked for.
        self.buy_ink(price::write(len32(&code)))?;
        let part = overlap(&code, offset, size);
        self.put(dest, part)?;
        Ok(len32(part))
    }

    fn code_of(&mut self, address: u32) -> Result<Bytes> {
        self.buy_ink(HOSTIO + EVM_API)?;
        self.need_gas(COLD_ACCOUNT_GAS)?;
        let address = self.address(address)?;
        let frame = self.frame();
        if let Some((_, code)) = frame.last_code.as_ref().filter(|(last, _)| *last == address) {
            return Ok(code.clone());
        }
        let (code, gas) = frame.world.host().account_code(address);
        if !code.is_empty() || !frame.arbos.forgets_empty_code() {
            frame.last_code = Some((address, code.clone()));
        }
        self.buy_gas(gas)?;
        Ok(code)
    }
}

/// The account whose code was looked up last, with the code.
pub(crate) type LastCode = Option<(Address, Bytes)>;
