//! The recorded library functions, answered by `surety-accounting`.

use super::pure::PureMath;
use alloy_primitives::U256;
use surety_accounting::{
    AccountingError, DepositShares, Magnitude, ScaledShares, ScalingFactor, Shares, slashing, wad,
};

/// `surety-accounting` under the original library's names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accounting;

impl PureMath for Accounting {
    fn evaluate(&self, function: &str, args: &[U256]) -> Option<Result<U256, String>> {
        evaluate(function, args).map(|result| result.map_err(revert))
    }
}

fn evaluate(function: &str, args: &[U256]) -> Option<Result<U256, AccountingError>> {
    let magnitude = |n: U256| u64::try_from(n).map(Magnitude::new).ok();
    Some(match (function, args) {
        ("mulWad", [x, y]) => wad::mul_wad_down(*x, *y),
        ("mulWadRoundUp", [x, y]) => wad::mul_wad_up(*x, *y),
        ("divWad", [x, y]) => wad::div_wad_down(*x, *y),
        ("calcWithdrawable", [k, s, f]) => {
            let k = ScalingFactor::from_stored(*k);
            k.withdrawable_down(DepositShares::new(*s), magnitude(*f)?).map(Shares::get)
        }
        ("calcDepositShares", [k, a, f]) => {
            let k = ScalingFactor::from_stored(*k);
            k.deposit_shares_down(Shares::new(*a), magnitude(*f)?).map(DepositShares::get)
        }
        ("scaleForQueueWithdrawal", [k, s]) => {
            let k = ScalingFactor::from_stored(*k);
            k.scaled_down(DepositShares::new(*s)).map(ScaledShares::get)
        }
        ("scaleForCompleteWithdrawal", [scaled, f]) => {
            ScaledShares::new(*scaled).slashed_down(magnitude(*f)?).map(Shares::get)
        }
        ("calcSlashedAmount", [shares, before, after]) => {
            let shares = Shares::new(*shares);
            slashing::slashed_shares_down(shares, magnitude(*before)?, magnitude(*after)?).map(Shares::get)
        }
        // Adding nothing leaves what is stored, even if that is "unset".
        ("updateDsf", [k, _, added, _]) if added.is_zero() => Ok(*k),
        ("updateDsf", [k, held, added, f]) => {
            let (held, added) = (DepositShares::new(*held), Shares::new(*added));
            let k = ScalingFactor::from_stored(*k);
            k.after_increase_down(held, added, magnitude(*f)?).map(ScalingFactor::get)
        }
        _ => return None,
    })
}

/// What the original reverts with.
fn revert(error: AccountingError) -> String {
    match error {
        AccountingError::Overflow | AccountingError::ExceedsPacking => "Panic(17)".to_owned(),
        AccountingError::DivisionByZero => "Panic(18)".to_owned(),
        AccountingError::MulDivOverflow => "Error(\"Math: mulDiv overflow\")".to_owned(),
        other => format!("{other:?}()"),
    }
}
