//! Amounts as people write them: `100`, `99.5`, `7 wei`, `50%`.

use alloy_primitives::{I256, U256};

/// Decimals of every token and share in a story, and of a WAD-based fraction.
const DECIMALS: usize = 18;

/// One whole unit: 1e18.
pub fn unit() -> U256 {
    U256::from(1_000_000_000_000_000_000_u64)
}

/// Reads an amount of tokens or shares, or a WAD-based number: `100` and `99.5` in whole units,
/// `7 wei` exactly. `None` for anything else, and for more than 18 decimals.
pub fn parse(text: &str) -> Option<U256> {
    if let Some(exact) = text.strip_suffix(" wei") {
        return digits(exact);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || fraction.len() > DECIMALS {
        return None;
    }
    let padded = format!("{fraction:0<DECIMALS$}");
    digits(whole)?.checked_mul(unit())?.checked_add(digits(&padded)?)
}

/// Reads a fraction of one as a WAD: `50%`, `0.5`, `1 wei`.
pub fn parse_fraction(text: &str) -> Option<U256> {
    match text.strip_suffix('%') {
        Some(percent) => {
            let hundredfold = parse(percent)?;
            let (quotient, rest) = hundredfold.div_rem(U256::from(100));
            rest.is_zero().then_some(quotient)
        }
        None => parse(text),
    }
}

/// Reads a change: an amount with a sign, `+50`, `-100`, or `0`.
pub fn parse_change(text: &str) -> Option<I256> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = I256::try_from(parse(rest)?).ok()?;
    if negative { size.checked_neg() } else { Some(size) }
}

fn digits(text: &str) -> Option<U256> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if all { U256::from_str_radix(text, 10).ok() } else { None }
}

/// Writes an amount as people read it: in whole units with as many decimals as it has, or in wei
/// if it is smaller than a millionth of a unit.
pub fn show(amount: U256) -> String {
    let million_millionth = U256::from(1_000_000_000_000_u64);
    if amount.is_zero() {
        return "0".to_owned();
    }
    if amount < million_millionth {
        return format!("{amount} wei");
    }
    let (whole, rest) = amount.div_rem(unit());
    if rest.is_zero() {
        return whole.to_string();
    }
    let fraction = format!("{rest:0>DECIMALS$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

/// Writes a WAD-based fraction in percent.
pub fn show_fraction(wad: U256) -> String {
    match wad.checked_mul(U256::from(100)) {
        Some(hundredfold) if !show(hundredfold).ends_with("wei") => format!("{}%", show(hundredfold)),
        _ => format!("{wad} wei"),
    }
}

/// Writes a change with its sign.
pub fn show_change(change: I256) -> String {
    let size = show(change.unsigned_abs());
    match change.sign() {
        alloy_primitives::Sign::Negative => format!("-{size}"),
        alloy_primitives::Sign::Positive if change.is_zero() => size,
        alloy_primitives::Sign::Positive => format!("+{size}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parse_reads_whole_units_decimals_and_wei() {
        assert_eq!(parse("100"), Some(unit() * U256::from(100)));
        assert_eq!(parse("99.5"), Some(unit() * U256::from(199) / U256::from(2)));
        assert_eq!(parse("0.000000000000000001"), Some(U256::ONE));
        assert_eq!(parse("7 wei"), Some(U256::from(7)));
        for bad in ["", ".", "1.", ".5", "-1", "1e18", "1_000", "0.0000000000000000001", "x wei"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn parse_fraction_reads_percent_and_refuses_less_than_a_wei() {
        assert_eq!(parse_fraction("50%"), parse("0.5"));
        assert_eq!(parse_fraction("100%"), Some(unit()));
        assert_eq!(parse_fraction("0.000000000000000001%"), None);
    }

    #[test]
    fn parse_change_reads_signs() {
        assert_eq!(parse_change("-1").map(show_change), Some("-1".to_owned()));
        assert_eq!(parse_change("+1.5").map(show_change), Some("+1.5".to_owned()));
        assert_eq!(parse_change("0").map(show_change), Some("0".to_owned()));
    }

    proptest! {
        #[test]
        fn show_is_read_back_exactly(n: u128) {
            prop_assert_eq!(parse(&show(U256::from(n))), Some(U256::from(n)));
            prop_assert_eq!(parse_fraction(&show_fraction(U256::from(n))), Some(U256::from(n)));
        }
    }
}
