//! Where each thing is kept, and how the parameters are packed.

use alloy_primitives::{Address, B256, U256, address};
use surety_stylus_vm::StylusParams;

/// The account that holds ArbOS' state.
pub(crate) const ARBOS_ADDRESS: Address = address!("a4b05fffffffffffffffffffffffffffffffffff");

/// Slots with small numbers; programs are kept by code hash, which is never small.
pub(crate) const PARAMS: U256 = U256::from_limbs([1, 0, 0, 0]);
pub(crate) const MORE_PARAMS: U256 = U256::from_limbs([2, 0, 0, 0]);
pub(crate) const PRICER: U256 = U256::from_limbs([3, 0, 0, 0]);
pub(crate) const NETWORK_FEE_ACCOUNT: U256 = U256::from_limbs([4, 0, 0, 0]);
pub(crate) const L1_MESSAGES: U256 = U256::from_limbs([5, 0, 0, 0]);

/// Key of an L2 block's hash: 256 of them are kept, in places that follow from the number.
pub(crate) fn block_hash(number: u64) -> U256 {
    U256::from_limbs([number % 256, 0, 0, 0xb10c << 48])
}

/// Key of a program's entry.
pub(crate) fn program(code_hash: B256) -> U256 {
    code_hash.into()
}

/// Takes fixed-width fields from the left of a word.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> u64 {
        let (field, rest) = self.0.split_first_chunk::<N>().map_or(([0; N], &[][..]), |(f, r)| (*f, r));
        self.0 = rest;
        field.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
    }
}

fn narrow<T: TryFrom<u64> + Default>(value: u64) -> T {
    T::try_from(value).unwrap_or_default()
}

/// The two words of the parameters.
pub(crate) fn pack_params(params: &StylusParams) -> [U256; 2] {
    let p = params;
    let first = [
        &p.version.to_be_bytes()[..],
        &p.ink_price.to_be_bytes(),
        &p.max_stack_depth.to_be_bytes(),
        &p.free_pages.to_be_bytes(),
        &p.page_gas.to_be_bytes(),
        &p.page_ramp.to_be_bytes(),
        &p.page_limit.to_be_bytes(),
        &[p.min_init_gas, p.min_cached_init_gas, p.init_cost_scalar, p.cached_cost_scalar],
        &p.expiry_days.to_be_bytes(),
        &p.keepalive_days.to_be_bytes(),
    ];
    let second = [
        &p.block_cache_size.to_be_bytes()[..],
        &p.max_wasm_size.to_be_bytes(),
        &[p.max_fragment_count],
        &p.activation_gas.to_be_bytes(),
    ];
    [word(&first.concat()), word(&second.concat())]
}

/// Reads [`pack_params`]' layout.
pub(crate) fn unpack_params(words: [U256; 2]) -> StylusParams {
    let [first, second] = words.map(|word| word.to_be_bytes::<32>());
    let mut a = Reader(&first);
    let mut b = Reader(&second);
    StylusParams {
        version: narrow(a.take::<2>()),
        ink_price: narrow(a.take::<4>()),
        max_stack_depth: narrow(a.take::<4>()),
        free_pages: narrow(a.take::<2>()),
        page_gas: narrow(a.take::<2>()),
        page_ramp: a.take::<8>(),
        page_limit: narrow(a.take::<2>()),
        min_init_gas: narrow(a.take::<1>()),
        min_cached_init_gas: narrow(a.take::<1>()),
        init_cost_scalar: narrow(a.take::<1>()),
        cached_cost_scalar: narrow(a.take::<1>()),
        expiry_days: narrow(a.take::<2>()),
        keepalive_days: narrow(a.take::<2>()),
        block_cache_size: narrow(b.take::<2>()),
        max_wasm_size: narrow(b.take::<4>()),
        max_fragment_count: narrow(b.take::<1>()),
        activation_gas: b.take::<8>(),
    }
}

/// Bytes at the left of a word.
fn word(bytes: &[u8]) -> U256 {
    B256::right_padding_from(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_survive_packing() {
        for version in [30, 31, 40, 51, 60] {
            let params = StylusParams { activation_gas: version, ..StylusParams::for_arbos(version) };
            assert_eq!(unpack_params(pack_params(&params)), params);
        }
    }

    #[test]
    fn parameters_survive_packing_at_their_widest() {
        let params = StylusParams {
            version: u16::MAX,
            ink_price: u32::MAX,
            max_stack_depth: u32::MAX,
            page_ramp: u64::MAX,
            keepalive_days: u16::MAX,
            max_fragment_count: u8::MAX,
            activation_gas: u64::MAX,
            ..StylusParams::default()
        };
        assert_eq!(unpack_params(pack_params(&params)), params);
    }
}
