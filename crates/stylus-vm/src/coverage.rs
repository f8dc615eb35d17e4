//! What programs that LLVM instrumented count of themselves, summed over all calls of this process.
//!
//! The counters of `-Cinstrument-coverage` lie in a program's memory, which is gone after each call.
//! So they are read when a call ends, and written when the process does, in LLVM's own raw format for
//! 32-bit targets (version 10, that of LLVM 19 to 22), to the file that `LLVM_PROFILE_FILE` names.
//! The linker has to export where the three parts lie: `__start_` and `__stop_` of each [`PARTS`].

use std::{
    collections::BTreeMap,
    ops::Range,
    path::PathBuf,
    process,
    sync::{Mutex, Once, PoisonError},
};

use alloy_primitives::B256;
use wasmparser::{ExternalKind, Operator, Parser, Payload};

/// Counters, what they belong to, and the functions' names.
const PARTS: [&str; 3] = ["__llvm_prf_cnts", "__llvm_prf_data", "__llvm_prf_names"];
/// `\xfflprofR\x81`: a raw profile of a 32-bit target.
const MAGIC: u64 = 0xff6c_7072_6f66_5281;
/// Version of the raw format.
const VERSION: u64 = 10;
/// Bytes of one record of the second part on a 32-bit target.
const RECORD: usize = 48;
/// The last kind of values that the format knows; none are recorded.
const LAST_VALUE_KIND: u64 = 2;

/// Sums by code hash.
static SUMS: Mutex<BTreeMap<B256, Profile>> = Mutex::new(BTreeMap::new());
static AT_EXIT: Once = Once::new();

/// Where a program has the [`PARTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Places([Range<usize>; 3]);

/// What one program counted.
#[derive(Debug)]
struct Profile {
    counters: Vec<u64>,
    data: Vec<u8>,
    names: Vec<u8>,
    /// Where the counters begin, less where the data does.
    distance: u32,
}

impl Places {
    /// Reads them off a module's exports; `None` if it is not instrumented.
    pub(crate) fn find(wasm: &[u8]) -> Option<Self> {
        let mut globals = Vec::new();
        let mut exports = BTreeMap::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.ok()? {
                Payload::GlobalSection(section) => {
                    for global in section {
                        globals.push(match global.ok()?.init_expr.get_operators_reader().read().ok()? {
                            Operator::I32Const { value } => Some(value.cast_unsigned() as usize),
                            _ => None,
                        });
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.ok()?;
                        if export.kind == ExternalKind::Global {
                            exports.insert(export.name, export.index as usize);
                        }
                    }
                }
                _ => {}
            }
        }
        let at = |edge: &str, part: &str| *globals.get(*exports.get(&*format!("{edge}{part}"))?)?;
        let place = |part| Some(at("__start_", part)?..at("__stop_", part)?);
        let [counters, data, names] = PARTS.map(place);
        Some(Self([counters?, data?, names?]))
    }

    /// Adds what a call of `program` counted, which has just ended with this `memory`.
    pub(crate) fn add(&self, program: B256, memory: &[u8]) {
        let [Some(counters), Some(data), Some(names)] = self.0.each_ref().map(|at| memory.get(at.clone()))
        else {
            return;
        };
        // Nothing panics under the lock, and a sum is whole after every statement.
        let mut sums = SUMS.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = sums.entry(program).or_insert_with(|| Profile {
            counters: vec![0; counters.len() / size_of::<u64>()],
            data: data.to_vec(),
            names: names.to_vec(),
            distance: (self.0[0].start as u32).wrapping_sub(self.0[1].start as u32),
        });
        let (words, _) = counters.as_chunks();
        for (sum, word) in profile.counters.iter_mut().zip(words) {
            *sum = sum.saturating_add(u64::from_le_bytes(*word));
        }
        drop(sums);
        AT_EXIT.call_once(write_at_exit);
    }
}

