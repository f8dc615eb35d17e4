//! The entry a chain keeps for an activated program, and what follows from it.

use alloy_primitives::B256;

use crate::{
    data_fee::ARBITRUM_START_TIME,
    params::{COST_SCALAR_PERCENT, MIN_CACHED_GAS_UNIT, MIN_INIT_GAS_UNIT, StylusParams},
};

const SECONDS_PER_HOUR: u64 = 3_600;
const SECONDS_PER_DAY: u64 = 86_400;
const MAX_U24: u32 = 0xff_ffff;

/// An activated program's entry: one storage slot, keyed by code hash (`stylus-vm.md`, 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProgramInfo {
    /// Stylus version of its activation; 0 if there was none.
    pub version: u16,
    /// Gas of initialising it, before scaling.
    pub init_cost: u16,
    /// Gas of initialising it when cached, before scaling.
    pub cached_cost: u16,
    /// Pages it starts with.
    pub footprint: u16,
    /// Hours from [`ARBITRUM_START_TIME`] to its activation or last keepalive (24 bits).
    pub activated_at: u32,
    /// Estimated size of its native code, KB (24 bits).
    pub asm_estimate_kb: u32,
    /// A cache manager has cached it.
    pub cached: bool,
}

/// Why a program can't be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inactive {
    /// It was never activated.
    #[error("program is not activated")]
    NotActivated,
    /// It was activated under another Stylus version.
    #[error("program has Stylus version {program}, the chain {chain}")]
    NeedsUpgrade {
        /// The program's version.
        program: u16,
        /// The chain's version.
        chain: u16,
    },
    /// Its activation is too old.
    #[error("program expired: its activation is {age_secs} seconds old")]
    Expired {
        /// Seconds since activation.
        age_secs: u64,
    },
}

impl ProgramInfo {
    /// Hours from [`ARBITRUM_START_TIME`] to unix time `now`, as stored in `activated_at`.
    #[must_use]
    pub fn hours_since_start(now: u64) -> u32 {
        let hours = now.saturating_sub(ARBITRUM_START_TIME) / SECONDS_PER_HOUR;
        u32::try_from(hours).unwrap_or(MAX_U24).min(MAX_U24)
    }

    /// Kilobytes as stored in `asm_estimate_kb`, rounded up.
    #[must_use]
    pub fn kilobytes(asm_estimate: u32) -> u32 {
        asm_estimate.div_ceil(1_024).min(MAX_U24)
    }

    /// Bytes the data fee of a keepalive is for.
    #[must_use]
    pub const fn asm_bytes(&self) -> u32 {
        self.asm_estimate_kb.saturating_mul(1_024)
    }

    /// Gas of initialising the program: paid when it is not cached.
    #[must_use]
    pub fn init_gas(&self, params: &StylusParams) -> u64 {
        u64::from(params.min_init_gas) * MIN_INIT_GAS_UNIT + scaled(self.init_cost, params.init_cost_scalar)
    }

    /// Gas of entering the program when it is cached; from Stylus version 2 on part of every call.
    #[must_use]
    pub fn cached_gas(&self, params: &StylusParams) -> u64 {
        u64::from(params.min_cached_init_gas) * MIN_CACHED_GAS_UNIT
            + scaled(self.cached_cost, params.cached_cost_scalar)
    }

    /// Init gas of one call (section 4.1, step 4); `cached` is the program's flag or a hit in
    /// the cache of recent programs. Page gas is not in it.
    #[must_use]
    pub fn call_gas(&self, params: &StylusParams, cached: bool) -> u64 {
        let mut gas = 0;
        if cached || self.version > 1 {
            gas += self.cached_gas(params);
        }
        if !cached {
            gas += self.init_gas(params);
        }
        gas
    }

    /// Seconds from activation to unix time `now`.
    #[must_use]
    pub fn age_secs(&self, now: u64) -> u64 {
        let activated = ARBITRUM_START_TIME + u64::from(self.activated_at) * SECONDS_PER_HOUR;
        now.saturating_sub(activated)
    }

    /// Seconds until it expires; 0 if it has.
    #[must_use]
    pub fn time_left_secs(&self, params: &StylusParams, now: u64) -> u64 {
        expiry_secs(params).saturating_sub(self.age_secs(now))
    }

