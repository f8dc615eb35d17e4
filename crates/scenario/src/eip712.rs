//! EIP-712 domains, struct hashes and signatures of the core (reference, section 3.3).

pub mod bn254;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_signer_local::PrivateKeySigner;

/// `keccak256` of the domain's type string.
const DOMAIN_TYPE: &str =
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

/// The parameters of a domain that all contracts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainBase {
    /// The name, `EigenLayer` in the peer.
    pub name: String,
    /// The contracts' version, e.g. `1.12.0`; the domain uses its first character only.
    pub version: String,
    /// The chain.
    pub chain_id: u64,
}

impl DomainBase {
    /// The domain separator of one contract.
    pub fn separator(&self, verifying_contract: Address) -> B256 {
        // The peer takes the first *byte* of the version.
        let major = self.version.as_bytes().get(..1).unwrap_or_default();
        hash_words(&[
            keccak256(DOMAIN_TYPE),
            keccak256(&self.name),
            keccak256(major),
            B256::from(U256::from(self.chain_id)),
            verifying_contract.into_word(),
        ])
    }

    /// The digest to sign for a struct hash under a contract's domain.
    pub fn digest(&self, verifying_contract: Address, struct_hash: B256) -> B256 {
        let mut bytes = vec![0x19, 0x01];
        bytes.extend_from_slice(self.separator(verifying_contract).as_slice());
        bytes.extend_from_slice(struct_hash.as_slice());
        keccak256(bytes)
    }
}

/// keccak256 of concatenated words.
fn hash_words(words: &[B256]) -> B256 {
    keccak256(words.iter().flat_map(|w| w.0).collect::<Vec<u8>>())
}

/// A struct that the core asks an account to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the EIP-712 structs' own, named as they are there")]
pub enum Signable {
    /// An operator's approver lets a staker delegate.
    DelegationApproval {
        delegation_approver: Address,
        staker: Address,
        operator: Address,
        salt: B256,
        expiry: U256,
    },
    /// A staker lets someone deposit for it.
    Deposit { staker: Address, strategy: Address, token: Address, amount: U256, nonce: U256, expiry: U256 },
    /// An operator joins an AVS of the legacy directory.
    OperatorAvsRegistration { operator: Address, avs: Address, salt: B256, expiry: U256 },
    /// The owner of an ECDSA key lets an operator register it.
    EcdsaKeyRegistration { operator: Address, avs: Address, operator_set_id: u32, key_address: Address },
    /// The owner of a BN254 key lets an operator register it.
    Bn254KeyRegistration { operator: Address, avs: Address, operator_set_id: u32, key_data: Bytes },
}

impl Signable {
    /// The EIP-712 type string.
    pub fn type_string(&self) -> &'static str {
        match self {
            Self::DelegationApproval { .. } => {
                "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)"
            }
            Self::Deposit { .. } => {
                "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)"
            }
            Self::OperatorAvsRegistration { .. } => {
                "OperatorAVSRegistration(address operator,address avs,bytes32 salt,uint256 expiry)"
            }
            Self::EcdsaKeyRegistration { .. } => {
                "ECDSAKeyRegistration(address operator,address avs,uint32 operatorSetId,address keyAddress)"
            }
            Self::Bn254KeyRegistration { .. } => {
                "BN254KeyRegistration(address operator,address avs,uint32 operatorSetId,bytes keyData)"
            }
        }
    }

    /// The symbol of the contract whose domain it is signed under.
    pub fn verifier_symbol(&self) -> &'static str {
        match self {
            Self::DelegationApproval { .. } => "$dm",
            Self::Deposit { .. } => "$sm",
            Self::OperatorAvsRegistration { .. } => "$avsd",
            Self::EcdsaKeyRegistration { .. } | Self::Bn254KeyRegistration { .. } => "$kr",
        }
    }

    /// The EIP-712 struct hash.
    pub fn struct_hash(&self) -> B256 {
        let mut words = vec![keccak256(self.type_string())];
        match self {
            Self::DelegationApproval { delegation_approver, staker, operator, salt, expiry } => {
                words.extend([delegation_approver, staker, operator].map(|a| a.into_word()));
                words.extend([*salt, B256::from(*expiry)]);
            }
            Self::Deposit { staker, strategy, token, amount, nonce, expiry } => {
                words.extend([staker, strategy, token].map(|a| a.into_word()));
                words.extend([amount, nonce, expiry].map(|n| B256::from(*n)));
            }
            Self::OperatorAvsRegistration { operator, avs, salt, expiry } => {
                words.extend([operator, avs].map(|a| a.into_word()));
                words.extend([*salt, B256::from(*expiry)]);
            }
            Self::EcdsaKeyRegistration { operator, avs, operator_set_id, key_address } => {
                words.extend([operator, avs].map(|a| a.into_word()));
                words.push(B256::from(U256::from(*operator_set_id)));
                words.push(key_address.into_word());
            }
            Self::Bn254KeyRegistration { operator, avs, operator_set_id, key_data } => {
                words.extend([operator, avs].map(|a| a.into_word()));
                words.push(B256::from(U256::from(*operator_set_id)));
                words.push(keccak256(key_data));
            }
        }
        hash_words(&words)
    }
}

/// The address of a private key; `None` if the key is zero or not below the curve's order.
pub fn address_of(private_key: B256) -> Option<Address> {
    PrivateKeySigner::from_bytes(&private_key).ok().map(|s| s.address())
}

/// Signs a digest: `r ‖ s ‖ v` with v 27 or 28, deterministic (RFC 6979), s low.
/// `None` if the key is zero or not below the curve's order.
pub fn sign_digest(private_key: B256, digest: B256) -> Option<Vec<u8>> {
    let signer = PrivateKeySigner::from_bytes(&private_key).ok()?;
    let signature = signer.sign_hash_sync(&digest).ok()?;
    Some(signature.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::b256;

    #[test]
    fn typehashes_equal_the_peers_public_constants() {
        let approval = Signable::DelegationApproval {
            delegation_approver: Address::ZERO,
            staker: Address::ZERO,
            operator: Address::ZERO,
            salt: B256::ZERO,
            expiry: U256::ZERO,
        };
        assert_eq!(
            keccak256(approval.type_string()),
            b256!("14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad")
        );
    }

    #[test]
    fn separator_uses_the_first_character_of_the_version_only() {
        let base =
            |version: &str| DomainBase { name: "EigenLayer".into(), version: version.into(), chain_id: 1 };
        assert_eq!(base("1.12.0").separator(Address::ZERO), base("1").separator(Address::ZERO));
        assert_ne!(base("2.0").separator(Address::ZERO), base("1").separator(Address::ZERO));
    }

    #[test]
    fn sign_digest_is_none_when_the_key_is_zero() {
        assert!(sign_digest(B256::ZERO, B256::ZERO).is_none());
    }
}
