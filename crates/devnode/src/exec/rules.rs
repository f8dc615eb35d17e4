//! What a chain's ArbOS version fixes: EVM rules, prices, precompiles.

use alloy_primitives::{Address, address};
use revm::{
    context_interface::cfg::GasParams,
    interpreter::{GasTable, instructions::gas_table_spec},
    precompile::{PrecompileSpecId, Precompiles, secp256r1::P256VERIFY},
    primitives::{AddressSet, hardfork::SpecId},
};
use surety_stylus_vm::arbos::ArbosVersion;

/// Longest code an account may have, bytes (EIP-170).
pub(crate) const MAX_CODE_SIZE: usize = 24_576;
/// Longest init code of transactions and of `CREATE`, bytes (EIP-3860).
pub(crate) const MAX_INIT_CODE_SIZE: usize = 2 * MAX_CODE_SIZE;
/// Deepest frame; the outermost has depth 0.
pub(crate) const MAX_DEPTH: usize = 1_024;
/// First and last address of Arbitrum's precompiles; `0xff` is ArbDebug's.
const ARBITRUM_PRECOMPILES: std::ops::RangeInclusive<u8> = 0x64..=0x74;
const ARB_DEBUG: Address = address!("00000000000000000000000000000000000000ff");

/// Rules of one chain; they never change while it lives.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) arbos: ArbosVersion,
    pub(crate) chain_id: u64,
    pub(crate) spec: SpecId,
    pub(crate) gas_params: GasParams,
    pub(crate) gas_table: GasTable,
    pub(crate) precompiles: Precompiles,
    /// Addresses that are warm in every transaction: all precompiles.
    pub(crate) warm: AddressSet,
}

impl Rules {
    pub(crate) fn new(arbos: ArbosVersion, chain_id: u64) -> Self {
        let spec = evm_spec(arbos);
        let mut precompiles = Precompiles::new(PrecompileSpecId::from_spec_id(spec)).clone();
        if !spec.is_enabled_in(SpecId::OSAKA) {
            // Arbitrum has had secp256r1 (RIP-7212) since ArbOS 30.
            precompiles.extend([P256VERIFY]);
        }
        let warm = precompiles.addresses().copied().chain(arbitrum_precompiles()).collect();
        Self {
            arbos,
            chain_id,
            spec,
            gas_params: GasParams::new_spec(spec),
            gas_table: gas_table_spec(spec),
            precompiles,
            warm,
        }
    }
}

/// All addresses that Arbitrum keeps for its precompiles.
pub(crate) fn arbitrum_precompiles() -> impl Iterator<Item = Address> {
    ARBITRUM_PRECOMPILES.map(Address::with_last_byte).chain([ARB_DEBUG])
}

/// EVM rules of an ArbOS version (`stylus-vm.md`, section 10).
fn evm_spec(arbos: ArbosVersion) -> SpecId {
    match arbos.number() {
        50.. => SpecId::OSAKA,
        40.. => SpecId::PRAGUE,
        _ => SpecId::CANCUN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evm_spec_follows_arbos() {
        let spec = |version: u64| evm_spec(ArbosVersion::new(version));
        assert_eq!(
            [30, 32, 40, 49, 51, 60].map(spec),
            [SpecId::CANCUN, SpecId::CANCUN, SpecId::PRAGUE, SpecId::PRAGUE, SpecId::OSAKA, SpecId::OSAKA,]
        );
    }

    #[test]
    fn every_precompile_is_warm() {
        let rules = Rules::new(ArbosVersion::new(30), 1);
        for last in [0x01, 0x64, 0x71, 0x74, 0xff] {
            assert!(rules.warm.contains(&Address::with_last_byte(last)), "{last:x}");
        }
        assert!(rules.warm.contains(&address!("0000000000000000000000000000000000000100")));
        assert!(!rules.warm.contains(&Address::with_last_byte(0x75)));
    }
}
