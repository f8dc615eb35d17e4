//! Deterministic addresses: the usual factory, programs behind it, and the nursery of a deployment.

use alloy_primitives::{Address, B256, Bytes, U256, address, bytes, keccak256};
use surety_proxy::nursery;

/// The deterministic deployment proxy that most chains have: calldata is a salt and init code.
pub const FACTORY: Address = address!("4e59b44847b379578588920cA78FbF26c0B4956C");
/// Who deploys the factory on a chain that lacks it: an account of which there is one transaction only.
pub(crate) const FACTORY_MAKER: Address = address!("3fab184622dc19b6109349b94811493bf2a45362");
/// What that transaction may cost, wei: 100,000 gas at 100 gwei.
pub(crate) const FACTORY_COST: U256 = U256::from_limbs([10_000_000_000_000_000, 0, 0, 0]);
/// That transaction; without chain id, so that it is valid everywhere.
pub(crate) const FACTORY_TRANSACTION: Bytes = bytes!(
    "f8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222"
);
/// The factory's code.
pub(crate) const FACTORY_CODE: Bytes = bytes!(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
);

/// Init code that deploys a program: `PUSH32 length, DUP1, PUSH1 43, PUSH1 0, CODECOPY, PUSH1 0,
/// RETURN`, a zero version byte, the code.
pub(crate) fn program_init(code: &[u8]) -> Vec<u8> {
    let length = U256::from(code.len()).to_be_bytes::<32>();
    let mut init = vec![0x7f];
    init.extend_from_slice(&length);
    init.extend_from_slice(&[0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00]);
    init.extend_from_slice(code);
    init
}

/// Where a program of this code is on every chain. One program serves all deployments on a chain, so
/// its salt is always 0.
#[must_use]
pub fn program_address(code: &[u8]) -> Address {
    FACTORY.create2_from_code(B256::ZERO, program_init(code))
}

/// Calldata with which the factory makes something.
pub(crate) fn factory_call(salt: B256, init_code: &[u8]) -> Bytes {
    [salt.as_slice(), init_code].concat().into()
}

/// Salt and init code of the nursery of a deployer's deployment.
pub(crate) fn nursery_of(deployer: Address, salt: &str) -> (B256, Vec<u8>) {
    (keccak256(salt), nursery::init_code(deployer.into_array()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_consensus::{TxEnvelope, transaction::SignerRecoverable as _};
    use alloy_eips::eip2718::Decodable2718 as _;

    #[test]
    fn the_factory_is_what_its_transaction_makes() {
        let tx = TxEnvelope::decode_2718(&mut FACTORY_TRANSACTION.as_ref()).unwrap();
        assert_eq!(tx.recover_signer().unwrap(), FACTORY_MAKER);
        assert_eq!(FACTORY_MAKER.create(0), FACTORY);
    }

    #[test]
    fn a_program_is_deployed_as_cargo_stylus_does() {
        let init = program_init(&[0xef, 0xf0, 0x00, 0x00, 0x01]);
        assert_eq!(init.len(), 43 + 5);
        assert_eq!(init[32], 5);
        assert_eq!(init[43..], [0xef, 0xf0, 0x00, 0x00, 0x01]);
    }
}
