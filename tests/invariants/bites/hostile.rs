//! What is left of an invariant for a token that misbehaves bites, too; and it is left for that token alone.

use super::{before, broken, n};
use crate::{
    Deed, History, State, Temper,
    state::Strategy,
    temper::{Moves, Tells},
};

fn temper(moves: Moves, tells: Tells, percent: u64) -> Temper {
    Temper { moves, tells, percent }
}

fn fee() -> Temper {
    temper(Moves::Less, Tells::Truth, 100)
}

fn bonus() -> Temper {
    temper(Moves::More, Tells::Truth, 100)
}

/// What a step breaks while the token of the strategy behaves so.
fn under(temper: Temper, deed: &Deed, change: impl FnOnce(&mut State)) -> Vec<&'static str> {
    let mut after = before();
    change(&mut after);
    let mut history = History::default();
    history.tempers.insert(0, temper);
    broken(&before(), &after, deed, true, &history)
}

/// A second strategy with an honest token, of which the first staker holds some.
fn with_honest_neighbour(mut state: State) -> State {
    state.strategies.push(Strategy { shares: n(0), tokens: n(1_000) });
    for who in &mut state.people {
        who.tokens.push(n(5_000));
        who.positions.push(Default::default());
        who.claimed.push(n(0));
    }
    state.others.iter_mut().for_each(|of| of.push(n(0)));
    state
}

#[test]
fn sums_change_by_what_the_token_does_and_no_more() {
    let tokens = |held: u64| move |s: &mut State| s.people[0].tokens[0] = n(held);
    let donate = Deed::Donate { by: 0 };
    assert!(!under(fee(), &donate, tokens(4_999)).contains(&"X-2"));
    assert!(under(fee(), &donate, tokens(5_001)).contains(&"X-2"));
    assert!(!under(bonus(), &donate, tokens(5_001)).contains(&"X-2"));
    assert!(under(bonus(), &donate, tokens(4_999)).contains(&"X-2"));
    // Three people, one other and the strategy: five balances are rounded.
    let rebased = temper(Moves::Asked, Tells::Truth, 33);
    assert!(!under(rebased, &donate, tokens(5_005)).contains(&"X-2"));
    assert!(under(rebased, &donate, tokens(5_006)).contains(&"X-2"));
    assert!(under(rebased, &donate, tokens(4_994)).contains(&"X-2"));
    assert!(under(Temper::default(), &donate, tokens(5_001)).contains(&"X-2"));
}

#[test]
fn an_honest_token_in_the_same_world_is_held_to_all_of_it() {
    let before = with_honest_neighbour(before());
    let mut history = History::default();
    history.tempers.insert(0, bonus());
    let bites = |deed: &Deed, change: fn(&mut State)| {
        let mut after = before.clone();
        change(&mut after);
        broken(&before, &after, deed, true, &history)
    };
    let donate = Deed::Donate { by: 0 };
    assert_eq!(bites(&donate, |_| {}), [""; 0]);
    assert!(bites(&donate, |s| s.people[0].tokens[1] = n(5_001)).contains(&"X-2"));
    assert!(bites(&donate, |s| s.people[0].tokens[1] = n(5_001)).contains(&"X-6"));
    assert!(bites(&donate, |s| s.strategies[1].tokens = n(999)).contains(&"SV-2"));
    let insolvent = |s: &mut State| s.strategies[1] = Strategy { shares: n(1_001), tokens: n(1_000) };
    assert!(!bites(&donate, insolvent).contains(&"X-3"), "rounded down, it is still enough");
    let insolvent = |s: &mut State| s.strategies[1] = Strategy { shares: n(1_010), tokens: n(1_000) };
    assert!(bites(&donate, insolvent).contains(&"X-3"));
    let changed = Deed::Temper { strategy: 0, temper: bonus() };
    assert!(!bites(&changed, |s| s.strategies[0].tokens = n(500)).contains(&"SV-2"));
    assert!(bites(&changed, |s| s.strategies[1].tokens = n(999)).contains(&"SV-2"));
    assert!(bites(&changed, |s| s.strategies[1].tokens = n(999)).contains(&"X-11"));
}

