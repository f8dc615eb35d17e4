//! Accounts whose hashes begin alike, so that they would have the same number.

use crate::stage::{Stage, WAD};
use alloy_primitives::{Address, U256, keccak256};
use anyhow::{Result, ensure};
use surety_abi::IAllocationManager as api;

/// Bits of an AVS's and of a strategy's number that are the beginning of a hash.
const BITS: [u32; 2] = [31, 47];
/// Tag of the numbers of AVSs that found no place (contracts/avs-registry/README.md).
const LATE_AVS: u8 = 20;
/// Slots that are looked in.
const PLACES: u64 = 4;
/// AVSs, in the order in which they take their numbers: four that fill all places of the last two.
const CROWD: [u32; 6] = [68_549_960, 9_526_509, 95_813_049, 12_347_762, 18_101_556, 36_263_931];
/// Strategies with one number.
const PAIR: [u32; 2] = [1_629_429, 90_652_987];

fn account(n: u32) -> Address {
    Address::left_padding_from(&n.to_be_bytes())
}

/// The number that the account would have alone.
fn home(account: Address, bits: u32) -> u64 {
    keccak256(account).0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes) >> (64 - bits))
}

/// The places of some homes, in this order; `None` where all are taken.
fn placed(homes: &[u64]) -> Vec<Option<u64>> {
    let mut taken = Vec::new();
    for home in homes {
        let free = (*home..*home + PLACES).find(|place| !taken.contains(&Some(*place)));
        taken.push(free);
    }
    taken
}

#[test]
fn the_accounts_are_such() {
    let places = placed(&CROWD.map(|n| home(account(n), BITS[0])));
    assert!(places[..4].iter().all(Option::is_some) && places[4..] == [None, None], "{places:?}");
    let [first, second] = PAIR.map(|n| home(account(n), BITS[1]));
    assert_eq!(first, second);
}

#[test]
#[ignore = "finds such accounts anew: takes a minute and 2 GB"]
fn finds_accounts() {
    let mut homes: Vec<(u64, u32)> = (1 << 20..1 << 27).map(|n| (home(account(n), BITS[1]), n)).collect();
    homes.sort_unstable();
    let pair = homes.windows(2).find(|two| two[0].0 == two[1].0);
    println!("pair {pair:?}");
    let shift = BITS[1] - BITS[0];
    let crowd = homes.windows(6).find_map(|six| {
        let mut six: Vec<_> = six.iter().map(|(home, n)| (home >> shift, *n)).collect();
        // The first three share a home: two of them come last.
        six.rotate_left(2);
        let places = placed(&six.iter().map(|(home, _)| *home).collect::<Vec<_>>());
        (places[..4].iter().all(Option::is_some) && places[4..] == [None, None]).then_some(six)
    });
    println!("crowd {crowd:?}");
}

/// Each keeps its own sets, members and slashes, whether it found a place or not, and pays for looking in
/// no more than four.
#[test]
fn avss_that_would_have_one_number_are_kept_apart() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let strategies = stage.delegate()?;
    let registrar = stage.twins.at("acceptRegistrar")?;
    let mut gas = Vec::new();
    for n in CROWD {
        let avs = account(n);
        stage.avs = avs;
        stage.twins.fund(avs);
        let publish = api::updateAVSMetadataURICall { avs, metadataURI: String::new() };
        stage.twins.must(avs, stage.manager, &publish)?;
        stage.twins.must(avs, stage.manager, &api::setAVSRegistrarCall { avs, registrar })?;
        gas.push(stage.create(1, &strategies)?.used);
        stage.create(2, &strategies[..1])?;
        stage.join(stage.operator, &[1, 2])?;
        stage.set = api::OperatorSet { avs, id: 1 };
        stage.allocate(&strategies, WAD / 10)?;
    }
    let (least, most) = (gas.iter().min().copied(), gas.iter().max().copied());
    ensure!(most <= least.map(|gas| gas + 80_000), "between {least:?} and {most:?} gas");
    // Nobody looked further: the last two have numbers that are no beginning of a hash.
    let late = CROWD.map(|n| {
        let key = keccak256([&[LATE_AVS][..], account(n).as_slice()].concat());
        stage.twins.storage(stage.manager, key.into()) >> (256 - 64)
    });
    ensure!(late == [0, 0, 0, 0, (1 << BITS[0]) + 1, (1 << BITS[0]) + 2_u64].map(U256::from), "{late:?}");

    stage.twins.mine(1);
    for n in [CROWD[4], CROWD[0], CROWD[5]] {
        let avs = account(n);
        (stage.avs, stage.set) = (avs, api::OperatorSet { avs, id: 1 });
        let mut sorted = strategies.clone();
        sorted.sort();
        stage.slash(&sorted)?;
    }
    let params =
        api::DeregisterParams { operator: stage.operator, avs: account(CROWD[4]), operatorSetIds: vec![2] };
    stage.twins.must(stage.operator, stage.manager, &api::deregisterFromOperatorSetsCall { params })?;

    // The model, which knows no numbers, answers the same.
    let operator = stage.operator;
    let registered = stage.twins.ask(stage.manager, &api::getRegisteredSetsCall { operator })?;
    ensure!(registered.len() == 2 * CROWD.len() - 1, "{registered:?}");
    let allocated = stage.twins.ask(stage.manager, &api::getAllocatedSetsCall { operator })?;
    ensure!(allocated.iter().map(|set| set.avs).eq(CROWD.map(account)), "{allocated:?}");
    for set in registered {
        stage.twins.compare(stage.manager, &api::getMembersCall { operatorSet: set.clone() })?;
        stage
            .twins
            .compare(stage.manager, &api::getStrategiesInOperatorSetCall { operatorSet: set.clone() })?;
        for strategy in &strategies {
            let call = api::getAllocationCall { operator, operatorSet: set.clone(), strategy: *strategy };
            stage.twins.compare(stage.manager, &call)?;
        }
    }
    Ok(())
}

/// Two strategies of one set with one number are two.
#[test]
fn strategies_that_would_have_one_number_are_kept_apart() -> Result<()> {
    let [first, second] = PAIR.map(account);
    let mut stage = Stage::set_up(&[first, second])?;
    ensure!(stage.strategies()? == [first, second]);
    let (avs, manager) = (stage.avs, stage.manager);
    let remove = |strategies: Vec<Address>| api::removeStrategiesFromOperatorSetCall {
        avs,
        operatorSetId: 1,
        strategies,
    };
    stage.twins.must(avs, manager, &remove(vec![first]))?;
    ensure!(stage.strategies()? == [second]);
    let again = stage.twins.refused(avs, manager, &remove(vec![first]))?;
    ensure!(again == "StrategyNotInOperatorSet()", "{again}");
    let add = api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: vec![first] };
    stage.twins.must(avs, manager, &add)?;
    ensure!(stage.strategies()? == [second, first]);
    Ok(())
}
