//! The host functions of a program (`stylus-vm.md`, section 6).
//!
//! One table names them, with their types and what their ink counts as; activation checks imports
//! against it and the engine links by it, so the two can't disagree. The functions themselves are
//! methods of [`Hostio`], one file per section.

mod account;
mod call;
mod context;
mod debug;
mod env;
mod io;
mod math;
mod record;
mod storage;
mod storage_cache;

use wasmparser::ValType;
use wasmtime::{Caller, Linker};

use crate::{engine::frame::Frame, outcome::InkProfile};

pub(crate) use account::LastCode;
pub(crate) use context::{Hostio, Stop, read_ink};
pub(crate) use storage_cache::StorageCache;

/// Module of the functions that every chain has.
const VM_HOOKS: &str = "vm_hooks";

/// Name and type of a host function.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
    pub(crate) params: &'static [ValType],
    pub(crate) results: &'static [ValType],
}

/// The host function with this name; those of other modules than `vm_hooks` are for debug chains.
pub(crate) fn signature(module: &str, name: &str, debug: bool) -> Option<&'static Signature> {
    if module != VM_HOOKS && !debug {
        return None;
    }
    SIGNATURES.iter().find(|signature| signature.module == module && signature.name == name)
}

/// The WASM type that a Rust type stands for in a signature.
trait AsWasm: Copy {
    const TYPE: ValType;

    /// Its bits.
    fn bits(self) -> u64;
}

macro_rules! as_wasm {
    ($($rust:ty => $wasm:ident, $bits:expr;)*) => {
        $(impl AsWasm for $rust {
            const TYPE: ValType = ValType::$wasm;

            fn bits(self) -> u64 {
                let bits: fn($rust) -> u64 = $bits;
                bits(self)
            }
        })*
    };
}
as_wasm!(
    u32 => I32, u64::from;
    u64 => I64, |value| value;
    f32 => F32, |value| value.to_bits().into();
    f64 => F64, f64::to_bits;
);

/// What a host function may answer: a value or nothing.
pub(crate) trait Answer: Copy {
    /// Its bits; 0 for nothing.
    fn answer_bits(self) -> u64;
}

impl Answer for () {
    fn answer_bits(self) -> u64 {
        0
    }
}

impl<T: AsWasm> Answer for T {
    fn answer_bits(self) -> u64 {
        self.bits()
    }
}

/// Each line: module, name, what the ink counts as in [`InkProfile`], method of [`Hostio`] with its
/// type.
macro_rules! hostios {
    ($(
        $module:literal $name:literal $purpose:ident $method:ident($($arg:ident: $ty:ty),*) $(-> $ret:ty)?;
    )*) => {
        const SIGNATURES: &[Signature] = &[$(Signature {
            module: $module,
            name: $name,
            params: &[$(<$ty as AsWasm>::TYPE),*],
            results: &[$(<$ret as AsWasm>::TYPE)?],
        }),*];

        /// Defines every host function.
        pub(crate) fn link(linker: &mut Linker<Frame>) -> wasmtime::Result<()> {
            $(linker.func_wrap(
                $module,
                $name,
                |caller: Caller<'_, Frame>, $($arg: $ty),*| -> wasmtime::Result<hostios!(@ret $($ret)?)> {
                    fn purpose(profile: &mut InkProfile) -> &mut u64 {
                        &mut profile.$purpose
                    }
                    let args: &[u64] = &[$($arg.bits()),*];
                    Hostio::serve(caller, ($name, args), purpose, |io| io.$method($($arg),*))
                },
            )?;)*
            Ok(())
        }
    };
    (@ret) => { () };
    (@ret $ret:ty) => { $ret };
}

