//! What holds after any sequence of transactions, whoever sends them.

use crate::bench::{Bench, ONE, WAD};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use proptest::prelude::*;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IStrategyManager as sm,
    IStrategyVault as vault,
};

const STAKERS: [&str; 3] = ["staker1", "staker2", "staker3"];
const OPERATORS: [&str; 2] = ["operator1", "operator2"];
const LETTERS: [char; 2] = ['A', 'B'];
/// The most steps of one run.
const STEPS: usize = 60;

/// One random act: what, by whom, with what figure (per mille of what is possible).
#[derive(Clone, Copy, Debug)]
enum Act {
    Deposit,
    Delegate,
    Undelegate,
    Queue,
    CompleteAsTokens,
    CompleteAsShares,
    Allocate,
    Slash,
    Donate,
    PayOut,
    Mine,
}

fn act() -> impl Strategy<Value = (Act, usize, usize, u64)> {
    use Act::*;
    let acts = vec![
        Deposit,
        Delegate,
        Undelegate,
        Queue,
        Queue,
        CompleteAsTokens,
        CompleteAsShares,
        Allocate,
        Slash,
        Donate,
        PayOut,
        Mine,
        Mine,
    ];
    (prop::sample::select(acts), 0..12_usize, 0..4_usize, 1..=1000_u64)
}

fn pick<T: Copy>(list: &[T], index: usize) -> T {
    list[index % list.len()]
}

fn letter_strategy(bench: &Bench, letter: char) -> Address {
    bench.at(&format!("strategy{letter}"))
}

fn who_is(staker: &str) -> usize {
    STAKERS.iter().position(|known| *known == staker).unwrap_or_default()
}

/// Sends something that may fail for good reasons.
fn attempt<C: SolCall>(bench: &mut Bench, from: &str, to: &str, call: C) {
    let to = bench.at(to);
    let _ = bench.try_send(from, to, call.abi_encode());
}

fn perform(bench: &mut Bench, (act, who, what, mille): (Act, usize, usize, u64)) {
    let (staker, operator, letter) = (pick(&STAKERS, who), pick(&OPERATORS, what), pick(&LETTERS, what / 2));
    let strategy = letter_strategy(bench, letter);
    match act {
        Act::Deposit => {
            let token = bench.at(&format!("token{letter}"));
            let amount = ONE * U256::from(mille) + U256::from(who);
            attempt(bench, staker, "sm", sm::depositIntoStrategyCall { strategy, token, amount });
        }
        Act::Delegate => {
            let call = bench.delegation_to(operator);
            attempt(bench, staker, "dm", call);
        }
        Act::Undelegate => {
            let call = dm::undelegateCall { staker: bench.at(staker) };
            attempt(bench, staker, "dm", call);
        }
        Act::Queue => {
            let held = sm::stakerDepositSharesCall { staker: bench.at(staker), strategy };
            let shares = bench.view("sm", held) * U256::from(mille) / U256::from(1000);
            let params = vec![dm::QueuedWithdrawalParams {
                strategies: vec![strategy],
                depositShares: vec![shares],
                __deprecated_withdrawer: Address::ZERO,
            }];
            attempt(bench, staker, "dm", dm::queueWithdrawalsCall { params });
        }
        Act::CompleteAsTokens | Act::CompleteAsShares => {
            let queued = dm::getQueuedWithdrawalsCall { staker: bench.at(staker) };
            let Some(withdrawal) = bench.view("dm", queued).withdrawals.into_iter().next() else { return };
            let mut tokens = Vec::new();
            for held in &withdrawal.strategies {
                let is_it = |letter: &&char| letter_strategy(bench, **letter) == *held;
                let letter = LETTERS.iter().find(is_it).copied().unwrap_or('A');
                tokens.push(bench.at(&format!("token{letter}")));
            }
            let receive = matches!(act, Act::CompleteAsTokens);
            attempt(
                bench,
                staker,
                "dm",
                dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: receive },
            );
        }
        Act::Allocate => {
            let call = bench.allocation(operator, "avs1", letter, WAD / 1000 * mille);
            attempt(bench, operator, "am", call);
        }
        Act::Slash => {
            let params = am::SlashingParams {
                operator: bench.at(operator),
                operatorSetId: 1,
                strategies: vec![strategy],
                // Mostly small, so that lives go on; at the top all of it.
                wadsToSlash: vec![U256::from(WAD / 1_000_000 * mille * mille - mille % 5 % mille)],
                description: String::new(),
            };
            let call = am::slashOperatorCall { avs: bench.at("avs1"), params };
            attempt(bench, "avs1", "am", call);
        }
        Act::Donate => {
            attempt(
                bench,
                staker,
                &format!("token{letter}"),
                IERC20::transferCall { to: strategy, amount: U256::from(mille).pow(U256::from(5)) },
            );
        }
        Act::PayOut => {
            let set = sm::OperatorSet { avs: bench.at("avs1"), id: 1 };
            let ids = bench.view("sm", sm::getPendingSlashIdsCall { operatorSet: set.clone() });
            if let Some(&id) = ids.first() {
                let call = sm::clearBurnOrRedistributableSharesCall { operatorSet: set, slashId: id };
                attempt(bench, "other", "sm", call);
            }
        }
        Act::Mine => bench.mine(1 + mille % 14),
    }
}

