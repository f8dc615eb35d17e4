//! Signing keys on the real precompiles, on the WASM and on the model: no recording has them.

use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Result, ensure};
use surety_abi::IKeyRegistrar as kr;
use surety_scenario::eip712::{
    address_of,
    bn254::{self, g2},
    sign_digest,
};
use surety_tests::{small_world, twins::Twins};

const ECDSA: u8 = 1;
const BN254: u8 = 2;

struct Stage {
    twins: Twins,
    registrar: Address,
    avs: Address,
    operator: Address,
}

impl Stage {
    fn begin() -> Result<Self> {
        let mut twins = surety_tests::twins::deploy(&small_world())?;
        let (registrar, avs, operator) = (twins.at("$kr")?, twins.at("$avs1")?, twins.at("$operator1")?);
        let configure = kr::configureOperatorSetCall { operatorSet: set(avs, 1), curveType: BN254 };
        twins.must(avs, registrar, &configure)?;
        Ok(Self { twins, registrar, avs, operator })
    }

    /// What the operator signs for a key.
    fn digest(&mut self, key: &Bytes) -> Result<B256> {
        let call = kr::getBN254KeyRegistrationMessageHashCall {
            operator: self.operator,
            operatorSet: set(self.avs, 1),
            keyData: key.clone(),
        };
        let answer = self.twins.view(self.registrar, &call)?;
        Ok(kr::getBN254KeyRegistrationMessageHashCall::abi_decode_returns(&answer.output)?)
    }

    /// Tries to register; answers the revert data, `None` if it succeeded.
    fn register(&mut self, key: &Bytes, signature: Vec<u8>) -> Result<Option<String>> {
        let call = kr::registerKeyCall {
            operator: self.operator,
            operatorSet: set(self.avs, 1),
            keyData: key.clone(),
            signature: signature.into(),
        };
        let outcome = self.twins.act(self.operator, self.registrar, &call)?;
        Ok((!outcome.success).then(|| hex::encode(&outcome.output)))
    }
}

fn set(avs: Address, id: u32) -> kr::OperatorSet {
    kr::OperatorSet { avs, id }
}

/// Both halves of a public key, as the registrar takes them.
fn key(g1_secret: U256, g2_secret: U256) -> Result<Bytes> {
    let (x, y) = bn254::mul(g1_secret, bn254::GENERATOR).context("the point at infinity")?;
    let ((x0, x1), (y0, y1)) = g2::mul(g2_secret, g2::GENERATOR).context("the point at infinity")?;
    Ok([x, y, x0, x1, y0, y1].map(|word| word.to_be_bytes::<32>()).concat().into())
}

#[test]
fn bn254_key_is_registered_when_signed_and_whole() -> Result<()> {
    let mut stage = Stage::begin()?;
    for (secret, operator) in [(1_u64, "$operator1"), (0xfeed_beef, "$staker1")] {
        stage.operator = stage.twins.at(operator)?;
        let key = key(U256::from(secret), U256::from(secret))?;
        let digest = stage.digest(&key)?;
        let refused = stage.register(&key, bn254::sign(U256::from(secret), digest))?;
        ensure!(refused.is_none(), "refused: {refused:?}");
        let call = kr::getBN254KeyCall { operatorSet: set(stage.avs, 1), operator: stage.operator };
        let stored =
            kr::getBN254KeyCall::abi_decode_returns(&stage.twins.view(stage.registrar, &call)?.output)?;
        let (x, _) = bn254::mul(U256::from(secret), bn254::GENERATOR).context("the point at infinity")?;
        ensure!(stored.g1Point.X == x, "stored {stored:?}");
        let call = kr::isRegisteredCall { operatorSet: set(stage.avs, 1), operator: stage.operator };
        ensure!(kr::isRegisteredCall::abi_decode_returns(&stage.twins.view(stage.registrar, &call)?.output)?);
    }
    Ok(())
}

/// Order of both groups.
const ORDER: U256 = alloy_primitives::uint!(
    21_888_242_871_839_275_222_246_405_745_257_275_088_548_364_400_416_034_343_698_204_186_575_808_495_617_U256
);

