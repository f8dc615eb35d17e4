//! The router proxy and the clone, executed on the chain.
//!
//! The "programs" behind them answer with everything they were given, so that each test sees what
//! a program would see.

use alloy_primitives::{Address, B256, Bytes, U256, bytes};
use alloy_sol_types::{SolCall, sol};
use anyhow::{Context, Result, ensure};
use surety_devnode::{Chain, Receipt, Tx};
use surety_proxy::{
    clone::{self, Detour},
    router::{ERC1967_IMPLEMENTATION, Router, RouterError, UPGRADED},
    slots,
};

sol! {
    function upgradeTo(uint8 index, address program) external;
    function extsload(bytes32 slot) external;
}

/// Answers its calldata.
const ECHO: Bytes = bytes!("365f5f37365ff3");
/// Reverts with its calldata.
const ECHO_REVERT: Bytes = bytes!("365f5f37365ffd");
/// Answers its calldata and one byte 0xaa more.
const MARKED: Bytes = bytes!("365f5f3760aa3653600136015ff3");

/// Answers `other`.
const SAYS_OTHER: Bytes = bytes!("646f746865725f526005601bf3");

/// 12 bytes for pause bits, the number of programs, and two bytes of parameters.
const TAIL: [u8; 15] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0xbe, 0xef];

/// Compared before the search: one that is routed in each test that routes, one that never is.
const HOT: [u32; 3] = [7, 5, 0x9e37_79b9];

struct World {
    chain: Chain,
    user: Address,
    admin: Address,
}

impl World {
    fn new() -> Result<Self> {
        let mut chain = Chain::builder().build()?;
        let (user, admin) = (chain.actor("user"), chain.actor("admin"));
        Ok(Self { chain, user, admin })
    }

    fn program(&mut self, code: &Bytes) -> Result<[u8; 20]> {
        Ok(self.chain.deploy_code(code.clone())?.into_array())
    }

    fn deploy(&mut self, admin: Option<[u8; 20]>, programs: &[([u8; 20], &[u32])]) -> Result<Address> {
        let code = Router { admin, programs, hot: &HOT, tail: &TAIL }.init_code()?;
        let receipt = self.chain.transact(Tx::create(self.user, code).gas(1 << 24))?;
        receipt.contract_address.context("not deployed")
    }

    fn call(&mut self, from: Address, to: Address, data: impl Into<Bytes>) -> Result<Receipt> {
        Ok(self.chain.transact(Tx::call(from, to).data(data).gas(1 << 24))?)
    }
}

/// Calldata, 12 bytes of pause bits, the number of programs, the parameters.
fn seen(data: &[u8], paused: [u8; 12], programs: u8) -> Vec<u8> {
    [data, &paused, &[programs, 0xbe, 0xef]].concat()
}

#[test]
fn router_appends_its_tail_and_passes_results_and_reverts_on() -> Result<()> {
    let mut world = World::new()?;
    for (code, succeeds) in [(ECHO, true), (ECHO_REVERT, false)] {
        let program = world.program(&code)?;
        let proxy = world.deploy(None, &[(program, &[])])?;
        for data in [&b""[..], b"\x01", b"\x12\x34\x56\x78 and some more words of calldata, to be sure"] {
            let receipt = world.call(world.user, proxy, data.to_vec())?;
            ensure!(receipt.is_success() == succeeds);
            ensure!(receipt.output == seen(data, [0; 12], 1), "{}", receipt.output);
        }
    }
    Ok(())
}

#[test]
fn router_hands_on_the_pause_bits_of_the_slot() -> Result<()> {
    let mut world = World::new()?;
    let program = world.program(&ECHO)?;
    let proxy = world.deploy(None, &[(program, &[])])?;
    let paused = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    let mut word = [0; 32];
    word[..12].copy_from_slice(&paused);
    word[12..].copy_from_slice(&program);
    world.chain.set_storage(proxy, U256::from_be_bytes(slots::IMPLEMENTATION), U256::from_be_bytes(word));
    let receipt = world.call(world.user, proxy, vec![7])?;
    ensure!(receipt.output == seen(&[7], paused, 1), "{}", receipt.output);
    Ok(())
}

