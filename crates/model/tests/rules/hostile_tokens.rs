//! A token that misbehaves: what the core makes of it. The compiled programs meet the same in
//! `tests/bad_input/hostile` and in the random lives.

use crate::bench::{Bench, ONE};
use alloy_primitives::{Bytes, U256};
use alloy_sol_types::{Revert, SolCall as _, SolError as _};
use surety_abi::{IERC20 as erc20, IStrategyManager as sm, IStrategyVault as vault};
use surety_model::hostile_token::{Habit, IHostileToken};

fn hostile() -> Bench {
    let mut bench = Bench::new();
    let token = bench.at("tokenA");
    bench.model.make_hostile(token);
    bench
}

fn become_(bench: &mut Bench, habit: Habit) {
    bench.send("other", "tokenA", IHostileToken::becomeCall { habit: habit.number() });
}

/// Shares that a deposit of ten tokens mints, or its revert data.
fn deposit(bench: &mut Bench) -> Result<U256, Bytes> {
    let (strategy, token, to) = (bench.at("strategyA"), bench.at("tokenA"), bench.at("sm"));
    let call = sm::depositIntoStrategyCall { strategy, token, amount: ONE * U256::from(10) };
    let output = bench.try_send("staker1", to, call.abi_encode())?;
    Ok(sm::depositIntoStrategyCall::abi_decode_returns(&output).unwrap())
}

#[test]
fn deposits_are_counted_by_what_arrives() {
    let text = |text: &str| Err(Bytes::from(Revert::from(text).abi_encode()));
    let unwilling = || Err(Bytes::from(IHostileToken::Unwilling {}.abi_encode()));
    let none = || Err(Bytes::from(vault::NewSharesZero {}.abi_encode()));
    for (habit, expected) in [
        (Habit::Ordinary, Ok(ONE * U256::from(10))),
        (Habit::TakesFee, Ok(ONE * U256::from(9))),
        (Habit::ReturnsNothing, Ok(ONE * U256::from(10))),
        (Habit::ReturnsFalse, text("SafeERC20: ERC20 operation did not succeed")),
        (Habit::ReturnsFalseAndMoves, text("SafeERC20: ERC20 operation did not succeed")),
        (Habit::ReturnsGarbage, Err(Bytes::new())),
        (Habit::RevertsWithReason, unwilling()),
        (Habit::RevertsSilently, text("SafeERC20: low-level call failed")),
        (Habit::MovesNothing, none()),
        (Habit::LiesLow, none()),
        (Habit::BalanceReverts, unwilling()),
    ] {
        let mut bench = hostile();
        become_(&mut bench, habit);
        assert_eq!(deposit(&mut bench), expected, "{habit:?}");
    }
}

#[test]
fn balances_change_without_a_call_of_the_protocol() {
    let mut bench = hostile();
    deposit(&mut bench).unwrap();
    let strategy = bench.at("strategyA");
    for (percent, tenths) in [(50, 50), (200, 200), (0, 100)] {
        bench.send("other", "tokenA", IHostileToken::rebaseCall { percent: U256::from(percent) });
        let held = ONE * U256::from(tenths) / U256::from(10);
        assert_eq!(bench.view("tokenA", erc20::balanceOfCall { account: strategy }), held);
    }
    become_(&mut bench, Habit::LiesLow);
    assert_eq!(bench.view("tokenA", erc20::balanceOfCall { account: strategy }), U256::ZERO);
    let truth = bench.view("tokenA", IHostileToken::truthCall { account: strategy });
    assert_eq!(truth, ONE * U256::from(10), "its books do not lie");
}

#[test]
fn the_banned_neither_send_nor_receive() {
    let mut bench = hostile();
    let account = bench.at("staker1");
    bench.send("other", "tokenA", IHostileToken::banCall { account, banned: true });
    let blocked = Bytes::from(IHostileToken::Blocked { account }.abi_encode());
    assert_eq!(deposit(&mut bench), Err(blocked));
    bench.send("other", "tokenA", IHostileToken::banCall { account, banned: false });
    assert_eq!(deposit(&mut bench), Ok(ONE * U256::from(10)));
}