#[test]
fn strategies_owe_less_than_the_virtual_tokens_more() {
    let left = |tokens: u64| {
        move |s: &mut State| s.strategies[0] = Strategy { shares: n(10).pow(n(30)), tokens: n(tokens) }
    };
    let changed = Deed::Temper { strategy: 0, temper: Temper::default() };
    // All shares but the virtual ones are worth a thousand units more than there are, rounded down.
    assert!(!under(Temper::default(), &changed, left(7)).contains(&"X-3"));
    assert!(
        broken(
            &before(),
            &{
                let mut s = before();
                left(7)(&mut s);
                s
            },
            &changed,
            true,
            &History::default()
        )
        .contains(&"X-3")
    );
}

#[test]
fn gains_are_what_the_token_gives() {
    let gains = |tokens: u64, made: u64| {
        move |s: &mut State| {
            s.people[0].tokens[0] = n(5_000 + tokens);
            s.others[0][0] = n(made.saturating_sub(tokens));
        }
    };
    let donate = Deed::Donate { by: 0 };
    assert!(!under(bonus(), &donate, gains(10, 10)).contains(&"X-6"));
    // From somebody else.
    let taken = |s: &mut State| {
        s.people[0].tokens[0] = n(5_011);
        s.people[1].tokens[0] = n(4_999);
    };
    assert!(under(bonus(), &donate, taken).contains(&"X-6"));
    assert!(under(fee(), &donate, gains(1, 1)).contains(&"X-2"));
}

#[test]
fn deposits_count_what_arrives() {
    let deposit = Deed::Deposit { payer: 0, by: 0, strategy: 0, tokens: n(50) };
    let deposited = |arrived: u64, shares: u64| {
        move |s: &mut State| {
            s.people[0].tokens[0] = n(4_950);
            s.people[0].positions[0].deposited = n(600 + shares);
            s.people[0].positions[0].withdrawable = n(600 + shares);
            s.people[1].books[0].shares = n(900 + shares);
            s.strategies[0] = Strategy { shares: n(1_000 + shares), tokens: n(1_000 + arrived) };
        }
    };
    assert_eq!(under(fee(), &deposit, deposited(45, 45)), [""; 0]);
    assert!(under(fee(), &deposit, deposited(45, 50)).contains(&"SV-7"));
    // 50 of 55 are the depositor's: at the price that the other five make.
    assert_eq!(under(bonus(), &deposit, deposited(55, 49)), [""; 0]);
    assert!(under(bonus(), &deposit, deposited(55, 55)).contains(&"SV-7"));
    assert!(under(temper(Moves::Nothing, Tells::Truth, 100), &deposit, deposited(0, 1)).contains(&"SV-7"));
}

#[test]
fn strategies_give_at_most_what_is_due() {
    let complete = Deed::Complete { by: 0, paid: vec![(0, n(100), true)] };
    let completed = |given: u64, received: u64| {
        move |s: &mut State| {
            s.people[0].queued.clear();
            s.people[0].tokens[0] = n(5_000 + received);
            s.strategies[0] = Strategy { shares: n(900), tokens: n(1_000 - given) };
        }
    };
    assert!(!under(fee(), &complete, completed(100, 90)).contains(&"DM-16"));
    assert!(under(fee(), &complete, completed(101, 90)).contains(&"DM-16"));
    assert!(!under(temper(Moves::Nothing, Tells::Truth, 100), &complete, completed(0, 0)).contains(&"DM-16"));
    // At a price of nothing there are only the virtual tokens to share.
    let low = temper(Moves::Asked, Tells::Zero, 100);
    assert!(!under(low, &complete, completed(50, 50)).contains(&"DM-16"));
    assert!(under(low, &complete, completed(51, 51)).contains(&"DM-16"));
    let none = temper(Moves::Asked, Tells::Nonsense, 100);
    assert!(under(none, &complete, completed(0, 0)).contains(&"DM-16"));
}