fn withdrawable(bench: &mut Bench, staker: &str, strategy: Address) -> U256 {
    let call = dm::getWithdrawableSharesCall { staker: bench.at(staker), strategies: vec![strategy] };
    bench.view("dm", call).withdrawableShares[0]
}

/// DM-7: an operator's shares are at least what its stakers could withdraw, and at most that plus
/// rounding dust.
fn operator_shares_cover_stakers(bench: &mut Bench, strategy: Address) {
    for operator in OPERATORS {
        let address = bench.at(operator);
        let mut sum = U256::ZERO;
        for staker in STAKERS.into_iter().chain(OPERATORS) {
            let call = dm::delegatedToCall { staker: bench.at(staker) };
            if bench.view("dm", call) == address {
                sum += withdrawable(bench, staker, strategy);
            }
        }
        let shares = bench.view("dm", dm::operatorSharesCall { operator: address, strategy });
        let magnitude = bench.view("am", am::getMaxMagnitudeCall { operator: address, strategy });
        assert!(sum <= shares, "{operator}: {sum} > {shares}");
        // Each step rounds scaling factors by a unit, which weighs holding / magnitude.
        let unit = U256::from(STEPS * 1000) * ONE / U256::from(magnitude.max(1)) + U256::from(2);
        assert!(shares - sum <= unit * U256::from(STEPS), "{operator}: dust {}", shares - sum);
    }
}

/// SV-4: all claims on a strategy (stakers', queued, owed to the burn address) are backed by its
/// shares, and its shares by its tokens.
fn claims_are_backed(bench: &mut Bench, strategy: Address, letter: char) {
    let mut claims = U256::ZERO;
    for staker in STAKERS {
        claims += withdrawable(bench, staker, strategy);
        let queued = bench.view("dm", dm::getQueuedWithdrawalsCall { staker: bench.at(staker) });
        for (withdrawal, shares) in queued.withdrawals.iter().zip(queued.shares) {
            let mine = withdrawal.strategies.iter().zip(shares).filter(|(held, _)| **held == strategy);
            claims += mine.map(|(_, shares)| shares).sum::<U256>();
        }
    }
    let set = sm::OperatorSet { avs: bench.at("avs1"), id: 1 };
    for id in bench.view("sm", sm::getPendingSlashIdsCall { operatorSet: set.clone() }) {
        let call =
            sm::getBurnOrRedistributableShares_0Call { operatorSet: set.clone(), slashId: id, strategy };
        claims += bench.view("sm", call);
    }
    let name = format!("strategy{letter}");
    let total = bench.view(&name, vault::totalSharesCall {});
    assert!(claims <= total, "{claims} claimed of {total}");
    let worth = bench.view(&name, vault::sharesToUnderlyingViewCall { amountShares: total });
    let balance = bench.view(&format!("token{letter}"), IERC20::balanceOfCall { account: strategy });
    // The virtual units are worth at most themselves.
    assert!(worth <= balance + U256::from(1000), "{worth} owed, {balance} held");
}

/// AM-3, AM-5: what is allocated is encumbered, and no more than there is; magnitudes only fall.
fn magnitudes_are_consistent(bench: &mut Bench, strategy: Address, last: &mut [u64; 2]) {
    for (operator, last) in OPERATORS.into_iter().zip(last) {
        let operator = bench.at(operator);
        let max = bench.view("am", am::getMaxMagnitudeCall { operator, strategy });
        let encumbered = bench.view("am", am::getEncumberedMagnitudeCall { operator, strategy });
        let set = am::OperatorSet { avs: bench.at("avs1"), id: 1 };
        let allocation = bench.view("am", am::getAllocationCall { operator, operatorSet: set, strategy });
        assert!(allocation.currentMagnitude <= encumbered && encumbered <= max);
        assert!(max <= *last, "magnitude rose");
        *last = max;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn hold_after_every_step(acts in proptest::collection::vec(act(), 1..STEPS)) {
        let mut bench = Bench::new();
        bench.create_set("avs1", "AB");
        for operator in OPERATORS {
            bench.register_operator(operator);
            bench.join_set(operator, "avs1");
        }
        for staker in STAKERS {
            perform(&mut bench, (Act::Deposit, who_is(staker), 0, 100));
            perform(&mut bench, (Act::Deposit, who_is(staker), 2, 100));
            perform(&mut bench, (Act::Delegate, who_is(staker), who_is(staker), 1));
        }
        for act in 0..4 {
            perform(&mut bench, (Act::Allocate, 0, act, 600));
        }
        let mut magnitudes = [[WAD; 2]; 2];
        for act in acts {
            perform(&mut bench, act);
            for (letter, last) in LETTERS.into_iter().zip(&mut magnitudes) {
                let strategy = letter_strategy(&bench, letter);
                operator_shares_cover_stakers(&mut bench, strategy);
                claims_are_backed(&mut bench, strategy, letter);
                magnitudes_are_consistent(&mut bench, strategy, last);
            }
        }
    }
}
