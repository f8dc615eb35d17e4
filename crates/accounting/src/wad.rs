//! Multiplication and division of WAD-based fixed-point numbers.

use crate::wide::Product;
use crate::{AccountingError, Result, WAD};
use alloy_primitives::U256;

const WAD_WIDE: U256 = U256::from_limbs([WAD, 0, 0, 0]);

/// floor(x · y / d), with a 512-bit product.
///
/// # Errors
/// [`AccountingError::DivisionByZero`], [`AccountingError::MulDivOverflow`].
pub fn mul_div_down(x: U256, y: U256, d: U256) -> Result<U256> {
    Ok(Product::new(x, y).div(d)?.floor)
}

/// ceil(x · y / d), with a 512-bit product.
///
/// # Errors
/// [`AccountingError::DivisionByZero`], [`AccountingError::MulDivOverflow`];
/// [`AccountingError::Overflow`] if only the rounding overflows.
pub fn mul_div_up(x: U256, y: U256, d: U256) -> Result<U256> {
    Product::new(x, y).div(d)?.ceil()
}

/// floor(x · y / d), where already the product must fit 256 bits. By itself, the usual case of a
/// pool whose shares are worth one unit each, is for free.
///
/// # Errors
/// [`AccountingError::Overflow`] if it does not, [`AccountingError::DivisionByZero`].
pub fn narrow_mul_div_down(x: U256, y: U256, d: U256) -> Result<U256> {
    // Of that many bits together, the product fits.
    if y == d && !d.is_zero() && x.bit_len().saturating_add(y.bit_len()) <= U256::BITS {
        return Ok(x);
    }
    let product = Product::new(x, y);
    if !product.fits_256_bits() {
        return Err(AccountingError::Overflow);
    }
    Ok(product.div(d)?.floor)
}

/// floor(x · y / WAD). Times one, the usual case of factors and magnitudes, is for free.
///
/// # Errors
/// [`AccountingError::MulDivOverflow`].
pub fn mul_wad_down(x: U256, y: U256) -> Result<U256> {
    if y == WAD_WIDE {
        return Ok(x);
    }
    mul_div_down(x, y, WAD_WIDE)
}

/// ceil(x · y / WAD).
///
/// # Errors
/// [`AccountingError::MulDivOverflow`], [`AccountingError::Overflow`].
pub fn mul_wad_up(x: U256, y: U256) -> Result<U256> {
    mul_div_up(x, y, WAD_WIDE)
}

/// floor(x · WAD / y). By one, or by itself, is for free.
///
/// # Errors
/// [`AccountingError::DivisionByZero`], [`AccountingError::MulDivOverflow`].
pub fn div_wad_down(x: U256, y: U256) -> Result<U256> {
    if y == WAD_WIDE {
        return Ok(x);
    }
    if x == y && !y.is_zero() {
        return Ok(WAD_WIDE);
    }
    mul_div_down(x, WAD_WIDE, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_as_named() {
        let [five, half] = [U256::from(5), U256::from(WAD / 2)];
        assert_eq!(mul_wad_down(five, half), Ok(U256::from(2)));
        assert_eq!(mul_wad_up(five, half), Ok(U256::from(3)));
        assert_eq!(div_wad_down(U256::from(1), U256::from(3)), Ok(U256::from(WAD / 3)));
    }

    /// The short cut answers what the division would, and fails where it would.
    #[test]
    fn narrow_times_and_by_the_same_is_exact() {
        for bits in [0, 1, 100, 128, 129, 255] {
            for x in [U256::ZERO, U256::ONE, U256::from(WAD), U256::MAX >> 127, U256::MAX] {
                let d = U256::ONE << bits;
                let long = match x.checked_mul(d) {
                    Some(product) => Ok(product / d),
                    None => Err(AccountingError::Overflow),
                };
                assert_eq!(narrow_mul_div_down(x, d, d), long);
            }
        }
        assert_eq!(
            narrow_mul_div_down(U256::ONE, U256::ZERO, U256::ZERO),
            Err(AccountingError::DivisionByZero)
        );
    }

    /// The short cuts answer what the division would.
    #[test]
    fn times_and_by_one_are_exact() {
        for x in [U256::ZERO, U256::ONE, WAD_WIDE, U256::from(u128::MAX), U256::MAX] {
            assert_eq!(mul_wad_down(x, WAD_WIDE), mul_div_down(x, WAD_WIDE, WAD_WIDE));
            assert_eq!(div_wad_down(x, WAD_WIDE), mul_div_down(x, WAD_WIDE, WAD_WIDE));
            assert_eq!(div_wad_down(x, x), mul_div_down(x, WAD_WIDE, x));
        }
        assert_eq!(div_wad_down(U256::ZERO, U256::ZERO), Err(AccountingError::DivisionByZero));
    }

    #[test]
    fn narrow_product_fails_where_the_wide_one_does_not() {
        let [two, most] = [U256::from(2), U256::MAX];
        assert_eq!(narrow_mul_div_down(two, most, two), Err(AccountingError::Overflow));
        assert_eq!(mul_div_down(two, most, two), Ok(most));
    }

    #[test]
    fn division_fails_when_the_divisor_is_zero() {
        assert_eq!(div_wad_down(U256::ONE, U256::ZERO), Err(AccountingError::DivisionByZero));
        assert_eq!(div_wad_down(U256::MAX, U256::ZERO), Err(AccountingError::MulDivOverflow));
    }
}