#[test]
fn bn254_keys_of_either_sign_come_back_whole_from_three_words() -> Result<()> {
    let mut stage = Stage::begin()?;
    let secrets = [1_u64, 2, 3, 0xfeed_beef].map(U256::from);
    let secrets = secrets.into_iter().flat_map(|secret| [secret, ORDER - secret]);
    let operators = ["$operator1", "$staker1", "$avs1", "$owner", "$unpauser", "$pauser", "$emissions"];
    let mut signs = std::collections::BTreeSet::new();
    for (operator, secret) in operators.into_iter().zip(secrets) {
        stage.operator = stage.twins.at(operator)?;
        let key = key(secret, secret)?;
        let digest = stage.digest(&key)?;
        let call = kr::registerKeyCall {
            operator: stage.operator,
            operatorSet: set(stage.avs, 1),
            keyData: key.clone(),
            signature: bn254::sign(secret, digest).into(),
        };
        let gas = stage.twins.must(stage.operator, stage.registrar, &call)?.gas.context("the WASM counts")?;
        // Four fresh words: three of the key, one says that it is spent. How much the rest costs depends
        // on how many x the hash tries.
        ensure!(gas.storage_writes < 85_000, "{gas:?}");
        // The model keeps what was sent: both have to answer the same six words.
        let call = kr::getBN254KeyCall { operatorSet: set(stage.avs, 1), operator: stage.operator };
        stage.twins.view(stage.registrar, &call)?;
        let call = kr::getKeyHashCall { operatorSet: set(stage.avs, 1), operator: stage.operator };
        stage.twins.view(stage.registrar, &call)?;
        signs.insert((key.get(63).map(|byte| byte % 2), key.get(159).map(|byte| byte % 2)));
    }
    ensure!(signs.len() == 4, "not every combination of signs: {signs:?}");
    let nobody = kr::getBN254KeyCall { operatorSet: set(stage.avs, 1), operator: Address::ZERO };
    stage.twins.view(stage.registrar, &nobody)?;
    let nobody = kr::getKeyHashCall { operatorSet: set(stage.avs, 1), operator: Address::ZERO };
    ensure!(stage.twins.ask(stage.registrar, &nobody)?.is_zero(), "who has no key has no hash");
    Ok(())
}

#[test]
fn bn254_key_is_refused_when_torn_or_signed_by_another() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (secret, other) = (U256::from(7), U256::from(8));
    // InvalidSignature(): another secret, halves of two keys, another message.
    let whole = key(secret, secret)?;
    let digest = stage.digest(&whole)?;
    ensure!(stage.register(&whole, bn254::sign(other, digest))?.as_deref() == Some("8baa579f"));
    let torn = key(secret, other)?;
    let torn_digest = stage.digest(&torn)?;
    ensure!(stage.register(&torn, bn254::sign(secret, torn_digest))?.as_deref() == Some("8baa579f"));
    ensure!(stage.register(&whole, bn254::sign(secret, torn_digest))?.as_deref() == Some("8baa579f"));
    // InvalidSignature(): not a point's length. InvalidKeyFormat(): not a key's.
    let mut long = bn254::sign(secret, digest);
    long.push(0);
    ensure!(stage.register(&whole, long)?.as_deref() == Some("8baa579f"));
    for len in [0, 64, 191] {
        let part = whole.slice(..len);
        ensure!(stage.register(&part, bn254::sign(secret, digest))?.as_deref() == Some("d1091181"), "{len}");
    }
    ensure!(stage.register(&whole, bn254::sign(secret, digest))?.is_none());
    Ok(())
}

/// The case: until 2022 OpenZeppelin's library took each signature in two forms; whoever marked signatures as
/// used took both.
#[test]
fn ecdsa_key_is_registered_with_the_one_form_of_its_signature() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (avs, operator) = (stage.avs, stage.operator);
    let configure = kr::configureOperatorSetCall { operatorSet: set(avs, 2), curveType: ECDSA };
    stage.twins.must(avs, stage.registrar, &configure)?;
    let secret = B256::repeat_byte(0x11);
    let key = address_of(secret).context("a key")?;
    let call =
        kr::getECDSAKeyRegistrationMessageHashCall { operator, operatorSet: set(avs, 2), keyAddress: key };
    let digest = stage.twins.ask(stage.registrar, &call)?;
    let good = sign_digest(secret, digest).context("a signature")?;
    let order = U256::from_str_radix("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)?;
    let other_s = (order - U256::from_be_slice(&good[32..64])).to_be_bytes::<32>();
    let bad = [
        [&good[..32], &other_s, &[good[64] ^ 7]].concat(),
        [&good[..64], &[good[64] - 27]].concat(),
        good[..64].to_vec(),
        [&good[..], &[0]].concat(),
        Vec::new(),
    ];
    let register = |signature: Vec<u8>| kr::registerKeyCall {
        operator,
        operatorSet: set(avs, 2),
        keyData: key.to_vec().into(),
        signature: signature.into(),
    };
    for signature in bad {
        let outcome = stage.twins.act(operator, stage.registrar, &register(signature.clone()))?;
        ensure!(!outcome.success && hex::encode(&outcome.output) == "8baa579f", "{}", hex::encode(signature));
    }
    stage.twins.must(operator, stage.registrar, &register(good.to_vec()))?;
    let hash = kr::getKeyHashCall { operatorSet: set(avs, 2), operator };
    ensure!(stage.twins.ask(stage.registrar, &hash)? == keccak256(key));
    Ok(())
}