    /// Checks that the program may be called at unix time `now`.
    ///
    /// # Errors
    /// [`Inactive`] says why it may not.
    pub fn check_active(&self, params: &StylusParams, now: u64) -> Result<(), Inactive> {
        if self.version == 0 {
            return Err(Inactive::NotActivated);
        }
        if self.version != params.version {
            return Err(Inactive::NeedsUpgrade { program: self.version, chain: params.version });
        }
        let age_secs = self.age_secs(now);
        if age_secs > expiry_secs(params) {
            return Err(Inactive::Expired { age_secs });
        }
        Ok(())
    }

    /// True if the program is old enough to be kept alive.
    #[must_use]
    pub fn may_keep_alive(&self, params: &StylusParams, now: u64) -> bool {
        self.age_secs(now) >= u64::from(params.keepalive_days) * SECONDS_PER_DAY
    }

    /// The slot: version, init cost, cached cost, footprint (2 bytes each), activation hour, size
    /// (3 bytes each), flag (1 byte), from the left.
    #[must_use]
    pub fn to_slot(&self) -> B256 {
        let fields: [(u32, usize); 7] = [
            (self.version.into(), 2),
            (self.init_cost.into(), 2),
            (self.cached_cost.into(), 2),
            (self.footprint.into(), 2),
            (self.activated_at.min(MAX_U24), 3),
            (self.asm_estimate_kb.min(MAX_U24), 3),
            (self.cached.into(), 1),
        ];
        let bytes = fields.iter().flat_map(|(value, width)| value.to_be_bytes().into_iter().skip(4 - width));
        let mut slot = B256::ZERO;
        slot.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        slot
    }

    /// Reads [`Self::to_slot`]'s layout.
    #[must_use]
    pub fn from_slot(slot: B256) -> Self {
        let [v0, v1, i0, i1, c0, c1, f0, f1, a0, a1, a2, s0, s1, s2, flag, ..] = slot.0;
        Self {
            version: u16::from_be_bytes([v0, v1]),
            init_cost: u16::from_be_bytes([i0, i1]),
            cached_cost: u16::from_be_bytes([c0, c1]),
            footprint: u16::from_be_bytes([f0, f1]),
            activated_at: u32::from_be_bytes([0, a0, a1, a2]),
            asm_estimate_kb: u32::from_be_bytes([0, s0, s1, s2]),
            cached: flag != 0,
        }
    }

    /// The entry of a fresh activation at unix time `now`; `cached` carries over from the entry
    /// before.
    #[must_use]
    pub fn activated(figures: &Figures, params: &StylusParams, now: u64, cached: bool) -> Self {
        Self {
            version: params.version,
            init_cost: figures.init_cost,
            cached_cost: figures.cached_cost,
            footprint: figures.footprint,
            activated_at: Self::hours_since_start(now),
            asm_estimate_kb: Self::kilobytes(figures.asm_estimate),
            cached,
        }
    }
}

/// What activation finds out about a module (section 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Figures {
    /// Pages the memory starts with.
    pub footprint: u16,
    /// Gas of initialising, before minimum and scaling.
    pub init_cost: u16,
    /// Gas of entering when cached, before minimum and scaling.
    pub cached_cost: u16,
    /// Estimated bytes of native code; what the data fee is for.
    pub asm_estimate: u32,
}

/// Counts of a module that its figures follow from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ModuleCounts {
    /// Functions with bodies.
    pub functions: u64,
    /// Parameters and results of those, summed.
    pub type_words: u64,
    /// Length of the decompressed module, bytes.
    pub wasm_len: u64,
    /// Globals after instrumentation.
    pub globals: u64,
    /// Encoded length of all data and element segments, bytes.
    pub segment_bytes: u64,
    /// Pages the memory starts with.
    pub pages: u16,
}

impl ModuleCounts {
    /// The figures kept for the program; `None` if init or cached cost passes 16 bits.
    #[must_use]
    pub fn figures(&self, stylus_version: u16) -> Option<Figures> {
        let Self { functions: f, type_words: t, wasm_len: w, globals: g, segment_bytes: d, pages } = *self;
        // Module limits keep each count far below 2^32, so no product comes near 2^64.
        let cached = f * 13_420 / 100_000
            + t * 89 / 100_000
            + w * 122 / 100_000
            + g * 1_628 / 1_000
            + d * 75_244 / 100_000
            + u64::from(pages) * 5;
        let mut init = f * 8_252 / 1_000 + t * 1_059 / 1_000 + w * 1_286 / 10_000;
        if stylus_version <= 1 {
            init += cached;
        }
        let asm = 512_000 + f * 996_829 / 1_000 + t * 11_416 / 1_000 + w * 62_628 / 10_000;
        Some(Figures {
            footprint: pages,
            init_cost: u16::try_from(init).ok()?,
            cached_cost: u16::try_from(cached).ok()?,
            asm_estimate: u32::try_from(asm).ok()?,
        })
    }
}

