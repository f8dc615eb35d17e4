//! Compiled programs on disk: used when whole, dropped when not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use alloy_primitives::keccak256;
use surety_stylus_vm::{Engine, EngineConfig, Outcome};

use crate::support::{programs::entrypoint, runner::Runner};

/// A directory that goes away with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("stylus-vm-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&dir));
        Self(dir)
    }

    fn engine(&self) -> Engine {
        Engine::new(EngineConfig {
            cache_dir: Some(self.0.clone()),
            pooled_instances: 4,
            ..EngineConfig::default()
        })
        .unwrap()
    }

    /// The one file in it.
    fn file(&self) -> PathBuf {
        let only =
            |dir: &Path| fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        let [kind] = &only(&self.0)[..] else { panic!("several kinds of engine") };
        let [file] = &only(kind)[..] else { panic!("not one file in {kind:?}") };
        file.clone()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn damaged_files_are_compiled_anew() {
    let scratch = Scratch::new("damaged");
    let wasm = entrypoint("i32.const 0");
    let runs = || Runner::default().run_in(&scratch.engine(), &wasm, &[]).result.outcome;
    assert_eq!(runs(), Outcome::Success);
    let whole = fs::read(scratch.file()).unwrap();

    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for damaged in [&flipped[..], &whole[..whole.len() - 1], &whole[..40], &whole[..31], b"", b"garbage"] {
        fs::write(scratch.file(), damaged).unwrap();
        assert_eq!(runs(), Outcome::Success);
        assert_eq!(fs::read(scratch.file()).unwrap(), whole);
    }
}

#[test]
fn files_are_used_and_belong_to_one_program() {
    let scratch = Scratch::new("used");
    let (one, other) = (entrypoint("i32.const 0"), entrypoint("i32.const 1"));
    let engine = scratch.engine();
    engine.load(keccak256(&one), &one).unwrap();
    // Loaded by code hash from disk: the module given is not even looked at.
    let again = scratch.engine().load(keccak256(&one), b"not a module").unwrap();
    assert_eq!(again.code_hash(), keccak256(&one));
    // Under another program's name the file is not taken.
    let file = scratch.file();
    fs::rename(&file, file.with_file_name(format!("{:x}", keccak256(&other)))).unwrap();
    assert_eq!(Runner::default().run_in(&scratch.engine(), &other, &[]).result.outcome, Outcome::Revert);
}

#[test]
fn a_directory_that_can_not_be_written_is_no_error() {
    let scratch = Scratch::new("unwritable");
    let engine = scratch.engine();
    fs::remove_dir_all(&scratch.0).unwrap();
    let wasm = entrypoint("i32.const 0");
    assert_eq!(Runner::default().run_in(&engine, &wasm, &[]).result.outcome, Outcome::Success);
}

#[test]
fn least_recently_used_programs_leave_memory() {
    let engine =
        Engine::new(EngineConfig { max_loaded_programs: 2, pooled_instances: 4, ..EngineConfig::default() })
            .unwrap();
    let modules = [0, 1, 2].map(|status| entrypoint(&format!("i32.const {status}")));
    let hashes = modules.each_ref().map(keccak256);
    engine.load(hashes[0], &modules[0]).unwrap();
    engine.load(hashes[1], &modules[1]).unwrap();
    assert!(engine.loaded(hashes[0]).is_some());
    engine.load(hashes[2], &modules[2]).unwrap();
    assert_eq!(hashes.map(|hash| engine.loaded(hash).is_some()), [true, false, true]);
}
