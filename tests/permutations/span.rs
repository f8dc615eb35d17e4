//! Real numbers, enclosed: products and quotients of stake without a rounding that could be taken for
//! one of the protocol's.

use alloy_primitives::{U256, U512};

/// Binary digits behind the point.
const POINT: usize = 128;
/// Binary digits behind the point that tell two numbers apart: far above the width of a span, far
/// below a unit of stake.
const KEY: usize = 40;

/// An interval that holds the exact value; 2^-100 wide or less after what is done to it here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    low: U512,
    high: U512,
}

impl Span {
    /// A whole number.
    pub(crate) fn whole(n: U256) -> Self {
        let n = U512::from(n) << POINT;
        Self { low: n, high: n }
    }

    /// The value times `num / den`; nothing if `den` is zero.
    pub(crate) fn times(self, num: U256, den: U256) -> Self {
        let (num, den) = (U512::from(num), U512::from(den));
        if den.is_zero() {
            return Self::default();
        }
        Self { low: self.low * num / den, high: (self.high * num).div_ceil(den) }
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    /// The difference; not below zero.
    pub(crate) fn minus(self, other: Self) -> Self {
        Self { low: self.low.saturating_sub(other.high), high: self.high.saturating_sub(other.low) }
    }

    /// How far `n` is above the value (below if negative), in units rounded to the nearest 2^-40.
    fn distance(self, n: U256) -> f64 {
        let n = U512::from(n) << POINT;
        let (negative, size) =
            if n >= self.high { (false, n - self.high) } else { (true, self.low.saturating_sub(n)) };
        let units =
            ((size >> (POINT - KEY)) & U512::from(u128::MAX)).to::<u128>() as f64 / (1_u64 << KEY) as f64;
        if negative { -units } else { units }
    }

    /// `n` less the value in units if that is within (-below, above), or if it is the value itself.
    pub(crate) fn within(self, n: U256, below: U256, above: U256) -> Option<f64> {
        let at = U512::from(n) << POINT;
        let (below, above) = (U512::from(below) << POINT, U512::from(above) << POINT);
        let met = (self.low..=self.high).contains(&at);
        let inside = at + below > self.high && at < self.low + above;
        (met || inside).then(|| self.distance(n))
    }

    /// Equal for equal exact values.
    pub(crate) fn key(self) -> U512 {
        (self.low + (U512::from(1) << (POINT - KEY - 1))) >> (POINT - KEY)
    }

    /// The next whole number above.
    pub(crate) fn ceil(self) -> U256 {
        let whole = (self.high + (U512::from(1) << POINT) - U512::from(1)) >> POINT;
        U256::from_limbs_slice(&whole.as_limbs()[..4])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_and_two_thirds_are_one() {
        let third = Span::whole(U256::from(1)).times(U256::from(1), U256::from(3));
        let one = third.plus(third).plus(third);
        assert_eq!(one.key(), Span::whole(U256::from(1)).key());
        assert_eq!(one.within(U256::from(1), U256::ZERO, U256::ZERO), Some(0.0));
        assert_eq!(one.within(U256::from(2), U256::ZERO, U256::from(1)), None);
        assert_eq!(one.within(U256::ZERO, U256::from(1), U256::ZERO), None);
        assert_eq!(
            third.within(U256::from(1), U256::ZERO, U256::from(1)).map(|d| (d * 3.0).round()),
            Some(2.0)
        );
    }
}
