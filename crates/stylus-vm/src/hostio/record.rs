//! What a host function was given and what it gave, encoded as Nitro's tracers have it: the values
//! themselves, big-endian, without the pointers.

use super::context::Hostio;

/// A part of the encoding; numbers are places in the host function's arguments.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// An argument's low bytes, so many of them.
    Arg(usize, usize),
    /// The result's low bytes.
    Result(usize),
    /// So many bytes of memory at an argument.
    Fixed(usize, usize),
    /// Bytes of memory at an argument, as many as another one says.
    Slice(usize, usize),
    /// Bytes of memory at an argument, as many as the result says.
    Returned(usize),
    /// A length that the function left in memory at an argument.
    Length(usize),
    /// The frame's calldata.
    Calldata,
}
use Part::{Arg, Calldata, Fixed, Length, Result, Returned, Slice};

const WORD: usize = 32;
const ADDRESS: usize = 20;

fn arguments_of(name: &str) -> &'static [Part] {
    match name {
        "write_result" | "native_keccak256" => &[Slice(0, 1)],
        "exit_early" => &[Arg(0, 4)],
        "read_return_data" => &[Arg(1, 4), Arg(2, 4)],
        "pay_for_memory_grow" => &[Arg(0, 2)],
        "storage_load_bytes32" | "transient_load_bytes32" => &[Fixed(0, WORD)],
        "storage_cache_bytes32" | "transient_store_bytes32" | "math_div" | "math_mod" | "math_pow" => {
            &[Fixed(0, WORD), Fixed(1, WORD)]
        }
        "math_add_mod" | "math_mul_mod" => &[Fixed(0, WORD), Fixed(1, WORD), Fixed(2, WORD)],
        "storage_flush_cache" => &[Arg(0, 1)],
        "call_contract" => &[Fixed(0, ADDRESS), Arg(4, 8), Fixed(3, WORD), Slice(1, 2)],
        "delegate_call_contract" | "static_call_contract" => &[Fixed(0, ADDRESS), Arg(3, 8), Slice(1, 2)],
        "create1" => &[Fixed(2, WORD), Slice(0, 1)],
        "create2" => &[Fixed(2, WORD), Fixed(3, WORD), Slice(0, 1)],
        "emit_log" => &[Arg(2, 4), Slice(0, 1)],
        "account_balance" | "account_codehash" | "account_code_size" => &[Fixed(0, ADDRESS)],
        "account_code" => &[Fixed(0, ADDRESS), Arg(1, 4), Arg(2, 4)],
        _ => &[],
    }
}

fn results_of(name: &str) -> &'static [Part] {
    match name {
        "read_args" => &[Calldata],
        "read_return_data" => &[Returned(0)],
        "account_code" => &[Returned(3)],
        "return_data_size" | "account_code_size" | "msg_reentrant" | "tx_ink_price" => &[Result(4)],
        "block_gas_limit" | "block_number" | "block_timestamp" | "chainid" | "evm_gas_left"
        | "evm_ink_left" => &[Result(8)],
        "storage_load_bytes32" | "transient_load_bytes32" | "account_balance" | "account_codehash" => {
            &[Fixed(1, WORD)]
        }
        "call_contract" => &[Length(5), Result(1)],
        "delegate_call_contract" | "static_call_contract" => &[Length(4), Result(1)],
        "create1" => &[Fixed(3, ADDRESS), Length(4)],
        "create2" => &[Fixed(4, ADDRESS), Length(5)],
        "block_basefee" | "msg_value" | "tx_gas_price" | "math_div" | "math_mod" | "math_pow"
        | "math_add_mod" | "math_mul_mod" => &[Fixed(0, WORD)],
        "block_coinbase" | "contract_address" | "msg_sender" | "tx_origin" => &[Fixed(0, ADDRESS)],
        "native_keccak256" => &[Fixed(2, WORD)],
        _ => &[],
    }
}

impl Hostio<'_> {
    /// What the function is given; to be asked before it runs.
    pub(super) fn encoded_arguments(&self, name: &str, args: &[u64]) -> Vec<u8> {
        self.encoded(arguments_of(name), args, 0)
    }

    /// What the function gave; to be asked after it succeeded.
    pub(super) fn encoded_results(&self, name: &str, args: &[u64], result: u64) -> Vec<u8> {
        self.encoded(results_of(name), args, result)
    }

    /// Memory that is out of bounds is left out: the function itself fails by it.
    fn encoded(&self, parts: &[Part], args: &[u64], result: u64) -> Vec<u8> {
        let arg = |place: usize| args.get(place).copied().unwrap_or_default();
        // Pointers and lengths are 32-bit arguments.
        let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let memory = |place: usize, len: u32| self.bytes(small(arg(place)), len).unwrap_or_default();
        let low = |value: u64, bytes: usize| {
            let all = value.to_be_bytes();
            all.get(all.len().saturating_sub(bytes)..).unwrap_or_default().to_vec()
        };
        let fixed = |place, len: usize| memory(place, small(len as u64)).to_vec();
        let mut encoded = Vec::new();
        for part in parts {
            encoded.extend(match *part {
                Arg(place, bytes) => low(arg(place), bytes),
                Result(bytes) => low(result, bytes),
                Fixed(place, len) => fixed(place, len),
                Slice(place, len) => memory(place, small(arg(len))).to_vec(),
                Returned(place) => memory(place, small(result)).to_vec(),
                Length(place) => fixed(place, 4).into_iter().rev().collect(),
                Calldata => self.calldata().to_vec(),
            });
        }
        encoded
    }
}
