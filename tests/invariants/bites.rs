//! A check that cannot fail is none: each is shown a step that breaks it. And the list is in order:
//! names differ, and every place that it names exists.

mod hostile;

use crate::{
    Deed, History, SPEC, State, Step, Temper, Where,
    state::{Allocation, Book, Person, Position, Queued, Strategy, WAD},
};
use alloy_primitives::{B256, U256};
use anyhow::{Context as _, Result, ensure};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn n(number: u64) -> U256 {
    U256::from(number)
}

/// A staker, an operator that it is delegated to, and another operator; one strategy, two sets.
fn before() -> State {
    let book = |shares, queued| Book {
        shares: n(shares),
        slashable_in_queue: n(queued),
        max: WAD,
        encumbered: WAD / 2,
        allocations: BTreeMap::from([
            (0, Allocation { current: WAD / 4, pending: 0, effect: 0 }),
            (1, Allocation { current: 0, pending: i128::from(WAD / 4), effect: 120 }),
        ]),
    };
    let person = |delegated_to, shares, books| Person {
        delegated_to,
        tokens: vec![n(5_000)],
        positions: vec![Position { deposited: n(shares), withdrawable: n(shares) }],
        queued: vec![],
        books,
        claimed: vec![n(0)],
    };
    let mut staker = person(Some(1), 600, vec![]);
    let root = B256::repeat_byte(1);
    staker.queued.push(Queued { root, start: 95, operator: Some(1), parts: vec![(0, n(100), n(100))] });
    State {
        block: 100,
        delay: 10,
        strategies: vec![Strategy { shares: n(1_000), tokens: n(1_000) }],
        people: vec![
            staker,
            person(Some(1), 300, vec![book(900, 100)]),
            person(Some(2), 0, vec![book(0, 0)]),
        ],
        slashes: vec![0, 0],
        burnable: BTreeMap::new(),
        others: vec![vec![n(0)]],
        paused: [U256::ZERO; 4],
    }
}

/// The same after the first operator lost half of its allocation to the first set: an eighth of all.
fn slashed() -> (State, Deed) {
    let mut state = before();
    let kept = WAD - WAD / 8;
    let [staker, operator, _] = state.people.as_mut_slice() else { unreachable!("three people") };
    staker.positions[0].withdrawable = n(525);
    staker.queued[0].parts[0].2 = n(87);
    operator.positions[0].withdrawable = n(262);
    let book = &mut operator.books[0];
    (book.shares, book.slashable_in_queue) = (n(788), n(87));
    (book.max, book.encumbered) = (kept, WAD / 2 - WAD / 8);
    book.allocations.insert(0, Allocation { current: WAD / 8, pending: 0, effect: 0 });
    state.slashes[0] = 1;
    state.burnable.insert((0, 1, 0), n(124));
    let deed = Deed::Slash { operator: 1, set: 0, wads: vec![(0, n(WAD / 2))], took: vec![n(124)] };
    (state, deed)
}

/// Names of what does not hold.
fn broken(before: &State, after: &State, deed: &Deed, success: bool, history: &History) -> Vec<&'static str> {
    let step = Step { before, after, deed, success };
    let checks = SPEC.iter().filter_map(|invariant| Some((invariant.name, invariant.check?)));
    checks.filter(|(_, check)| check(&step, history).is_err()).map(|(name, _)| name).collect()
}

/// What a slash that is as it should be, and the history that goes with it, break.
fn after_slash(change: impl FnOnce(&mut State, &mut Deed)) -> Vec<&'static str> {
    let (mut after, mut deed) = slashed();
    change(&mut after, &mut deed);
    let mut history = History::default();
    let (honest, told) = slashed();
    history.learn(&Step { before: &before(), after: &honest, deed: &told, success: true });
    broken(&before(), &after, &deed, true, &history)
}

/// What a step breaks in which nobody should have changed anything.
fn after(deed: Deed, change: impl FnOnce(&mut State)) -> Vec<&'static str> {
    let mut after = before();
    change(&mut after);
    broken(&before(), &after, &deed, true, &History::default())
}

