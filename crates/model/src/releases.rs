//! ReleaseManager: software releases for operator sets.

use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{B256, U256, keccak256};
use alloy_sol_types::SolValue as _;
use std::collections::HashMap;
use surety_abi::IReleaseManager as api;

/// What AVSs have published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Releases {
    metadata_uris: HashMap<SetId, String>,
    releases: HashMap<SetId, Vec<api::Release>>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_releases(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::publishMetadataURICall => |args| {
                self.publish_metadata(frame, args.operatorSet.into(), args.metadataURI)?
            },
            give api::publishReleaseCall => |args| self.publish_release(frame, args.operatorSet.into(), args.release)?,
        }
    }

    fn publish_metadata(&mut self, frame: Frame, set: SetId, uri: String) -> Result {
        self.require_may_act_for(set.avs, frame)?;
        require(!uri.is_empty(), api::InvalidMetadataURI {})?;
        self.releases.metadata_uris.insert(set, uri.clone());
        self.emit(frame.this, &api::MetadataURIPublished { operatorSet: indexed(set), metadataURI: uri });
        Ok(())
    }

    fn publish_release(&mut self, frame: Frame, set: SetId, release: api::Release) -> Result<U256> {
        self.require_may_act_for(set.avs, frame)?;
        require(self.releases.metadata_uris.contains_key(&set), api::MustPublishMetadataURI {})?;
        // Zero stands for "at once".
        let is_in_time = release.upgradeByTime == 0 || u64::from(release.upgradeByTime) >= self.time();
        require(is_in_time, api::InvalidUpgradeByTime {})?;
        let releases = self.releases.releases.entry(set).or_default();
        let id = U256::from(releases.len());
        releases.push(release.clone());
        self.emit(frame.this, &api::ReleasePublished { operatorSet: indexed(set), releaseId: id, release });
        Ok(id)
    }

    /// A set's newest release and its number.
    fn latest_release(&self, set: SetId) -> Result<(U256, api::Release)> {
        let releases = self.releases.releases.read(&set);
        let index = releases.len().saturating_sub(1);
        let latest = releases.into_iter().next_back().ok_or_else(|| Revert::of(api::NoReleases {}))?;
        Ok((U256::from(index), latest))
    }

    /// The views.
    pub(crate) fn view_releases(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let releases_of = |set: SetId| self.releases.releases.read(&set);
        answer! { data;
            give api::getTotalReleasesCall => |args| U256::from(releases_of(args.operatorSet.into()).len()),
            give api::getReleaseCall => |args| {
                let index = usize::try_from(args.releaseId).unwrap_or(usize::MAX);
                releases_of(args.operatorSet.into()).get(index).cloned().ok_or_else(Revert::out_of_bounds)?
            },
            give api::getLatestReleaseCall => |args| {
                let (id, release) = self.latest_release(args.operatorSet.into())?;
                api::getLatestReleaseReturn { releaseId: id, release }
            },
            give api::getLatestUpgradeByTimeCall => |args| self.latest_release(args.operatorSet.into())?.1.upgradeByTime,
            give api::isValidReleaseCall => |args| self.latest_release(args.operatorSet.into())?.0 == args.releaseId,
            give api::getMetadataURICall => |args| self.releases.metadata_uris.read(&args.operatorSet.into()),
        }
    }
}

/// An indexed struct: its log has the hash of its words.
fn indexed(set: SetId) -> B256 {
    keccak256(api::OperatorSet::from(set).abi_encode())
}
