//! The one division of the crate: x · y ÷ d with a 512-bit product.
//!
//! Numbers are cut into 32-bit digits, because 64-bit multiplication and division are single
//! WASM instructions while 128-bit ones are library calls. Leading zeros are skipped, so the cost
//! follows the size of the values: typical amounts take a handful of digit operations. The
//! division is Knuth's algorithm D (TAOCP vol. 2, 4.3.1).

#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "digit arithmetic: indices stay below the array lengths and sums below 64 bits, as \
              each loop's comment shows; truncation takes the low digit"
)]

use crate::{AccountingError, Result};
use alloy_primitives::U256;

/// Digits of a 256-bit number.
const NARROW: usize = 8;
/// Digits of a product, and one more into which normalisation may shift.
const WIDE: usize = 2 * NARROW + 1;
const DIGIT_BITS: u32 = 32;

/// A product of two 256-bit numbers, waiting to be divided.
#[derive(Clone, Copy, Debug)]
pub struct Product([u32; WIDE]);

/// A quotient rounded down, and whether anything was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotient {
    /// floor(product / divisor).
    pub floor: U256,
    /// Whether the division left no remainder.
    pub is_exact: bool,
}

impl Quotient {
    /// The quotient rounded up.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] if that needs more than 256 bits.
    pub fn ceil(self) -> Result<U256> {
        if self.is_exact {
            return Ok(self.floor);
        }
        self.floor.checked_add(U256::ONE).ok_or(AccountingError::Overflow)
    }
}

impl Product {
    /// x · y.
    pub fn new(x: U256, y: U256) -> Self {
        let (x, y) = (digits(x), digits(y));
        let (x_len, y_len) = (significant(&x), significant(&y));
        let mut product = [0; WIDE];
        for (i, &x_digit) in x[..x_len].iter().enumerate() {
            let mut carry = 0_u64;
            // (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1: the sum never overflows.
            for (j, &y_digit) in y[..y_len].iter().enumerate() {
                let sum = u64::from(x_digit) * u64::from(y_digit) + u64::from(product[i + j]) + carry;
                product[i + j] = sum as u32;
                carry = sum >> DIGIT_BITS;
            }
            product[i + y_len] = carry as u32;
        }
        Self(product)
    }

    /// Whether the product itself needs no more than 256 bits.
    pub fn fits_256_bits(&self) -> bool {
        significant(&self.0) <= NARROW
    }

    /// Divides.
    ///
    /// # Errors
    /// [`AccountingError::MulDivOverflow`] if the quotient needs more than 256 bits, and for a
    /// zero divisor of a product above 256 bits; [`AccountingError::DivisionByZero`] for a zero
    /// divisor of a smaller one. (OpenZeppelin 4.9 tells the two apart in this way.)
    pub fn div(mut self, divisor: U256) -> Result<Quotient> {
        let mut divisor = digits(divisor);
        let n = significant(&divisor);
        if n == 0 {
            return Err(if self.fits_256_bits() {
                AccountingError::DivisionByZero
            } else {
                AccountingError::MulDivOverflow
            });
        }
        // The divisor's top bit must be set; shifting both sides alike keeps the quotient.
        let shift = divisor[n - 1].leading_zeros();
        shift_left(&mut divisor, shift);
        shift_left(&mut self.0, shift);

        let top = significant(&self.0);
        let mut quotient = [0_u32; NARROW];
        for j in (0..(top + 1).saturating_sub(n).min(WIDE - n)).rev() {
            let digit = next_digit(&mut self.0[j..=j + n], &divisor[..n]);
            match quotient.get_mut(j) {
                Some(place) => *place = digit,
                None if digit == 0 => {}
                None => return Err(AccountingError::MulDivOverflow),
            }
        }
        Ok(Quotient { floor: from_digits(&quotient), is_exact: significant(&self.0) == 0 })
    }
}

/// One step of the long division: takes `rest` modulo `divisor` and returns the quotient digit.
///
/// `rest` has one digit more than `divisor`, whose top bit is set; the upper digits of `rest` are
/// below `divisor`, so that the quotient is one digit.
fn next_digit(rest: &mut [u32], divisor: &[u32]) -> u32 {
    let n = divisor.len();
    let lead = u64::from(divisor[n - 1]);
    let dividend = join(rest[n], rest[n - 1]);
    // Estimated from the first digits; with the third it is at most one too large.
    let mut guess = dividend / lead;
    let mut left = dividend % lead;
    while left >> DIGIT_BITS == 0
        && (guess >> DIGIT_BITS != 0
            || (n >= 2 && guess * u64::from(divisor[n - 2]) > join(left as u32, rest[n - 2])))
    {
        guess -= 1;
        left += lead;
    }
    if guess == 0 {
        return 0;
    }
    if subtract_multiple(rest, divisor, guess as u32) {
        add_back(rest, divisor);
        guess -= 1;
    }
    guess as u32
}

