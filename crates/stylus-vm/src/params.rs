//! The Stylus parameters of a chain: state that its owner may change, with the defaults of each
//! ArbOS version.

use crate::arbos::ArbosVersion;

/// Gas in one unit of `min_init_gas`.
pub const MIN_INIT_GAS_UNIT: u64 = 128;
/// Gas in one unit of `min_cached_init_gas`.
pub const MIN_CACHED_GAS_UNIT: u64 = 32;
/// Percent in one unit of the two cost scalars.
pub const COST_SCALAR_PERCENT: u64 = 2;
/// Longest decompressed module of ArbOS versions without `max_wasm_size`, and its default since.
pub const DEFAULT_MAX_WASM_SIZE: u32 = if cfg!(feature = "coverage") { 1 << 20 } else { 128 * 1024 };

/// Stylus parameters of a chain (`stylus-vm.md`, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StylusParams {
    /// Stylus version; programs activated under another one must be activated again.
    pub version: u16,
    /// Ink in one gas.
    pub ink_price: u32,
    /// Stack words a fresh call of a program starts with.
    pub max_stack_depth: u32,
    /// Pages a transaction may open for nothing.
    pub free_pages: u16,
    /// Gas of each open page beyond those.
    pub page_gas: u16,
    /// Reported by a getter only; the table of [`memory_model`](crate::memory_model) is used.
    pub page_ramp: u64,
    /// Most pages a module may start with.
    pub page_limit: u16,
    /// Least gas of initialising a program that is not cached, in units of
    /// [`MIN_INIT_GAS_UNIT`].
    pub min_init_gas: u8,
    /// Least gas of entering any program, in units of [`MIN_CACHED_GAS_UNIT`].
    pub min_cached_init_gas: u8,
    /// Scales the stored init cost, in units of [`COST_SCALAR_PERCENT`].
    pub init_cost_scalar: u8,
    /// Scales the stored cached cost, in units of [`COST_SCALAR_PERCENT`].
    pub cached_cost_scalar: u8,
    /// Days after which a program must be activated again.
    pub expiry_days: u16,
    /// Days after which a program may be kept alive.
    pub keepalive_days: u16,
    /// Capacity of the cache of recently run programs.
    pub block_cache_size: u16,
    /// Longest decompressed module, bytes.
    pub max_wasm_size: u32,
    /// Most fragments under one root.
    pub max_fragment_count: u8,
    /// Gas burnt by each activation, on top of its work.
    pub activation_gas: u64,
}

impl StylusParams {
    /// The parameters of a chain that came up through the upgrades to ArbOS `version`.
    #[must_use]
    pub fn for_arbos(version: impl Into<ArbosVersion>) -> Self {
        let arbos = version.into();
        let stylus = arbos.stylus_version();
        Self {
            version: stylus,
            ink_price: 10_000,
            max_stack_depth: if arbos.number() >= 50 { 22_000 } else { 262_144 },
            free_pages: 2,
            page_gas: 1_000,
            page_ramp: 620_674_314,
            page_limit: 128,
            min_init_gas: if stylus >= 2 { 69 } else { 72 },
            min_cached_init_gas: 11,
            init_cost_scalar: 50,
            cached_cost_scalar: 50,
            expiry_days: 365,
            keepalive_days: 31,
            block_cache_size: 32,
            max_wasm_size: DEFAULT_MAX_WASM_SIZE,
            max_fragment_count: if arbos.has_fragments() { 2 } else { 0 },
            activation_gas: 0,
        }
    }

    /// Ink that `gas` buys, saturating.
    #[must_use]
    pub const fn gas_to_ink(&self, gas: u64) -> u64 {
        gas.saturating_mul(self.ink_price as u64)
    }

    /// Whole gas in `ink`; the fraction is lost.
    #[must_use]
    pub const fn ink_to_gas(&self, ink: u64) -> u64 {
        match ink.checked_div(self.ink_price as u64) {
            Some(gas) => gas,
            None => 0,
        }
    }
}

impl Default for StylusParams {
    fn default() -> Self {
        Self::for_arbos(ArbosVersion::NEWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_arbos_follows_the_upgrades() {
        let at = StylusParams::for_arbos;
        assert_eq!((at(30).version, at(30).min_init_gas), (1, 72));
        assert_eq!((at(31).version, at(31).min_init_gas), (2, 69));
        assert_eq!((at(40).max_stack_depth, at(50).max_stack_depth), (262_144, 22_000));
        assert_eq!((at(51).max_fragment_count, at(60).max_fragment_count), (0, 2));
        assert_eq!(StylusParams::default(), at(60));
    }

    #[test]
    fn ink_and_gas_convert_with_saturation_and_floor() {
        let params = StylusParams::default();
        assert_eq!(params.gas_to_ink(3), 30_000);
        assert_eq!(params.gas_to_ink(u64::MAX), u64::MAX);
        assert_eq!(params.ink_to_gas(29_999), 2);
        assert_eq!(StylusParams { ink_price: 0, ..params }.ink_to_gas(5), 0);
    }
}
