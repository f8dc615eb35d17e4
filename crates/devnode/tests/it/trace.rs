//! Traces and how they read.

use crate::support::{ECHO, PROXY, at, bytes, chain, program, proxied};
use alloy_primitives::U256;
use anyhow::Result;
use surety_devnode::{
    CallScheme, HaltReason, TraceLevel, Tx, TxOptions,
    trace::{FrameKind, FrameStatus, SlotUse},
};

#[test]
fn a_trace_is_the_tree_of_frames() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(1), &program(PROXY)?)?;
    chain.set_program(at(2), &program(ECHO)?)?;
    let evm = chain.deploy_code(bytes("fe")?)?;
    let options = TxOptions { trace: TraceLevel::Hostio, ..TxOptions::NOTHING };
    let nested = proxied(0, at(1), &proxied(2, at(2), &[0xab, 0xcd, 1, 2, 3]));
    let trace =
        chain.transact(Tx::call(alice, at(1)).data(nested).options(options))?.trace.expect("asked for");
    assert_eq!(trace.frames().len(), 3);
    let [middle] = &trace.children[..] else { panic!("{trace}") };
    let [inner] = &middle.children[..] else { panic!("{trace}") };
    assert_eq!((inner.scheme, inner.kind, inner.depth), (CallScheme::StaticCall, FrameKind::Stylus, 2));
    assert!(inner.is_static && !middle.is_static);
    assert_eq!(inner.output, [0xab, 0xcd, 1, 2, 3].to_vec());
    let hostio = inner.stylus.as_ref().and_then(|s| s.hostio.as_ref()).expect("asked for");
    assert_eq!(hostio.iter().map(|h| h.name).collect::<Vec<_>>(), ["read_args", "write_result"]);
    assert!(middle.gas_used() > inner.gas_used());

    let failing = Tx::call(alice, at(1)).data(proxied(0, evm, &[])).gas(200_000).options(TxOptions::TRACE);
    let trace = chain.transact(failing)?.trace.expect("asked for");
    assert!(matches!(trace.children[0].status, FrameStatus::Halt(HaltReason::Evm(_))));
    assert_eq!((trace.children[0].kind, trace.children[0].gas_left), (FrameKind::Evm, 0));
    Ok(())
}

#[test]
fn a_trace_reads_as_a_tree_with_names() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(1), &program(PROXY)?)?;
    chain.set_program(at(2), &program(ECHO)?)?;
    chain.label(at(1), "proxy");
    chain.label(at(2), "echo");
    chain.learn_selector([0xab, 0xcd, 1, 2], "freeze(uint8)");
    let data = proxied(0, at(2), &[0xab, 0xcd, 1, 2, 3]);
    let tx = Tx::call(alice, at(1)).data(data).options(TxOptions::TRACE);
    let trace = chain.transact(tx)?.trace.expect("asked for");
    let text = chain.render(&trace);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("[stylus] call proxy.0x00c00000("), "{text}");
    assert!(lines[1].starts_with("└─ [stylus] call echo.freeze(0x03) gas "), "{text}");
    assert!(lines[1].ends_with(" → 0xabcd010203"), "{text}");
    assert!(trace.to_string().contains(&at(2).to_string()), "plain addresses without names");
    Ok(())
}

#[test]
fn a_traced_transaction_tells_which_slots_it_touched() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Reads slot 9 and reverts.
    chain.set_code(at(2), bytes("600954505f5ffd")?);
    // Reads slot 1, writes 7 to slot 2 and 5 and then 0 to slot 3, and delegates to the other.
    let callee = at(2).to_string();
    let callee = callee.trim_start_matches("0x");
    let code = format!("60015450600760025560056003555f6003555f5f5f5f73{callee}5af45000");
    chain.set_code(at(1), bytes(&code)?);
    for (key, value) in [(1, 11), (2, 6), (9, 9)] {
        chain.set_storage(at(1), U256::from(key), U256::from(value));
    }
    let receipt = chain.transact(Tx::call(alice, at(1)).options(TxOptions::TRACE))?;
    assert!(receipt.is_success());
    let slot = |(key, original, last)| SlotUse {
        account: at(1),
        key: U256::from(key),
        original: U256::from(original),
        last: U256::from(last),
    };
    assert_eq!(receipt.slots, [(1, 11, 11), (2, 6, 7), (3, 0, 0)].map(slot));
    assert!(chain.transact(Tx::call(alice, at(1)))?.slots.is_empty(), "nobody asked");
    Ok(())
}
