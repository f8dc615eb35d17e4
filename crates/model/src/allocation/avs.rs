//! What an AVS says about itself: metadata and registrar.

use crate::chain::{Chain, Frame};
use crate::revert::Result;
use alloy_primitives::Address;
use surety_abi::IAllocationManager as api;

impl Chain {
    /// `updateAVSMetadataURI`: the first call makes the AVS known.
    pub(super) fn update_avs_metadata(&mut self, frame: Frame, avs: Address, uri: String) -> Result {
        self.require_may_act_for(avs, frame)?;
        self.allocations.avs_has_metadata.insert(avs);
        self.emit(frame.this, &api::AVSMetadataURIUpdated { avs, metadataURI: uri });
        Ok(())
    }

    /// `setAVSRegistrar`.
    pub(super) fn set_avs_registrar(&mut self, frame: Frame, avs: Address, registrar: Address) -> Result {
        self.require_may_act_for(avs, frame)?;
        self.require_supporting(registrar)?;
        self.allocations.registrars.insert(avs, registrar);
        self.emit(frame.this, &api::AVSRegistrarSet { avs, registrar });
        Ok(())
    }

    /// The registrar of an AVS; by default it is its own.
    pub(super) fn avs_registrar(&self, avs: Address) -> Address {
        self.allocations.registrars.get(&avs).copied().unwrap_or(avs)
    }
}
