//! Plays the committed corpus, cut and changed, and noise: what a fuzzer starts from, on any compiler.

use std::{fs, path::Path};

/// Mutations of each file and rounds of noise.
const ROUNDS: usize = 60;

fn play(target: &str, feed: fn(&[u8])) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let seed = fs::read(&file).unwrap();
        feed(&seed);
        for _ in 0..ROUNDS {
            feed(&noise.change(&seed));
        }
    }
    for round in 0..ROUNDS {
        let bytes: Vec<u8> = (0..round * 64).map(|_| noise.next() as u8).collect();
        feed(&bytes);
    }
}

/// A small generator of numbers that is the same everywhere.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// `seed` with a few bytes changed, and sometimes cut.
    fn change(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let value = self.next() as u8;
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        if self.below(3) == 0 {
            bytes.truncate(self.below(bytes.len()));
        }
        bytes
    }
}

#[test]
fn modules() {
    play("module", surety_fuzz::module::feed);
}

#[test]
fn codes() {
    play("code", surety_fuzz::code::feed);
}

#[test]
fn scenarios() {
    play("scenario", surety_fuzz::scenario::feed);
}