#[test]
fn router_sends_each_selector_to_its_program() -> Result<()> {
    let mut world = World::new()?;
    let (first, second) = (world.program(&ECHO)?, world.program(&MARKED)?);
    // Enough selectors for several levels of the search, in no order.
    let routed: Vec<u32> = (0..23_u32).map(|i| i.wrapping_mul(0x9e37_79b9)).collect();
    let proxy = world.deploy(None, &[(first, &[]), (second, &routed)])?;
    for selector in &routed {
        let data = selector.to_be_bytes();
        let receipt = world.call(world.user, proxy, data.to_vec())?;
        let expected = [seen(&data, [0; 12], 2), vec![0xaa]].concat();
        ensure!(receipt.output == expected, "{selector:08x} was not routed");
        for other in [selector.wrapping_add(1), selector.wrapping_sub(1)] {
            let receipt = world.call(world.user, proxy, other.to_be_bytes().to_vec())?;
            ensure!(receipt.output == seen(&other.to_be_bytes(), [0; 12], 2), "{other:08x} was routed");
        }
    }
    Ok(())
}

#[test]
fn router_answers_what_a_slot_holds() -> Result<()> {
    let mut world = World::new()?;
    let (program, second) = (world.program(&ECHO)?, world.program(&MARKED)?);
    let routed: [u32; 5] = [1, 2, 3, 4, u32::MAX];
    let (slot, word) = (B256::repeat_byte(0x51), U256::from(0xfeed_beef_u64) << 130);
    for programs in [&[(program, &[][..])][..], &[(program, &[]), (second, &routed)]] {
        let proxy = world.deploy(None, programs)?;
        world.chain.set_storage(proxy, slot.into(), word);
        let data = extsloadCall { slot }.abi_encode();
        let receipt = world.call(world.user, proxy, data.clone())?;
        ensure!(receipt.is_success() && receipt.output[..] == word.to_be_bytes::<32>(), "{}", receipt.output);
        // As a function of Solidity's: an argument that is cut short, and value, are refused.
        let short = world.call(world.user, proxy, data[..35].to_vec())?;
        ensure!(!short.is_success() && short.output.is_empty());
        world.chain.set_balance(world.user, U256::from(1_u64) << 100);
        let tx = Tx::call(world.user, proxy).data(data).value(U256::ONE).gas(1 << 24);
        ensure!(!world.chain.transact(tx)?.is_success());
    }
    let twice = [(program, &[][..]), (second, &[slots::EXTSLOAD][..])];
    let refused = Router { admin: None, programs: &twice, hot: &[], tail: &TAIL }.runtime();
    ensure!(refused == Err(RouterError::AmbiguousSelector(slots::EXTSLOAD)));
    Ok(())
}

#[test]
fn upgrade_replaces_one_program_and_keeps_the_pause_bits() -> Result<()> {
    let mut world = World::new()?;
    let (first, second) = (world.program(&ECHO)?, world.program(&MARKED)?);
    let admin = world.admin;
    let proxy = world.deploy(Some(admin.into_array()), &[(first, &[]), (first, &[5])])?;
    let slot = |i: u64| U256::from_be_bytes(slots::IMPLEMENTATION) + U256::from(i);
    let word = world.chain.storage(proxy, slot(1)) | (U256::from(77) << 160);
    world.chain.set_storage(proxy, slot(1), word);
    let upgrade = upgradeToCall { index: 1, program: second.into() }.abi_encode();
    let receipt = world.call(admin, proxy, upgrade)?;
    ensure!(receipt.is_success());
    let log = receipt.logs.first().context("no event")?;
    ensure!(log.topics() == [B256::new(UPGRADED), Address::from(second).into_word()]);
    let after = world.chain.storage(proxy, slot(1));
    ensure!(after == (U256::from(77) << 160 | U256::from_be_slice(&second)));
    ensure!(world.call(world.user, proxy, 5_u32.to_be_bytes().to_vec())?.output.ends_with(&[0xaa]));
    ensure!(!world.call(world.user, proxy, 6_u32.to_be_bytes().to_vec())?.output.ends_with(&[0xaa]));
    // The first program's slot is also the one that explorers read.
    let upgrade = upgradeToCall { index: 0, program: second.into() }.abi_encode();
    ensure!(world.call(admin, proxy, upgrade)?.is_success());
    let erc1967 = U256::from_be_bytes(ERC1967_IMPLEMENTATION);
    ensure!(world.chain.storage(proxy, erc1967) == U256::from_be_slice(&second));
    Ok(())
}

