//! Upgrades to wrong code.
//!
//! The cases: Audius lost its treasury in 2022 to a proxy whose own variables lay over the program's, so that
//! it could be initialised again; Nomad its bridge to a routine upgrade with a wrong initial value; and in
//! 2021 whoever initialised a bare implementation of OpenZeppelin's UUPS proxies could upgrade it to code
//! that destroys it. Of programs in fragments no case is public: they are new, and are here because a root
//! can name any code. Here proxies keep nothing where programs do, nobody but the admin upgrades, an account
//! without code is refused, and whatever else the admin puts in by mistake (a program that is not activated,
//! or another contract's) stops the contract and moves nothing, until the next upgrade.

use crate::scene::{ONE, Scene};
use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall as _, sol};
use anyhow::{Context as _, Result, bail, ensure};
use surety_abi::{IDelegationManager as dm, IStrategyVault as vault};
use surety_proxy::slots;
use surety_stylus_vm::code::{fragment_codes, root_code};
use surety_tests::root;
use surety_wasm_build::{BuildOptions, build_all};

sol! {
    function upgradeTo(uint8 index, address program) external;
}

/// Programs of the delegation manager.
const PROGRAMS: u8 = 4;

/// What must stay whole: tokens and shares of the staker, and those of the strategy.
fn wealth(scene: &mut Scene) -> Result<[U256; 4]> {
    let pool = scene.ask("strategyA", &vault::totalSharesCall {})?;
    Ok([scene.held("staker1")?, scene.shares("staker1")?, scene.held("strategyA")?, pool])
}

fn program_of(scene: &mut Scene, proxy: Address, index: u8) -> Address {
    let slot = U256::from_be_bytes(slots::IMPLEMENTATION) + U256::from(index);
    Address::from_word(scene.chain().storage(proxy, slot).into())
}

/// What the admin sends; answers whether it counts.
fn try_upgrade(scene: &mut Scene, index: u8, program: Address) -> Result<bool> {
    // The account that the test's deployment gives its proxies as timelock.
    let admin = Address::from_word(keccak256("placeholder $timelock"));
    scene.chain().set_balance(admin, U256::from(ONE));
    let to = scene.at("dm")?;
    let outcome = scene.send(admin, to, upgradeToCall { index, program }.abi_encode());
    ensure!(outcome.success == (program_of(scene, to, index) == program));
    Ok(outcome.success)
}

fn upgrade(scene: &mut Scene, index: u8, program: Address) -> Result<()> {
    ensure!(try_upgrade(scene, index, program)?, "the admin upgrades");
    Ok(())
}

/// Delegating to an account without code succeeds and does nothing: with one as the program that keeps the
/// ledger, a deposit would take tokens and note no shares.
#[test]
fn account_without_code_is_refused_as_a_program() -> Result<()> {
    let mut scene = Scene::open()?;
    for index in 0..PROGRAMS {
        for empty in [Address::ZERO, Address::repeat_byte(0x3a), scene.at("staker3")?] {
            ensure!(!try_upgrade(&mut scene, index, empty)?, "{empty} is program {index}");
        }
    }
    Ok(())
}

#[test]
fn nobody_but_the_admin_upgrades() -> Result<()> {
    let mut scene = Scene::open()?;
    let mallory = scene.at("staker3")?;
    for proxy in ["dm", "sm", "am", "rc", "sf", "avsd", "rm", "kr", "pr", "tm", "strategyA"] {
        let to = scene.at(proxy)?;
        let before = program_of(&mut scene, to, 0);
        for who in ["staker3", "owner", "deployer", "unpauser"] {
            let from = scene.at(who)?;
            let outcome = scene.send(from, to, upgradeToCall { index: 0, program: mallory }.abi_encode());
            ensure!(!outcome.success, "{who} upgraded {proxy}");
        }
        ensure!(program_of(&mut scene, to, 0) == before);
    }
    Ok(())
}

/// A staker with 100 tokens, of which 40 can be completed; answers the completion.
fn open() -> Result<(Scene, dm::completeQueuedWithdrawalCall)> {
    let mut scene = Scene::open()?;
    scene.stake()?;
    let queue = scene.queue_call(U256::from(40 * ONE))?;
    scene.must("staker1", "dm", &queue)?;
    scene.wait(11, 132);
    let completion = scene.completion("staker1")?;
    Ok((scene, completion))
}

