//! The last touch on a module: sections that Stylus refuses or that only cost gas.

use wasm_encoder::{Module, RawSection};
use wasmparser::{BinaryReaderError, Parser};

/// Section of names, producers, target features: never executed, but paid for by the byte.
const CUSTOM: u8 = 0;
/// Refused by Stylus. Only passive segments need it, and those are refused as well.
const DATA_COUNT: u8 = 12;

/// The same module without custom sections and without DataCount, all else byte for byte.
///
/// # Errors
/// If `wasm` is not a module.
pub(crate) fn strip(wasm: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section()
            && id != CUSTOM
            && id != DATA_COUNT
            && let Some(data) = wasm.get(range)
        {
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_drops_custom_sections_and_data_count_and_nothing_else() {
        let plain =
            wat::parse_str(r#"(module (memory (export "memory") 1) (data (i32.const 0) "x"))"#).unwrap();
        let mut dressed = plain.clone();
        // Custom section "a" with no content, at the end; DataCount 1 before the data section.
        dressed.extend([CUSTOM, 2, 1, b'a']);
        let data_at = dressed.windows(2).rposition(|bytes| bytes == [11, 7]).unwrap();
        dressed.splice(data_at..data_at, [DATA_COUNT, 1, 1]);
        assert_eq!(strip(&dressed).unwrap(), plain);
        assert_eq!(strip(&plain).unwrap(), plain);
    }

    #[test]
    fn strip_refuses_what_is_no_module() {
        assert!(strip(b"not wasm").is_err());
        let wasm = wat::parse_str("(module (func))").unwrap();
        assert!(strip(&wasm[..wasm.len() - 1]).is_err());
    }
}
