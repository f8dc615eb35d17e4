//! What opening WASM pages costs within a transaction (`stylus-vm.md`, section 4.2).
//!
//! Linear for the pages open at the moment, exponential for the most there ever were; pure
//! functions, the counters belong to the chain.

use crate::params::StylusParams;

/// Most pages that can be open: more always costs more gas than there is.
pub const MAX_PAGES: u16 = 128;

/// Exponential part by the most pages ever open, gas.
const RAMP: [u32; MAX_PAGES as usize + 1] = [
    1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 11, 12, 14, 17, 19, 22, 25, 29, 33, 38, 43, 50, 57,
    65, 75, 85, 98, 112, 128, 147, 168, 193, 221, 253, 289, 331, 379, 434, 497, 569, 651, 745, 853, 976,
    1117, 1279, 1463, 1675, 1917, 2194, 2511, 2874, 3290, 3765, 4309, 4932, 5645, 6461, 7395, 8464, 9687,
    11087, 12689, 14523, 16621, 19024, 21773, 24919, 28521, 32642, 37359, 42758, 48938, 56010, 64104, 73368,
    83971, 96106, 109994, 125890, 144082, 164904, 188735, 216010, 247226, 282953, 323844, 370643, 424206,
    485509, 555672, 635973, 727880, 833067, 953456, 1091243, 1248941, 1429429, 1636000, 1872423, 2143012,
    2452704, 2807151, 3212820, 3677113, 4208502, 4816684, 5512756, 6309419, 7221210, 8264766, 9459129,
    10826093, 12390601, 14181199, 16230562, 18576084, 21260563, 24332984, 27849408, 31873999,
];

/// Pages of one transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Open now, over all programs on the call stack.
    pub open: u16,
    /// The most there ever were.
    pub ever: u16,
}

impl Pages {
    /// The counters after opening `new` more pages, saturating.
    #[must_use]
    pub fn opened(self, new: u16) -> Self {
        let open = self.open.saturating_add(new);
        Self { open, ever: self.ever.max(open) }
    }
}

/// Gas of opening `new` pages when `before` are counted.
#[must_use]
pub fn memory_gas(params: &StylusParams, before: Pages, new: u16) -> u64 {
    let after = before.opened(new);
    if after.ever <= params.free_pages {
        return 0;
    }
    let beyond_free = |open: u16| u64::from(open.saturating_sub(params.free_pages));
    let added = beyond_free(after.open).saturating_sub(beyond_free(before.open));
    let linear = added.saturating_mul(u64::from(params.page_gas));
    let ramp = ramp_gas(after.ever).saturating_sub(ramp_gas(before.ever));
    linear.saturating_add(ramp)
}

/// The exponential part for `pages`; unpayable beyond [`MAX_PAGES`].
fn ramp_gas(pages: u16) -> u64 {
    RAMP.get(usize::from(pages)).map_or(u64::MAX, |gas| u64::from(*gas))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Pages = Pages { open: 0, ever: 0 };

    #[test]
    fn memory_gas_is_zero_within_the_free_pages() {
        let params = StylusParams::default();
        assert_eq!(memory_gas(&params, NONE, 0), 0);
        assert_eq!(memory_gas(&params, NONE, 2), 0);
    }

    #[test]
    fn memory_gas_adds_linear_and_exponential_parts() {
        let params = StylusParams::default();
        assert_eq!(memory_gas(&params, NONE, 128), 126_000 + 31_873_999 - 1);
        // Reopening what was open before costs the linear part only.
        assert_eq!(memory_gas(&params, Pages { open: 0, ever: 10 }, 10), 8_000);
        assert_eq!(memory_gas(&params, Pages { open: 1, ever: 1 }, 3), 2_000);
    }

    #[test]
    fn memory_gas_is_unpayable_beyond_the_table() {
        let params = StylusParams::default();
        assert!(memory_gas(&params, NONE, 129) >= u64::MAX - 1);
        assert!(memory_gas(&params, Pages { open: 128, ever: 128 }, 1) > u64::MAX / 2);
        // Already beyond: only the linear part is left.
        assert_eq!(memory_gas(&params, Pages { open: 0, ever: 200 }, 3), 1_000);
    }

    #[test]
    fn ramp_follows_its_formula() {
        let base = 31_874_000_f64.powf(1.0 / 128.0);
        for (pages, gas) in RAMP.iter().enumerate() {
            let formula = base.powi(i32::try_from(pages).unwrap()).floor();
            assert!((formula - f64::from(*gas)).abs() <= 1.0, "page {pages}");
        }
    }

    #[test]
    fn opened_saturates() {
        let pages = Pages { open: u16::MAX - 1, ever: 5 }.opened(9);
        assert_eq!(pages, Pages { open: u16::MAX, ever: u16::MAX });
    }
}
