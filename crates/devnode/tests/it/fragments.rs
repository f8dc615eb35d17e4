//! Programs in fragments.

use crate::support::{ECHO, at, chain, chain_at, program, send};
use alloy_primitives::{Address, Bytes};
use anyhow::Result;
use surety_devnode::{Chain, HaltReason, InstallError, Tx, TxStatus, precompiles::abi::ArbWasm};
use surety_stylus_vm::code::{deploy_init_code, fragment_codes, root_code};

/// The echo program with incompressible ballast, so that its code is longer than an account's.
fn large() -> Result<Vec<u8>> {
    let mut seed = 1_u32;
    let ballast: String = (0..30_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("\\{:02x}", seed >> 24)
        })
        .collect();
    let text = format!(
        "(module (import \"vm_hooks\" \"read_args\" (func $read_args (param i32)))
          (import \"vm_hooks\" \"write_result\" (func $write_result (param i32 i32)))
          (memory (export \"memory\") 1 1) (data (i32.const 1000) \"{ballast}\")
          (func (export \"user_entrypoint\") (param $len i32) (result i32) {ECHO}))"
    );
    Ok(wat::parse_str(text)?)
}

/// Puts a root over `fragments` into the chain.
fn root(chain: &mut Chain, wasm_len: usize, fragments: &[Vec<u8>]) -> Result<Address> {
    let addresses: Vec<_> = (1..).map(at).take(fragments.len()).collect();
    for (address, code) in addresses.iter().zip(fragments) {
        chain.set_code(*address, code.clone().into());
    }
    let root = at(0xa0);
    chain.set_code(root, root_code(u32::try_from(wasm_len)?, &addresses).into());
    Ok(root)
}

/// What an activation came to, if it failed.
fn refusal(result: Result<surety_devnode::Receipt, InstallError>) -> (TxStatus, Bytes) {
    match result {
        Err(InstallError::Call(error)) => {
            let receipt = error.receipt().expect("it ran");
            (receipt.status, receipt.output.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_large_program_is_installed_in_fragments_and_runs() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let echo = chain.install_program(&large()?)?;
    assert_eq!(chain.code(echo)[..3], [0xef, 0xf0, 0x02]);
    assert_eq!(chain.code(echo).len(), 8 + 2 * 20);
    assert_eq!(send(&mut chain, alice, echo, [1, 2, 3])?.output, [1, 2, 3].to_vec());
    let placed = at(0xbb);
    chain.set_program(placed, &large()?)?;
    assert_eq!(send(&mut chain, alice, placed, [4])?.output, [4].to_vec());
    Ok(())
}

#[test]
fn older_chains_have_no_fragments() -> Result<()> {
    let (mut chain, _) = chain_at(51)?;
    let refused = chain.install_program(&large()?);
    assert!(matches!(refused, Err(InstallError::TooLong(len)) if len > 24_576));
    Ok(())
}

#[test]
fn fragments_are_paid_for_at_activation_alone() -> Result<()> {
    let module = program(ECHO)?;
    let activation_gas = |pieces: usize| -> Result<u64> {
        let (mut chain, _) = chain()?;
        let payload = module.len().div_ceil(pieces);
        let compressed = fragment_codes(&module, usize::MAX).concat().len() - 3;
        let codes = fragment_codes(&module, compressed.div_ceil(pieces) + 3);
        assert_eq!(codes.len(), pieces, "{payload}");
        let root = root(&mut chain, module.len(), &codes)?;
        let receipt = chain.activate_program(root)?;
        Ok(receipt.gas_used - receipt.intrinsic_gas)
    };
    let (one, two) = (activation_gas(1)?, activation_gas(2)?);
    // Another cold account, and at most one more word of code.
    assert!((2_597..=2_606).contains(&(two - one)), "{}", two - one);
    let (mut chain, _) = chain()?;
    let address = at(0xb0);
    chain.set_code(address, surety_stylus_vm::code::classic_code(&module).into());
    let classic = chain.activate_program(address)?;
    let words = 3 * u64::try_from(fragment_codes(&module, usize::MAX).concat().len().div_ceil(32))?;
    assert_eq!(one, classic.gas_used - classic.intrinsic_gas + 2_600 + words);
    Ok(())
}

#[test]
fn malformed_roots_revert_and_hand_gas_back() -> Result<()> {
    let module = program(ECHO)?;
    let codes = fragment_codes(&module, usize::MAX);
    let (mut chain, _) = chain()?;
    let wrong_length = root(&mut chain, module.len() + 1, &codes)?;
    assert_eq!(refusal(chain.activate_program(wrong_length)), (TxStatus::Revert, Bytes::new()));
    let three = fragment_codes(&module, codes.concat().len() / 3 + 3);
    let too_many = root(&mut chain, module.len(), &three)?;
    assert!(three.len() > 2);
    assert_eq!(refusal(chain.activate_program(too_many)), (TxStatus::Revert, Bytes::new()));
    let no_fragment = root(&mut chain, module.len(), &[vec![0xfe; 9]])?;
    assert_eq!(refusal(chain.activate_program(no_fragment)), (TxStatus::Revert, Bytes::new()));
    Ok(())
}

#[test]
fn a_fragment_is_no_program() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let fragment = fragment_codes(&program(ECHO)?, usize::MAX).concat();
    let receipt = chain.transact(Tx::create(alice, deploy_init_code(&fragment)))?;
    let address = receipt.contract_address.expect("waived from EIP-3541");
    let (status, _) = refusal(chain.activate_program(address));
    assert_eq!(status, TxStatus::Revert);
    let call = chain.transact(Tx::call(alice, address).gas(100_000))?;
    assert!(matches!(call.status, TxStatus::Halt(HaltReason::Evm(_))));
    assert_eq!(call.gas_used, 100_000);
    Ok(())
}

#[test]
fn code_that_is_no_program_is_named_so() -> Result<()> {
    use alloy_sol_types::SolError;
    let named: Bytes = ArbWasm::ProgramNotWasm {}.abi_encode().into();
    for (arbos, foreign) in [(60, named.clone()), (51, Bytes::new())] {
        let (mut chain, _) = chain_at(arbos)?;
        assert_eq!(refusal(chain.activate_program(at(1))), (TxStatus::Revert, named.clone()));
        chain.set_code(at(2), vec![0x60, 0x00].into());
        assert_eq!(refusal(chain.activate_program(at(2))), (TxStatus::Revert, foreign));
    }
    Ok(())
}
