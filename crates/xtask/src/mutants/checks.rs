//! Which checks may notice a fault of which package, and in which order they are asked.

use crate::scratch::{Check, STORIES};

/// Checks that do something with each package beside [`OF_ALL`], the most telling first. Of a package
/// that is not here, and of what all programs share, every check.
const OF_PACKAGE: [(&str, &[&str]); 17] = [
    ("avs-directory", &["everywhere"]),
    ("avs-registry", &["allocations", "example_avs", "everywhere"]),
    ("delegation-manager", &["delegation_ledger", "differential_delegation", "everywhere"]),
    ("delegation-views", &["delegation_ledger", "differential_delegation"]),
    ("duration-vault", &["vaults"]),
    ("key-registrar", &["keys", "example_avs"]),
    ("pauser-registry", &["permissions", "everywhere"]),
    ("permission-controller", &["permissions"]),
    ("protocol-registry", &["protocol_registry"]),
    ("release-manager", &[]),
    ("rewards-coordinator", &["everywhere", "rewards"]),
    ("share-flows", &["delegation_ledger", "reentry", "differential_slashed", "everywhere"]),
    ("slasher", &["allocations", "differential_slashed", "example_avs", "everywhere"]),
    ("strategy-factory", &["everywhere", "vaults"]),
    ("strategy-manager", &["everywhere", "vaults", "differential_slashed"]),
    ("strategy-vault", &["vaults", "reentry"]),
    ("task-mailbox", &["task_mailbox"]),
];
/// Checks of every package, after its own.
const OF_ALL: [&str; 4] = [STORIES, "recorded", "bad_input", "views"];

/// The checks for a package, in order; those for all in the order of how much they noticed.
pub(crate) fn relevant(checks: &[Check], package: &str) -> Vec<Check> {
    match OF_PACKAGE.iter().find(|(name, _)| *name == package) {
        Some((_, own)) => {
            let names = own.iter().chain(&OF_ALL);
            names.filter_map(|name| checks.iter().find(|check| check.name == *name)).cloned().collect()
        }
        None => {
            let mut all = checks.to_vec();
            all.sort_by_key(|check| std::cmp::Reverse(check.noticed));
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::CHECKS;
    use std::collections::BTreeSet;
    use std::path::PathBuf;
    use std::time::Duration;

    fn all() -> Vec<Check> {
        let check = |name| Check { name, program: PathBuf::new(), limit: Duration::from_secs(1), noticed: 0 };
        CHECKS.iter().map(|(name, _)| check(*name)).collect()
    }

    #[test]
    fn every_check_that_a_package_names_exists() {
        let known: BTreeSet<_> = CHECKS.iter().map(|(name, _)| *name).collect();
        for (package, names) in OF_PACKAGE {
            for name in names.iter().chain(&OF_ALL) {
                assert!(known.contains(name), "{package} names {name}");
            }
            assert_eq!(relevant(&all(), package).len(), names.len() + OF_ALL.len());
        }
    }

    #[test]
    fn what_all_share_is_asked_of_every_check_the_most_telling_first() {
        let mut checks = all();
        checks[5].noticed = 2;
        let order = relevant(&checks, "surety-common");
        assert_eq!(order.len(), CHECKS.len());
        assert_eq!(order[0].name, CHECKS[5].0);
    }
}