/// rest -= times · divisor, modulo the length of `rest`; whether it went below zero.
fn subtract_multiple(rest: &mut [u32], divisor: &[u32], times: u32) -> bool {
    let n = divisor.len();
    let mut owed = 0_u64;
    for (digit, &d) in rest.iter_mut().zip(divisor) {
        let taken = u64::from(times) * u64::from(d) + owed;
        let (low, borrow) = digit.overflowing_sub(taken as u32);
        *digit = low;
        owed = (taken >> DIGIT_BITS) + u64::from(borrow);
    }
    let below = u64::from(rest[n]) < owed;
    rest[n] = rest[n].wrapping_sub(owed as u32);
    below
}

/// rest += divisor, modulo the length of `rest`.
fn add_back(rest: &mut [u32], divisor: &[u32]) {
    let n = divisor.len();
    let mut carry = 0_u64;
    for (digit, &d) in rest.iter_mut().zip(divisor) {
        let sum = u64::from(*digit) + u64::from(d) + carry;
        *digit = sum as u32;
        carry = sum >> DIGIT_BITS;
    }
    rest[n] = rest[n].wrapping_add(carry as u32);
}

fn join(high: u32, low: u32) -> u64 {
    u64::from(high) << DIGIT_BITS | u64::from(low)
}

/// Shifts by less than one digit. The top digit has room for it.
fn shift_left(number: &mut [u32], bits: u32) {
    let mut carry = 0;
    for digit in number {
        let shifted = u64::from(*digit) << bits | carry;
        *digit = shifted as u32;
        carry = shifted >> DIGIT_BITS;
    }
}

/// How many digits there are without leading zeros.
fn significant(number: &[u32]) -> usize {
    number.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1)
}

fn digits(number: U256) -> [u32; NARROW] {
    let limbs = number.as_limbs();
    core::array::from_fn(|i| (limbs[i / 2] >> (DIGIT_BITS as usize * (i % 2))) as u32)
}

fn from_digits(number: &[u32; NARROW]) -> U256 {
    U256::from_limbs(core::array::from_fn(|i| join(number[2 * i + 1], number[2 * i])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::U512;
    use proptest::prelude::*;

    /// Numbers of every length, with many edge digits.
    fn number() -> impl Strategy<Value = U256> {
        let digit = prop_oneof![Just(0), Just(1), Just(u32::MAX), Just(1 << 31), any::<u32>()];
        (proptest::array::uniform8(digit), 0_usize..=8).prop_map(|(mut all, len)| {
            all[len..].fill(0);
            from_digits(&all)
        })
    }

    /// The same by the big-integer library.
    fn by_library(x: U256, y: U256, d: U256) -> Option<Quotient> {
        let product = U512::from(x) * U512::from(y);
        let d = U512::from(d);
        let floor = U256::checked_from_limbs_slice(product.checked_div(d)?.as_limbs())?;
        Some(Quotient { floor, is_exact: (product % d).is_zero() })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn quotient_is_the_librarys_when_it_exists(x in number(), y in number(), d in number()) {
            prop_assert_eq!(Product::new(x, y).div(d).ok(), by_library(x, y, d));
        }

        #[test]
        fn product_fits_exactly_when_the_library_says_so(x in number(), y in number()) {
            prop_assert_eq!(Product::new(x, y).fits_256_bits(), x.checked_mul(y).is_some());
        }
    }

    #[test]
    fn zero_divisor_is_told_apart_by_the_products_size() {
        let small = Product::new(U256::ONE, U256::MAX).div(U256::ZERO);
        assert_eq!(small, Err(AccountingError::DivisionByZero));
        let large = Product::new(U256::from(2), U256::MAX).div(U256::ZERO);
        assert_eq!(large, Err(AccountingError::MulDivOverflow));
    }

    #[test]
    fn quotient_overflows_when_it_needs_257_bits() {
        let over = Product::new(U256::MAX, U256::from(3)).div(U256::from(2));
        assert_eq!(over, Err(AccountingError::MulDivOverflow));
    }

    #[test]
    fn guess_is_corrected_when_the_third_digit_does_not_reveal_it() {
        // Knuth's add-back case: 2^127 - 2^96 over 2^95 + 2^64 - 1 and relatives.
        let d = (U256::ONE << 95) + (U256::ONE << 64) - U256::ONE;
        let x = (U256::ONE << 127) - (U256::ONE << 96);
        assert_eq!(Product::new(x, U256::ONE).div(d).ok(), by_library(x, U256::ONE, d));
        let d = (U256::from(0x8000_0000_u64) << 64) | U256::ONE;
        let x = U256::from_limbs([3, 0x8000_0000_0000_0000, 0, 0]);
        assert_eq!(Product::new(x, U256::ONE).div(d).ok(), by_library(x, U256::ONE, d));
    }

    #[test]
    fn ceil_fails_when_it_needs_257_bits() {
        let most = Quotient { floor: U256::MAX, is_exact: false };
        assert_eq!(most.ceil(), Err(AccountingError::Overflow));
        assert_eq!(Quotient { is_exact: true, ..most }.ceil(), Ok(U256::MAX));
    }
}
