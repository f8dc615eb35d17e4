//! BN254 keys from registration to look-up.

use crate::bench::Bench;
use alloy_primitives::{Bytes, U256, keccak256, uint};
use alloy_sol_types::SolValue as _;
use surety_abi::IKeyRegistrar as kr;
use surety_scenario::eip712::DomainBase;
use surety_scenario::eip712::{Signable, bn254};
use surety_scenario::story::cast::default_params;

/// The key of secret 1: the generators of both groups.
fn key_of_one() -> Bytes {
    let words: [U256; 6] = [
        U256::ONE,
        uint!(2_U256),
        uint!(11559732032986387107991004021392285783925812861821192530917403151452391805634_U256),
        uint!(10857046999023057135944570762232829481370756359578518086990519993285655852781_U256),
        uint!(4082367875863433681332203403145435568316851327593401208105741076214120093531_U256),
        uint!(8495653923123431417604973247489272438418190587263600148770280649306958101930_U256),
    ];
    words.abi_encode().into()
}

fn registration(bench: &Bench, operator: &str, secret: u64) -> kr::registerKeyCall {
    let set = kr::OperatorSet { avs: bench.at("avs1"), id: 1 };
    let message = Signable::Bn254KeyRegistration {
        operator: bench.at(operator),
        avs: set.avs,
        operator_set_id: set.id,
        key_data: key_of_one(),
    };
    let params = default_params();
    let domain = DomainBase { name: params.eip712_name, version: params.version, chain_id: params.chain_id };
    let digest = domain.digest(bench.at("kr"), message.struct_hash());
    let signature = bn254::sign(U256::from(secret), digest).into();
    kr::registerKeyCall { operator: bench.at(operator), operatorSet: set, keyData: key_of_one(), signature }
}

fn bench() -> Bench {
    let mut bench = Bench::new();
    let set = kr::OperatorSet { avs: bench.at("avs1"), id: 1 };
    let configure = |curve| kr::configureOperatorSetCall { operatorSet: set.clone(), curveType: curve };
    bench.fails("avs2", "kr", configure(2), kr::InvalidPermissions {});
    bench.fails("avs1", "kr", configure(0), kr::InvalidCurveType {});
    bench.send("avs1", "kr", configure(2));
    bench.fails("avs1", "kr", configure(1), kr::ConfigurationAlreadySet {});
    bench
}

#[test]
fn bn254_key_is_registered_with_its_own_signature_and_spent_for_ever() {
    let mut bench = bench();
    let call = registration(&bench, "operator1", 2);
    bench.fails("operator1", "kr", call, kr::InvalidSignature {});
    let call = registration(&bench, "operator1", 1);
    bench.fails("operator2", "kr", call.clone(), kr::InvalidPermissions {});
    bench.send("operator1", "kr", call.clone());
    assert_eq!(bench.event::<kr::KeyRegistered>().pubkey, key_of_one());
    bench.fails("operator1", "kr", call, kr::OperatorAlreadyRegistered {});
    let call = registration(&bench, "operator2", 1);
    bench.fails("operator2", "kr", call, kr::KeyAlreadyRegistered {});

    let (set, operator) = (kr::OperatorSet { avs: bench.at("avs1"), id: 1 }, bench.at("operator1"));
    let hash = keccak256(&key_of_one()[..64]);
    assert_eq!(bench.view("kr", kr::getKeyHashCall { operatorSet: set.clone(), operator }), hash);
    let key = bench.view("kr", kr::getBN254KeyCall { operatorSet: set.clone(), operator });
    assert_eq!((key.g1Point.X, key.g1Point.Y), (U256::ONE, uint!(2_U256)));
    let g1 = Bytes::copy_from_slice(&key_of_one()[..64]);
    let found = kr::getOperatorFromSigningKeyCall { operatorSet: set.clone(), keyData: g1 };
    let answer = bench.view("kr", found.clone());
    assert_eq!((answer.operator, answer.status), (operator, true));

    bench.send("operator1", "kr", kr::deregisterKeyCall { operator, operatorSet: set.clone() });
    assert!(!bench.view("kr", found).status);
    assert!(bench.view("kr", kr::isKeyGloballyRegisteredCall { keyHash: hash }));
    let again = kr::deregisterKeyCall { operator, operatorSet: set.clone() };
    bench.fails("operator1", "kr", again, kr::KeyNotFound { operatorSet: set, operator });
    let call = registration(&bench, "operator1", 1);
    bench.fails("operator1", "kr", call, kr::KeyAlreadyRegistered {});
}

#[test]
fn bn254_key_fails_when_malformed() {
    let mut bench = bench();
    let good = registration(&bench, "operator1", 1);
    let short = kr::registerKeyCall { keyData: good.keyData.slice(..191), ..good.clone() };
    bench.fails("operator1", "kr", short, kr::InvalidKeyFormat {});
    let short = kr::registerKeyCall { signature: good.signature.slice(..63), ..good.clone() };
    bench.fails("operator1", "kr", short, kr::InvalidSignature {});
    let zero = kr::registerKeyCall { keyData: vec![0; 192].into(), ..good.clone() };
    bench.fails("operator1", "kr", zero, kr::ZeroPubkey {});
    let ecdsa = kr::getECDSAKeyCall { operatorSet: good.operatorSet, operator: good.operator };
    bench.fails("operator1", "kr", ecdsa, kr::InvalidCurveType {});
}
