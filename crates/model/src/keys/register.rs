//! Registering and giving up keys.

use super::{Curve, bn254};
use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use crate::signatures::{BN254KeyRegistration, ECDSAKeyRegistration};
use alloy_primitives::{Address, B256, Bytes, keccak256};
use surety_abi::IKeyRegistrar as api;

impl Chain {
    /// `registerKey`: the key itself has to sign.
    pub(super) fn register_key(&mut self, frame: Frame, args: &api::registerKeyCall) -> Result {
        let (operator, set) = (args.operator, SetId::from(args.operatorSet.clone()));
        self.require_may_act_for(operator, frame)?;
        let curve = self.require_configured(set)?;
        let is_registered = self.keys.keys.contains_key(&(set, operator));
        require(!is_registered, api::OperatorAlreadyRegistered {})?;
        let hash = match curve {
            Curve::Bn254 => self.check_bn254_key(operator, set, &args.keyData, &args.signature)?,
            Curve::Ecdsa | Curve::None => {
                self.check_ecdsa_key(operator, set, &args.keyData, &args.signature)?
            }
        };
        self.keys.keys.insert((set, operator), args.keyData.clone());
        self.keys.spent.insert(hash);
        self.keys.operators.insert(hash, operator);
        self.emit(
            frame.this,
            &api::KeyRegistered {
                operatorSet: set.into(),
                operator,
                curveType: curve as u8,
                pubkey: args.keyData.clone(),
            },
        );
        Ok(())
    }

    fn require_unspent(&self, hash: B256) -> Result {
        require(!self.keys.spent.contains(&hash), api::KeyAlreadyRegistered {})
    }

    /// Checks an ECDSA key, which is an address, and returns its hash.
    fn check_ecdsa_key(&self, operator: Address, set: SetId, key: &Bytes, signature: &[u8]) -> Result<B256> {
        require(key.len() == 20, api::InvalidKeyFormat {})?;
        let address = Address::from_slice(key);
        require(!address.is_zero(), api::ZeroPubkey {})?;
        let hash = keccak256(key);
        self.require_unspent(hash)?;
        let digest = self.ecdsa_key_digest(operator, set, address);
        self.require_signed_without_expiry(address, digest, signature)?;
        Ok(hash)
    }

    /// Checks a BN254 key, which is a point of G1 and one of G2, and returns its hash.
    fn check_bn254_key(&self, operator: Address, set: SetId, key: &Bytes, signature: &[u8]) -> Result<B256> {
        let points = bn254::Key::decode(key).ok_or_else(|| Revert::of(api::InvalidKeyFormat {}))?;
        let signature = signature.try_into().map_err(|_| Revert::of(api::InvalidSignature {}))?;
        require(!points.is_zero(), api::ZeroPubkey {})?;
        let digest = self.bn254_key_digest(operator, set, key);
        let is_valid = points.verify(digest, signature)?;
        require(is_valid, api::InvalidSignature {})?;
        let hash = points.hash();
        self.require_unspent(hash)?;
        Ok(hash)
    }

    /// What an ECDSA key signs.
    pub(super) fn ecdsa_key_digest(&self, operator: Address, set: SetId, key: Address) -> B256 {
        let message = ECDSAKeyRegistration { operator, avs: set.avs, operatorSetId: set.id, keyAddress: key };
        self.digest(self.at().key_registrar, &message)
    }

    /// What a BN254 key signs.
    pub(super) fn bn254_key_digest(&self, operator: Address, set: SetId, key: &Bytes) -> B256 {
        let message =
            BN254KeyRegistration { operator, avs: set.avs, operatorSetId: set.id, keyData: key.clone() };
        self.digest(self.at().key_registrar, &message)
    }

    /// `deregisterKey`: not while the set can slash the operator. The key stays spent.
    pub(super) fn deregister_key(&mut self, frame: Frame, operator: Address, set: SetId) -> Result {
        self.require_may_act_for(operator, frame)?;
        let is_slashable = self.is_slashable(operator, set);
        require(!is_slashable, api::OperatorStillSlashable { operatorSet: set.into(), operator })?;
        let curve = self.require_configured(set)?;
        let was_registered = self.keys.keys.remove(&(set, operator)).is_some();
        require(was_registered, api::KeyNotFound { operatorSet: set.into(), operator })?;
        self.emit(
            frame.this,
            &api::KeyDeregistered { operatorSet: set.into(), operator, curveType: curve as u8 },
        );
        Ok(())
    }
}
