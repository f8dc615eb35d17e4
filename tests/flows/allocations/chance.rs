//! What a history asks of its dice, beyond what lives do.

use surety_tests::twins::Dice;

/// Choices among lists that are never empty, and numbers of a range.
pub(crate) trait Chance {
    /// One of them.
    fn of<T: Copy>(&mut self, list: &[T]) -> T;

    /// One or more of them, at most `most`, in an order of chance.
    fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T>;

    /// A number from `least` to `most`.
    fn between(&mut self, least: u64, most: u64) -> u64;
}

impl Chance for Dice {
    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let mut rest = list.to_vec();
        let count = 1 + self.below(most);
        let mut out = Vec::new();
        while out.len() < count && !rest.is_empty() {
            out.push(rest.swap_remove(self.below(rest.len())));
        }
        out
    }

    fn between(&mut self, least: u64, most: u64) -> u64 {
        // usize has 64 bits wherever the tests run.
        least + self.below((most - least + 1) as usize) as u64
    }
}
