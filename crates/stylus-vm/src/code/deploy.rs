//! Making account code out of a module, and init code out of account code.

use alloy_primitives::Address;
use brotli::enc::BrotliEncoderParams;

use super::{CLASSIC_PREFIX, FRAGMENT_PREFIX, ROOT_PREFIX};

/// Highest quality, as cargo-stylus uses.
const QUALITY: i32 = 11;
/// Base-two logarithm of the window, as cargo-stylus uses.
const WINDOW: i32 = 22;
/// Length of the init code in front of the deployed code; its last byte is a version.
const DEPLOYER_LEN: u8 = 43;

/// Compresses a module with quality 11, window 22 and no dictionary.
#[must_use]
pub fn compress(wasm: &[u8]) -> Vec<u8> {
    let params = BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, ..BrotliEncoderParams::default() };
    let mut stream = Vec::new();
    let written = brotli::BrotliCompress(&mut &*wasm, &mut stream, &params);
    debug_assert!(written.is_ok(), "memory readers and writers do not fail");
    stream
}

/// Account code of a classic program, from its module.
#[must_use]
pub fn classic_code(wasm: &[u8]) -> Vec<u8> {
    let mut code = Vec::from(CLASSIC_PREFIX);
    code.push(0);
    code.extend(compress(wasm));
    code
}

/// Codes of the fragments of a module, each at most `max_code_len` bytes long.
#[must_use]
pub fn fragment_codes(wasm: &[u8], max_code_len: usize) -> Vec<Vec<u8>> {
    let payload = max_code_len.saturating_sub(FRAGMENT_PREFIX.len()).max(1);
    compress(wasm).chunks(payload).map(|slice| [&FRAGMENT_PREFIX, slice].concat()).collect()
}

/// Code of a root over `fragments`, for a module of `wasm_len` bytes.
#[must_use]
pub fn root_code(wasm_len: u32, fragments: &[Address]) -> Vec<u8> {
    let mut code = Vec::from(ROOT_PREFIX);
    code.push(0);
    code.extend(wasm_len.to_be_bytes());
    fragments.iter().for_each(|fragment| code.extend(fragment));
    code
}

/// Init code that deploys `code`, byte for byte cargo-stylus' deployer.
///
/// `PUSH32 len, DUP1, PUSH1 43, PUSH1 0, CODECOPY, PUSH1 0, RETURN`, a zero version byte, `code`.
#[must_use]
pub fn deploy_init_code(code: &[u8]) -> Vec<u8> {
    let mut init = vec![0x7f];
    init.extend([0; 24]);
    // A slice is shorter than 2^63 bytes.
    init.extend((code.len() as u64).to_be_bytes());
    init.extend([0x80, 0x60, DEPLOYER_LEN, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    init.extend_from_slice(code);
    init
}
