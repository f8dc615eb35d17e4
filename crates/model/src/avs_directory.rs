//! AVSDirectory: the legacy register of operators and AVSs.

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, require};
use crate::signatures::{OperatorAVSRegistration, type_hash};
use alloy_primitives::{Address, B256, keccak256};
use std::collections::HashSet;
use surety_abi::IAVSDirectory as api;

const PAUSED_REGISTRATION: u8 = 0;
/// Types of messages that nothing verifies any more; their hashes are still part of the ABI.
const SET_REGISTRATION: &str =
    "OperatorSetRegistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)";
const FORCE_DEREGISTRATION: &str =
    "OperatorSetForceDeregistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)";

/// Who is registered with whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct AvsDirectory {
    /// By AVS and operator.
    registered: HashSet<(Address, Address)>,
    /// By operator and salt.
    spent_salts: HashSet<(Address, B256)>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_avs_directory(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::registerOperatorToAVSCall => |args| {
                self.register_to_avs(frame, args.operator, &args.operatorSignature)?
            },
            act api::deregisterOperatorFromAVSCall => |args| self.deregister_from_avs(frame, args.operator)?,
            act api::cancelSaltCall => |args| {
                self.avs_directory.spent_salts.insert((frame.caller, args.salt));
            },
            act api::updateAVSMetadataURICall => |args| {
                self.emit(frame.this, &api::AVSMetadataURIUpdated { avs: frame.caller, metadataURI: args.metadataURI })
            },
        }
    }

    fn register_to_avs(
        &mut self,
        frame: Frame,
        operator: Address,
        signed: &api::SignatureWithSaltAndExpiry,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_REGISTRATION)?;
        let avs = frame.caller;
        let is_registered = self.avs_directory.registered.contains(&(avs, operator));
        require(!is_registered, api::OperatorAlreadyRegisteredToAVS {})?;
        let is_spent = self.avs_directory.spent_salts.contains(&(operator, signed.salt));
        require(!is_spent, api::SaltSpent {})?;
        require(self.is_operator(operator), api::OperatorNotRegisteredToEigenLayer {})?;
        let message = OperatorAVSRegistration { operator, avs, salt: signed.salt, expiry: signed.expiry };
        self.require_signed(operator, self.digest(frame.this, &message), &signed.signature, signed.expiry)?;
        self.avs_directory.spent_salts.insert((operator, signed.salt));
        self.avs_directory.registered.insert((avs, operator));
        self.emit(frame.this, &api::OperatorAVSRegistrationStatusUpdated { operator, avs, status: 1 });
        Ok(())
    }

    fn deregister_from_avs(&mut self, frame: Frame, operator: Address) -> Result {
        self.require_not_paused(frame.this, PAUSED_REGISTRATION)?;
        let avs = frame.caller;
        let was_registered = self.avs_directory.registered.remove(&(avs, operator));
        require(was_registered, api::OperatorNotRegisteredToAVS {})?;
        self.emit(frame.this, &api::OperatorAVSRegistrationStatusUpdated { operator, avs, status: 0 });
        Ok(())
    }

    /// The views.
    pub(crate) fn view_avs_directory(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::avsOperatorStatusCall => |args| {
                u8::from(self.avs_directory.registered.contains(&(args.avs, args.operator)))
            },
            give api::calculateOperatorAVSRegistrationDigestHashCall => |args| {
                let api::calculateOperatorAVSRegistrationDigestHashCall { operator, avs, salt, expiry } = args;
                self.digest(self.at().avs_directory, &OperatorAVSRegistration { operator, avs, salt, expiry })
            },
            give api::delegationCall => |_| self.at().delegation_manager,
            give api::OPERATOR_AVS_REGISTRATION_TYPEHASHCall => |_| type_hash::<OperatorAVSRegistration>(),
            give api::OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASHCall => |_| keccak256(FORCE_DEREGISTRATION),
            give api::OPERATOR_SET_REGISTRATION_TYPEHASHCall => |_| keccak256(SET_REGISTRATION),
            give api::operatorSaltIsSpentCall => |args| {
                self.avs_directory.spent_salts.contains(&(args.operator, args.salt))
            },
            give api::domainSeparatorCall => |_| self.domain_separator(self.at().avs_directory),
            give api::versionCall => |_| self.params().version.clone(),
        }
    }
}
