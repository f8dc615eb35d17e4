//! 256-bit arithmetic (section 6.8). Results replace the number at the first pointer.

use alloy_primitives::U256;

use super::context::{Hostio, Result};
use crate::price::{self, ADD_MOD, DIV, HOSTIO, MUL_MOD, PTR};

impl Hostio<'_> {
    /// Quotient; 0 if divided by 0.
    pub(super) fn math_div(&mut self, value: u32, divisor: u32) -> Result<()> {
        self.binary(value, divisor, |a, b| a.checked_div(b).unwrap_or_default())
    }

    /// Remainder; 0 if divided by 0.
    pub(super) fn math_mod(&mut self, value: u32, modulus: u32) -> Result<()> {
        self.binary(value, modulus, |a, b| a.checked_rem(b).unwrap_or_default())
    }

    /// Power modulo 2^256.
    pub(super) fn math_pow(&mut self, value: u32, exponent: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 3 * PTR)?;
        let (base, exponent) = (self.number(value)?, self.word(exponent)?);
        self.buy_ink(price::pow(&exponent.0))?;
        self.put_number(value, base.wrapping_pow(U256::from_be_bytes(exponent.0)))
    }

    /// Sum of full width, modulo `modulus`; 0 if that is 0.
    pub(super) fn math_add_mod(&mut self, value: u32, addend: u32, modulus: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 4 * PTR + ADD_MOD)?;
        let (a, b, m) = (self.number(value)?, self.number(addend)?, self.number(modulus)?);
        self.put_number(value, a.add_mod(b, m))
    }

    /// Product of full width, modulo `modulus`; 0 if that is 0.
    pub(super) fn math_mul_mod(&mut self, value: u32, multiplier: u32, modulus: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 4 * PTR + MUL_MOD)?;
        let (a, b, m) = (self.number(value)?, self.number(multiplier)?, self.number(modulus)?);
        self.put_number(value, a.mul_mod(b, m))
    }

    fn binary(&mut self, value: u32, operand: u32, operation: impl FnOnce(U256, U256) -> U256) -> Result<()> {
        self.buy_ink(HOSTIO + 3 * PTR + DIV)?;
        let (a, b) = (self.number(value)?, self.number(operand)?);
        self.put_number(value, operation(a, b))
    }

    fn put_number(&mut self, ptr: u32, number: U256) -> Result<()> {
        self.put(ptr, &number.to_be_bytes::<32>())
    }
}