fn scaled(cost: u16, scalar: u8) -> u64 {
    (u64::from(cost) * u64::from(scalar) * COST_SCALAR_PERCENT).div_ceil(100)
}

fn expiry_secs(params: &StylusParams) -> u64 {
    u64::from(params.expiry_days) * SECONDS_PER_DAY
}

impl StylusParams {
    /// Smallest (init, cached) gas of any program, as `ArbWasm.minInitGas()` answers.
    #[must_use]
    pub fn min_gas(&self) -> (u64, u64) {
        (
            u64::from(self.min_init_gas) * MIN_INIT_GAS_UNIT,
            u64::from(self.min_cached_init_gas) * MIN_CACHED_GAS_UNIT,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smallest() -> ModuleCounts {
        ModuleCounts { functions: 1, type_words: 2, wasm_len: 64, globals: 4, segment_bytes: 0, pages: 1 }
    }

    #[test]
    fn figures_of_the_smallest_program() {
        let figures = smallest().figures(2).unwrap();
        assert_eq!((figures.init_cost, figures.cached_cost, figures.asm_estimate), (18, 11, 513_418));
        assert_eq!(smallest().figures(1).unwrap().init_cost, 29);
        assert_eq!(ModuleCounts { wasm_len: 600_000, ..smallest() }.figures(2), None);
    }

    #[test]
    fn call_gas_adds_minimum_and_scaled_cost() {
        let params = StylusParams::default();
        let info = ProgramInfo::activated(&smallest().figures(2).unwrap(), &params, 1_800_000_000, false);
        assert_eq!((info.init_gas(&params), info.cached_gas(&params)), (8_850, 363));
        assert_eq!((info.call_gas(&params, false), info.call_gas(&params, true)), (9_213, 363));
        let old = ProgramInfo { version: 1, ..info };
        assert_eq!((old.call_gas(&params, false), old.call_gas(&params, true)), (8_850, 363));
    }

    #[test]
    fn scaled_rounds_up() {
        assert_eq!(scaled(3, 51), 4);
        assert_eq!(scaled(u16::MAX, u8::MAX), 334_229);
    }

    #[test]
    fn slot_keeps_every_field_in_its_place() {
        let info = ProgramInfo {
            version: 0x0102,
            init_cost: 0x0304,
            cached_cost: 0x0506,
            footprint: 0x0708,
            activated_at: 0x09_0a0b,
            asm_estimate_kb: 0x0c_0d0e,
            cached: true,
        };
        let slot = info.to_slot();
        assert_eq!(slot[..15], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 1]);
        assert_eq!(slot[15..], [0; 17]);
        assert_eq!(ProgramInfo::from_slot(slot), info);
        assert_eq!(ProgramInfo::from_slot(B256::ZERO), ProgramInfo::default());
    }

    #[test]
    fn programs_expire_and_may_be_kept_alive() {
        let params = StylusParams::default();
        let start = ARBITRUM_START_TIME + 10 * SECONDS_PER_HOUR;
        let info = ProgramInfo { version: 2, activated_at: 10, ..ProgramInfo::default() };
        let after = |days: u64| start + days * SECONDS_PER_DAY;
        assert_eq!(info.check_active(&params, after(365)), Ok(()));
        let age_secs = 365 * SECONDS_PER_DAY + 1;
        assert_eq!(info.check_active(&params, after(365) + 1), Err(Inactive::Expired { age_secs }));
        assert_eq!(info.time_left_secs(&params, after(364)), SECONDS_PER_DAY);
        assert!(info.may_keep_alive(&params, after(31)));
        assert!(!info.may_keep_alive(&params, after(31) - 1));
        assert_eq!(ProgramInfo::default().check_active(&params, start), Err(Inactive::NotActivated));
        let old = ProgramInfo { version: 1, ..info };
        let upgrade = Inactive::NeedsUpgrade { program: 1, chain: 2 };
        assert_eq!(old.check_active(&params, start), Err(upgrade));
    }
}
