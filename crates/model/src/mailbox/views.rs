//! Reading.

use super::MAX_TASK_SLA_SECS;
use super::Status;
use super::certificates::message_hash;
use super::lifecycle::require_status;
use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::Chain;
use crate::lists::Read as _;
use crate::revert::Result;
use alloy_primitives::{Address, B256, Bytes, aliases::U96};
use alloy_sol_types::SolValue as _;
use surety_abi::ITaskMailbox as api;

/// The set of a key: 20 bytes of the AVS and 12 of the set's number.
fn set_of(key: B256) -> Option<SetId> {
    let (avs, id) = key.split_at(20);
    let (high, id) = id.split_first_chunk::<8>()?;
    let id = u32::from_be_bytes(id.try_into().ok()?);
    (*high == [0; 8]).then(|| SetId { avs: Address::from_slice(avs), id })
}

impl Chain {
    /// The views.
    pub(crate) fn view_mailbox(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let mailbox = &self.mailbox;
        answer! { data;
            give api::isExecutorOperatorSetRegisteredCall => |args| {
                set_of(args.operatorSetKey).is_some_and(|set| mailbox.registered.read(&set))
            },
            give api::getExecutorOperatorSetTaskConfigCall => |args| {
                mailbox.configs.read(&SetId::from(args.operatorSet))
            },
            give api::getTaskInfoCall => |args| {
                let task = mailbox.tasks.read(&args.taskHash);
                let status = self.status(&task)? as u8;
                api::Task { status, ..task }
            },
            give api::getTaskStatusCall => |args| self.status(&mailbox.tasks.read(&args.taskHash))? as u8,
            give api::getTaskResultCall => |args| {
                let task = mailbox.tasks.read(&args.taskHash);
                require_status(Status::Verified, self.status(&task)?)?;
                task.result
            },
            give api::getBN254CertificateBytesCall => |args| Bytes::from(args.cert.abi_encode()),
            give api::getECDSACertificateBytesCall => |args| Bytes::from(args.cert.abi_encode()),
            give api::getMessageHashCall => |args| message_hash(args.taskHash, &args.result),
            give api::feeSplitCall => |_| mailbox.fee_split_bips,
            give api::feeSplitCollectorCall => |_| mailbox.fee_split_collector,
            give api::BN254_CERTIFICATE_VERIFIERCall => |_| self.at().bn254_verifier,
            give api::ECDSA_CERTIFICATE_VERIFIERCall => |_| self.at().ecdsa_verifier,
            give api::MAX_TASK_SLACall => |_| U96::from(MAX_TASK_SLA_SECS),
        }
    }
}
