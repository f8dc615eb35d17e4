//! Programs and helpers that tests share.

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use anyhow::{Context, Result, ensure};
use surety_devnode::{Chain, Receipt, Tx};

/// Imports by name, for modules of one fixed page.
const IMPORTS: &[(&str, &str)] = &[
    ("read_args", "(param i32)"),
    ("write_result", "(param i32 i32)"),
    ("call_contract", "(param i32 i32 i32 i32 i64 i32) (result i32)"),
    ("delegate_call_contract", "(param i32 i32 i32 i64 i32) (result i32)"),
    ("static_call_contract", "(param i32 i32 i32 i64 i32) (result i32)"),
    ("read_return_data", "(param i32 i32 i32) (result i32)"),
    ("return_data_size", "(result i32)"),
    ("create1", "(param i32 i32 i32 i32 i32)"),
    ("create2", "(param i32 i32 i32 i32 i32 i32)"),
    ("storage_load_bytes32", "(param i32 i32)"),
    ("storage_cache_bytes32", "(param i32 i32)"),
    ("storage_flush_cache", "(param i32)"),
    ("transient_load_bytes32", "(param i32 i32)"),
    ("transient_store_bytes32", "(param i32 i32)"),
    ("emit_log", "(param i32 i32 i32)"),
    ("msg_sender", "(param i32)"),
    ("msg_value", "(param i32)"),
    ("contract_address", "(param i32)"),
    ("msg_reentrant", "(result i32)"),
    ("block_number", "(result i64)"),
    ("account_balance", "(param i32 i32)"),
    ("account_codehash", "(param i32 i32)"),
    ("account_code_size", "(param i32) (result i32)"),
    ("account_code", "(param i32 i32 i32 i32) (result i32)"),
    ("native_keccak256", "(param i32 i32 i32)"),
];

/// A module whose entrypoint is `body`; only host functions that it names are imported.
pub(crate) fn program(body: &str) -> Result<Vec<u8>> {
    let used = IMPORTS.iter().filter(|(name, _)| body.contains(&format!("${name}")));
    let imports: String =
        used.map(|(name, ty)| format!("(import \"vm_hooks\" \"{name}\" (func ${name} {ty}))\n")).collect();
    let text = format!(
        "(module {imports} (memory (export \"memory\") 1 1)
          (func (export \"user_entrypoint\") (param $len i32) (result i32) (local $a i32) {body}))"
    );
    wat::parse_str(&text).context(text)
}

/// Answers its calldata.
pub(crate) const ECHO: &str =
    "(call $read_args (i32.const 0)) (call $write_result (i32.const 0) (local.get $len)) i32.const 0";

/// Calldata `kind(1) target(20) data`: calls (0), delegate-calls (1) or static-calls (2) the target
/// with all gas, and answers the status byte and the return data.
pub(crate) const PROXY: &str = "
  (call $read_args (i32.const 0))
  (if (i32.eqz (i32.load8_u (i32.const 0))) (then
    (local.set $a (call $call_contract (i32.const 1) (i32.const 21) (i32.sub (local.get $len) (i32.const 21))
      (i32.const 60000) (i64.const -1) (i32.const 59000)))))
  (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 1)) (then
    (local.set $a (call $delegate_call_contract (i32.const 1) (i32.const 21)
      (i32.sub (local.get $len) (i32.const 21)) (i64.const -1) (i32.const 59000)))))
  (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 2)) (then
    (local.set $a (call $static_call_contract (i32.const 1) (i32.const 21)
      (i32.sub (local.get $len) (i32.const 21)) (i64.const -1) (i32.const 59000)))))
  (i32.store8 (i32.const 40000) (local.get $a))
  (drop (call $read_return_data (i32.const 40001) (i32.const 0) (i32.const 10000)))
  (call $write_result (i32.const 40000) (i32.add (i32.const 1) (call $return_data_size)))
  i32.const 0";

/// Calldata `key(32) value(32)` writes a slot; `key(32)` alone answers it.
pub(crate) const STORE: &str = "
  (call $read_args (i32.const 0))
  (if (i32.gt_u (local.get $len) (i32.const 32)) (then
    (call $storage_cache_bytes32 (i32.const 0) (i32.const 32))
    (call $storage_flush_cache (i32.const 1)))
  (else
    (call $storage_load_bytes32 (i32.const 0) (i32.const 64))
    (call $write_result (i32.const 64) (i32.const 32))))
  i32.const 0";

/// Answers `contract_address(20) msg_sender(20) msg_value(32) msg_reentrant(1) block_number(8, LE)`.
pub(crate) const PROBE: &str = "
  (call $contract_address (i32.const 0))
  (call $msg_sender (i32.const 20))
  (call $msg_value (i32.const 40))
  (i32.store8 (i32.const 72) (call $msg_reentrant))
  (i64.store (i32.const 73) (call $block_number))
  (call $write_result (i32.const 0) (i32.const 81))
  i32.const 0";

/// Calldata: init code. Creates with it and answers `address(20) return_data`.
pub(crate) const CREATOR: &str = "
  (call $read_args (i32.const 1000))
  (call $create1 (i32.const 1000) (local.get $len) (i32.const 0) (i32.const 32) (i32.const 60000))
  (drop (call $read_return_data (i32.const 52) (i32.const 0) (i32.const 500)))
  (call $write_result (i32.const 32) (i32.add (i32.const 20) (call $return_data_size)))
  i32.const 0";

/// Calldata `salt(32) init_code`, with `create2`, otherwise as [`CREATOR`].
pub(crate) const CREATOR2: &str = "
  (call $read_args (i32.const 1000))
  (call $create2 (i32.const 1032) (i32.sub (local.get $len) (i32.const 32)) (i32.const 0) (i32.const 1000)
    (i32.const 32) (i32.const 60000))
  (call $write_result (i32.const 32) (i32.const 20))
  i32.const 0";

/// A chain at ArbOS 60, and a sender.
pub(crate) fn chain() -> Result<(Chain, Address)> {
    chain_at(60)
}

/// A chain at an ArbOS version, and a sender.
pub(crate) fn chain_at(arbos: u64) -> Result<(Chain, Address)> {
    let mut chain = Chain::builder().arbos(arbos).build()?;
    let alice = chain.actor("alice");
    Ok((chain, alice))
}

/// A chain with a program at a fixed address.
pub(crate) fn chain_with(body: &str) -> Result<(Chain, Address, Address)> {
    let (mut chain, alice) = chain()?;
    let address = at(0xaa);
    chain.set_program(address, &program(body)?)?;
    Ok((chain, alice, address))
}

/// An address that is neither a precompile's nor short.
pub(crate) fn at(n: u8) -> Address {
    let mut address = Address::with_last_byte(n);
    address[0] = 0xc0;
    address
}

/// Sends calldata and requires success.
pub(crate) fn send(chain: &mut Chain, from: Address, to: Address, data: impl Into<Bytes>) -> Result<Receipt> {
    let receipt = chain.transact(Tx::call(from, to).data(data))?;
    ensure!(receipt.is_success(), "{:?} {}", receipt.status, receipt.output);
    Ok(receipt)
}

/// Calldata for [`PROXY`].
pub(crate) fn proxied(kind: u8, target: Address, data: &[u8]) -> Vec<u8> {
    [&[kind][..], target.as_slice(), data].concat()
}

/// A word.
pub(crate) fn word(n: u64) -> B256 {
    B256::from(U256::from(n))
}

/// Hex without prefix.
pub(crate) fn bytes(text: &str) -> Result<Bytes> {
    Ok(hex::decode(text)?.into())
}
