//! The host functions of a program, with what their arguments mean.

use wasm_encoder::ValType;

/// What an argument is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Where the host reads.
    Read,
    /// Where the host writes.
    Write,
    /// Bytes that it reads or writes.
    Length,
    /// A small number: topics, pages, a flag, a status.
    Small,
    /// Gas.
    Gas,
}

impl Kind {
    pub(super) const fn ty(self) -> ValType {
        if matches!(self, Self::Gas) { ValType::I64 } else { ValType::I32 }
    }
}

/// A host function.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) params: &'static [Kind],
    pub(super) result: Option<ValType>,
    /// True if what it does depends on the ink that is left.
    pub(super) sees_ink: bool,
}

const fn function(name: &'static str, params: &'static [Kind], result: Option<ValType>) -> Function {
    Function { name, params, result, sees_ink: false }
}

const fn sees_ink(function: Function) -> Function {
    Function { sees_ink: true, ..function }
}

use Kind::{Gas, Length, Read, Small, Write};
const I32: Option<ValType> = Some(ValType::I32);
const I64: Option<ValType> = Some(ValType::I64);

/// What every program whose memory can grow must import.
pub(super) fn memory_grow() -> &'static Function {
    let [_, _, _, _, _, function, ..] = &FUNCTIONS;
    function
}

/// All of them but those of debug chains.
pub(super) static FUNCTIONS: [Function; 42] = [
    function("read_args", &[Write], None),
    function("write_result", &[Read, Length], None),
    function("exit_early", &[Small], None),
    function("read_return_data", &[Write, Small, Length], I32),
    function("return_data_size", &[], I32),
    function("pay_for_memory_grow", &[Small], None),
    function("storage_load_bytes32", &[Read, Write], None),
    function("storage_cache_bytes32", &[Read, Read], None),
    sees_ink(function("storage_flush_cache", &[Small], None)),
    function("transient_load_bytes32", &[Read, Write], None),
    function("transient_store_bytes32", &[Read, Read], None),
    sees_ink(function("call_contract", &[Read, Read, Length, Read, Gas, Write], I32)),
    sees_ink(function("delegate_call_contract", &[Read, Read, Length, Gas, Write], I32)),
    sees_ink(function("static_call_contract", &[Read, Read, Length, Gas, Write], I32)),
    sees_ink(function("create1", &[Read, Length, Read, Write, Write], None)),
    sees_ink(function("create2", &[Read, Length, Read, Read, Write, Write], None)),
    function("emit_log", &[Read, Length, Small], None),
    function("account_balance", &[Read, Write], None),
    function("account_codehash", &[Read, Write], None),
    function("account_code_size", &[Read], I32),
    function("account_code", &[Read, Small, Length, Write], I32),
    function("block_basefee", &[Write], None),
    function("block_coinbase", &[Write], None),
    function("block_gas_limit", &[], I64),
    function("block_number", &[], I64),
    function("block_timestamp", &[], I64),
    function("chainid", &[], I64),
    function("contract_address", &[Write], None),
    sees_ink(function("evm_gas_left", &[], I64)),
    sees_ink(function("evm_ink_left", &[], I64)),
    function("msg_reentrant", &[], I32),
    function("msg_sender", &[Write], None),
    function("msg_value", &[Write], None),
    function("tx_gas_price", &[Write], None),
    function("tx_ink_price", &[], I32),
    function("tx_origin", &[Write], None),
    function("math_div", &[Write, Read], None),
    function("math_mod", &[Write, Read], None),
    function("math_pow", &[Write, Read], None),
    function("math_add_mod", &[Write, Read, Read], None),
    function("math_mul_mod", &[Write, Read, Read], None),
    function("native_keccak256", &[Read, Length, Write], None),
];
