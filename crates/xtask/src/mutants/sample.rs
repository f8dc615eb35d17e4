//! A sample of faults that depends on a seed and nothing else.

use super::mutant::Mutant;
use std::collections::BTreeMap;

/// Draws from each wanted package `fraction` of its faults, rounded up, and at least `at_least`.
///
/// A larger fraction under the same seed contains the smaller sample. The packages take turns, so
/// that a run that is stopped has tried something of each.
pub(crate) fn draw(
    candidates: &[Mutant],
    seed: u64,
    fraction: f64,
    at_least: usize,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Mutant> {
    let mut by_package: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    for mutant in candidates.iter().filter(|mutant| wanted(&mutant.package)) {
        by_package.entry(&mutant.package).or_default().push(mutant);
    }
    let mut sample = Vec::new();
    for (package, mut mutants) in by_package {
        let size = share(mutants.len(), fraction).max(at_least).min(mutants.len());
        let mut dice = Dice::new(seed, package);
        for place in 0..size {
            let drawn = place + dice.below(mutants.len() - place);
            mutants.swap(place, drawn);
        }
        sample.extend(mutants.into_iter().take(size).cloned().enumerate());
    }
    // A stable sort: within a turn the packages keep their order.
    sample.sort_by_key(|(turn, _)| *turn);
    sample.into_iter().map(|(_, mutant)| mutant).collect()
}

/// ceil(count · fraction), between nothing and all.
fn share(count: usize, fraction: f64) -> usize {
    (0..=count).find(|&size| size as f64 >= count as f64 * fraction).unwrap_or(count)
}

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// A stream of its own for each package, so that one package's faults do not move another's.
    fn new(seed: u64, package: &str) -> Self {
        // FNV-1a.
        let hash = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(package.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, hash))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is small: the bias of the remainder does not show.
    fn below(&mut self, bound: usize) -> usize {
        let drawn = self.next() % (bound.max(1) as u64);
        usize::try_from(drawn).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::mutant::{Position, Span};

    fn candidates(package: &str, count: usize) -> Vec<Mutant> {
        let at = Position { line: 1, column: 1 };
        let named = |number| Mutant {
            name: format!("{package}{number}"),
            package: package.to_owned(),
            file: String::new(),
            genre: String::new(),
            span: Span { start: at, end: at },
            replacement: String::new(),
        };
        (0..count).map(named).collect()
    }

    #[test]
    fn a_sample_follows_from_its_seed_and_contains_the_smaller_one() {
        let all = candidates("a", 50);
        let draw = |seed, fraction| draw(&all, seed, fraction, 0, |_| true);
        assert_eq!(draw(1, 0.2), draw(1, 0.2));
        assert_ne!(draw(1, 0.2), draw(2, 0.2));
        assert_eq!(draw(1, 0.2).len(), 10);
        assert_eq!(draw(1, 0.4)[..10], draw(1, 0.2));
        assert_eq!(draw(1, 1.0).len(), 50);
    }

    #[test]
    fn every_package_has_its_least_and_its_own_stream() {
        let both: Vec<_> = [candidates("a", 50), candidates("b", 3)].concat();
        let drawn = draw(&both, 7, 0.02, 5, |_| true);
        assert_eq!(drawn.iter().filter(|mutant| mutant.package == "a").count(), 5);
        assert_eq!(drawn.iter().filter(|mutant| mutant.package == "b").count(), 3);
        let names: Vec<_> = drawn.iter().map(|mutant| mutant.package.as_str()).collect();
        assert_eq!(names, ["a", "b", "a", "b", "a", "b", "a", "a"]);
        let alone = draw(&both, 7, 0.02, 5, |name| name == "a");
        assert!(drawn.iter().filter(|mutant| mutant.package == "a").eq(&alone));
    }
}
