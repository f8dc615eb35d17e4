//! Which view call tells a quantity, and where in its answer it stands.

use super::amount::unit;
use super::call::{Scene, address, uint};
use super::expect::Quantity as Q;
use super::format::{Asset, Party};
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::{Address, U256};

/// A view call and which of its values to take: the index of the return value, then of the list
/// element or struct field in it.
pub(super) struct Probe {
    pub(super) to: Address,
    pub(super) signature: &'static str,
    pub(super) args: Vec<DynSolValue>,
    pub(super) path: &'static [usize],
}

/// A probe before its contract is looked up.
type Parts = (String, &'static str, Vec<DynSolValue>, &'static [usize]);

/// The view call of a quantity at a block; a message if this world has no such thing.
pub(super) fn probe(scene: &Scene<'_>, block: u64, quantity: &Q) -> Result<Probe, String> {
    let found = match stakers(scene, quantity)? {
        Some(parts) => Some(parts),
        None => match operators(scene, block, quantity)? {
            Some(parts) => Some(parts),
            None => vaults(scene, quantity)?,
        },
    };
    let (symbol, signature, args, path) =
        found.ok_or_else(|| format!("{quantity:?} is measured otherwise"))?;
    Ok(Probe { to: scene.resolve(&symbol)?, signature, args, path })
}

fn party(scene: &Scene<'_>, party: &Party) -> Result<DynSolValue, String> {
    scene.party(party).map(address)
}

fn strategy(scene: &Scene<'_>, asset: &Asset) -> Result<DynSolValue, String> {
    scene.resolve(&asset.strategy()).map(address)
}

fn strategies(scene: &Scene<'_>, asset: &Asset) -> Result<DynSolValue, String> {
    strategy(scene, asset).map(|s| DynSolValue::Array(vec![s]))
}

/// What a staker has, and with whom.
fn stakers(scene: &Scene<'_>, quantity: &Q) -> Result<Option<Parts>, String> {
    let dm = || "$dm".to_owned();
    let withdrawable = "getWithdrawableShares(address,address[])";
    Ok(Some(match quantity {
        // One call answers both: withdrawable shares first, deposit shares second.
        Q::WithdrawableShares(p, a) => {
            (dm(), withdrawable, vec![party(scene, p)?, strategies(scene, a)?], &[0, 0])
        }
        Q::DepositShares(p, a) => {
            (dm(), withdrawable, vec![party(scene, p)?, strategies(scene, a)?], &[1, 0])
        }
        Q::ScalingFactor(p, a) => {
            let args = vec![party(scene, p)?, strategy(scene, a)?];
            (dm(), "depositScalingFactor(address,address)", args, &[0])
        }
        Q::TokenBalance(p, a) | Q::TokenChange(p, a) => {
            (a.token(), "balanceOf(address)", vec![party(scene, p)?], &[0])
        }
        Q::QueuedWithdrawals(p) => (dm(), "getQueuedWithdrawalRoots(address)", vec![party(scene, p)?], &[0]),
        Q::DelegatedTo(p) => (dm(), "delegatedTo(address)", vec![party(scene, p)?], &[0]),
        _ => return Ok(None),
    }))
}

/// What an operator has, has promised, and can lose.
fn operators(scene: &Scene<'_>, block: u64, quantity: &Q) -> Result<Option<Parts>, String> {
    let (dm, am) = (|| "$dm".to_owned(), || "$am".to_owned());
    let pair = |p: &Party, a: &Asset| -> Result<Vec<DynSolValue>, String> {
        Ok(vec![party(scene, p)?, strategy(scene, a)?])
    };
    Ok(Some(match quantity {
        Q::OperatorShares(p, a) => (dm(), "operatorShares(address,address)", pair(p, a)?, &[0]),
        Q::SlashableSharesInQueue(p, a) => {
            (dm(), "getSlashableSharesInQueue(address,address)", pair(p, a)?, &[0])
        }
        Q::MaxMagnitude(p, a) => (am(), "getMaxMagnitude(address,address)", pair(p, a)?, &[0]),
        Q::EncumberedMagnitude(p, a) => (am(), "getEncumberedMagnitude(address,address)", pair(p, a)?, &[0]),
        Q::AllocatableMagnitude(p, a) => {
            (am(), "getAllocatableMagnitude(address,address)", pair(p, a)?, &[0])
        }
        Q::AllocatedMagnitude(p, a, s) => {
            let args = vec![party(scene, p)?, scene.set(s)?, strategy(scene, a)?];
            (am(), "getAllocation(address,(address,uint32),address)", args, &[0, 0])
        }
        Q::SlashableStake(p, a, s) => {
            let operators = DynSolValue::Array(vec![party(scene, p)?]);
            let block = uint(U256::from(block), 32);
            let args = vec![scene.set(s)?, operators, strategies(scene, a)?, block];
            let signature = "getMinimumSlashableStake((address,uint32),address[],address[],uint32)";
            (am(), signature, args, &[0, 0, 0])
        }
        Q::Slashable(p, s) => {
            let args = vec![party(scene, p)?, scene.set(s)?];
            (am(), "isOperatorSlashable(address,(address,uint32))", args, &[0])
        }
        Q::Member(p, s) => {
            let args = vec![party(scene, p)?, scene.set(s)?];
            (am(), "isMemberOfOperatorSet(address,(address,uint32))", args, &[0])
        }
        _ => return Ok(None),
    }))
}

/// What a strategy holds and owes.
fn vaults(scene: &Scene<'_>, quantity: &Q) -> Result<Option<Parts>, String> {
    Ok(Some(match quantity {
        Q::TotalShares(a) => (a.strategy(), "totalShares()", vec![], &[0]),
        Q::VaultBalance(a) => (a.token(), "balanceOf(address)", vec![strategy(scene, a)?], &[0]),
        Q::SharePrice(a) => {
            let one = vec![uint(unit(), 256)];
            (a.strategy(), "sharesToUnderlyingView(uint256)", one, &[0])
        }
        Q::SlashedShares(s, id, a) => {
            let args = vec![scene.set(s)?, uint(U256::from(*id), 256), strategy(scene, a)?];
            let signature = "getBurnOrRedistributableShares((address,uint32),uint256,address)";
            ("$sm".to_owned(), signature, args, &[0])
        }
        _ => return Ok(None),
    }))
}
