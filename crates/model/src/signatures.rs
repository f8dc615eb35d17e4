//! Signatures over EIP-712 structs, by key or by contract.

use crate::answer::answer;
use crate::chain::{Chain, Kind};
use crate::revert::{Result, require};
use alloy_primitives::{Address, B256, FixedBytes, Signature, U256, keccak256};
use alloy_sol_types::{Eip712Domain, SolStruct, sol};
use surety_abi::{IDelegationManager, IERC1271};

sol! {
    /// An approver lets a staker delegate to an operator.
    struct DelegationApproval {
        address delegationApprover;
        address staker;
        address operator;
        bytes32 salt;
        uint256 expiry;
    }
    /// A staker lets someone deposit for it.
    struct Deposit {
        address staker;
        address strategy;
        address token;
        uint256 amount;
        uint256 nonce;
        uint256 expiry;
    }
    /// An operator joins an AVS of the legacy directory.
    struct OperatorAVSRegistration {
        address operator;
        address avs;
        bytes32 salt;
        uint256 expiry;
    }
    /// An ECDSA key serves an operator in an operator set.
    struct ECDSAKeyRegistration {
        address operator;
        address avs;
        uint32 operatorSetId;
        address keyAddress;
    }
    /// A BN254 key serves an operator in an operator set.
    struct BN254KeyRegistration {
        address operator;
        address avs;
        uint32 operatorSetId;
        bytes keyData;
    }
}

/// Half the order of secp256k1's group: the largest `s` of a signature that counts.
const HALF_ORDER: U256 =
    U256::from_limbs([0xdfe9_2f46_681b_20a0, 0x5d57_6e73_57a4_501d, u64::MAX, 0x7fff_ffff_ffff_ffff]);
/// What ERC-1271 wallets answer for "yes".
const ERC1271_MAGIC: [u8; 4] = [0x16, 0x26, 0xba, 0x7e];

/// The type hash of a struct without nested ones.
pub(crate) fn type_hash<S: SolStruct>() -> B256 {
    keccak256(S::eip712_encode_type().as_bytes())
}

impl Chain {
    fn domain(&self, contract: Address) -> Eip712Domain {
        let params = self.params();
        // Only the first byte of the version enters.
        let major = params.version.chars().next().map(String::from).unwrap_or_default();
        Eip712Domain::new(
            Some(params.eip712_name.clone().into()),
            Some(major.into()),
            Some(U256::from(params.chain_id)),
            Some(contract),
            None,
        )
    }

    /// A contract's domain separator.
    pub(crate) fn domain_separator(&self, contract: Address) -> B256 {
        self.domain(contract).separator()
    }

    /// What has to be signed for a struct under a contract's domain.
    pub(crate) fn digest<S: SolStruct>(&self, contract: Address, message: &S) -> B256 {
        message.eip712_signing_hash(&self.domain(contract))
    }

    /// Checks that a signature is not expired and is the signer's.
    pub(crate) fn require_signed(
        &self,
        signer: Address,
        digest: B256,
        signature: &[u8],
        expiry: U256,
    ) -> Result {
        require(expiry >= U256::from(self.time()), IDelegationManager::SignatureExpired {})?;
        self.require_signed_without_expiry(signer, digest, signature)
    }

    /// Checks that a signature is the signer's.
    pub(crate) fn require_signed_without_expiry(
        &self,
        signer: Address,
        digest: B256,
        signature: &[u8],
    ) -> Result {
        let is_valid =
            recover(digest, signature) == Some(signer) || self.wallet_accepts(signer, digest, signature);
        require(is_valid, IDelegationManager::InvalidSignature {})
    }

    /// Whether `wallet` is a contract that takes the signature for its own: it has one owner key.
    fn wallet_accepts(&self, wallet: Address, digest: B256, signature: &[u8]) -> bool {
        self.code.get(&wallet) == Some(&Kind::Wallet1271)
            && recover(digest, signature) == self.at().wallet_key
    }

    /// ERC-1271.
    pub(crate) fn view_wallet(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give IERC1271::isValidSignatureCall => |args| {
                let is_valid = recover(args.hash, &args.signature) == self.at().wallet_key;
                if is_valid { FixedBytes(ERC1271_MAGIC) } else { FixedBytes([0xff; 4]) }
            },
        }
    }
}

/// The signer of a 65-byte `r ‖ s ‖ v` with low s and v 27 or 28.
fn recover(digest: B256, signature: &[u8]) -> Option<Address> {
    let signature: &[u8; 65] = signature.try_into().ok()?;
    let (r, rest) = signature.split_first_chunk::<32>()?;
    let (s, v) = rest.split_first_chunk::<32>()?;
    let (r, s) = (U256::from_be_bytes(*r), U256::from_be_bytes(*s));
    let odd = match v {
        [27] => false,
        [28] => true,
        _ => return None,
    };
    if s > HALF_ORDER {
        return None;
    }
    Signature::new(r, s, odd).recover_address_from_prehash(&digest).ok()
}
