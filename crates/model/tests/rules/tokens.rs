//! Tokens with OpenZeppelin's strings, and how the core meets them.

use crate::bench::{Bench, ONE};
use alloy_primitives::{Address, U256};
use surety_abi::{IERC20 as erc20, IStrategyManager as sm};

#[test]
fn transfers_fail_with_the_standards_strings() {
    let mut bench = Bench::new();
    let (staker, other) = (bench.at("staker1"), bench.at("other"));
    let send = |to, amount| erc20::transferCall { to, amount };
    bench.fails_saying("other", "tokenA", send(staker, ONE), "ERC20: transfer amount exceeds balance");
    bench.fails_saying("staker1", "tokenA", send(Address::ZERO, ONE), "ERC20: transfer to the zero address");
    let take = |amount| erc20::transferFromCall { from: staker, to: other, amount };
    bench.fails_saying("other", "tokenA", take(ONE), "ERC20: insufficient allowance");
    let allow = |spender, amount| erc20::approveCall { spender, amount };
    bench.fails_saying("staker1", "tokenA", allow(Address::ZERO, ONE), "ERC20: approve to the zero address");
    bench.send("staker1", "tokenA", allow(other, ONE));
    assert!(bench.send("other", "tokenA", take(ONE)));
    // A finite allowance is used up, which is announced.
    assert_eq!(bench.event::<erc20::Approval>().value, U256::ZERO);
    assert_eq!(bench.view("tokenA", erc20::balanceOfCall { account: other }), ONE);
    bench.fails_saying("other", "tokenA", take(U256::ONE), "ERC20: insufficient allowance");
}

#[test]
fn unlimited_allowances_are_not_used_up() {
    let mut bench = Bench::new();
    bench.deposit("staker1", 'A', ONE);
    assert_eq!(bench.logs_of("tokenA"), 1, "no Approval");
    let (owner, spender) = (bench.at("staker1"), bench.at("sm"));
    assert_eq!(bench.view("tokenA", erc20::allowanceCall { owner, spender }), U256::MAX);
}

#[test]
fn deposits_of_something_else_than_a_token_fail_as_safe_erc20_does() {
    let mut bench = Bench::new();
    let strategy = bench.at("strategyA");
    let deposit = |token| sm::depositIntoStrategyCall { strategy, token, amount: ONE };
    let account = bench.at("other");
    bench.fails_saying("staker1", "sm", deposit(account), "Address: call to non-contract");
    let contract = bench.at("dm");
    bench.fails_saying("staker1", "sm", deposit(contract), "SafeERC20: low-level call failed");
    let token = bench.at("tokenA");
    bench.fails_saying("other", "sm", deposit(token), "ERC20: insufficient allowance");
}

#[test]
fn nothing_is_payable() {
    use surety_scenario::world::World as _;
    let mut bench = Bench::new();
    let (from, to) = (bench.at("other"), bench.at("dm"));
    let data = alloy_sol_types::SolCall::abi_encode(&erc20::nameCall {});
    let outcome = bench.model.transact(from, to, &data.into(), U256::ONE);
    assert!(!outcome.success && outcome.output.is_empty());
}
