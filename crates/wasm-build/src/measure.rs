//! What Arbitrum charges for a program, and whether it takes it at all.

use crate::Error;
use serde::{Deserialize, Serialize};
use surety_stylus_vm::{
    ActivationRules, ArbosVersion, StylusParams, activate::activate, code, data_fee::DataPricer,
    program_info::ProgramInfo,
};

/// Longest code of one account, bytes (EIP-170): what a program should stay within.
pub const CODE_LIMIT: u64 = 24_576;
/// Longest decompressed module, bytes (`maxWasmSize`).
pub const MODULE_LIMIT: u64 = 131_072;
/// Most fragments that a program's code may be cut into (`maxFragmentCount`, from ArbOS 60).
pub const FRAGMENT_LIMIT: u64 = 2;
/// Most pages of memory that a program may start with (`pageLimit`).
pub const PAGE_LIMIT: u64 = 128;

/// What `activateProgram` takes besides the metered work, at ArbOS 60: reads, writes and the event
/// (`stylus-vm.md`, section 3.1), without the transaction's own 21 000 and calldata.
const ACTIVATION_FIXED_GAS: u64 = 1_748_626;
/// More gas than any module's metered work.
const AMPLE_GAS: u64 = 1_000_000_000;
/// When the data fee is asked for. On a fresh chain it does not depend on the time.
const ANY_TIME: u64 = 1_800_000_000;

/// Figures of one program at ArbOS 60, Stylus version 2, default parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Length of the module, bytes; at most [`MODULE_LIMIT`].
    pub raw_bytes: u64,
    /// Length of the account code: a prefix of 4 bytes and the brotli stream (quality 11, window
    /// 22).
    pub compressed_bytes: u64,
    /// Accounts that hold the stream: 1 for a code within [`CODE_LIMIT`]. A longer one is cut into
    /// at most [`FRAGMENT_LIMIT`] fragments, to which the account of the root is added.
    pub fragments: u64,
    /// Pages of 64 KiB that the memory starts with.
    pub footprint_pages: u64,
    /// Gas that a call adds if the program is not cached.
    pub init_gas: u64,
    /// Gas that every call pays for entering the program.
    pub cached_gas: u64,
    /// Gas of `ArbWasm.activateProgram`, without the transaction's own 21 000 and calldata.
    pub activation_gas: u64,
    /// Fee of the activation on a chain without other demand, wei.
    pub data_fee_wei: u64,
}

/// A limit that a program breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// What is limited.
    pub what: &'static str,
    /// The program's figure.
    pub value: u64,
    /// The most it may be.
    pub limit: u64,
}

impl Size {
    /// The limits that are broken. A program in fragments works from ArbOS 60 on, but this suite
    /// is meant for one code each.
    #[must_use]
    pub fn excesses(&self) -> Vec<Excess> {
        let limits = [
            ("compressed bytes", self.compressed_bytes, CODE_LIMIT),
            ("raw bytes", self.raw_bytes, MODULE_LIMIT),
            ("fragments", self.fragments, FRAGMENT_LIMIT),
            ("footprint pages", self.footprint_pages, PAGE_LIMIT),
        ];
        limits
            .into_iter()
            .filter(|(_, value, limit)| value > limit)
            .map(|(what, value, limit)| Excess { what, value, limit })
            .collect()
    }
}

/// Compresses and activates a module; answers its account code and figures.
///
/// # Errors
/// [`Error::Module`] if Stylus would refuse it.
pub(crate) fn measure(program: &str, wasm: &[u8]) -> Result<(Vec<u8>, Size), Error> {
    let refused = |reason: String| Error::Module { program: program.to_owned(), reason };
    let params = StylusParams::default();
    let mut gas = AMPLE_GAS;
    let rules = ActivationRules::new(ArbosVersion::NEWEST, &params);
    let activation = activate(wasm, &rules, &mut gas)
        .map_err(|error| refused(format!("Stylus refuses the module: {error}")))?;
    let info = ProgramInfo::activated(&activation.figures, &params, ANY_TIME, false);
    let fee = DataPricer::default().charge(activation.figures.asm_estimate, ANY_TIME);
    let code = code::classic_code(wasm);
    let size = Size {
        raw_bytes: wasm.len() as u64,
        compressed_bytes: code.len() as u64,
        fragments: fragments(code.len() as u64),
        footprint_pages: activation.figures.footprint.into(),
        init_gas: info.init_gas(&params),
        cached_gas: info.cached_gas(&params),
        activation_gas: ACTIVATION_FIXED_GAS + activation.metered_gas,
        data_fee_wei: fee.saturating_to(),
    };
    Ok((code, size))
}

/// Accounts for a code of this length. Each fragment has a prefix of 3 bytes in place of the
/// classic code's 4.
fn fragments(code_bytes: u64) -> u64 {
    if code_bytes <= CODE_LIMIT { 1 } else { (code_bytes - 4).div_ceil(CODE_LIMIT - 3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest program: one page, one function that returns 0.
    fn smallest() -> Vec<u8> {
        wat::parse_str(
            r#"(module (memory (export "memory") 1 1)
                (func (export "user_entrypoint") (param i32) (result i32) i32.const 0))"#,
        )
        .unwrap()
    }

    #[test]
    fn measure_gives_the_figures_of_the_smallest_program() {
        let (code, size) = measure("smallest", &smallest()).unwrap();
        assert_eq!(code[..4], [0xef, 0xf0, 0, 0]);
        assert_eq!((size.footprint_pages, size.fragments), (1, 1));
        // minInitGas 8 832 and 18; minCachedInitGas 352 and 11 (stylus-vm.md, section 3.3).
        assert_eq!((size.init_gas, size.cached_gas), (8_850, 363));
        assert_eq!(size.compressed_bytes, code.len() as u64);
        assert!(size.activation_gas > ACTIVATION_FIXED_GAS);
        assert!(size.excesses().is_empty());
    }

    #[test]
    fn measure_names_the_program_when_stylus_refuses_it() {
        let wasm = wat::parse_str("(module)").unwrap();
        let error = measure("nothing", &wasm).unwrap_err().to_string();
        assert!(error.starts_with("nothing: Stylus refuses"), "{error}");
    }

    #[test]
    fn fragments_begin_where_one_code_ends() {
        assert_eq!(fragments(CODE_LIMIT), 1);
        // A byte more: the same stream still fits one fragment, whose prefix is a byte shorter.
        assert_eq!(fragments(CODE_LIMIT + 1), 1);
        assert_eq!(fragments(CODE_LIMIT + 2), 2);
        assert_eq!(fragments(4 + 2 * (CODE_LIMIT - 3)), 2);
        assert_eq!(fragments(5 + 2 * (CODE_LIMIT - 3)), 3);
    }

    #[test]
    fn excesses_name_each_broken_limit() {
        let (_, size) = measure("smallest", &smallest()).unwrap();
        let large = Size { compressed_bytes: CODE_LIMIT + 1, raw_bytes: MODULE_LIMIT + 1, ..size };
        let broken: Vec<_> = large.excesses().iter().map(|excess| excess.what).collect();
        assert_eq!(broken, ["compressed bytes", "raw bytes"]);
    }
}
