//! Collects differences.

use super::report::Mismatch;
use std::fmt::Debug;

/// Longest text of a value in a difference.
const SHOWN: usize = 400;

/// Differences found so far, and where we are.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) mismatches: Vec<Mismatch>,
    place: String,
}

impl Comparison {
    /// Names the place of the differences that follow.
    pub(super) fn at(&mut self, place: impl Into<String>) {
        self.place = place.into();
    }

    /// Notes a difference if there is one.
    pub(super) fn same<T: PartialEq + Debug>(&mut self, field: &str, expected: T, got: T) {
        if expected != got {
            self.differs(field, &expected, &got);
        }
    }

    /// Notes a difference if the recording has the field and it is another.
    pub(super) fn same_if_recorded<T: PartialEq + Debug>(
        &mut self,
        field: &str,
        expected: Option<T>,
        got: Option<T>,
    ) {
        if expected.is_some() {
            self.same(field, expected, got);
        }
    }

    /// Notes a difference.
    pub(super) fn differs(&mut self, field: &str, expected: &dyn Debug, got: &dyn Debug) {
        self.mismatches.push(Mismatch {
            place: self.place.clone(),
            field: field.into(),
            expected: shown(expected),
            got: shown(got),
        });
    }
}

fn shown(value: &dyn Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_noted() {
        let mut comparison = Comparison::default();
        comparison.at("call 3");
        comparison.same("gas_used", 1, 1);
        comparison.same_if_recorded("refund", None, Some(4));
        comparison.same_if_recorded("refund", Some(5), None);
        let [mismatch] = &comparison.mismatches[..] else { panic!("{comparison:?}") };
        assert_eq!((&*mismatch.place, &*mismatch.field), ("call 3", "refund"));
        assert_eq!((&*mismatch.expected, &*mismatch.got), ("Some(5)", "None"));
    }
}