#[test]
fn upgrade_is_refused_to_others_and_when_malformed() -> Result<()> {
    let mut world = World::new()?;
    let first = world.program(&ECHO)?;
    let admin = world.admin;
    let proxy = world.deploy(Some(admin.into_array()), &[(first, &[])])?;
    let good = upgradeToCall { index: 0, program: first.into() }.abi_encode();
    let other_index = upgradeToCall { index: 1, program: first.into() }.abi_encode();
    let without_code = upgradeToCall { index: 0, program: world.user }.abi_encode();
    let (mut dirty, mut other_selector) = (good.clone(), good.clone());
    dirty[36] = 1;
    other_selector[0] ^= 1;
    for bad in [&other_index, &without_code, &dirty, &other_selector, &good[..67].to_vec()] {
        let receipt = world.call(admin, proxy, bad.clone())?;
        ensure!(!receipt.is_success() && receipt.output.is_empty(), "accepted {bad:02x?}");
    }
    // To anyone else it is calldata like any other: the program answers.
    let receipt = world.call(world.user, proxy, good.clone())?;
    ensure!(receipt.output == seen(&good, [0; 12], 1));
    // And nobody is the admin of an immutable proxy.
    let fixed = world.deploy(None, &[(first, &[])])?;
    ensure!(world.call(admin, fixed, good.clone())?.output == seen(&good, [0; 12], 1));
    Ok(())
}

#[test]
fn router_cannot_be_built_when_ambiguous_or_out_of_bounds() {
    let program: [u8; 20] = [1; 20];
    let none: &[u32] = &[];
    let build = |programs: &[([u8; 20], &[u32])], tail: &[u8]| {
        Router { admin: None, programs, hot: &[], tail }.runtime().map(|_| ())
    };
    assert_eq!(build(&[], &TAIL), Err(RouterError::ProgramCount(0)));
    assert_eq!(build(&[(program, none); 9], &TAIL), Err(RouterError::ProgramCount(9)));
    assert_eq!(
        build(&[(program, &[]), (program, &[7, 8]), (program, &[8])], &TAIL),
        Err(RouterError::AmbiguousSelector(8))
    );
    assert_eq!(build(&[(program, &[])], &TAIL[..12]), Err(RouterError::TailLength(12)));
    assert_eq!(build(&[(program, &[])], &TAIL), Ok(()));
}

#[test]
fn clone_appends_its_tail() -> Result<()> {
    let mut world = World::new()?;
    let program = world.program(&ECHO)?;
    let code = clone::init_code(program, None, b"tail");
    let receipt = world.chain.transact(Tx::create(world.user, code).gas(1 << 24))?;
    let address = receipt.contract_address.context("not deployed")?;
    let receipt = world.call(world.user, address, vec![1, 2, 3])?;
    ensure!(receipt.output == [&[1, 2, 3][..], b"tail"].concat());
    Ok(())
}

/// However many selectors take the detour, they and no others do.
#[test]
fn clone_sends_the_detour_s_selectors_to_its_program() -> Result<()> {
    let mut world = World::new()?;
    let (program, other) = (world.program(&ECHO)?, world.program(&SAYS_OTHER)?);
    for count in 1..=4_u32 {
        let selectors: Vec<u32> = (1..=count).map(|i| 0xa000_0000 + i).collect();
        let detour = Detour { program: other, selectors: &selectors };
        let code = clone::init_code(program, Some(detour), b"tail");
        let receipt = world.chain.transact(Tx::create(world.user, code).gas(1 << 24))?;
        let address = receipt.contract_address.context("not deployed")?;
        for i in 0..=count + 1 {
            let data = (0xa000_0000 + i).to_be_bytes().to_vec();
            let receipt = world.call(world.user, address, data.clone())?;
            let expected =
                if (1..=count).contains(&i) { b"other".to_vec() } else { [&data[..], b"tail"].concat() };
            ensure!(receipt.output == expected, "selector {i} of {count}: {}", receipt.output);
        }
    }
    Ok(())
}
