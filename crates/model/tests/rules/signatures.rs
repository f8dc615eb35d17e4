//! Deposits with another's signature, and approvers of delegations.

use crate::bench::{Bench, ONE};
use alloy_primitives::{B256, Bytes, U256};
use surety_abi::{IDelegationManager as dm, IERC1271, IStrategyManager as sm};
use surety_scenario::eip712::Signable;

/// staker2 pays for a deposit of `staker`, signed by `signer`.
fn deposit(
    bench: &Bench,
    staker: &str,
    signer: &str,
    nonce: u64,
    expiry: u64,
) -> sm::depositIntoStrategyWithSignatureCall {
    let (staker, strategy, token) = (bench.at(staker), bench.at("strategyA"), bench.at("tokenA"));
    let (nonce, expiry) = (U256::from(nonce), U256::from(expiry));
    let message = Signable::Deposit { staker, strategy, token, amount: ONE, nonce, expiry };
    let signature = bench.sign(signer, &message);
    sm::depositIntoStrategyWithSignatureCall { strategy, token, amount: ONE, staker, expiry, signature }
}

#[test]
fn signed_deposit_takes_the_callers_tokens_and_gives_the_staker_shares() {
    let mut bench = Bench::new();
    let now = bench.time();
    let call = deposit(&bench, "staker1", "staker1", 0, now);
    assert_eq!(bench.send("staker2", "sm", call.clone()), ONE);
    let (staker, strategy) = (bench.at("staker1"), bench.at("strategyA"));
    assert_eq!(bench.view("sm", sm::stakerDepositSharesCall { staker, strategy }), ONE);
    assert_eq!(bench.view("sm", sm::noncesCall { signer: staker }), U256::ONE);
    // The nonce is used up.
    bench.fails("staker2", "sm", call, sm::InvalidSignature {});
    let call = deposit(&bench, "staker1", "staker1", 1, now);
    bench.send("staker2", "sm", call);
}

#[test]
fn signed_deposit_fails_when_expired_or_not_the_stakers() {
    let mut bench = Bench::new();
    let now = bench.time();
    let call = deposit(&bench, "staker1", "staker1", 0, now - 1);
    bench.fails("staker2", "sm", call, sm::SignatureExpired {});
    let call = deposit(&bench, "staker1", "staker2", 0, now);
    bench.fails("staker2", "sm", call, sm::InvalidSignature {});
}

/// The case: until 2022 OpenZeppelin's library took each signature in two forms, of 65 and of 64 bytes;
/// whoever marked signatures as used took both.
#[test]
fn signature_fails_when_malleable_or_malformed() {
    let mut bench = Bench::new();
    let now = bench.time();
    let good = deposit(&bench, "staker1", "staker1", 0, now);
    let mut altered = Vec::new();
    // The other s of the same signature.
    let order =
        U256::from_str_radix("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16).unwrap();
    let s = U256::from_be_slice(&good.signature[32..64]);
    let v = good.signature[64] ^ 7;
    altered.push([&good.signature[..32], &(order - s).to_be_bytes::<32>(), &[v]].concat());
    // v as 0 or 1, 64 and 66 bytes.
    altered.push([&good.signature[..64], &[good.signature[64] - 27]].concat());
    altered.push(good.signature[..64].to_vec());
    altered.push([good.signature.as_ref(), &[0]].concat());
    for signature in altered {
        let call = sm::depositIntoStrategyWithSignatureCall { signature: signature.into(), ..good.clone() };
        bench.fails("staker2", "sm", call, sm::InvalidSignature {});
    }
    bench.send("staker2", "sm", good);
}

#[test]
fn wallet_signs_with_its_owners_key() {
    let mut bench = Bench::new();
    let now = bench.time();
    let call = deposit(&bench, "wallet1271", "approver1", 0, now);
    bench.fails("staker2", "sm", call, sm::InvalidSignature {});
    let call = deposit(&bench, "wallet1271", "approver2", 0, now);
    bench.send("staker2", "sm", call);
    let nothing = IERC1271::isValidSignatureCall { hash: B256::ZERO, signature: Bytes::new() };
    assert_eq!(bench.view("wallet1271", nothing).0, [0xff; 4]);
}

#[test]
fn approver_must_sign_each_delegation_once() {
    let mut bench = Bench::new();
    let call = dm::registerAsOperatorCall {
        initDelegationApprover: bench.at("approver1"),
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    bench.send("operator1", "dm", call);
    let call = bench.delegation_to("operator1");
    bench.fails("staker1", "dm", call, dm::SignatureExpired {});
    let approved = |bench: &Bench, staker: &str, salt: B256| {
        let expiry = U256::from(bench.time());
        let signature = bench.sign(
            "approver1",
            &Signable::DelegationApproval {
                delegation_approver: bench.at("approver1"),
                staker: bench.at(staker),
                operator: bench.at("operator1"),
                salt,
                expiry,
            },
        );
        let approval = dm::SignatureWithExpiry { signature, expiry };
        dm::delegateToCall {
            approverSignatureAndExpiry: approval,
            approverSalt: salt,
            ..bench.delegation_to("operator1")
        }
    };
    let salt = B256::repeat_byte(1);
    let call = approved(&bench, "staker1", salt);
    bench.fails("staker2", "dm", call.clone(), dm::InvalidSignature {});
    bench.send("staker1", "dm", call);
    let call = approved(&bench, "staker2", salt);
    bench.fails("staker2", "dm", call, dm::SaltSpent {});
}
