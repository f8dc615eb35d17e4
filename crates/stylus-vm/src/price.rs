//! Price constants (`stylus-vm.md`, section 1). Ink unless a name ends in `_GAS`.

/// Base price of a host function.
pub const HOSTIO: u64 = 8_400;
/// Each fixed-size pointer argument.
pub const PTR: u64 = 5_040;
/// A request that leaves the VM.
pub const EVM_API: u64 = 59_673;
/// `math_div` and `math_mod`.
pub const DIV: u64 = 20_000;
/// `math_add_mod`.
pub const ADD_MOD: u64 = 21_000;
/// `math_mul_mod`.
pub const MUL_MOD: u64 = 24_100;

/// Access to a cold account.
pub const COLD_ACCOUNT_GAS: u64 = 2_600;
/// Access to a warm account or slot, and each transient access.
pub const WARM_ACCESS_GAS: u64 = 100;
/// Access to a cold slot.
pub const COLD_SLOT_GAS: u64 = 2_100;
/// Gas that must be left for a storage write.
pub const SSTORE_SENTRY_GAS: u64 = 2_300;
/// Flat part of a log, and each of its topics.
pub const LOG_TOPIC_GAS: u64 = 375;
/// Each data byte of a log.
pub const LOG_DATA_GAS: u64 = 8;

/// The host writes `len` bytes into the program.
#[must_use]
pub const fn write(len: u32) -> u64 {
    5_040 + 30 * (len.saturating_sub(32) as u64)
}

/// The host reads `len` bytes from the program.
#[must_use]
pub const fn read(len: u32) -> u64 {
    16_381 + 55 * (len.saturating_sub(32) as u64)
}

/// Hashing `len` bytes.
#[must_use]
pub const fn keccak(len: u32) -> u64 {
    let words = len.div_ceil(32) as u64;
    121_800 + 21_000 * words.saturating_sub(2)
}

/// Raising to a big-endian exponent.
#[must_use]
pub fn pow(exponent: &[u8; 32]) -> u64 {
    let zeros = exponent.iter().take_while(|byte| **byte == 0).count();
    // `zeros` is at most 32.
    3_000 + 17_500 * (33 - zeros as u64)
}

/// Least gas that returning `len` bytes costs: EVM memory for them (section 4.1, step 8).
#[must_use]
pub const fn return_data_gas(len: usize) -> u64 {
    let words = len.div_ceil(32) as u64;
    words.saturating_mul(3).saturating_add(words.saturating_mul(words) / 512)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_grow_beyond_their_flat_part() {
        assert_eq!((write(0), write(32), write(33)), (5_040, 5_040, 5_070));
        assert_eq!((read(0), read(32), read(33)), (16_381, 16_381, 16_436));
        assert_eq!((keccak(0), keccak(64), keccak(65)), (121_800, 121_800, 142_800));
        assert_eq!(keccak(u32::MAX), 121_800 + 21_000 * ((1 << 27) - 2));
    }

    #[test]
    fn pow_counts_significant_bytes() {
        let mut exponent = [0; 32];
        assert_eq!(pow(&exponent), 20_500);
        exponent[31] = 1;
        assert_eq!(pow(&exponent), 38_000);
        exponent[0] = 1;
        assert_eq!(pow(&exponent), 580_500);
    }

    #[test]
    fn return_data_costs_evm_memory() {
        assert_eq!((return_data_gas(0), return_data_gas(1), return_data_gas(32)), (0, 3, 3));
        assert_eq!(return_data_gas(32 * 1_024), 3 * 1_024 + 2_048);
    }
}