/// With a wrong program in a slot of the delegation manager a deposit and a completion fail or do what
/// they should: none takes half of it. Answers whether the completion went through.
fn all_or_nothing(
    scene: &mut Scene,
    completion: &dm::completeQueuedWithdrawalCall,
    (index, wrong): (u8, Address),
) -> Result<bool> {
    let (staker, ledger, deposits) = (scene.at("staker1")?, scene.at("dm")?, scene.at("sm")?);
    let (before, right) = (wealth(scene)?, program_of(scene, ledger, index));
    let (one, paid) = (U256::from(ONE), U256::from(40 * ONE));
    let whole_deposit = [before[0] - one, before[1] + one, before[2] + one, before[3] + one];
    let whole_completion = [before[0] + paid, before[1], before[2] - paid, before[3] - paid];
    let mut completes = false;
    for (to, data, whole) in [
        (deposits, scene.deposit_call(ONE)?.abi_encode(), whole_deposit),
        (ledger, completion.abi_encode(), whole_completion),
    ] {
        let mut rehearsal = scene.fork();
        upgrade(&mut rehearsal, index, wrong)?;
        let went = rehearsal.send(staker, to, data).success;
        // Views need the right program as well.
        upgrade(&mut rehearsal, index, right)?;
        let after = wealth(&mut rehearsal)?;
        ensure!(after == before || went && after == whole, "{wrong} as {index}: {before:?}, {after:?}");
        completes = went && after == whole;
    }
    Ok(completes)
}

/// What the admin mended works as if nothing had been.
fn all_is_well(scene: &mut Scene, completion: &dm::completeQueuedWithdrawalCall) -> Result<()> {
    let before = scene.held("staker1")?;
    scene.must("staker1", "dm", completion)?;
    ensure!(scene.held("staker1")? == before + U256::from(40 * ONE));
    let (staker, strategy) = (scene.at("staker1")?, scene.at("strategyA")?);
    let left = dm::getWithdrawableSharesCall { staker, strategies: vec![strategy] };
    let (left, held) = (scene.ask("dm", &left)?.withdrawableShares, scene.shares("staker1")?);
    ensure!(left == [held], "{left:?} of {held}");
    Ok(())
}

/// Programs in fragments: a root that names a missing, foreign, or misplaced fragment cannot be
/// activated, and stops the contract if it is put in all the same; the right one works.
#[test]
fn program_with_a_missing_or_wrong_fragment_moves_nothing() -> Result<()> {
    let (mut scene, completion) = open()?;
    let options = BuildOptions { root: root().to_owned(), ..BuildOptions::from_env()? };
    let built = build_all(&options)?;
    let find =
        |name: &str| built.iter().find(|program| program.name == name).with_context(|| format!("no {name}"));
    let (flows, foreign) = (find("share-flows")?, &find("key-registrar")?.wasm);
    let module = &flows.wasm;
    let half = fragment_codes(module, usize::MAX).concat().len() / 2 + 8;
    let codes = [fragment_codes(module, half), fragment_codes(foreign, half)];
    let [[first, second], [other, ..]] = [codes[0].as_slice(), codes[1].as_slice()] else {
        bail!("two fragments each")
    };
    let at = Address::repeat_byte;
    for (place, code) in [(0xf1, first), (0xf2, second), (0xf3, other)] {
        scene.chain().set_code(at(place), code.clone().into());
    }
    let len = u32::try_from(module.len())?;
    let manager = scene.at("dm")?;
    let slots: Vec<_> = (0..PROGRAMS)
        .filter(|index| {
            let program = program_of(&mut scene, manager, *index);
            scene.chain().code(program)[..] == flows.code[..]
        })
        .collect();
    let [slot] = slots[..] else { bail!("completions are in {slots:?}") };
    for (nth, fragments) in
        [vec![0xf1], vec![0xf1, 0xfe], vec![0xf2, 0xf1], vec![0xf1, 0xf3], vec![0xf3, 0xf2], vec![0xf1, 0xf2]]
            .into_iter()
            .enumerate()
    {
        let addresses: Vec<_> = fragments.iter().map(|place| at(*place)).collect();
        let program = at(0xe0 + u8::try_from(nth)?);
        scene.chain().set_code(program, root_code(len, &addresses).into());
        let is_right = fragments == [0xf1, 0xf2];
        let activated = scene.chain().activate_program(program).is_ok();
        ensure!(activated == is_right, "{fragments:x?}: {activated}");
        let completes = all_or_nothing(&mut scene, &completion, (slot, program))?;
        ensure!(completes == is_right, "{fragments:x?} completes: {completes}");
    }
    all_is_well(&mut scene, &completion)
}

#[test]
fn wrong_program_moves_nothing_until_the_next_upgrade() -> Result<()> {
    let (mut scene, completion) = open()?;
    let (manager, coordinator, key_registrar) = (scene.at("dm")?, scene.at("rc")?, scene.at("kr")?);
    let ledger = program_of(&mut scene, manager, 0);
    // A program's code with one byte changed: compressed nonsense that was never activated.
    let mut broken = scene.chain().code(ledger).to_vec();
    if let Some(last) = broken.last_mut() {
        *last ^= 1;
    }
    let inactive = Address::repeat_byte(0x3b);
    scene.chain().set_code(inactive, Bytes::from(broken));
    let others = [program_of(&mut scene, coordinator, 0), program_of(&mut scene, key_registrar, 0)];
    for wrong in [inactive, others[0], others[1], manager] {
        for index in 0..PROGRAMS {
            all_or_nothing(&mut scene, &completion, (index, wrong))?;
        }
    }
    all_is_well(&mut scene, &completion)
}
