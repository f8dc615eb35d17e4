//! Signature replay across chains, contracts and nonces.
//!
//! The cases: on the proof-of-work fork of Ethereum in 2022 messages that the Omni bridge had paid on the
//! main chain were paid again, because no live chain id was part of what was checked. In 2023 the signatures
//! of one owner's smart account counted for its others, Alchemy's LightAccount among more than a dozen kinds,
//! because no account was named. And until OpenZeppelin mended its library in 2022, contracts that marked
//! signatures as used, not nonces, took each twice, in its long and its short form.

use crate::scene::{ONE, Scene};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolError as _};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{
    IAVSDirectory as avsd, IDelegationManager as dm, IKeyRegistrar as kr, IStrategyManager as sm,
};
use surety_scenario::{
    eip712::{DomainBase, Signable, sign_digest},
    story::cast::{default_params, keys},
};

const SALT: B256 = B256::repeat_byte(9);

/// What is signed, by whom, and the call that uses it.
struct Signed {
    signer: &'static str,
    from: &'static str,
    message: Signable,
    call: fn(&Scene, Bytes) -> Result<Vec<u8>>,
}

fn domain(chain_id: u64, name: &str) -> DomainBase {
    let params = default_params();
    DomainBase { name: name.to_owned(), version: params.version, chain_id }
}

fn sign(signer: &str, domain: &DomainBase, contract: Address, message: &Signable) -> Result<Bytes> {
    let key = keys().get(&format!("${signer}")).context("no key")?;
    let digest = domain.digest(contract, message.struct_hash());
    Ok(sign_digest(*key, digest).context("cannot sign")?.into())
}

fn contract_of(message: &Signable) -> &'static str {
    message.verifier_symbol().trim_start_matches('$')
}

/// Every kind of signature that the core takes.
fn everything(scene: &Scene) -> Result<Vec<Signed>> {
    let (operator, avs) = (scene.at("operator1")?, scene.at("avs1")?);
    let deposit = Signable::Deposit {
        staker: scene.at("staker1")?,
        strategy: scene.at("strategyA")?,
        token: scene.at("tokenA")?,
        amount: U256::from(ONE),
        nonce: U256::ZERO,
        expiry: U256::MAX,
    };
    let approval = Signable::DelegationApproval {
        delegation_approver: scene.at("approver1")?,
        staker: scene.at("staker1")?,
        operator,
        salt: SALT,
        expiry: U256::MAX,
    };
    let joining = Signable::OperatorAvsRegistration { operator, avs, salt: SALT, expiry: U256::MAX };
    let key = Signable::EcdsaKeyRegistration {
        operator,
        avs,
        operator_set_id: 1,
        key_address: scene.at("ecdsaKey1")?,
    };
    Ok(vec![
        Signed { signer: "staker1", from: "staker2", message: deposit, call: deposit_call },
        Signed { signer: "approver1", from: "staker1", message: approval, call: delegation_call },
        Signed { signer: "operator1", from: "avs1", message: joining, call: joining_call },
        Signed { signer: "ecdsaKey1", from: "operator1", message: key, call: key_call },
    ])
}

fn deposit_call(scene: &Scene, signature: Bytes) -> Result<Vec<u8>> {
    Ok(sm::depositIntoStrategyWithSignatureCall {
        strategy: scene.at("strategyA")?,
        token: scene.at("tokenA")?,
        amount: U256::from(ONE),
        staker: scene.at("staker1")?,
        expiry: U256::MAX,
        signature,
    }
    .abi_encode())
}

fn delegation_call(scene: &Scene, signature: Bytes) -> Result<Vec<u8>> {
    Ok(dm::delegateToCall {
        operator: scene.at("operator1")?,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature, expiry: U256::MAX },
        approverSalt: SALT,
    }
    .abi_encode())
}

fn joining_call(scene: &Scene, signature: Bytes) -> Result<Vec<u8>> {
    Ok(avsd::registerOperatorToAVSCall {
        operator: scene.at("operator1")?,
        operatorSignature: avsd::SignatureWithSaltAndExpiry { signature, salt: SALT, expiry: U256::MAX },
    }
    .abi_encode())
}

fn key_call(scene: &Scene, signature: Bytes) -> Result<Vec<u8>> {
    Ok(kr::registerKeyCall {
        operator: scene.at("operator1")?,
        operatorSet: kr::OperatorSet { avs: scene.at("avs1")?, id: 1 },
        keyData: scene.at("ecdsaKey1")?.to_vec().into(),
        signature,
    }
    .abi_encode())
}

