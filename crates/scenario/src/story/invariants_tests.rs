use super::*;
use crate::story::format::SetName;
use std::collections::BTreeMap;

fn names() -> Names {
    let party = |s: &str| Party(s.to_owned());
    Names {
        actors: BTreeMap::from([
            ("alice".to_owned(), party("$staker1")),
            ("olga".to_owned(), party("$operator1")),
        ]),
        strategies: BTreeMap::from([("steth".to_owned(), Asset('A'))]),
    }
}

fn directory() -> Directory {
    Directory::from([
        ("$staker1".to_owned(), Address::repeat_byte(1)),
        ("$operator1".to_owned(), Address::repeat_byte(2)),
    ])
}

/// A healthy state: alice deposited 100 and is delegated to olga, who was slashed by half.
fn healthy() -> Snapshot {
    let (alice, olga) = (Party("$staker1".to_owned()), Party("$operator1".to_owned()));
    let a = Asset('A');
    let number = |n: u64| Measured::Number(unit() * U256::from(n));
    let set = SetName { avs: Party("$avs1".to_owned()), id: 1 };
    Snapshot::from([
        (Quantity::TokenBalance(alice.clone(), a), number(900)),
        (Quantity::VaultBalance(a), number(100)),
        (Quantity::TotalShares(a), number(100)),
        (Quantity::SharePrice(a), number(1)),
        (Quantity::DepositShares(alice.clone(), a), number(100)),
        (Quantity::WithdrawableShares(alice.clone(), a), number(50)),
        (Quantity::DelegatedTo(alice), Measured::Party(Some(Address::repeat_byte(2)))),
        (Quantity::OperatorShares(olga.clone(), a), number(50)),
        (Quantity::MaxMagnitude(olga.clone(), a), Measured::Number(unit() / U256::from(2))),
        (Quantity::EncumberedMagnitude(olga.clone(), a), Measured::Number(unit() / U256::from(2))),
        (Quantity::AllocatableMagnitude(olga.clone(), a), Measured::Number(U256::ZERO)),
        (Quantity::AllocatedMagnitude(olga, a, set.clone()), Measured::Number(unit() / U256::from(2))),
        (Quantity::SlashedShares(set, 1, a), number(50)),
    ])
}

/// The invariant that breaks when one quantity is set to another number.
fn broken_when(quantity: &Quantity, wei: U256, reverted: bool) -> Option<&'static str> {
    let (names, directory, before) = (names(), directory(), healthy());
    let mut now = before.clone();
    now.insert(quantity.clone(), Measured::Number(wei));
    let view = View { names: &names, directory: &directory, now: &now, before: Some(&before), reverted };
    broken(&view).map(|(invariant, _)| invariant.id)
}

fn alice() -> Party {
    Party("$staker1".to_owned())
}

fn olga() -> Party {
    Party("$operator1".to_owned())
}

#[test]
fn nothing_is_broken_when_the_state_is_healthy() {
    let fine = unit() * U256::from(50);
    assert_eq!(broken_when(&Quantity::WithdrawableShares(alice(), Asset('A')), fine, false), None);
}

#[test]
fn every_invariant_breaks_when_its_sentence_is_false() {
    let a = Asset('A');
    let units = |n: u64| unit() * U256::from(n);
    let set = SetName { avs: Party("$avs1".to_owned()), id: 1 };
    let cases = [
        ("X-2", Quantity::TokenBalance(alice(), a), units(901), false),
        ("X-3", Quantity::SharePrice(a), units(2), false),
        ("SO-1", Quantity::SlashedShares(set.clone(), 1, a), units(51), false),
        ("X-5", Quantity::DepositShares(alice(), a), units(99), true),
        ("DM-2", Quantity::DepositShares(alice(), a), units(49), false),
        ("DM-7", Quantity::OperatorShares(olga(), a), units(50) - U256::ONE, false),
        ("AR-1", Quantity::AllocatableMagnitude(olga(), a), U256::ONE, false),
        ("AM-3", Quantity::AllocatedMagnitude(olga(), a, set), units(1), false),
    ];
    for (id, quantity, wei, reverted) in cases {
        assert_eq!(broken_when(&quantity, wei, reverted), Some(id));
    }
}

#[test]
fn magnitude_is_noticed_when_it_rises() {
    let (names, directory, before) = (names(), directory(), healthy());
    let mut now = before.clone();
    let a = Asset('A');
    now.insert(Quantity::MaxMagnitude(olga(), a), Measured::Number(unit()));
    now.insert(Quantity::AllocatableMagnitude(olga(), a), Measured::Number(unit() / U256::from(2)));
    let view =
        View { names: &names, directory: &directory, now: &now, before: Some(&before), reverted: false };
    assert_eq!(broken(&view).map(|(i, _)| i.id), Some("AR-9"));
}

#[test]
fn identifiers_are_unique() {
    let mut ids: Vec<&str> = ALL.iter().map(|i| i.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), ALL.len());
}
