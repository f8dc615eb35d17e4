//! The price of keeping a program's native code: rises with demand, falls with time
//! (`stylus-vm.md`, section 3.5).

use alloy_primitives::U256;

/// Unix time from which activations and the pricer count, seconds.
pub const ARBITRUM_START_TIME: u64 = 1_421_388_000;

const BIPS: u64 = 10_000;
/// Terms of the series that stands for the exponential function.
const EXP_TERMS: u64 = 12;

/// State of the data pricer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DataPricer {
    /// Bytes of demand not yet worked off.
    pub demand: u32,
    /// Bytes of demand worked off each second.
    pub bytes_per_second: u32,
    /// Unix time of the last update, seconds.
    pub last_update_time: u64,
    /// Wei a byte costs without demand.
    pub min_price: u32,
    /// Demand that multiplies the price by e.
    pub inertia: u32,
}

impl Default for DataPricer {
    /// The state of a fresh chain.
    fn default() -> Self {
        Self {
            demand: 0,
            // 1 TiB a year, rounded down per hour and per second.
            bytes_per_second: 34_865,
            last_update_time: ARBITRUM_START_TIME,
            min_price: 82_928_201,
            inertia: 21_360_419,
        }
    }
}

impl DataPricer {
    /// Counts `bytes` of new native code at unix time `now` and answers their fee in wei.
    pub fn charge(&mut self, bytes: u32, now: u64) -> U256 {
        let passed = u32::try_from(now.saturating_sub(self.last_update_time)).unwrap_or(u32::MAX);
        let worked_off = self.bytes_per_second.saturating_mul(passed);
        self.demand = self.demand.saturating_sub(worked_off).saturating_add(bytes);
        self.last_update_time = now;
        self.fee(bytes)
    }

    /// Fee in wei for `bytes` at the present demand, which is not changed.
    fn fee(&self, bytes: u32) -> U256 {
        let exponent = BIPS
            .saturating_mul(u64::from(self.demand))
            .checked_div(u64::from(self.inertia))
            .unwrap_or(u64::MAX);
        let per_byte = u64::from(self.min_price).saturating_mul(exp_bips(exponent)) / BIPS;
        U256::from(per_byte).saturating_mul(U256::from(bytes))
    }
}

/// e^x in ten-thousandths, for x in ten-thousandths, by a truncated series.
fn exp_bips(x: u64) -> u64 {
    let first = BIPS.saturating_add(x / EXP_TERMS);
    (1..EXP_TERMS).rev().fold(first, |sum, term| {
        let next = sum.saturating_mul(x) / term.saturating_mul(BIPS);
        BIPS.saturating_add(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charge_prices_the_smallest_program_as_recorded() {
        let fee = DataPricer::default().charge(513_418, 1_800_000_000);
        assert_eq!(fee, U256::from(43_607_190_175_334_u64));
    }

    #[test]
    fn charge_rises_with_demand_and_falls_with_time() {
        let mut pricer = DataPricer::default();
        let first = pricer.charge(513_418, 1_800_000_000);
        let second = pricer.charge(514_245, 1_800_000_000);
        assert_eq!(second, U256::from(44_743_566_777_660_u64));
        assert!(second > first);
        let later = pricer.charge(513_418, 1_800_000_000 + 100);
        assert_eq!(later, first);
    }

    #[test]
    fn charge_takes_a_clock_that_runs_backwards_for_standing_still() {
        let mut pricer = DataPricer { demand: 7, last_update_time: 100, ..DataPricer::default() };
        pricer.charge(1, 50);
        assert_eq!((pricer.demand, pricer.last_update_time), (8, 50));
    }

    #[test]
    fn exp_bips_is_close_to_e() {
        assert_eq!(exp_bips(0), BIPS);
        assert!((27_180..=27_183).contains(&exp_bips(BIPS)));
        assert_eq!(exp_bips(u64::MAX), BIPS + u64::MAX / BIPS);
    }
}
