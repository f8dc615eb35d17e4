//! Signing keys of operators.

use crate::{GasError, stage::Stage};
use alloy_primitives::{Bytes, U256};
use surety_abi::IKeyRegistrar as kr;
use surety_scenario::eip712::bn254::{self, g2};

/// `CurveType` of the registrar.
const ECDSA: u8 = 1;
const BN254: u8 = 2;
/// Secrets whose keys have hardly a zero byte.
const SECRETS: [u64; 2] = [0x5eed_0000_0000_0001, 0x5eed_0000_0000_0002];

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    let avs = stage.at("avs1")?;
    let (ecdsa, pairing) = (kr::OperatorSet { avs, id: 1 }, kr::OperatorSet { avs, id: 2 });
    let configure = |operatorSet: &kr::OperatorSet, curveType| kr::configureOperatorSetCall {
        operatorSet: operatorSet.clone(),
        curveType,
    };
    stage.measure("ECDSA", "avs1", "kr", &configure(&ecdsa, ECDSA))?;
    stage.send("avs1", "kr", &configure(&pairing, BN254))?;

    let (operator, keyAddress) = (stage.at("operator1")?, stage.at("ecdsaKey1")?);
    let call =
        kr::getECDSAKeyRegistrationMessageHashCall { operator, operatorSet: ecdsa.clone(), keyAddress };
    let digest = stage.ask("kr", &call)?;
    let call = kr::registerKeyCall {
        operator,
        operatorSet: ecdsa.clone(),
        keyData: Bytes::copy_from_slice(keyAddress.as_slice()),
        signature: stage.sign("ecdsaKey1", digest)?,
    };
    stage.measure("ECDSA", "operator1", "kr", &call)?;
    for ((variant, by), secret) in
        [("BN254 (key 1)", "operator1"), ("BN254 (key 2)", "operator2")].into_iter().zip(SECRETS)
    {
        let call = bn254_key(stage, by, &pairing, U256::from(secret))?;
        stage.measure(variant, by, "kr", &call)?;
    }
    stage.measure("ECDSA", "operator1", "kr", &kr::deregisterKeyCall { operator, operatorSet: ecdsa })?;
    Ok(())
}

fn bn254_key(
    stage: &mut Stage<'_, '_>,
    operator: &str,
    set: &kr::OperatorSet,
    secret: U256,
) -> Result<kr::registerKeyCall, GasError> {
    let infinity = GasError::Preparation("the secret is a multiple of the group's order");
    let (Some((x, y)), Some(((x0, x1), (y0, y1)))) =
        (bn254::mul(secret, bn254::GENERATOR), g2::mul(secret, g2::GENERATOR))
    else {
        return Err(infinity);
    };
    let keyData: Bytes = [x, y, x0, x1, y0, y1].map(|word| word.to_be_bytes::<32>()).concat().into();
    let (operator, operatorSet) = (stage.at(operator)?, set.clone());
    let call = kr::getBN254KeyRegistrationMessageHashCall {
        operator,
        operatorSet: operatorSet.clone(),
        keyData: keyData.clone(),
    };
    let digest = stage.ask("kr", &call)?;
    let signature = bn254::sign(secret, digest).into();
    Ok(kr::registerKeyCall { operator, operatorSet, keyData, signature })
}
