//! The arithmetic, on transactions made by hand.

use super::*;
use alloy_primitives::{Bytes, LogData, U256};
use surety_devnode::{TxStatus, trace::FrameStatus};

const MANAGER: Address = Address::repeat_byte(1);
const STRATEGY: Address = Address::repeat_byte(2);
const TOKEN: Address = Address::repeat_byte(3);

fn accounts() -> Accounts {
    Accounts { foreign: BTreeSet::from([TOKEN]), strategies: BTreeSet::from([STRATEGY]) }
}

fn frame(caller: Address, to: Address, gas: u64, children: Vec<CallTrace>) -> CallTrace {
    CallTrace {
        scheme: CallScheme::Call,
        kind: FrameKind::Evm,
        caller,
        acting: to,
        code_address: to,
        value: U256::ZERO,
        input: Bytes::new(),
        output: Bytes::new(),
        gas,
        gas_left: 0,
        refund: 0,
        is_static: false,
        depth: 0,
        status: FrameStatus::Success,
        stylus: None,
        logs: Vec::new(),
        children,
    }
}

/// A call of the manager that did these things.
fn receipt(children: Vec<CallTrace>) -> Receipt {
    Receipt {
        status: TxStatus::Success,
        output: Bytes::new(),
        logs: Vec::new(),
        gas_used: 0,
        gas_refunded: 1 << 20,
        intrinsic_gas: 21_064,
        contract_address: None,
        gas: None,
        trace: Some(frame(Address::ZERO, MANAGER, 99_999, children)),
        slots: Vec::new(),
    }
}

fn slot(account: Address, original: u64, last: u64) -> SlotUse {
    SlotUse { account, key: U256::ZERO, original: U256::from(original), last: U256::from(last) }
}

fn log(address: Address, topics: usize, bytes: usize) -> Log {
    let data = LogData::new_unchecked(vec![Default::default(); topics], vec![0; bytes].into());
    Log { address, data }
}

#[test]
fn slots_cost_their_access_and_their_change() {
    let mut tx = receipt(vec![]);
    tx.slots = vec![
        slot(MANAGER, 5, 5),
        slot(MANAGER, 0, 0),
        slot(MANAGER, 0, 1),
        slot(MANAGER, 1, 2),
        slot(STRATEGY, 1, 0),
        slot(TOKEN, 0, 1),
    ];
    let found = unavoidable(&tx, &accounts());
    let expected = Unavoidable {
        intrinsic: 21_064,
        reads: 5 * 2_100,
        writes: 20_000 + 2 * 2_900,
        refund: 4_800,
        ..Unavoidable::default()
    };
    assert_eq!(found, expected);
    assert_eq!(found.total(), 21_064 + 10_500 + 25_800 - 4_800);
}

#[test]
fn refund_is_what_was_granted_at_most_and_counts_tokens() {
    let mut tx = receipt(vec![]);
    tx.slots = vec![slot(MANAGER, 1, 0), slot(TOKEN, 1, 0)];
    assert_eq!(unavoidable(&tx, &accounts()).refund, 9_600);
    tx.gas_refunded = 5_000;
    assert_eq!(unavoidable(&tx, &accounts()).refund, 5_000);
}

#[test]
fn logs_cost_by_topic_and_byte_unless_a_call_has_them() {
    let mut tx = receipt(vec![]);
    tx.logs = vec![log(MANAGER, 2, 64), log(STRATEGY, 1, 0), log(TOKEN, 3, 32)];
    assert_eq!(unavoidable(&tx, &accounts()).logs, (375 + 750 + 512) + (375 + 375));
}

#[test]
fn token_costs_what_its_frames_do_and_being_reached() {
    let inner = frame(TOKEN, MANAGER, 500, vec![]);
    let tx = receipt(vec![frame(MANAGER, TOKEN, 7_000, vec![inner]), frame(MANAGER, TOKEN, 900, vec![])]);
    assert_eq!(unavoidable(&tx, &accounts()).calls, 2_600 + 7_000 + 100 + 900);
}

#[test]
fn strategy_is_reached_once_if_it_moves_tokens() {
    let moves = || frame(MANAGER, STRATEGY, 50_000, vec![frame(STRATEGY, TOKEN, 7_000, vec![])]);
    let token_calls = 2_600 + 7_000 + 100 + 7_000;
    assert_eq!(unavoidable(&receipt(vec![moves(), moves()]), &accounts()).calls, 2_600 + token_calls);
    let idle = receipt(vec![frame(MANAGER, STRATEGY, 50_000, vec![])]);
    assert_eq!(unavoidable(&idle, &accounts()).calls, 0, "an implementation could do without");
}

#[test]
fn precompiles_and_creations_cost_what_they_must() {
    let mut recover = frame(MANAGER, Address::with_last_byte(1), 3_000, vec![]);
    recover.kind = FrameKind::Precompile;
    let mut create = frame(MANAGER, STRATEGY, 60_000, vec![]);
    create.scheme = CallScheme::Create2;
    assert_eq!(unavoidable(&receipt(vec![recover, create]), &accounts()).calls, 3_100 + 32_000);
}
