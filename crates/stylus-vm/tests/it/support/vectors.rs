//! Reads recorded executions, if the folder that holds them is there.

use std::{fs, path::PathBuf};

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use serde_json::Value;
use surety_stylus_vm::StylusParams;

/// A file of recordings.
pub(crate) struct VectorFile {
    pub(crate) name: String,
    pub(crate) json: Value,
}

/// All files, sorted by name; prints why there are none.
pub(crate) fn files() -> Vec<VectorFile> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/stylus");
    let Ok(entries) = fs::read_dir(&dir) else {
        eprintln!("SKIPPED: no recorded executions beside the workspace (../shared/vectors/stylus)");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &PathBuf| VectorFile {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        json: serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap(),
    };
    paths.iter().map(read).collect()
}

impl VectorFile {
    pub(crate) fn arbos(&self) -> u64 {
        self.json["arbos_version"].as_u64().unwrap()
    }

    /// The file's parameters; those it does not give are the version's defaults.
    pub(crate) fn params(&self) -> StylusParams {
        let given = &self.json["stylus_params"];
        let mut params = StylusParams::for_arbos(self.arbos());
        let number = |name: &str| given[name].as_u64().unwrap();
        params.version = number("version") as u16;
        params.ink_price = number("ink_price") as u32;
        params.max_stack_depth = number("max_stack_depth") as u32;
        params.free_pages = number("free_pages") as u16;
        params.page_gas = number("page_gas") as u16;
        params.page_limit = number("page_limit") as u16;
        params.min_init_gas = number("min_init_gas") as u8;
        params.min_cached_init_gas = number("min_cached_init_gas") as u8;
        params.init_cost_scalar = number("init_cost_scalar") as u8;
        params.cached_cost_scalar = number("cached_cost_scalar") as u8;
        params.block_cache_size = number("block_cache_size") as u16;
        params.max_wasm_size = number("max_wasm_size") as u32;
        params.max_fragment_count = number("max_fragment_count") as u8;
        params
    }

    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.json[name].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

pub(crate) fn bytes(value: &Value) -> Bytes {
    hex::decode(value.as_str().unwrap()).unwrap().into()
}

pub(crate) fn address(value: &Value) -> Address {
    value.as_str().unwrap().parse().unwrap()
}

/// A word, of which leading zeros may be left out.
pub(crate) fn word(value: &Value) -> B256 {
    text_word(value.as_str().unwrap())
}

pub(crate) fn text_word(text: &str) -> B256 {
    text.parse::<U256>().unwrap().into()
}

/// A decimal or hexadecimal number, written as text or not; absent is zero.
pub(crate) fn number(value: &Value) -> U256 {
    match value {
        Value::Null => U256::ZERO,
        Value::String(text) => text.parse().unwrap(),
        other => U256::from(other.as_u64().unwrap()),
    }
}