#[test]
fn nothing_is_broken_by_what_is_as_it_should_be() {
    assert_eq!(after(Deed::Other, |_| {}), [""; 0]);
    assert_eq!(after_slash(|_, _| {}), [""; 0]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each check")]
fn each_check_bites() {
    let mut bitten = BTreeSet::new();
    let mut bites = |name: &'static str, broken: Vec<&'static str>| {
        assert!(broken.contains(&name), "{name} does not notice; only {broken:?} do");
        bitten.insert(name);
    };
    // -- the whole
    bites("X-2", after(Deed::Other, |s| s.people[0].tokens[0] = n(5_001)));
    bites("X-3", after(Deed::Other, |s| s.strategies[0].tokens = n(998)));
    let revert = |s: &mut State| s.people[0].tokens[0] = n(1);
    let mut changed = before();
    revert(&mut changed);
    bites("X-5", broken(&before(), &changed, &Deed::Other, false, &History::default()));
    bites("X-6", after(Deed::Donate { by: 0 }, |s| s.people[0].tokens[0] = n(5_001)));
    bites("X-7", after(Deed::Donate { by: 0 }, |s| s.people[1].positions[0].withdrawable = n(299)));
    let temper = Deed::Temper { strategy: 0, temper: Temper::default() };
    assert!(!after(temper.clone(), |s| s.people[0].tokens[0] = n(1)).contains(&"X-11"));
    bites("X-11", after(temper, |s| s.strategies[0].shares = n(1_001)));
    bites("X-8", after(Deed::Wait, |s| s.people[1].positions[0].withdrawable = n(299)));
    // -- strategies
    bites("SV-2", after(Deed::Other, |s| s.strategies[0].tokens = n(999)));
    bites("SV-6", after(Deed::Other, |s| s.strategies[0].shares = n(10).pow(n(38))));
    let deposit = Deed::Deposit { payer: 0, by: 0, strategy: 0, tokens: n(50) };
    let deposited = |shares: u64| {
        move |s: &mut State| {
            s.people[0].tokens[0] = n(4_950);
            s.people[0].positions[0] = Position { deposited: n(600 + shares), withdrawable: n(600 + shares) };
            s.people[1].books[0].shares = n(900 + shares);
            s.strategies[0] = Strategy { shares: n(1_000 + shares), tokens: n(1_050) };
        }
    };
    assert_eq!(after(deposit.clone(), deposited(50)), [""; 0]);
    bites("SV-7", after(deposit.clone(), deposited(49)));
    let added = |withdrawable: u64| {
        move |s: &mut State| {
            deposited(50)(s);
            s.people[0].positions[0].withdrawable = n(withdrawable);
        }
    };
    bites("DM-3", after(deposit.clone(), added(651)));
    bites("DM-3", after(deposit.clone(), added(645)));
    // -- shares
    bites("DM-2", after(Deed::Other, |s| s.people[0].positions[0].withdrawable = n(601)));
    bites("DM-7", after(Deed::Other, |s| s.people[1].books[0].shares = n(899)));
    bites("DM-12", after(Deed::Other, |s| s.people[1].books[0].shares = n(903)));
    bites("DM-13", after(Deed::Other, |s| s.people[0].positions[0].deposited = n(601)));
    bites("DM-14", after(Deed::Leave { staker: 0, by: 2 }, |s| s.people[0].delegated_to = None));
    assert!(!after(Deed::Leave { staker: 0, by: 1 }, |s| s.people[0].delegated_to = None).contains(&"DM-14"));
    bites("SO-1", after(Deed::Other, |s| s.people[2].positions[0].withdrawable = n(1)));
    bites("SO-2", after(Deed::Other, |s| s.strategies[0].shares = n(1_001)));
    // -- the queue
    let worth = |s: &mut State| s.people[0].queued[0].parts[0].2 = n(99);
    bites("DM-8", after(Deed::Wait, worth));
    let mut late = before();
    late.block = 106;
    let (mut slashed_late, deed) = slashed();
    slashed_late.block = 106;
    bites("DM-8", broken(&late, &slashed_late, &deed, true, &History::default()));
    bites("DM-5", after(Deed::Queue { by: 0 }, |s| s.people[0].positions[0].withdrawable = n(590)));
    bites("DM-5", after(Deed::Queue { by: 0 }, |s| s.people[0].positions[0].withdrawable = n(601)));
    bites("DM-15", after(Deed::Complete { by: 0, paid: vec![] }, |s| s.people[0].queued.clear()));
    bites("DM-15", after(Deed::Other, |s| s.people[0].queued.clear()));
    let paid = Deed::Complete { by: 0, paid: vec![(0, n(100), true)] };
    let completed = |tokens: u64| {
        move |s: &mut State| {
            s.people[0].queued.clear();
            s.people[0].tokens[0] = n(5_000 + tokens);
            s.strategies[0] = Strategy { shares: n(900), tokens: n(1_000 - tokens) };
        }
    };
    bites("DM-16", after(paid.clone(), completed(99)));
    assert!(!after(paid, completed(100)).contains(&"DM-16"));
    bites("DM-17", after(Deed::Other, |s| s.people[1].books[0].slashable_in_queue = n(99)));
    bites("DM-17", after(Deed::Other, |s| s.people[1].books[0].slashable_in_queue = n(102)));
    let twice = |s: &mut State| {
        let again = s.people[0].queued[0].clone();
        s.people[0].queued.push(again);
    };
    bites("DM-L4", after(Deed::Other, twice));
    let completed = History { completed: BTreeSet::from([B256::repeat_byte(1)]), ..History::default() };
    bites("DM-L4", broken(&before(), &before(), &Deed::Other, true, &completed));
    // -- magnitudes
    bites("AR-1", after(Deed::Other, |s| s.people[1].books[0].encumbered = WAD + 1));
    bites("AM-3", after(Deed::Other, |s| s.people[1].books[0].encumbered = WAD / 2 + 1));
    let mut lower = before();
    lower.people[1].books[0].max = WAD - 1;
    bites("AR-9", broken(&lower, &before(), &Deed::Other, true, &History::default()));
    bites("AR-10", after(Deed::Other, |s| s.people[1].books[0].max = WAD - 1));
    // -- slashes
    bites("SL-5", after_slash(|s, _| s.people[1].books[0].max += 1));
    bites("SL-6", after_slash(|s, _| s.people[0].positions[0].withdrawable = n(601)));
    bites("SL-7", after_slash(|s, _| s.people[2].books[0].max -= 1));
    bites("SL-7", after_slash(|s, _| s.people[2].positions[0].deposited = n(1)));
    bites("SL-8", after_slash(|s, _| s.people[1].books[0].shares = n(787)));
    bites("SL-9", after_slash(|s, _| *s.burnable.entry((0, 1, 0)).or_default() = n(125)));
    bites("SL-10", after_slash(|s, _| s.strategies[0].shares = n(999)));
    let other_set = |s: &mut State, _: &mut Deed| s.people[1].books[0].allocations.retain(|set, _| *set != 1);
    bites("SL-11", after_slash(other_set));
    bites("SL-P1", after_slash(|s, _| s.slashes[0] = 2));
    bites("SL-P1", after(Deed::Other, |s| s.slashes[1] = 1));
    let waiting = |shares: Option<u64>| {
        let (mut state, _) = slashed();
        state.burnable.clear();
        state.burnable.extend(shares.map(|shares| ((0, 1, 0), n(shares))));
        state
    };
    let history = History { slashes: 1, ..History::default() };
    bites("SM-1", broken(&waiting(Some(124)), &waiting(Some(60)), &Deed::Pay, true, &history));
    bites("SM-1", broken(&waiting(Some(124)), &waiting(None), &Deed::Other, true, &history));
    bites("SM-1", broken(&waiting(None), &waiting(Some(124)), &Deed::Pay, true, &history));
    bites("SM-5", after(Deed::Pay, |s| s.people[0].positions[0].withdrawable = n(599)));
    // -- rewards and roles
    bites("RW-2", after(Deed::Claim, |s| s.people[0].claimed[0] = n(1)));
    let mut claimed = before();
    claimed.people[0].claimed[0] = n(1);
    bites("RC-3", broken(&claimed, &before(), &Deed::Claim, true, &History::default()));
    bites("RO-1", after(Deed::Trespass, |_| {}));
    let mut paused = before();
    paused.paused[0] = n(1);
    bites("RO-2", broken(&paused, &paused, &deposit, true, &History::default()));
    bites("RO-3", after(Deed::Other, |s| s.paused[0] = n(1)));
    let checked: BTreeSet<_> = SPEC.iter().filter(|one| one.check.is_some()).map(|one| one.name).collect();
    assert_eq!(bitten, checked, "every check is shown a step that breaks it");
}

#[test]
fn names_differ_and_there_are_forty() {
    let names: BTreeSet<_> = SPEC.iter().map(|invariant| invariant.name).collect();
    assert_eq!(names.len(), SPEC.len());
    assert!(SPEC.len() >= 40, "{}", SPEC.len());
    for invariant in SPEC {
        let enforced = invariant.check.is_some() || !invariant.shown.is_empty();
        assert!(enforced, "{} is enforced nowhere", invariant.name);
    }
}

#[test]
fn every_place_exists() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the root")?;
    for invariant in SPEC {
        for place in invariant.shown {
            let (Where::Test(file, _) | Where::Story(file)) = place;
            let text =
                fs::read_to_string(root.join(file)).with_context(|| format!("{}: {file}", invariant.name))?;
            if let Where::Test(_, name) = place {
                ensure!(text.contains(&format!("fn {name}(")), "{}: no {name} in {file}", invariant.name);
            }
        }
    }
    Ok(())
}