impl Profile {
    /// The contents of its file.
    fn raw(&self) -> Vec<u8> {
        let header = [
            MAGIC,
            VERSION,
            0, // bytes of binary identifiers
            (self.data.len() / RECORD) as u64,
            0, // bytes before the counters
            self.counters.len() as u64,
            0, // bytes after them
            0, // bytes of bitmaps
            0, // bytes after them
            self.names.len() as u64,
            self.distance.into(),
            0, // where bitmaps begin, less where the data does
            0, // where the names begin, which only indexed values need
            0, // virtual tables
            0, // bytes of their names
            LAST_VALUE_KIND,
        ];
        let mut raw = header.map(u64::to_le_bytes).concat();
        raw.extend(&self.data);
        raw.extend(self.counters.iter().flat_map(|counter| counter.to_le_bytes()));
        raw.extend(&self.names);
        raw.resize(raw.len().next_multiple_of(size_of::<u64>()), 0);
        raw
    }
}

/// The file of a program: `%p` in the pattern is this process and `%m` the program, as LLVM's own
/// runtime replaces them. Without either one program would overwrite another's.
fn file(pattern: &str, program: B256) -> PathBuf {
    let program = format!("{program:x}");
    let short = program.get(..16).unwrap_or_default();
    pattern.replace("%p", &process::id().to_string()).replace("%m", short).into()
}

#[expect(unsafe_code, reason = "the standard library has no way to run something when a process ends")]
fn write_at_exit() {
    unsafe extern "C" {
        fn atexit(function: extern "C" fn()) -> i32;
    }
    // SAFETY: the C library keeps the function, which lives as long as the process and does not unwind.
    if unsafe { atexit(write) } != 0 {
        eprintln!("what the programs counted will not be written: atexit is full");
    }
}

extern "C" fn write() {
    let Ok(pattern) = std::env::var("LLVM_PROFILE_FILE") else { return };
    let sums = SUMS.lock().unwrap_or_else(PoisonError::into_inner);
    for (program, profile) in sums.iter() {
        let file = file(&pattern, *program);
        if let Err(error) = std::fs::write(&file, profile.raw()) {
            eprintln!("cannot write {}: {error}", file.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts at 8..24, 24..72 and 72..76, as a linker exports them.
    fn instrumented() -> Vec<u8> {
        let edges = [("cnts", 8, 24), ("data", 24, 72), ("names", 72, 76)];
        let globals: String = edges
            .iter()
            .flat_map(|(part, start, stop)| [("start", part, start), ("stop", part, stop)])
            .map(|(edge, part, at)| {
                format!(r#"(global (export "__{edge}___llvm_prf_{part}") i32 (i32.const {at}))"#)
            })
            .collect();
        wat::parse_str(format!("(module {globals})")).unwrap()
    }

    #[test]
    fn places_are_those_of_an_instrumented_module() {
        assert_eq!(Places::find(&instrumented()), Some(Places([8..24, 24..72, 72..76])));
        assert_eq!(Places::find(&wat::parse_str("(module)").unwrap()), None);
        assert_eq!(Places::find(b"no module"), None);
    }

    #[test]
    fn calls_add_up_and_are_written_as_llvm_reads_them() {
        let places = Places::find(&instrumented()).unwrap();
        let program = B256::repeat_byte(7);
        let mut memory = [0; 80];
        memory[8] = 2;
        memory[16] = 3;
        memory[24..72].fill(b'd');
        memory[72..76].copy_from_slice(b"name");
        places.add(program, &memory);
        places.add(program, &memory);
        places.add(program, &memory[..70]); // memory that ends too early is passed over
        let raw = SUMS.lock().unwrap().remove(&program).unwrap().raw();
        let word = |index: usize| u64::from_le_bytes(raw[8 * index..8 * index + 8].try_into().unwrap());
        // One record, two counters, four bytes of names, counters 16 bytes before the data.
        assert_eq!([3, 5, 9, 10].map(word), [1, 2, 4, 0xffff_fff0]);
        assert_eq!(raw[128..176], [b'd'; 48]);
        assert_eq!([word(22), word(23)], [4, 6]);
        assert_eq!(raw[192..], *b"name\0\0\0\0");
    }

    #[test]
    fn the_file_is_of_the_process_and_the_program() {
        let path = file("/x/%p-%m.profraw", B256::repeat_byte(0xab));
        assert_eq!(path, PathBuf::from(format!("/x/{}-abababababababab.profraw", process::id())));
    }
}
