//! Proportions, and what a sample says about the whole.

/// The quantile of the normal distribution for 95 %.
const Z: f64 = 1.959_964;

/// Faults that were noticed, of those that could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Score {
    /// Noticed, timed out included.
    pub(crate) noticed: u32,
    /// Survived.
    pub(crate) survived: u32,
    /// No program came of it: counts on neither side.
    pub(crate) unviable: u32,
}

impl Score {
    /// Faults that could be noticed.
    pub(crate) const fn viable(self) -> u32 {
        self.noticed + self.survived
    }

    /// The part that was noticed; `None` of nothing.
    pub(crate) fn part(self) -> Option<f64> {
        (self.viable() > 0).then(|| f64::from(self.noticed) / f64::from(self.viable()))
    }

    /// Wilson's 95 % interval for the part of all faults that the tests notice.
    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        let part = self.part()?;
        let count = f64::from(self.viable());
        let middle = part + Z * Z / (2.0 * count);
        let margin = Z * (part * (1.0 - part) / count + Z * Z / (4.0 * count * count)).sqrt();
        let whole = 1.0 + Z * Z / count;
        Some((((middle - margin) / whole).max(0.0), ((middle + margin) / whole).min(1.0)))
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.noticed += other.noticed;
        self.survived += other.survived;
        self.unviable += other.unviable;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interval_is_wilsons() {
        // The standard example: 8 of 10 gives 0.490 to 0.943.
        let (low, high) = Score { noticed: 8, survived: 2, unviable: 5 }.interval().unwrap();
        assert!((low - 0.4902).abs() < 1e-3 && (high - 0.9433).abs() < 1e-3, "{low} {high}");
        let (low, high) = Score { noticed: 10, ..Score::default() }.interval().unwrap();
        assert!((low - 0.7225).abs() < 1e-3 && (high - 1.0).abs() < 1e-9, "{low} {high}");
    }

    #[test]
    fn nothing_has_no_score() {
        assert_eq!(Score { unviable: 3, ..Score::default() }.part(), None);
        assert_eq!(Score::default().interval(), None);
    }
}
