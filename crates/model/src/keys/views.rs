//! What KeyRegistrar answers without changing anything.

use super::Curve;
use super::bn254::{Key, hash_point};
use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::Chain;
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use crate::signatures::{BN254KeyRegistration, ECDSAKeyRegistration, type_hash};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use surety_abi::IKeyRegistrar as api;

impl Chain {
    /// The views.
    pub(crate) fn view_keys(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::allocationManagerCall => |_| self.at().allocation_manager,
            give api::permissionControllerCall => |_| self.at().permission_controller,
            give api::BN254_KEY_REGISTRATION_TYPEHASHCall => |_| type_hash::<BN254KeyRegistration>(),
            give api::ECDSA_KEY_REGISTRATION_TYPEHASHCall => |_| type_hash::<ECDSAKeyRegistration>(),
            give api::encodeBN254KeyDataCall => |args| {
                let (g1, g2) = (args.g1Point, args.g2Point);
                let words = [[g1.X, g1.Y], g2.X, g2.Y].concat();
                words.iter().flat_map(|word| word.to_be_bytes::<32>()).collect::<Vec<u8>>().into()
            },
            give api::getBN254KeyCall => |args| self.bn254_key(args.operatorSet.into(), args.operator)?,
            give api::getBN254KeyRegistrationMessageHashCall => |args| {
                self.bn254_key_digest(args.operator, args.operatorSet.into(), &args.keyData)
            },
            give api::getECDSAAddressCall => |args| {
                let key = self.ecdsa_key(args.operatorSet.into(), args.operator)?;
                // No key reads as the zero address.
                Address::try_from(key.as_ref()).unwrap_or_default()
            },
            give api::getECDSAKeyCall => |args| self.ecdsa_key(args.operatorSet.into(), args.operator)?,
            give api::getECDSAKeyRegistrationMessageHashCall => |args| {
                self.ecdsa_key_digest(args.operator, args.operatorSet.into(), args.keyAddress)
            },
            give api::getKeyHashCall => |args| self.key_hash(args.operatorSet.into(), args.operator),
            give api::getOperatorFromSigningKeyCall => |args| {
                self.operator_of_key(args.operatorSet.into(), &args.keyData)?
            },
            give api::getOperatorSetCurveTypeCall => |args| self.curve_of(args.operatorSet.into()) as u8,
            give api::isKeyGloballyRegisteredCall => |args| self.keys.spent.contains(&args.keyHash),
            give api::isRegisteredCall => |args| {
                self.keys.keys.contains_key(&(args.operatorSet.into(), args.operator))
            },
            give api::domainSeparatorCall => |_| self.domain_separator(self.at().key_registrar),
            give api::versionCall => |_| self.params().version.clone(),
        }
    }

    fn bn254_key(&self, set: SetId, operator: Address) -> Result<api::getBN254KeyReturn> {
        require(self.curve_of(set) == Curve::Bn254, api::InvalidCurveType {})?;
        let key = self.keys.keys.get(&(set, operator)).and_then(|data| Key::decode(data));
        let ([x, y], [x_im, x_re, y_im, y_re]) =
            key.map_or(([U256::ZERO; 2], [U256::ZERO; 4]), |key| (key.g1, key.g2));
        let g2 = api::G2Point { X: [x_im, x_re], Y: [y_im, y_re] };
        Ok(api::getBN254KeyReturn { g1Point: api::G1Point { X: x, Y: y }, g2Point: g2 })
    }

    fn ecdsa_key(&self, set: SetId, operator: Address) -> Result<Bytes> {
        require(self.curve_of(set) == Curve::Ecdsa, api::InvalidCurveType {})?;
        Ok(self.keys.keys.read(&(set, operator)))
    }

    fn key_hash(&self, set: SetId, operator: Address) -> B256 {
        let Some(data) = self.keys.keys.get(&(set, operator)) else { return B256::ZERO };
        match Key::decode(data) {
            Some(key) => key.hash(),
            None => keccak256(data),
        }
    }

    /// Who registered a key, and whether that operator has a key in the set now.
    fn operator_of_key(&self, set: SetId, key: &Bytes) -> Result<api::getOperatorFromSigningKeyReturn> {
        let hash = match self.curve_of(set) {
            Curve::None => return Err(Revert::of(api::InvalidCurveType {})),
            Curve::Ecdsa => keccak256(key),
            Curve::Bn254 => {
                let words = key.as_chunks::<32>().0;
                let [x, y, ..] = words else { return Err(Revert::empty()) };
                hash_point([x, y].map(|word| U256::from_be_bytes(*word)))
            }
        };
        let operator = self.keys.operators.read(&hash);
        let status = self.keys.keys.contains_key(&(set, operator));
        Ok(api::getOperatorFromSigningKeyReturn { operator, status })
    }
}