/// An operator with an approver, and a set that takes ECDSA keys.
fn open(chain_id: u64) -> Result<Scene> {
    let mut scene = Scene::with(&surety_scenario::world::WorldParams { chain_id, ..default_params() })?;
    scene.create_set()?;
    let approver = scene.at("approver1")?;
    scene.become_operator("operator1", approver)?;
    let operator_set = kr::OperatorSet { avs: scene.at("avs1")?, id: 1 };
    scene.must("avs1", "kr", &kr::configureOperatorSetCall { operatorSet: operator_set, curveType: 1 })?;
    Ok(scene)
}

impl Signed {
    fn try_with(&self, scene: &mut Scene, signature: Bytes) -> Result<bool> {
        let (from, to) = (scene.at(self.from)?, scene.at(contract_of(&self.message))?);
        let data = (self.call)(scene, signature)?;
        let outcome = scene.send(from, to, data);
        let refused = outcome.output.get(..4) == Some(sm::InvalidSignature::SELECTOR.as_slice());
        ensure!(outcome.success || refused, "it fails with {} instead", outcome.output);
        Ok(outcome.success)
    }
}

#[test]
fn signature_for_another_chain_contract_or_name_is_refused() -> Result<()> {
    let here = default_params().chain_id;
    let mut scene = open(here)?;
    for signed in everything(&scene)? {
        let verifier = contract_of(&signed.message);
        let contract = scene.at(verifier)?;
        let right = domain(here, &default_params().eip712_name);
        let mut wrong = vec![
            (
                "another chain",
                sign(signed.signer, &domain(here + 1, &right.name), contract, &signed.message)?,
            ),
            (
                "another protocol",
                sign(signed.signer, &domain(here, "EigenLayer"), contract, &signed.message)?,
            ),
            ("another signer", sign("admin1", &right, contract, &signed.message)?),
        ];
        for other in ["sm", "dm", "avsd", "kr", "am", "rc"].into_iter().filter(|other| *other != verifier) {
            wrong.push((other, sign(signed.signer, &right, scene.at(other)?, &signed.message)?));
        }
        for (what, signature) in wrong {
            ensure!(!signed.try_with(&mut scene, signature)?, "{verifier} takes that of {what}");
        }
        let good = sign(signed.signer, &right, contract, &signed.message)?;
        ensure!(signed.try_with(&mut scene, good)?, "{verifier} takes the right one");
    }
    Ok(())
}

/// The same contracts at the same addresses on another chain: what one took, the other does not.
#[test]
fn signature_that_one_chain_took_is_refused_by_its_twin() -> Result<()> {
    let here = default_params().chain_id;
    let (mut one, mut other) = (open(here)?, open(here + 1)?);
    for signed in everything(&one)? {
        let verifier = contract_of(&signed.message);
        let contract = one.at(verifier)?;
        ensure!(other.at(verifier)? == contract, "the twin is elsewhere");
        let signature =
            sign(signed.signer, &domain(here, &default_params().eip712_name), contract, &signed.message)?;
        ensure!(!signed.try_with(&mut other, signature.clone())?, "{verifier} takes it on the other chain");
        ensure!(signed.try_with(&mut one, signature)?, "{verifier} refuses its own");
    }
    Ok(())
}

#[test]
fn signature_counts_once() -> Result<()> {
    let here = default_params().chain_id;
    let mut scene = open(here)?;
    let right = domain(here, &default_params().eip712_name);
    let mut used = Vec::new();
    for signed in everything(&scene)? {
        let contract = scene.at(contract_of(&signed.message))?;
        let signature = sign(signed.signer, &right, contract, &signed.message)?;
        ensure!(signed.try_with(&mut scene, signature.clone())?);
        used.push((signed, signature));
    }
    // The door is open again, but for another signature.
    let (staker, operator) = (scene.at("staker1")?, scene.at("operator1")?);
    scene.must("staker1", "dm", &dm::undelegateCall { staker })?;
    scene.must("avs1", "avsd", &avsd::deregisterOperatorFromAVSCall { operator })?;
    let operator_set = kr::OperatorSet { avs: scene.at("avs1")?, id: 1 };
    scene.must("operator1", "kr", &kr::deregisterKeyCall { operator, operatorSet: operator_set })?;
    let errors = [
        sm::InvalidSignature::SELECTOR,
        dm::SaltSpent::SELECTOR,
        avsd::SaltSpent::SELECTOR,
        kr::KeyAlreadyRegistered::SELECTOR,
    ];
    for ((signed, signature), error) in used.into_iter().zip(errors) {
        let (from, to) = (scene.at(signed.from)?, scene.at(contract_of(&signed.message))?);
        let data = (signed.call)(&scene, signature)?;
        let outcome = scene.send(from, to, data);
        ensure!(!outcome.success && outcome.output[..] == error, "{:?}: {outcome:?}", signed.message);
    }
    ensure!(scene.shares("staker1")?.is_zero(), "undelegating queued the one deposit");
    Ok(())
}
