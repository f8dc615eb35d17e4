//! Plays the committed corpus, cut and changed, and noise: what a fuzzer starts from, on any compiler.

use std::{fs, path::Path};

/// Feeds the files of `dir`, `changes` variants of them, and a tenth as much noise.
///
/// # Panics
/// If there are no files, or `feed` panics.
pub fn play(dir: &Path, feed: fn(&[u8]), changes: usize) {
    let mut noise = Noise(0x2545_f491_4f6c_dd1d);
    let mut files: Vec<_> =
        fs::read_dir(dir).expect("a corpus").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", dir.display());
    let seeds: Vec<_> = files.iter().map(|file| fs::read(file).expect("a readable file")).collect();
    seeds.iter().for_each(|seed| feed(seed));
    for seed in seeds.iter().cycle().take(changes) {
        feed(&noise.change(seed));
    }
    for round in 0..changes / 10 {
        let bytes: Vec<u8> = (0..round * 16).map(|_| noise.next() as u8).collect();
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
