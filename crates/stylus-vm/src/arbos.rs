//! Rules that depend on the ArbOS version of the chain.

/// An ArbOS version, e.g. 60; decides which rule set a call or an activation follows.
///
/// Source of the methods' thresholds: `stylus-vm.md`, section 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArbosVersion(u64);

impl ArbosVersion {
    /// First version with Stylus.
    pub const STYLUS: Self = Self(30);
    /// Newest version that these rules describe.
    pub const NEWEST: Self = Self(60);

    /// The version with this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The version's number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The Stylus version new activations get: 1 at ArbOS 30, 2 afterwards.
    #[must_use]
    pub const fn stylus_version(self) -> u16 {
        if self.0 >= 31 { 2 } else { 1 }
    }

    /// Returned data costs at least what EVM memory for it would (section 4.1, step 8).
    #[must_use]
    pub const fn charges_return_data(self) -> bool {
        self.0 >= 31
    }

    /// Programs are cached by address (`cacheProgram`) and no longer by code hash.
    #[must_use]
    pub const fn caches_by_program(self) -> bool {
        self.0 >= 31
    }

    /// The charging fixes of ArbOS 32: storage misses at [`EVM_API`](crate::price::EVM_API) as
    /// ink, flushed slots bought, wasm bytes metered in activation, imports limited.
    #[must_use]
    pub const fn has_charging_fixes(self) -> bool {
        self.0 >= 32
    }

    /// Empty code is not kept in the last-code cache of a call.
    #[must_use]
    pub const fn forgets_empty_code(self) -> bool {
        self.0 >= 40
    }

    /// A storage flush that runs out of its budget exhausts the ink; before, the program failed
    /// and its remaining gas was handed back.
    #[must_use]
    pub const fn flush_exhausts_ink(self) -> bool {
        self.0 >= 50
    }

    /// Calls consult the cache of programs recently run in the block (section 4.3).
    #[must_use]
    pub const fn has_recent_programs(self) -> bool {
        self.0 >= 60
    }

    /// Code may be split into fragments under a root (section 2).
    #[must_use]
    pub const fn has_fragments(self) -> bool {
        self.0 >= 60
    }

    /// Modules whose functions or blocks have several results pass activation.
    #[must_use]
    pub const fn allows_multi_value(self) -> bool {
        self.0 < 60
    }

    /// `activationGas` exists, and is read and burnt by activations.
    #[must_use]
    pub const fn has_activation_gas(self) -> bool {
        self.0 >= 60
    }

    /// Activating code that is not a program reverts with `ProgramNotWasm()`, not without data.
    #[must_use]
    pub const fn names_foreign_code(self) -> bool {
        self.0 >= 60
    }
}

impl From<u64> for ArbosVersion {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl Default for ArbosVersion {
    fn default() -> Self {
        Self::NEWEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_change_at_their_version() {
        let first = |rule: fn(ArbosVersion) -> bool| (30..=60).find(|n| rule(ArbosVersion::new(*n)));
        assert_eq!(first(ArbosVersion::charges_return_data), Some(31));
        assert_eq!(first(ArbosVersion::caches_by_program), Some(31));
        assert_eq!(first(ArbosVersion::has_charging_fixes), Some(32));
        assert_eq!(first(ArbosVersion::forgets_empty_code), Some(40));
        assert_eq!(first(ArbosVersion::flush_exhausts_ink), Some(50));
        assert_eq!(first(ArbosVersion::has_recent_programs), Some(60));
        assert_eq!(first(ArbosVersion::has_fragments), Some(60));
        assert_eq!(first(|v| !v.allows_multi_value()), Some(60));
        assert_eq!(first(|v| v.stylus_version() == 2), Some(31));
    }
}