hostios! {
    "vm_hooks" "read_args" other read_args(dest: u32);
    "vm_hooks" "write_result" other write_result(ptr: u32, len: u32);
    "vm_hooks" "exit_early" other exit_early(status: u32);
    "vm_hooks" "read_return_data" other read_return_data(dest: u32, offset: u32, size: u32) -> u32;
    "vm_hooks" "return_data_size" other return_data_size() -> u32;
    "vm_hooks" "pay_for_memory_grow" memory pay_for_memory_grow(pages: u32);

    "vm_hooks" "storage_load_bytes32" storage_reads storage_load_bytes32(key: u32, dest: u32);
    "vm_hooks" "storage_cache_bytes32" storage_writes storage_cache_bytes32(key: u32, value: u32);
    "vm_hooks" "storage_flush_cache" storage_writes storage_flush_cache(clear: u32);
    "vm_hooks" "transient_load_bytes32" storage_reads transient_load_bytes32(key: u32, dest: u32);
    "vm_hooks" "transient_store_bytes32" storage_writes transient_store_bytes32(key: u32, value: u32);

    "vm_hooks" "call_contract" calls call_contract(
        contract: u32, data: u32, len: u32, value: u32, gas: u64, ret_len: u32
    ) -> u32;
    "vm_hooks" "delegate_call_contract" calls delegate_call_contract(
        contract: u32, data: u32, len: u32, gas: u64, ret_len: u32
    ) -> u32;
    "vm_hooks" "static_call_contract" calls static_call_contract(
        contract: u32, data: u32, len: u32, gas: u64, ret_len: u32
    ) -> u32;
    "vm_hooks" "create1" creates create1(code: u32, len: u32, endowment: u32, address: u32, revert_len: u32);
    "vm_hooks" "create2" creates create2(
        code: u32, len: u32, endowment: u32, salt: u32, address: u32, revert_len: u32
    );
    "vm_hooks" "emit_log" logs emit_log(data: u32, len: u32, topics: u32);

    "vm_hooks" "account_balance" other account_balance(address: u32, dest: u32);
    "vm_hooks" "account_codehash" other account_codehash(address: u32, dest: u32);
    "vm_hooks" "account_code_size" other account_code_size(address: u32) -> u32;
    "vm_hooks" "account_code" other account_code(address: u32, offset: u32, size: u32, dest: u32) -> u32;

    "vm_hooks" "block_basefee" other block_basefee(dest: u32);
    "vm_hooks" "block_coinbase" other block_coinbase(dest: u32);
    "vm_hooks" "block_gas_limit" other block_gas_limit() -> u64;
    "vm_hooks" "block_number" other block_number() -> u64;
    "vm_hooks" "block_timestamp" other block_timestamp() -> u64;
    "vm_hooks" "chainid" other chainid() -> u64;
    "vm_hooks" "contract_address" other contract_address(dest: u32);
    "vm_hooks" "evm_gas_left" other evm_gas_left() -> u64;
    "vm_hooks" "evm_ink_left" other evm_ink_left() -> u64;
    "vm_hooks" "msg_reentrant" other msg_reentrant() -> u32;
    "vm_hooks" "msg_sender" other msg_sender(dest: u32);
    "vm_hooks" "msg_value" other msg_value(dest: u32);
    "vm_hooks" "tx_gas_price" other tx_gas_price(dest: u32);
    "vm_hooks" "tx_ink_price" other tx_ink_price() -> u32;
    "vm_hooks" "tx_origin" other tx_origin(dest: u32);

    "vm_hooks" "math_div" other math_div(value: u32, divisor: u32);
    "vm_hooks" "math_mod" other math_mod(value: u32, modulus: u32);
    "vm_hooks" "math_pow" other math_pow(value: u32, exponent: u32);
    "vm_hooks" "math_add_mod" other math_add_mod(value: u32, addend: u32, modulus: u32);
    "vm_hooks" "math_mul_mod" other math_mul_mod(value: u32, multiplier: u32, modulus: u32);
    "vm_hooks" "native_keccak256" hashing native_keccak256(input: u32, len: u32, output: u32);

    "console" "log_txt" other console_text(ptr: u32, len: u32);
    "console" "log_i32" other console_log(value: u32);
    "console" "log_i64" other console_log(value: u64);
    "console" "log_f32" other console_log(value: f32);
    "console" "log_f64" other console_log(value: f64);
    "console" "tee_i32" other console_tee(value: u32) -> u32;
    "console" "tee_i64" other console_tee(value: u64) -> u64;
    "console" "tee_f32" other console_tee(value: f32) -> f32;
    "console" "tee_f64" other console_tee(value: f64) -> f64;
    "debug" "null_host" other debug_nothing();
    "debug" "start_benchmark" other debug_nothing();
    "debug" "end_benchmark" other debug_nothing();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_hides_debug_functions_from_other_chains() {
        assert!(signature("console", "log_i32", false).is_none());
        assert!(signature("console", "log_i32", true).is_some());
        assert!(signature("vm_hooks", "log_i32", true).is_none());
        let call = signature("vm_hooks", "call_contract", false).unwrap();
        use ValType::{I32, I64};
        assert_eq!(call.params, [I32, I32, I32, I32, I64, I32]);
        assert_eq!(call.results, [I32]);
    }

    #[test]
    fn signature_names_are_unique() {
        for (index, one) in SIGNATURES.iter().enumerate() {
            let same = |other: &&Signature| other.module == one.module && other.name == one.name;
            assert!(!SIGNATURES[index + 1..].iter().any(|other| same(&other)), "{}", one.name);
        }
        assert_eq!(SIGNATURES.iter().filter(|s| s.module == VM_HOOKS).count(), 42);
    }
}
